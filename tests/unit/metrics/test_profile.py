"""Hashes, missing cells and shares against pandas, statsmodels-free closed forms and scipy."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from rai_desktop.metrics import profile


def arrow(values, **kind):
    return pa.array(values, from_pandas=True, **kind)


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "", None]), st.sampled_from([1.0, -0.0, 0.0, None, 2.5])), min_size=1))
def test_repeated_rows_are_those_pandas_finds(rows):
    frame = pd.DataFrame(rows, columns=["word", "number"])
    words, numbers = (pa.array(column) for column in zip(*rows, strict=True))
    parts = [profile.salted(profile.hashes(array), name) for array, name in ((words, "word"), (numbers, "number"))]
    ours = profile.repeated([parts[0] + parts[1]])
    theirs = frame.replace({"word": {"": None}}).fillna({"number": -9.0}).fillna({"word": "∅"})
    theirs["number"] = theirs.number + 0.0
    assert ours == int(theirs.duplicated().sum())


def test_hashes_do_not_depend_on_type_or_coding():
    whole, broken = profile.hashes(arrow([1, 2, 3])), profile.hashes(arrow([1.0, 2.0, 3.0]))
    np.testing.assert_array_equal(whole, broken)
    words = arrow(["x", None, "y", ""])
    np.testing.assert_array_equal(profile.hashes(words), profile.hashes(words.dictionary_encode()))
    assert profile.hashes(words)[1] == profile.hashes(words)[3] == profile.hashes(arrow([np.nan, 1.0]))[0]
    np.testing.assert_array_equal(profile.hashes(arrow([True, False])), profile.hashes(arrow([1, 0])))
    big = profile.hashes(arrow([2**60, 2**60 + 1]))
    assert big[0] != big[1]
    np.testing.assert_array_equal(profile.hashes(pa.nulls(2)), profile.hashes(arrow([None, None], type=pa.float64())))


def test_order_of_columns_matters_and_order_of_rows_too():
    one, two = profile.hashes(arrow(["a", "b"])), profile.hashes(arrow(["b", "a"]))
    ab, ba = (profile.salted(x, "x") + profile.salted(y, "y") for x, y in ((one, two), (two, one)))
    assert profile.distinct(np.concatenate([ab, ba])) == 2
    assert ab[0] != ba[0]
    assert profile.column_sum(one, 0) != profile.column_sum(two, 0)
    assert profile.column_sum(one, 0) == sum(profile.column_sum(one[i : i + 1], i) for i in range(2)) % 2**64


def test_a_hundred_thousand_different_rows_do_not_collide():
    numbers = profile.hashes(arrow(np.arange(100_000)))
    assert profile.distinct(profile.salted(numbers, "a") + profile.salted(numbers, "b")) == 100_000
    assert profile.collision_bound(10_000_000) < 1e-5


def test_missing():
    assert profile.missing(arrow(["a", "", None])).tolist() == [False, True, True]
    assert profile.missing(arrow(["a", "", None]).dictionary_encode()).tolist() == [False, True, True]
    assert profile.missing(pa.array([1.0, np.nan, None])).tolist() == [False, True, True]
    assert profile.missing(arrow([1, None])).tolist() == [False, True]
    assert profile.missing(pa.nulls(2)).tolist() == [True, True]
    assert profile.missing(arrow([], type=pa.string())).tolist() == []


def test_share_is_wilsons():
    told = profile.share(3, 10)
    z = stats.norm.ppf(0.975)
    centre = (0.3 + z * z / 20) / (1 + z * z / 10)
    half = z * np.sqrt(0.3 * 0.7 / 10 + z * z / 400) / (1 + z * z / 10)
    assert (told.low, told.high) == (pytest.approx(centre - half), pytest.approx(centre + half))
    assert profile.share(0, 0) is None


def test_share_gap_is_newcombes_published_example():
    told = profile.share_gap((56, 70), (48, 80))  # Newcombe 1998, method 10, example (a)
    assert (round(told.low, 4), round(told.high, 4)) == (0.0524, 0.3339)
    assert told.p_value == pytest.approx(stats.fisher_exact([[56, 14], [48, 32]]).pvalue)
    assert profile.share_gap((0, 10), (0, 20)).p_value == 1
    assert profile.share_gap((1, 1), (0, 0)) is None


def test_shares_are_read_or_the_wrong_part_is_named():
    assert profile.parse_shares("sex: female=0.51, male=0.49; age: under 30=1, 30 and over=3") == {
        "sex": {"female": 0.51, "male": 0.49}, "age": {"under 30": 0.25, "30 and over": 0.75}}
    assert profile.parse_shares("x: a=b=2, c=2") == {"x": {"a=b": 0.5, "c": 0.5}}
    assert profile.parse_shares(" ") == {}
    for wrong in ("sex female=0.5", "sex: female", "sex: a=-1, b=2", "sex: a=0", "sex: a=nan", ": a=1", "sex: a=1, a=1"):
        with pytest.raises(ValueError, match=wrong.split("=")[0].strip()[:3]):
            profile.parse_shares(wrong)


def test_fit_is_the_chi_square_test():
    p, few = profile.fit({"f": 60, "m": 40, "x": 3}, {"f": 0.5, "m": 0.5})
    assert p == pytest.approx(stats.chisquare([60, 40]).pvalue)
    assert few == 0
    assert profile.fit({"f": 3, "m": 0}, {"f": 1.0, "m": 0.0}) is None
    assert profile.fit({"f": 3, "m": 2}, {"f": 1.0, "m": 0.0}) == (0.0, 1)
