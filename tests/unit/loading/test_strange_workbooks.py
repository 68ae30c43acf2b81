"""Workbooks whose parts are locked, spoiled, packed in odd ways, gone or cut: a table or a refusal, never a fault."""

import io
import struct
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from rai_desktop.errors import Refusal
from rai_desktop.forms.distrust import check_workbook
from rai_desktop.loading import spreadsheet
from rai_desktop.loading.tables import open_table
from tests.unit.loading.hostile_containers import spoiled, told, zipped

SHEET = "xl/worksheets/sheet1.xml"


def written() -> dict[str, bytes]:
    """The parts of an honest workbook of fifty rows."""
    book, room = openpyxl.Workbook(), io.BytesIO()
    for row in (("a", "b"), *((float(i) + 0.5, f"x{i}") for i in range(50))):
        book.active.append(row)
    book.save(room)
    with zipfile.ZipFile(room) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


PARTS = written()


def changed() -> Iterator[tuple[str, bytes]]:
    for part in PARTS:
        first = zipped({part: PARTS[part], **PARTS})
        yield "locked " + part, told(first, 6, 8, 1)
        yield "patched " + part, told(first, 6, 8, 0x20)
        yield "spoiled " + part, spoiled(first)
        for how in (12, 14, 93):
            yield f"method {how} {part}", told(first, 8, 10, how)
        yield "gone " + part, zipped({name: content for name, content in PARTS.items() if name != part})
        yield "empty " + part, zipped({**PARTS, part: b""})
        yield "cut " + part, zipped({**PARTS, part: PARTS[part][: len(PARTS[part]) // 2]})
    laughs = b"".join(b'<!ENTITY x%d "%s">' % (i, (b"&x%d;" % (i - 1) if i else b"ha") * 10) for i in range(9))
    cells = b"<sheetData><row r='1'><c r='A1' t='str'><v>&x8;</v></c></row>"
    yield "entities", zipped({**PARTS, SHEET: b"<!DOCTYPE a [" + laughs + b"]>" + PARTS[SHEET].replace(b"<sheetData>", cells)})
    yield "long number", zipped({**PARTS, SHEET: PARTS[SHEET].replace(b"<v>1.5</v>", b"<v>" + b"9" * 400 + b"</v>")})


SAMPLES = dict(changed())


@pytest.mark.parametrize("name", SAMPLES)
def test_a_strange_workbook_is_a_table_or_a_refusal(tmp_path: Path, name: str) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(SAMPLES[name])
    try:
        assert open_table(str(path)).rows == 50
    except Refusal as refusal:
        assert refusal.way_out
    try:
        check_workbook(path)
    except Refusal as refusal:
        assert refusal.way_out


def test_the_sheet_itself_spoiled_is_told(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    for kind in ("locked", "spoiled", "cut"):
        path.write_bytes(SAMPLES[f"{kind} {SHEET}"])
        with pytest.raises(Refusal, match="damaged workbook"):
            open_table(str(path))


@pytest.mark.parametrize("ahead", [True, False])
def test_more_rows_than_the_format_allows_are_refused_soon(tmp_path: Path, ahead: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted before the rows are read where they are written as usual, and while they are read in any case."""
    if not ahead:
        monkeypatch.setattr(spreadsheet, "MAX_ROWS", 300)
        monkeypatch.setattr(spreadsheet, "_ROW", b"<another")
    mark = b"<row><c><v>1</v></c></row>"
    start, end = PARTS[SHEET].split(b"<sheetData>")[0] + b"<sheetData>", b"</sheetData></worksheet>"
    with zipfile.ZipFile(path := tmp_path / "t.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in PARTS.items():
            archive.writestr(name, start + mark * (spreadsheet.MAX_ROWS + 2) + end if name == SHEET else content)
    began = time.process_time()
    with pytest.raises(Refusal, match="more than .* rows"):
        open_table(str(path))
    assert time.process_time() - began < 10


def test_parts_before_the_beginning_of_the_file_are_told_in_words(tmp_path: Path) -> None:
    """The list of parts says that it lies further on than it does: each part is then looked for before the first byte."""
    whole = bytearray(zipped(PARTS))
    end = whole.rfind(b"PK\5\6")
    struct.pack_into("<I", whole, end + 16, struct.unpack_from("<I", whole, end + 16)[0] + 100)
    path = tmp_path / "before.xlsx"
    path.write_bytes(whole)
    with pytest.raises(Refusal) as told_of:
        check_workbook(path)
    assert "Errno" not in told_of.value.sentence
