"""One pass over all rows into a table that adds: everything else is worked out from it."""



from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rai_desktop.metrics.cells import Cells
from rai_desktop.metrics.moments import Moments
from rai_desktop.metrics.rows import Floats, Ints, Numbers, Rows
from rai_desktop.metrics.scores import EVENTS, EXACT_ROWS, Scores, ScoreStore

CHUNK = 65_536  # rows at a time, so that what is counted stays in the processor's cache
RELIABILITY_BINS = 10


@dataclass(frozen=True, slots=True)
class View:
    """The table by the levels of some columns. `levels[i]` is a tuple of codes (-1: missing), ascending with
    missing last. `counts[i, label + 1, prediction + 1]` are rows (index 0: missing), `weights` their summed
    weights, `squares` their summed squared weights. `level[cell]` says where each cell went."""

    columns: tuple[str, ...]
    levels: tuple[tuple[int, ...], ...]
    counts: Ints
    weights: Floats
    squares: Floats
    level: Ints

    @property
    def rows(self) -> Numbers:
        """Rows of each level, shape (levels,)."""
        total: Numbers = self.counts.sum(axis=(1, 2))
        return total

    def in_order(self, order: Sequence[int]) -> "View":
        """The same view with its levels in another order."""
        new = np.empty(len(order), dtype=np.int64)
        new[list(order)] = np.arange(len(order))
        places = list(order)
        return View(
            self.columns,
            tuple(self.levels[i] for i in order),
            self.counts[places],
            self.weights[places],
            self.squares[places],
            new[self.level],
        )


