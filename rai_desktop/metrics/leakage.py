"""Does one column alone give the answer away? Cross-fitted power of single columns, and association."""

import re
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats
from scipy.stats import contingency

Codes = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
BINS = 32
LEVELS = 200


class Power(NamedTuple):
    """How well one column alone predicts: `metric` is roc_auc, accuracy or r2_score; `chance` is its value for a
    column that says nothing; `low`/`high` bound it."""

    metric: str
    value: float
    low: float
    high: float
    chance: float


class Association(NamedTuple):
    """Bias-corrected Cramér's V (0 none, 1 complete) with its bootstrap interval."""

    value: float
    low: float
    high: float


def coded(column: "pd.Series[Any]") -> Codes:
    """(n,) codes: numbers in up to 32 bins of equal count, other values by level (rare ones together); missing is
    a code of its own, for that a value is missing can give the answer away."""
    plain = pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)
    if plain and column.nunique() > BINS:
        numbers = column.to_numpy(dtype=float, na_value=np.nan)
        edges = np.unique(np.nanquantile(numbers[np.isfinite(numbers)], np.linspace(0, 1, BINS + 1)[1:-1]))
        return np.where(np.isnan(numbers), len(edges) + 1, np.searchsorted(edges, numbers, side="right")).astype(np.int64)
    codes, _levels = pd.factorize(column.astype(object), use_na_sentinel=False)
    counts = np.bincount(codes)
    if len(counts) > LEVELS:
        kept = np.argsort(-counts, kind="stable")[: LEVELS - 1]
        place = np.full(len(counts), LEVELS - 1)
        place[kept] = np.arange(LEVELS - 1)
        codes = place[codes]
    return codes.astype(np.int64)


def power(column: "pd.Series[Any]", target: Floats, kind: str, seed: int, level: float = 0.95) -> Power | None:
    """Predicts `target` (n,) from `column` alone: learnt on one half, judged on the other, and the reverse, so
    that a column of names, unlike any other, is not mistaken for an answer.

    `kind`: binary (target 0/1), multiclass (codes) or regression. None when there is nothing to tell apart.
    """
    if len(target) < 20 or np.ptp(target) == 0:
        return None
    codes = coded(column)
    half = np.random.default_rng(seed).permutation(len(codes)) % 2 == 0
    if kind == "binary":
        return _auc(_means(codes, target, half), target > 0.5, half, level)
    if kind == "multiclass":
        return _accuracy(codes, target.astype(np.int64), half, level)
    return _r2(_means(codes, target, half), target, level)


def _means(codes: Codes, target: Floats, half: npt.NDArray[np.bool_]) -> Floats:
    """Each row's expected target given its code, learnt from the other half; unseen codes give the mean."""
    size, said = int(codes.max()) + 1, np.empty(len(codes))
    for side in (half, ~half):
        sums = np.bincount(codes[~side], target[~side], minlength=size)
        counts = np.bincount(codes[~side], minlength=size)
        overall = target[~side].mean()
        said[side] = ((sums + overall) / (counts + 1))[codes[side]]
    return said


def _auc(score: Floats, positive: npt.NDArray[np.bool_], half: npt.NDArray[np.bool_], level: float) -> Power | None:
    """Mean of the two halves' AUC; DeLong's variance."""
    values, variances = [], []
    for side in (half, ~half):
        ones, zeros = score[side & positive], score[side & ~positive]
        if not len(ones) or not len(zeros):
            return None
        ranks = stats.rankdata(np.concatenate([ones, zeros]))
        over = (ranks[: len(ones)] - stats.rankdata(ones)) / len(zeros)
        under = 1 - (ranks[len(ones) :] - stats.rankdata(zeros)) / len(ones)
        values.append(over.mean())
        variances.append(over.var() / len(ones) + under.var() / len(zeros))
    value, error = float(np.mean(values)), float(np.sqrt(np.sum(variances)) / 2)
    z = stats.norm.ppf((1 + level) / 2)
    low, high = max(0.0, float(value - z * error)), min(1.0, float(value + z * error))
    return Power("roc_auc", value, low, high, 0.5)


