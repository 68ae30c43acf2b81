"""Cells of evidence tables as text: for the screen, the clipboard and a file."""

import csv
from io import StringIO
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from rai_desktop.findings.measurement import Cell, Table

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell_words(cell: Cell, format_: str) -> str:
    """A cell as people read it: shares in percent with one decimal, ratios with three, counts grouped."""
    if cell is None:
        return "–"
    if isinstance(cell, bool | str):
        return str(cell)
    locale = QLocale()
    if format_ == "share":
        return f"{locale.toString(100 * float(cell), 'f', 1)} %"
    if format_ == "count" or isinstance(cell, int):
        return locale.toString(int(cell))
    if format_ == "ratio":
        return locale.toString(float(cell), "f", 3)
    return locale.toString(float(cell), "g", 4)


def copy_table(table: Table) -> None:
    """Put a table on the clipboard, tab-separated, with plain numbers; no text becomes a formula where it is pasted."""
    rows = _safe_rows(table)
    lines = ["\t".join("" if cell is None else str(cell) for cell in row) for row in rows]
    QApplication.clipboard().setText("\n".join(lines))


def save_table(table: Table, path: Path) -> None:
    """Write a CSV file; text that a spreadsheet would take for a formula gets an apostrophe before it."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows(_safe_rows(table))
    path.write_text(out.getvalue(), encoding="utf-8-sig")


def _safe_rows(table: Table) -> list[list[Cell]]:
    return [[_safe(name) for name in table.columns], *([_safe(cell) for cell in row] for row in table.rows)]


def _safe(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
