"""A host that lies: whatever comes back on the pipe, the engine gets values that hold what it was promised, or a refusal."""

import io
import json
import math
import struct
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rai_desktop.errors import Refusal
from rai_desktop.host import wire
from rai_desktop.loading import distrust, self_told

ROWS, CLASSES = 6, 3
REFUSED = (Refusal, wire.Broken, distrust.Lie)  # what hosting.py turns into one sentence
TYPES = sorted(wire.DTYPES)
Readers = dict[str, Callable[[dict[str, Any], Any], Any]]
READERS: Readers = {
    "labels": lambda header, stream: distrust.labels(header, stream, ROWS),
    "probabilities": lambda header, stream: distrust.probabilities(header, stream, ROWS, CLASSES),
    "decisions": lambda header, stream: distrust.decisions(header, stream, ROWS),
    "explanation": lambda header, stream: distrust.explanation(header, stream, ROWS, CLASSES),
}


class Endless(io.RawIOBase):
    """A stream that never ends; it counts what was taken, so that a flood shows."""

    def __init__(self) -> None:
        self.taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int:
        self.taken += len(room)
        if self.taken > 2**26:
            raise AssertionError("took more than 64 MiB for six rows")
        room[:] = b"\x3f" * len(room)
        return len(room)


def believed(kind: str, header: dict[str, Any], stream: Any) -> Any:
    """What the engine takes from it; None for a refusal. Any other exception fails the test."""
    try:
        return READERS[kind](header, stream)
    except REFUSED as told:
        if isinstance(told, Refusal):
            assert told.sentence
            assert "Traceback" not in str(told)
        return None


def can_be_kept(value: Any) -> bool:
    """Whether a label can be written down, and a number is one of numpy's."""
    return len(value.encode()) < 5000 if isinstance(value, str) else -(2**63) <= value < 2**63


def holds(kind: str, values: Any) -> bool:
    """What the rest of the engine relies on."""
    if kind == "explanation":
        shapes = {name: each.shape for name, each in values.items() if isinstance(each, np.ndarray)}
        return shapes in ({}, {"values": (ROWS, CLASSES), "base": (ROWS,), "output": (ROWS,)})
    if kind == "labels":
        usable = all(np.isfinite(each) if isinstance(each, float) else can_be_kept(each) for each in values.tolist())
        return values.shape == (ROWS,) and usable
    if kind == "probabilities":
        within = values.shape == (ROWS, CLASSES) and (values >= 0).all() and (values <= 1).all()
        return bool(within and np.allclose(values.sum(axis=1), 1, atol=2e-3))
    return len(values) == ROWS and bool(np.isfinite(values).all())


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4), max_leaves=8,
)
lengths = st.sampled_from([0, 1, 2, CLASSES, ROWS, ROWS - 1, ROWS + 1, 40, 2**31, 2**47, 2**48, 2**64, -1])
arrays = st.lists(st.tuples(st.sampled_from(TYPES), st.lists(lengths, max_size=3)).map(list), max_size=3) | anything
headers = st.fixed_dictionaries(
    {},
    optional={
        "form": st.sampled_from(["number", "coded", "absent", "explained"]) | anything,
        "arrays": arrays, "levels": st.lists(st.text(max_size=3) | st.integers() | st.floats(), max_size=4) | anything,
        "told": st.dictionaries(st.text(max_size=4), anything, max_size=3) | anything,
        "names": st.lists(st.text(max_size=4), max_size=3) | anything,
    },
)  # fmt: skip


@pytest.mark.parametrize("kind", READERS)
@settings(max_examples=300, deadline=None)
@given(header=headers, tail=st.binary(max_size=400))
def test_no_header_with_no_bytes_gets_more_than_a_refusal(kind: str, header: dict[str, Any], tail: bytes) -> None:
    values = believed(kind, header, io.BufferedReader(io.BytesIO(tail)))  # type: ignore[arg-type]
    assert values is None or holds(kind, values)


def fitting(kind: str, draw: Any) -> tuple[dict[str, Any], bytes]:
    """A header as an honest host gives it, with bytes that need not be what it says."""
    shape = [ROWS, CLASSES] if kind == "probabilities" else [ROWS]
    form = "coded" if kind == "labels" and draw(st.booleans()) else "number"
    dtype = "<i4" if form == "coded" else "<f8"
    count = math.prod(shape)
    number = st.floats(width=64) if dtype == "<f8" else st.integers(-(2**31), 2**31 - 1) | st.integers(-1, 3)
    values = draw(st.lists(number, min_size=count, max_size=count))
    raw = np.array(values, dtype=dtype).tobytes()
    header = {"form": form, "arrays": [[dtype, shape]], "levels": draw(st.lists(st.text(max_size=2), max_size=4))}
    return header, raw[: draw(st.sampled_from([len(raw), len(raw), len(raw) - 1, 0]))]


