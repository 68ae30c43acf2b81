"""The sheet of a questionnaire's tables and groups: one area under the other, each with room to fill in."""

from collections.abc import Iterator
from typing import Any

from openpyxl.utils import get_column_letter

from rai_desktop.forms.cells import fits, put
from rai_desktop.forms.form import Asked, Sheaf
from rai_desktop.forms.group_area import EMPTY_ITEMS, write_group
from rai_desktop.forms.lists import Lists
from rai_desktop.forms.look import heighten, on_one_line, shut, widths
from rai_desktop.forms.marks import COLUMNS, LINE, mark
from rai_desktop.forms.wording import labels
from rai_desktop.i18n import _
from rai_desktop.questionnaire.answers import items, rows
from rai_desktop.questionnaire.question import Kind

EMPTY = 12  # rows to fill in below those that are there
FIRST = 3  # the first column that is seen
MOST_ITEMS = 40


def is_beside(asked: Asked) -> bool:
    """Whether a question is answered on the sheet beside the questionnaire."""
    return asked.question.kind in (Kind.TABLE, Kind.GROUP)


def can_travel(asked: Asked) -> bool:
    """Whether every text of a table or group fits into a cell, and every item onto the sheet."""
    held = asked.answer.value
    return len(items(held)) <= MOST_ITEMS and all(
        fits(text) for row in (rows(held) or items(held)) for value in row.values() for text in _texts(value))


def _texts(value: object) -> Iterator[str]:
    """The texts of a cell, or of the lines of a table within an item."""
    for line in rows(value):
        yield from (str(cell or "") for cell in line.values())
    if not rows(value):
        yield str(value or "")


def write_tables(sheet: Any, sheaf: Sheaf, lists: Lists) -> dict[str, str]:
    """All tables and groups of a sheaf; where each begins, by question id, as a link."""
    put(sheet.cell(1, 1), f"tables:{sheaf.pack.id}")
    sheet.row_dimensions[1].hidden = True
    beside = [each for each in sheaf.asked if is_beside(each) and can_travel(each)]
    most = max((_columns(each) for each in beside), default=1)
    widths(sheet, {"A": 0, "B": 0} | {get_column_letter(FIRST + place): 36 for place in range(most)})
    places, row = {}, 2
    for each in beside:
        places[each.question.id] = f"'{sheet.title.replace(chr(39), chr(39) * 2)}'!C{row}"
        write = write_group if each.question.kind is Kind.GROUP else _write_table
        row = write(sheet, _write_title(sheet, row, each), each, lists)
    shut(sheet)
    return places


def _columns(asked: Asked) -> int:
    if asked.question.kind is Kind.GROUP:
        nested = max(len(each.columns) for each in asked.question.questions)
        return 1 + max(nested, len(items(asked.answer.value)) + EMPTY_ITEMS)
    return len(asked.question.columns)


def _write_title(sheet: Any, row: int, asked: Asked) -> int:
    for column in range(_columns(asked)):
        sheet.cell(row, FIRST + column).style = "rai heading"
    title = sheet.cell(row, FIRST)
    put(title, f"{asked.number}  {asked.question.text}")
    on_one_line(title)
    sheet.row_dimensions[row].height = 24
    return row + 1


def _write_table(sheet: Any, row: int, asked: Asked, lists: Lists) -> int:
    _write_heads(sheet, row, asked)
    given = rows(asked.answer.value)
    for place in range(len(given) + EMPTY):
        _write_line(sheet, row + 2 + place, asked, given[place] if place < len(given) else {}, lists)
    return row + 2 + len(given) + EMPTY + 1


def _write_heads(sheet: Any, row: int, asked: Asked) -> None:
    mark(sheet, row, asked.question.id, COLUMNS)
    sheet.row_dimensions[row].hidden = True
    for place, column in enumerate(asked.question.columns, start=FIRST):
        put(sheet.cell(row, place), column.id)
        sheet.cell(row + 1, place).style = "rai column"
        needed = _("{column} (needed)").format(column=column.text) if column.required else column.text
        put(sheet.cell(row + 1, place), needed)
    heighten(sheet, row + 1)


def _write_line(sheet: Any, row: int, asked: Asked, given: dict[str, str], lists: Lists) -> None:
    mark(sheet, row, asked.question.id, LINE)
    for place, column in enumerate(asked.question.columns, start=FIRST):
        cell = sheet.cell(row, place)
        cell.style = "rai answer"
        known = labels(column.options)
        words = str(given.get(column.id) or "")
        put(cell, known.get(words, words))
        if known:
            lists.give(cell, list(known.values()))
    heighten(sheet, row)
