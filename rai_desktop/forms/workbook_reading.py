"""Reads a workbook that came back: what each cell says, where it stands, and all that is wrong in it at once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from rai_desktop.errors import Refusal
from rai_desktop.forms.cells import read
from rai_desktop.forms.distrust import MAX_COLUMNS, MAX_ROWS, check_workbook, damaged
from rai_desktop.forms.form import SCHEMA
from rai_desktop.forms.gathering import Form, Gathered, Key
from rai_desktop.forms.marks import COLUMNS, ITEMS, LINE, WITHIN
from rai_desktop.forms.question_sheet import HEADS
from rai_desktop.forms.returned import Returned, Wrong
from rai_desktop.forms.rows import begin_area, take_line, take_nested_line, take_row, take_within
from rai_desktop.forms.strays import CAPTION, copied, marked, stray
from rai_desktop.forms.wording import Plain, text_of
from rai_desktop.forms.workbook import FACTS
from rai_desktop.i18n import _
from rai_desktop.project.model import Answer
from rai_desktop.project.workbooks import open_read_only


class Cell(NamedTuple):
    """A cell as read: its value, where it stands in words, and whether it held a formula."""

    value: Plain
    place: str
    formula: bool = False

    @property
    def text(self) -> str:
        """Its value as it reads."""
        return text_of(self.value).strip()


Row = dict[int, Cell]
_EPOCH_YEAR = 1899  # of the 1900 date system, in which days are counted from 30 December 1899


def read_workbook(path: Path) -> Returned:
    """What a filled-in workbook says. Refusal when it cannot be read or is no form of this program."""
    check_workbook(path)
    try:
        book = open_read_only(path, results=False)
        try:
            return _read(path, book)
        finally:
            book.close()
    except Refusal:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part makes it raise
        raise damaged(path, error) from error


def _read(path: Path, book: Any) -> Returned:
    if book.epoch.year != _EPOCH_YEAR:
        raise Refusal(_("{name} counts days from 1904, as old programs did, so its days could be four years off.").format(
            name=path.name), _("Save it with the 1900 date system, or copy the answers into the form as it was handed out."))
    gathered, known = Gathered(_facts(path, book)), dict[str, str]()
    for sheet in book.worksheets:
        lines = _rows(sheet)
        first = next(lines, {})
        kind, _colon, pack = (what := _text(first, 1)).partition(":")
        if what in known:
            gathered.wrong.append(copied(sheet.title, known[what]))
        elif kind == "pack":
            _read_questions(gathered, pack, first, lines)
        elif kind == "tables":
            _read_tables(gathered, pack, lines)
        if kind in ("pack", "tables"):
            known.setdefault(what, sheet.title)
    gathered.tell_lost()
    return gathered.returned()


def _rows(sheet: Any) -> Iterator[Row]:
    """The rows of a sheet as far as a form can reach, whatever extent it declares."""
    sheet.reset_dimensions()
    for cells in sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS):
        yield {cell.column: _cell(sheet.title, cell) for cell in cells if cell.value is not None}


def _cell(sheet: str, cell: Any) -> Cell:
    value, formula = read(cell)
    return Cell(value, _("sheet “{sheet}”, cell {cell}").format(sheet=sheet, cell=cell.coordinate), formula)


def _text(row: Row, column: int) -> str:
    return row[column].text if column in row else ""


def _facts(path: Path, book: Any) -> Form:
    """What the hidden sheet says of the form."""
    if FACTS not in book.sheetnames:
        raise _no_form(path)
    rows = [[_text(row, column) for column in range(1, 5)] for row in _rows(book[FACTS])]
    said = next((row[1] for row in rows if row[0] == "form"), "")
    if said != SCHEMA:
        raise _newer(path, said) if said else _no_form(path)
    project, title, made = next((row[1:] for row in rows if row[0] == "project"), ["", "", ""])
    return Form(project=project, title=title, made=made,
                versions={row[1]: row[2] for row in rows if row[0] == "pack"},
                before={(row[1], row[2]): _before(row[3]) for row in rows if row[0] == "before"})


def _before(words: str) -> Answer | None:
    try:
        return msgspec.json.decode(words, type=Answer) if words else None
    except (msgspec.DecodeError, RecursionError):
        return None


def _read_questions(gathered: Gathered, pack: str, first: Row, lines: Iterator[Row]) -> None:
    columns = {cell.text: column for column, cell in first.items()}
    if not {"answer", "note"} <= columns.keys():
        gathered.wrong.append(Wrong(place=first[1].place, sentence=_(
            "The hidden first row of this sheet is not as it was; its answers are not read. "
            "Copy them into the form as it was handed out.")))
        return
    begun = False
    for row in lines:
        if question := _text(row, HEADS.index("question") + 1):
            begun, part = True, _text(row, HEADS.index("part") + 1)
            take_row(gathered, (pack, question), part, _or_empty(row, columns["answer"]), _or_empty(row, columns["note"]))
        elif begun:  # above are the captions of the columns
            gathered.wrong += stray(row[columns[each]] for each in ("answer", "note") if columns[each] in row)


def _or_empty(row: Row, column: int) -> Cell:
    """The cell, or an empty one whose place is told from its neighbour."""
    if column in row:
        return row[column]
    from openpyxl.utils import get_column_letter

    near = next(iter(row.values())).place
    start = near.rstrip("0123456789")
    return Cell(None, start.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") + get_column_letter(column) + near[len(start):])


def _read_tables(gathered: Gathered, pack: str, lines: Iterator[Row]) -> None:
    heads: dict[int, str] = {}
    for question, what, cells in marked(gathered, lines):
        if what in (COLUMNS, ITEMS):
            heads = {column: cell.text for column, cell in cells.items()}
            begin_area(gathered, (pack, question), what, next(iter(cells.values())).place if cells else "", heads)
        elif what.startswith(COLUMNS):
            heads = {column: cell.text for column, cell in cells.items()}
        elif what.startswith(LINE):
            gathered.wrong += stray(cell for column, cell in cells.items() if column not in heads)
            _read_line(gathered, (pack, question), what, {id_: cells[column] for column, id_ in heads.items() if column in cells})
        elif what.startswith(WITHIN):
            gathered.wrong += stray(cell for column, cell in cells.items() if column not in heads and column > CAPTION)
            take_within(gathered, (pack, question), what.removeprefix(WITHIN), cells)


def _read_line(gathered: Gathered, key: Key, what: str, named: dict[str, Cell]) -> None:
    if what == LINE:
        take_line(gathered, key, named)
    else:
        take_nested_line(gathered, key, what.removeprefix(f"{LINE}:"), named)


def _no_form(path: Path) -> Refusal:
    return Refusal(_("{name} is not a form of this program, or its hidden sheet was removed.").format(name=path.name),
                   _("Choose the file that was handed out and filled in, or hand the form out again."))


def _newer(path: Path, said: str) -> Refusal:
    return Refusal(_("{name} is a form of another kind: {said}.").format(name=path.name, said=said[:80]),
                   _("Bring it back with the version of RAI Desktop that handed it out."))
