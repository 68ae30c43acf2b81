"""Strays: what is typed beside the places of a workbook, or stands there twice, and so cannot be taken; it is told."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from rai_desktop.forms.gathering import Gathered
from rai_desktop.forms.marks import COLUMNS, ITEMS, LINE
from rai_desktop.forms.parts import Said
from rai_desktop.forms.returned import Wrong
from rai_desktop.forms.wording import text_of
from rai_desktop.i18n import _

CAPTION = 3
"""The first column that is seen; in the area of a group it names what is asked, and to the right of it are the items."""
_S = TypeVar("_S", bound=Said)


def copied(sheet: str, of: str) -> Wrong:
    """A sheet that answers the same questions as one that was read."""
    sentence = _("This sheet is a copy of “{other}”, and only that one is read. Bring what holds into “{other}”, and remove "
                 "this one.").format(other=of)
    return Wrong(place=_("sheet “{sheet}”").format(sheet=sheet), sentence=sentence)


def stray(cells: Iterable[Said]) -> list[Wrong]:
    """What is typed where nothing is asked, cell by cell."""
    return [Wrong(place=each.place, sentence=_(
        "What is typed here is not read, for nothing is asked here. Type it into a yellow cell of its question."))
        for each in cells if text_of(each.value).strip()]


def marked(gathered: Gathered, lines: Iterable[Mapping[int, _S]]) -> Iterator[tuple[str, str, dict[int, _S]]]:
    """The rows of a sheet of tables with what the hidden columns say of them: which question, which part. A row that somebody
    put above a line of a table is one of its lines; one typed below them is told."""
    at, between, captions = ("", ""), list[Mapping[int, _S]](), False
    for row in lines:
        question, what = _said(row, 1), _said(row, 2)
        if question:
            is_head = what.startswith((COLUMNS, ITEMS))
            if at == (question, what):
                yield from ((question, what, _seen(each)) for each in between)
            else:
                _tell(gathered, between[:-1] if is_head else between)  # the last one above a head is its title
            between, captions, at = [], is_head, (question, _line_of(what))
            yield question, what, _seen(row)
        elif row and captions:
            captions = False
        elif row and at[1]:
            between.append(row)
        else:
            _tell(gathered, between)
            between, at = [], ("", "")
    _tell(gathered, between)


def _line_of(what: str) -> str:
    """What the lines are marked with that may follow; "" where none do."""
    if what.startswith(COLUMNS):
        return LINE + what.removeprefix(COLUMNS)
    return what if what.startswith(LINE) else ""


def _said(row: Mapping[int, Said], column: int) -> str:
    return text_of(row[column].value).strip() if column in row else ""


def _seen(row: Mapping[int, _S]) -> dict[int, _S]:
    return {column: cell for column, cell in row.items() if column >= CAPTION}


def _tell(gathered: Gathered, rows: Iterable[Mapping[int, Said]]) -> None:
    gathered.wrong += stray(cell for row in rows for cell in row.values())
