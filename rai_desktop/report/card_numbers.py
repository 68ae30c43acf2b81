"""The numbers of a model card: all rows and one group at a time, what was judged, and what each metric is held to."""

import math
from collections.abc import Iterable

from rai_desktop.findings.finding import Finding, Verdict
from rai_desktop.findings.measurement import Interval, Measurement
from rai_desktop.findings.metric_names import assessment_name, metric_name
from rai_desktop.findings.numbers import allowed
from rai_desktop.findings.policy import Rule
from rai_desktop.i18n import _
from rai_desktop.report.card import Bounds, Grid, Judged, Number
from rai_desktop.report.material import Material

OVERALL, GROUPED = "performance", "fairness"


def numbers(material: Material) -> list[Number]:
    """How well it does: for all rows, then for each group by itself. Combinations of groups are in measurements.csv."""
    overall = material.results.get(OVERALL)
    grouped = material.results.get(GROUPED)
    return [
        *(_number(m) for m in (overall.measurements if overall else []) if not m.group and not m.reference and m.cohort == "all"),
        *(_number(m) for m in (grouped.measurements if grouped else []) if len(m.group) == 1 and not m.reference
          and m.cohort == "all"),
    ]


def judged(findings: Iterable[Finding]) -> list[Judged]:
    """Findings that were measured, as they stand in the report."""
    return [Judged(key=f.key, verdict=f.verdict.value, sentence=f.sentence, value=f.value, interval=_bounds(f.interval), n=f.n,
                   unit=f.unit, threshold=f.threshold, informational=f.informational)
            for f in findings if f.verdict is not Verdict.NOT_RUN]


def metrics_told(material: Material) -> list[Grid]:
    """What the policy asks of each metric that was measured, and why."""
    units = {f.rule: f.unit for f in material.findings if f.verdict is not Verdict.NOT_RUN}
    rows = [_metric(rule, units[rule.id]) for rule in material.policy.rules if rule.id in units]
    if not rows:
        return []
    return [Grid(title=_("What was measured and what it is held to"), rows=rows,
                 columns=[_("Metric"), _("Assessment"), _("Good is"), _("Why"), _("Source")])]


def _metric(rule: Rule, unit: str) -> list[str]:
    good = allowed(rule.good, unit) if rule.good and not rule.informational else _("for information")
    return [metric_name(rule.metric), assessment_name(rule.assessment), good, rule.why, rule.source]


def _number(m: Measurement) -> Number:
    return Number(assessment=m.assessment, metric=m.metric, group=m.group, value=m.value, interval=_bounds(m.interval), n=m.n,
                  unit=m.unit, note=m.note)


def _bounds(interval: Interval | None) -> Bounds | None:
    if interval is None:
        return None
    low, high = (end if math.isfinite(end) else None for end in (interval.low, interval.high))
    return Bounds(low=low, high=high, level=interval.level, method=interval.method)
