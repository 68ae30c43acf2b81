"""How far groups lie apart: each from a reference, and the two extremes, with limits that hold for all pairs."""

from dataclasses import dataclass

import numpy as np

from rai_desktop.metrics import intervals
from rai_desktop.metrics.intervals import Limits
from rai_desktop.metrics.rows import Floats


@dataclass(frozen=True, slots=True)
class Extremes:
    """The largest difference (max - min) or smallest ratio (min / max) over pairs of groups. `lowest` and
    `highest` are positions; `comparisons` is the number of pairs the limits hold for together."""

    value: float
    lowest: int
    highest: int
    low: float
    high: float
    comparisons: int


def pairs(groups: int) -> int:
    """How many pairs there are."""
    return groups * (groups - 1) // 2


def range_difference(values: Floats, limits: Limits, comparisons: int) -> Extremes:
    """max - min of values (g,) whose `limits` were made for `comparisons` pairs.

    If the limits of every pair hold, the range lies between the largest lower and the largest upper limit over
    pairs; that the extremes were picked by looking is thereby paid for.
    """
    low, high = intervals.difference(values[:, None], _column(limits), values, limits)
    lowest, highest = _ends(values)
    return Extremes(
        float(values[highest] - values[lowest]),
        lowest,
        highest,
        max(float(low.max()), 0.0),
        float(_off_diagonal(high).max()),
        comparisons,
    )


def range_ratio(values: Floats, limits: Limits, comparisons: int) -> Extremes | None:
    """min / max of values (g,), by the same reasoning; None when the largest is 0."""
    lowest, highest = _ends(values)
    if values[highest] <= 0:
        return None
    low, high = intervals.ratio(values[:, None], _column(limits), values, limits)
    low, high = np.nan_to_num(low, nan=np.inf), np.nan_to_num(high, nan=np.inf)
    return Extremes(
        float(values[lowest] / values[highest]),
        lowest,
        highest,
        float(_off_diagonal(low, np.inf).min()),
        min(float(_off_diagonal(high, np.inf).min()), 1.0),
        comparisons,
    )


def _ends(values: Floats) -> tuple[int, int]:
    """First of the lowest and last of the highest: two different groups even when all are equal."""
    return int(np.argmin(values)), len(values) - 1 - int(np.argmax(values[::-1]))


def _column(limits: Limits) -> Limits:
    return limits[0][:, None], limits[1][:, None]


def _off_diagonal(square: Floats, filling: float = -np.inf) -> Floats:
    return np.where(np.eye(len(square), dtype=bool), filling, square)
