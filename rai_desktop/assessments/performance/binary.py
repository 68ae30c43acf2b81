"""Figures and curves of a model that decides between two outcomes."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from scipy.special import expit, logit, ndtri

from rai_desktop.assessments.assessment import Yielded
from rai_desktop.findings.measurement import Axis, Curves, Interval, Matrix, Measurement
from rai_desktop.i18n import _
from rai_desktop.loading.subject import Subject
from rai_desktop.metrics import bootstrap, calibration, curves, intervals, ranking
from rai_desktop.metrics.counts import Tally, View
from rai_desktop.metrics.rates import RATES, fold, over, share, shares
from rai_desktop.metrics.rows import Floats, Numbers
from rai_desktop.metrics.scores import Scores

_NAMES = {
    "accuracy": "accuracy",
    "precision": "positive_predictive_value",
    "recall": "true_positive_rate",
    "specificity": "true_negative_rate",
    "selection_rate": "selection_rate",
    "base_rate": "base_rate",
}


def measure(subject: Subject, parameters: Any) -> Iterator[Yielded]:
    """Everything about a binary model."""
    tally = subject.tally
    view = tally.view()
    positive = tally.positive if tally.positive is not None else 1
    yield from _rates(view, positive, parameters.level, weight_note(tally, view))
    yield from _composites(view, positive, parameters)
    yield confusion(subject.classes, view)
    if subject.has("score") and not tally.scores.empty:
        yield from _scores(tally, view, parameters)


def measurement(
    metric: str,
    value: float | None,
    n: int,
    interval: Interval | None,
    unit: str = "share",
    note: str = "",
) -> Measurement:
    """A figure of the whole table; without an interval the note says why."""
    if value is None or not np.isfinite(value):
        value, interval = None, None
        note = note or _("Cannot be estimated: no rows of the kind it is a share of.")
    elif interval is None:
        note = note or _("Too few rows for an interval.")
    return Measurement(
        assessment="performance",
        metric=metric,
        value=value,
        n=n,
        interval=interval,
        unit=unit,
        note=note,
    )


def weight_note(tally: Tally, view: View) -> str:
    """What weights did to the number of rows."""
    if not tally.weighted:
        return ""
    effective = view.weights.sum() ** 2 / max(view.squares.sum(), 1e-300)
    return _("Weighted; the weights leave an effective {n} rows.").format(n=round(float(effective)))


def confusion(classes: tuple[str, ...], view: View) -> Matrix:
    """Rows by what happened and what was predicted."""
    table = view.counts[0, 1:, 1:]
    return Matrix(
        id="confusion_matrix",
        title=_("Confusion matrix"),
        question=_("Which outcomes are mistaken for which?"),
        rows_label=_("Actual"),
        columns_label=_("Predicted"),
        rows=list(classes),
        columns=list(classes),
        values=[[float(cell) for cell in row] for row in table],
    )


def _rates(view: View, positive: int, level: float, note: str) -> Iterator[Measurement]:
    for metric, rate in _NAMES.items():
        found = shares(RATES[rate], view, positive)
        low, high = intervals.wilson(found.value, found.effective, level)
        interval = intervals.as_interval(low[0], high[0], level, intervals.WILSON)
        yield measurement(metric, float(found.value[0]), int(found.n[0]), interval, note=note)


def _composites(view: View, positive: int, parameters: Any) -> Iterator[Measurement]:
    weights = fold(view.weights, positive)[0]
    judged = np.zeros_like(weights)
    judged[1:, 1:] = weights[1:, 1:]
    effective = _effective(judged[1:, 1:], fold(view.squares, positive)[0, 1:, 1:])
    n, level = int(fold(view.counts, positive)[0, 1:, 1:].sum()), parameters.level
    yield measurement(
        "balanced_accuracy", float(balanced_accuracy(judged)), n, _of_recalls(view, positive, level)
    )
    yield measurement("f1_score", float(f1_score(judged)), n, _of_f1(view, positive, level))
    rng = bootstrap.generator(parameters.seed, "performance", "composites")
    drawn = matthews_correlation(bootstrap.resample(judged, effective, parameters.replicates, rng))
    yield measurement(
        "matthews_correlation",
        float(matthews_correlation(judged)),
        n,
        of_draws(drawn, effective, level),
        "score",
        no_spread(drawn),
    )


def of_draws(drawn: Floats, effective: float, level: float) -> Interval | None:
    """Percentile limits of replicates (r,); none where they do not spread, which is no certainty."""
    low, high = intervals.percentile(drawn, level)
    if effective < 2 or not low < high:
        return None
    return intervals.as_interval(float(low), float(high), level, intervals.BOOTSTRAP)


def no_spread(drawn: Floats) -> str:
    """A note when all replicates are alike."""
    known = drawn[np.isfinite(drawn)]
    return _("No interval: resampling shows no spread.") if known.size and np.ptp(known) == 0 else ""


def _effective(weights: Numbers, squares: Numbers) -> float:
    return float(weights.sum() ** 2 / squares.sum()) if squares.sum() > 0 else 0.0


def _of_recalls(view: View, positive: int, level: float) -> Interval | None:
    """Balanced accuracy is the mean of two independent shares: their Wilson limits, squared and added."""
    both = [shares(RATES[rate], view, positive) for rate in ("true_positive_rate", "true_negative_rate")]
    values = np.concatenate([one.value for one in both])
    limits = intervals.wilson(values, np.concatenate([one.effective for one in both]), level)
    return intervals.as_interval(*intervals.mean_of(values, limits), level, intervals.MOVER)


def _of_f1(view: View, positive: int, level: float) -> Interval | None:
    """F1 is 2 j / (1 + j), where j = TP / (TP + FP + FN) is a share: Wilson's limits of j carry over."""
    weights, squares = (fold(table, positive)[0] for table in (view.weights, view.squares))
    hit, wrong = weights[2, 2], weights[1, 2] + weights[2, 1]
    square = squares[2, 2] + squares[1, 2] + squares[2, 1]
    effective = np.divide((hit + wrong) ** 2, square, out=np.zeros(()), where=square > 0)
    low, high = intervals.wilson(over(hit, np.asarray(hit + wrong)), effective, level)
    return intervals.as_interval(
        float(2 * low / (1 + low)), float(2 * high / (1 + high)), level, intervals.WILSON_F1
    )


