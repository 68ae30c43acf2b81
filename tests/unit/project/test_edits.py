"""Edits: forwards and backwards they give exactly the two values they were made from."""

import copy

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rai_desktop.project.edits import ConflictError, Edit, apply_edits, decode_edits, difference, encode_edits, inverse

leaves = st.one_of(st.none(), st.booleans(), st.integers(-3, 3), st.floats(allow_nan=False, allow_infinity=False),
                   st.text(max_size=3))  # fmt: skip
keys = st.sampled_from(["a", "b", "", "0"])
plain = st.recursive(leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4))


def same(one, other):
    return msgspec.json.encode(one, order="sorted") == msgspec.json.encode(other, order="sorted")


@given(plain, plain)
def test_edits_lead_there_and_back_also_through_json(was, now):
    edits = decode_edits(encode_edits(difference(was, now)))
    there = apply_edits(copy.deepcopy(was), edits)
    assert same(there, now)
    assert same(apply_edits(there, inverse(edits)), was)


@given(plain)
def test_equal_values_need_no_edits(value):
    assert difference(value, copy.deepcopy(value)) == []


def test_a_small_change_of_a_large_value_stays_small():
    was = {"answers": {str(i): {"value": "text"} for i in range(1000)}}
    now = copy.deepcopy(was)
    now["answers"]["7"]["value"] = "other"
    assert difference(was, now) == [Edit(at=["answers", "7", "value"], was="text", now="other")]


@pytest.mark.parametrize("edit", [
    Edit(at=["a"], was=2, now=3), Edit(at=["b", "c"], now=1), Edit(at=["list", 5], now=1),
    Edit(at=["list", 0], was={"x": 1}), Edit(at=["a", "b"], was=1, now=2),
])  # fmt: skip
def test_an_edit_made_from_something_else_is_refused(edit):
    with pytest.raises(ConflictError):
        apply_edits({"a": 1, "list": [{"x": 1}, {}]}, [edit])
