"""A question answered with a table: rows the analyst adds, columns the pack names."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from rai_desktop.gui.tips import plain_tip
from rai_desktop.gui.widgets.answer_fields import AnswerField
from rai_desktop.gui.widgets.flow_row import FlowRow
from rai_desktop.i18n import _
from rai_desktop.project.model import AnswerValue
from rai_desktop.questionnaire.answers import rows
from rai_desktop.questionnaire.question import Column, Question
from rai_desktop.questionnaire.unasked import beside

_LEAST_CHARACTERS = 11  # a column; more columns than fit are scrolled to within the table
_MOST_LINES = 60  # of a table's height; beyond it the table scrolls
_CELL_PAD = 26  # at both sides of a cell's text together
_BOX_PAD = 46  # beside a choice's words: its frame, its arrow, the cell's grid
_PAD = 18  # of a heading, at both sides together
_HEADING = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap


def _height(metrics: QFontMetrics, text: str, width: int) -> int:
    """Of a text that is wrapped."""
    return metrics.boundingRect(QRect(0, 0, max(width, 1), 1 << 15), int(_HEADING), text).height()


class _Cell(QStyledItemDelegate):
    """Leaves room for all lines of a text; by itself Qt forgets what the style sheet pads, and cuts the last one off."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As wide as Qt has it, as high as the text within the padding."""
        hint, table = super().sizeHint(option, index), self.parent()
        width = table.columnWidth(index.column()) if isinstance(table, QTableWidget) else hint.width()
        lines = _height(QFontMetrics(option.font), str(index.data() or ""), width - _CELL_PAD)
        return QSize(hint.width(), max(hint.height(), lines + _PAD // 2))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem,
                     index: QModelIndex | QPersistentModelIndex) -> QWidget:
        """A line that says which column it is of."""
        line = super().createEditor(parent, option, index)
        line.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        return line

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem,
                             _index: QModelIndex | QPersistentModelIndex) -> None:
        """All of the cell's width, and no higher than a field is; Qt leaves a line no room within the cell's padding."""
        place = QRect(option.rect)
        place.setHeight(min(place.height(), editor.sizeHint().height()))
        place.moveCenter(option.rect.center())
        editor.setGeometry(place)


