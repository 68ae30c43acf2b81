"""Columns whose names a library wrote otherwise are found, and never by a guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rai_desktop.loading.spelling import columns_for, respelled


@pytest.mark.parametrize(
    ("wanted", "columns", "found"),
    [
        (["b", "a"], ["a", "b", "c"], ["b", "a"]),
        (["annual_income", "age"], ["age", "annual income"], ["annual income", "age"]),
        (["sepal_length__cm_"], ["sepal length (cm)"], ["sepal length (cm)"]),
        (["a_b"], ["a b", "a-b"], []),  # which of the two?
        (["a_b", "a b"], ["a_b", "a-b"], ["a_b", "a-b"]),
        (["a_b", "a.b"], ["a b"], []),  # two names and one column
        (["X"], ["x"], []),  # case is not a sign
        (["x1"], ["x 1"], []),  # a sign is never left out
        (["Größe_m"], ["Größe m"], ["Größe m"]),
        ([], ["a"], []),
    ],
)
def test_names_with_signs_are_found_where_no_other_is_meant(wanted: list[str], columns: list[str], found: list[str]) -> None:
    assert columns_for(wanted, columns) == found


_NAMES = st.lists(st.text("ab _-", min_size=1, max_size=4), unique=True, max_size=8)


@given(_NAMES, _NAMES)
def test_a_column_is_found_once_or_none_is(wanted: list[str], columns: list[str]) -> None:
    found = columns_for(wanted, columns)
    assert len(set(found)) == len(found) and set(found) <= set(columns)
    assert len(found) in (0, len(wanted))
    assert all(name in found for name in set(wanted) & set(columns) if found)


@given(_NAMES)
def test_a_table_with_all_names_is_taken_as_it_is(names: list[str]) -> None:
    assert columns_for(names, [*names, "else"]) == names
    assert respelled(names, names) == []
