"""How a form looks as a workbook: a few named styles, and what may be typed where."""

import math
from typing import Any

from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

_INK, _MUTED, _ACCENT = "17212B", "53616F", "0B5D78"
_EDGE = Side(style="thin", color="8593A1")
_LINE = Side(style="thin", color="D9E0E6")
_FONT = "Calibri"
_LINE_POINTS = 15.5
_ROOM = 0.92  # of a column's width in characters, as wrapped words leave some of it empty
_MOST_LINES = 26  # spreadsheet programs end a row at 409 points


def styles() -> list[NamedStyle]:
    """The styles of a form; each cell has exactly one of them."""
    return [
        _style("rai title", size=18, bold=True, color=_ACCENT),
        _style("rai heading", size=13, bold=True, color=_ACCENT, below=True),
        _style("rai text"),
        _style("rai bold", bold=True),
        _style("rai muted", size=10, color=_MUTED),
        _style("rai column", bold=True, color="FFFFFF", fill=_ACCENT),
        _style("rai option", indent=1),
        _style("rai answer", answer=True),
        _style("rai tick", answer=True, centre=True),
        _style("rai number", answer=True, left=True),
        _style("rai day", answer=True, left=True, number_format="yyyy-mm-dd"),
    ]


def _style(name: str, *, size: int = 11, color: str = _INK, fill: str = "", **how: Any) -> NamedStyle:
    answer, centre = how.get("answer", False), how.get("centre", False)
    style = NamedStyle(name=name)
    style.font = Font(name=_FONT, size=size, bold=how.get("bold", False), color=color)
    horizontal = "center" if centre else "left" if how.get("left") else None
    style.alignment = Alignment(vertical="bottom" if how.get("below") else "top", wrap_text=True,
                                indent=how.get("indent", 0), horizontal=horizontal)
    style.number_format = how.get("number_format", "@" if answer and not how.get("left") else "General")
    style.protection = Protection(locked=not answer)
    if answer:
        style.fill = PatternFill("solid", fgColor="FFFBE6")
        style.border = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
    elif fill:
        style.fill = PatternFill("solid", fgColor=fill)
    elif how.get("below"):
        style.border = Border(bottom=_LINE)
    return style


def shut(sheet: Any) -> None:
    """Only answers may be typed; whoever needs wider columns or higher rows may make them so. There is no password."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def widths(sheet: Any, characters: dict[str, float]) -> None:
    """Columns as wide as so many characters; 0 hides one."""
    for column, width in characters.items():
        sheet.column_dimensions[column].width = width or 4
        sheet.column_dimensions[column].hidden = not width


def heighten(sheet: Any, row: int, *, least: int = 1) -> None:
    """Make a row as high as its longest text needs. Spreadsheet programs do not do it for a file they did not write."""
    needed = [_lines(str(cell.value), cell.font.size, sheet.column_dimensions[cell.column_letter].width)
              for cell in sheet[row] if cell.value is not None and cell.alignment.wrap_text]
    lines = min(max([least, *needed]), _MOST_LINES)
    sheet.row_dimensions[row].height = 4 + _LINE_POINTS * lines


def _lines(text: str, size: float, width: float) -> float:
    room = max(width * _ROOM * 11 / size, 1)
    return sum(max(math.ceil(len(line) / room), 1) for line in text.splitlines()) * size / 11


def on_one_line(cell: Any) -> None:
    """Let a heading run over the empty cells beside it."""
    cell.alignment = Alignment(vertical="bottom", wrap_text=False)
