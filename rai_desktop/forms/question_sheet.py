"""The sheet of a questionnaire: a row for each question, and under it one for each of its choices or statements."""

from collections.abc import Iterable, Mapping
from typing import Any

from openpyxl.worksheet.hyperlink import Hyperlink

from rai_desktop.forms.answer_cell import write_answer
from rai_desktop.forms.cells import fits, put
from rai_desktop.forms.form import Asked, Sheaf
from rai_desktop.forms.lists import Lists
from rai_desktop.forms.look import heighten, shut, widths
from rai_desktop.forms.marks import ELSEWHERE, LOCKED, NOTE_LOCKED, OPTION, PARTS, RANK, ROW
from rai_desktop.forms.telling import about
from rai_desktop.forms.wording import TICKED, labels, worded
from rai_desktop.i18n import _
from rai_desktop.questionnaire.answers import cells, chosen
from rai_desktop.questionnaire.question import Kind, choices

HEADS = ("question", "part", "number", "text", "answer", "note", "help")
"""Row 1, hidden: what each column is, for the program. Columns A and B, hidden: which question, which of its parts."""
_FIRST, ANSWER, NOTE = 3, 5, 6


def write_questions(sheet: Any, sheaf: Sheaf, lists: Lists, places: Mapping[str, str]) -> None:
    """All questions of a sheaf; `places` are those of its tables and groups, by question id."""
    _write_head(sheet, sheaf)
    row = _FIRST
    for section, asked in sheaf.sections():
        row = _write_section(sheet, row, section.title, section.intro)
        for each in asked:
            row = _Rows(sheet, row, each, lists).write(places.get(each.question.id, ""))
    sheet.freeze_panes = "E3"
    shut(sheet)


def _write_head(sheet: Any, sheaf: Sheaf) -> None:
    widths(sheet, {"A": 0, "B": 0, "C": 8, "D": 58, "E": 46, "F": 36, "G": 70})
    for column, name in enumerate(HEADS, start=1):
        put(sheet.cell(1, column), f"pack:{sheaf.pack.id}" if column == 1 else name)
    sheet.row_dimensions[1].hidden = True
    for column, words in enumerate((_("No."), _("Question"), _("Answer"), _("Note"), _("Help, and why it is asked")), start=3):
        sheet.cell(2, column).style = "rai column"
        put(sheet.cell(2, column), words)
    sheet.print_title_rows = "2:2"


def _write_section(sheet: Any, row: int, title: str, intro: str) -> int:
    for column in range(3, 8):
        sheet.cell(row, column).style = "rai heading"
    put(sheet.cell(row, 4), title)
    sheet.row_dimensions[row].height = 30
    if intro:
        sheet.cell(row + 1, 4).style = "rai muted"
        put(sheet.cell(row + 1, 4), intro)
        heighten(sheet, row + 1)
    return row + (2 if intro else 1)


class _Rows:
    """Writes one question from a row downward."""

    def __init__(self, sheet: Any, row: int, asked: Asked, lists: Lists) -> None:
        self.sheet, self.row, self.asked, self.lists = sheet, row, asked, lists
        self.question, self.value = asked.question, asked.answer.value

    def write(self, place: str) -> int:
        """The row after it."""
        self._cell(1, self.question.id)
        self._cell(3, self.asked.number, "rai muted")
        self._cell(4, self.question.text, "rai bold")
        self._cell(7, about(self.asked), "rai muted")
        self._text(NOTE, self.asked.answer.note)
        first = self.row
        self._write_answer(place)
        heighten(self.sheet, first, least=4 if self.question.long else 1)
        return self.row + 1

    def _write_answer(self, place: str) -> None:
        match self.question.kind:
            case Kind.MULTIPLE:
                self._several()
            case Kind.MATRIX:
                self._matrix()
            case Kind.RANKING:
                self._ranking()
            case Kind.TABLE | Kind.GROUP:
                self._beside(place)
            case Kind.TEXT:
                self._text(ANSWER, worded(self.question, self.value))
            case _:
                write_answer(self.sheet.cell(self.row, ANSWER), self.question, self.value, self.lists)

    def _cell(self, column: int, value: Any, style: str = "") -> Any:
        cell = self.sheet.cell(self.row, column)
        if style:
            cell.style = style
        put(cell, value)
        return cell

    def _mark(self, word: str) -> None:
        self._cell(2, f"{self.sheet.cell(self.row, 2).value or ''} {word}".strip())

    def _text(self, column: int, text: str) -> None:
        """Text that may be too long for a cell: it then stays in the program, and the cell says so and is locked."""
        if fits(text):
            self._cell(column, text, "rai answer")
        else:
            self._lock(column)

    def _lock(self, column: int) -> None:
        self._mark(LOCKED if column == ANSWER else NOTE_LOCKED)
        self._cell(column, _("This text is too long for a cell. It stays as it is; change it in the program."), "rai muted")

    def _parts(self, hint: str, kind: str, parts: Iterable[tuple[str, str, str]]) -> Iterable[tuple[str, Any]]:
        """A row for each part (id, words, help), and its answer cell to be filled."""
        self._mark(PARTS)
        self._cell(ANSWER, hint, "rai muted")
        for id_, text, help_ in parts:
            self.row += 1
            self._cell(1, self.question.id)
            self._cell(2, kind + id_)
            self._cell(4, text, "rai option")
            self._cell(7, help_, "rai muted")
            yield id_, self.sheet.cell(self.row, ANSWER)
            heighten(self.sheet, self.row)

    def _options(self) -> list[tuple[str, str, str]]:
        known = labels(choices(self.question))
        return [(option.id, known[option.id], option.help) for option in choices(self.question)]

    def _several(self) -> None:
        ticks = chosen(self.value)
        for id_, cell in self._parts(_("Type x beside each that applies"), OPTION, self._options()):
            cell.style = "rai tick"
            put(cell, TICKED if id_ in ticks else "")
            self.lists.give(cell, [TICKED])

    def _matrix(self) -> None:
        held, known = cells(self.question, self.value), labels(self.question.options)
        parts = [(row.id, row.text, row.help) for row in self.question.rows]
        for id_, cell in self._parts(_("Choose one in each row"), ROW, parts):
            cell.style = "rai answer"
            put(cell, known.get(held.get(id_, ""), held.get(id_, "")))
            self.lists.give(cell, list(known.values()))

    def _ranking(self) -> None:
        order = chosen(self.value)
        for id_, cell in self._parts(_("Type 1 beside the first, 2 beside the second, and so on"), RANK, self._options()):
            cell.style = "rai number"
            put(cell, order.index(id_) + 1 if id_ in order else None)
            self.lists.give_number(cell, 1, len(self.question.options), whole=True)

    def _beside(self, place: str) -> None:
        if not place:
            self._lock(ANSWER)
            return
        self._mark(ELSEWHERE)
        cell = self._cell(ANSWER, _("Fill in the table: follow this link"), "rai muted")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place)
