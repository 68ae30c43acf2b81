"""One finding whole: verdict, sentence, numbers, why, clauses, and what the analyst says to it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QLineEdit, QVBoxLayout

from rai_desktop.findings.finding import Finding, Response
from rai_desktop.frameworks.catalog import label
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.theme import give_look
from rai_desktop.gui.widgets.asides import Asides
from rai_desktop.gui.widgets.paragraph import Paragraph
from rai_desktop.gui.widgets.told_lines import breakable
from rai_desktop.gui.widgets.verdicts import TONES, kind, shape
from rai_desktop.i18n import _

_MOST_CLAUSES = 10


class FindingCard(QFrame):
    """`responded(key, Response)` when a field of the response is left changed."""

    responded = Signal(str, object)

    def __init__(self, asides: Asides | None = None) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.asides = asides
        self._key = ""
        self._response = Response()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        self.verdict = words("", "section")
        self.sentence = words("", "text", selectable=True)
        self.why = words("", "quiet", selectable=True)
        self.clauses = words("", "clauses", selectable=True)
        for part in (self.verdict, self.sentence, self.why, words(_("Evidence for"), "strong"), self.clauses,
                     words(_("Your response"), "strong")):
            layout.addWidget(part)
        layout.addLayout(self._form())
        for aside in asides.widgets if asides else []:
            layout.addWidget(aside)

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.comment = Paragraph(_("What you make of it"), lines=2)
        self.mitigation = Paragraph(_("What will be done about it"), lines=2)
        self.owner, self.due = QLineEdit(), QLineEdit()
        self.due.setPlaceholderText(_("year-month-day"))
        self.accepted = Paragraph(_("Only if the risk is accepted: why, and who decided"), lines=2)
        for text, field in ((_("Your view"), self.comment), (_("Mitigation"), self.mitigation), (_("Owner"), self.owner),
                            (_("Due"), self.due), (_("Accepted because"), self.accepted)):
            field.setAccessibleName(text)
            form.addRow(text, field)
            (field.editingFinished if isinstance(field, QLineEdit) else field.left).connect(self._send)
        return form

    def show_finding(self, finding: Finding, why: Sequence[str], response: Response) -> None:
        """Show it; sends nothing."""
        self._key, self._response = finding.key, response
        self.verdict.setText(f"{shape(finding)}  {kind(finding).capitalize()}")
        give_look(self, "tone", TONES[finding.verdict])
        self.sentence.setText(breakable(finding.sentence))
        self.why.setText("\n".join(why))
        self.clauses.setText(_clauses(finding))
        self.owner.setText(response.owner)
        self.due.setText(response.due)
        for field, text in ((self.comment, response.comment), (self.mitigation, response.mitigation),
                            (self.accepted, response.accepted_reason)):
            field.show_words(text)

    def flush(self) -> None:
        """Send what is being typed."""
        if self._key:
            self._send()
        if self.asides:
            self.asides.flush()

    def _send(self) -> None:
        response = Response(comment=self.comment.words(), owner=self.owner.text().strip(),
                            mitigation=self.mitigation.words(), due=self.due.text().strip(),
                            accepted_reason=self.accepted.words())
        if response != self._response:
            self._response = response
            self.responded.emit(self._key, response)


def _clauses(finding: Finding) -> str:
    direct = [each for each in finding.clauses if each.strength == "direct"] or finding.clauses
    named = [label(f"{each.framework}:{each.id}") for each in direct[:_MOST_CLAUSES]]
    more = len(finding.clauses) - len(named)
    return ", ".join(named) + (_(" and {more} more in the report").format(more=more) if more > 0 else "")
