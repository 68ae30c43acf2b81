"""A line for a few letters of what is looked for; a list is narrowed when the typing pauses, not while a key waits."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from rai_desktop.gui.widgets.roomy_line import hint_with_words

PAUSE_MS = 120
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchLine(QLineEdit):
    """`sought(letters)` once after a pause; at once on Enter, on leaving, and before whatever asks to `settle`."""

    sought = Signal(str)

    def __init__(self, placeholder: str, name: str) -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self.setClearButtonEnabled(True)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.textChanged.connect(lambda _text: self._pause.start())

    def sizeHint(self) -> QSize:
        """Room for what it says while it is empty."""
        return hint_with_words(self, super().sizeHint())

    def settle(self) -> None:
        """Tell now what has not been told yet."""
        if self._pause.isActive():
            self._pause.stop()
            self._tell()

    def clear(self) -> None:
        """Nothing is looked for any more, at once."""
        super().clear()
        self.settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is about what the letters of now find."""
        if event.key() in _ENTER:
            self.settle()
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever goes on elsewhere goes on with what was found."""
        super().focusOutEvent(event)
        self.settle()

    def _tell(self) -> None:
        self.sought.emit(self.text())
