"""A table with a row for each option of one of its columns, always there, and beside it what is answered to its question."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableWidgetItem

from rai_desktop.gui.tips import plain_tip
from rai_desktop.gui.widgets.table_field import TableField
from rai_desktop.i18n import _
from rai_desktop.project.model import AnswerValue
from rai_desktop.questionnaire.answers import rows
from rai_desktop.questionnaire.profile_rows import Now, gap_words, row_options
from rai_desktop.questionnaire.question import Column, Question

_ID = Qt.ItemDataRole.UserRole
_READ_ONLY = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class ProfileTable(TableField):
    """What is stored are the rows in which something is written, in the order they were; rows with the same option twice, or
    with one that is gone, stand below."""

    def __init__(self, question: Question) -> None:
        self._stored: list[int | None] = []  # of each row, its place in the answer; None while nothing is written in it
        self._nows: Mapping[str, Now] = {}
        self._names = {option.id: option.text for option in row_options(question)}
        super().__init__(question)
        self.add.hide()
        self.remove.setText(_("Empty the selected row"))
        self._key = next(place for place, column in enumerate(self._columns) if column.id == question.each)
        self._order_sections()
        self._show([])

    def _headings(self) -> list[str]:
        compared = self.question.compared
        return [*super()._headings(), *([compared.now, compared.gap] if compared else [])]

    def _order_sections(self) -> None:
        """How it stands now after what it is about, the gap after the target."""
        compared, across = self.question.compared, self.table.horizontalHeader()
        if compared:
            target = next(place for place, column in enumerate(self._columns) if column.id == compared.target)
            for logical, after in ((len(self._columns), self._key), (len(self._columns) + 1, target)):
                across.moveSection(across.visualIndex(logical), across.visualIndex(after) + 1)

    def show_nows(self, found: Mapping[str, Now]) -> None:
        """Show what is answered to the rows' questions."""
        if found != self._nows:
            self._nows = found
            self._compare()
            self._fit_soon()

    def value(self) -> AnswerValue:
        """The rows in which more is written than what they are about, those that were there in their order."""
        return self._written() or None

    def _written(self, but: int = -1) -> list[dict[str, str]]:
        held = [(self._stored[index], index, self._row(index)) for index in range(self.table.rowCount()) if index != but]
        kept = [each for each in held if each[0] is not None or any(
            cell for column, cell in each[2].items() if column != self.question.each)]
        kept.sort(key=lambda each: (each[0] is None, each[0] or 0, each[1]))
        return [row for _place, _index, row in kept]

    def _cell(self, row: int, place: int) -> str:
        item = self.table.item(row, place)
        return str(item.data(_ID)) if item and item.data(_ID) else super()._cell(row, place)

    def show_value(self, value: AnswerValue) -> None:
        """Show stored rows, unless they are shown already."""
        if rows(value) != self._written():
            self._show(rows(value))

    def _show(self, wanted: list[dict[str, str]]) -> None:
        self._filling = True
        self.table.setRowCount(0)
        self._beside, self._stored, left = [], [], dict(enumerate(wanted))
        for id_ in self._names:
            place = next((each for each, row in left.items() if row.get(self.question.each) == id_), None)
            self._append(left.pop(place) if place is not None else {self.question.each: id_})
            self._stored.append(place)
        for place, row in left.items():
            self._append(row)
            self._stored.append(place)
        self._filling = False
        self._compare()
        self._fit()

    def _put(self, index: int, place: int, column: Column, text: str) -> None:
        """What a row is about is no choice: a box that is taken away again would stay in sight for a moment."""
        if place == self._key and text in self._names:
            self.table.setItem(index, place, _fixed(self._names[text], text))
        else:
            super()._put(index, place, column, text)

    def _compare(self) -> None:
        """Beside each row how it stands now, and how far from its target."""
        if self.question.compared is None:
            return
        before, self._filling = self._filling, True
        for index in range(self.table.rowCount()):
            row = self._row(index)
            now = self._nows.get(row.get(self.question.each, ""))
            for place, text in enumerate((now.words if now else "", gap_words(now, row.get(self.question.compared.target, "")))):
                self.table.setItem(index, len(self._columns) + place, _fixed(text))
        self._filling = before

    def _edited(self, *changed: object) -> None:
        if not self._filling:
            self._compare()
        super()._edited(*changed)

    def _remove_clicked(self) -> None:
        if (row := self.table.currentRow()) >= 0:
            self._show(self._written(but=row))
            self.table.setCurrentCell(min(row, self.table.rowCount() - 1), self._key)
            self.finished.emit()


def _fixed(text: str, id_: str = "") -> QTableWidgetItem:
    """A cell that is read only; with an id, that is what it stands for."""
    item = QTableWidgetItem(text)
    item.setFlags(_READ_ONLY)
    item.setToolTip(plain_tip(text))
    if id_:
        item.setData(_ID, id_)
    return item