class Tally:
    """Rows counted by sensitive levels, label and prediction, with the distribution of scores.

    Classification: `classes` names the label's codes, `positive` is the code of the favourable outcome. The
    event a score speaks of is the favourable outcome; with several classes and none favourable it is "the
    prediction is right" and the score that of the predicted class (`confidence`). Regression: no classes.
    Adding is not safe from several threads; `a + b` merges tallies of different rows.
    """

    def __init__(
        self,
        classes: Sequence[str],
        positive: int | None,
        columns: Sequence[str],
        exact_rows: int = EXACT_ROWS,
    ) -> None:
        self.classes = tuple(classes)
        self.positive = 1 if positive is None and len(classes) == 2 else positive
        self.columns = tuple(columns)
        self.rows = 0
        self.weighted = False
        self.probabilities = True  # every score seen lies in [0, 1]
        self.missing_scores = 0
        self.rejected_weights = 0
        self.missing_outcomes = 0  # regression: rows without label or prediction
        self._side = len(self.classes) + 1
        self._cells = Cells(self.columns)
        self._counts = np.zeros(0, dtype=np.int64)
        self._weights = np.zeros(0)
        self._squares = np.zeros(0)
        self._reliability = np.zeros(
            (3, 0)
        )  # weight, score and squared score, by cell, event and tenth
        self.scores = ScoreStore(exact_rows)
        self.class_scores = (
            [ScoreStore(exact_rows) for _ in self.classes] if len(self.classes) > 2 else []
        )
        self.log_loss_sums = np.zeros(5)  # several classes: weight, sum and sum of squares of -log(score), w², rows
        self.moments: Moments | None = None if self.classes else Moments.empty()
        self.predictions_seen = False

    @classmethod
    def empty(cls, classes: Sequence[str], positive: int | None, columns: Sequence[str]) -> "Tally":
        """Nothing counted yet."""
        return cls(classes, positive, columns)

    @property
    def cells(self) -> tuple[tuple[int, ...], ...]:
        """The combinations of sensitive level codes that occur (-1: missing)."""
        return tuple(self._cells.known)

    @property
    def regression(self) -> bool:
        """Whether labels are numbers and not classes."""
        return self.moments is not None

    @property
    def confidence(self) -> bool:
        """Whether a score is that of the predicted class and its event that the prediction is right."""
        return len(self.classes) > 2

    # --- counting -------------------------------------------------------------------------------------------

    def add(self, batch: Rows) -> None:
        """Count a batch."""
        groups = [np.asarray(batch.groups[column]) for column in self.columns]
        self._cells.widen(groups)
        self.rows += batch.rows
        for low in range(0, batch.rows, CHUNK):
            part = slice(low, min(low + CHUNK, batch.rows))
            cells = self._number([codes[part] for codes in groups], part.stop - low)
            weight = self._weigh(batch.weight, part)
            if self.moments is None:
                self._classify(batch, part, cells, weight)
            else:
                self._regress(batch, part, cells, weight)

    def _number(self, groups: list[Numbers], rows: int) -> Ints:
        return self._cells.number(groups) if groups else np.zeros(rows, dtype=np.int32)

    def _weigh(self, weight: Numbers | None, part: slice) -> Floats | None:
        if weight is None:
            return None
        self.weighted = True
        given = np.asarray(weight[part], dtype=np.float64)
        good = np.isfinite(given) & (given >= 0)
        if good.all():
            return given
        self.rejected_weights += int((~good).sum())
        return np.where(good, given, 0.0)

    def _classify(self, batch: Rows, part: slice, cells: Ints, weight: Floats | None) -> None:
        key = cells.astype(np.int64)
        key *= self._side * self._side
        label = prediction = None
        if batch.label is not None:
            label = batch.label[part]
            key += np.multiply(label, self._side, dtype=np.int64)
            key += self._side
        if batch.prediction is not None:
            self.predictions_seen = True
            prediction = batch.prediction[part]
            key += prediction
            key += 1
        size = len(self._cells.known) * self._side**2
        self._tables(size)
        counts = np.bincount(key, minlength=size)
        self._counts += counts
        self._weights += counts if weight is None else np.bincount(key, weight, minlength=size)
        self._squares += (
            counts if weight is None else np.bincount(key, weight * weight, minlength=size)
        )
        if batch.score is not None:
            self._score(batch.score[part], cells, (label, prediction), weight)

    def _tables(self, size: int) -> None:
        more = size - len(self._counts)
        if more > 0:
            self._counts = np.pad(self._counts, (0, more))
            self._weights = np.pad(self._weights, (0, more))
            self._squares = np.pad(self._squares, (0, more))

    def _score(
        self,
        score: Numbers,
        cells: Ints,
        outcome: tuple[Numbers | None, Numbers | None],
        weight: Floats | None,
    ) -> None:
        label, prediction = outcome
        if score.ndim == 2:
            self._score_classes(score, label, weight)
            rows = np.arange(len(score))
            score = (
                score[:, 1]
                if score.shape[1] == 2 and not self.confidence
                else np.full(len(score), np.nan)
                if prediction is None
                else np.where(prediction >= 0, score[rows, np.maximum(prediction, 0)], np.nan)
            )
        keys = cells.astype(np.int64)
        keys *= EVENTS
        keys += self._events(label, prediction, len(score))
        score = np.asarray(score, dtype=np.float64)
        if np.isnan(score.min(initial=0.0)):
            known = ~np.isnan(score)
            self.missing_scores += int((~known).sum())
            score, keys = score[known], keys[known]
            weight = None if weight is None else weight[known]
        self.scores.add(score, keys, weight)
        if self.probabilities:
            self.probabilities = bool(score.min(initial=0.0) >= 0 and score.max(initial=0.0) <= 1)
        if self.probabilities:
            self._calibrate(score, keys, weight)

    def _events(self, label: Numbers | None, prediction: Numbers | None, rows: int) -> Numbers:
        if label is None or (self.confidence and prediction is None):
            return np.full(rows, 2, dtype=np.int8)
        target: Any = prediction if self.confidence else self.positive
        events: Numbers = (label == target).view(np.int8)
        if label.min(initial=0) < 0:
            events[label < 0] = 2
        return events

    def _calibrate(self, score: Floats, keys: Ints, weight: Floats | None) -> None:
        tenth = (score * RELIABILITY_BINS).astype(np.int64)
        np.minimum(tenth, RELIABILITY_BINS - 1, out=tenth)
        tenth += keys * RELIABILITY_BINS
        size = len(self._cells.known) * EVENTS * RELIABILITY_BINS
        if self._reliability.shape[1] < size:
            self._reliability = np.pad(
                self._reliability, ((0, 0), (0, size - self._reliability.shape[1]))
            )
        heavy = score if weight is None else score * weight
        self._reliability[0] += np.bincount(tenth, weight, minlength=size)
        self._reliability[1] += np.bincount(tenth, heavy, minlength=size)
        self._reliability[2] += np.bincount(tenth, heavy * score, minlength=size)

    def _score_classes(self, score: Numbers, label: Numbers | None, weight: Floats | None) -> None:
        if label is None or not self.class_scores or score.shape[1] != len(self.classes):
            return
        known = (label >= 0) & ~np.isnan(score).any(axis=1)
        label, score = label[known], np.asarray(score[known], dtype=np.float64)
        heavy = None if weight is None else weight[known]
        for code, store in enumerate(self.class_scores):
            store.add(score[:, code], (label == code).astype(np.int32), heavy)
        if len(label):
            loss = -np.log(
                np.clip(score[np.arange(len(label)), label], np.finfo(np.float64).eps, 1.0)
            )
            w = np.ones(len(loss)) if heavy is None else heavy
            self.log_loss_sums += (w.sum(), (w * loss).sum(), (w * loss * loss).sum(), (w * w).sum(), len(loss))

    def _regress(self, batch: Rows, part: slice, cells: Ints, weight: Floats | None) -> None:
        if batch.prediction is None or self.moments is None:
            return
        self.predictions_seen = True
        prediction = np.asarray(batch.prediction[part], dtype=np.float64)
        label = (
            prediction if batch.label is None else np.asarray(batch.label[part], dtype=np.float64)
        )
        known = np.isfinite(label) & np.isfinite(prediction)
        if not known.all():
            self.missing_outcomes += int((~known).sum())
            label, prediction, cells = label[known], prediction[known], cells[known]
            weight = None if weight is None else weight[known]
        if not len(label):
            return
        if not len(self.moments.counts):
            self.moments.origin = float(label.mean())
        self.moments.add(cells, label, prediction, weight)
        self.scores.add(prediction - label, cells.astype(np.int64) * EVENTS, weight)

    # --- merging --------------------------------------------------------------------------------------------

    def __add__(self, other: "Tally") -> "Tally":
        """The tally of the rows of both."""
        if (self.classes, self.positive, self.columns) != (
            other.classes,
            other.positive,
            other.columns,
        ):
            raise ValueError("only tallies of the same classes and columns add up")
        merged = Tally(self.classes, self.positive, self.columns, self.scores.exact_rows)
        for part in (self, other):
            merged._take(part)
        return merged

    def _take(self, other: "Tally") -> None:
        cells = self._cells.find(other.cells)
        used = len(self._cells.known)
        square = self._side**2
        self._tables(used * square)
        places = (cells[:, None] * square + np.arange(square)).ravel()[: len(other._counts)]
        self._counts[places] += other._counts
        self._weights[places] += other._weights
        self._squares[places] += other._squares
        width = EVENTS * RELIABILITY_BINS
        self._reliability = np.pad(
            self._reliability, ((0, 0), (0, used * width - self._reliability.shape[1]))
        )
        places = (cells[:, None] * width + np.arange(width)).ravel()[: other._reliability.shape[1]]
        self._reliability[:, places] += other._reliability
        self.scores.merge(other.scores, cells)
        for mine, theirs in zip(self.class_scores, other.class_scores, strict=True):
            mine.merge(theirs, np.zeros(1, dtype=np.int64))
        if self.moments is not None and other.moments is not None:
            if not len(self.moments.counts):
                self.moments.origin = other.moments.origin
            self.moments.merge(other.moments, cells)
        self.log_loss_sums += other.log_loss_sums
        self.rows += other.rows
        self.missing_scores += other.missing_scores
        self.missing_outcomes += other.missing_outcomes
        self.rejected_weights += other.rejected_weights
        self.weighted |= other.weighted
        self.probabilities &= other.probabilities
        self.predictions_seen |= other.predictions_seen

    # --- reading --------------------------------------------------------------------------------------------

    def view(self, columns: Sequence[str] = ()) -> View:
        """The table by the levels of some columns; no column gives one level that holds all rows."""
        which = [self.columns.index(column) for column in columns]
        chosen = [tuple(cell[i] for i in which) for cell in self._cells.known]
        levels = sorted(set(chosen), key=lambda codes: [(code < 0, code) for code in codes])
        if not columns and not levels:
            levels = [()]
        places = {codes: i for i, codes in enumerate(levels)}
        level = np.array([places[codes] for codes in chosen], dtype=np.int64)
        self._tables(len(chosen) * self._side**2)
        return View(
            tuple(columns),
            tuple(levels),
            self._sum(self._counts, level, len(levels)),
            self._sum(self._weights, level, len(levels)),
            self._sum(self._squares, level, len(levels)),
            level,
        )

    def _sum(self, flat: Numbers, level: Ints, levels: int) -> Numbers:
        summed = np.zeros((levels, self._side, self._side), dtype=flat.dtype)
        np.add.at(summed, level, flat.reshape(-1, self._side, self._side))
        return summed

    def scores_by(self, view: View) -> list[Scores]:
        """The scores of each level of a view."""
        return self.scores.split(view.level, len(view.levels))

    def reliability_by(self, view: View) -> Floats:
        """Weight, summed score and summed squared score by level, event and tenth of the score: (3, levels, 3, 10)."""
        width = EVENTS * RELIABILITY_BINS
        held = np.pad(
            self._reliability, ((0, 0), (0, len(view.level) * width - self._reliability.shape[1]))
        )
        summed = np.zeros((len(view.levels), 3, EVENTS, RELIABILITY_BINS))
        by_cell = held.reshape(3, -1, EVENTS, RELIABILITY_BINS).swapaxes(0, 1)
        np.add.at(summed, view.level, by_cell)
        return summed.swapaxes(0, 1)

    def moments_by(self, view: View) -> Moments:
        """A regression's sums by level of a view."""
        if self.moments is None:
            raise ValueError("classes have no moments")
        return self.moments.by(view.level, len(view.levels))
