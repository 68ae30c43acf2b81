"""The sheet of a questionnaire's tables: one area under the other, each with empty rows to fill in."""

from typing import Any

from openpyxl.utils import get_column_letter

from rai_desktop.forms.cells import fits, put
from rai_desktop.forms.form import Asked, Sheaf
from rai_desktop.forms.lists import Lists
from rai_desktop.forms.look import heighten, shut, widths
from rai_desktop.forms.wording import labels
from rai_desktop.i18n import _
from rai_desktop.questionnaire.answers import rows

EMPTY = 12  # rows to fill in below those that are there
_FIRST_COLUMN = 3
_AREA = "area"
IDS = "columns"
ROW = "row"


def write_tables(sheet: Any, sheaf: Sheaf, lists: Lists) -> dict[str, str]:
    """All tables of a sheaf; where each begins, by question id, as a link."""
    put(sheet.cell(1, 1), f"tables:{sheaf.pack.id}")
    sheet.row_dimensions[1].hidden = True
    most = max(len(each.question.columns) for each in sheaf.asked)
    widths(sheet, {"A": 0, "B": 0} | {get_column_letter(_FIRST_COLUMN + place): 34 for place in range(most)})
    places, row = {}, 2
    for each in sheaf.asked:
        if each.question.columns and can_travel(each):
            places[each.question.id] = f"'{sheet.title.replace(chr(39), chr(39) * 2)}'!C{row}"
            row = _write_table(sheet, row, each, lists)
    shut(sheet)
    return places


def can_travel(asked: Asked) -> bool:
    """Whether every text of the table fits into a cell."""
    return all(fits(str(text or "")) for row in rows(asked.answer.value) for text in row.values())


def _write_table(sheet: Any, row: int, asked: Asked, lists: Lists) -> int:
    question = asked.question
    _mark(sheet, row, _AREA, question.id)
    for column in range(len(question.columns)):
        sheet.cell(row, _FIRST_COLUMN + column).style = "rai heading"
    title = sheet.cell(row, _FIRST_COLUMN)
    put(title, f"{asked.number}  {question.text}")
    title.alignment = title.alignment.copy(wrap_text=False)
    sheet.row_dimensions[row].height = 24
    _write_heads(sheet, row + 1, asked)
    given = rows(asked.answer.value)
    for place in range(len(given) + EMPTY):
        _write_row(sheet, row + 3 + place, asked, given[place] if place < len(given) else {}, lists)
    return row + 3 + len(given) + EMPTY + 1


def _write_heads(sheet: Any, row: int, asked: Asked) -> None:
    _mark(sheet, row, IDS, asked.question.id)
    sheet.row_dimensions[row].hidden = True
    for place, column in enumerate(asked.question.columns, start=_FIRST_COLUMN):
        put(sheet.cell(row, place), column.id)
        sheet.cell(row + 1, place).style = "rai column"
        needed = _("{column} (needed)").format(column=column.text) if column.required else column.text
        put(sheet.cell(row + 1, place), needed)
    heighten(sheet, row + 1)


def _write_row(sheet: Any, row: int, asked: Asked, given: dict[str, str], lists: Lists) -> None:
    _mark(sheet, row, ROW, asked.question.id)
    for place, column in enumerate(asked.question.columns, start=_FIRST_COLUMN):
        cell = sheet.cell(row, place)
        cell.style = "rai answer"
        known = labels(column.options)
        words = str(given.get(column.id) or "")
        put(cell, known.get(words, words))
        if known:
            lists.give(cell, list(known.values()))
    heighten(sheet, row)


def _mark(sheet: Any, row: int, what: str, question: str) -> None:
    put(sheet.cell(row, 1), question)
    put(sheet.cell(row, 2), what)
