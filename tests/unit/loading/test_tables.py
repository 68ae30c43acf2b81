"""Tables of every format against pandas, layouts round-tripped, and bad files refused in one sentence."""

import gzip
import io
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rai_desktop.errors import Refusal
from rai_desktop.loading import jsonlines, parquet, tables
from rai_desktop.loading.look import look
from rai_desktop.loading.tables import open_fully


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAI_HOME", str(tmp_path / "home"))


def frame_of(path: Path, **options: str) -> pd.DataFrame:
    table = open_fully(str(path), options).table
    return pd.concat(list(table.frames(table.columns, 1000)))


FRAME = pd.DataFrame(
    {
        "id": [f"{i:04d}" for i in range(300)],
        "n": range(300),
        "x": np.linspace(-1.5, 2.5, 300).round(4),
        "word": (["Zoë", "naïve", None] * 100),
        "flag": [True, False, True] * 100,
    }
)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "latin-1"]
)
@pytest.mark.parametrize(
    ("delimiter", "decimal"), [(",", "."), (";", ","), ("\t", "."), ("|", ",")]
)
def test_delimited_text_is_sniffed(
    tmp_path: Path, encoding: str, delimiter: str, decimal: str
) -> None:
    path = tmp_path / "t.csv"
    FRAME.to_csv(path, sep=delimiter, decimal=decimal, encoding=encoding, index=False)
    read = frame_of(path)
    expected = pd.read_csv(
        path, sep=delimiter, decimal=decimal, encoding=encoding, dtype={"id": str}
    )
    pd.testing.assert_frame_equal(read, expected)
    options = open_fully(str(path)).options
    assert (options["delimiter"], options["decimal"]) == (delimiter, decimal)
    pd.testing.assert_frame_equal(
        frame_of(path, **options), read
    )  # what is saved repeats the reading


@pytest.mark.parametrize("kind", ["parquet", "feather", "jsonl", "json", "xlsx", "csv.gz"])
def test_other_formats_hold_the_same_table(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"t.{kind}"
    write = {
        "parquet": FRAME.to_parquet,
        "feather": FRAME.to_feather,
        "csv.gz": lambda p: FRAME.to_csv(p, index=False),
        "jsonl": lambda p: FRAME.to_json(p, orient="records", lines=True),
        "json": lambda p: FRAME.to_json(p, orient="records"),
        "xlsx": lambda p: FRAME.to_excel(p, index=False),
    }[kind]
    write(path)
    pd.testing.assert_frame_equal(frame_of(path), FRAME)
    some = open_fully(str(path)).table.rows_at([250, 3], ["word", "n"])
    pd.testing.assert_frame_equal(some, FRAME.loc[[250, 3], ["word", "n"]])


CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=8
)


