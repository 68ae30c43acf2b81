"""Confidence intervals: for one figure, for a gap between two, and for many at once.

All work on arrays and give (low, high) arrays; nan in, nan out. `level` is the coverage, 0.95 say.
"""

from typing import TypeAlias

import numpy as np
from scipy.special import ndtri, stdtrit

from rai_desktop.findings.measurement import Interval
from rai_desktop.metrics.rows import Floats, Numbers

Limits: TypeAlias = tuple[Floats, Floats]

WILSON = "Wilson"
NEWCOMBE = "Newcombe (square-and-add of Wilson limits)"
MOVER = "square-and-add (MOVER)"
MOVER_RATIO = "MOVER for ratios"
DELONG = "DeLong, logit scale"
FEW_RANKED = "DeLong; Wilson (Hanley and McNeil) below 30 of an outcome"
BOOTSTRAP = "bootstrap of the table, percentile"
BASIC = "bootstrap of the reliability table"
NORMAL = "normal, from moments"
WILSON_F1 = "Wilson, through TP / (TP + FP + FN)"


def corrected(level: float, comparisons: int) -> float:
    """The level each of several intervals needs so that all hold together (Šidák, JASA 62 (1967) 626: exact
    when they are independent, conservative for two-sided normal ones that are not)."""
    return float(level ** (1 / max(comparisons, 1)))


def corrected_p(p_value: float, comparisons: int) -> float:
    """The p-value of one of several comparisons, Šidák's single step; valid however the one was picked."""
    return (
        float(-np.expm1(max(comparisons, 1) * np.log1p(-min(p_value, 1.0)))) if p_value < 1 else 1.0
    )


def wilson(share: Numbers, n: Numbers, level: float) -> Limits:
    """A single proportion (Wilson, JASA 22 (1927) 209); `n` may be Kish's effective number."""
    z = ndtri((1 + level) / 2)
    p, n = np.asarray(share, dtype=np.float64), np.asarray(n, dtype=np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = np.where(p <= 0, 0.0, middle - half), np.where(p >= 1, 1.0, middle + half)
    gone = ~((n > 0) & np.isfinite(p))
    return np.where(gone, np.nan, np.clip(low, 0, 1)), np.where(gone, np.nan, np.clip(high, 0, 1))


def difference(one: Numbers, of_one: Limits, other: Numbers, of_other: Limits) -> Limits:
    """one - other of independent estimates from the limits of each: square-and-add. With Wilson limits this is
    Newcombe's method 10, Statistics in Medicine 17 (1998) 873; in general MOVER, Zou and Donner, ibid. 27
    (2008) 1693."""
    gap = one - other
    low = gap - np.sqrt((one - of_one[0]) ** 2 + (of_other[1] - other) ** 2)
    high = gap + np.sqrt((of_one[1] - one) ** 2 + (other - of_other[0]) ** 2)
    return low, high


def ratio(one: Numbers, of_one: Limits, other: Numbers, of_other: Limits) -> Limits:
    """one / other of independent, non-negative estimates: MOVER-R, Donner and Zou, Statistical Methods in
    Medical Research 21 (2012) 347. The upper limit is infinite when the other may be 0."""
    (l1, u1), (l2, u2) = of_one, of_other
    both = one * other
    with np.errstate(invalid="ignore", divide="ignore"):
        below = np.sqrt(np.maximum(both**2 - l1 * u2 * (2 * one - l1) * (2 * other - u2), 0))
        above = np.sqrt(np.maximum(both**2 - u1 * l2 * (2 * one - u1) * (2 * other - l2), 0))
        # where u2 nears twice the estimate the first form loses its denominator: its conjugate does not
        low = l1 * (2 * one - l1) / (both + below)
        high = (both + above) / (l2 * (2 * other - l2))
    low = np.where(one <= 0, 0.0, low)
    gone = ~(np.isfinite(one) & np.isfinite(other) & (np.asarray(other) > 0))
    return np.where(gone, np.nan, np.maximum(low, 0)), np.where(
        gone, np.nan, np.where(l2 > 0, high, np.inf)
    )


def mean_of(values: Floats, limits: Limits) -> tuple[float, float]:
    """The mean of independent estimates (k,) from the limits of each: square-and-add, as for a difference."""
    mean, count = values.mean(), len(values)
    low = mean - np.sqrt(((values - limits[0]) ** 2).sum()) / count
    high = mean + np.sqrt(((limits[1] - values) ** 2).sum()) / count
    return float(low), float(high)


def logit(
    value: float | None, variance: float | None, n: float, level: float
) -> tuple[float, float] | None:
    """A share such as an AUC with its variance, on the logit scale so that the limits stay within 0 and 1.
    With no spread (all pairs ranked alike) Wilson's limits for `n`, since 0 variance is no certainty; for an
    AUC the rows of the scarcer outcome, as a thousand others make three of a kind no surer."""
    if value is None or variance is None:
        return None
    if variance <= 0 or value <= 0 or value >= 1:
        low, high = wilson(np.array(value), np.array(max(n, 1)), level)
        return float(low), float(high)
    half = ndtri((1 + level) / 2) * np.sqrt(variance) / (value * (1 - value))
    middle = np.log(value / (1 - value))
    return float(1 / (1 + np.exp(half - middle))), float(1 / (1 + np.exp(-half - middle)))


def student(mean: Numbers, variance_of_mean: Numbers | float, n: Numbers, level: float) -> Limits:
    """A mean with the estimated variance of that mean, by Student's t with n - 1 degrees of freedom."""
    n = np.asarray(n, dtype=np.float64)
    with np.errstate(invalid="ignore"):
        half = stdtrit(np.maximum(n - 1, 1), (1 + level) / 2) * np.sqrt(variance_of_mean)
    half = np.where(n < 2, np.nan, half)
    return mean - half, mean + half


def percentile(replicates: Floats, level: float) -> Limits:
    """Percentile limits over the first axis of bootstrap replicates; nan replicates are left out."""
    tail = (1 - level) / 2
    defined = np.isfinite(replicates).any(axis=0)
    filled = np.where(defined, replicates, 0.0)
    quantile = np.nanquantile if np.isnan(filled).any() else np.quantile  # the first is many times slower
    low, high = quantile(filled, [tail, 1 - tail], axis=0)
    return np.where(defined, low, np.nan), np.where(defined, high, np.nan)


def as_interval(low: float, high: float, level: float, method: str) -> Interval | None:
    """An interval for a Measurement, or None when a limit is not a finite number."""
    if not (np.isfinite(low) and np.isfinite(high)):
        return None
    return Interval(float(low), float(high), level, method)
