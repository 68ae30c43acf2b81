"""Who takes a risk as it is, and why: both or it is no acceptance."""

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from rai_desktop.gui.steps.step import words
from rai_desktop.gui.theme import give_look
from rai_desktop.gui.widgets.date_line import today
from rai_desktop.gui.widgets.line import Line
from rai_desktop.gui.widgets.paragraph import Paragraph
from rai_desktop.i18n import _
from rai_desktop.project.register import Acceptance, Risk
from rai_desktop.risks import register
from rai_desktop.risks.acceptance import Ask, asks, asks_words, levels_words
from rai_desktop.risks.scale import Scale


class AcceptanceFields(QWidget):
    """`left` when a field is left changed; the day is set when reason and name are both there."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._was: Acceptance | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(words(_("Acceptance"), "strong"))
        self.asked = words("", "text")
        layout.addWidget(self.asked)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.who = Line(_("Name and role"))
        self.reason = Paragraph(_("Why it may stay as it is"), lines=2)
        for text, field in ((_("Accepted by"), self.who), (_("Because"), self.reason)):
            field.setAccessibleName(text)
            field.left.connect(self.left)
            form.addRow(text, field)
        layout.addLayout(form)
        self.said = words("", "quiet")
        layout.addWidget(self.said)
        self.confirm = QPushButton(_("Confirm"))
        self.confirm.setAccessibleDescription(_("Acceptance"))
        self.confirm.clicked.connect(self._confirm)
        row = QHBoxLayout()
        row.addWidget(self.confirm)
        row.addStretch()
        layout.addLayout(row)

    def acceptance(self) -> Acceptance | None:
        """What is typed; a draft has no day, and two empty fields are none."""
        who, reason = self.who.words(), self.reason.words()
        if not who and not reason:
            return None
        same = self._was is not None and (self._was.who, self._was.reason) == (who, reason)
        if same:
            return self._was
        when = today().isoformat() if who and reason else ""
        return Acceptance(reason=reason, who=who, when=when)

    def show_acceptance(self, scale: Scale | None, risk: Risk) -> None:
        """Show a stored acceptance, hidden where there is none and none is needed."""
        self._was = acceptance = risk.acceptance
        left, needed, ask = register.after(scale, risk), register.needs_acceptance(scale, risk), asks(scale, risk)
        self.who.show_words(acceptance.who if acceptance else "")
        self.reason.show_words(acceptance.reason if acceptance else "")
        self.asked.setText(_("What is left is rated {rating}. Somebody must take that on, by name and with a reason.").format(
            rating=left.name) if needed and left else "")
        self.asked.setVisible(bool(self.asked.text()))
        self.said.setText(_said(scale, acceptance, ask))
        give_look(self.said, "kind", "warn" if ask else "quiet")
        self.said.setVisible(bool(self.said.text()))
        self.confirm.setVisible(ask is Ask.CARRIED or (ask is not None and register.standing(scale, risk) is not None))
        self.setVisible(needed or acceptance is not None)

    def _confirm(self) -> None:
        """The same person takes the risk on today, for the levels it has now."""
        if self._was is not None:
            self._was = msgspec.structs.replace(self._was, when=today().isoformat(), carried="", levels=None)
            self.left.emit()

    def flush(self) -> None:
        """Send what is being typed."""
        self.who.flush()
        self.reason.flush()


def _said(scale: Scale | None, acceptance: Acceptance | None, ask: Ask | None) -> str:
    if acceptance is None:
        return ""
    if not acceptance.who:
        return _("Not accepted yet: the name is missing.")
    if not acceptance.reason:
        return _("Not accepted yet: the reason is missing.")
    if ask is Ask.CARRIED:
        return _("Accepted on {day} by {who} in the earlier assessment “{origin}”. Does it still hold?").format(
            day=acceptance.when, who=acceptance.who, origin=acceptance.carried)
    told = _("Accepted on {day} by {who}.").format(day=acceptance.when, who=acceptance.who)
    if acceptance.levels is not None:
        told = _("Accepted on {day} by {who} for {levels}.").format(
            day=acceptance.when, who=acceptance.who, levels=levels_words(scale, acceptance.levels))
    return f"{told} {asks_words(ask, acceptance.carried)}" if ask else told
