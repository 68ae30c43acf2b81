"""Which metrics are measured by group, worked out from the counted table."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np

from rai_desktop.assessments.fairness.family import Family, Groups
from rai_desktop.i18n import _
from rai_desktop.metrics import bootstrap, calibration, intervals, ranking
from rai_desktop.metrics import regression as figures
from rai_desktop.metrics.counts import Tally, View
from rai_desktop.metrics.intervals import Limits
from rai_desktop.metrics.rates import RATES, Rate, Shares, over, shares
from rai_desktop.metrics.rows import Floats, Numbers
from rai_desktop.metrics.scores import Scores

_LOW_IS_BEST = {
    "false_positive_rate",
    "false_negative_rate",
    "expected_calibration_error",
    "mean_error",
    "mean_absolute_error",
    "root_mean_squared_error",
}


def of_rates(tally: Tally, view: View, positive: int, labelled: bool) -> Iterator[Family]:
    """Every rate of the two-by-two table."""
    for rate in RATES.values():
        if labelled or not rate.needs_label:
            yield of_shares(rate, shares(rate, view, positive), kish_notes(tally, view))


def of_shares(rate: Rate, found: Shares, notes: dict[int, str], cohort: str = "all") -> Family:
    """A rate with Wilson limits."""
    return Family(
        metric=rate.id,
        title=rate.title,
        values=found.value,
        n=found.n,
        limits=partial(intervals.wilson, found.value, found.effective),
        method=intervals.WILSON,
        whom=rate.among_whom,
        hits=found.hits,
        highest_is_best=rate.id not in _LOW_IS_BEST,
        cohort=cohort,
        notes=notes,
    )


def kish_notes(tally: Tally, view: View) -> dict[int, str]:
    """What weights did to each level's number of rows."""
    if not tally.weighted:
        return {}
    weight, square = view.weights.sum(axis=(1, 2)), view.squares.sum(axis=(1, 2))
    effective = np.divide(weight**2, square, out=np.zeros(len(weight)), where=square > 0)
    note = _("Weighted; the weights leave an effective {n} rows.")
    return {i: note.format(n=round(float(n))) for i, n in enumerate(effective)}


def of_classes(
    tally: Tally, view: View, classes: tuple[str, ...], labelled: bool
) -> Iterator[Family]:
    """Several classes and none favourable: each class against the rest, and being right."""
    notes = kish_notes(tally, view)
    for code, name in enumerate(classes):
        for metric in ("selection_rate", "true_positive_rate") if labelled else ("selection_rate",):
            yield of_shares(
                RATES[metric], shares(RATES[metric], view, code), notes, f"class={name}"
            )
    if labelled:
        yield of_shares(RATES["accuracy"], being_right(view), notes)


def being_right(view: View) -> Shares:
    """Accuracy over all classes by level."""

    def judged(table: Numbers) -> Numbers:
        total: Numbers = table[:, 1:, 1:].sum(axis=(1, 2))
        return total

    def hit(table: Numbers) -> Numbers:
        diagonal: Numbers = np.trace(table[:, 1:, 1:], axis1=1, axis2=2)
        return diagonal

    weight, square = judged(view.weights), judged(view.squares)
    value = np.divide(hit(view.weights), weight, out=np.full(len(weight), np.nan), where=weight > 0)
    effective = np.divide(weight**2, square, out=np.zeros(len(weight)), where=square > 0)
    return Shares(value, judged(view.counts), effective, hit(view.counts))


def of_scores(
    tally: Tally, view: View, groups: Groups, by_level: list[Scores], parameters: Any
) -> Iterator[Family]:
    """AUC, mean score and calibration by group."""
    if any(scores.positives + scores.negatives > 0 for scores in by_level):
        yield _areas(by_level)
        if tally.probabilities:
            yield _calibration(tally.reliability_by(view), by_level, groups, parameters)
    yield _mean_scores(by_level)


