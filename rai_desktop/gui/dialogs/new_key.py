"""Makes a key to sign with: a passphrase typed twice, a file, and the fingerprint to give to others."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from rai_desktop.errors import Refusal
from rai_desktop.gui.dialogs.dialog import PlainDialog, roomy_form
from rai_desktop.gui.figures import place
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.gui.widgets.told_lines import breakable
from rai_desktop.i18n import _


class NewKeyDialog(PlainDialog):
    """`made(path)` once the key is there; the dialog stays to show the fingerprint."""

    def __init__(self, path: Path, made: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(_("New key"), parent, heading=_("Make a key of your own"), ems=36)
        self._path, self._made = path, made
        kept, public = breakable(place(path)), breakable(path.with_suffix(".pub.pem").name)
        self.body.addWidget(words(_("The key is kept in {path}, sealed by a passphrase that only you know. Nobody can find it "
                                    "out for you. The file {public} beside it is for others: whoever has it can check that "
                                    "you signed.").format(path=kept, public=public), "lead"))
        form = roomy_form()
        self.secret, self.again = QLineEdit(), QLineEdit()
        for name, field in ((_("Passphrase"), self.secret), (_("Passphrase again"), self.again)):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setAccessibleName(name)
            field.textChanged.connect(self._tell)
            form.addRow(name, field)
        self.body.addLayout(form)
        self._fingerprint = ""
        self.told = Notice()
        self.told.acted.connect(lambda: QApplication.clipboard().setText(self._fingerprint))
        self.add_below(self.told)
        self.body.addStretch()
        self.making = self.add_main_button(_("Make the key"))
        self.making.clicked.connect(self._make)
        self._tell()

    def _tell(self) -> None:
        alike = self.secret.text() == self.again.text()
        self.making.setEnabled(bool(self.secret.text()) and alike)
        self.making.setToolTip("" if alike else _("The two passphrases differ."))

    def _make(self) -> None:
        from rai_desktop.review.keys import make_key

        try:
            self._fingerprint = make_key(self._path, self.secret.text())
        except Refusal as refusal:
            self.told.say(str(refusal), "bad")
            return
        for part in (self.secret, self.again, self.making):
            part.setEnabled(False)
        self.told.say(_("The key is made. Give others its fingerprint by another way than the file: {fingerprint}").format(
            fingerprint=breakable(self._fingerprint)), "good", _("Copy"))
        self._made(str(self._path))
