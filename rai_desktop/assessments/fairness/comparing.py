"""Gaps: every group against its reference, and the extremes of each feature under the field's names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import msgspec
import numpy as np

from rai_desktop.assessments.fairness.family import Family, Groups
from rai_desktop.findings.measurement import Measurement
from rai_desktop.i18n import _
from rai_desktop.metrics import gaps, intervals
from rai_desktop.metrics.exact_tests import fisher
from rai_desktop.metrics.gaps import Extremes, pairs
from rai_desktop.metrics.rows import Numbers

FOUR_FIFTHS = 0.8
_EXTREMES = {
    "selection_rate": ("demographic_parity_difference", "demographic_parity_ratio"),
    "true_positive_rate": ("equal_opportunity_difference", ""),
    "false_positive_rate": ("false_positive_rate_difference", ""),
    "false_negative_rate": ("false_negative_rate_difference", ""),
    "positive_predictive_value": ("predictive_parity_difference", ""),
    "accuracy": ("accuracy_difference", ""),
    "roc_auc": ("roc_auc_difference", ""),
    "mean_prediction": ("mean_prediction_difference", ""),
    "mean_absolute_error": ("mean_absolute_error_difference", ""),
    "root_mean_squared_error": ("root_mean_squared_error_difference", ""),
}


@dataclass(frozen=True)
class Comparing:
    """The groups of a view that can be compared: known levels; `named` is the reference, None: the extreme."""

    groups: Groups
    named: int | None
    smallest: int
    level: float

    def ready(self, family: Family) -> Numbers:
        """Positions of the groups whose value can be compared."""
        return np.flatnonzero(family.usable(self.smallest) & self.groups.known)

    def reference(self, family: Family) -> int | None:
        """The group others are measured against."""
        ready = self.ready(family)
        if self.named is not None:
            return self.named if self.named in ready else None
        if len(ready) < 2:
            return None
        pick = np.argmax if family.highest_is_best else np.argmin
        return int(ready[pick(family.values[ready])])

    def comparisons(self, family: Family) -> int:
        """How many gaps hold together: all pairs when the reference was picked by looking."""
        ready = len(self.ready(family))
        return max(ready - 1 if self.named is not None else pairs(ready), 1)


def against_reference(comparing: Comparing, family: Family) -> Iterator[Measurement]:
    """Difference and ratio of every other group, with exact p-values and the shortfall for selection."""
    best = comparing.reference(family)
    for i in range(len(comparing.groups.names)):
        if i != best:
            yield from _one(comparing, family, i, best)


def _one(comparing: Comparing, family: Family, i: int, best: int | None) -> Iterator[Measurement]:
    kinds = [("difference", "difference" if family.unit == "share" else family.unit)]
    kinds += [("ratio", "ratio")] if family.has_ratio else []
    note = _why_not(comparing, family, i, best)
    for kind, unit in kinds:
        empty = Measurement(
            assessment="fairness",
            metric=f"{family.metric}_{kind}",
            value=None,
            n=int(family.n[i]),
            unit=unit,
            group=comparing.groups.names[i],
            reference={} if best is None else comparing.groups.names[best],
            cohort=family.cohort,
            comparisons=comparing.comparisons(family),
            note=note,
        )
        yield empty if note or best is None else _filled(comparing, family, (i, best), empty)
    if family.metric == "selection_rate" and not note and best is not None:
        yield _shortfall(comparing, family, i, best)


def _filled(
    comparing: Comparing, family: Family, pair: tuple[int, int], empty: Measurement
) -> Measurement:
    """The gap itself, with its interval and exact p-value."""
    kind = "ratio" if empty.metric.endswith("_ratio") else "difference"
    value, low, high = _gap(comparing, family, pair, kind)
    if not np.isfinite(value):
        return msgspec.structs.replace(empty, note=_("The reference is 0, so no ratio to it."))
    wilson = family.method == intervals.WILSON
    difference = intervals.NEWCOMBE if wilson else intervals.MOVER
    method = intervals.MOVER_RATIO if kind == "ratio" else difference
    interval = intervals.as_interval(low, high, comparing.level, method)
    return msgspec.structs.replace(
        empty,
        value=value,
        n=int(family.n[pair[0]] + family.n[pair[1]]),
        interval=interval,
        p_value=_pair_p(family, pair, comparing.comparisons(family)),
        note="" if interval else _("No finite interval: the reference may be as low as 0."),
    )


def _gap(
    comparing: Comparing, family: Family, pair: tuple[int, int], kind: str
) -> tuple[float, float, float]:
    low, high = family.limits(intervals.corrected(comparing.level, comparing.comparisons(family)))
    i, best = pair
    one, other = family.values[[i]], family.values[[best]]
    limits = (low[[i]], high[[i]]), (low[[best]], high[[best]])
    form = intervals.difference if kind == "difference" else intervals.ratio
    ends = form(one, limits[0], other, limits[1])
    value = (
        one - other
        if kind == "difference"
        else np.divide(one, other, out=np.array([np.nan]), where=other > 0)
    )
    return float(value[0]), float(ends[0][0]), float(ends[1][0])


def _why_not(comparing: Comparing, family: Family, i: int, best: int | None) -> str:
    usable = family.usable(comparing.smallest)
    if not usable[i]:
        return (
            _("Only {n} {whom} in this group; {needed} needed.").format(
                n=int(family.n[i]), whom=family.whom, needed=max(comparing.smallest, 1)
            )
            if (family.n[i] < max(comparing.smallest, 1))
            else _("Cannot be estimated for this group.")
        )
    if best is None:
        return _("No other group with enough {whom} to compare with.").format(whom=family.whom)
    return ""


def _shortfall(comparing: Comparing, family: Family, i: int, best: int) -> Measurement:
    """How many more of the group would have to be selected to reach the reference's rate."""
    value, low, high = _gap(comparing, family, (i, best), "difference")
    people = int(family.n[i])
    fifths = max(
        0,
        int(np.ceil(FOUR_FIFTHS * family.values[best] * people - family.values[i] * people - 1e-9)),
    )
    note = _("{n} of them to reach four fifths of the reference's rate.").format(n=fifths)
    return Measurement(
        assessment="fairness",
        metric="shortfall_to_parity",
        value=float(max(0, np.ceil(-value * people - 1e-9))),
        n=people,
        unit="people",
        group=comparing.groups.names[i],
        reference=comparing.groups.names[best],
        interval=intervals.as_interval(
            max(0.0, -high * people), max(0.0, -low * people), comparing.level, intervals.NEWCOMBE
        ),
        note=note,
        comparisons=comparing.comparisons(family),
        cohort=family.cohort,
    )