def _areas(by_level: list[Scores]) -> Family:
    found = [ranking.auc(scores) for scores in by_level]

    def limits(level: float) -> Limits:
        ends = [ranking.limits(a, level) for a in found]
        return (
            np.array([end.low if end else np.nan for end in ends]),
            np.array([end.high if end else np.nan for end in ends]),
        )

    note = _("From scores in fine bins; off by at most {bound:.1e}.")
    few = any(a.value is not None and a.scarcer < ranking.FEW for a in found)
    one_sided = _("No pair of a favourable and an unfavourable actual outcome.")
    notes = {i: note.format(bound=a.bound) for i, a in enumerate(found) if a.bound > 0}
    notes |= {i: one_sided for i, a in enumerate(found) if a.value is None}
    return Family(
        metric="roc_auc",
        title=_("Area under the ROC curve"),
        values=np.array([np.nan if a.value is None else a.value for a in found]),
        n=np.array([a.n for a in found]),
        limits=limits,
        method=intervals.FEW_RANKED if few else intervals.DELONG,
        whom=_("people with score and known outcome"),
        notes=notes,
    )


def _calibration(sums: Floats, by_level: list[Scores], groups: Groups, parameters: Any) -> Family:
    effective = [scores.effective(2) for scores in by_level]
    errors = [calibration.calibration_error(sums[:, i]) for i in range(len(by_level))]

    def limits(level: float) -> Limits:
        ends = np.full((2, len(errors)), np.nan)
        for i, size in enumerate(effective):
            rng = bootstrap.generator(
                parameters.seed, "fairness", "calibration", groups.key, groups.label(i)
            )
            found = calibration.calibration_error_limits(
                sums[:, i], size, parameters.replicates, level, rng
            )
            ends[:, i] = found or (np.nan, np.nan)
        return ends[0], ends[1]

    return Family(
        metric="expected_calibration_error",
        title=_("Expected calibration error"),
        values=np.array([np.nan if e is None else e for e in errors]),
        n=np.array([scores.judged for scores in by_level]),
        limits=limits,
        method=intervals.BASIC,
        whom=_("people with score and known outcome"),
        highest_is_best=False,
        has_ratio=False,
    )


def _mean_scores(by_level: list[Scores]) -> Family:
    weight = np.array([scores.everyone.sum() for scores in by_level])
    n = np.array([scores.effective() for scores in by_level])

    def mean(power: int) -> Floats:
        sums = np.array([(scores.everyone * scores.values**power).sum() for scores in by_level])
        return over(sums, weight)

    spread = np.maximum(mean(2) - mean(1) ** 2, 0) / np.maximum(n - 1, 1)
    return Family(
        metric="mean_score",
        title=_("Mean score"),
        values=mean(1),
        n=np.array([sum(scores.rows) for scores in by_level]),
        limits=partial(intervals.student, mean(1), spread, n),
        method="Student",
        whom=_("people with a score"),
        unit="score",
        has_ratio=False,
    )


def of_regression(tally: Tally, view: View, labelled: bool) -> Iterator[Family]:
    """Mean prediction and errors by group."""
    sums = figures.Sums(tally.moments_by(view))
    for metric, title, figure, has_ratio in (
        ("mean_prediction", _("Mean prediction"), figures.mean_prediction, False),
        ("mean_error", _("Mean error"), figures.mean_error, False),
        ("mean_absolute_error", _("Mean absolute error"), figures.mean_absolute_error, True),
        (
            "root_mean_squared_error",
            _("Root mean squared error"),
            figures.root_mean_squared_error,
            True,
        ),
    ):
        if not labelled and metric != "mean_prediction":
            continue

        def limits(level: float, figure: Any = figure) -> Limits:
            found = figure(sums, level)
            return found.low, found.high

        yield Family(
            metric=metric,
            title=title,
            values=figure(sums, 0.95).value,
            n=sums.n,
            limits=limits,
            method=intervals.NORMAL,
            whom=_("people with a prediction and a known outcome"),
            highest_is_best=metric not in _LOW_IS_BEST,
            has_ratio=has_ratio,
            unit="score",
            notes=kish_notes_of(tally, sums),
        )


def kish_notes_of(tally: Tally, sums: figures.Sums) -> dict[int, str]:
    """The same for a regression."""
    if not tally.weighted:
        return {}
    note = _("Weighted; the weights leave an effective {n} rows.")
    return {i: note.format(n=round(float(n))) for i, n in enumerate(sums.effective)}
