"""Kinds of text columns: the narrowest of whole number, number and truth that every value fits."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

TYPES = {
    "nothing": pa.float64(),
    "whole": pa.int64(),
    "number": pa.float64(),
    "truth": pa.bool_(),
    "text": pa.string(),
}
_WIDER = {"nothing": ("whole", "number", "truth"), "whole": ("number",)}
_GROUPED = r"^\s*[+-]?\d{1,3}(SEP\d{3})+(DEC\d*)?\s*$"
_ENOUGH_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Marks:
    """How numbers are written: decimal mark and thousands separator ("" for none)."""

    decimal: str = "."
    thousands: str = ""


def fit(array: pa.Array, kind: str, marks: Marks) -> tuple[str, pa.Array]:
    """The kind of a column once `array` (text) has been seen too (the same, wider, or "text"), and
    the array as that kind."""
    for candidate in (kind, *_WIDER.get(kind, ())):
        made = cast(array, candidate, marks)
        if made is not None:
            return candidate, made
    return "text", array


def cast(array: pa.Array, kind: str, marks: Marks) -> pa.Array | None:
    """The values as this kind, or None if one does not fit. Leading zeros are never lost: 007 is
    text."""
    readers: dict[str, Callable[[pa.Array, Marks], pa.Array]] = {
        "whole": _whole,
        "number": _number,
        "truth": _truth,
    }
    if kind == "text":
        return array
    if kind == "nothing":
        return pa.nulls(len(array), pa.float64()) if array.null_count == len(array) else None
    try:
        return readers[kind](array, marks)
    except pa.ArrowInvalid:
        return None


def _whole(array: pa.Array, marks: Marks) -> pa.Array:
    plain = _plain(array, marks)
    if _has_leading_zero(plain):
        raise pa.ArrowInvalid("leading zero")
    return plain.cast(pa.int64())


def _number(array: pa.Array, marks: Marks) -> pa.Array:
    plain = _plain(array, marks)
    if _has_leading_zero(plain, decimals=True) or _is_long_identifier(plain):
        raise pa.ArrowInvalid("an identifier")
    return plain.cast(pa.float64())


def _plain(array: pa.Array, marks: Marks) -> pa.Array:
    """Numbers as programs write them: no spaces around, no thousands, a decimal point."""
    array = pc.utf8_trim_whitespace(array)
    if marks.thousands:
        array = _ungrouped(array, marks)
    if marks.decimal != ".":
        if pc.any(pc.match_substring(array, ".")).as_py():
            raise pa.ArrowInvalid("a decimal point where a comma is used")
        array = pc.replace_substring(array, marks.decimal, ".")
    return array


def _ungrouped(array: pa.Array, marks: Marks) -> pa.Array:
    has = pc.fill_null(pc.match_substring(array, marks.thousands), False)
    if not pc.any(has).as_py():
        return array
    pattern = _GROUPED.replace("SEP", _escaped(marks.thousands)).replace(
        "DEC", _escaped(marks.decimal)
    )
    fits = pc.fill_null(pc.match_substring_regex(array, pattern), False)
    if pc.any(pc.and_not(has, fits)).as_py():
        raise pa.ArrowInvalid("not thousands")
    return pc.replace_substring(array, marks.thousands, "")


def _escaped(mark: str) -> str:
    return "\\" + mark if mark in ".|" else mark


def _parts(
    array: pa.Array,
) -> tuple["np.ndarray[Any, np.dtype[np.uint8]]", "np.ndarray[Any, Any]", "np.ndarray[Any, Any]"]:
    """(bytes, start, length) of each text that is there."""
    array = array.drop_null()
    _validity, offsets, data = array.buffers()
    ends = np.frombuffer(offsets, dtype=np.int32)[array.offset : array.offset + len(array) + 1]
    return np.frombuffer(data or b"", dtype=np.uint8), ends[:-1], np.diff(ends)


def _has_leading_zero(array: pa.Array, *, decimals: bool = False) -> bool:
    """Whether a text like 007 or 0x1F occurs; with `decimals`, 00.5 and 0e1 are numbers."""
    data, starts, lengths = _parts(array)
    long = lengths > 1
    starts, lengths = starts[long], lengths[long]
    zero = data[starts] == ord("0")
    second = data[starts[zero] + 1]
    odd = (second >= ord("0")) & (second <= ord("9")) | (second == ord("x")) | (second == ord("X"))
    if not decimals or not odd.any():
        return bool(odd.any())
    chosen = array.drop_null().filter(pa.array(_spread(long, zero, odd)))
    return bool(pc.any(pc.match_substring_regex(chosen, r"^0[0-9]+$|^0[xX]")).as_py())


def _spread(*masks: "np.ndarray[Any, np.dtype[np.bool_]]") -> "np.ndarray[Any, np.dtype[np.bool_]]":
    """One mask from masks that each filter what the one before left."""
    whole = masks[-1]
    for mask in reversed(masks[:-1]):
        wider = np.zeros(len(mask), dtype=bool)
        wider[mask] = whole
        whole = wider
    return whole


def _is_long_identifier(array: pa.Array) -> bool:
    """Whether a whole number occurs with more digits than a float keeps."""
    _data, _starts, lengths = _parts(array)
    long = lengths >= _ENOUGH_DIGITS
    if not long.any():
        return False
    chosen = array.drop_null().filter(pa.array(long))
    return bool(pc.any(pc.match_substring_regex(chosen, r"^[+-]?[0-9]{16,}$")).as_py())


def _truth(array: pa.Array, _marks: Marks) -> pa.Array:
    low = pc.utf8_lower(array)
    if not pc.all(pc.is_in(low.drop_null(), value_set=pa.array(["true", "false"]))).as_py():
        raise pa.ArrowInvalid("not a truth")
    return pc.equal(low, "true")
