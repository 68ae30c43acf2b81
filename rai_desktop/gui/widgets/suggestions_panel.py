"""Suggested risks, apart from the register: each is taken into it, or said to be none here, with the reason."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from rai_desktop.findings.finding import Finding
from rai_desktop.gui.steps.step import card, words
from rai_desktop.gui.widgets.flow_row import FlowRow
from rai_desktop.gui.widgets.line import Line
from rai_desktop.gui.widgets.link_list import LinkList
from rai_desktop.gui.widgets.side_by_side import SideBySide
from rai_desktop.i18n import _
from rai_desktop.project.model import Project
from rai_desktop.project.register import Dismissal
from rai_desktop.risks.linked import words_of
from rai_desktop.risks.suggested import Suggested


class SuggestionsPanel(QWidget):
    """`taken(Suggested)`, `dismissed(Suggested, reason)`, `again(key)`."""

    taken = Signal(object)
    dismissed = Signal(object, str)
    again = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._open: dict[str, Suggested] = {}
        self._none: dict[str, Dismissal] = {}
        self._project: Project | None = None
        self._findings: list[Finding] = []
        self._chosen = ""
        self._drafts: dict[str, str] = {}  # reasons that are being typed, by the key of their suggestion
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(16)
        self.lead = words("", "lead")
        layout.addWidget(self.lead)
        self.rows = SideBySide(_("Suggested risks"), self._card())
        self.rows.list.currentItemChanged.connect(self._choose)
        layout.addWidget(self.rows, 1)
        layout.addStretch()

    def _card(self) -> QFrame:
        frame, layout = card()
        self.title = words("", "section")
        self.harm = words("", "text", selectable=True)
        self.people = words("", "text")
        self.why = words("", "quiet")
        for part in (self.title, self.harm, self.people, self.why):
            layout.addWidget(part)
        self.sources = LinkList("", removable=False)
        layout.addWidget(self.sources)
        self.add = QPushButton(_("Add to the register"))
        self.add.setProperty("primary", True)
        self.add.clicked.connect(self._take)
        layout.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.reason = Line(_("Why it is no risk here"))
        self.reason.setAccessibleName(_("Why it is no risk here"))
        self.none = QPushButton(_("Not a risk here"))
        self.none.clicked.connect(self._dismiss)
        self.reason.textChanged.connect(self._keep_draft)
        row = FlowRow()
        row.add(self.reason, 1)
        row.add(self.none)
        layout.addLayout(row)
        self.back = QPushButton(_("Suggest it again"))
        self.back.clicked.connect(lambda: self.again.emit(self._chosen))
        layout.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self._detail = frame
        self._may_dismiss()
        return frame

    def show_suggestions(self, project: Project, open_: Sequence[Suggested], findings: list[Finding]) -> None:
        """Show what is open, then what was said to be none; after one is done with, the next is chosen."""
        before = list(self._open)
        if self._project is None or self._project.id != project.id:
            self._drafts.clear()
        self._project, self._findings = project, findings
        self._open, self._none = {each.key: each for each in open_}, dict(project.dismissed)
        if self._chosen not in self._open and self._chosen in before:
            later = before[before.index(self._chosen) + 1:]
            self._chosen = next((key for key in later if key in self._open), "")
        listed = [(key, f"{each.title}\n{'; '.join(each.stakeholders) or each.why}") for key, each in self._open.items()]
        listed += [(key, _("Not a risk here: {title}\n{reason}").format(title=said.title, reason=said.reason))
                   for key, said in self._none.items()]
        self._drafts = {key: text for key, text in self._drafts.items() if key not in self._none}
        self._chosen = self.rows.fill(listed, self._chosen)
        self.rows.setVisible(bool(listed))
        self.lead.setText(_lead(len(self._open)))
        self._show_card()

    def flush(self) -> None:
        """A reason that is being typed is sent only by its button."""

    def unsent(self) -> str:
        """The reasons that were typed and not given by their button, in a sentence."""
        typed = [text for key, text in self._drafts.items() if key in self._open and text.strip()]
        if not typed:
            return ""
        return _("On the page Risks a reason is typed why something is no risk here, and not given yet: “{reason}”").format(
            reason=typed[0].strip())

    def _choose(self, *_items: object) -> None:
        self._chosen = self.rows.chosen()
        self._show_card()

    def _keep_draft(self, text: str) -> None:
        self._drafts[self._chosen] = text
        self._may_dismiss()

    def _show_card(self) -> None:
        each, said = self._open.get(self._chosen), self._none.get(self._chosen)
        self._detail.setVisible(each is not None or said is not None)
        for part in (self.add, self.reason, self.none, self.sources):
            part.setVisible(each is not None)
        self.back.setVisible(each is None)
        self._show_draft()
        if each is not None and self._project is not None:
            self.title.setText(each.title)
            self.harm.setText(each.harm)
            self.people.setText(_("Whom it hits: {people}").format(people=_("; ").join(each.stakeholders))
                                if each.stakeholders else "")
            self.why.setText(_("Suggested because: {why}").format(why=each.why))
            self.sources.show_links([(link, words_of(self._project, link, self._findings)) for link in each.sources])
        elif said is not None:
            self.title.setText(said.title)
            self.harm.setText(_("Not a risk here: {reason}").format(reason=said.reason))
            self.people.setText(_("Said on {day} by {who}.").format(day=said.when, who=said.who or _("somebody not named")))
            self.why.setText("")
        for label in (self.harm, self.people, self.why):
            label.setVisible(bool(label.text()))

    def _show_draft(self) -> None:
        """What was typed on this suggestion; untouched, cursor and all, where it stands there already."""
        if self.reason.text() != (draft := self._drafts.get(self._chosen, "")):
            self.reason.setText(draft)

    def _may_dismiss(self) -> None:
        there = bool(self.reason.words())
        self.none.setEnabled(there)
        self.none.setToolTip("" if there else _("Say why first; the report gives the reason."))

    def _take(self) -> None:
        if self._chosen in self._open:
            self.taken.emit(self._open[self._chosen])

    def _dismiss(self) -> None:
        reason = self.reason.words()
        if self._chosen in self._open and reason:
            self.dismissed.emit(self._open[self._chosen], reason)


def _lead(count: int) -> str:
    if count:
        return _("Harms that your answers and findings speak of. Take each into the register, or say why it is no risk here. "
                 "Nothing here counts until you decide.")
    return _("Nothing is suggested. Answer the questionnaires and run the assessments; what they show of possible harm "
             "appears here.")