def extremes(comparing: Comparing, families: Mapping[str, Family]) -> Iterator[Measurement]:
    """The largest gap of each metric over all pairs of groups of the feature; with no pair it says so."""
    for metric, (difference, ratio) in _EXTREMES.items():
        if metric in families:
            family = families[metric]
            yield _extreme(comparing, family, difference, "difference")
            if ratio:
                yield _extreme(comparing, family, ratio, "ratio")
    if {"true_positive_rate", "false_positive_rate"} <= set(families):
        both = [families["true_positive_rate"], families["false_positive_rate"]]
        yield _worse_of(comparing, both, "equalized_odds_difference", "difference")
        yield _worse_of(comparing, both, "equalized_odds_ratio", "ratio")


def _range(comparing: Comparing, family: Family, kind: str, times: int = 1) -> Extremes | None:
    ready = comparing.ready(family)
    if len(ready) < 2:
        return None
    comparisons = pairs(len(ready)) * times
    low, high = family.limits(intervals.corrected(comparing.level, comparisons))
    form = gaps.range_difference if kind == "difference" else gaps.range_ratio
    return form(family.values[ready], (low[ready], high[ready]), comparisons)


def _extreme(comparing: Comparing, family: Family, metric: str, kind: str) -> Measurement:
    return _report(comparing, [(family, _range(comparing, family, kind))], metric, kind)


def _worse_of(comparing: Comparing, families: list[Family], metric: str, kind: str) -> Measurement:
    return _report(
        comparing, [(f, _range(comparing, f, kind, len(families))) for f in families], metric, kind
    )


def _report(
    comparing: Comparing, found: list[tuple[Family, Extremes | None]], metric: str, kind: str
) -> Measurement:
    cohort = found[0][0].cohort
    cohort = f"feature={comparing.groups.key}" + ("" if cohort == "all" else f", {cohort}")
    some = [(family, extreme) for family, extreme in found if extreme is not None]
    unit = kind if found[0][0].unit == "share" or kind == "ratio" else found[0][0].unit
    left_out = _left_out(comparing, [family for family, _e in found])
    if len(some) < len(found):
        missing = next(family for family, extreme in found if extreme is None)
        words = _("Fewer than two groups with enough {whom} to compare.")
        if len(comparing.ready(missing)) > 1:
            words = _("Every group's rate is 0, so there is no ratio between them.")
        note = words.format(whom=missing.whom)
        return Measurement(
            assessment="fairness",
            metric=metric,
            value=None,
            n=0,
            unit=unit,
            cohort=cohort,
            note=f"{note} {left_out}".strip(),
        )
    pick = max if kind == "difference" else min
    family, worst = pick(some, key=lambda pair: pair[1].value)
    low, high = pick(e.low for _f, e in some), pick(e.high for _f, e in some)
    ready = comparing.ready(family)
    ends = int(ready[worst.lowest]), int(ready[worst.highest])
    group, reference = ends if family.highest_is_best else ends[::-1]
    p = _pair_p(family, (group, reference), worst.comparisons) if len(some) == 1 else None
    return Measurement(
        assessment="fairness",
        metric=metric,
        value=worst.value,
        n=int(family.n[ready].sum()),
        unit=unit,
        interval=intervals.as_interval(low, high, comparing.level, _("from limits of all pairs")),
        group=comparing.groups.names[group],
        reference=comparing.groups.names[reference],
        p_value=p,
        cohort=cohort,
        comparisons=worst.comparisons,
        note=left_out,
    )


def _pair_p(family: Family, pair: tuple[int, int], comparisons: int) -> float | None:
    if family.hits is None:
        return None
    one, other = pair
    p = fisher(
        int(family.hits[one]), int(family.n[one]), int(family.hits[other]), int(family.n[other])
    )
    return None if p is None else intervals.corrected_p(p, comparisons)


def _left_out(comparing: Comparing, families: list[Family]) -> str:
    """Who is not in an extreme: too few rows of the kind, or enough of them and still no figure."""
    small, undefined = set(), set()
    for family in families:
        few = np.asarray(family.n) < max(comparing.smallest, 1)
        out = ~family.usable(comparing.smallest) & comparing.groups.known
        small |= set(np.flatnonzero(out & few).tolist())
        undefined |= set(np.flatnonzero(out & ~few).tolist())
    words = []
    if small:
        whom = _(" or ").join(dict.fromkeys(family.whom for family in families))
        words += [_("Left out, having too few {whom}: {names}.").format(whom=whom, names=_names(comparing, small))]
    if undefined - small:
        names = _names(comparing, undefined - small)
        words += [_("Left out, as it has no value for them: {names}.").format(names=names)]
    return " ".join(words)


def _names(comparing: Comparing, places: set[int]) -> str:
    names = [comparing.groups.label(i) for i in sorted(places)]
    return ", ".join(names[:8]) + (" …" if len(names) > 8 else "")
