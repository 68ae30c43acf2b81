"""The area of a table asked of each item of a group: one table for all items, whose first column says which one a line is of."""

import re
from collections.abc import Sequence
from typing import Any

from rai_desktop.forms.cells import put
from rai_desktop.forms.lists import Lists
from rai_desktop.forms.look import heighten, on_one_line
from rai_desktop.forms.marks import COLUMNS, ITEM, LINE, mark
from rai_desktop.forms.wording import Misfit, labels, short
from rai_desktop.i18n import _
from rai_desktop.questionnaire.answers import Item, rows
from rai_desktop.questionnaire.question import Question

EMPTY_LINES = 12
_FIRST = 3


def write_nested(sheet: Any, row: int, group: Question, table: Question, given: Sequence[Item], lists: Lists) -> int:
    """Write it from a row downward, with room for more lines; the row after it."""
    row = _write_heads(sheet, row + 1, group, table)
    names = [item_name(group, place) for place in range(1, len(given) + 1)]
    lines = [(name, line) for name, item in zip(names, given, strict=True) for line in rows(item.get(table.id))]
    for name, line in [*lines, *[("", {})] * EMPTY_LINES]:
        mark(sheet, row, group.id, f"{LINE}:{table.id}")
        _write_cell(sheet.cell(row, _FIRST), name, names, lists)
        for place, column in enumerate(table.columns, start=_FIRST + 1):
            known = labels(column.options)
            words = str(line.get(column.id) or "")
            _write_cell(sheet.cell(row, place), known.get(words, words), list(known.values()), lists)
        heighten(sheet, row)
        row += 1
    return row


def item_name(group: Question, place: int) -> str:
    """What an item is called in a form: its number among the columns of the group."""
    return _("{item} {number}").format(item=group.item or _("Item"), number=place)


def place_named(group: Question, words: str, count: int) -> int:
    """The place among `count` items that the first column of a line names, counted from 0; Misfit when it names none."""
    found = re.search(r"(\d{1,3})\s*$", words)
    if found is None or not 1 <= int(found.group(1)) <= count:
        sentence = (_("“{words}” is not one of {first} to {last}. Choose in the first column which of them this line is about.")
                    if words.strip() else _("Choose in the first column which of {first} to {last} this line is about."))
        raise Misfit(sentence.format(words=short(words), first=item_name(group, 1), last=item_name(group, count)))
    return int(found.group(1)) - 1


def _write_heads(sheet: Any, row: int, group: Question, table: Question) -> int:
    title = sheet.cell(row, _FIRST)
    title.style = "rai bold"
    put(title, table.text)
    on_one_line(title)
    mark(sheet, row + 1, group.id, f"{COLUMNS}:{table.id}")
    sheet.row_dimensions[row + 1].hidden = True
    heads = [(ITEM, group.item or _("Item"), True), *((each.id, each.text, each.required) for each in table.columns)]
    for place, (id_, text, required) in enumerate(heads, start=_FIRST):
        put(sheet.cell(row + 1, place), id_)
        sheet.cell(row + 2, place).style = "rai column"
        put(sheet.cell(row + 2, place), _("{column} (needed)").format(column=text) if required else text)
    heighten(sheet, row + 2)
    return row + 3


def _write_cell(cell: Any, words: str, known: Sequence[str], lists: Lists) -> None:
    cell.style = "rai answer"
    put(cell, words)
    if known:
        lists.give(cell, list(known))
