"""A dialog of plain text that can be read, selected and copied."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from rai_desktop.gui.dialogs.dialog import PlainDialog
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.theme import fixed_font
from rai_desktop.i18n import _


class TextDialog(PlainDialog):
    """A sentence above, the text below, Copy at its side."""

    def __init__(self, title: str, sentence: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        if sentence:
            self.body.addWidget(words(sentence, selectable=True))
        self.text = QPlainTextEdit(text)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(title)
        self.text.setTabChangesFocus(True)
        self.text.setFont(fixed_font())
        self.body.addWidget(self.text, 1)
        self.copying = self.add_button(_("Copy"))
        self.copying.clicked.connect(self.copy)

    def copy(self) -> None:
        """All of it, to the clipboard."""
        QGuiApplication.clipboard().setText(self.text.toPlainText())
