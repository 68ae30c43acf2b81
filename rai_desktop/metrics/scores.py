"""Keeps the distribution of a score by cell and event: every value while they are few, fine bins beyond."""



from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import numpy as np

from rai_desktop.metrics import bins
from rai_desktop.metrics.rows import Floats, Ints, Numbers

EVENTS = 3  # negative, positive, unknown (the label is missing)
EXACT_ROWS = 1 << 21  # values kept one by one: at most 2,097,152 of them, some 40 MB
_BINNED_CELLS = 1 << 23  # numbers in the binned table: 64 MB
_Numbers: TypeAlias = tuple[tuple[float, float, float], tuple[int, int, int]]  # Kish's and rows, by event


@dataclass(frozen=True)
class Scores:
    """One group's scores: ascending distinct `values` (or bins) with the weight of negatives, positives and
    rows of unknown outcome at each; `exact` tells whether values are values. `kish` holds each event's
    effective number of rows, (sum of weights)² / sum of squared weights, `rows` its number of rows."""

    values: Floats
    negative: Floats
    positive: Floats
    unknown: Floats
    kish: tuple[float, float, float]
    rows: tuple[int, int, int]
    exact: bool = True

    @cached_property
    def everyone(self) -> Floats:
        """The weight of all rows at each value."""
        return self.negative + self.positive + self.unknown

    @cached_property
    def positives(self) -> float:
        """The weight of all positives."""
        return float(self.positive.sum())

    @cached_property
    def negatives(self) -> float:
        """The weight of all negatives."""
        return float(self.negative.sum())

    @property
    def judged(self) -> int:
        """Rows whose outcome is known."""
        return self.rows[0] + self.rows[1]

    def effective(self, events: int = EVENTS) -> float:
        """Kish's effective number of rows of the first `events` events together: less than the sum of theirs
        when one event's rows weigh more than another's."""
        weights = [float(part.sum()) for part in (self.negative, self.positive, self.unknown)[:events]]
        squares = sum(w * w / n for w, n in zip(weights, self.kish, strict=False) if n > 0)
        return sum(weights) ** 2 / squares if squares > 0 else 0.0


@dataclass(slots=True)
class _Kept:
    """Values kept one by one: score, key = cell * EVENTS + event, weight (None: one each)."""

    scores: list[Floats] = field(default_factory=list)
    keys: list[Ints] = field(default_factory=list)
    weights: list[Floats | None] = field(default_factory=list)
    rows: int = 0

    def add(self, scores: Floats, keys: Ints, weights: Floats | None) -> None:
        self.scores.append(scores)
        self.keys.append(keys)
        self.weights.append(weights)
        self.rows += len(scores)

    def joined(self) -> tuple[Floats, Ints, Floats | None]:
        """Everything as three arrays, held so from now on."""
        if len(self.scores) != 1:
            weights = None
            if any(weight is not None for weight in self.weights):
                weights = np.concatenate(
                    [
                        np.ones(len(scores)) if weight is None else weight
                        for scores, weight in zip(self.scores, self.weights, strict=True)
                    ]
                )
            scores = np.concatenate(self.scores) if self.scores else np.zeros(0)
            keys = np.concatenate(self.keys) if self.keys else np.zeros(0, dtype=np.int32)
            self.scores, self.keys, self.weights = [scores], [keys], [weights]
        return self.scores[0], self.keys[0], self.weights[0]