@pytest.mark.parametrize("kind", ["labels", "probabilities", "decisions"])
@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_right_shapes_with_wrong_numbers_or_too_few_are_refused_or_hold(kind: str, data: Any) -> None:
    header, raw = fitting(kind, data.draw)
    values = believed(kind, header, io.BufferedReader(io.BytesIO(raw)))  # type: ignore[arg-type]
    assert values is None or holds(kind, values)


@pytest.mark.parametrize("kind", READERS)
@settings(max_examples=100, deadline=None)
@given(header=headers)
def test_an_endless_answer_is_never_taken_whole(kind: str, header: dict[str, Any]) -> None:
    stream = Endless()
    values = believed(kind, header, stream)
    assert values is None or holds(kind, values) or stream.taken


@settings(max_examples=500, deadline=None)
@given(st.binary(max_size=200) | st.binary(max_size=60).map(lambda b: struct.pack("<I", len(b)) + b))
def test_garbage_is_a_header_or_broken(content: bytes) -> None:
    try:
        header = wire.receive_header(io.BytesIO(content))
    except wire.Broken:
        return
    assert isinstance(header, dict)


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 50_000, "{" + '"a":1,' * 10 + "}", '{"a": NaN}', '{"a": 1e999}', "9" * 10_000])
def test_strange_json_is_a_header_or_broken(text: str) -> None:
    line = text.encode()
    try:
        wire.receive_header(io.BytesIO(struct.pack("<I", len(line)) + line))
    except wire.Broken as told:
        assert "header" in str(told)


def test_a_header_larger_than_allowed_is_not_read() -> None:
    stream = Endless()
    with pytest.raises(wire.Broken):
        wire.receive_header(io.BufferedReader(stream))  # 0x3f3f3f3f bytes announced
    assert stream.taken < 2**22


def test_what_holds_is_believed() -> None:
    """The oracle of the tests above lets honest answers through."""
    rows = np.full((ROWS, CLASSES), 1 / CLASSES)
    header = json.loads(json.dumps({"form": "number", "arrays": [["<f8", [ROWS, CLASSES]]]}))
    np.testing.assert_allclose(believed("probabilities", header, io.BufferedReader(io.BytesIO(rows.tobytes()))), rows)  # type: ignore[arg-type]


@pytest.mark.parametrize(("names", "arrays"), [
    (["values"], [["<f8", [ROWS, CLASSES]]]),
    (["values", "base", "output"], [["<f8", [ROWS, 2**27]], ["<f8", [ROWS]], ["<f8", [ROWS]]]),
    (["values", "base", "output"], [["<f8", [2**20, CLASSES]], ["<f8", [ROWS]], ["<f8", [ROWS]]]),
    (["values", "base", "output"], [["<f8", [ROWS, CLASSES]], ["<f8", [ROWS, 2]], ["<f8", [ROWS]]]),
    (["values", "base", "base"], [["<f8", [ROWS, CLASSES]], ["<f8", [ROWS]], ["<f8", [ROWS]]]),
    (["values", "base", "more"], [["<f8", [ROWS, CLASSES]], ["<f8", [ROWS]], ["<f8", [ROWS]]]),
    (["values", "base", "output"], [["<i8", [ROWS, CLASSES]], ["<f8", [ROWS]], ["<f8", [ROWS]]]),
])  # fmt: skip
def test_an_explanation_of_another_size_than_asked_for_is_refused_before_a_byte(names: list[str], arrays: list[Any]) -> None:
    stream = Endless()
    with pytest.raises(distrust.Lie):
        distrust.explanation({"told": {}, "names": names, "arrays": arrays}, stream, ROWS, CLASSES)
    assert stream.taken == 0


def test_an_explanation_as_asked_for_is_taken() -> None:
    names, arrays = ["values", "base", "output"], [["<f8", [ROWS, CLASSES]], ["<f8", [ROWS]], ["<f8", [ROWS]]]
    raw = io.BufferedReader(io.BytesIO(np.arange(ROWS * (CLASSES + 2), dtype="<f8").tobytes()))  # type: ignore[arg-type]
    told = distrust.explanation({"told": {"features": ["a", "b", "c"]}, "names": names, "arrays": arrays}, raw, ROWS, CLASSES)
    assert told["values"].shape == (ROWS, CLASSES)
    assert told["output"][-1] == ROWS * (CLASSES + 2) - 1


