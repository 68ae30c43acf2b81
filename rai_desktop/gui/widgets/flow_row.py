"""Widgets in a row that goes on below where the width ends, as words do."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget


class FlowRow(QLayout):
    """Left to right, then the next line; each widget has the size it asks for, or the width there is."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 8) -> None:
        super().__init__(parent)
        self._parts: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        """Qt's way of adding a widget."""
        self._parts.append(item)

    def count(self) -> int:
        """How many widgets."""
        return len(self._parts)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """One of them; None after the last, as Qt wants it."""
        return self._parts[index] if 0 <= index < len(self._parts) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take one out."""
        return self._parts.pop(index) if 0 <= index < len(self._parts) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It wants no more than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all lines at a width."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, room: QRect) -> None:
        """Put them in their places."""
        super().setGeometry(room)
        self._place(room, move=True)

    def sizeHint(self) -> QSize:
        """All in one line."""
        sizes = [each.sizeHint() for each in self._parts]
        width = sum(size.width() + self.spacing() for size in sizes) - (self.spacing() if sizes else 0)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """The widest of them alone in a line."""
        sizes = [each.minimumSize() for each in self._parts]
        return QSize(max((size.width() for size in sizes), default=0), max((size.height() for size in sizes), default=0))

    def _place(self, room: QRect, *, move: bool) -> int:
        x, y, high = room.x(), room.y(), 0
        for each in self._parts:
            size = each.sizeHint()
            width = min(size.width(), max(room.width(), each.minimumSize().width()))
            if x > room.x() and x + width > room.x() + room.width():
                x, y, high = room.x(), y + high + self.spacing(), 0
            height = each.heightForWidth(width) if each.hasHeightForWidth() else size.height()
            if move:
                each.setGeometry(QRect(QPoint(x, y), QSize(width, height)))
            x, high = x + width + self.spacing(), max(high, height)
        return y + high - room.y()


def flowing() -> tuple[QWidget, FlowRow]:
    """A widget as high as its flowing row needs, and the row."""
    widget = QWidget()
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    widget.setSizePolicy(policy)
    return widget, FlowRow(widget)
