"""Pictures of groups: points with intervals, ROC and calibration by group, and the table beside them."""

from collections.abc import Iterator, Mapping

import numpy as np

from rai_desktop.assessments.fairness.family import Family, Groups
from rai_desktop.findings.measurement import (
    Axis,
    Cell,
    Curve,
    Curves,
    Line,
    Measurement,
    Point,
    Points,
    Table,
)
from rai_desktop.i18n import _
from rai_desktop.metrics import curves
from rai_desktop.metrics.rows import Floats
from rai_desktop.metrics.scores import Scores

_QUESTIONS = {
    "selection_rate": _("Who is given the favourable outcome how often?"),
    "true_positive_rate": _("Of those with the favourable outcome in truth, how many of each group does the model find?"),
    "false_positive_rate": _("Of those without it in truth, how many of each group are predicted it all the same?"),
    "positive_predictive_value": _(
        "When the model says yes, how often is it right for each group?"
    ),
    "accuracy": _("For whom is the model right how often?"),
    "roc_auc": _("For whom does the score tell the outcomes apart?"),
    "expected_calibration_error": _("For whom do scores mean what they say?"),
    "mean_prediction": _("For whom does the model predict more?"),
    "mean_error": _("For whom does the model say too much or too little?"),
    "mean_absolute_error": _("For whom are errors larger?"),
}
_CROWD = 40  # groups in one picture; more are in the table


def points(
    family: Family, groups: Groups, found: list[Measurement], overall: float | None
) -> Points | None:
    """One metric's groups against the rate of everyone."""
    if family.metric not in _QUESTIONS:
        return None
    chosen = sorted(range(len(found)), key=lambda i: -found[i].n)[:_CROWD]
    suffix = "" if family.cohort == "all" else f":{family.cohort}"
    within_one = family.unit == "share"
    return Points(
        id=f"{family.metric}:{groups.key}{suffix}",
        title=_("{metric} by {feature}").format(metric=family.title, feature=groups.key)
        + ("" if family.cohort == "all" else f" ({family.cohort})"),
        question=_QUESTIONS[family.metric],
        axis=Axis(family.title, family.unit, 0 if within_one else None, 1 if within_one else None),
        points=[_point(groups.label(i), found[i]) for i in sorted(chosen)],
        lines=[Line(overall, _("everyone"))] if overall is not None else [],
        note=_("The {n} largest groups.").format(n=_CROWD) if len(found) > _CROWD else "",
    )


def _point(label: str, m: Measurement) -> Point:
    low, high = (m.interval.low, m.interval.high) if m.interval else (None, None)
    return Point(label=label, value=m.value, low=low, high=high, n=m.n, note=m.note)


def group_table(
    families: Mapping[str, list[Measurement]], titles: Mapping[str, str], groups: Groups
) -> Table:
    """Every group with its people and every value."""
    shown = list(families)
    rows: list[list[Cell]] = []
    for i, name in enumerate(groups.names):
        rows.append(
            [
                *name.values(),
                int(groups.people[i]),
                *(families[metric][i].value for metric in shown),
            ]
        )
    formats = [
        "share" if families[m] and families[m][0].unit == "share" else "number" for m in shown
    ]
    return Table(
        id=f"groups:{groups.key}",
        title=_("Groups by {feature}").format(feature=groups.key),
        columns=[*groups.columns, _("People"), *(titles[m] for m in shown)],
        rows=rows,
        formats=[*["text"] * len(groups.columns), "count", *formats],
        note=_(
            "Empty: too few people, or nothing to take a share of; each figure's note says which."
        ),
    )


def score_pictures(
    groups: Groups,
    by_level: list[Scores],
    sums: Floats | None,
    usable: "np.ndarray[tuple[int], np.dtype[np.bool_]]",
    level: float,
) -> Iterator[Curves]:
    """ROC and, for probabilities, calibration by group."""
    which = [i for i in range(len(by_level)) if usable[i]][:12]
    roc = [curves.roc_curve(by_level[i], groups.label(i), level) for i in which]
    share = ("share", 0.0, 1.0)
    if any(roc):
        yield Curves(
            id=f"roc:{groups.key}",
            title=_("ROC curve by {feature}").format(feature=groups.key),
            question=_QUESTIONS["roc_auc"],
            x=Axis(_("False positive rate"), *share),
            y=Axis(_("True positive rate"), *share),
            curves=_present(roc),
            diagonal=True,
        )
    if sums is None:
        return
    calibrated = [
        curves.calibration_curve(sums[:, i], by_level[i].effective(2), groups.label(i), level)
        for i in which
    ]
    if any(calibrated):
        yield Curves(
            id=f"calibration:{groups.key}",
            title=_("Calibration by {feature}").format(feature=groups.key),
            question=_QUESTIONS["expected_calibration_error"],
            x=Axis(_("Mean score"), *share),
            y=Axis(_("Share that came true"), *share),
            curves=_present(calibrated),
            diagonal=True,
            markers=True,
        )


def _present(found: list[Curve | None]) -> list[Curve]:
    return [curve for curve in found if curve is not None]
