"""One pass over a table's batches: what every column holds, and what makes two rows the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from rai_desktop.i18n import N_
from rai_desktop.metrics import personal_data, profile

Codes = npt.NDArray[Any]
KEPT = 8192
LONG_NUMBER = 10**8


@dataclass
class Column:
    """What one column holds. `missing_by` counts missing cells by sensitive column and level code, the last place
    being rows whose level is missing; `patterns` counts rows by personal_data.PATTERNS."""

    name: str
    kind: str
    rows: int = 0
    missing: int = 0
    low: float | None = None
    high: float | None = None
    sum: int = 0
    missing_by: dict[str, npt.NDArray[np.int64]] = field(default_factory=dict)
    patterns: npt.NDArray[np.int64] = field(
        default_factory=lambda: np.zeros(len(personal_data.PATTERNS), dtype=np.int64)
    )
    smallest: profile.Hashes = field(default_factory=lambda: np.empty(0, dtype=np.uint64))

    @property
    def there(self) -> int:
        """Rows with a value."""
        return self.rows - self.missing

    @property
    def distinct(self) -> int:
        """Different values; from 8,192 on an estimate by the density of the smallest hashes (to about 1 %)."""
        if len(self.smallest) < KEPT:
            return len(self.smallest)
        return min(self.there, round((KEPT - 1) / (float(self.smallest[-1]) / 2.0**64)))

    def add(self, array: pa.Array, codes: Mapping[str, Codes], start: int) -> profile.Hashes:
        """Learn from one batch; gives the hashes of its values."""
        nothing = profile.missing(array)
        found = profile.hashes(array)
        self.rows += len(array)
        self.sum = (self.sum + profile.column_sum(found, start)) % 2**64
        if nothing.any():
            self.missing += int(nothing.sum())
            for name, levels in codes.items():
                self.missing_by[name] = add_up(self.missing_by.get(name), levels[nothing])
        self._keep(found[~nothing] if nothing.any() else found)
        if _is_number(array.type):
            self._range(array)
        self._match(array)
        return found

    def _keep(self, found: profile.Hashes) -> None:
        if len(self.smallest) == KEPT:
            found = found[found < self.smallest[-1]]
        if len(found):
            self.smallest = np.unique(np.concatenate([self.smallest, pd.unique(found)]))[:KEPT]

    def _range(self, array: pa.Array) -> None:
        ends = pc.min_max(array).as_py()
        if ends["min"] is not None:
            low, high = float(ends["min"]), float(ends["max"])
            self.low = low if self.low is None else min(low, self.low)
            self.high = high if self.high is None else max(high, self.high)

    def _match(self, array: pa.Array) -> None:
        """Text, and whole numbers long enough to be somebody's."""
        if pa.types.is_integer(array.type) and self.low is not None and self.low >= LONG_NUMBER:
            array = array.cast(pa.string())
        if pa.types.is_string(array.type) or pa.types.is_large_string(array.type):
            array = array.dictionary_encode()
        if pa.types.is_dictionary(array.type) and _is_text(array.type.value_type) and len(array.dictionary):
            places = array.indices.drop_null().to_numpy(zero_copy_only=False)
            counts = np.bincount(places, minlength=len(array.dictionary))
            used = np.flatnonzero(counts)
            self.patterns += personal_data.matches(array.dictionary.take(pa.array(used)), counts[used])


def add_up(known: npt.NDArray[np.int64] | None, codes: Codes) -> npt.NDArray[np.int64]:
    """Counts by code, more as new codes are met; code −1 is counted in the first place."""
    counts = np.bincount(codes.astype(np.int64) + 1)
    if known is None:
        return counts
    if len(known) < len(counts):
        known, counts = counts, known
    total = known.copy()
    total[: len(counts)] += counts
    return total


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind))


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


@dataclass
class Scan:
    """Everything seen of a table. `compared` columns make a row (identifiers left out), `features` and `label`
    tell equal people with unequal outcomes. Eight bytes a row are kept for each."""

    columns: dict[str, Column]
    compared: frozenset[str]
    features: frozenset[str]
    label: str = ""
    rows: int = 0
    incomplete: int = 0
    groups: dict[str, npt.NDArray[np.int64]] = field(default_factory=dict)
    row_hashes: list[profile.Hashes] = field(default_factory=list)
    feature_hashes: list[profile.Hashes] = field(default_factory=list)
    labelled_hashes: list[profile.Hashes] = field(default_factory=list)

    @classmethod
    def of(cls, schema: pa.Schema, compared: Sequence[str], features: Sequence[str], label: str) -> "Scan":
        """Nothing seen yet."""
        columns = {name: Column(name, plain_kind(schema.field(name).type)) for name in schema.names}
        return cls(columns, frozenset(compared), frozenset(features), label)

    def add(self, record: pa.RecordBatch, codes: Mapping[str, Codes]) -> None:
        """Learn from one batch; `codes` are the level codes (n,) of each sensitive column."""
        n = record.num_rows
        whole, inner = np.zeros(n, dtype=np.uint64), np.zeros(n, dtype=np.uint64)
        label, gaps = np.zeros(n, dtype=np.uint64), np.zeros(n, dtype=bool)
        for name, array in zip(record.schema.names, record.columns, strict=True):
            before = self.columns[name].missing
            part = profile.salted(self.columns[name].add(array, codes, self.rows), name)
            if self.columns[name].missing > before:
                gaps |= profile.missing(array)
            if name in self.compared:
                whole += part
            if name in self.features:
                inner += part
            if name == self.label:
                label = part
        for name, levels in codes.items():
            self.groups[name] = add_up(self.groups.get(name), levels)
        self.rows, self.incomplete = self.rows + n, self.incomplete + int(gaps.sum())
        self.row_hashes.append(whole)
        if self.label and self.features:
            self.feature_hashes.append(inner)
            self.labelled_hashes.append(inner + label)

    def repeated(self) -> int:
        """Rows that repeat an earlier one in every compared column."""
        return profile.repeated(self.row_hashes)

    def contradictions(self) -> int | None:
        """Different outcomes beyond the first among rows with equal features; None without label or features."""
        if not self.feature_hashes:
            return None
        both = (np.concatenate(h) for h in (self.labelled_hashes, self.feature_hashes))
        labelled, plain = (profile.distinct(h) for h in both)
        return labelled - plain

    def constants(self) -> list[str]:
        """Columns with one value, or none at all."""
        return [c.name for c in self.columns.values() if len(c.smallest) <= 1 and (c.missing in (0, c.rows))]

    def twins(self) -> list[tuple[str, str]]:
        """Columns with an equal earlier one: (column, the earlier one)."""
        first: dict[int, str] = {}
        found = []
        for column in self.columns.values():
            if len(column.smallest) > 1:
                earlier = first.setdefault(column.sum, column.name)
                if earlier != column.name:
                    found.append((column.name, earlier))
        return found


def plain_kind(kind: pa.DataType) -> str:
    """A column's type in one word: number, whole number, text, yes/no, date."""
    if pa.types.is_dictionary(kind):
        return plain_kind(kind.value_type)
    if pa.types.is_integer(kind):
        return N_("whole number")
    if pa.types.is_boolean(kind):
        return N_("yes/no")
    if pa.types.is_temporal(kind):
        return N_("date")
    return N_("text") if _is_text(kind) else N_("nothing") if pa.types.is_null(kind) else N_("number")
