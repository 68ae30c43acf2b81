"""Tables made to break their reader: sizes and offsets that lie, entities, bombs, formulas; a table or a sentence, nothing else."""

import io
import random
import time
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from rai_desktop.errors import Refusal
from rai_desktop.loading.look import look
from rai_desktop.loading.tables import open_table

resource = pytest.importorskip("resource", reason="memory is measured as Unix does")
FRAME = pd.DataFrame({"a": np.arange(50.0), "b": ["x", "yy"] * 25, "c": pd.Categorical(["u", "v"] * 25)})
TRIES = 250
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9)) + "]>"  # fmt: skip
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def written(kind: str) -> bytes:
    table, room = pa.Table.from_pandas(FRAME), io.BytesIO()
    if kind == "parquet":
        parquet.write_table(table, room)
    elif kind == "xlsx":
        FRAME.to_excel(room, index=False)
    else:
        with pa.ipc.new_file(room, table.schema) as file:
            file.write_table(table)
    return room.getvalue()


def read(path: Path) -> int:
    """Rows of the whole table, every byte of every column looked at; -1 for a refusal in words."""
    try:
        table = open_table(str(path))
        return sum(len(str(batch.to_pylist())) and batch.num_rows for batch in table.batches(list(table.columns)))
    except Refusal as refused:
        assert refused.sentence
        assert "Traceback" not in str(refused)
        return -1


def spoilt(whole: bytes, chance: random.Random) -> bytes:
    content = bytearray(whole)
    for _ in range(chance.choice((1, 2, 4))):
        at = chance.randrange(len(content))
        change = chance.randrange(4)
        if change == 0:
            content[at] ^= 1 << chance.randrange(8)
        elif change == 1:
            content[at : at + 4] = chance.choice((b"\xff\xff\xff\x7f", b"\xff" * 4, bytes(4)))
        elif change == 2 and len(content) > 8:
            del content[at : at + 4]
        else:
            content = content[: at + 1]
    return bytes(content)


@pytest.mark.parametrize("kind", ["parquet", "arrow", "xlsx"])
def test_spoilt_files_are_tables_or_refusals_and_take_no_memory(kind: str, tmp_path: Path) -> None:
    whole, path, chance = written(kind), tmp_path / f"t.{kind}", random.Random(20261126)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refused = 0
    for _ in range(TRIES):
        path.write_bytes(spoilt(whole, chance))
        refused += read(path) == -1
    assert 0 < refused < TRIES
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 2**20  # KiB: a GiB


def test_arrow_texts_that_reach_beyond_the_file_are_refused(tmp_path: Path) -> None:
    """Offsets that lie would make the reader read memory that is not the file's."""
    batch = pa.RecordBatch.from_arrays([pa.array(["x" * 11, "y" * 13]), pa.array([1.0, 2.0])], names=["t", "n"])
    room = io.BytesIO()
    with pa.ipc.new_file(room, batch.schema) as file:
        file.write_batch(batch)
    honest, lying = (np.array([0, middle, 24], "<i4").tobytes() for middle in (11, 2**30))
    assert room.getvalue().count(honest) == 1
    (tmp_path / "t.arrow").write_bytes(room.getvalue().replace(honest, lying))
    assert read(tmp_path / "t.arrow") == -1


def test_arrow_codes_beyond_their_levels_are_refused(tmp_path: Path) -> None:
    codes = pa.array([0, 7], pa.int32())
    lying = pa.DictionaryArray.from_arrays(codes, pa.array(["u", "v"]), safe=False)
    batch = pa.RecordBatch.from_arrays([lying], names=["c"])
    with pa.OSFile(str(tmp_path / "t.arrow"), "wb") as out, pa.ipc.new_file(out, batch.schema) as file:
        file.write_batch(batch)
    assert read(tmp_path / "t.arrow") == -1


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"])
@pytest.mark.parametrize(("doctype", "entity"), [(BOMB, "&j;"), (OUTSIDE, "&e;")], ids=["bomb", "outside"])
def test_entities_in_a_workbook_are_never_expanded(part: str, doctype: str, entity: str, tmp_path: Path) -> None:
    whole, room = zipfile.ZipFile(io.BytesIO(written("xlsx"))), io.BytesIO()
    with zipfile.ZipFile(room, "w") as out:
        for name in whole.namelist():
            content = whole.read(name)
            if name == part:
                start = content.index(b"?>") + 2 if content.startswith(b"<?xml") else 0
                content = content[:start] + doctype.encode() + content[start:].replace(b">x<", f">{entity}<".encode())
                content = content.replace(b'name="Sheet1"', f'name="{entity}"'.encode())
            out.writestr(name, content)
    (tmp_path / "t.xlsx").write_bytes(room.getvalue())
    try:
        table = open_table(str(tmp_path / "t.xlsx"))
        held = str([batch.to_pylist() for batch in table.batches(list(table.columns))])
    except Refusal as refused:
        held = str(refused)
    assert "root:" not in held
    assert len(held) < 100_000


