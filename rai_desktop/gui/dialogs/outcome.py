"""Closes a request for review by hand: declined, withdrawn, or answered in another way."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from rai_desktop.gui.dialogs.dialog import PlainDialog
from rai_desktop.gui.steps.step import words
from rai_desktop.i18n import _
from rai_desktop.project.reviewing import ReviewRequest


class OutcomeDialog(PlainDialog):
    """`close(outcome)`."""

    def __init__(self, request: ReviewRequest, close: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(_("Close a request"), parent, ems=30,
                         heading=_("Close the request to {whom}").format(whom=request.of))
        self._close = close
        self.body.addWidget(words(_("A request is answered by itself when the person signs as reviewed or approved. Close it "
                                    "here if they declined, or if it is no longer needed."), "lead"))
        self.outcome = QLineEdit(_("declined"))
        self.outcome.setAccessibleName(_("What came of it"))
        self.outcome.selectAll()
        self.body.addWidget(self.outcome)
        self.body.addStretch()
        self.closing.setText(_("Cancel"))
        self.taking = self.add_main_button(_("Close the request"))
        self.taking.clicked.connect(self._take)
        self.outcome.textChanged.connect(lambda text: self.taking.setEnabled(bool(text.strip())))

    def _take(self) -> None:
        outcome = self.outcome.text().strip()
        self.accept()
        self._close(outcome)
