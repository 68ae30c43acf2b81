"""Figures of a model that predicts a number."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from rai_desktop.assessments.assessment import Yielded
from rai_desktop.assessments.performance.binary import measurement
from rai_desktop.findings.measurement import Axis, Curve, Curves, Interval
from rai_desktop.i18n import _
from rai_desktop.loading.subject import Subject
from rai_desktop.metrics import intervals
from rai_desktop.metrics import regression as figures
from rai_desktop.metrics.scores import Scores

_FIGURES = (
    ("mean_absolute_error", figures.mean_absolute_error, "score"),
    ("root_mean_squared_error", figures.root_mean_squared_error, "score"),
    ("r2_score", figures.r2_score, "score"),
    ("mean_error", figures.mean_error, "score"),
    ("mean_prediction", figures.mean_prediction, "score"),
)


def measure(subject: Subject, parameters: Any) -> Iterator[Yielded]:
    """Everything about a regression, from the sums of its errors."""
    tally, level = subject.tally, parameters.level
    view = tally.view()
    sums = figures.Sums(tally.moments_by(view))
    n = int(sums.n[0]) if len(sums.n) else 0
    note = (
        _("Weighted; the weights leave an effective {n} rows.").format(
            n=round(float(sums.effective[0]))
        )
        if tally.weighted and n
        else ""
    )
    for metric, figure, unit in _FIGURES:
        found = figure(sums, level)
        interval = (
            intervals.as_interval(found.low[0], found.high[0], level, intervals.NORMAL)
            if n
            else None
        )
        yield measurement(metric, float(found.value[0]) if n else None, n, interval, unit, note)
    errors = tally.scores_by(view)[0]
    middle = figures.median_absolute_error(errors, level)
    interval = (
        Interval(middle[1], middle[2], level, "order statistics") if middle and n > 1 else None
    )
    yield measurement(
        "median_absolute_error",
        middle[0] if middle else None,
        n,
        interval,
        "score",
        "" if errors.exact else _("From errors in fine bins."),
    )
    if n:
        yield _spread(errors)


def _spread(errors: Scores) -> Curves:
    """How errors are spread, outermost 1 % gathered at the ends."""
    share = np.cumsum(errors.everyone) / errors.everyone.sum()
    low, high = errors.values[np.minimum(np.searchsorted(share, [0.005, 0.995]), len(share) - 1)]
    edges = np.linspace(low, high if high > low else low + 1, 31)
    mass, _edges = np.histogram(
        np.clip(errors.values, edges[0], edges[-1]), edges, weights=errors.everyone
    )
    middles = ((edges[1:] + edges[:-1]) / 2).tolist()
    curve = Curve(
        name=_("all rows"), x=middles, y=(mass / mass.sum()).tolist(), n=round(float(mass.sum()))
    )
    return Curves(
        id="error_histogram",
        title=_("Errors"),
        question=_("How large are the errors, and on which side?"),
        x=Axis(_("Prediction less actual value")),
        y=Axis(_("Share of rows"), "share"),
        curves=[curve],
    )
