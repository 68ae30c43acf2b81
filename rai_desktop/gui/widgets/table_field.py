"""A question answered with a table: rows the analyst adds, columns the pack names."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
)

from rai_desktop.gui.widgets.answer_fields import AnswerField
from rai_desktop.gui.widgets.flow_row import FlowRow
from rai_desktop.i18n import _
from rai_desktop.project.model import AnswerValue
from rai_desktop.questionnaire.answers import rows
from rai_desktop.questionnaire.question import Column, Question

_LEAST_CHARACTERS = 16  # a column; more columns than fit are scrolled to within the table


class TableField(AnswerField):
    """Rows of text and choices; every cell is sent when it is left."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self._columns: list[Column] = question.columns
        self._filling = False
        self.table = QTableWidget(0, len(self._columns))
        self.table.setAccessibleName(question.text)
        self.table.setHorizontalHeaderLabels([column.text for column in self._columns])
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.setWordWrap(True)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.itemChanged.connect(self._edited)
        self._layout.addWidget(self.table)
        self._layout.addLayout(self._buttons())
        self._fit()

    def _buttons(self) -> FlowRow:
        row = FlowRow()
        self.add = QPushButton(_("Add a row"))
        self.add.setAccessibleDescription(self.question.text)
        self.add.clicked.connect(self._add_clicked)
        self.remove = QPushButton(_("Remove the selected row"))
        self.remove.setAccessibleDescription(self.question.text)
        self.remove.clicked.connect(self._remove_clicked)
        row.addWidget(self.add)
        row.addWidget(self.remove)
        return row

    def value(self) -> AnswerValue:
        """The rows in which something is written, by column id."""
        return rows([self._row(index) for index in range(self.table.rowCount())]) or None

    def _row(self, index: int) -> dict[str, str]:
        return {column.id: self._cell(index, place) for place, column in enumerate(self._columns)}

    def _cell(self, row: int, place: int) -> str:
        box = self.table.cellWidget(row, place)
        if isinstance(box, QComboBox):
            return str(box.currentData() or "")
        item = self.table.item(row, place)
        return item.text().strip() if item else ""

    def show_value(self, value: AnswerValue) -> None:
        """Show stored rows, unless they are shown already."""
        wanted = rows(value)
        if wanted == (self.value() or []):
            return
        self._filling = True
        self.table.setRowCount(0)
        for row in wanted:
            self._append(row)
        self._filling = False
        self._fit()

    def _append(self, row: dict[str, str]) -> None:
        index = self.table.rowCount()
        self.table.insertRow(index)
        for place, column in enumerate(self._columns):
            text = str(row.get(column.id, "") or "")
            if column.options:
                self.table.setCellWidget(index, place, self._box(column, text))
            else:
                self.table.setItem(index, place, QTableWidgetItem(text))

    def _box(self, column: Column, chosen: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(column.text)
        box.addItem(_("Choose …"), "")
        for option in column.options:
            box.addItem(option.text, option.id)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.activated.connect(self._edited)
        return box

    def _add_clicked(self) -> None:
        self._filling = True
        self._append({})
        self._filling = False
        self._fit()
        self.table.setCurrentCell(self.table.rowCount() - 1, 0)
        self.table.setFocus()

    def _remove_clicked(self) -> None:
        if (row := self.table.currentRow()) >= 0:
            self.table.removeRow(row)
            self._fit()
            self.finished.emit()

    def _edited(self, *_changed: object) -> None:
        if not self._filling:
            self._fit()
            self.finished.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words wrap otherwise in another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        """As high as its rows, within reason: the page scrolls, not the table."""
        least = _LEAST_CHARACTERS * self.table.fontMetrics().averageCharWidth()
        self.table.horizontalHeader().setMinimumSectionSize(least)
        header = self.table.horizontalHeader().sizeHint().height()
        if least * len(self._columns) > self.table.viewport().width():
            header += self.table.horizontalScrollBar().sizeHint().height()
        inside = sum(self.table.rowHeight(row) for row in range(self.table.rowCount()))
        line = self.table.fontMetrics().lineSpacing()
        self.table.setFixedHeight(min(header + max(inside, 2 * line) + 8, 24 * line))
        self.remove.setEnabled(self.table.rowCount() > 0)
        self.remove.setToolTip("" if self.table.rowCount() else _("There is no row to remove."))
