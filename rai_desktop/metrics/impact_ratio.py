"""Impact ratios as New York City's Local Law 144 computes them (6 RCNY 5-300 and 5-301)."""

from dataclasses import dataclass

import numpy as np

from rai_desktop.metrics.counts import View
from rai_desktop.metrics.rates import fold
from rai_desktop.metrics.rows import Numbers
from rai_desktop.metrics.scores import Scores

SMALL_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class Category:
    """One category: people assessed, people selected (or scored above the median), rate and impact ratio.
    `standing`: compared, small (under 2 % of the data: shown apart, never the benchmark) or unknown."""

    level: tuple[int, ...]
    assessed: int
    selected: int
    rate: float | None
    ratio: float | None
    standing: str


@dataclass(frozen=True, slots=True)
class ImpactTable:
    """Every category; `benchmark` is the position of the highest compared rate (None: nothing compared);
    `median` is set for a scoring tool."""

    categories: tuple[Category, ...]
    benchmark: int | None
    unknown: int
    median: float | None = None
    exact: bool = True


def selection_table(view: View, positive: int) -> ImpactTable:
    """For a tool that selects: rate = selected / assessed, ratio = rate / highest rate. People, unweighted."""
    folded = fold(view.counts, positive)
    selected = folded[:, :, 2].sum(axis=1)
    return _table(view.levels, folded[:, :, 1:].sum(axis=(1, 2)), selected)


def scoring_table(view: View, everyone: Scores, by_level: list[Scores]) -> ImpactTable:
    """For a tool that scores: rate = share strictly above the median of all scores."""
    m = median(everyone)
    if m is None:
        return _table(view.levels, np.zeros(len(view.levels)), np.zeros(len(view.levels)))
    assessed = np.array([scores.everyone.sum() for scores in by_level])
    above = np.array([scores.everyone[scores.values > m].sum() for scores in by_level])
    return _table(view.levels, assessed, above, m, everyone.exact)


def median(scores: Scores) -> float | None:
    """The median: with an even number of rows, half way between the middle two."""
    total = scores.everyone.sum()
    if total <= 0:
        return None
    upto = np.cumsum(scores.everyone)
    lower = int(np.searchsorted(upto, total / 2, side="left"))
    upper = int(np.searchsorted(upto, total / 2, side="right"))
    upper = min(upper, len(upto) - 1)
    return float((scores.values[lower] + scores.values[upper]) / 2)


def _table(
    levels: tuple[tuple[int, ...], ...],
    assessed: Numbers,
    selected: Numbers,
    middle: float | None = None,
    exact: bool = True,
) -> ImpactTable:
    total = float(np.sum(assessed))
    rates = np.divide(
        selected, assessed, out=np.full(len(assessed), np.nan), where=np.asarray(assessed) > 0
    )
    standing = [
        _standing(level, count, total) for level, count in zip(levels, assessed, strict=True)
    ]
    compared = np.array([s == "compared" for s in standing], dtype=bool)
    benchmark = int(np.argmax(np.where(compared, rates, -1))) if compared.any() else None
    best = rates[benchmark] if benchmark is not None else 0.0
    categories = tuple(
        Category(
            level,
            int(assessed[i]),
            int(selected[i]),
            _number(rates[i]),
            float(rates[i] / best) if compared[i] and best > 0 else None,
            standing[i],
        )
        for i, level in enumerate(levels)
    )
    unknown = sum(c.assessed for c in categories if c.standing == "unknown")
    return ImpactTable(categories, benchmark, unknown, middle, exact)


def _standing(level: tuple[int, ...], count: float, total: float) -> str:
    if any(code < 0 for code in level):
        return "unknown"
    return "compared" if count > 0 and count >= SMALL_SHARE * total else "small"


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
