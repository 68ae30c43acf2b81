"""Asks why an approved assessment is changed; the words are kept in its history."""

from PySide6.QtWidgets import QWidget

from rai_desktop.gui.dialogs.dialog import PlainDialog
from rai_desktop.gui.reasons import Given
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.option_button import TickOption
from rai_desktop.gui.widgets.paragraph import Paragraph
from rai_desktop.i18n import _


class ReasonDialog(PlainDialog):
    """`given` after it was accepted; None when it was sent away."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(_("Reason for change"), parent, heading=_("Why is this changed?"), ems=34)
        self.given: Given | None = None
        self.body.addWidget(words(_("This assessment has been approved. From then on every change needs a reason, which is "
                                    "kept in the history with your name."), "lead"))
        self.body.addWidget(words(label, "strong"))
        self.why = Paragraph(_("The reason, in a sentence"), lines=3)
        self.why.textChanged.connect(self._tell)
        self.body.addWidget(self.why)
        self.stands = TickOption(_("Use this reason for the changes that follow in this session"))
        self.body.addWidget(self.stands)
        self.body.addStretch()
        self.closing.setText(_("Cancel, change nothing"))
        self.changing = self.add_main_button(_("Change"))
        self.changing.clicked.connect(self._take)
        self._tell()
        self.why.setFocus()

    def _tell(self) -> None:
        there = bool(self.why.words())
        self.changing.setEnabled(there)
        self.changing.setToolTip("" if there else _("Type the reason first."))

    def _take(self) -> None:
        self.given = Given(self.why.words(), self.stands.isChecked())
        self.accept()


def ask_reason(label: str, parent: QWidget) -> Given | None:
    """Ask, and wait; None when the change is given up."""
    dialog = ReasonDialog(label, parent)
    dialog.exec()
    return dialog.given
