"""Reads rows as batches ready to be counted: labels, predictions, scores, groups and weights as arrays."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _
from rai_desktop.loading.coding import MISSING, BinCoder, FixedCoder, LevelCoder, to_floats
from rai_desktop.loading.settling import Settled
from rai_desktop.loading.stored import Table
from rai_desktop.project.model import Task

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]
Arrays: TypeAlias = Mapping[str, pa.Array]


@dataclass(frozen=True, slots=True)
class Batch:
    """Consecutive rows from `start`. Codes are int32 into `Subject.classes` or
    `Subject.levels(column)`, -1 where missing; in a regression label and prediction are floats, nan
    where missing. `score` is (n,), for multiclass (n, k) in the order of the classes."""

    start: int
    rows: int
    label: Array | None
    prediction: Array | None
    score: Array | None
    groups: dict[str, Array]
    weight: Array | None


@dataclass(frozen=True, slots=True)
class Predictions:
    """What a model said of every row: codes into the classes (regression: values), scores or None,
    and whether the scores are probabilities (None: if they lie between 0 and 1)."""

    prediction: Array
    score: Array | None
    probable: bool | None = None


def read_rows(
    table: Table,
    settled: Settled,
    groups: Mapping[str, LevelCoder | BinCoder],
    predictions: Predictions | None,
) -> Iterator[Batch]:
    """All rows of a table in order; refuses an impossible value with its row."""
    columns = settled.columns
    names = [columns.label, columns.prediction, *settled.scores, *groups, columns.weight]
    names = list(dict.fromkeys(filter(None, names))) or [table.columns[0]]
    reader = _Reader(settled, groups, predictions)
    start = 0
    for record in table.batches(names):
        yield reader.batch(start, record.num_rows, dict(zip(names, record.columns, strict=True)))
        start += record.num_rows


class _Reader:
    def __init__(
        self,
        settled: Settled,
        groups: Mapping[str, LevelCoder | BinCoder],
        predictions: Predictions | None,
    ) -> None:
        self._settled = settled
        self._groups = groups
        self._kept = predictions
        self._coders: dict[str, FixedCoder] = {}
        if settled.task is not Task.REGRESSION:
            outcomes = filter(None, (settled.columns.label, settled.columns.prediction))
            self._coders = {name: FixedCoder(name, settled.classes) for name in outcomes}

    def batch(self, start: int, rows: int, arrays: Arrays) -> Batch:
        """The batch of `rows` rows from `start`."""
        label = self._outcome(arrays, self._settled.columns.label, start)
        score = self._score(arrays, start, rows)
        prediction = self._prediction(arrays, score, start, rows)
        groups: dict[str, Array] = {n: c.encode(arrays[n]) for n, c in self._groups.items()}
        return Batch(start, rows, label, prediction, score, groups, self._weight(arrays, start))

    def _outcome(self, arrays: Arrays, name: str, start: int) -> Array | None:
        if not name:
            return None
        if name in self._coders:
            return self._coders[name].encode(arrays[name])
        return _finite(to_floats(arrays[name], name), name, start)

    def _prediction(
        self, arrays: Arrays, score: Array | None, start: int, rows: int
    ) -> Array | None:
        if self._kept is not None:
            return self._kept.prediction[start : start + rows]
        positive = self._settled.positive
        if self._settled.by_threshold and score is not None and positive is not None:
            high = 1 - positive if self._settled.turned else positive  # whose score is high
            told = self._as_told(arrays, start) if self._settled.turned else score
            codes = np.where(told >= self._settled.threshold, high, 1 - high)
            return np.where(np.isnan(score), MISSING, codes).astype(np.int32)
        return self._outcome(arrays, self._settled.columns.prediction, start)

    def _score(self, arrays: Arrays, start: int, rows: int) -> Array | None:
        if self._kept is not None and self._kept.score is not None:
            return self._kept.score[start : start + rows]
        names = self._settled.scores
        if not names:
            return None
        if self._settled.turned:
            return 1 - self._as_told(arrays, start)
        found = [_finite(to_floats(arrays[name], name), name, start) for name in names]
        return found[0] if len(found) == 1 else np.column_stack(found)

    def _as_told(self, arrays: Arrays, start: int) -> Array:
        """The one score column as it stands in the table."""
        name = self._settled.scores[0]
        return _finite(to_floats(arrays[name], name), name, start)

    def _weight(self, arrays: Arrays, start: int) -> Array | None:
        name = self._settled.columns.weight
        if not name:
            return None
        weight = to_floats(arrays[name], name)
        bad = ~(np.isfinite(weight) & (weight >= 0))
        if bad.any():
            raise Refusal(
                _("The weight column “{column}” holds {value} in row {row}.").format(
                    column=name, value=weight[bad][0], row=start + int(bad.argmax()) + 1
                ),
                _("Weights must be numbers of zero or more, without gaps."),
            )
        return weight


def _finite(numbers: Array, column: str, start: int) -> Array:
    bad = np.isinf(numbers)
    if bad.any():
        raise Refusal(
            _("Column “{column}” holds an infinite number in row {row}.").format(
                column=column, row=start + int(bad.argmax()) + 1
            ),
            _("Replace infinite values, or leave these rows out."),
        )
    return numbers
