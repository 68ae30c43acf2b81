"""The area of a repeated group: its questions downward, its items side by side, with columns for new ones."""

from typing import Any

from rai_desktop.forms.answer_cell import write_answer
from rai_desktop.forms.cells import put
from rai_desktop.forms.form import Asked
from rai_desktop.forms.lists import Lists
from rai_desktop.forms.look import heighten
from rai_desktop.forms.marks import ITEMS, NEW, OPTION, WITHIN, mark
from rai_desktop.forms.nested_table import item_name, write_nested
from rai_desktop.forms.wording import TICKED, labels
from rai_desktop.i18n import _
from rai_desktop.questionnaire.answers import Item, chosen, items
from rai_desktop.questionnaire.question import ITEM_ID, Kind, Question, choices

EMPTY_ITEMS = 4
_FIRST = 3


def write_group(sheet: Any, row: int, asked: Asked, lists: Lists) -> int:
    """Write it from a row downward; the row after it."""
    question = asked.question
    given: list[Item] = [*items(asked.answer.value), *({} for _empty in range(EMPTY_ITEMS))]
    _write_heads(sheet, row, question, given)
    row += 2
    for each in question.questions:
        row = _write_question(sheet, row, question, each, given, lists)
    for each in question.questions:
        if each.kind is Kind.TABLE:
            row = write_nested(sheet, row, question, each, given, lists)
    return row + 1


def _write_heads(sheet: Any, row: int, question: Question, given: list[Item]) -> None:
    mark(sheet, row, question.id, ITEMS)
    sheet.row_dimensions[row].hidden = True
    for place, item in enumerate(given, start=1):
        put(sheet.cell(row, _FIRST + place), str(item.get(ITEM_ID) or NEW))
        sheet.cell(row + 1, _FIRST + place).style = "rai column"
        put(sheet.cell(row + 1, _FIRST + place), item_name(question, place))
    sheet.cell(row + 1, _FIRST).style = "rai column"
    put(sheet.cell(row + 1, _FIRST), _("Question"))


def _write_question(sheet: Any, row: int, group: Question, question: Question, given: list[Item], lists: Lists) -> int:
    if question.kind is not Kind.TABLE:
        mark(sheet, row, group.id, WITHIN + question.id)
    label = sheet.cell(row, _FIRST)
    label.style = "rai bold"
    put(label, "\n".join(line for line in (question.text, question.help) if line))
    if question.kind is Kind.MULTIPLE:
        return _write_several(sheet, row, group, question, given, lists)
    if question.kind is Kind.TABLE:
        return _write_pointer(sheet, row)
    for place, item in enumerate(given, start=1):
        write_answer(sheet.cell(row, _FIRST + place), question, item.get(question.id), lists)
    heighten(sheet, row, least=3 if question.long else 1)
    return row + 1


def _write_pointer(sheet: Any, row: int) -> int:
    cell = sheet.cell(row, _FIRST + 1)
    cell.style = "rai muted"
    put(cell, _("In the table of this name below"))
    heighten(sheet, row)
    return row + 1


def _write_several(sheet: Any, row: int, group: Question, question: Question, given: list[Item], lists: Lists) -> int:
    heighten(sheet, row)
    for id_, text in labels(choices(question)).items():
        row += 1
        mark(sheet, row, group.id, f"{WITHIN}{question.id}:{OPTION}{id_}")
        sheet.cell(row, _FIRST).style = "rai option"
        put(sheet.cell(row, _FIRST), text)
        for place, item in enumerate(given, start=1):
            cell = sheet.cell(row, _FIRST + place)
            cell.style = "rai tick"
            put(cell, TICKED if id_ in chosen(item.get(question.id)) else "")
            lists.give(cell, [TICKED])
        heighten(sheet, row)
    return row + 1
