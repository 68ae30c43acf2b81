"""How much each feature matters: mean contributions with spread, by group, and what is lost without it."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

Floats = npt.NDArray[np.float64]
BLOCK = 2_000_000  # draws held at once


class Magnitude(NamedTuple):
    """Mean absolute contribution (f,), its interval, the interval of its rank (1: most), and the share of
    resamples in which the first `top` features stand in the same order."""

    mean: Floats
    low: Floats
    high: Floats
    rank_low: Floats
    rank_high: Floats
    same_order: float
    top: int


class Gap(NamedTuple):
    """Difference between two groups' means, its interval and p-value (Welch)."""

    value: float
    low: float
    high: float
    p_value: float


def magnitude(
    values: Floats, seed: int = 0, replicates: int = 1000, level: float = 0.95, top: int = 5
) -> Magnitude:
    """Mean |contribution| over rows, with percentile bootstrap intervals over resampled rows.

    `values` (n, f). One row gives itself with no width: the caller says that it is too little.
    """
    size = np.abs(values)
    mean = size.mean(axis=0)
    drawn = _resampled_means(size, np.random.default_rng(seed), replicates)
    ranks = (-drawn).argsort(axis=1, kind="stable").argsort(axis=1) + 1.0
    ends = [(1 - level) / 2, (1 + level) / 2]
    low, high = np.quantile(drawn, ends, axis=0)
    rank_low, rank_high = np.quantile(ranks, ends, axis=0, method="nearest")
    top = min(top, len(mean))
    first = np.argsort(-mean, kind="stable")[:top]
    same = (ranks[:, first] == np.arange(1, top + 1)).all(axis=1).mean()
    return Magnitude(mean, low, high, rank_low, rank_high, float(same), top)


def _resampled_means(size: Floats, rng: np.random.Generator, replicates: int) -> Floats:
    """(replicates, f) means of rows drawn with replacement: multinomial weights times the rows."""
    rows = len(size)
    step = max(1, BLOCK // rows)
    even = np.full(rows, 1.0 / rows)
    parts = [
        rng.multinomial(rows, even, size=min(step, replicates - start)) @ size / rows
        for start in range(0, replicates, step)
    ]
    return np.concatenate(parts)


def mean_interval(sample: Floats, level: float = 0.95) -> tuple[float, float]:
    """Student's interval of a mean; (nan, nan) for fewer than two values."""
    if len(sample) < 2:
        return np.nan, np.nan
    half = stats.t.ppf((1 + level) / 2, len(sample) - 1) * sample.std(ddof=1) / np.sqrt(len(sample))
    return float(sample.mean() - half), float(sample.mean() + half)


def gap(one: Floats, other: Floats, level: float = 0.95) -> Gap | None:
    """Welch's comparison of two groups' means (one minus other); None for fewer than two rows in either."""
    if len(one) < 2 or len(other) < 2:
        return None
    value = float(one.mean() - other.mean())
    first, second = one.var(ddof=1) / len(one), other.var(ddof=1) / len(other)
    if first + second == 0:
        return Gap(value, value, value, 1.0 if value == 0 else 0.0)
    # From means and variances: scipy's test on the rows warns on the terminal when one group never varies.
    error = float(np.sqrt(first + second))
    freedom = (first + second) ** 2 / (first**2 / (len(one) - 1) + second**2 / (len(other) - 1))
    half = float(stats.t.ppf((1 + level) / 2, freedom)) * error
    return Gap(value, value - half, value + half, float(2 * stats.t.sf(abs(value) / error, freedom)))


def fidelity(rebuilt: Floats, output: Floats) -> float | None:
    """Share of the output's variance that base plus contributions give back (R²); None if it never varies."""
    spread = ((output - output.mean()) ** 2).sum()
    return None if spread == 0 else float(1 - ((output - rebuilt) ** 2).sum() / spread)


def disagreement(first: Floats, second: Floats) -> float | None:
    """Mean absolute difference of two runs as a share of the mean absolute contribution."""
    scale = (np.abs(first).mean() + np.abs(second).mean()) / 2
    return None if scale == 0 else float(np.abs(first - second).mean() / scale)


# --- what is lost without a feature -------------------------------------------------------------------------

Parts = Callable[[Any], Floats]


def accuracy_parts(label: npt.NDArray[Any]) -> Parts:
    """Row by row what adds up to accuracy: 1 where prediction equals label."""
    return lambda prediction: (np.asarray(prediction) == label).astype(float)


def r2_parts(target: Floats) -> Parts:
    """Row by row what adds up to R², the target's variance taken as given."""
    spread = float(target.var())
    return lambda prediction: 1 - (np.asarray(prediction, dtype=float) - target) ** 2 / spread


def auc_parts(positive: npt.NDArray[np.bool_]) -> Parts:
    """Row by row pseudo-values whose mean is the AUC and whose variance is DeLong's."""
    ones, n = int(positive.sum()), len(positive)

    def parts(score: Any) -> Floats:
        score = np.asarray(score, dtype=float)
        overall = stats.rankdata(score)
        within = np.empty(n)
        within[positive] = stats.rankdata(score[positive])
        within[~positive] = stats.rankdata(score[~positive])
        beaten = overall - within  # rows of the other class below, ties half
        placed = np.where(positive, beaten / (n - ones), 1 - beaten / ones)
        auc = placed[positive].mean()
        share = np.where(positive, ones / n, 1 - ones / n)
        result: Floats = auc + (placed - auc) / share
        return result

    return parts


class Drop(NamedTuple):
    """What the score loses when a feature is shuffled, with Student's interval over rows."""

    feature: str
    value: float
    low: float
    high: float


def permutation_drops(
    predict: Callable[[pd.DataFrame], Any], parts: Parts, frame: pd.DataFrame, repeats: int, seed: int
) -> Iterator[Drop]:
    """For each column of `frame` the mean drop over `repeats` shuffles (Breiman 2001; Fisher et al. 2019).

    Each column is asked for once: the repeats stand below one another in one frame, whose other columns
    are never copied again.
    """
    rng, rows = np.random.default_rng(seed), len(frame)
    whole = parts(predict(frame))
    stacked = pd.concat([frame] * repeats, ignore_index=True)
    for place, name in enumerate(frame.columns):
        kept = stacked.iloc[:, place].array
        orders = np.concatenate([rng.permutation(rows) for _ in range(repeats)])
        stacked.isetitem(place, frame.iloc[:, place].array.take(orders))
        answers = np.asarray(predict(stacked)).reshape(repeats, rows)
        lost = whole - np.mean([parts(answer) for answer in answers], axis=0)
        stacked.isetitem(place, kept)
        yield Drop(str(name), float(lost.mean()), *mean_interval(lost))
