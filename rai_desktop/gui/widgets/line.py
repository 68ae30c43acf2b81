"""One line of text that tells when the keyboard leaves it changed."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QLineEdit

from rai_desktop.gui.widgets.roomy_line import hint_with_words
from rai_desktop.project.given import given


class Line(QLineEdit):
    """`left` is sent when the keyboard leaves, or Enter is pressed, and the words are other than shown."""

    left = Signal()

    def __init__(self, placeholder: str = "") -> None:
        super().__init__()
        self._shown = ""
        self.setPlaceholderText(placeholder)
        self.editingFinished.connect(self.flush)

    def sizeHint(self) -> QSize:
        """Room for what it says while it is empty."""
        return hint_with_words(self, super().sizeHint())

    def words(self) -> str:
        """The text without spaces at its ends; "" where nothing of it can be seen."""
        return given(self.text())

    def show_words(self, words: str) -> None:
        """Show stored words, unless something else is being typed."""
        if self.text() == self._shown or not self.hasFocus():
            self._shown = words
            if self.text() != words:
                self.setText(words)
                self.setCursorPosition(0)  # the beginning is what one reads

    def flush(self) -> None:
        """Send what is being typed."""
        if self.text() != self._shown:
            self._shown = self.text()
            self.left.emit()
