"""The first sheet of a workbook: what it is, and how to fill it in."""

from typing import Any

from rai_desktop.forms.cells import put
from rai_desktop.forms.form import Form
from rai_desktop.forms.look import heighten, on_one_line, shut, widths
from rai_desktop.forms.workbook import sheet_name
from rai_desktop.i18n import _, ngettext


def write_cover(sheet: Any, form: Form, sheets: dict[str, str]) -> None:
    """Title, how to, and a list of the sheets with links to them."""
    sheet.title = sheet_name(_("Read me first"), sheet.parent.sheetnames)
    widths(sheet, {"A": 3, "B": 5, "C": 90, "D": 14})
    row = _line(sheet, 2, "B", form.title or _("Questionnaires"), "rai title")
    row = _line(sheet, row, "B", _handed_out(form), "rai muted") + 1
    row = _line(sheet, row, "B", _("How to fill it in"), "rai bold")
    for number, words in enumerate(_how(), start=1):
        _line(sheet, row, "B", str(number), "rai muted")
        row = _line(sheet, row, "C", words, "rai text")
    row = _line(sheet, row + 1, "B", _("What is asked"), "rai bold")
    for sheaf in form.sheaves:
        name = sheets[sheaf.pack.id]
        _line(sheet, row, "C", sheaf.pack.title, "rai text")
        sheet.cell(row, 3).hyperlink = _link(name)
        count = ngettext("{n} question", "{n} questions", len(sheaf.asked)).format(n=len(sheaf.asked))
        row = _line(sheet, row, "D", count, "rai muted")
    shut(sheet)


def _how() -> list[str]:
    return [
        _("Each sheet holds one questionnaire. Type only into the yellow cells; all others are locked."),
        _("Where a cell has a list, choose from it. Where several choices may apply, type x beside each that does."),
        _("Type days as year-month-day, for example 2026-11-23, and numbers as digits only."),
        _("Tables are on a sheet of their own, beside the questionnaire. Leave rows that you do not need empty."),
        _("The column for notes is for where an answer comes from, and for what you are not sure of."),
        _("Leave a cell empty when you do not know. Nobody takes that for a no."),
        _("Formulas are not computed: what you type is taken as it reads."),
        _("Save the file as .xlsx and send it back. Nothing is taken over before the analyst has seen what changes."),
    ]


def _handed_out(form: Form) -> str:
    count = ngettext("{n} question", "{n} questions", form.count).format(n=form.count)
    return _("{count}, handed out on {day} by RAI Desktop.").format(count=count, day=form.made)


def _link(name: str) -> Any:
    from openpyxl.worksheet.hyperlink import Hyperlink

    quoted = name.replace("'", "''")
    return Hyperlink(ref="", location=f"'{quoted}'!A1", display=name)


def _line(sheet: Any, row: int, column: str, words: str, style: str) -> int:
    cell = sheet[f"{column}{row}"]
    cell.style = style
    put(cell, words)
    if style in ("rai title", "rai muted", "rai bold"):
        on_one_line(cell)
    sheet.row_dimensions[row].height = 28 if style == "rai title" else None
    if style == "rai text":
        heighten(sheet, row)
    return row + 1