@given(
    rows=st.lists(st.tuples(CELLS, CELLS, st.integers()), min_size=3, max_size=20),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_comes_back_as_it_was(tmp_path: Path, rows: list, delimiter: str) -> None:
    frame = pd.DataFrame(rows, columns=["a", "b", "k"]).assign(k=[str(r[2]) for r in rows])
    path = tmp_path / "t.csv"
    frame.to_csv(path, sep=delimiter, index=False, quoting=1, lineterminator="\n")
    read = frame_of(
        path, delimiter=delimiter, quote='"', missing="never this", decimal=".", encoding="utf-8"
    )
    from rai_desktop.loading.coding import as_text

    for name in ("a", "b"):
        mine, theirs = as_text(read[name]).tolist(), frame[name].tolist()
        if pd.api.types.is_numeric_dtype(read[name]) or pd.api.types.is_bool_dtype(read[name]):
            continue  # a column of nothing but numbers is read as numbers
        assert mine == theirs
    assert [int(v) for v in read["k"]] == [r[2] for r in rows]


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["1", "2"], "int64"),
        (["1", "2.5"], "double"),
        (["007", "1"], "string"),
        (["9007199254740993"], "int64"),
        (["12345678901234567890"], "string"),
        (["0x1F"], "string"),
        (["true", "False"], "bool"),
        (["1.5", "x"], "string"),
        (["1"] * 200_000 + ["1.5"], "double"),
        (["1"] * 200_000 + ["007"], "string"),
        ([""] * 200_000 + ["3"], "int64"),
        (["9007199254740993"] + ["1"] * 200_000 + ["1.5"], "string"),
    ],
)
def test_kinds_hold_for_every_row(
    tmp_path: Path, cells: list[str], kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rai_desktop.loading.delimited.BLOCK", 1 << 16)
    path = tmp_path / "t.csv"
    path.write_text("a,b\n" + "".join(f"{cell},z\n" for cell in cells))
    table = open_fully(str(path)).table
    assert str(table.schema.field("a").type) == kind
    assert table.rows == len(cells)
    if kind == "string":
        assert [*frame_of(path)["a"][-1:]] == cells[-1:]


def test_thousands_and_decimal_commas(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a;b\n1.234,5;x\n2,25;y\n")
    assert frame_of(path)["a"].tolist() == [1234.5, 2.25]
    path.write_text('a,b\n"1,234",x\n"12,345",y\n')
    assert frame_of(path)["a"].tolist() == [1234, 12345]


def test_ragged_rows_are_named_and_left_out_and_many_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n" + "1,2\n" * 40 + "1,2,3\n" + "3,4\n")
    opened = open_fully(str(path))
    assert opened.table.rows == 41
    assert "line 42 has 3 cells" in opened.warnings[0]
    path.write_text("a,b\n1,2,3\n1,2,3\n1,2\n")
    with pytest.raises(Refusal, match="ragged"):
        open_fully(str(path))


def test_a_word_that_may_be_an_answer_is_told_when_read_as_missing(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("religion,y\nNone,1\nhindu,2\n")
    opened = open_fully(str(path))
    assert "“religion” holds “None”" in opened.warnings[0]
    assert frame_of(path)["religion"].isna().tolist() == [True, False]
    kept = open_fully(str(path), {"missing": ""})
    assert kept.warnings == []
    assert frame_of(path, missing="")["religion"].tolist() == ["None", "hindu"]


def test_names_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("age,age,\n1,2,3\n")
    opened = open_fully(str(path))
    assert opened.table.columns == ("age", "age (2)", "column 3")
    assert len(opened.warnings) == 2


def test_a_changed_file_is_refused_by_its_hash(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1,2\n")
    sha256 = open_fully(str(path)).sha256
    path.write_text("a,b\n1,3\n4,5\n")
    with pytest.raises(Refusal, match="has changed"):
        open_fully(str(path), {}, sha256)


def zipped(content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.txt", content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("e.csv", b"", "is empty"),
        ("b.csv", b"\n\n  \n", "is empty"),
        ("h.csv", b"a,b\n", "header but no rows"),
        ("n.csv", b"a,b\n1,2\n3,\x00\n", "NUL bytes, first in line 3"),
        ("z.csv", zipped(b"x"), "is a ZIP archive"),
        ("p.csv", b"MZ\x90\x00", "Windows program"),
        ("x.xls", b"\xd0\xcf\x11\xe0\xa1\xb1", "old binary kind"),
        ("m.csv", b"\x80\x04\x95", "Python pickle"),
        ("t.parquet", b"PAR1abcd", "damaged or cut-off parquet"),
        ("t.arrow", b"ARROW1\x00\x00zz", "damaged or cut-off arrow"),
        ("t.csv.gz", gzip.compress(b"a,b\n1,2\n" * 999)[:40], "cannot be read"),
        ("j.jsonl", b'{"a": 1}\n{"a": \n', "Line 2 of j.jsonl is not a JSON object"),
        ("w.csv", ",".join(f"c{i}" for i in range(10_000)).encode() + b"\n", "has 10000 columns"),
    ],
)
def test_bad_files_are_refused_in_one_sentence(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Refusal) as refused:
        open_fully(str(path))
    assert words in refused.value.sentence
    assert refused.value.way_out


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no file"):
        open_fully(str(tmp_path / "none.csv"))
    with pytest.raises(Refusal, match="cannot be read"):
        open_fully(str(tmp_path))


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_a_wrong_encoding_is_refused(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("a,b\nMüller,1\n".encode("cp1252"))
    with pytest.raises(Refusal, match="is not written in"):
        open_fully(str(path), {"encoding": encoding})


def test_a_truncated_parquet_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    FRAME.to_parquet(path)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(Refusal, match="cut-off"):
        open_fully(str(path))


def test_duplicate_names_in_parquet_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"]), path)
    with pytest.raises(Refusal, match="more than one column called “a”"):
        open_fully(str(path))


def workbook(path: Path, cells: dict[str, object], title: str = "Data") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for place, value in cells.items():
        sheet[place] = value
    book.save(path)
    return path


def test_formulas_without_results_are_refused_by_their_cell(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", {"A1": "a", "A2": 1, "A3": "=A2+1"})
    with pytest.raises(Refusal, match="Cell A3 of sheet “Data”"):
        open_fully(str(path))


def test_far_cells_are_refused_or_left_behind(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="column 16384"):
        open_fully(str(workbook(tmp_path / "wide.xlsx", {"A1": "a", "A2": 1, "XFD2": 5})))
    deep = workbook(tmp_path / "deep.xlsx", {"A1": "a", "A2": 1, "A3": 2, "A1048576": 5})
    assert open_fully(str(deep)).table.rows == 2


def test_sheets_are_chosen_by_name(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", {"A1": "a", "A2": 1}, "One")
    book = openpyxl.load_workbook(path)
    other = book.create_sheet("Two")
    other["A1"], other["A2"] = "b", "#N/A"
    book.save(path)
    assert open_fully(str(path)).table.columns == ("a",)
    assert open_fully(str(path), {"sheet": "Two"}).table.columns == ("b",)
    with pytest.raises(Refusal, match="no sheet “Three”"):
        open_fully(str(path), {"sheet": "Three"})


def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_kinds: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "t.csv"
    path.write_text("a,b\n1,2\n")
    monkeypatch.setattr("rai_desktop.loading.converting._writer", full)
    with pytest.raises(Refusal, match="no room"):
        open_fully(str(path))
    tables._opened.clear()


@pytest.mark.parametrize("encoding", ["DELTA_BYTE_ARRAY", "DELTA_LENGTH_BYTE_ARRAY"])
def test_parquet_texts_stored_as_differences_are_read(encoding: str, tmp_path: Path) -> None:
    texts = [f"text {at % 7}" for at in range(50)]
    pq.write_table(
        pa.table({"l": [[at] for at in range(50)], "t": texts}),
        path := tmp_path / "t.parquet", row_group_size=20, use_dictionary=False, column_encoding={"t": encoding},
    )  # fmt: skip
    batches = list(open_fully(str(path)).table.batches(["t"]))
    assert [str(value) for batch in batches for value in batch.column("t")] == texts


def test_parquet_footer_that_contradicts_itself_is_refused(tmp_path: Path) -> None:
    pq.write_table(
        pa.table({"t": [f"text {at % 7}" for at in range(50)]}), path := tmp_path / "t.parquet",
        use_dictionary=False, column_encoding={"t": "DELTA_BYTE_ARRAY"},
    )  # fmt: skip
    optional, required = b"\x25\x02\x18\x01t", b"\x25\x00\x18\x01t"
    path.write_bytes(path.read_bytes().replace(optional, required, 1))
    with pytest.raises(Refusal, match="damaged"):
        list(open_fully(str(path)).table.batches(["t"]))


def test_texts_that_stop_being_coded_within_a_file_are_read_on_plain() -> None:
    texts = pa.array([f"text {at}" for at in range(10)])
    whole = pa.record_batch({"t": texts})

    def read(dictionaries: list[str]) -> Iterator[pa.RecordBatch]:
        if dictionaries:
            yield pa.record_batch({"t": texts[:5].dictionary_encode()})
            raise OSError("Not yet implemented: DecodeArrow of DictAccumulator for DeltaByteArrayDecoder.")
        yield from (whole.slice(0, 3), whole.slice(3, 4), whole.slice(7))

    got = [str(value) for batch in parquet._coded_or_plain(read, ["t"]) for value in batch.column("t")]
    assert got == texts.to_pylist()


def test_arrow_column_name_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.arrow"
    with pa.ipc.new_file(path, pa.schema({"naem": pa.int64()})) as file:
        file.write(pa.record_batch({"naem": [1, 2]}))
    path.write_bytes(path.read_bytes().replace(b"naem", b"\xff\xdcem"))
    with pytest.raises(Refusal, match="damaged"):
        open_fully(str(path))


def test_arrow_columns_that_pandas_cannot_hold_as_they_are(tmp_path: Path) -> None:
    """A category twice, one that is missing, and times finer than microseconds are honest Arrow."""
    twice = pa.DictionaryArray.from_arrays(pa.array([0, 1, 2]), pa.array(["a", "a", "b"]))
    missing = pa.DictionaryArray.from_arrays(pa.array([0, 1, 2]), pa.array(["a", None, "b"]))
    table = pa.table({"twice": twice, "missing": missing, "time": pa.array([1, 2, 3], pa.time64("ns"))})
    with pa.ipc.new_file(tmp_path / "t.arrow", table.schema) as file:
        file.write_table(table)
    read = open_fully(str(tmp_path / "t.arrow")).table
    (frame,) = read.frames(read.columns)
    assert frame["twice"].tolist() == ["a", "a", "b"]
    assert frame["missing"].isna().tolist() == [False, True, False]
    assert frame["time"].tolist()[0] == "00:00:00.000000001"


def test_an_arrow_column_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    table = pa.table({"ts": pa.array([1, 2], pa.timestamp("us", "No/Where"))})
    with pa.ipc.new_file(tmp_path / "t.arrow", table.schema) as file:
        file.write_table(table)
    with pytest.raises(Refusal, match="column “ts” are told in the time zone “No/Where”"):
        list(open_fully(str(tmp_path / "t.arrow")).table.frames(["ts"]))


def test_an_arrow_stream_whose_texts_are_longer_than_they_are_is_refused(tmp_path: Path) -> None:
    """It ended the engine when it was copied."""
    table = pa.table({"c": pa.array(["u", "v"] * 30).dictionary_encode()})
    with pa.ipc.new_stream(path := tmp_path / "t.arrows", table.schema) as file:
        file.write_table(table)
    told, lie = ((length).to_bytes(8, "little") + bytes(8) for length in (2, 1 << 30))
    assert told in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(told, lie))
    with pytest.raises(Refusal, match="damaged"):
        open_fully(str(path))


VIEWS = {
    "text": (pa.array(["a", "b", None], pa.string_view()), ["a", "b", None]),
    "categories": (pa.DictionaryArray.from_arrays(pa.array([0, 1, 0], pa.uint32()), pa.array(["u", "v"], pa.string_view())), ["u", "v", "u"]),
    "runs": (pa.RunEndEncodedArray.from_arrays([2, 3], ["x", "y"]), ["x", "x", "y"]),
    "lists": (pa.array([[1], [2, 3], None]), ["[1]", "[2, 3]", None]),
    "views of lists": (pa.array([[1], [2, 3], None], pa.list_view(pa.int64())), ["[1]", "[2, 3]", None]),
    "records": (pa.array([{"a": "é"}, {"a": None}, None]), ['{"a": "é"}', '{"a": null}', None]),
    "maps": (pa.array([[("k", 1)], [], None], pa.map_(pa.string(), pa.int64())), ['[["k", 1]]', "[]", None]),
}  # fmt: skip


@pytest.mark.parametrize(("suffix", "kind"), [
    (suffix, kind) for suffix in ("arrow", "arrows", "parquet") for kind in VIEWS
    if suffix != "parquet" or kind not in ("runs", "categories")])  # pyarrow writes none
def test_views_runs_and_nested_values_are_read(kind: str, suffix: str, tmp_path: Path) -> None:
    """As other programs write them, some by default; lists and records are read as their JSON text."""
    array, values = VIEWS[kind]
    table, path = pa.table({"c": array, "n": [1, 2, 3]}), tmp_path / f"t.{suffix}"
    if suffix == "parquet":
        pq.write_table(table, path)
    else:
        with (pa.ipc.new_file if suffix == "arrow" else pa.ipc.new_stream)(path, table.schema) as file:
            file.write_table(table)
    read = open_fully(str(path)).table
    assert [None if pd.isna(value) else value for value in read.rows_at([0, 1, 2], ["c"])["c"]] == values
    assert len(look(str(path), {}, 20).columns) == 2


@pytest.mark.parametrize("content", ['{"a": ' + "[" * 100_000 + "]" * 100_000 + "}\n", '[{"a": ' + '{"a": ' * 5_000 + "1" + "}" * 5_001 + "]"])
def test_json_nested_without_end_is_refused(content: str, tmp_path: Path) -> None:
    (tmp_path / "t.json").write_text(content)
    with pytest.raises(Refusal, match="recursion"):
        open_fully(str(tmp_path / "t.json"))


def test_json_in_which_each_row_has_a_key_of_its_own_is_refused_soon(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text("".join(f'{{"k{number}": 1}}\n' for number in range(20_000)))
    started = time.monotonic()
    with pytest.raises(Refusal, match="columns, more than"):
        open_fully(str(tmp_path / "t.jsonl"))
    assert time.monotonic() - started < 10


def test_json_texts_may_hold_what_unicode_calls_a_line_end(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text('{"a": "x\u2028y\u0085z", "b": 1}\n{"a": "w", "b": 2}\n', encoding="utf-8")
    read = open_fully(str(tmp_path / "t.jsonl")).table
    assert read.rows_at([0, 1], ["a"])["a"].tolist() == ["x\u2028y\u0085z", "w"]


def test_a_json_line_without_end_is_told_with_its_number(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_bytes(b'{"a": "x"}\n' * 20_000 + b" " * (1 << 26) + b" ")
    with pytest.raises(Refusal, match="Line 20001 .*more than 64 MB"):
        open_fully(str(tmp_path / "t.jsonl"))


def test_records_with_a_name_twice_are_refused(tmp_path: Path) -> None:
    names = pa.struct([("a", pa.int64()), ("a", pa.int64())])
    table = pa.table({"c": pa.StructArray.from_arrays([pa.array([1]), pa.array([2])], fields=list(names))})
    with pa.ipc.new_file(tmp_path / "t.arrow", table.schema) as file:
        file.write_table(table)
    with pytest.raises(Refusal, match="damaged"):
        list(open_fully(str(tmp_path / "t.arrow")).table.batches(["c"]))


@pytest.mark.parametrize("packed", [False, True])
def test_a_small_json_array_sets_no_room_aside_for_the_largest(packed: bool, tmp_path: Path) -> None:
    content = b'[{"a": "x", "b": 1}, {"a": "y", "b": 2}]'
    (tmp_path / "t.json").write_bytes(gzip.compress(content) if packed else content)
    tracemalloc.start()
    try:
        read = open_fully(str(tmp_path / "t.json")).table
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert read.rows == 2 and peak < 64 * 2**20


@pytest.mark.parametrize("packed", [False, True])
def test_a_json_array_beyond_the_largest_is_refused_without_being_read_to_its_end(
        packed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonlines, "MAX_ARRAY", 4 * 2**20)
    whole, long = (b'[{"a": "' + b"x" * (size - 11) + b'"}]' for size in (4 * 2**20, 4 * 2**20 + 1))
    for name, content in (("whole.json", whole), ("long.json", long), ("bomb.json", long[:-1] + bytes(2**26))):
        (tmp_path / name).write_bytes(gzip.compress(content, 1) if packed else content)
    assert open_fully(str(tmp_path / "whole.json")).table.rows == 1
    for name in ("long.json", "bomb.json"):
        with pytest.raises(Refusal, match="one JSON array of more than 4 MB"):
            open_fully(str(tmp_path / name))
