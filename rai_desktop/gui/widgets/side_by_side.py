"""A list and the card of what is chosen in it: beside each other, or in a narrow window one above the other."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QListView, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from rai_desktop.gui.widgets.known_heights import KnownHeights

_ID = Qt.ItemDataRole.UserRole


class FittingList(QListWidget):
    """As high as its items need, between four lines and `most_lines`; beyond that it scrolls."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.most_lines = 40
        self.held = False  # its height: nothing else on the page moves meanwhile
        self.setAccessibleName(name)
        self.setWordWrap(True)
        self.setSpacing(2)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(KnownHeights(self))

    def fit(self) -> None:
        """Measure again."""
        if self.held:
            return
        line = self.fontMetrics().lineSpacing()
        self.doItemsLayout()
        first, last = self.item(0), self.item(self.count() - 1)
        needed = self.visualItemRect(last).bottom() - self.visualItemRect(first).top() + 16 if self.count() else 0
        most = max(4 * line, line * self.most_lines)
        # A bar that came and went as needed would narrow the words, which then need more lines, which need no bar: without end.
        self.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAlwaysOn if needed > most else Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(max(4 * line, min(needed, most)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words wrap otherwise in another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()


class SideBySide(QWidget):
    """`list` holds items by id; `right` is the part beside it."""

    def __init__(self, name: str, right: QWidget) -> None:
        super().__init__()
        self.list = FittingList(name)
        self._stale = False
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(16)
        for part, share in ((self.list, 2), (right, 3)):
            column = QVBoxLayout()
            column.addWidget(part)
            column.addStretch(1)
            self._row.addLayout(column, share)

    def fill(self, rows: list[tuple[str, str]], chosen: str) -> str:
        """Show these (id, words), keep the choice where it is still there, and tell what is chosen now. Sends nothing."""
        ids = [id_ for id_, _words in rows]
        row = ids.index(chosen) if chosen in ids else 0 if ids else -1
        self._show(rows, row)
        if self._stale:
            self._stale = self.list.held = False
            self.list.fit()
        return ids[row] if ids else ""

    def preview(self, rows: list[tuple[str, str]], chosen: str) -> None:
        """Show these in the room that the list has: nothing else moves, and nothing else is chosen, until they are filled in."""
        self.list.held = self._stale = True
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)  # in whatever height it is held
        self._show(rows, next((row for row, (id_, _words) in enumerate(rows) if id_ == chosen), -1))

    def _show(self, rows: list[tuple[str, str]], current: int) -> None:
        self.list.blockSignals(True)
        if [(self._id(place), self.list.item(place).text()) for place in range(self.list.count())] != rows:
            self._stale = True
            self.list.clear()
            for id_, words in rows:
                item = QListWidgetItem(words)
                item.setData(_ID, id_)
                self.list.addItem(item)
        if self.list.currentRow() != current:
            self.list.setCurrentRow(current)
        self.list.blockSignals(False)

    def chosen(self) -> str:
        """The id of what is chosen, "" for nothing."""
        return self._id(self.list.currentRow()) if self.list.currentRow() >= 0 else ""

    def _id(self, row: int) -> str:
        return str(self.list.item(row).data(_ID))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside each other only where both have room for their words."""
        super().resizeEvent(event)
        if turned(self._row, self):
            self.list.most_lines = 40 if is_beside(self._row) else 14
            self._row.setStretch(0, 2 if is_beside(self._row) else 0)  # one above the other, what is left is below both
            self.list.fit()


def turned(row: QBoxLayout, within: QWidget) -> bool:
    """Lay two parts beside each other where `within` has room for the words of both, else one above the other; whether that
    is new."""
    wide = within.width() >= within.fontMetrics().averageCharWidth() * 96
    way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
    new = row.direction() != way
    row.setDirection(way)
    return new


def is_beside(row: QBoxLayout) -> bool:
    """Whether they lie beside each other."""
    return row.direction() == QBoxLayout.Direction.LeftToRight
