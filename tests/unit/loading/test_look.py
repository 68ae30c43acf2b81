"""A look at a table: types, values, range and oddities against pandas."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from rai_desktop.loading.look import look
from rai_desktop.loading.profile import Profile


def written(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_the_look_says_what_pandas_says(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(
        {
            "n": rng.integers(-50, 50, 2000),
            "x": np.where(rng.random(2000) < 0.1, np.nan, rng.normal(size=2000)),
            "word": rng.choice(["a", "b", None], 2000),
            "outcome": rng.choice(["yes", "no"], 2000),
        }
    )
    path = tmp_path / "t.parquet"
    frame.to_parquet(path)
    seen = look(str(path), rows=20)
    assert seen.rows == 2000
    for column in seen.columns:
        series = frame[column.name]
        assert column.distinct == series.nunique()
        assert column.missing_share == pytest.approx(series.isna().mean())
        if pd.api.types.is_numeric_dtype(series):
            assert (column.low, column.high) == (series.min(), series.max())
        else:
            assert column.levels == sorted(series.dropna().unique())
    assert (seen.task, seen.positive, seen.positive_said) == ("binary", "yes", False)
    assert len(seen.first_rows) == len(seen.random_rows) == 20
    assert [row[0] for row in seen.random_rows] == [
        str(frame["n"][i]) for i in seen.random_positions
    ]
    assert look(str(path), rows=20) == seen


@pytest.mark.parametrize("distinct", [10, 5_000, 200_000])
def test_distinct_values_are_counted_or_estimated_closely(distinct: int) -> None:
    profile = Profile(pa.int64())
    for part in np.array_split(
        np.random.default_rng(0).permutation(np.arange(distinct).repeat(2)), 5
    ):
        profile.add(pa.array(part))
    assert profile.distinct == pytest.approx(distinct, rel=0.03 if distinct > 16_383 else 0)
    assert profile.distinct_exact == (distinct < 16_384)


def test_batches_in_any_cut_give_the_same_profile() -> None:
    values = pa.array(["a", None, "", "b", "a", "c"] * 50)
    one, many = Profile(values.type), Profile(values.type)
    one.add(values)
    for start in range(0, len(values), 7):
        many.add(values.slice(start, 7))
    assert (one.missing, one.distinct, one.values) == (many.missing, many.distinct, many.values)
    assert one.missing == 100


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\nyes,1\n yes,2\n", "look alike"),
        ("a,b\nyes,1\nno\u200b,2\n", "cannot be seen"),
        ("a,b\n1,x\n2,y\n3,z\nfour,w\n", "mixes numbers with text such as “four”"),
        ("a,b\n1,\n2,\n", "Empty in every row: “b”"),
        ("a,b\n1,7\n2,7\n", "The same value in every row: “b”"),
        ("1,2\n3,4\n5,6\n", "is there a header?"),
        ("a,b\ninf,1\n2,3\n", "1 infinite numbers"),
        ("a,a\n1,2\n2,3\n", "like one before it"),
        ("a,b\n1,2\n", "only 1 row"),
    ],
)
def test_oddities_are_told(tmp_path: Path, text: str, words: str) -> None:
    warnings = look(written(tmp_path / "t.csv", text)).warnings
    assert any(words in warning for warning in warnings), warnings


def test_a_clean_table_has_no_warnings(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    pd.DataFrame({"a": range(100), "b": ["x", "y"] * 50}).to_csv(path, index=False)
    assert look(str(path)).warnings == []


def test_a_table_of_thousands_of_columns_is_looked_at(tmp_path: Path) -> None:
    names = ",".join(f"c{i}" for i in range(2000))
    text = (
        names + "\n" + "\n".join(",".join(str(i + j) for i in range(2000)) for j in range(5)) + "\n"
    )
    seen = look(written(tmp_path / "t.csv", text))
    assert len(seen.columns) == 2000
    assert any("2000 columns" in warning for warning in seen.warnings)


@pytest.mark.parametrize("ending", ["parquet", "feather", "xlsx"])
@pytest.mark.parametrize("zone", [None, "Europe/Paris"])
@pytest.mark.parametrize("rows", [20, 200])
def test_a_time_that_is_missing_is_a_missing_value(tmp_path: Path, ending: str, zone: str | None, rows: int) -> None:
    frame = pd.DataFrame({"n": range(rows), "when": pd.date_range("2020-01-01", periods=rows, tz=zone), "took": pd.Timedelta("1h")})
    frame.loc[[2, 5], ["when", "took"]] = None
    path = tmp_path / f"t.{ending}"
    if ending == "xlsx":
        frame.assign(when=frame["when"].dt.tz_localize(None)).drop(columns="took").to_excel(path, index=False)
    else:
        (frame.to_parquet if ending == "parquet" else frame.to_feather)(path)
    seen = look(str(path))
    assert [each.missing_share for each in seen.columns][1:] == [2 / rows] * (len(seen.columns) - 1)
    assert (seen.first_rows[2][1], seen.first_rows[3][1][:10]) == ("", "2020-01-04")