def balanced_accuracy(folded: Numbers) -> Floats:
    """Mean of recall and specificity of tables (…, 3, 3)."""
    return (
        share(RATES["true_positive_rate"], folded) + share(RATES["true_negative_rate"], folded)
    ) / 2


def f1_score(folded: Numbers) -> Floats:
    """Harmonic mean of precision and recall; nan when nobody is positive or selected."""
    hit, wrong = folded[..., 2, 2], folded[..., 1, 2] + folded[..., 2, 1]
    whole = 2 * hit + wrong
    return over(2 * hit, whole)


def matthews_correlation(folded: Numbers) -> Floats:
    """Correlation of outcome and prediction; nan when either is constant."""
    t = np.asarray(folded, dtype=np.float64)
    tn, fp, fn, tp = t[..., 1, 1], t[..., 1, 2], t[..., 2, 1], t[..., 2, 2]
    below = np.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))
    return over(tp * tn - fp * fn, below)


def _scores(tally: Tally, view: View, parameters: Any) -> Iterator[Yielded]:
    scores = tally.scores_by(view)[0]
    level, note = parameters.level, weight_note(tally, view)
    area = ranking.auc(scores)
    yield measurement(
        "roc_auc",
        area.value,
        area.n,
        ranking.limits(area, level),
        note=note if scores.exact else bound_note(area.bound),
    )
    yield _average_precision(scores, level)
    if tally.probabilities:
        yield from _calibration(tally, view, scores, parameters)
    else:
        yield from _no_calibration(scores.judged)
    yield from _pictures(scores, level)


def bound_note(bound: float) -> str:
    """How far bins may be off."""
    return _("From scores in fine bins; off by at most {bound:.1e}.").format(bound=bound)


