"""Figures of a model that decides between several classes."""

from collections.abc import Iterator
from typing import Any

import msgspec
import numpy as np

from rai_desktop.assessments.assessment import Yielded
from rai_desktop.assessments.performance.binary import bound_note, confusion, measurement, no_spread, of_draws
from rai_desktop.findings.measurement import Axis, Curves, Interval, Measurement
from rai_desktop.i18n import _
from rai_desktop.loading.subject import Subject
from rai_desktop.metrics import bootstrap, calibration, curves, intervals, ranking
from rai_desktop.metrics.counts import Tally, View
from rai_desktop.metrics.rates import RATES, over, shares
from rai_desktop.metrics.rows import Floats, Numbers

_PER_CLASS = {
    "precision": "positive_predictive_value",
    "recall": "true_positive_rate",
    "selection_rate": "selection_rate",
    "base_rate": "base_rate",
}


def measure(subject: Subject, parameters: Any) -> Iterator[Yielded]:
    """Everything about a multiclass model: overall, then each class against the rest."""
    tally = subject.tally
    view = tally.view()
    yield from _overall(view, parameters)
    for code, name in enumerate(subject.classes):
        for metric, rate in _PER_CLASS.items():
            found = shares(RATES[rate], view, code)
            low, high = intervals.wilson(found.value, found.effective, parameters.level)
            interval = intervals.as_interval(low[0], high[0], parameters.level, intervals.WILSON)
            yield _of_class(
                measurement(metric, float(found.value[0]), int(found.n[0]), interval), name
            )
    yield confusion(subject.classes, view)
    yield from _scores(tally, view, subject.classes, parameters)


def _of_class(found: Measurement, name: str) -> Measurement:
    return msgspec.structs.replace(found, cohort=f"class={name}")


def _overall(view: View, parameters: Any) -> Iterator[Measurement]:
    table, squares = view.weights[0, 1:, 1:], view.squares[0, 1:, 1:].sum()
    effective = table.sum() ** 2 / squares if squares > 0 else 0.0
    n = int(view.counts[0, 1:, 1:].sum())
    right = np.trace(table) / table.sum() if table.sum() > 0 else np.nan
    low, high = intervals.wilson(np.array(right), np.array(effective), parameters.level)
    yield measurement(
        "accuracy",
        float(right),
        n,
        intervals.as_interval(float(low), float(high), parameters.level, intervals.WILSON),
    )
    rng = bootstrap.generator(parameters.seed, "performance", "multiclass")
    drawn = _macro(bootstrap.resample(table, effective, parameters.replicates, rng))
    for metric, value in _macro(table).items():
        if metric in ("balanced_accuracy", "macro_recall"):
            yield measurement(metric, float(value), n, _of_recalls(view, parameters.level))
        else:
            interval = of_draws(drawn[metric], effective, parameters.level)
            yield measurement(metric, float(value), n, interval, note=no_spread(drawn[metric]))


def _of_recalls(view: View, level: float) -> Interval | None:
    """The mean of the recalls of the classes that occur, which are independent shares: square-and-add."""
    table, squares = view.weights[0, 1:, 1:], view.squares[0, 1:, 1:].sum(axis=1)
    actual = table.sum(axis=1)
    held = actual > 0
    if not held.any():
        return None
    recall, effective = np.diagonal(table)[held] / actual[held], actual[held] ** 2 / squares[held]
    limits = intervals.wilson(recall, effective, level)
    return intervals.as_interval(*intervals.mean_of(recall, limits), level, intervals.MOVER)


def _macro(table: Numbers) -> dict[str, Floats]:
    """Means over the classes that occur, of tables (…, k, k) by label and prediction."""
    hit = np.diagonal(table, axis1=-2, axis2=-1).astype(np.float64)
    actual, said = table.sum(axis=-1), table.sum(axis=-2)
    recall = np.divide(hit, actual, out=np.full(hit.shape, np.nan), where=actual > 0)
    # a class that occurs and is never predicted has precision 0 in the mean, as in scikit-learn
    precision = np.divide(hit, said, out=np.where(actual > 0, 0.0, np.nan), where=said > 0)
    f1 = np.divide(2 * hit, actual + said, out=np.full(hit.shape, np.nan), where=actual + said > 0)
    return {
        "balanced_accuracy": _mean(recall),
        "macro_recall": _mean(recall),
        "macro_precision": _mean(precision),
        "macro_f1": _mean(f1),
    }


def _mean(values: Floats) -> Floats:
    known = np.isfinite(values)
    return over(np.where(known, values, 0).sum(axis=-1), known.sum(axis=-1))


def _scores(
    tally: Tally, view: View, classes: tuple[str, ...], parameters: Any
) -> Iterator[Yielded]:
    level = parameters.level
    total, loss, squares, weights, rows = tally.log_loss_sums
    if total > 0:
        mean, effective = loss / total, total**2 / weights
        variance = max(squares / total - mean**2, 0) / max(effective - 1, 1)
        low, high = intervals.student(np.array(mean), variance, np.array(effective), level)
        yield measurement(
            "log_loss",
            float(mean),
            int(rows),
            intervals.as_interval(max(float(low), 0), float(high), level, "Student"),
            "score",
        )
    yield from _areas(tally, classes, level)
    if tally.probabilities and not tally.scores.empty:
        yield from _confidence(tally, view, parameters)


def _areas(tally: Tally, classes: tuple[str, ...], level: float) -> Iterator[Yielded]:
    drawn = []
    for name, store in zip(classes, tally.class_scores, strict=True):
        if store.empty:
            continue
        scores = store.split(np.zeros(1, dtype=np.int64), 1)[0]
        area = ranking.auc(scores)
        yield _of_class(
            measurement(
                "roc_auc",
                area.value,
                area.n,
                ranking.limits(area, level),
                note="" if scores.exact else bound_note(area.bound),
            ),
            name,
        )
        drawn.append(curves.roc_curve(scores, name, level))
    found = [curve for curve in drawn if curve]
    if found:
        yield Curves(
            id="roc",
            title=_("ROC curve of each class against the rest"),
            question=_("How well does the score tell each class from the rest?"),
            x=Axis(_("False positive rate"), "share", 0, 1),
            y=Axis(_("True positive rate"), "share", 0, 1),
            curves=found,
            diagonal=True,
        )


def _confidence(tally: Tally, view: View, parameters: Any) -> Iterator[Yielded]:
    """Is the model right as often as the predicted class's score says?"""
    sums = tally.reliability_by(view)[:, 0]
    scores = tally.scores_by(view)[0]
    effective = scores.effective(2)
    rng = bootstrap.generator(parameters.seed, "performance", "calibration")
    limits = calibration.calibration_error_limits(
        sums, effective, parameters.replicates, parameters.level, rng
    )
    yield measurement(
        "expected_calibration_error",
        calibration.calibration_error(sums),
        scores.judged,
        limits and Interval(*limits, parameters.level, intervals.BASIC),
        note=_("Of the predicted class's score."),
    )
    curve = curves.calibration_curve(sums, effective, _("all rows"), parameters.level)
    if curve:
        yield Curves(
            id="calibration",
            title=_("Calibration of the predicted class"),
            question=_("Is the model right as often as it says?"),
            x=Axis(_("Mean score"), "share", 0, 1),
            y=Axis(_("Share right"), "share", 0, 1),
            curves=[curve],
            diagonal=True,
            markers=True,
        )
