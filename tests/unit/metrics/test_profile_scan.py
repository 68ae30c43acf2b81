"""The pass over a table against pandas, whatever the batches."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from rai_desktop.metrics import scan as scanning
from rai_desktop.metrics.scan import Scan, add_up


def table(n=5000, seed=0):
    rng = np.random.default_rng(seed)
    return pd.DataFrame({
        "number": np.where(rng.random(n) < 0.1, np.nan, rng.normal(size=n)), "whole": rng.integers(0, 50, n),
        "word": rng.choice(["a", "b", None], n), "flag": rng.random(n) < 0.5,
        "when": pd.Timestamp("2020-01-01") + pd.to_timedelta(rng.integers(0, 30, n), unit="D"),
        "same": "x", "empty": pd.Series([None] * n, dtype=object), "label": rng.choice(["y", "n"], n),
    })  # fmt: skip


def scanned(frame, size, coded=False):
    whole = pa.Table.from_pandas(frame, preserve_index=False).combine_chunks()
    found = Scan.of(whole.schema, list(frame), ["whole", "word"], "label")
    groups = frame.flag.astype(int).to_numpy()
    for plain in whole.to_batches(max_chunksize=size):
        record = in_codes(plain) if coded else plain
        found.add(record, {"g": groups[found.rows : found.rows + record.num_rows]})
    return found


def in_codes(record):
    arrays = [a.dictionary_encode() if pa.types.is_large_string(a.type) or pa.types.is_string(a.type) else a
              for a in record.columns]  # fmt: skip
    return pa.RecordBatch.from_arrays(arrays, names=record.schema.names)


@pytest.mark.parametrize(("size", "coded"), [(5000, False), (777, False), (777, True)])
def test_every_column_is_as_pandas_counts_it(size, coded):
    frame = table()
    found = scanned(frame, size, coded)
    for name, column in found.columns.items():
        assert (column.missing, column.distinct) == (frame[name].isna().sum(), frame[name].nunique()), name
        assert column.rows == 5000
    assert (found.columns["number"].low, found.columns["number"].high) == (frame.number.min(), frame.number.max())
    assert [c.kind for c in found.columns.values()][:5] == ["number", "whole number", "text", "yes/no", "date"]
    assert found.incomplete == 5000
    assert found.constants() == ["same", "empty"]
    by_group = frame.word.isna().groupby(frame.flag).sum()
    assert found.columns["word"].missing_by["g"].tolist() == [0, by_group[False], by_group[True]]
    assert found.groups["g"].tolist() == [0, (~frame.flag).sum(), frame.flag.sum()]


def test_rows_and_contradictions_are_those_of_pandas():
    frame = table()[["whole", "word", "label"]]
    whole = pa.Table.from_pandas(frame, preserve_index=False)
    found = Scan.of(whole.schema, list(frame), ["whole", "word"], "label")
    for record in whole.to_batches(max_chunksize=1000):
        found.add(record, {})
    assert found.repeated() == frame.duplicated().sum()
    expected = len(frame.drop_duplicates()) - len(frame[["whole", "word"]].drop_duplicates())
    assert found.contradictions() == expected > 0


def test_equal_columns_are_found_and_equal_values_in_another_order_are_not():
    frame = pd.DataFrame({"a": [1, 2, 3], "b": [1.0, 2.0, 3.0], "c": [3, 2, 1], "d": ["1", "2", "3"]})
    whole = pa.Table.from_pandas(frame)
    found = Scan.of(whole.schema, list(frame), list(frame), "")
    for record in whole.to_batches(max_chunksize=2):
        found.add(record, {})
    assert found.twins() == [("b", "a")]
    assert found.contradictions() is None


def test_many_distinct_values_are_estimated_within_a_few_per_cent():
    whole = pa.table({"n": np.arange(300_000), "w": [f"w{i % 100_000}" for i in range(300_000)]})
    found = Scan.of(whole.schema, ["n"], [], "")
    for record in whole.to_batches(max_chunksize=50_000):
        found.add(record, {})
    assert len(found.columns["n"].smallest) == scanning.KEPT
    assert found.columns["n"].distinct == pytest.approx(300_000, rel=0.04)
    assert found.columns["w"].distinct == pytest.approx(100_000, rel=0.04)


def test_counts_add_up_whichever_is_longer():
    known = add_up(None, np.array([-1, 0, 0]))
    assert known.tolist() == [1, 2]
    assert add_up(known, np.array([3])).tolist() == [1, 2, 0, 0, 1]
    assert add_up(add_up(known, np.array([3])), np.array([-1])).tolist() == [2, 2, 0, 0, 1]
    assert known.tolist() == [1, 2]