def _average_precision(scores: Scores, level: float) -> Measurement:
    value, n = ranking.average_precision(scores), scores.judged
    if value is None or not 0 < value < 1:
        interval = None
    else:
        half = ndtri((1 + level) / 2) / np.sqrt(max(scores.kish[1], 1) * value * (1 - value))
        interval = Interval(
            float(expit(logit(value) - half)),
            float(expit(logit(value) + half)),
            level,
            "logit (Boyd, Eng and Page 2013)",
        )
    return measurement(
        "average_precision",
        value,
        n,
        interval,
        note=_("No interval: every positive row is ranked first.") if value == 1 else "",
    )


def _no_calibration(rows: int) -> Iterator[Measurement]:
    """What only probabilities have, told as what cannot be estimated: left out, it would look like a fault of the run."""
    note = _("The scores do not all lie between 0 and 1: they rank, and are no probabilities.")
    for metric, unit in (("brier_score", "score"), ("log_loss", "score"), ("expected_calibration_error", "share")):
        yield measurement(metric, None, rows, None, unit, note)


def _calibration(tally: Tally, view: View, scores: Scores, parameters: Any) -> Iterator[Yielded]:
    level = parameters.level
    for metric, loss in (
        ("brier_score", calibration.brier(scores)),
        ("log_loss", calibration.log_loss(scores)),
    ):
        low, high = (
            intervals.student(np.array(loss.value), loss.variance, np.array(loss.n), level)
            if loss
            else (np.array(np.nan), np.array(np.nan))
        )
        yield measurement(
            metric,
            loss.value if loss else None,
            scores.judged,
            intervals.as_interval(max(float(low), 0.0), float(high), level, "Student"),
            "score",
        )
    sums = tally.reliability_by(view)[:, 0]
    effective = scores.effective(2)
    rng = bootstrap.generator(parameters.seed, "performance", "calibration")
    limits = calibration.calibration_error_limits(
        sums, effective, parameters.replicates, level, rng
    )
    yield measurement(
        "expected_calibration_error",
        calibration.calibration_error(sums),
        scores.judged,
        limits and Interval(*limits, level, intervals.BASIC),
    )
    curve = curves.calibration_curve(sums, effective, _("all rows"), level)
    if curve:
        yield Curves(
            id="calibration",
            title=_("Calibration"),
            question=_("Does a score of 70 % come true in 70 of 100 cases?"),
            x=Axis(_("Mean score"), "share", 0, 1),
            y=Axis(_("Share that came true"), "share", 0, 1),
            curves=[curve],
            diagonal=True,
            markers=True,
        )


def _pictures(scores: Scores, level: float) -> Iterator[Curves]:
    share_axis = ("share", 0.0, 1.0)
    roc = curves.roc_curve(scores, _("all rows"), level)
    if roc:
        yield Curves(
            id="roc",
            title=_("ROC curve"),
            question=_("How well does the score tell the outcomes apart?"),
            x=Axis(_("False positive rate"), *share_axis),
            y=Axis(_("True positive rate"), *share_axis),
            curves=[roc],
            diagonal=True,
        )
    pr = curves.precision_recall_curve(scores, _("all rows"), level)
    if pr:
        yield Curves(
            id="precision_recall",
            title=_("Precision and recall"),
            question=_("How many false alarms does finding more cases cost?"),
            x=Axis(_("Recall"), *share_axis),
            y=Axis(_("Precision"), *share_axis),
            curves=[pr],
        )
    names = (_("Selection rate"), _("Recall"), _("Precision"), _("Accuracy"))
    swept = curves.threshold_curves(scores, names)
    if swept:
        yield Curves(
            id="threshold_sweep",
            title=_("Threshold"),
            question=_("What would another threshold change?"),
            x=Axis(_("Threshold")),
            y=Axis(_("Share"), *share_axis),
            curves=swept,
        )
    shares_by_outcome = curves.score_shares(
        scores, (_("Unfavourable outcome"), _("Favourable outcome"))
    )
    if shares_by_outcome:
        yield Curves(
            id="score_histogram",
            title=_("Scores by outcome"),
            question=_("How far do the two outcomes' scores overlap?"),
            x=Axis(_("Score")),
            y=Axis(_("Share of the outcome's rows"), "share"),
            curves=shares_by_outcome,
        )
