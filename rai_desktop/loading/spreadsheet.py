"""Reads one sheet of an XLSX workbook, bounded in size, without trusting its declared extent."""

import datetime as dt
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from rai_desktop.errors import Refusal, reason
from rai_desktop.i18n import _
from rai_desktop.loading.coding import as_text
from rai_desktop.loading.names import MAX_COLUMNS, told_apart
from rai_desktop.loading.settling import quoted
from rai_desktop.loading.stored import Table, from_arrow
from rai_desktop.project.workbooks import open_read_only

MAX_UNPACKED = 1 << 30
MAX_CELLS = 20_000_000
MAX_EMPTY_ROWS = 10_000
MAX_ROWS = 1 << 20  # what the format itself allows
_ROW = b"<row"
_PYTHONS_OWN = ("invalid literal for int()", "could not convert string to float")
_ERRORS = {"#DIV/0!", "#N/A", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"}
_NO_RESULT = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"[^<>]*>\s*<f(?:[^<>]*/>|[^<>]*>[^<]*</f>)\s*(?:(?:<v\s*/>|<v></v>)\s*)?</c>'
)
Rows = list[list[Any]]


def open_workbook(
    path: Path, _head: bytes, options: Mapping[str, str]
) -> tuple[Table, dict[str, str], list[str]]:
    """The table of the sheet named in the options, or of the first sheet with cells; first row:
    names."""
    _check_size(path)
    book = _workbook(path)
    try:
        sheet = _sheet(path, book, options.get("sheet", ""))
        _check_formulas(path, sheet)
        rows = _rows(path, sheet)
    finally:
        book.close()
    names, warnings = told_apart(rows[0])
    arrays = [_array([row[i] for row in rows[1:]]) for i in range(len(names))]
    table = from_arrow(pa.Table.from_arrays(arrays, names=names))
    if len(book.sheetnames) > 1:
        others = quoted(name for name in book.sheetnames if name != sheet.title)
        warnings.append(
            _("Sheet “{sheet}” is read; the workbook also has {others}.").format(
                sheet=sheet.title, others=others
            )
        )
    return table, {"sheet": sheet.title}, warnings + _error_cells(rows)


