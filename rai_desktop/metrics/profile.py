"""Counting what a table holds: missing cells by group, equal rows by their hashes, shares with intervals."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy import stats

Hashes = npt.NDArray[np.uint64]
Counts = npt.NDArray[np.int64]
_ODD = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(31)
_NOTHING = np.uint64(0x5851F42D4C957F2D)
_WHOLE = 2**53  # whole numbers up to here are floats without loss


class Share(NamedTuple):
    """A share with its interval."""

    value: float
    low: float
    high: float


class ShareGap(NamedTuple):
    """Difference of two shares, its interval, and the p-value of their being equal."""

    value: float
    low: float
    high: float
    p_value: float


def share(count: int, n: int, level: float = 0.95) -> Share | None:
    """count of n with Wilson's interval; None for no rows."""
    if n <= 0:
        return None
    ends = stats.binomtest(int(count), int(n)).proportion_ci(level, method="wilson")
    return Share(count / n, float(ends.low), float(ends.high))


def share_gap(one: tuple[int, int], other: tuple[int, int], level: float = 0.95) -> ShareGap | None:
    """Difference of (count, n) and (count, n): Newcombe's interval, Fisher's exact or the chi-square test."""
    first, second = share(*one, level), share(*other, level)
    if first is None or second is None:
        return None
    value = first.value - second.value
    low = value - np.hypot(first.value - first.low, second.high - second.value)
    high = value + np.hypot(first.high - first.value, second.value - second.low)
    return ShareGap(value, float(low), float(high), _equal_shares(one, other))


def _equal_shares(one: tuple[int, int], other: tuple[int, int]) -> float:
    table = np.array([[one[0], one[1] - one[0]], [other[0], other[1] - other[0]]])
    if (table.sum(axis=0) == 0).any():
        return 1.0
    if table.sum() < 10_000:
        return float(stats.fisher_exact(table).pvalue)
    return float(stats.chi2_contingency(table, correction=False).pvalue)


# --- missing cells ------------------------------------------------------------------------------------------


def missing(array: pa.Array) -> npt.NDArray[np.bool_]:
    """(n,) True where a cell holds nothing: null, not a number, or an empty text."""
    if pa.types.is_dictionary(array.type):
        inside = np.append(missing(array.dictionary), True)
        places = array.indices.cast(pa.int64()).fill_null(len(array.dictionary))
        return np.asarray(inside[places.to_numpy(zero_copy_only=False)], dtype=bool)
    nothing = pc.is_null(array, nan_is_null=True)
    if pa.types.is_string(array.type) or pa.types.is_large_string(array.type):
        nothing = pc.or_(nothing, pc.fill_null(pc.equal(array, ""), True))
    return np.asarray(nothing.to_numpy(zero_copy_only=False), dtype=bool)


# --- equal rows ---------------------------------------------------------------------------------------------


def hashes(array: pa.Array) -> Hashes:
    """(n,) 64-bit hashes of values: equal for equal values whatever the number's type; nothing equals nothing."""
    if pa.types.is_null(array.type):
        return np.full(len(array), _NOTHING)
    if _is_number(array.type):
        return _number_hashes(array)
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    elif len(array.dictionary) > len(array):
        array = array.dictionary_decode().dictionary_encode()  # only what occurs here
    if _is_number(array.type.value_type):
        return _number_hashes(array.dictionary_decode())
    texts = np.array([None if v is None else str(v) for v in array.dictionary.to_pylist()], dtype=object)
    codes = pd.util.hash_array(texts, categorize=False) if len(texts) else np.empty(0, dtype=np.uint64)
    codes = np.where(missing(array.dictionary), _NOTHING, codes) if len(texts) else codes
    places = array.indices.cast(pa.int64()).fill_null(len(texts)).to_numpy(zero_copy_only=False)
    return np.asarray(np.append(codes, _NOTHING)[places], dtype=np.uint64)


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind))


def _number_hashes(array: pa.Array) -> Hashes:
    nothing = missing(array)
    if array.null_count:
        array = array.fill_null(False if pa.types.is_boolean(array.type) else 0)
    values = array.to_numpy(zero_copy_only=False)
    floats = values.astype(np.float64) + 0.0  # no negative zero
    found = _mix(floats.view(np.uint64))
    if values.dtype.kind in "iu" and len(values) and np.abs(floats).max() >= _WHOLE:
        found ^= values.astype(np.uint64) * _ODD * (np.abs(floats) >= _WHOLE)
    return np.where(nothing, _NOTHING, found)


def _mix(bits: Hashes) -> Hashes:
    """Spread the bits (the finaliser of SplitMix64)."""
    bits = (bits ^ (bits >> _SHIFT)) * _MIX
    mixed: Hashes = (bits ^ (bits >> _SHIFT)) * _ODD
    return mixed


def salted(column: Hashes, name: str) -> Hashes:
    """(n,) what one column adds to its rows' hashes: a row's hash is the sum over its columns, in any order."""
    salt = np.uint64(int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little"))
    return _mix(_mix(column ^ salt) * _MIX)


def column_sum(column: Hashes, start: int) -> int:
    """What two equal columns have in common: a sum, over rows, of hashes that know their place."""
    places = np.arange(start, start + len(column), dtype=np.uint64) * _ODD
    return int(_mix(column ^ places).sum())


def repeated(all_hashes: Sequence[Hashes]) -> int:
    """How many rows repeat an earlier one."""
    found = np.concatenate(list(all_hashes)) if all_hashes else np.empty(0, dtype=np.uint64)
    return len(found) - distinct(found)


def distinct(found: Hashes) -> int:
    """How many different hashes."""
    ordered = np.sort(found)
    return int((ordered[1:] != ordered[:-1]).sum()) + 1 if len(ordered) else 0


def collision_bound(rows: int) -> float:
    """At most how likely any two different rows of so many share a hash (the birthday bound)."""
    return rows * (rows - 1) / 2 / 2**64


# --- against a reference ------------------------------------------------------------------------------------


def parse_shares(text: str) -> dict[str, dict[str, float]]:
    """{column: {level: share}} from "sex: female=0.51, male=0.49; age: …"; each column's shares made to sum to 1.

    Raises ValueError with the part that cannot be read.
    """
    found: dict[str, dict[str, float]] = {}
    for part in filter(None, (p.strip() for p in text.split(";"))):
        column, colon, levels = part.partition(":")
        pairs = [pair.rpartition("=") for pair in levels.split(",") if pair.strip()]
        try:
            shares = {level.strip(): float(value) for level, _sign, value in pairs}
        except ValueError:
            raise ValueError(part) from None
        total = sum(shares.values())
        sound = all(np.isfinite(v) and v >= 0 for v in shares.values()) and total > 0
        if not colon or not column.strip() or not sound or "" in shares or len(shares) != len(pairs):
            raise ValueError(part)
        found[column.strip()] = {level: value / total for level, value in shares.items()}
    return found


def fit(counts: Mapping[str, int], reference: Mapping[str, float]) -> tuple[float, int] | None:
    """p-value of the chi-square goodness of fit, and how many levels were expected fewer than 5 times.

    Levels that the reference does not know are left out. None when fewer than two levels can be compared.
    """
    levels = [level for level in reference if reference[level] > 0 or counts.get(level, 0)]
    seen = np.array([counts.get(level, 0) for level in levels], dtype=float)
    expected = np.array([reference[level] for level in levels]) * seen.sum()
    if len(levels) < 2 or not seen.sum():
        return None
    if (expected == 0).any():
        return 0.0, int((expected < 5).sum())
    return float(stats.chisquare(seen, expected).pvalue), int((expected < 5).sum())
