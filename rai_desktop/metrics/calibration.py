"""Whether scores mean what they say: reliability, expected calibration error, Brier score, log loss."""

from dataclasses import dataclass

import numpy as np

from rai_desktop.metrics import bootstrap, intervals
from rai_desktop.metrics.rows import Floats, Numbers
from rai_desktop.metrics.scores import Scores


@dataclass(frozen=True, slots=True)
class Reliability:
    """By tenth of the score, shape (10,): weight, mean score and observed share (nan where empty)."""

    weight: Floats
    mean_score: Floats
    observed: Floats


def reliability(sums: Floats) -> Reliability:
    """From sums (3, events, 10) of one level, as Tally.reliability_by gives them."""
    weight = sums[0, :2].sum(axis=0)
    empty = np.full(weight.shape, np.nan)
    mean = np.divide(sums[1, :2].sum(axis=0), weight, out=empty.copy(), where=weight > 0)
    observed = np.divide(sums[0, 1], weight, out=empty.copy(), where=weight > 0)
    return Reliability(weight, mean, observed)


def calibration_error(sums: Floats) -> float | None:
    """Expected calibration error: the mean over rows of |observed share - mean score| in ten bins of equal
    width (Naeini, Cooper and Hauskrecht, AAAI 2015)."""
    found = reliability(sums)
    if found.weight.sum() <= 0:
        return None
    gaps = np.abs(np.nan_to_num(found.observed - found.mean_score))
    return float((gaps * found.weight).sum() / found.weight.sum())


def calibration_error_limits(
    sums: Floats, effective: float, replicates: int, level: float, rng: np.random.Generator
) -> tuple[float, float] | None:
    """Upper limit: basic bootstrap. The error of a finite sample is biased upward, and that of a resample as
    much again: reflecting the replicates about the estimate takes the bias out (Davison and Hinkley 1997, 5.2).
    Reflected, the lower limit would rule out perfect calibration half the time it is true; the lower limit
    therefore takes off all that the bins can move by chance, which by the triangle inequality covers."""
    value = calibration_error(sums)
    if value is None or effective < 2:
        return None
    drawn = bootstrap.resample(sums[0, :2], effective, replicates, rng)
    mean = np.divide(
        sums[1, :2], sums[0, :2], out=np.zeros((2, sums.shape[2])), where=sums[0, :2] > 0
    )
    drawn /= drawn.sum(axis=(1, 2), keepdims=True)
    gap = drawn[:, 1] - (drawn * mean).sum(axis=1)
    gaps = np.abs(gap).sum(axis=1)
    moved = np.abs(gap - (sums[0, 1] - sums[1, :2].sum(axis=0)) / sums[0, :2].sum()).sum(axis=1)
    low, high = intervals.percentile(gaps, level)
    if not low < high:  # scores of 0 and 1 that all come true: no spread is no certainty
        return None
    chance = float(intervals.percentile(moved, level)[1])
    return max(0.0, value - chance), max(0.0, 2 * value - float(low), value)


@dataclass(frozen=True, slots=True)
class Loss:
    """A mean loss with the variance of that mean; `n` is the effective number of rows."""

    value: float
    variance: float
    n: float


def brier(scores: Scores) -> Loss | None:
    """Mean of (score - outcome)² (Brier 1950)."""
    return _mean(scores, (1 - scores.values) ** 2, scores.values**2)


def log_loss(scores: Scores) -> Loss | None:
    """Mean of -log of the score given to what happened; scores of 0 and 1 are taken as one rounding step from
    them, as scikit-learn does."""
    tiny = np.finfo(np.float64).eps
    values = np.clip(scores.values, tiny, 1 - tiny)
    return _mean(scores, -np.log(values), -np.log1p(-values))


def _mean(scores: Scores, of_positive: Numbers, of_negative: Numbers) -> Loss | None:
    weight = scores.positives + scores.negatives
    n = scores.effective(2)
    if weight <= 0:
        return None
    mean = float((scores.positive * of_positive + scores.negative * of_negative).sum() / weight)
    spread = (
        scores.positive * (of_positive - mean) ** 2 + scores.negative * (of_negative - mean) ** 2
    )
    return Loss(mean, float(spread.sum() / weight / max(n - 1, 1)), n)
