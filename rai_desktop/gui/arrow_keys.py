"""Up and down choose in a list while letters are typed in the field above it."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget

from rai_desktop.gui.widgets.search_line import SearchLine

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ArrowKeys(QObject):
    """Belongs to the field; goes round at both ends of the list."""

    def __init__(self, field: SearchLine, listed: QListWidget) -> None:
        super().__init__(field)
        self._field, self._list = field, listed
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the two arrows; leave every other key to the field."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None:
                self._field.settle()
            if step is not None and self._list.count():
                self._walk(step)
                return True
        return super().eventFilter(watched, event)

    def _walk(self, step: int) -> None:
        """Past headings and what cannot be chosen."""
        here, count = self._list.currentRow(), self._list.count()
        rows = [(here + step * turn) % count for turn in range(1, count + 1)]
        self._list.setCurrentRow(next(
            (row for row in rows if self._list.item(row).flags() & Qt.ItemFlag.ItemIsSelectable), here))
