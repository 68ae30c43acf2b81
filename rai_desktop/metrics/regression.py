"""A regression's figures by level, each with the limits its moments give."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from rai_desktop.metrics import intervals
from rai_desktop.metrics.moments import NAMES, Moments
from rai_desktop.metrics.rows import Floats
from rai_desktop.metrics.scores import Scores


@dataclass(frozen=True, slots=True)
class Figures:
    """One metric by level, shape (levels,): value and limits; nan where it cannot be estimated."""

    value: Floats
    low: Floats
    high: Floats


class Sums:
    """Means of each moment by level, with the effective number of rows (Kish)."""

    def __init__(self, moments: Moments) -> None:
        weight = moments.sums[:, 0]
        self.origin = moments.origin
        self.n = moments.counts
        self.effective = np.divide(
            weight**2, moments.squares, out=np.zeros(len(weight)), where=moments.squares > 0
        )
        means = np.divide(
            moments.sums,
            weight[:, None],
            out=np.full(moments.sums.shape, np.nan),
            where=weight[:, None] > 0,
        )
        self._means = dict(zip(NAMES, means.T, strict=True))

    def __getitem__(self, name: str) -> Floats:
        means: Floats = self._means[name]
        return means

    def mean(self, first: str, second: str, level: float, origin: float = 0.0) -> Figures:
        """A mean with Student limits, from its first and second moment."""
        spread = np.maximum(self[second] - self[first] ** 2, 0)
        with np.errstate(invalid="ignore", divide="ignore"):
            variance = spread / np.maximum(self.effective - 1, 1)
        low, high = intervals.student(self[first], variance, self.effective, level)
        return Figures(self[first] + origin, low + origin, high + origin)


def mean_prediction(sums: Sums, level: float) -> Figures:
    """Mean of the predictions."""
    return sums.mean("p", "p2", level, sums.origin)


def mean_error(sums: Sums, level: float) -> Figures:
    """Mean of prediction - label: above 0, the model says too much."""
    return sums.mean("e", "e2", level)


def mean_absolute_error(sums: Sums, level: float) -> Figures:
    """Mean of |prediction - label|."""
    found = sums.mean("|e|", "e2", level)
    return Figures(found.value, np.maximum(found.low, 0), found.high)


def root_mean_squared_error(sums: Sums, level: float) -> Figures:
    """Root of the mean squared error; limits from the squares' own variance, on the log scale."""
    square = sums["e2"]
    with np.errstate(invalid="ignore", divide="ignore"):
        error = np.sqrt(np.maximum(sums["e4"] - square**2, 0) / np.maximum(sums.effective - 1, 1))
        half = ndtri((1 + level) / 2) * error / square / 2
        half = np.where(sums.effective < 2, np.nan, half)
    value = np.sqrt(square)
    return Figures(value, value * np.exp(-half), value * np.exp(half))


def r2_score(sums: Sums, level: float) -> Figures:
    """1 - mean squared error / variance of the label; limits by the delta method from fourth moments."""
    m = sums["y"]
    variance = sums["y2"] - m**2
    fourth = sums["y4"] - 4 * m * sums["y3"] + 6 * m**2 * sums["y2"] - 3 * m**4
    crossed = sums["e2y2"] - 2 * m * sums["e2y"] + m**2 * sums["e2"]
    with np.errstate(invalid="ignore", divide="ignore"):
        q = np.where(variance > 1e-15 * (1 + m**2), sums["e2"] / variance, np.nan)
        spread = (sums["e4"] - 2 * q * crossed + q**2 * fourth) / variance**2
        half = ndtri((1 + level) / 2) * np.sqrt(np.maximum(spread, 0) / sums.effective)
        half = np.where(sums.effective < 3, np.nan, half)
    return Figures(1 - q, 1 - q - half, np.minimum(1 - q + half, 1))


def median_absolute_error(errors: Scores, level: float) -> tuple[float, float, float] | None:
    """The median of |error| with limits at the ranks that bound a share of one half (Wilson)."""
    weight = errors.everyone
    if weight.sum() <= 0:
        return None
    order = np.argsort(np.abs(errors.values))
    ascending, share = np.abs(errors.values)[order], np.cumsum(weight[order]) / weight.sum()
    low, high = intervals.wilson(np.array(0.5), np.array(errors.effective()), level)
    places = np.searchsorted(share, [0.5, float(low), float(high)], side="left")
    values = ascending[np.minimum(places, len(ascending) - 1)]
    middle = float(values[0])
    if share[min(places[0], len(share) - 1)] == 0.5 and places[0] + 1 < len(ascending):
        middle = float((ascending[places[0]] + ascending[places[0] + 1]) / 2)
    return middle, float(values[1]), float(values[2])
