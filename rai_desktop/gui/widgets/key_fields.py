"""A person's key: its file, its passphrase, and a way to make one."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFormLayout, QLineEdit, QPushButton, QWidget

from rai_desktop.errors import Refusal
from rai_desktop.gui.figures import place
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.flow_row import flowing
from rai_desktop.i18n import _
from rai_desktop.settings import Settings


class KeyFields(QWidget):
    """`changed` at every letter. `key()` is the chosen file or None, `passphrase()` what is typed."""

    changed = Signal()

    def __init__(self, settings: Settings, *, optional: bool) -> None:
        super().__init__()
        self._settings = settings
        self._path = settings.signing_key if Path(settings.signing_key).is_file() else ""
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.file = words("", "text")
        self.choosing = QPushButton(_("Choose a key …"))
        self.choosing.clicked.connect(self._choose)
        self.making = QPushButton(_("Make a new key …"))
        self.making.clicked.connect(self._make)
        self.leaving = QPushButton(_("Without a key"))
        self.leaving.clicked.connect(lambda: self._take(""))
        self._optional = optional
        buttons, row = flowing()
        for button in (self.choosing, self.making, self.leaving):
            row.addWidget(button)
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setAccessibleName(_("Passphrase of the key"))
        self.secret.textChanged.connect(self.changed)
        form.addRow(_("Key"), self.file)
        form.addRow("", buttons)
        form.addRow(_("Passphrase"), self.secret)
        self._show()

    def key(self) -> Path | None:
        """The key file, or None."""
        return Path(self._path) if self._path else None

    def passphrase(self) -> str:
        """What is typed; it is kept nowhere."""
        return self.secret.text()

    def remember(self) -> None:
        """Offer the same key next time."""
        self._settings.remember(signing_key=self._path)

    def _choose(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(self, _("Which key is yours?"), self._path, _("Keys (*.pem)"))
        if name:
            self._take(name)

    def _take(self, path: str) -> None:
        self._path = path
        self.secret.clear()
        self._show()
        self.changed.emit()
        if path:
            self.secret.setFocus()

    def _make(self) -> None:
        from rai_desktop.gui.dialogs.new_key import NewKeyDialog

        start = str(Path(self._path).with_name("me.pem")) if self._path else "me.pem"
        name, _kind = QFileDialog.getSaveFileName(self, _("Where is the new key to be kept?"), start, _("Keys (*.pem)"))
        if name:
            NewKeyDialog(Path(name).with_suffix(".pem"), self._take, self).open()

    def _show(self) -> None:
        self.file.setText(place(Path(self._path)) if self._path else _("None chosen"))
        self.secret.setEnabled(bool(self._path))
        self.leaving.setVisible(self._optional and bool(self._path))


def problem_of(key: Path, passphrase: str) -> str:
    """Why a key cannot be opened, in a sentence; "" when it can."""
    from rai_desktop.review.keys import load_key

    try:
        load_key(key, passphrase)
    except Refusal as refusal:
        return str(refusal)
    return ""
