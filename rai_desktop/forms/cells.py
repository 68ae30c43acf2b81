"""Cells in which everything is text or a number, never a formula, whatever it begins with."""

import datetime as dt
import re
from typing import Any

from rai_desktop.forms.wording import Plain

LONGEST = 32_767  # characters in a cell; what is longer cannot travel in a workbook
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_UNHOLDABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_QUOTED = re.compile(r'"[^"]*"|\\.')  # words within a number format
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_FIRST_DAY = dt.date(1900, 3, 1)  # before it spreadsheet programs disagree on which day a number is


def escaped(text: str) -> str:
    """Characters that XML cannot hold, as spreadsheet programs write them: _x000B_ (ECMA-376 Part 1, 22.9.2.19)."""
    return _CONTROL.sub(lambda found: f"_x{ord(found.group()):04X}_", text)


def unescaped(text: str) -> str:
    """The other way."""
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)


def visible(text: str) -> str:
    """A title or a sheet's name, which know no such way of writing: a space for each character that XML cannot hold."""
    return _UNHOLDABLE.sub(" ", text)


def fits(text: str) -> bool:
    """Whether a cell can hold it whole."""
    return len(escaped(text)) <= LONGEST


def put(cell: Any, value: Plain) -> None:
    """Write into an openpyxl cell; text stays text though it begins with = or looks like a link."""
    if value is None or value == "":
        return
    if isinstance(value, str):
        cell.value = escaped(value)
        cell.data_type = "s"
        cell.quotePrefix = value[0] in "=+-@'"
    else:
        cell.value = value


def day_of(value: object) -> dt.date | str | None:
    """An ISO day as a cell holds it; as text where spreadsheet programs cannot count so far back."""
    if not isinstance(value, str):
        return None
    try:
        day = dt.date.fromisoformat(value)
    except ValueError:
        return value
    return day if day >= _FIRST_DAY else value


def read(cell: Any) -> tuple[Plain, bool]:
    """What a cell holds, and whether it was a formula, which is taken as its text."""
    value = cell.value
    if cell.data_type == "f":
        text = getattr(value, "text", None) or (value if isinstance(value, str) else "")
        return unescaped(text), True
    if isinstance(value, str):
        return unescaped(value), False
    if isinstance(value, int | float) and not isinstance(value, bool) and is_share(str(cell.number_format)):
        return f"{value * 100:.15g}%", False
    if isinstance(value, bool | int | float | dt.date) or value is None:
        return value, False
    return str(value), False


def is_share(look: str) -> bool:
    """Whether a cell of this number format shows a hundred times what it holds: 20% is kept as 0.2."""
    return "%" in _QUOTED.sub("", look)
