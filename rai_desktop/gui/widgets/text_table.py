"""A plain table of words: for previews, names in a model, and other small lists."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem


class TextTable(QTableWidget):
    """Read-only cells; as high as its rows need, up to `most_rows`, then it scrolls."""

    def __init__(self, name: str, most_rows: int = 12) -> None:
        super().__init__()
        self._most = most_rows
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.verticalHeader().hide()

    def show_rows(self, heads: Sequence[str], rows: Sequence[Sequence[str]], *, stretch: int | None = None) -> None:
        """Show these rows in place of what was there."""
        self.clear()
        self.setColumnCount(len(heads))
        self.setRowCount(len(rows))
        self.setHorizontalHeaderLabels(list(heads))
        for place, row in enumerate(rows):
            for column, text in enumerate(row):
                self.setItem(place, column, QTableWidgetItem(text))
        self.resizeColumnsToContents()
        widest = self.fontMetrics().averageCharWidth() * 48
        for column in range(len(heads)):
            self.setColumnWidth(column, min(self.columnWidth(column) + 8, widest))
        header = self.horizontalHeader()
        header.setStretchLastSection(stretch is None and len(heads) < 6)
        if stretch is not None:
            header.setSectionResizeMode(stretch, header.ResizeMode.Stretch)
        self._fit(len(rows))

    def _fit(self, rows: int) -> None:
        line = self.rowHeight(0) if rows else self.fontMetrics().lineSpacing() * 2
        bar = self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + line * min(max(rows, 1), self._most) + bar + 6)