class ScoreStore:
    """Scores by cell and event. Few or repeating values stay exact; past `exact_rows` different ones they are
    counted in bins whose edges the first rows choose, and `exact` turns False."""

    def __init__(self, exact_rows: int = EXACT_ROWS) -> None:
        self.exact_rows = exact_rows
        self._kept = _Kept()
        self._bins: bins.Bins | None = None
        self._table = np.zeros((0, 0))
        self._sums = np.zeros((3, 0))  # weight, squared weight and rows by key
        self._sorted: tuple[Floats, Ints, Floats | None] | None = None

    @property
    def exact(self) -> bool:
        """Whether every value is still known."""
        return self._bins is None

    @property
    def _cut(self) -> bins.Bins:
        if self._bins is None:
            raise ValueError("no bins yet")
        return self._bins

    @property
    def empty(self) -> bool:
        """Whether no score has been seen."""
        return not self._sums[0].any()

    def add(self, scores: Numbers, keys: Ints, weights: Floats | None) -> None:
        """Count scores (n,) without nan under keys = cell * EVENTS + event."""
        if not len(scores):
            return
        self._sum(keys, weights)
        self._sorted = None
        if self._bins is not None:
            self._bin(scores, keys, weights)
            return
        self._kept.add(np.array(scores, dtype=np.float64), np.array(keys, dtype=np.int32), weights)
        if self._kept.rows > self.exact_rows:
            self._settle()

    def merge(self, other: "ScoreStore", cells: Ints) -> None:
        """Take in another store whose cell i is our cell cells[i]."""
        keys = (np.asarray(cells)[:, None] * EVENTS + np.arange(EVENTS)).ravel()
        self._sorted = None
        if other._bins is None:
            scores, theirs, weights = other._kept.joined()
            if len(scores):
                sums = self._sums.copy()  # a kept value may stand for many rows: their sums are those counted row by row
                self.add(scores, keys[theirs], weights)
                self._sums = np.pad(sums, ((0, 0), (0, self._sums.shape[1] - sums.shape[1])))
                self._sums[:, keys[: other._sums.shape[1]]] += other._sums
            return
        if self._bins is None:
            self._start_bins(other._bins)
        self._take_bins(other, keys)

    def split(self, level: Ints, levels: int) -> list[Scores]:
        """The scores of each level; `level[cell]` is the level a cell belongs to, -1 for none."""
        if self._bins is None:
            return self._split_kept(level, levels)
        return [self._sum_bins(np.flatnonzero(level == i)) for i in range(levels)]

    # --- exact ----------------------------------------------------------------------------------------------

    def _in_order(self) -> tuple[Floats, Ints, Floats | None]:
        if self._sorted is None:
            scores, keys, weights = self._kept.joined()
            order = np.argsort(scores)
            self._sorted = scores[order], keys[order], None if weights is None else weights[order]
        return self._sorted

    def _split_kept(self, level: Ints, levels: int) -> list[Scores]:
        scores, keys, weights = self._in_order()
        small = np.uint8 if levels < 255 else np.uint16 if levels < 65_535 else np.int64
        of_key = np.repeat(np.where(level < 0, levels, level), EVENTS).astype(small)
        rows = np.take(of_key, keys)
        order = np.argsort(rows, kind="stable")
        ends = np.cumsum(np.bincount(rows, minlength=levels + 1))
        events = np.take(np.tile(np.arange(EVENTS, dtype=np.uint8), len(level)), keys)
        found = []
        for i in range(levels):
            part = order[(ends[i - 1] if i else 0) : ends[i]]
            heavy = None if weights is None else weights[part]
            found.append(
                self._distinct(scores[part], events[part], heavy, self._numbers(level == i))
            )
        return found

    @staticmethod
    def _distinct(
        scores: Floats, events: Ints, weights: Floats | None, numbers: _Numbers
    ) -> Scores:
        if not len(scores):
            none = np.zeros(0)
            return Scores(none, none, none, none, *numbers)
        starts = np.flatnonzero(np.append(True, scores[1:] != scores[:-1]))
        if weights is not None:
            negative, positive, unknown = (
                np.add.reduceat(np.where(events == event, weights, 0.0), starts) for event in range(EVENTS)
            )
            return Scores(scores[starts], negative, positive, unknown, *numbers)
        runs = np.diff(starts, append=len(scores)).astype(np.float64)
        positive = _runs_of(events == 1, starts)
        unknown = _runs_of(events == 2, starts) if numbers[0][2] else np.zeros(len(starts))
        return Scores(scores[starts], runs - positive - unknown, positive, unknown, *numbers)

    # --- from exact to bins ---------------------------------------------------------------------------------

    def _settle(self) -> None:
        """Too many rows to keep: merge repeated values if that helps, otherwise go over to bins."""
        scores, _keys, _weights = self._kept.joined()
        step = max(1, len(scores) // 65_536)
        if len(np.unique(scores[::step])) > len(scores[::step]) // 2 or not self._merge_repeats():
            self._start_bins(bins.cut(scores, self._wanted()))

    def _merge_repeats(self) -> bool:
        scores, keys, weights = self._kept.joined()
        order = np.lexsort((keys, scores))
        scores, keys = scores[order], keys[order]
        fresh = np.append(True, (scores[1:] != scores[:-1]) | (keys[1:] != keys[:-1]))
        if fresh.sum() > self.exact_rows // 2:
            return False
        starts = np.flatnonzero(fresh)
        mass = np.add.reduceat(np.ones(len(scores)) if weights is None else weights[order], starts)
        self._kept = _Kept([scores[starts]], [keys[starts]], [mass], len(starts))
        return True

    def _wanted(self) -> int:
        return int(np.clip(_BINNED_CELLS // max(self._sums.shape[1], 1), 256, 65_536))

    def _start_bins(self, cut: bins.Bins) -> None:
        scores, keys, weights = self._kept.joined()
        self._bins = cut
        self._table = np.zeros((self._sums.shape[1], cut.size))
        self._kept = _Kept()
        step = 1 << 16
        for low in range(0, len(scores), step):
            part = slice(low, low + step)
            self._bin(scores[part], keys[part], None if weights is None else weights[part])

    # --- bins -----------------------------------------------------------------------------------------------

    def _bin(self, scores: Numbers, keys: Ints, weights: Floats | None) -> None:
        self._grow(self._sums.shape[1])
        index = self._cut.index(scores)
        index += keys.astype(np.int64) * self._cut.size
        np.add.at(self._table.reshape(-1), index, 1.0 if weights is None else weights)

    def _grow(self, keys: int) -> None:
        if len(self._table) < keys:
            more = np.zeros((keys - len(self._table), self._table.shape[1]))
            self._table = np.concatenate([self._table, more])

    def _take_bins(self, other: "ScoreStore", keys: Ints) -> None:
        shared = bins.common(self._cut, other._cut)
        mine = _coarsen(self._table, self._cut, shared)
        theirs = _coarsen(other._table, other._cut, shared)
        self._bins, self._table = shared, mine
        self._widen(int(keys.max(initial=-1)) + 1)
        self._grow(self._sums.shape[1])
        self._table[keys[: len(theirs)]] += theirs
        self._sums[:, keys[: other._sums.shape[1]]] += other._sums

    def _sum_bins(self, cells: Ints) -> Scores:
        masses = []
        for event in range(EVENTS):
            keys = cells * EVENTS + event
            masses.append(self._table[keys[keys < len(self._table)]].sum(axis=0))
        held = np.flatnonzero(masses[0] + masses[1] + masses[2])
        chosen = np.isin(np.arange(self._sums.shape[1] // EVENTS + 1), cells)
        negative, positive, unknown = (mass[held] for mass in masses)
        kish, rows = self._numbers(chosen)
        return Scores(self._cut.middles()[held], negative, positive, unknown, kish, rows, exact=False)

    # --- sums of weights ------------------------------------------------------------------------------------

    def _sum(self, keys: Ints, weights: Floats | None) -> None:
        rows = np.bincount(keys)
        self._widen(len(rows))
        self._sums[0, : len(rows)] += rows if weights is None else np.bincount(keys, weights)
        self._sums[1, : len(rows)] += rows if weights is None else np.bincount(keys, weights * weights)
        self._sums[2, : len(rows)] += rows

    def _widen(self, keys: int) -> None:
        keys = -(-keys // EVENTS) * EVENTS
        if keys > self._sums.shape[1]:
            self._sums = np.pad(self._sums, ((0, 0), (0, keys - self._sums.shape[1])))

    def _numbers(self, cells: Numbers) -> _Numbers:
        sums = self._sums.reshape(3, -1, EVENTS)
        total, squares, rows = sums[:, np.flatnonzero(cells[: sums.shape[1]])].sum(axis=1)
        kish = np.divide(total**2, squares, out=np.zeros(EVENTS), where=squares > 0)
        return tuple(kish.tolist()), tuple(rows.astype(np.int64).tolist())


def _runs_of(flags: Numbers, starts: Ints) -> Floats:
    """How many flags are set in each run of equal scores."""
    if len(starts) == len(flags):
        return flags.astype(np.float64)
    return np.add.reduceat(flags, starts, dtype=np.float64)


def _coarsen(table: Floats, fine: bins.Bins, coarse: bins.Bins) -> Floats:
    if fine.size == coarse.size:
        return table
    summed = np.zeros((coarse.size, len(table)))
    np.add.at(summed, bins.places(fine, coarse), table.T)
    return np.ascontiguousarray(summed.T)
