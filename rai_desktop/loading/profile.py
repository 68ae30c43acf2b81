"""What one column holds, learnt batch by batch: missing, distinct, range, values, oddities."""

import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from rai_desktop.loading.coding import text_of

KEPT_HASHES = 16_384
KEPT_VALUES = 1000
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_LARGEST = float(2**64)


@dataclass
class Profile:
    """What has been seen of a column. `values` counts texts while there are few of them, else
    None."""

    kind: pa.DataType
    rows: int = 0
    missing: int = 0
    infinite: int = 0
    low: float | None = None
    high: float | None = None
    values: Counter[str] | None = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)
    _hashes: "np.ndarray[Any, np.dtype[np.uint64]]" = field(
        default_factory=lambda: np.empty(0, dtype=np.uint64)
    )

    def add(self, array: pa.Array) -> None:
        """Learn from one batch."""
        self.rows += len(array)
        if not pa.types.is_dictionary(array.type):
            array = array.dictionary_encode()
        counts = self._counts(array)
        entries = array.dictionary.take(pa.array(np.flatnonzero(counts)))
        counts = counts[counts > 0]
        there = _there(entries)
        self.missing += len(array) - int(counts[there].sum())
        entries, counts = entries.filter(pa.array(there)), counts[there]
        if len(entries):
            self._learn(entries, counts)

    def _counts(self, array: pa.DictionaryArray) -> "np.ndarray[Any, np.dtype[np.intp]]":
        indices = array.indices.drop_null().to_numpy(zero_copy_only=False)
        return np.bincount(indices.astype(np.intp), minlength=len(array.dictionary))

    def _learn(self, entries: pa.Array, counts: "np.ndarray[Any, np.dtype[np.intp]]") -> None:
        self._hashes = _smallest(self._hashes, entries)
        if _is_number(entries.type):
            self._range(entries, counts)
        if self.values is not None:
            texts = [text_of(v) or "" for v in entries[: KEPT_VALUES + 1].to_pylist()]
            for text, count in zip(texts, counts, strict=False):
                self.values[text] += int(count)
            self.examples = list(self.values)[:5]
            if len(self.values) > KEPT_VALUES:
                self.values = None

    def _range(self, entries: pa.Array, counts: "np.ndarray[Any, np.dtype[np.intp]]") -> None:
        numbers = entries.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False)
        finite = np.isfinite(numbers)
        self.infinite += int(counts[~finite].sum())
        if finite.any():
            low, high = float(numbers[finite].min()), float(numbers[finite].max())
            self.low = low if self.low is None else min(low, self.low)
            self.high = high if self.high is None else max(high, self.high)

    @property
    def distinct(self) -> int:
        """Different values, missing not counted; an estimate (to about 1 %) above 16,383."""
        if self.distinct_exact:
            return len(self._hashes)
        return min(self.there, round((KEPT_HASHES - 1) / (float(self._hashes[-1]) / _LARGEST)))

    @property
    def distinct_exact(self) -> bool:
        """Whether `distinct` was counted."""
        return len(self._hashes) < KEPT_HASHES

    @property
    def there(self) -> int:
        """Rows with a value."""
        return self.rows - self.missing


def _there(entries: pa.Array) -> "np.ndarray[Any, np.dtype[np.bool_]]":
    """Which entries are values: not null, not nan, not the empty text."""
    valid = pc.is_valid(entries)
    if pa.types.is_floating(entries.type):
        valid = pc.and_(valid, pc.invert(pc.fill_null(pc.is_nan(entries), True)))
    elif pa.types.is_string(entries.type) or pa.types.is_large_string(entries.type):
        valid = pc.and_(valid, pc.fill_null(pc.not_equal(entries, ""), False))
    mask: np.ndarray[Any, np.dtype[np.bool_]] = valid.to_numpy(zero_copy_only=False)
    return mask


def _is_number(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
    )


def _smallest(
    known: "np.ndarray[Any, np.dtype[np.uint64]]", entries: pa.Array
) -> "np.ndarray[Any, np.dtype[np.uint64]]":
    """The smallest hashes of all values so far: their density tells how many distinct values there
    are."""
    if pa.types.is_floating(entries.type) or pa.types.is_integer(entries.type):
        values = entries.to_numpy(zero_copy_only=False)
    else:
        values = np.array([text_of(value) for value in entries.to_pylist()], dtype=object)
    hashes = pd.util.hash_array(values, categorize=False)
    if len(known) == KEPT_HASHES:
        hashes = hashes[hashes < known[-1]]
    return np.unique(np.concatenate([known, hashes]))[:KEPT_HASHES]


def lookalikes(values: Counter[str]) -> list[list[str]]:
    """Groups of values that differ only in spaces, capitals or characters that cannot be seen."""
    groups: dict[str, list[str]] = {}
    for value in values:
        groups.setdefault(_bare(value), []).append(value)
    return [group for group in groups.values() if len(group) > 1]


def _bare(text: str) -> str:
    seen = "".join(c for c in unicodedata.normalize("NFKC", text) if c not in INVISIBLE)
    return " ".join(seen.split()).casefold()


def odd_words(values: Counter[str]) -> list[str]:
    """In a column that is mostly numbers, the values that are not."""
    words = [value for value in values if not _reads_as_number(value)]
    share = sum(values[w] for w in words) / max(1, sum(values.values()))
    return words if words and share < 0.5 else []


def _reads_as_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
