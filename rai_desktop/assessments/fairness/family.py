"""A family: one metric at all levels of one view, whose intervals are corrected together."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from rai_desktop.findings.measurement import Measurement
from rai_desktop.i18n import _
from rai_desktop.metrics import intervals
from rai_desktop.metrics.intervals import Limits
from rai_desktop.metrics.rows import Floats, Numbers

MISSING = _("(missing)")


@dataclass(frozen=True)
class Groups:
    """The levels of one view in words: `names[i]` is {column: level}; `known[i]` is False where any is missing."""

    columns: tuple[str, ...]
    names: tuple[dict[str, str], ...]
    known: Numbers
    people: Numbers

    @property
    def key(self) -> str:
        """The view's name, for seeds, cohorts and ids."""
        return " × ".join(self.columns)

    def label(self, i: int) -> str:
        """Group i for a picture."""
        return " · ".join(self.names[i].values())


@dataclass(frozen=True)
class Family:
    """Values (levels,) with `n` rows each, and `limits(level)` at any coverage. `hits` and `n` make the exact
    test; `highest_is_best` says which extreme the others are measured against; no `has_ratio`: the metric has
    no natural zero."""

    metric: str
    title: str
    values: Floats
    n: Numbers
    limits: Callable[[float], Limits]
    method: str
    whom: str
    hits: Numbers | None = None
    highest_is_best: bool = True
    has_ratio: bool = True
    unit: str = "share"
    cohort: str = "all"
    notes: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Limits are asked for again for every pair, and bootstrapped ones are dear."""
        object.__setattr__(self, "limits", cache(self.limits))

    def usable(self, smallest: int) -> Numbers:
        """Which levels rest on enough rows to be estimated, shape (levels,)."""
        return np.isfinite(self.values) & (np.asarray(self.n) >= smallest)


def values(family: Family, groups: Groups, smallest: int, level: float) -> list[Measurement]:
    """Every group's value, its interval corrected for the number of groups; too few people gives no value."""
    usable = family.usable(smallest)
    comparisons = max(int(usable.sum()), 1)
    low, high = family.limits(intervals.corrected(level, comparisons))
    found = []
    for i, group in enumerate(groups.names):
        interval = (
            intervals.as_interval(low[i], high[i], level, family.method) if usable[i] else None
        )
        note = _why_not(family, i, smallest) if not usable[i] else family.notes.get(i, "")
        if usable[i] and interval is None:
            note = note or _("Too few rows for an interval.")
        found.append(
            Measurement(
                assessment="fairness",
                metric=family.metric,
                value=float(family.values[i]) if usable[i] else None,
                n=int(family.n[i]),
                interval=interval,
                group=group,
                unit=family.unit,
                cohort=family.cohort,
                note=note,
                comparisons=comparisons,
            )
        )
    return found


def _why_not(family: Family, i: int, smallest: int) -> str:
    if family.n[i] < smallest or family.n[i] == 0:
        return _("Only {n} {whom}; {needed} needed.").format(
            n=int(family.n[i]), whom=family.whom, needed=max(smallest, 1)
        )
    return family.notes.get(i) or _("Cannot be estimated from these rows.")
