"""Marks: what stands in the hidden columns of a workbook, so that each row can be told from the others."""

from typing import Any

from rai_desktop.forms.cells import put

# In column B of a questionnaire's sheet, as words; a part of a question as its kind and its id.
PARTS, ELSEWHERE, LOCKED, NOTE_LOCKED = "parts", "elsewhere", "locked", "note-locked"
OPTION, ROW, RANK = "option:", "row:", "rank:"

# In column B of a sheet of tables.
COLUMNS, LINE = "columns", "line"
ITEMS, WITHIN = "items", "within:"
ITEM = "item:"
"""Above the column that says which item a line of a table within a group belongs to; the marks of the table's area then name
it: `columns:table`, `line:table`."""
NEW = "new"
"""Above the column of an item that is not there yet."""


def mark(sheet: Any, row: int, question: str, what: str = "") -> None:
    """Say in the hidden columns what a row is about."""
    put(sheet.cell(row, 1), question)
    put(sheet.cell(row, 2), what)
