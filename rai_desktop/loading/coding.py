"""Values of a column to small integer codes, batch by batch; one canonical text for each value."""

import datetime as dt
import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _, in_quotes

MISSING = -1
MAX_LEVELS = 200
_FIRST = 4096
Codes = np.ndarray[Any, np.dtype[np.int32]]
Numbers = np.ndarray[Any, np.dtype[Any]]


def text_of(value: object) -> str | None:
    """Canonical text of one value, None if missing: 1, 1.0 and True give "1", "1" and "True"."""
    if isinstance(value, np.generic) and not isinstance(value, np.floating):
        value = value.item()
    if value is None or value is pd.NaT or value is pd.NA:  # the second passes for a datetime
        return None
    if isinstance(value, str):
        return value or None
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, float | np.floating):
        return _text_of_float(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time.min:
        return value.date().isoformat()
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    return str(value)


def _text_of_float(value: float | np.floating[Any]) -> str | None:
    if math.isnan(value):
        return None
    if math.isinf(value):
        return "inf" if float(value) > 0 else "-inf"
    if float(value).is_integer() and abs(float(value)) < 1e16:
        return str(int(value))
    return str(value)


def as_text(values: Iterable[object]) -> "np.ndarray[Any, np.dtype[np.object_]]":
    """Canonical texts (n,) of values of any kind; None where missing."""
    if isinstance(values, pa.Array | pa.ChunkedArray):
        values = values.to_pylist()
    found = [text_of(value) for value in values]
    texts = np.empty(len(found), dtype=object)
    texts[:] = found
    return texts


def in_order(levels: Iterable[str]) -> tuple[str, ...]:
    """Distinct levels in numeric order if all are numbers, otherwise sorted."""
    distinct = set(levels)
    try:
        return tuple(sorted(distinct, key=lambda level: (float(level), level)))
    except ValueError:
        return tuple(sorted(distinct))


def truth(text: str) -> str:
    """One spelling for yes/no as programs write it: True, true and 1 are the same."""
    return {"true": "1", "false": "0", "1.0": "1", "0.0": "0"}.get(text.casefold(), text)


_SPELLINGS = {
    "0": ("0", "0.0", "False", "false", "FALSE"),
    "1": ("1", "1.0", "True", "true", "TRUE"),
}


def aliases(classes: Sequence[str]) -> dict[str, str]:
    """{other spelling: class} for boolean classes: 1 for True, false for False, and the reverse."""
    if not {truth(name) for name in classes} <= {"0", "1"}:
        return {}
    home = {truth(name): name for name in classes}
    return {s: home[k] for k in home for s in _SPELLINGS[k] if s not in classes}


def encode(array: pa.Array, code_of: Callable[[list[object]], list[int]]) -> Codes:
    """Codes (n,) of an Arrow array; `code_of` is asked once for the distinct values that occur."""
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    size = len(array.dictionary)
    indices = array.indices
    if indices.null_count:
        indices = pc.fill_null(indices, pa.scalar(size, _wide_enough(indices.type, size)))
    positions = indices.to_numpy(zero_copy_only=False)
    table = np.full(size + 1, MISSING, dtype=np.int32)
    used = _used(positions, size)
    table[used] = code_of(array.dictionary.take(pa.array(used)).to_pylist())
    codes: Codes = table.take(positions)
    return codes


def _wide_enough(kind: pa.DataType, size: int) -> pa.DataType:
    return pa.int32() if size < 2**31 and kind.bit_width < 32 else kind


def _used(positions: "np.ndarray[Any, Any]", size: int) -> "np.ndarray[Any, np.dtype[np.intp]]":
    """Which dictionary entries occur: an unused category of a file must not become a group."""
    seen = np.zeros(size + 1, dtype=bool)
    seen[positions[:_FIRST]] = True
    if not seen[:size].all():  # as a rule the first rows have shown every entry
        seen[positions[_FIRST:]] = True
    return np.flatnonzero(seen[:size])


class LevelCoder:
    """Codes for the levels of a categorical column, numbered as they are met."""

    def __init__(self, column: str, levels: Sequence[str] = (), limit: int = MAX_LEVELS) -> None:
        self.column = column
        self.limit = limit
        self._codes = {level: code for code, level in enumerate(levels)}

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels met so far, in the order of their codes."""
        return tuple(self._codes)

    def encode(self, array: pa.Array) -> Codes:
        """Codes (n,), -1 where missing; refuses a column with more than `limit` levels."""
        return encode(array, self._code_all)

    def _code_all(self, values: list[object]) -> list[int]:
        found = [self._code(text) for text in map(text_of, values)]
        if len(self._codes) > self.limit:
            raise Refusal(
                _(
                    "Column “{column}” holds more than {limit} different values, too many to compare."
                ).format(column=self.column, limit=self.limit),
                _("Choose another column, or cut a numeric one into bins."),
            )
        return found

    def _code(self, text: str | None) -> int:
        return MISSING if text is None else self._codes.setdefault(text, len(self._codes))


class FixedCoder:
    """Codes for a closed list of classes; any other value is refused with its name."""

    def __init__(self, column: str, classes: Sequence[str]) -> None:
        self.column = column
        self.levels = tuple(classes)
        self._codes = {level: code for code, level in enumerate(classes)}
        self._codes |= {other: self._codes[own] for other, own in aliases(classes).items()}

    def encode(self, array: pa.Array) -> Codes:
        """Codes (n,), -1 where missing."""
        return encode(array, self._code_all)

    def _code_all(self, values: list[object]) -> list[int]:
        return [MISSING if text is None else self._code(text) for text in map(text_of, values)]

    def _code(self, text: str) -> int:
        if text not in self._codes:
            raise Refusal(
                _(
                    "Column “{column}” holds “{value}”, which is not one of the classes {classes}."
                ).format(column=self.column, value=text, classes=", ".join(self.levels[:10])),
                _("Check that the column has the right role and uses the values of the label."),
            )
        return self._codes[text]


class BinCoder:
    """Codes of a numeric column cut at `edges`; each bin holds its lower edge."""

    def __init__(self, column: str, edges: Sequence[float], whole: bool) -> None:
        self.column = column
        self.edges = np.array(sorted(set(edges)), dtype=float)
        self.levels = bin_names(self.edges.tolist(), whole)

    def encode(self, array: pa.Array) -> Codes:
        """Codes (n,), -1 where missing."""
        numbers = to_floats(array, self.column)
        codes = np.zeros(len(numbers), dtype=np.int32)
        for edge in self.edges:
            codes += numbers >= edge
        codes[np.isnan(numbers)] = MISSING
        return codes


def bin_names(edges: Sequence[float], whole: bool) -> tuple[str, ...]:
    """Names of the bins between edges: "under 25", "25 to 39", "40 and over" for whole numbers."""
    text = [text_of(float(edge)) or "" for edge in edges]
    names = [_("under {edge}").format(edge=text[0])]
    for low, high, next_edge in zip(text, text[1:], edges[1:], strict=False):
        last = text_of(float(next_edge) - 1) or ""
        if whole and float(next_edge).is_integer() and last != low:
            names.append(_("{low} to {high}").format(low=low, high=last))
        elif whole and last == low:
            names.append(low)
        else:
            names.append(_("{low} to under {high}").format(low=low, high=high))
    return (*names, _("{edge} and over").format(edge=text[-1]))


def to_floats(array: pa.Array, column: str) -> Numbers:
    """Numbers (n,), nan where missing; no copy when floats have none missing; refuses text."""
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    try:
        numbers: Numbers = _numeric(array).to_numpy(zero_copy_only=False)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise Refusal(
            _("Column “{column}” must hold numbers, but it holds {example}.").format(
                column=column, example=_first_word(array)
            ),
            _("Give the column another role, or mend these values."),
        ) from error

    return numbers


def _numeric(array: pa.Array) -> pa.Array:
    kind = array.type
    if pa.types.is_floating(kind) and kind.bit_width >= 32:
        return array
    if pa.types.is_decimal(kind) or pa.types.is_boolean(kind) or _is_number(kind):
        return array.cast(pa.float64(), safe=False)
    return array.cast(pa.string()).cast(pa.float64())


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_null(kind))


def _first_word(array: pa.Array) -> str:
    for text in as_text(array):
        try:
            float(text or "nan")
        except ValueError:
            return in_quotes(text[:40])
    return str(array.type)