class TableField(AnswerField):
    """Rows of text and choices; every cell is sent when it is left."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self._columns: list[Column] = question.columns
        self._heads = self._headings()
        self._filling = False
        self._beside: list[dict[str, str]] = []  # of each row, what it holds under columns that are gone
        self.table = QTableWidget(0, len(self._heads))
        self.table.setAccessibleName(question.text)
        self.table.setHorizontalHeaderLabels(self._heads)
        across, down = self.table.horizontalHeader(), self.table.verticalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for place in self._choosing():
            across.setSectionResizeMode(place, QHeaderView.ResizeMode.Fixed)
        across.setDefaultAlignment(Qt.AlignmentFlag(_HEADING))
        down.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for header in (across, down):
            header.sectionResized.connect(self._fit_soon)
        self._fitting = QTimer(self, interval=0, singleShot=True)
        self._fitting.timeout.connect(self._fit)
        self.table.setWordWrap(True)
        self.table.setItemDelegate(_Cell(self.table))
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.itemChanged.connect(self._edited)
        self._layout.addWidget(self.table)
        self._layout.addLayout(self._buttons())
        self._fit()

    def _headings(self) -> list[str]:
        return [column.text for column in self._columns]

    def _choosing(self) -> list[int]:
        """Columns of choices, which cannot be wrapped; none where there is no text beside them to take what they leave."""
        found = [place for place, column in enumerate(self._columns) if column.options and column.id != self.question.each]
        return found if len(found) < len(self._columns) else []

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

    def setAccessibleName(self, name: str) -> None:
        """Of the table too, which takes the keyboard; within a group the name tells the item."""
        super().setAccessibleName(name)
        self.table.setAccessibleName(name)
        for button in (self.add, self.remove):
            button.setAccessibleDescription(name)

    def value(self) -> AnswerValue:
        """The rows in which something is written, by column id, with what stood in columns that are gone."""
        return rows([self._row(index) for index in range(self.table.rowCount())]) or None

    def _row(self, index: int) -> dict[str, str]:
        return self._beside[index] | {column.id: self._cell(index, place) for place, column in enumerate(self._columns)}

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
        self._beside = []
        for row in wanted:
            self._append(row)
        self._filling = False
        self._fit()

    def flush(self) -> None:
        """Send what is being typed in a cell; its line stays open."""
        for line in self.table.viewport().findChildren(QLineEdit):
            if not line.isHidden():  # one that was left is hidden, and lives until the loop comes round
                self.table.itemDelegate().commitData.emit(line)

    def _append(self, row: dict[str, str]) -> None:
        index = self.table.rowCount()
        self._beside.append(beside([column.id for column in self._columns], row))
        self.table.insertRow(index)
        for place, column in enumerate(self._columns):
            self._put(index, place, column, str(row.get(column.id, "") or ""))

    def _put(self, index: int, place: int, column: Column, text: str) -> None:
        """A cell: a choice where the column has options, else a text."""
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
        if chosen and box.findData(chosen) < 0:  # kept until one chooses again
            box.addItem(_("“{answer}”, no longer a choice").format(answer=chosen), chosen)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.setToolTip(plain_tip(box.currentText()))
        box.currentTextChanged.connect(lambda text: box.setToolTip(plain_tip(text)))
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
            del self._beside[row]
            if self.remove.hasFocus() and not self.table.rowCount():  # Qt would go on to what comes next on the page
                self.add.setFocus()
            self._fit()
            self.finished.emit()

    def _edited(self, *_changed: object) -> None:
        if not self._filling:
            self._fit()
            self.finished.emit()

    def _fit_soon(self, *_resized: int) -> None:
        """Widths and heights hang on each other: once, when both have come to rest."""
        self._fitting.start()

    def _fit(self) -> None:
        """As high as its rows, within reason: the page scrolls, not the table. Headings are wrapped, and no column is
        narrower than their longest word or than words can be read in."""
        self.table.horizontalHeader().setMinimumSectionSize(self._narrowest())
        self._widen()
        header = self._heading_height()
        self.table.horizontalHeader().setFixedHeight(header)
        inside = sum(self.table.rowHeight(row) for row in range(self.table.rowCount()))
        line = self.table.fontMetrics().lineSpacing()
        bar = self.table.horizontalScrollBar()
        beside = bar.sizeHint().height() if bar.maximum() else 0
        high, most = header + max(inside, 2 * line) + 8, _MOST_LINES * line
        # a bar that came and went with the height would take its width from the words, and so change the height, without end
        self.table.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if high > most else Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setFixedHeight(min(high, most) + beside)
        self.remove.setEnabled(self.table.rowCount() > 0)
        self.remove.setToolTip("" if self.table.rowCount() else _("There is no row to remove."))

    def _widen(self) -> None:
        """Columns of choices as wide as their longest choice, as far as the others keep what they need."""
        across, least, metrics = self.table.horizontalHeader(), self._narrowest(), self.table.fontMetrics()
        spare = max(0, self.table.viewport().width() - least * len(self._heads))
        for place in (choosing := self._choosing()):
            longest = max(metrics.horizontalAdvance(option.text) for option in self._columns[place].options)
            wanted = max(least, min(longest + _BOX_PAD, least + spare // len(choosing)))
            if across.sectionSize(place) != wanted:
                across.resizeSection(place, wanted)

    def _narrowest(self) -> int:
        metrics = self._heading_metrics()
        words = [word for text in self._heads for word in text.split()]
        longest = max((metrics.horizontalAdvance(word) for word in words), default=0)
        return max(_PAD + longest, _LEAST_CHARACTERS * self.table.fontMetrics().averageCharWidth())

    def _heading_height(self) -> int:
        """Of the heading with the most lines."""
        header, metrics = self.table.horizontalHeader(), self._heading_metrics()
        return _PAD + max((_height(metrics, text, header.sectionSize(place) - _PAD)
                           for place, text in enumerate(self._heads)), default=0)

    def _heading_metrics(self) -> QFontMetrics:
        font = QFont(self.table.horizontalHeader().font())
        font.setWeight(QFont.Weight.DemiBold)
        return QFontMetrics(font)
