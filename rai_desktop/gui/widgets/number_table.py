"""A table of evidence on screen: numbers to the right, sortable, as high as its rows within reason."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView

from rai_desktop.findings.measurement import Table
from rai_desktop.gui.widgets.cells import cell_words

_MOST_ROWS = 14
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
Index = QModelIndex | QPersistentModelIndex


class TableRows(QAbstractTableModel):
    """The rows of a Table for Qt."""

    def __init__(self, table: Table) -> None:
        super().__init__()
        self._table = table

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows."""
        return len(self._table.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """How many columns."""
        return len(self._table.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words to show, alignment, and the plain value to sort by."""
        cell = self._table.rows[index.row()][index.column()]
        shape = self._format(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_words(cell, shape)
        if role == Qt.ItemDataRole.UserRole:
            return float("-inf") if cell is None and shape not in {"", "text"} else cell
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if shape in {"", "text"} else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Column names, aligned as their cells."""
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._table.columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            left = self._format(section) in {"", "text"}
            return (Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight) | Qt.AlignmentFlag.AlignVCenter
        return None

    def _format(self, column: int) -> str:
        return self._table.formats[column] if column < len(self._table.formats) else "text"


class NumberTable(QTableView):
    """Read-only view of a Table; Enter sorts by the column one is in, and again the other way round."""

    def __init__(self, table: Table) -> None:
        super().__init__()
        self.setAccessibleName(table.title)
        proxy = QSortFilterProxyModel(self)
        proxy.setSourceModel(TableRows(table))
        proxy.setSortRole(Qt.ItemDataRole.UserRole)
        proxy.sourceModel().setParent(proxy)
        self.setModel(proxy)
        self.setSortingEnabled(True)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.verticalHeader().hide()
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setMaximumSectionSize(self.fontMetrics().averageCharWidth() * 60)
        rows = min(len(table.rows), _MOST_ROWS)
        line = self.verticalHeader().defaultSectionSize()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)  # or what is around it grows in vain
        self.setFixedHeight(header.sizeHint().height() + max(rows, 1) * line + 20)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The last column takes what is left; where nothing is left it keeps what its words need."""
        super().resizeEvent(event)
        header = self.horizontalHeader()
        wanted = sum(max(header.sectionSizeHint(place), self.sizeHintForColumn(place)) for place in range(header.count()))
        header.setStretchLastSection(wanted <= self.viewport().width())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What a click on the head of the column does."""
        if event.key() not in _ENTER or not self.currentIndex().isValid():
            super().keyPressEvent(event)
            return
        header, column = self.horizontalHeader(), self.currentIndex().column()
        again = header.sortIndicatorSection() == column and header.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
        header.setSortIndicator(column, Qt.SortOrder.DescendingOrder if again else Qt.SortOrder.AscendingOrder)
        self.scrollTo(self.currentIndex())