def _accuracy(codes: Codes, target: Codes, half: npt.NDArray[np.bool_], level: float) -> Power:
    size, classes = int(codes.max()) + 1, int(target.max()) + 1
    said = np.empty(len(codes), dtype=np.int64)
    for side in (half, ~half):
        table = np.bincount(codes[~side] * classes + target[~side], minlength=size * classes).reshape(size, classes)
        common = np.bincount(target[~side], minlength=classes)
        said[side] = np.where(table.sum(axis=1) > 0, table.argmax(axis=1), common.argmax())[codes[side]]
    right = int((said == target).sum())
    ends = stats.binomtest(right, len(target)).proportion_ci(level, method="wilson")
    chance = float(np.bincount(target).max() / len(target))
    return Power("accuracy", right / len(target), float(ends.low), float(ends.high), chance)


def _r2(said: Floats, target: Floats, level: float) -> Power:
    parts = 1 - (said - target) ** 2 / target.var()
    half = stats.norm.ppf((1 + level) / 2) * parts.std() / np.sqrt(len(parts))
    return Power("r2_score", float(parts.mean()), float(parts.mean() - half), float(parts.mean() + half), 0.0)


def association(one: Codes, other: Codes, seed: int = 0, replicates: int = 200, level: float = 0.95) -> Association | None:
    """Bias-corrected Cramér's V (Bergsma 2013), with the interval of a bootstrap over the table's cells.

    A resample estimates the table's own, uncorrected V: by how much it misses it is how much V may be missed by.
    """
    table = contingency.crosstab(one, other).count.astype(float)
    if min(table.shape) < 2:
        return None
    n = int(table.sum())
    drawn = np.random.default_rng(seed).multinomial(n, (table / n).ravel(), size=replicates)
    missed = np.array([_cramer(t.reshape(table.shape)) for t in drawn]) - _cramer(table, corrected=False)
    low, high = np.quantile(missed, [(1 - level) / 2, (1 + level) / 2])
    value = _cramer(table)
    ends = np.clip([value - high, value - low], 0.0, 1.0)
    return Association(value, float(min(value, ends[0])), float(max(value, ends[1])))


def _cramer(table: Floats, corrected: bool = True) -> float:
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    n, (r, k) = table.sum(), table.shape
    if min(r, k) < 2:
        return 0.0
    expected = table.sum(axis=1, keepdims=True) @ table.sum(axis=0, keepdims=True) / n
    squared, least = float(((table - expected) ** 2 / expected).sum() / n), min(r, k) - 1.0
    if corrected:
        squared = max(0.0, squared - (k - 1) * (r - 1) / (n - 1))
        least = min(k - (k - 1) ** 2 / (n - 1), r - (r - 1) ** 2 / (n - 1)) - 1
    return float(min(1.0, np.sqrt(squared / least))) if least > 0 else 0.0


_AFTERWARDS = {
    "outcome", "result", "target", "label", "decision", "approved", "rejected", "granted", "denied", "resolved",
    "resolution", "closed", "closure", "settled", "collected", "recovery", "recovered", "writeoff", "chargeoff",
    "discharge", "discharged", "final", "actual", "future", "after", "post",
}  # fmt: skip


def words_of(name: str) -> set[str]:
    """A column name's words: "outcomeDate_2" gives outcome, date, 2."""
    apart = re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])", " ", name)
    return {w for w in re.split(r"[\W_]+", apart.casefold()) if w}


def named_after(column: str, label: str) -> str:
    """The word by which a column's name speaks of the outcome or of what came after it; "" if none."""
    own = words_of(label) - {"is", "has", "the", "of", "flag", "y", "next", "month", "payment"}
    shared = words_of(column) & (own | _AFTERWARDS)
    return min(shared) if shared else ""
