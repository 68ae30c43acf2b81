"""clauses.csv and its XLSX twin: evidence by clause as a table that no spreadsheet takes for a program."""

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rai_desktop.clauses.table import Row
from rai_desktop.errors import Refusal
from rai_desktop.forms.cells import visible
from rai_desktop.i18n import _
from rai_desktop.project.cells import csv_bytes

HEAD = ["framework", "clause", "title", "parent", "date_kind", "date", "date_note", "date_source", "applies", "verified",
        "counted", "coverage", "against", "reason", "answers", "findings", "documents", "risks", "open_actions",
        "measured", "cautions"]
_WIDTHS = (14, 16, 44, 14, 12, 12, 30, 30, 9, 14, 9, 14, 9, 30, 60, 60, 30, 30, 30, 12, 44)
_LONGEST = 32_000  # a cell of a spreadsheet holds 32,767 characters


def clauses_csv(rows: Iterable[Row]) -> bytes:
    """One row a clause; what speaks to it stands in its cell, one a line."""
    return csv_bytes(HEAD, (_cells(row) for row in rows))


def clauses_xlsx(rows: Iterable[Row]) -> bytes:
    """The same as a workbook for people: every cell is text or a number, never a formula."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook(write_only=False)
    sheet: Any = book.active
    sheet.title = _("Evidence by clause")[:31]
    for place, cells in enumerate([_heads(), *map(_cells, rows)], start=1):
        for column, cell in enumerate(cells, start=1):
            _write(sheet.cell(place, column), cell)
            sheet.cell(place, column).alignment = Alignment(wrap_text=True, vertical="top")
    for column, width in enumerate(_WIDTHS, start=1):
        sheet.cell(1, column).font = Font(bold=True)
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = width
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def write_table(rows: Iterable[Row], path: Path) -> None:
    """A table for one reader, CSV or XLSX by the ending of its name; Refusal when it cannot be written."""
    makes = {".csv": clauses_csv, ".xlsx": clauses_xlsx}
    make = makes.get(path.suffix.lower())
    if make is None:
        raise Refusal(_("{name} ends neither in .csv nor in .xlsx.").format(name=path.name),
                      _("Give the file one of these endings."))
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(make(rows))
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise Refusal(_("{path} could not be written: {why}.").format(path=path, why=error.strerror or str(error)),
                      _("Choose another folder, or close the program that has the file open.")) from error


def _write(cell: Any, value: object) -> None:
    """A text stays a text, whatever it begins with."""
    if isinstance(value, int) and not isinstance(value, bool):
        cell.value = value
        return
    text = visible(str(value))
    cell.value = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    cell.data_type = "s"
    cell.quotePrefix = True


def _cells(row: Row) -> Sequence[object]:
    return [row.framework, row.clause, row.title, row.parent, row.date_kind, row.date, row.date_note,
            row.date_source, _known(row.applies), row.verified, _known(row.counted), row.coverage, row.against, row.reason,
            *("\n".join(said) for said in (row.answers, row.findings, row.documents, row.risks, row.open_actions)),
            row.measured, "\n".join(row.cautions)]


def _known(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


def _heads() -> list[str]:
    return [_("Framework"), _("Clause"), _("What it says, in our words"), _("Part of"), _("Kind of date"), _("Date"),
            _("About the date"), _("Source of the date"), _("Applies"),
            _("How well known"), _("Counted"), _("Coverage"), _("Against"), _("Why not applicable"), _("Answers"),
            _("Findings"), _("Documents"), _("Risks"), _("Open actions"), _("Measured on"), _("What takes from it")]
