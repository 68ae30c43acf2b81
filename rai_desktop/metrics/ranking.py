"""How well a score ranks: AUC with its DeLong variance, ROC and precision-recall curves, threshold sweep."""

from dataclasses import dataclass

import numpy as np

from rai_desktop.findings.measurement import Interval
from rai_desktop.metrics import intervals
from rai_desktop.metrics.rows import Floats
from rai_desktop.metrics.scores import Scores

FEW = 30  # of one outcome: fewer make DeLong's variance a poor guess


@dataclass(frozen=True, slots=True)
class Area:
    """An area under the ROC curve. `value` is None when one outcome is absent; `variance` is DeLong's; binned
    scores leave it uncertain by at most `bound`. `n` counts rows; `scarcer` is the effective number of the
    outcome that has fewer rows, `commoner` of the other."""

    value: float | None
    variance: float | None
    bound: float
    n: int
    scarcer: float
    commoner: float


def auc(scores: Scores) -> Area:
    """P(score of a random positive > that of a random negative), ties counting half.

    Variance: DeLong, DeLong and Clarke-Pearson, Biometrics 44 (1988), from placements; weighted rows count with
    Kish's effective numbers. In bins a pair within one bin is taken as a tie, which is wrong by at most half.
    """
    positives, negatives = scores.positives, scores.negatives
    n, effective = scores.judged, sorted(scores.kish[:2])
    if positives <= 0 or negatives <= 0:
        return Area(None, None, 0.0, n, *effective)
    below = np.cumsum(scores.negative) - scores.negative
    above = positives - np.cumsum(scores.positive)
    of_positive = (
        below + scores.negative / 2
    ) / negatives  # share of negatives below a positive here
    of_negative = (above + scores.positive / 2) / positives
    value = float((scores.positive * of_positive).sum() / positives)
    spread = (
        _variance(of_positive, scores.positive, scores.kish[1]),
        _variance(of_negative, scores.negative, scores.kish[0]),
    )
    variance = None if None in spread else sum(part for part in spread if part is not None)
    bound = (
        0.0
        if scores.exact
        else float((scores.positive * scores.negative).sum() / (positives * negatives) / 2)
    )
    return Area(value, variance, bound, n, *effective)


def limits(area: Area, level: float) -> Interval | None:
    """DeLong's limits on the logit scale. With few of one outcome they are much too narrow (placements hardly
    spread), so there Wilson's for the number of rows that Hanley and McNeil's variance (Radiology 143 (1982)
    29) of the area drawn a little towards one half comes to, or DeLong's if that is fewer."""
    value, variance, m, n = area.value, area.variance, area.scarcer, area.commoner
    if value is None or variance is None:
        return None
    if m >= FEW and variance > 0:
        both = intervals.logit(value, variance, m, level)
        return both and Interval(*both, level, intervals.DELONG)
    drawn = (value * m + 1) / (m + 2)
    one, other = drawn / (2 - drawn) - drawn**2, 2 * drawn**2 / (1 + drawn) - drawn**2
    rows = m * n * drawn * (1 - drawn) / (drawn * (1 - drawn) + (m - 1) * one + (n - 1) * other)
    rows = min(rows, value * (1 - value) / variance if variance > 0 else m)
    low, high = intervals.wilson(np.array(value), np.array(rows), level)
    return intervals.as_interval(float(low), float(high), level, intervals.FEW_RANKED)


def _variance(placements: Floats, weights: Floats, effective: float) -> float | None:
    """The variance of the mean placement, or None for fewer than two rows."""
    if effective < 2:
        return None
    mean = np.average(placements, weights=weights)
    spread = np.average((placements - mean) ** 2, weights=weights)
    return float(spread * effective / (effective - 1) / effective)


@dataclass(frozen=True, slots=True)
class Sweep:
    """At each threshold (descending; a row is selected at score >= threshold): the weight of true and false
    positives, shape (m,)."""

    thresholds: Floats
    true_positives: Floats
    false_positives: Floats
    positives: float
    negatives: float

    def rates(self) -> tuple[Floats, Floats]:
        """False and true positive rate, shape (m,); nan when an outcome is absent."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return self.false_positives / self.negatives, self.true_positives / self.positives

    def precision(self) -> Floats:
        """Precision, shape (m,); nan where nobody is selected."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return self.true_positives / (self.true_positives + self.false_positives)

    def at(self, thresholds: Floats) -> "Sweep":
        """The same at other thresholds, shape (k,), in one search."""
        upward = self.thresholds[::-1]
        chosen = len(upward) - np.searchsorted(upward, thresholds, side="left")
        true = np.append(0.0, self.true_positives)[chosen]
        false = np.append(0.0, self.false_positives)[chosen]
        return Sweep(
            np.asarray(thresholds, dtype=np.float64), true, false, self.positives, self.negatives
        )


def sweep(scores: Scores) -> Sweep:
    """Every threshold that changes anything."""
    return Sweep(
        scores.values[::-1],
        np.cumsum(scores.positive[::-1]),
        np.cumsum(scores.negative[::-1]),
        scores.positives,
        scores.negatives,
    )


def average_precision(scores: Scores) -> float | None:
    """Precision averaged over the steps of recall, without interpolation (as scikit-learn defines it)."""
    if scores.positives <= 0:
        return None
    steps = sweep(scores)
    gained = np.diff(steps.true_positives, prepend=0.0) / scores.positives
    used = gained > 0
    return float((gained[used] * steps.precision()[used]).sum())


def thinned(count: int, points: int) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """Positions of at most `points` of `count`, first and last among them."""
    if count <= points:
        return np.arange(count)
    return np.unique(np.linspace(0, count - 1, points).round().astype(np.int64))