@pytest.mark.parametrize("level", ["\ud800", "x" * 20_000, 10**40, float("nan"), float("inf"), None, [1], {"a": 1}])
def test_a_label_that_is_none_is_refused(level: Any) -> None:
    header = {"form": "coded", "arrays": [["<i4", [ROWS]]], "levels": ["a", level]}
    raw = (np.arange(ROWS) % 2).astype("<i4").tobytes()
    assert believed("labels", header, io.BufferedReader(io.BytesIO(raw))) is None  # type: ignore[arg-type]


FACTS = {
    "kind": "pickle", "estimator": "Line", "feature_names": ["a", "b"], "n_features": 2, "classes": ["no", "yes"], "has_scores": True,
    "has_decision": False, "versions": {"python": "3.8.1"}, "isolation": {"self_test": "held:read|open:"}, "warnings": [],
}


@pytest.mark.parametrize("lie", [
    {"feature_names": ["a", "a"]}, {"classes": ["no", "no"]}, {"classes": ["no", "\ud800"]}, {"classes": [10**40, 1]}, {"n_features": -1},
    {"classes": [str(each) for each in range(20_000)]}, {"feature_names": ["a" * 10**6, "b"]}, {"versions": {"x" * 10**6: "1"}},
    {"versions": {str(each): "1" for each in range(1000)}}, {"isolation": {"seccomp": "in_force|" + "x" * 10**6}}, {"kind": "\udfff"},
    {"n_features": 10**40}, {"warnings": 5}, {"has_scores": "yes"}, {"groups": ["c"]}, {"groups": ["s", "s"]},
])  # fmt: skip
def test_facts_that_no_model_has_are_refused(lie: dict[str, Any]) -> None:
    assert self_told.facts(FACTS | {"groups": ["s"]}, {"s": ["f", "m"]}).groups == ["s"]
    with pytest.raises(ValueError):
        self_told.facts(FACTS | lie, {"s": ["f", "m"]})


def test_long_words_of_a_host_are_cut_and_made_plain() -> None:
    told = self_told.facts(FACTS | {"estimator": "\u202e" + "x" * 10**6, "warnings": ["y\x00" * 10**5] * 10**4})
    assert len(told.estimator) < 1000 and told.estimator.isprintable()
    assert sum(map(len, told.warnings)) < 10**5 and told.warnings[0].isprintable()


@pytest.mark.parametrize("lie", [
    {"advised_rows": "many"}, {"advised_rows": -5}, {"advised_rows": 10**400}, {"note": ["x"]}, {"explainer": 5}, {"exact": "no"},
    {"space": "\ud800"}, {"features": [1, None]},
])  # fmt: skip
def test_reasons_told_in_no_sense_are_refused(lie: dict[str, Any]) -> None:
    honest = {"features": ["a", "b"], "explainer": "tree", "space": "margin", "exact": True, "advised_rows": 10**9, "note": ""}
    assert self_told.reasons(honest) == {name: value for name, value in honest.items() if value != ""}
    if "\ud800" in lie.values():  # made plain
        assert self_told.reasons(honest | lie)["space"].isprintable()
        return
    with pytest.raises(ValueError):
        self_told.reasons(honest | lie)


@pytest.mark.parametrize(("low", "holds_"), [(-6.5e-6, True), (-1e-2, False)])
def test_probabilities_that_rounding_took_beyond_0_and_1_are_put_back(low: float, holds_: bool) -> None:
    values = np.array([[low, 1 - low], [1 - low, low], [0.5, 0.5]])
    if not holds_:
        with pytest.raises(Refusal, match="not probabilities"):
            distrust.believable(values)
        return
    np.testing.assert_array_equal(distrust.believable(values), [[0, 1], [1, 0], [0.5, 0.5]])


@pytest.mark.parametrize("value", [1.7e308, -1e200, np.nan, np.inf])
def test_a_number_that_no_square_can_be_made_of_is_no_answer(value: float) -> None:
    numbers = np.array([1.0] * (ROWS - 1) + [value])
    header = {"form": "number", "arrays": [["<f8", [ROWS]]]}
    for kind in ("labels", "decisions"):
        assert believed(kind, header, io.BufferedReader(io.BytesIO(numbers.tobytes()))) is None  # type: ignore[arg-type]
