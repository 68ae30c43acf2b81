"""A read-only table whose columns share the width it has: it never scrolls sideways, and the widest words give way first."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem

from rai_desktop.gui.tips import plain_tip

_PAD = 26  # beside a cell's words, as the style sheet has it
_MARK_EMS = 4  # of a tick and the room round it
_MEASURED = 200  # rows whose words are measured; a history has thousands
_LEAST, _COMFORT = 9, 16  # letters: below the first the dispensable column goes, below the second words take two lines


class Row(NamedTuple):
    """Words of each column; `ticked` in the first of them, None where there is nothing to tick."""

    cells: tuple[str, ...]
    ticked: bool | None = None


class FittedTable(QTableWidget):
    """What is cut short stands whole in its tip; whoever owns the table tells the chosen row in full elsewhere."""

    def __init__(self, name: str, *, dispensable: int = -1, optional: int = -1) -> None:
        super().__init__()
        self._dispensable, self._optional = dispensable, optional
        self._left_out = optional
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setMinimumSectionSize(1)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().hide()

    def show_rows(self, heads: Sequence[str], rows: Sequence[Row]) -> None:
        """Show these in place of what was there; the optional column is left out where it has no words."""
        self.clear()
        self.setColumnCount(len(heads))
        self.setRowCount(len(rows))
        self.setHorizontalHeaderLabels(list(heads))
        for place, row in enumerate(rows):
            for column, text in enumerate(row.cells):
                self.setItem(place, column, _item(text, row.ticked if column == 0 else None))
        self._left_out = -1 if any(row.cells[self._optional] for row in rows) else self._optional
        self.share_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns share another width."""
        super().resizeEvent(event)
        self.share_width()

    def changeEvent(self, event: QEvent) -> None:
        """Letters of another size need other rows and columns."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self.columnCount():
            self.share_width()

    def share_width(self) -> None:
        """Whole words where they fit; else the widest columns are cut to one width, and words take two lines."""
        letter, room = self.fontMetrics().averageCharWidth(), self.viewport().width()
        wanted = {place: self._wanted(place) for place in range(self.columnCount()) if place != self._left_out}
        cap = level(list(wanted.values()), room)
        if cap < _LEAST * letter and len(wanted) > 2:
            wanted.pop(self._dispensable, None)
            cap = level(list(wanted.values()), room)
        for place in range(self.columnCount()):
            self.setColumnHidden(place, place not in wanted)
            if place in wanted:
                self.setColumnWidth(place, min(wanted[place], cap))
        self._fill(max(wanted, key=wanted.__getitem__, default=-1), room)
        self._fit_rows(2 if cap < min(_COMFORT * letter, max(wanted.values(), default=0)) else 1)

    def _fill(self, widest: int, room: int) -> None:
        """What is left goes to the column with the longest words."""
        if widest >= 0:
            left = room - sum(self.columnWidth(place) for place in range(self.columnCount()))
            self.setColumnWidth(widest, self.columnWidth(widest) + max(left, 0))

    def _fit_rows(self, lines: int) -> None:
        self.setWordWrap(lines > 1)
        self.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().lineSpacing() * (lines + 0.6)))

    def _wanted(self, place: int) -> int:
        metrics, bold = self.fontMetrics(), QFontMetrics(self.horizontalHeader().font())
        head = bold.horizontalAdvance(str(self.model().headerData(place, Qt.Orientation.Horizontal)))
        texts = (self.item(row, place) for row in range(min(self.rowCount(), _MEASURED)))
        widest = max((metrics.horizontalAdvance(each.text()) + _mark(each, metrics) for each in texts if each), default=0)
        return max(head, widest) + _PAD


def level(wanted: Sequence[int], room: int) -> int:
    """The width at which columns have to be cut so that all of them fit: short ones stay whole."""
    left, rest = room, sorted(wanted)
    for place, width in enumerate(rest):
        share = left // (len(rest) - place)
        if width > share:
            return max(share, 1)
        left -= width
    return max(rest, default=0)


def _item(text: str, ticked: bool | None) -> QTableWidgetItem:
    item = QTableWidgetItem(" / ".join(text.splitlines()))
    item.setToolTip(plain_tip(text))
    if ticked is not None:
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
    return item


def _mark(item: QTableWidgetItem, metrics: QFontMetrics) -> int:
    checkable = bool(item.flags() & Qt.ItemFlag.ItemIsUserCheckable)
    return metrics.averageCharWidth() * _MARK_EMS if checkable else 0
