"""Enter presses the button that has the keyboard, as Space does; Qt leaves that to dialogs."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EnterKey(QObject):
    """Listens to the one button that has the keyboard: an Enter that brought the keyboard there does not press it too."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        QApplication.instance().focusChanged.connect(self._moved)  # type: ignore[union-attr]

    def _moved(self, old: QWidget | None, now: QWidget | None) -> None:
        if isinstance(old, QPushButton | QToolButton):
            old.removeEventFilter(self)
        if isinstance(now, QPushButton | QToolButton):
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A press of Enter; one that is held down counts once."""
        enter = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _ENTER
        if not enter or not isinstance(watched, QPushButton | QToolButton):
            return False
        if isinstance(event, QKeyEvent) and not event.isAutoRepeat():
            watched.click()
        return True
