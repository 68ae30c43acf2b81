"""Changes as rows, with both sides of the chosen one in full beneath; rows may be ticked."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QPlainTextEdit,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from rai_desktop.gui.steps.step import words
from rai_desktop.gui.tips import plain_tip


class ChangeRow(NamedTuple):
    """One change: what stands in the columns before the two sides, and the two sides in full."""

    heads: tuple[str, ...]
    before: str
    after: str
    ticked: bool | None = None  # None: cannot be ticked


class ChangeTable(QWidget):
    """`ticked` when a tick changes."""

    ticked = Signal()

    def __init__(self, name: str, heads: Sequence[str], sides: tuple[str, str]) -> None:
        super().__init__()
        self._heads = [*heads, *sides]
        self._rows: list[ChangeRow] = []
        self.table = _table(name)
        self.table.itemChanged.connect(lambda _item: self.ticked.emit())
        self.table.currentCellChanged.connect(lambda row, *_rest: self._show(row))
        self.before, self.after = _text(sides[0]), _text(sides[1])
        self._titles = [words(title, "muted") for title in sides]
        below = QWidget()
        row = QHBoxLayout(below)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(16)
        for title, text in zip(self._titles, (self.before, self.after), strict=True):
            column = QVBoxLayout()
            column.setSpacing(4)
            column.addWidget(title)
            column.addWidget(text, 1)
            row.addLayout(column, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(below)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)

    def name_sides(self, before: str, after: str) -> None:
        """Other words for the two sides."""
        for title, text, side in zip(self._titles, (self.before, self.after), (before, after), strict=True):
            title.setText(side)
            text.setAccessibleName(side)

    def show_rows(self, rows: Sequence[ChangeRow]) -> None:
        """Show these in place of what was there."""
        self._rows = list(rows)
        self.table.blockSignals(True)
        self.table.clear()
        self.table.setColumnCount(len(self._heads))
        self.table.setRowCount(len(rows))
        self.table.setHorizontalHeaderLabels(self._heads)
        for place, row in enumerate(rows):
            for column, text in enumerate((*row.heads, row.before, row.after)):
                self.table.setItem(place, column, _item(text, row.ticked if column == 0 else None))
        self.table.blockSignals(False)
        self._fit()
        if rows:
            self.table.setCurrentCell(0, 0)
        self._show(0 if rows else -1)

    def ticks(self) -> list[bool]:
        """Which rows are ticked, in their order."""
        return [(item := self.table.item(place, 0)) is not None and item.checkState() is Qt.CheckState.Checked
                for place in range(len(self._rows))]

    def tick(self, which: Sequence[bool]) -> None:
        """Tick these rows and no others."""
        self.table.blockSignals(True)
        for place, on in enumerate(which):
            if (item := self.table.item(place, 0)) is not None and self._rows[place].ticked is not None:
                item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.table.blockSignals(False)
        self.ticked.emit()

    def _show(self, row: int) -> None:
        there = 0 <= row < len(self._rows)
        self.before.setPlainText(self._rows[row].before if there else "")
        self.after.setPlainText(self._rows[row].after if there else "")

    def _fit(self) -> None:
        """Short columns as wide as their words, the rest in shares of what is left."""
        self.table.resizeColumnsToContents()
        letter = self.table.fontMetrics().averageCharWidth()
        for column in range(len(self._heads)):
            most = letter * (22 if column < len(self._heads) - 3 else 44)
            self.table.setColumnWidth(column, min(self.table.columnWidth(column) + letter, most))
        self.table.horizontalHeader().setStretchLastSection(True)


def _table(name: str) -> QTableWidget:
    table = QTableWidget()
    table.setAccessibleName(name)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setAlternatingRowColors(True)
    table.setTabKeyNavigation(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.verticalHeader().hide()
    return table


def _item(text: str, ticked: bool | None) -> QTableWidgetItem:
    item = QTableWidgetItem(" / ".join(text.splitlines()))
    item.setToolTip(plain_tip(text))
    if ticked is not None:
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
    return item


def _text(name: str) -> QPlainTextEdit:
    text = QPlainTextEdit()
    text.setReadOnly(True)
    text.setTabChangesFocus(True)
    text.setAccessibleName(name)
    text.setMinimumHeight(text.fontMetrics().lineSpacing() * 2)
    return text
