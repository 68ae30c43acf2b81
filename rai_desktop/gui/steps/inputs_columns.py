"""What each column is for: the list of columns, and the selected one in detail."""

from PySide6.QtCore import QItemSelectionModel, QSortFilterProxyModel, Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from rai_desktop.gui.input_changes import guessed
from rai_desktop.gui.steps.inputs_column import ColumnPanel
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.column_rows import NAME, ColumnRows
from rai_desktop.gui.widgets.column_table import ColumnTable
from rai_desktop.gui.widgets.flow_row import FlowRow
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.gui.widgets.painted_later import PaintedLater
from rai_desktop.gui.widgets.search_line import SearchLine
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.looks import TableLook
from rai_desktop.project.model import Inputs


class ColumnsCard(QFrame):
    """`role_chosen(columns, role)`, `bins_chosen(column, numbers)`, `confirmed` for all guesses at once."""

    role_chosen = Signal(list, str)
    bins_chosen = Signal(str, list)
    confirmed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addLayout(self._top())
        self.guesses = Notice()
        self.guesses.acted.connect(self.confirmed)
        column.addWidget(self.guesses)
        row = FlowRow(spacing=20)
        self.rows = ColumnRows(self)
        self.rows.chosen.connect(lambda name, role: self.role_chosen.emit([name], role))
        self._sieve = QSortFilterProxyModel(self)
        self._sieve.setSourceModel(self.rows)
        self._sieve.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.find_field.sought.connect(self._narrow)
        self.find_field.rested.connect(self._show_selected)
        self.table = self._table()
        self._painted_later = PaintedLater(self.table)
        self.panel = ColumnPanel()
        self.panel.role_chosen.connect(lambda role: self.role_chosen.emit(self.selected(), role))
        self.panel.bins_chosen.connect(self.bins_chosen)
        row.add(self.table, 3)
        row.add(self.panel, 1)
        column.addLayout(row)

    def _top(self) -> FlowRow:
        row = FlowRow()
        row.add(words(_("What each column is for"), "heading"), 1)
        self.find_field = SearchLine(_("Find a column"), _("Find a column"))
        self.find_field.setFixedWidth(self.fontMetrics().averageCharWidth() * 28)
        row.add(self.find_field)
        return row

    def _table(self) -> ColumnTable:
        table = ColumnTable()
        table.setModel(self._sieve)
        table.selectionModel().selectionChanged.connect(self._select_another)
        return table

    def show_columns(self, inputs: Inputs, look: TableLook) -> None:
        """The columns of this look with the project's roles."""
        fresh = [each.name for each in self.rows.columns] != [each.name for each in look.columns]
        self.rows.show_columns(look.columns, inputs.roles)
        self.table.share_width()
        if fresh:
            self._select(0)
        count = len(guessed(inputs))
        self.guesses.say(ngettext(
            "{n} role is a guess from the column's name and content. Confirm it, or correct it below.",
            "{n} roles are guesses from the columns' names and content. Confirm them, or correct some below first.",
            count).format(n=count) if count else "", "note", _("Confirm the guesses"))
        self._show_selected()

    def selected(self) -> list[str]:
        """Names of the selected columns."""
        rows = [self._sieve.mapToSource(index).row() for index in self.table.selectionModel().selectedRows()]
        return [self.rows.columns[row].name for row in sorted(rows)]

    def select(self, name: str) -> None:
        """Bring one column into sight."""
        self.find_field.clear()
        for place, column in enumerate(self.rows.columns):
            if column.name == name:
                self._select(place)

    def confirm_button(self) -> QPushButton:
        """Where the keyboard goes when guesses are what is missing."""
        return self.guesses.button

    def _select(self, place: int) -> None:
        index = self._sieve.mapFromSource(self.rows.index(place, NAME))
        flags = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.table.scrollTo(index)

    def _select_another(self, *_which: object) -> None:
        if self.find_field.resting:
            self._show_selected()

    def _narrow(self, letters: str) -> None:
        self._painted_later.wait()
        self._sieve.setFilterFixedString(letters)

    def _show_selected(self) -> None:
        names = set(self.selected())
        self.panel.show_columns([(each, self.rows.role_of(each)) for each in self.rows.columns if each.name in names])
