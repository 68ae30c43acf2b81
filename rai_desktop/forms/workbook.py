"""Writes a form as an XLSX workbook: how to fill it in, one sheet a questionnaire, and its tables on a sheet beside it."""

import re
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any

import msgspec

from rai_desktop.forms.cells import fits, put, visible
from rai_desktop.forms.form import SCHEMA, Form, Sheaf
from rai_desktop.i18n import _

if TYPE_CHECKING:
    from rai_desktop.forms.lists import Lists

FACTS = "rai_form"
"""The hidden sheet that says, for the program, what was handed out."""


def write_workbook(form: Form, path: Path) -> None:
    """Write the whole workbook; the caller sees to it that a half-written one is never in place."""
    from openpyxl import Workbook

    from rai_desktop.forms.look import styles

    book = Workbook()
    for style in styles():
        book.add_named_style(style)
    book.properties.creator, book.properties.title = "RAI Desktop", visible(form.title)
    cover = book.active
    sheets = _write_sheaves(book, form)
    from rai_desktop.forms.cover import write_cover

    write_cover(cover, form, sheets)
    _write_facts(book.create_sheet(FACTS), form)
    book.save(path)


def _write_sheaves(book: Any, form: Form) -> dict[str, str]:
    """The sheet of each pack, by pack id."""
    from rai_desktop.forms.lists import Lists

    lists = Lists(book)
    sheets = {sheaf.pack.id: _write_sheaf(book, sheaf, lists) for sheaf in form.sheaves}
    book.move_sheet("rai_lists", offset=len(book.sheetnames))
    return sheets


def _write_sheaf(book: Any, sheaf: Sheaf, lists: "Lists") -> str:
    from rai_desktop.forms.question_sheet import write_questions
    from rai_desktop.forms.table_sheet import is_beside, write_tables

    tables = any(is_beside(each) for each in sheaf.asked)
    sheet = book.create_sheet(sheet_name(sheaf.pack.title, book.sheetnames))
    beside = book.create_sheet(sheet_name(_("{title}, tables").format(title=shorten(sheaf.pack.title, 22, placeholder="")),
                                          book.sheetnames)) if tables else None
    places = write_tables(beside, sheaf, lists) if beside is not None else {}
    write_questions(sheet, sheaf, lists, places)
    return str(sheet.title)


def sheet_name(title: str, taken: list[str]) -> str:
    """A name a sheet may have: up to 31 characters, none of []:*?/\\, none that is taken."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", visible(title))
    plain = " ".join(plain.split()).strip("'")[:31].rstrip() or "Sheet"
    known, number, name = {each.casefold() for each in taken}, 2, plain
    while name.casefold() in known:
        name = f"{plain[:27]} {number}"
        number += 1
    return name


def _write_facts(sheet: Any, form: Form) -> None:
    """Rows of words for the program: the form's own, its packs, and the answers it was handed out with."""
    sheet.sheet_state = "hidden"
    rows = [("form", SCHEMA, "", ""), ("project", form.project, form.title, form.made)]
    for sheaf in form.sheaves:
        rows.append(("pack", sheaf.pack.id, sheaf.pack.version, sheaf.pack.title))
        rows += [("before", sheaf.pack.id, each.question.id, _before(each.answer)) for each in sheaf.asked]
    for place, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            put(sheet.cell(place, column), text)


def _before(answer: msgspec.Struct) -> str:
    """The answer handed out, as JSON; "" where a cell cannot hold it, and the comparison then says that it is not known."""
    text = msgspec.json.encode({"value": getattr(answer, "value", None), "note": getattr(answer, "note", "")}).decode()
    return text if fits(text) else ""