def _check_size(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
            crowded = len(archive.infolist()) > 10_000
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise _damaged(path, error) from error
    if unpacked > MAX_UNPACKED or crowded:
        raise Refusal(
            _("{name} unpacks to {size} MB, more than a workbook may have here.").format(
                name=path.name, size=unpacked >> 20
            ),
            _("Save the sheet as CSV or Parquet."),
        )


def _workbook(path: Path) -> Any:
    try:
        return open_read_only(path, results=True)
    except Refusal:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part makes it raise
        raise _damaged(path, error) from error


def _damaged(path: Path, error: Exception) -> Refusal:
    no_number = isinstance(error, ValueError) and str(error).startswith(_PYTHONS_OWN)
    why = _("a cell of numbers holds something else") if no_number else reason(error)[:160].rstrip(".")
    return Refusal(
        _("{name} is a damaged workbook: {why}.").format(name=path.name, why=why),
        _("Open it in the program that made it and save it again, or save the sheet as CSV."),
    )


def _sheet(path: Path, book: Any, wanted: str) -> Any:
    if wanted and wanted not in book.sheetnames:
        raise Refusal(
            _("{name} has no sheet “{sheet}”.").format(name=path.name, sheet=wanted),
            _("Its sheets are {sheets}.").format(sheets=quoted(book.sheetnames)),
        )
    for sheet in [book[wanted]] if wanted else book.worksheets:
        sheet.reset_dimensions()
        if wanted or any(any(v is not None for v in row) for row in _guarded(path, sheet, 100)):
            return sheet
    raise Refusal(
        _("{name} has no sheet with cells.").format(name=path.name), _("Choose another workbook.")
    )


def _check_formulas(path: Path, sheet: Any) -> None:
    """Refuse formulas whose results were never saved: they would be read as missing."""
    try:
        _search_formulas(path, sheet)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, KeyError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise _damaged(path, error) from error


def _search_formulas(path: Path, sheet: Any) -> None:
    with zipfile.ZipFile(path) as archive, archive.open(sheet._worksheet_path.lstrip("/")) as part:  # noqa: SLF001
        tail, rows = b"", 0
        while chunk := part.read(1 << 20):
            rows += (tail[1 - len(_ROW) :] + chunk).count(_ROW)
            _check_rows(path, rows)
            if found := _NO_RESULT.search(tail + chunk):
                raise Refusal(
                    _(
                        "Cell {cell} of sheet “{sheet}” in {name} holds a formula without a saved result."
                    ).format(cell=found.group(1).decode(), sheet=sheet.title, name=path.name),
                    _("Open the workbook in a spreadsheet program, save it, and choose it again."),
                )
            tail = chunk[-2000:]


def _rows(path: Path, sheet: Any) -> Rows:
    """All rows down to the last with a cell, cut at the last column with a cell."""
    rows: Rows = []
    empty = cells = 0
    for seen, raw in enumerate(_guarded(path, sheet), 1):
        row = list(raw)
        while row and row[-1] is None:
            row.pop()
        _check_rows(path, seen)
        empty = 0 if row else empty + 1
        if empty > MAX_EMPTY_ROWS:
            break
        cells += len(row)
        _check_extent(path, cells, len(row))
        if row or rows:
            rows.append(row)
    while rows and not rows[-1]:
        rows.pop()
    return _rectangle(path, sheet, rows)


def _guarded(path: Path, sheet: Any, most: int | None = None) -> Iterator[tuple[Any, ...]]:
    """The rows, or the first few. Raises Refusal where one cannot be read."""
    try:
        yield from sheet.iter_rows(max_row=most, values_only=True)
    except Refusal:
        raise
    except Exception as error:  # as above
        raise _damaged(path, error) from error


def _check_rows(path: Path, rows: int) -> None:
    if rows > MAX_ROWS:
        raise Refusal(
            _("{name} holds more than {most} rows, which no workbook may.").format(name=path.name, most=f"{MAX_ROWS:,}"),
            _("Save the sheet as CSV or Parquet."),
        )


def _check_extent(path: Path, cells: int, width: int) -> None:
    if cells > MAX_CELLS or width > MAX_COLUMNS:
        raise Refusal(
            _(
                "{name} reaches to column {width} and holds {cells} cells or more, too many for a workbook."
            ).format(name=path.name, width=width, cells=cells),
            _("Delete stray cells far from the table, or save the sheet as CSV or Parquet."),
        )


def _rectangle(path: Path, sheet: Any, rows: Rows) -> Rows:
    if len(rows) < 2:
        raise Refusal(
            _("Sheet “{sheet}” of {name} has a header but no rows.").format(
                sheet=sheet.title, name=path.name
            ),
            _("Choose another sheet."),
        )
    width = max(len(row) for row in rows)
    if width * len(rows) > MAX_CELLS:
        _check_extent(path, width * len(rows), width)
    for row in rows:
        row.extend([None] * (width - len(row)))
    return rows


def _array(values: list[Any]) -> pa.Array:
    """Whole numbers, numbers, truths or times when all are; otherwise text."""
    plain = [None if isinstance(v, str) and (v in _ERRORS or not v) else v for v in values]
    kinds = {type(v) for v in plain if v is not None}
    if not kinds:
        return pa.nulls(len(plain), pa.float64())
    if kinds == {int}:
        return _whole(plain)
    if kinds <= {int, float}:
        return _number(plain)
    if kinds in ({bool}, {dt.datetime}):
        return pa.array(plain)
    return pa.array(as_text(plain), pa.string())


def _whole(values: list[Any]) -> pa.Array:
    try:
        return pa.array(values, pa.int64())
    except (OverflowError, pa.ArrowInvalid):
        return pa.array(as_text(values), pa.string())


def _number(values: list[Any]) -> pa.Array:
    try:
        return pa.array([None if v is None else float(v) for v in values], pa.float64())
    except OverflowError:  # a whole number of hundreds of digits
        return pa.array(as_text(values), pa.string())


def _error_cells(rows: Rows) -> list[str]:
    count = sum(isinstance(v, str) and v in _ERRORS for row in rows[1:] for v in row)
    if not count:
        return []
    return [
        _("{count} cells hold an error such as #DIV/0! and are read as missing.").format(
            count=count
        )
    ]
