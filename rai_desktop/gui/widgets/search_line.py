"""A line for a few letters of what is looked for; a list is narrowed when the typing pauses, not while a key waits, and what
takes longer follows in a rest."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QStyle, QToolButton

from rai_desktop.gui.theme import give_icon
from rai_desktop.gui.widgets.roomy_line import hint_with_words
from rai_desktop.i18n import _

PAUSE_MS = 250  # longer than between two keys of most typists
REST_MS = 700  # longer than between two keys of a slow typist, who is not to wait for a page laid out anew
_EDGE = 4
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchLine(QLineEdit):
    """`sought(letters)` once after a pause, `rested` after a longer one; at once on Enter, on leaving, and before whatever
    asks to `settle`."""

    sought = Signal(str)
    rested = Signal()

    def __init__(self, placeholder: str, name: str) -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self._clear = _ClearButton(self)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.rested)
        self.textChanged.connect(self._wait)

    def sizeHint(self) -> QSize:
        """Room for what it says while it is empty, beside the button that clears."""
        return hint_with_words(self, super().sizeHint(), self._clear.sizeHint().width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The button that clears stands at the end of the line; its room is kept, so that letters never move the line."""
        super().resizeEvent(event)
        button, end = self._clear.sizeHint(), self.rect().adjusted(0, 0, -_EDGE, 0)
        self._clear.setGeometry(QStyle.alignedRect(
            self.layoutDirection(), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, button, end))
        if self.textMargins().right() != button.width():  # which is laid out anew at each setting
            self.setTextMargins(0, 0, button.width(), 0)

    @property
    def resting(self) -> bool:
        """Whether nobody types here: what waits for `rested` need not wait."""
        return not self._rest.isActive()

    def settle(self) -> None:
        """Tell now what has not been told yet."""
        if self._pause.isActive():
            self._pause.stop()
            self._tell()
        if self._rest.isActive():
            self._rest.stop()
            self.rested.emit()

    def clear(self) -> None:
        """Nothing is looked for any more, at once."""
        super().clear()
        self._clear.hide()  # also where nobody is to hear of it
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

    def _wait(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._pause.start()
        self._rest.start()

    def _tell(self) -> None:
        self.sought.emit(self.text())


class _ClearButton(QToolButton):
    """Of ours: Qt's own has the whole page laid out anew at the first letter of every search."""

    def __init__(self, line: SearchLine) -> None:
        super().__init__(line)
        self.setAccessibleName(_("Clear"))
        self.setToolTip(_("Clear"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its line is cleared by keys as any other
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setProperty("within", True)
        give_icon(self, "close", size=14)
        self.clicked.connect(line.clear)
        self.hide()
