"""Tables cross the wire with their names, types and missing values, and nothing else does."""

import datetime as dt
import io
import json
import struct

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rai_desktop.host import frames, wire


def crossed(frame: pd.DataFrame) -> pd.DataFrame:
    arrays: list[object] = []
    described = frames.pack(frame, arrays)
    stream = io.BytesIO()
    wire.send(stream, {"frame": described}, arrays)
    stream.seek(0)
    header = wire.receive_header(stream)
    got = [wire.receive_array(stream, shape) for shape in wire.shapes(header)]
    assert stream.read() == b""
    return frames.unpack(header["frame"], got)


@pytest.mark.parametrize(
    "column",
    [
        pd.Series([1.5, np.nan, -0.0]), pd.Series([1, 2, 3]), pd.Series([1, 2, 3], dtype="int8"),
        pd.Series([1, 2, 3], dtype="float32"), pd.Series([True, False, True]), pd.Series(["a", None, "ü"]),
        pd.Series(["a", None, "b"], dtype=object), pd.Series([1, "1", True], dtype=object),
        pd.Series(["x", "y", None]).astype("category"), pd.Series([3, 1, 3]).astype("category"),
        pd.Series(pd.Categorical(["lo", "hi", "lo"], ["lo", "mid", "hi"], ordered=True)),
        pd.Series([1, None, 3], dtype="Int64"), pd.Series([True, None, False], dtype="boolean"),
        pd.Series([1.5, None, 2.5], dtype="Float64"), pd.Series(pd.to_datetime(["2020-01-01", None, "2021-02-03"])),
        pd.Series(pd.date_range("2020", periods=3, tz="Europe/Berlin")), pd.Series(pd.to_timedelta([1, 2, 3], "h")),
    ],
    ids=lambda c: f"{c.dtype}",
)  # fmt: skip
def test_a_column_arrives_as_it_was_sent(column: pd.Series) -> None:
    frame = pd.DataFrame({"it": column, "n": [1.0, 2.0, 3.0]})
    pd.testing.assert_frame_equal(crossed(frame), frame)


def test_a_table_of_numbers_needs_no_copy_and_keeps_its_order() -> None:
    frame = pd.DataFrame(np.arange(12.0).reshape(4, 3), columns=["c", "a", "b"])
    pd.testing.assert_frame_equal(crossed(frame), frame)
    pd.testing.assert_frame_equal(crossed(frame[[]]), pd.DataFrame(index=frame.index)[[]], check_column_type=False)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(st.none(), st.text(), st.integers(-2**53, 2**53), st.booleans()), min_size=1, max_size=30))
def test_mixed_values_stay_apart(values: list[object]) -> None:
    frame = pd.DataFrame({"it": pd.Series(values, dtype=object)})
    got = crossed(frame)["it"].tolist()
    assert [(type(a), a) for a in got] == [(type(a), a) for a in values]


@pytest.mark.parametrize("value", [dt.date(2020, 1, 1), b"bytes", [1], {"a": 1}])
def test_other_values_do_not_travel_and_the_column_is_named(value: object) -> None:
    with pytest.raises((frames.CannotTravel, TypeError)):
        crossed(pd.DataFrame({"it": pd.Series([value, value], dtype=object)}))


def message(header: object, length: int | None = None) -> io.BytesIO:
    line = json.dumps(header).encode()
    return io.BytesIO(struct.pack("<I", len(line) if length is None else length) + line)


@pytest.mark.parametrize("stream", [io.BytesIO(b""), io.BytesIO(b"\x01\x00"), message({}, 2**31), message([]), message("x"),
                                    message({"a": 1}, 100), io.BytesIO(struct.pack("<I", 2) + b"{x")])  # fmt: skip
def test_a_header_that_is_none_is_told(stream: io.BytesIO) -> None:
    with pytest.raises(wire.Broken):
        wire.receive_header(stream)


@pytest.mark.parametrize("arrays", ["x", [1], [["<f8"]], [["|O", [1]]], [["<f8", [-1]]], [["<f8", [1.5]]], [["<f8", [2**60]]],
                                    [["<f8", [1] * 9]], [[["<f8"], [1]]], [["<f8", [True]]]])  # fmt: skip
def test_impossible_arrays_are_refused_before_room_is_made(arrays: object) -> None:
    with pytest.raises(wire.Broken):
        wire.shapes({"arrays": arrays})


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("dtype", ["float64", "float32", "int64"])
def test_a_frame_of_numbers_arrives_the_same_however_it_lies_in_memory(order: str, dtype: str) -> None:
    values = np.asarray(np.arange(40).reshape(8, 5), dtype=dtype, order=order)
    for frame in (pd.DataFrame(values, columns=list("abcde")), pd.DataFrame(values, columns=list("abcde")).iloc[2:6],
                  pd.DataFrame(values, columns=list("abcde"))[["c", "a"]]):
        pd.testing.assert_frame_equal(crossed(frame), frame.reset_index(drop=True))
