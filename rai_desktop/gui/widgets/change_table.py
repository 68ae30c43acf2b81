"""Changes as rows, with both sides of the chosen one in full beneath; rows may be ticked."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.fitted_table import FittedTable, Row
from rai_desktop.gui.widgets.told_lines import breakable

_LINES = 4  # at least, of the rows and their head


class ChangeRow(NamedTuple):
    """One change: what stands in the columns before the two sides, and the two sides in full."""

    heads: tuple[str, ...]
    before: str
    after: str
    ticked: bool | None = None  # None: cannot be ticked


class ChangeTable(QWidget):
    """`ticked` when a tick changes; the column `dispensable` goes where there is no room, it stands in full beneath."""

    ticked = Signal()

    def __init__(self, name: str, heads: Sequence[str], sides: tuple[str, str], dispensable: int) -> None:
        super().__init__()
        self._heads = [*heads, *sides]
        self._rows: list[ChangeRow] = []
        self.table = FittedTable(name, dispensable=dispensable)
        self.table.itemChanged.connect(lambda _item: self.ticked.emit())
        self.table.currentCellChanged.connect(lambda row, *_rest: self._show(row))
        self.place = words("", "strong", selectable=True)
        self.before, self.after = _text(sides[0]), _text(sides[1])
        self._titles = [words(title, "muted") for title in sides]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.table, 3)
        column.addWidget(self.place)
        self.place.hide()
        column.addLayout(self._sides(), 1)
        self._fit()

    def _sides(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(16)
        for title, text in zip(self._titles, (self.before, self.after), strict=True):
            side = QVBoxLayout()
            side.setSpacing(4)
            side.addWidget(title)
            side.addWidget(text, 1)
            row.addLayout(side, 1)
        return row

    def name_sides(self, before: str, after: str) -> None:
        """Other words for the two sides."""
        for title, text, side in zip(self._titles, (self.before, self.after), (before, after), strict=True):
            title.setText(breakable(side))
            text.setAccessibleName(side)

    def show_rows(self, rows: Sequence[ChangeRow]) -> None:
        """Show these in place of what was there."""
        self._rows = list(rows)
        self.table.blockSignals(True)
        self.table.show_rows(self._heads, [Row((*row.heads, row.before, row.after), row.ticked) for row in rows])
        if rows:
            self.table.setCurrentCell(0, 0)
        self.table.blockSignals(False)
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
        self.table.viewport().update()
        self.ticked.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Letters of another size need other heights."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        line = self.fontMetrics().lineSpacing()
        self.table.setMinimumHeight(round(line * 1.8) * _LINES)
        for text in (self.before, self.after):
            text.setMinimumHeight(line * 2 + 20)

    def _show(self, row: int) -> None:
        there = 0 <= row < len(self._rows)
        shown = self._rows[row] if there else ChangeRow((), "", "")
        self.place.setText(breakable("  ·  ".join(each for each in shown.heads if each)))
        self.place.setVisible(there)
        self.before.setPlainText(shown.before)
        self.after.setPlainText(shown.after)


class _Side(QPlainTextEdit):
    """Read only; asks for no more than its least height, it scrolls."""

    def sizeHint(self) -> QSize:
        """As wide as Qt would have it."""
        return QSize(super().sizeHint().width(), self.minimumHeight())


def _text(name: str) -> QPlainTextEdit:
    text = _Side()
    text.setReadOnly(True)
    text.setTabChangesFocus(True)
    text.setAccessibleName(name)
    return text
