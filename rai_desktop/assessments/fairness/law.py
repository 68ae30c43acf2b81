"""The impact-ratio tables of New York City's Local Law 144, for every sensitive feature and pair."""

from collections.abc import Iterator

import numpy as np

from rai_desktop.assessments.fairness.family import Groups
from rai_desktop.findings.measurement import Cell, Interval, Measurement, Table
from rai_desktop.i18n import _
from rai_desktop.metrics import intervals
from rai_desktop.metrics.gaps import pairs
from rai_desktop.metrics.impact_ratio import Category, ImpactTable

_DISCLAIMER = _(
    "Computed as 6 RCNY 5-301 sets out; not an independent bias audit. The law sets no pass mark."
)


def impact_ratios(
    table: ImpactTable, groups: Groups, smallest: int, level: float
) -> Iterator[Measurement]:
    """One impact ratio for each category of a selection tool, with limits for all pairs together."""
    compared = sum(c.standing == "compared" for c in table.categories)
    best = None if table.benchmark is None else table.categories[table.benchmark]
    for i, category in enumerate(table.categories):
        note = _note(category, best, smallest)
        enough = (
            category.ratio is not None
            and not _small(category, smallest)
            and not _small(best, smallest)
        )
        yield Measurement(
            assessment="fairness",
            metric="impact_ratio",
            value=category.ratio if enough else None,
            n=category.assessed,
            unit="ratio",
            group=groups.names[i],
            reference=groups.names[table.benchmark] if table.benchmark is not None else {},
            interval=_interval(category, best, pairs(compared), level) if enough else None,
            note=note,
            comparisons=max(pairs(compared), 1),
        )


def _small(category: Category | None, smallest: int) -> bool:
    return category is None or category.assessed < smallest


def _note(category: Category, best: Category | None, smallest: int) -> str:
    if category.standing == "unknown":
        return _("Unknown: counted, never compared.")
    if category.standing == "small":
        return _("Under 2 % of the data: shown apart, not compared.")
    if _small(category, smallest) or _small(best, smallest):
        return _("Only {n} people; {needed} needed.").format(
            n=min(category.assessed, best.assessed if best else 0), needed=smallest
        )
    if category.ratio is None:
        return _("Nobody was selected in any category.")
    return _("The highest rate: every other is measured against it.") if category is best else ""


def _interval(
    category: Category, best: Category | None, comparisons: int, level: float
) -> Interval | None:
    if best is None or category is best:
        return None
    each = intervals.corrected(level, comparisons)
    rates = [np.array(c.selected / c.assessed) for c in (category, best)]
    limits = [
        intervals.wilson(rate, np.array(c.assessed), each)
        for rate, c in zip(rates, (category, best), strict=True)
    ]
    low, high = intervals.ratio(rates[0], limits[0], rates[1], limits[1])
    return intervals.as_interval(float(low), float(high), level, intervals.MOVER_RATIO)


def impact_table(table: ImpactTable, groups: Groups, kind: str) -> Table:
    """The table to publish; `kind` is selection or scoring."""
    scoring = kind == "scoring"
    columns = [
        *groups.columns,
        _("Applicants"),
        _("Scored above the median") if scoring else _("Selected"),
        _("Scoring rate") if scoring else _("Selection rate"),
        _("Impact ratio"),
        _("Remark"),
    ]
    remarks = {"unknown": _("not known"), "small": _("under 2 % of the data"), "compared": ""}
    rows: list[list[Cell]] = [
        [
            *groups.names[i].values(),
            c.assessed,
            c.selected,
            _thousandths(c.rate),
            _thousandths(c.ratio),
            remarks[c.standing],
        ]
        for i, c in enumerate(table.categories)
    ]
    note = _("{n} people of unknown category.").format(n=table.unknown)
    if scoring and table.median is not None:
        note += " " + _("Median of all scores: {median:.6g}.").format(median=table.median)
        note += (
            ""
            if table.exact
            else " " + _("Scores in fine bins: those in the median's bin are not above it.")
        )
    return Table(
        id=f"ll144_{kind}:{groups.key}",
        columns=columns,
        rows=rows,
        note=f"{note} {_DISCLAIMER}",
        title=(
            _("Impact ratio of scores by {feature} (NYC LL144)")
            if scoring
            else _("Impact ratio of selection by {feature} (NYC LL144)")
        ).format(feature=groups.key),
        formats=[*["text"] * len(groups.columns), "count", "count", "ratio", "ratio", "text"],
    )


def not_for_weights(groups: Groups) -> Table:
    """In place of the table of a scoring tool, whose median and shares are of people."""
    return Table(
        id=f"ll144_scoring:{groups.key}",
        columns=[*groups.columns],
        rows=[],
        note=_("Not computed: the rule counts people, and these rows carry weights. Assess them without weights."),
        title=_("Impact ratio of scores by {feature} (NYC LL144)").format(feature=groups.key),
    )


def _thousandths(value: float | None) -> float | None:
    """Three decimals, so that 0.796 never shows as 0.80."""
    return None if value is None else round(value, 3)
