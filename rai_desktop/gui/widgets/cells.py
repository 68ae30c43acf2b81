"""Cells of evidence tables as text: for the screen, the clipboard and a file."""

import re
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from rai_desktop.findings.measurement import Cell, Table
from rai_desktop.project.cells import csv_bytes, guarded

_CELL_ENDS = re.compile(r"\r\n|[\t\n\v\f\r\x85\u2028\u2029]")


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
    whole = float(cell).is_integer() and 1e4 <= abs(float(cell)) < 1e15  # four digits would round it, and write 1e+04
    return locale.toString(int(cell)) if whole else locale.toString(float(cell), "g", 4)


def copy_table(table: Table) -> None:
    """Put a table on the clipboard, tab-separated, with plain numbers; no text becomes a formula where it is pasted."""
    rows: list[list[Cell]] = [[*table.columns], *table.rows]
    lines = ["\t".join(_on_one_line(guarded(cell)) for cell in row) for row in rows]
    QApplication.clipboard().setText("\n".join(lines))


def save_table(table: Table, path: Path) -> None:
    """Write a CSV file; text that a spreadsheet would take for a formula gets an apostrophe before it."""
    path.write_bytes(csv_bytes(table.columns, table.rows))


def _on_one_line(cell: object) -> str:
    """Nothing quotes pasted text, so a tab or a line end in it would begin a cell of its own, and that may be a formula."""
    return "" if cell is None else " ".join(_CELL_ENDS.split(str(cell)))
