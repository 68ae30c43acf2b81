"""A row of parts that breaks into several rows where it is too narrow, as with large text in a small window."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

_COMFORT_EMS = 14  # what wraps its words asks for this much before the next part goes below it


class FlowRow(QLayout):
    """Parts with a stretch share what is left of their row; others are as wide as they wish, and in the middle of its height.
    Rows begin at the left, or with `at_end` end at the right."""

    def __init__(self, spacing: int = 8, *, at_end: bool = False) -> None:
        super().__init__()
        self._at_end = at_end
        self._items: list[tuple[QLayoutItem, int]] = []
        self._next_stretch = 0
        self._ending: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        self._wishes: dict[int, int] = {}
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Put a widget at the end."""
        self._next_stretch = stretch
        self.addWidget(widget)

    def add_at_end(self, widget: QWidget) -> None:
        """Put a widget at the end, and there at the end of its row, beyond whatever room is left in it."""
        self.add(widget)
        self._ending.append(self._items[-1][0])

    def addItem(self, item: QLayoutItem) -> None:
        """Qt's way of adding."""
        self._items.append((item, self._next_stretch))
        self._next_stretch = 0
        self.invalidate()

    def count(self) -> int:
        """How many parts."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """One of them."""
        return self._items[index][0] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """One of them, no longer here."""
        self.invalidate()
        return self._items.pop(index)[0] if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It takes the width it gets."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How high at this width."""
        if width not in self._heights:
            self._heights[width] = self._place(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def invalidate(self) -> None:
        """A part is of another size now."""
        self._heights.clear()
        self._wishes.clear()
        super().invalidate()

    def sizeHint(self) -> QSize:
        """All in one row."""
        shown = self._shown()
        width = sum(self._wanted(item, stretch) for item, stretch in shown) + self.spacing() * max(len(shown) - 1, 0)
        return QSize(width, self.heightForWidth(width))

    def minimumSize(self) -> QSize:
        """Each part in a row of its own."""
        shown = [item for item, _stretch in self._shown()]
        return QSize(max((item.minimumSize().width() for item in shown), default=0),
                     max((item.minimumSize().height() for item in shown), default=0))

    def setGeometry(self, rect: QRect) -> None:
        """Put the parts where they belong."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def _shown(self) -> list[tuple[QLayoutItem, int]]:
        return [(item, stretch) for item, stretch in self._items if not item.isEmpty()]

    def _wanted(self, item: QLayoutItem, stretch: int) -> int:
        if id(item) not in self._wishes:
            self._wishes[id(item)] = self._measured(item, stretch)
        return self._wishes[id(item)]

    def _measured(self, item: QLayoutItem, stretch: int) -> int:
        wish, least = item.sizeHint().width(), item.minimumSize().width()
        if not stretch:
            return max(wish, least)
        widget = item.widget()
        return max(least, min(wish, widget.fontMetrics().height() * _COMFORT_EMS)) if widget else wish

    def _rows(self, width: int) -> list[list[tuple[QLayoutItem, int]]]:
        rows: list[list[tuple[QLayoutItem, int]]] = []
        left = -1
        for item, stretch in self._shown():
            needed = self._wanted(item, stretch)
            if left < needed or not rows:
                rows.append([])
                left = width
            rows[-1].append((item, stretch))
            left -= needed + self.spacing()
        return rows

    def _place(self, rect: QRect, *, move: bool) -> int:
        """The height of all rows in this width; with `move` the parts are put there."""
        top = rect.top()
        for row in self._rows(rect.width()):
            widths = self._widths(row, rect.width())
            heights = [item.heightForWidth(wide) if item.hasHeightForWidth() else item.sizeHint().height()
                       for (item, _stretch), wide in zip(row, widths, strict=True)]
            free = rect.width() - sum(widths) - self.spacing() * (len(row) - 1)
            tallest, left = max(heights), rect.left() + (max(free, 0) if self._at_end else 0)
            for (item, stretch), wide, high in zip(row, widths, heights, strict=True):
                if item in self._ending and free > 0:
                    left, free = left + free, 0
                if move:
                    lower = 0 if stretch else (tallest - high) // 2
                    item.setGeometry(QRect(QPoint(left, top + lower), QSize(wide, tallest if stretch else high)))
                left += wide + self.spacing()
            top += tallest + self.spacing()
        return max(top - self.spacing() - rect.top(), 0)

    def _widths(self, row: list[tuple[QLayoutItem, int]], width: int) -> list[int]:
        """Parts with a stretch share by it what the others leave; one that would get less than it wants gets that first."""
        wanted = [min(self._wanted(item, stretch), width) for item, stretch in row]
        left = width - self.spacing() * (len(row) - 1)
        widths = list(wanted)
        open_ = [place for place, (_item, stretch) in enumerate(row) if stretch]
        while open_:
            shares = sum(row[place][1] for place in open_)
            free = left - sum(wide for place, wide in enumerate(widths) if place not in open_)
            given = {place: free * row[place][1] // shares for place in open_}
            short = [place for place in open_ if given[place] < wanted[place]]
            if not short or len(short) == len(open_):
                return [max(given.get(place, 0), wide) for place, wide in enumerate(widths)]
            open_ = [place for place in open_ if place not in short]
        return widths


def flowing() -> tuple[QWidget, FlowRow]:
    """A widget as high as its flowing row needs, and the row."""
    widget, row = QWidget(), FlowRow()
    widget.setSizePolicy(flowing_policy())
    widget.setLayout(row)
    return widget, row


def flowing_policy() -> QSizePolicy:
    """Of a widget that a flowing row fills."""
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    return policy
