"""Workbooks of strangers: parts that would fill the memory, and declared entities, are refused before a tree is made of them."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from rai_desktop.errors import Refusal
from rai_desktop.loading.spreadsheet import open_workbook
from rai_desktop.project import workbooks
from rai_desktop.project.workbooks import open_read_only

MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET, STYLES, STRINGS = "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml"
OVERRIDE = (b'<Override PartName="/xl/sharedStrings.xml" '
            b'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>')


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits of a small computer."""
    for name, limit in (("MOST_WHOLE", 100_000), ("MOST_KEPT", 2_000), ("MOST_WITHIN", 2_000), ("MOST_UNITS", 20_000), ("_QUIET", 50_000)):
        monkeypatch.setattr(workbooks, name, limit)


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    for row in (["a", "b"], [1, "x"], [2, "y"]):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(tmp_path / "t.xlsx")
    return tmp_path / "t.xlsx"


def altered(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts.get(part, b""))
    if part == STRINGS and STRINGS.encode() not in parts["[Content_Types].xml"]:
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", OVERRIDE)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def sheet(inner: bytes) -> bytes:
    return b"<worksheet " + MAIN + b"><sheetData>" + inner + b"</sheetData></worksheet>"


BOMBS = {
    "styles": (STYLES, lambda _was: b"<styleSheet " + MAIN + b"><cellXfs>" + b"<xf/>" * 9_000 + b"</cellXfs></styleSheet>"),
    "a deep part": (STYLES, lambda _was: b"<a>" * 9_000),
    "a part as long as none": (STYLES, lambda _was: b"<a>" + b" " * 200_000 + b"</a>"),
    "kinds of parts": ("[Content_Types].xml", lambda was: was.replace(b"</Types>", b'<Default Extension="a" ContentType="b"/>' * 3_000 + b"</Types>")),
    "names": ("xl/workbook.xml", lambda was: was.replace(b"</workbook>", b"<a/>" * 9_000 + b"</workbook>")),
    "shared texts": (STRINGS, lambda _was: b"<sst " + MAIN + b">" + b"<si/>" * 90_000 + b"</sst>"),
    "one shared text": (STRINGS, lambda _was: b"<sst " + MAIN + b"><si>" + b"<r><t>a</t></r>" * 20_000 + b"</si></sst>"),
    "one row": (SHEET, lambda _was: sheet(b"<row>" + b"<c><v>1</v></c>" * 20_000 + b"</row>")),
    "rows": (SHEET, lambda _was: sheet(b"<row/>" * 90_000)),
    "rows that are none": (SHEET, lambda _was: sheet(b'<x:row xmlns:x="elsewhere"/>' * 90_000)),
    "a row in a row": (SHEET, lambda _was: sheet(b"<row>" + b"<a/><row/>" * 20_000 + b"</row>")),
    "between rows": (SHEET, lambda _was: sheet(b"<a/><row/>" * 15_000)),
    "behind the rows": (SHEET, lambda _was: sheet(b"<row/>").replace(b"</worksheet>", b"<mergeCell/>" * 20_000 + b"</worksheet>")),
    "one long text": (SHEET, lambda _was: sheet(b'<row><c t="inlineStr"><is><t>' + b"a" * 9_000_000 + b"</t></is></c></row>")),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_what_would_fill_the_memory_is_refused(plain: Path, bomb: str) -> None:
    with pytest.raises(Refusal, match="holds more than a workbook may"):
        open_workbook(altered(plain, *BOMBS[bomb]), b"", {})


@pytest.mark.parametrize("part", [SHEET, STYLES, STRINGS, "xl/workbook.xml", "[Content_Types].xml", "docProps/core.xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_declared_entities_are_refused(plain: Path, part: str, encoding: str) -> None:
    def declare(was: bytes) -> bytes:
        text = (was or b"<sst " + MAIN + b"/>").decode()
        root = text[text.index("<", text.find("?>") + 2 if "?>" in text else 0) :]
        return f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>{root}'.encode(encoding)

    with pytest.raises(Refusal, match="declares XML types or entities"):
        open_workbook(altered(plain, part, declare), b"", {})


def test_an_honest_workbook_of_every_size_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for number in range(6_000):
        book.active.append([number, f"text {number}", 0.5])  # type: ignore[union-attr]
    book.save(tmp_path / "t.xlsx")
    (read,) = open_read_only(tmp_path / "t.xlsx", results=True).worksheets
    assert sum(1 for _row in read.iter_rows(values_only=True)) == 6_000


@pytest.mark.parametrize(("cell", "why"), [
    (b't="s"><v>-1', "a cell names a shared text that is not there"), (b't="s"><v>9', "a cell names a shared text that is not there"),
    (b't="s"><v>one', "a cell of numbers holds something else"), (b"><v>NaN", "a cell of numbers holds something else"),
])  # fmt: skip
def test_a_cell_that_names_no_text_or_no_number_is_damage_in_plain_words(plain: Path, cell: bytes, why: str) -> None:
    """The number -1 was read as the workbook's last text."""
    altered(plain, STRINGS, lambda _was: b"<sst " + MAIN + b"><si><t>first</t></si><si><t>last</t></si></sst>")
    cells = b'<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" ' + cell + b"</v></c></row>"
    with pytest.raises(Refusal, match=f"is a damaged workbook: {why}"):
        open_workbook(altered(plain, SHEET, lambda _was: sheet(cells)), b"", {})