@pytest.mark.parametrize("name", ["../../outside.xml", "/etc/outside.xml", "xl\\..\\..\\outside.xml"])
def test_paths_in_a_workbook_write_nothing(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    (folder / "t.xlsx").write_bytes(written("xlsx"))
    with zipfile.ZipFile(folder / "t.xlsx", "a") as out:
        out.writestr(name, "x")
    assert read(folder / "t.xlsx") in (-1, 50)
    assert sorted(p.name for p in tmp_path.rglob("*") if p.is_file()) == ["t.xlsx"]


def test_a_workbook_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w", zipfile.ZIP_DEFLATED) as out:
        for name in ("xl/workbook.xml", *(f"xl/media/{at}.bin" for at in range(3))):
            with out.open(name, "w", force_zip64=True) as part:
                for _ in range(0 if name.endswith(".xml") else 400):
                    part.write(bytes(2**20))
    assert read(tmp_path / "t.xlsx") == -1


def test_parquet_codes_beyond_their_levels_are_refused(tmp_path: Path) -> None:
    """Arrow reads codes as they are stored; what they pointed at beyond the levels was read from memory."""
    schema = pa.schema([pa.field("g", pa.string(), nullable=False)])
    room = io.BytesIO()
    parquet.write_table(pa.table({"g": ["a"] * 1000}, schema=schema), room, compression="none", write_statistics=False)
    honest, lying = b"\x01\xd0\x0f\x00", b"\x08\xd0\x0f\xf0"  # bits a code, a run of 1000, the code
    assert room.getvalue().count(honest) == 1
    (tmp_path / "t.parquet").write_bytes(room.getvalue().replace(honest, lying))
    assert read(tmp_path / "t.parquet") == -1


@pytest.mark.parametrize("coded", [True, False])
def test_parquet_texts_that_are_no_text_are_refused(coded: bool, tmp_path: Path) -> None:
    room = io.BytesIO()
    parquet.write_table(pa.table({"g": ["abcdefgh"] * 10}), room, compression="none", use_dictionary=coded, write_statistics=False)
    (tmp_path / "t.parquet").write_bytes(room.getvalue().replace(b"abcdefgh", b"ab\xff\xfeefgh"))
    table = open_table(str(tmp_path / "t.parquet"))
    with pytest.raises(Refusal, match="damaged"):
        list(table.batches(["g"]))
    with pytest.raises(Refusal, match="damaged"):
        list(table.frames(["g"]))


@pytest.mark.parametrize("filler", [b'<c r="A1"' * 20_000, b'<c r="A1"><f>x</f>' + b" " * 100_000], ids=["cells", "blanks"])
def test_the_search_for_formulas_takes_no_longer_than_the_sheet_is_long(filler: bytes, tmp_path: Path) -> None:
    whole, room = zipfile.ZipFile(io.BytesIO(written("xlsx"))), io.BytesIO()
    with zipfile.ZipFile(room, "w", zipfile.ZIP_DEFLATED) as out:
        for name in whole.namelist():
            out.writestr(name, whole.read(name).replace(b"</sheetData>", b"</sheetData><!--" + filler + b"-->"))
    (tmp_path / "t.xlsx").write_bytes(room.getvalue())
    start = time.process_time()
    assert read(tmp_path / "t.xlsx") == 50
    assert time.process_time() - start < 1.5


def test_parquet_columns_shorter_than_the_table_are_refused(tmp_path: Path) -> None:
    parquet.write_table(pa.table({"a": range(111_111), "b": range(111_111)}), path := tmp_path / "short.parquet")
    content, told = path.read_bytes(), b"\x8e\xc8\x0d"  # 111,111, as the footer has it
    footer = content.rindex(b"\x16" + told + b"\x16", 0, content.rindex(b"\x16" + told + b"\x16"))  # of the first column
    path.write_bytes(content[: footer + 1] + b"\x80\x80\x00" + content[footer + 4 :])
    with pytest.raises(Refusal, match="it says 111111 rows and holds"):
        open_table(str(path)).rows_at([0, 5], ["a"])


DAY, YEAR_9999, YEAR_1 = 86_400, 253_402_300_799, -62_135_596_800
FAR = {
    "days of millions of years": (pa.date32(), [0, 2**31 - 1], "before the year 1 or after 9999"),
    "days before the first": (pa.date32(), [-(2**31), 0], "before the year 1 or after 9999"),
    "milliseconds": (pa.date64(), [DAY * 1000 * 10**8, 0], "before the year 1 or after 9999"),
    "seconds": (pa.timestamp("s"), [2**62, None], "before the year 1 or after 9999"),
    "the last second, which its zone puts later": (pa.timestamp("us", "Europe/Paris"), [YEAR_9999 * 10**6, 0], "that its time zone puts there"),
    "the first, which its zone puts before": (pa.timestamp("s", "America/New_York"), [YEAR_1, 0], "that its time zone puts there"),
    "a span": (pa.duration("s"), [2**62, 0], "before the year 1 or after 9999"),
    "a zone nobody knows": (pa.timestamp("us", "No/Where"), [0, 1], "the time zone “No/Where”, which is not known"),
}
NEAR = {
    "the last day": (pa.date32(), [2_932_896, -719_162, None]), "the last second": (pa.timestamp("us"), [YEAR_9999 * 10**6, YEAR_1 * 10**6]),
    "in UTC": (pa.timestamp("us", "UTC"), [YEAR_9999 * 10**6, YEAR_1 * 10**6]), "spans": (pa.duration("us"), [0, None, 10**15]),
    "none": (pa.timestamp("s", "Europe/Paris"), [None, None]), "times": (pa.time64("us"), [0, DAY * 10**6 - 1]),
}  # fmt: skip


def put(path: Path, kind: pa.DataType, numbers: list[int | None], coded: bool = False) -> None:
    column = pa.array(numbers, pa.int32() if kind == pa.date32() else pa.int64()).view(kind)
    column = column.dictionary_encode() if coded else column
    with pa.ipc.new_file(path, pa.schema([("n", pa.int64()), ("d", column.type)])) as file:
        file.write_batch(pa.record_batch([pa.array(range(len(numbers))), column], ["n", "d"]))


@pytest.mark.parametrize("coded", [False, True])
@pytest.mark.parametrize("far", FAR)
def test_dates_that_no_calendar_holds_are_told_with_their_column(far: str, coded: bool, tmp_path: Path) -> None:
    kind, numbers, says = FAR[far]
    put(tmp_path / "t.arrow", kind, numbers, coded)
    with pytest.raises(Refusal, match=says):
        look(str(tmp_path / "t.arrow"))


@pytest.mark.parametrize("near", NEAR)
def test_the_first_and_the_last_date_are_read(near: str, tmp_path: Path) -> None:
    put(tmp_path / "t.arrow", *NEAR[near])
    found = look(str(tmp_path / "t.arrow"))
    assert (found.rows, [each.name for each in found.columns]) == (len(NEAR[near][1]), ["n", "d"])


def test_far_dates_within_lists_are_told(tmp_path: Path) -> None:
    lists = pa.array([[2**31 - 1], [0]], pa.list_(pa.int32())).cast(pa.list_(pa.date32()))
    with pa.ipc.new_file(tmp_path / "t.arrow", pa.schema([("d", lists.type)])) as file:
        file.write_batch(pa.record_batch([lists], ["d"]))
    with pytest.raises(Refusal, match="is damaged"):
        look(str(tmp_path / "t.arrow"))
