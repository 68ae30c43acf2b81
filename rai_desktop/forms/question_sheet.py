"""The sheet of a questionnaire: a row for each question, and under it one for each of several choices."""

from collections.abc import Mapping
from typing import Any

from openpyxl.worksheet.hyperlink import Hyperlink

from rai_desktop.forms.cells import day_of, fits, put
from rai_desktop.forms.form import Asked, Sheaf
from rai_desktop.forms.gathering import LOCKED, NOTE_LOCKED, OPTION, SEVERAL, TABLE
from rai_desktop.forms.lists import Lists, day_rule, number_rule
from rai_desktop.forms.look import heighten, shut, widths
from rai_desktop.forms.wording import TICKED, labels, worded
from rai_desktop.i18n import _
from rai_desktop.questionnaire.answers import chosen, number
from rai_desktop.questionnaire.question import Kind, Question, choices

HEADS = ("question", "part", "number", "text", "answer", "note", "help")
"""Row 1, hidden: what each column is, for the program. Columns A and B, hidden: which question, which of its parts."""
_FIRST, ANSWER, NOTE = 3, 5, 6


def write_questions(sheet: Any, sheaf: Sheaf, lists: Lists, tables: Mapping[str, str]) -> None:
    """All questions of a sheaf; `tables` are the places of its tables, by question id."""
    _write_head(sheet, sheaf)
    days = day_rule()
    sheet.add_data_validation(days)
    row = _FIRST
    for section, asked in sheaf.sections():
        row = _write_section(sheet, row, section.title, section.intro)
        for each in asked:
            row = _Row(sheet, row, each, lists).write(days, tables.get(each.question.id, ""))
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


class _Row:
    """Writes one question from a row downward."""

    def __init__(self, sheet: Any, row: int, asked: Asked, lists: Lists) -> None:
        self.sheet, self.row, self.asked, self.lists = sheet, row, asked, lists
        self.question, self.value = asked.question, asked.answer.value

    def write(self, days: Any, table: str) -> int:
        """The row after it."""
        first = self.row
        after = self._parts(days, table)
        heighten(self.sheet, first, least=4 if self.question.long else 1)
        return after

    def _parts(self, days: Any, table: str) -> int:
        self._cell(1, self.question.id)
        self._cell(3, self.asked.number, "rai muted")
        self._cell(4, self.question.text, "rai bold")
        self._cell(7, about(self.asked), "rai muted")
        self._note()
        match self.question.kind:
            case Kind.MULTIPLE:
                return self._several()
            case Kind.TABLE:
                self._table(table)
            case Kind.SINGLE | Kind.YESNO:
                self._one()
            case Kind.NUMBER:
                self._number()
            case Kind.DATE:
                days.add(self._cell(ANSWER, day_of(self.value), "rai day"))
            case Kind.TEXT:
                self._long(ANSWER, worded(self.question, self.value))
        return self.row + 1

    def _cell(self, column: int, value: Any, style: str = "") -> Any:
        cell = self.sheet.cell(self.row, column)
        if style:
            cell.style = style
        put(cell, value)
        return cell

    def _note(self) -> None:
        self._long(NOTE, self.asked.answer.note)

    def _long(self, column: int, text: str) -> None:
        """Text that may be too long for a cell: it then stays in the program, and the cell says so and is locked."""
        if fits(text):
            self._cell(column, text, "rai answer")
        else:
            self._lock(column)

    def _mark(self, word: str) -> None:
        self._cell(2, f"{self.sheet.cell(self.row, 2).value or ''} {word}".strip())

    def _lock(self, column: int) -> None:
        self._mark(LOCKED if column == ANSWER else NOTE_LOCKED)
        self._cell(column, _("This text is too long for a cell. It stays as it is; change it in the program."), "rai muted")

    def _one(self) -> None:
        known = labels(choices(self.question))
        ids = chosen(self.value)
        words = known.get(ids[0], ids[0]) if ids else ""
        self.lists.give(self._cell(ANSWER, words, "rai answer"), list(known.values()))

    def _number(self) -> None:
        found = number(self.value)
        shown = found if found is not None else worded(self.question, self.value)
        rule = number_rule(self.question.low, self.question.high, whole=self.question.whole)
        self.sheet.add_data_validation(rule)
        rule.add(self._cell(ANSWER, int(shown) if isinstance(shown, float) and shown.is_integer() else shown, "rai number"))

    def _several(self) -> int:
        self._mark(SEVERAL)
        self._cell(ANSWER, _("Type x beside each that applies"), "rai muted")
        ticks = chosen(self.value)
        for id_, text in labels(choices(self.question)).items():
            self.row += 1
            self._cell(1, self.question.id)
            self._cell(2, OPTION + id_)
            self._cell(4, text, "rai option")
            self.lists.give(self._cell(ANSWER, TICKED if id_ in ticks else "", "rai tick"), [TICKED])
            help_ = next(option.help for option in choices(self.question) if option.id == id_)
            self._cell(7, help_, "rai muted")
            heighten(self.sheet, self.row)
        return self.row + 1

    def _table(self, place: str) -> None:
        if not place:
            self._lock(ANSWER)
            return
        self._mark(TABLE)
        cell = self._cell(ANSWER, _("Fill in the table: follow this link"), "rai muted")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place)


def about(asked: Asked) -> str:
    """Help, why it is asked, limits, and whether it applies at present."""
    question = asked.question
    lines = [question.help, _("Why we ask: {why}").format(why=question.why) if question.why else "", limits(question),
             "" if asked.applies else _("By today's answers this need not be answered.")]
    return "\n".join(line for line in lines if line)


def limits(question: Question) -> str:
    """What a number may be, in words."""
    if question.kind is not Kind.NUMBER:
        return ""
    unit = f" {question.unit}" if question.unit else ""
    if question.low is not None and question.high is not None:
        return _("A number from {low} to {high}{unit}.").format(low=f"{question.low:g}", high=f"{question.high:g}", unit=unit)
    if question.low is not None:
        return _("A number, {low}{unit} or more.").format(low=f"{question.low:g}", unit=unit)
    if question.high is not None:
        return _("A number, {high}{unit} or less.").format(high=f"{question.high:g}", unit=unit)
    return _("A number, in {unit}.").format(unit=question.unit) if question.unit else _("A number.")
