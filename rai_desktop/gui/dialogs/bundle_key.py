"""Which key signs the bundle that is about to be written."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from rai_desktop.gui.dialogs.dialog import PlainDialog
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.key_fields import KeyFields, problem_of
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.i18n import _
from rai_desktop.settings import Settings


class BundleKeyDialog(PlainDialog):
    """`use(key, passphrase)` with a key that opens."""

    def __init__(self, settings: Settings, use: Callable[[Path, str], None], parent: QWidget | None = None) -> None:
        super().__init__(_("Sign with a key"), parent, heading=_("Sign the bundle with your key"), ems=38)
        self._use = use
        self.body.addWidget(words(_("The signature covers every file of the bundle, the newest entry of the history and the "
                                    "signatures under the assessment. Whoever has your public key can check it."), "lead"))
        self.fields = KeyFields(settings, optional=False)
        self.fields.changed.connect(self._tell)
        self.body.addWidget(self.fields)
        self.trouble = Notice()
        self.add_below(self.trouble)
        self.body.addStretch()
        self.closing.setText(_("Cancel"))
        self.going_on = self.add_main_button(_("Choose where to export …"))
        self.going_on.clicked.connect(self._take)
        self._tell()

    def _tell(self) -> None:
        self.trouble.say("")
        self.going_on.setEnabled(self.fields.key() is not None)

    def _take(self) -> None:
        key, passphrase = self.fields.key(), self.fields.passphrase()
        if key is None:
            return
        if problem := problem_of(key, passphrase):
            self.trouble.say(problem, "bad")
            return
        self.fields.remember()
        self.accept()
        self._use(key, passphrase)
