"""Several lines of text that tell when the keyboard leaves them changed."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit

from rai_desktop.project.given import given


class Paragraph(QPlainTextEdit):
    """A text box of so many lines; `left` is sent when the keyboard leaves and the words are other than shown."""

    left = Signal()

    def __init__(self, placeholder: str, lines: int = 3) -> None:
        super().__init__()
        self._shown = ""
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 16)

    def words(self) -> str:
        """The text without spaces at its ends; "" where nothing of it can be seen."""
        return given(self.toPlainText())

    def show_words(self, words: str) -> None:
        """Show stored words, unless something else is being typed."""
        if self.toPlainText() == self._shown or not self.hasFocus():
            self._shown = words
            if self.toPlainText() != words:
                self.setPlainText(words)

    def flush(self) -> None:
        """Send what is being typed."""
        if self.toPlainText() != self._shown:
            self._shown = self.toPlainText()
            self.left.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Send when the keyboard leaves."""
        super().focusOutEvent(event)
        self.flush()
