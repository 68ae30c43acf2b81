"""Performance against scikit-learn."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t
from sklearn import metrics as oracle

from rai_desktop.assessments.assessment import Progress
from rai_desktop.assessments.performance import PERFORMANCE, Parameters, multiclass
from rai_desktop.findings.measurement import Curves, Matrix, Measurement
from rai_desktop.loading.subject import Batch, Subject
from rai_desktop.metrics.counts import Tally
from rai_desktop.project.model import ColumnRole, Inputs, Role, Task


def measure(frame: pd.DataFrame, task: Task, positive: str = "") -> list[Any]:
    roles = {"y": Role.LABEL, "p": Role.PREDICTION, "s": Role.SCORE, "w": Role.WEIGHT}
    given = Inputs(task=task, positive=positive,
                   roles={c: ColumnRole(role=roles[c]) for c in frame.columns})
    subject = Subject.from_frame(frame, given)
    return [i for i in PERFORMANCE.run(subject, Parameters()) if not isinstance(i, Progress)]


def by_metric(found: list[Any], cohort: str = "all") -> dict[str, Measurement]:
    return {m.metric: m for m in found if isinstance(m, Measurement) and m.cohort == cohort}


def binary(weighted: bool) -> pd.DataFrame:
    rng = np.random.default_rng(7)
    s = rng.beta(2, 2, 2000).round(3)
    frame = pd.DataFrame({"y": (rng.random(2000) < s).astype(int), "s": s})
    frame["p"] = (frame.s >= 0.4).astype(int)
    if weighted:
        frame["w"] = rng.integers(1, 4, 2000)
    return frame


@pytest.mark.parametrize("weighted", [False, True])
def test_binary_equals_sklearn(weighted: bool) -> None:
    frame = binary(weighted)
    mine = by_metric(measure(frame, Task.BINARY, "1"))
    y, p, s = frame.y, frame.p, frame.s
    w = frame.w if weighted else None
    expected = {
        "accuracy": oracle.accuracy_score(y, p, sample_weight=w),
        "balanced_accuracy": oracle.balanced_accuracy_score(y, p, sample_weight=w),
        "precision": oracle.precision_score(y, p, sample_weight=w),
        "recall": oracle.recall_score(y, p, sample_weight=w),
        "f1_score": oracle.f1_score(y, p, sample_weight=w),
        "matthews_correlation": oracle.matthews_corrcoef(y, p, sample_weight=w),
        "roc_auc": oracle.roc_auc_score(y, s, sample_weight=w),
        "average_precision": oracle.average_precision_score(y, s, sample_weight=w),
        "brier_score": oracle.brier_score_loss(y, s, sample_weight=w),
        "log_loss": oracle.log_loss(y, s, sample_weight=w),
    }
    for metric, value in expected.items():
        assert mine[metric].value == pytest.approx(value, abs=1e-12), metric
        interval = mine[metric].interval
        assert interval is not None
        assert interval.low < value < interval.high
    assert set(mine) >= {"specificity", "selection_rate", "base_rate", "expected_calibration_error"}


def test_binary_pictures() -> None:
    found = measure(binary(False), Task.BINARY, "1")
    ids = {item.id for item in found if isinstance(item, Curves | Matrix)}
    assert ids == {"confusion_matrix", "calibration", "roc", "precision_recall", "threshold_sweep",
                   "score_histogram"}
    roc = next(i for i in found if isinstance(i, Curves) and i.id == "roc").curves[0]
    assert (roc.x[0], roc.y[0], roc.x[-1], roc.y[-1]) == (0, 0, 1, 1)


def test_threshold_sweep_agrees_with_the_predictions() -> None:
    frame = binary(False)
    found = measure(frame, Task.BINARY, "1")
    swept = next(i for i in found if isinstance(i, Curves) and i.id == "threshold_sweep")
    at = [round(x, 6) for x in swept.curves[0].x].index(0.4)
    selection, recall, precision, accuracy = (curve.y[at] for curve in swept.curves)
    assert selection == pytest.approx(frame.p.mean())
    assert recall == pytest.approx(oracle.recall_score(frame.y, frame.p))
    assert precision == pytest.approx(oracle.precision_score(frame.y, frame.p))
    assert accuracy == pytest.approx(oracle.accuracy_score(frame.y, frame.p))


def test_multiclass_equals_sklearn() -> None:
    rng = np.random.default_rng(3)
    y = rng.choice(list("abcd"), 1500, p=[0.4, 0.3, 0.2, 0.1])
    p = np.where(rng.random(1500) < 0.6, y, rng.choice(list("abc"), 1500))
    found = measure(pd.DataFrame({"y": y, "p": p}), Task.MULTICLASS)
    mine = by_metric(found)
    kind = {"average": "macro", "zero_division": 0}
    for metric, value in {
        "accuracy": oracle.accuracy_score(y, p),
        "balanced_accuracy": oracle.balanced_accuracy_score(y, p),
        "macro_precision": oracle.precision_score(y, p, **kind),
        "macro_recall": oracle.recall_score(y, p, **kind),
        "macro_f1": oracle.f1_score(y, p, **kind),
    }.items():
        assert mine[metric].value == pytest.approx(value, abs=1e-12), metric
    recalls = oracle.recall_score(y, p, average=None)
    assert by_metric(found, "class=b")["recall"].value == pytest.approx(recalls[1])


def test_regression_equals_sklearn() -> None:
    rng = np.random.default_rng(3)
    y = rng.gamma(2, 1000, 1501)
    p = y * 0.9 + rng.normal(0, 300, 1501)
    mine = by_metric(measure(pd.DataFrame({"y": y, "p": p}), Task.REGRESSION))
    for metric, value in {
        "mean_absolute_error": oracle.mean_absolute_error(y, p),
        "root_mean_squared_error": oracle.root_mean_squared_error(y, p),
        "r2_score": oracle.r2_score(y, p),
        "median_absolute_error": oracle.median_absolute_error(y, p),
        "mean_error": (p - y).mean(),
    }.items():
        assert mine[metric].value == pytest.approx(value, rel=1e-9), metric
        interval = mine[metric].interval
        assert interval is not None
        assert interval.low < value < interval.high


def test_n_counts_rows_and_the_interval_the_effective_number_of_all_of_them() -> None:
    rng = np.random.default_rng(3)
    y = (np.arange(1000) < 100).astype(int)
    frame = pd.DataFrame({"y": y, "s": rng.random(1000).round(3), "p": y, "w": np.where(y == 1, 10.0, 1.0)})
    mine = by_metric(measure(frame, Task.BINARY, "1"))
    for metric in ("roc_auc", "average_precision", "brier_score", "log_loss", "expected_calibration_error"):
        assert mine[metric].n == 1000, metric
    w, loss = frame.w, (frame.s - frame.y) ** 2
    mean, kish = np.average(loss, weights=w), w.sum() ** 2 / (w**2).sum()
    half = t.ppf(0.975, kish - 1) * np.sqrt(np.average((loss - mean) ** 2, weights=w) / (kish - 1))
    interval = mine["brier_score"].interval
    assert interval is not None
    assert interval.high - interval.low == pytest.approx(2 * half)


def test_scaling_all_weights_changes_nothing() -> None:
    rng = np.random.default_rng(2)
    y = rng.integers(0, 3, 300)
    scores = rng.dirichlet([1, 1, 1], 300)
    tallies = []
    for weight in (1.0, 1 / 300, 2.0):
        tally = Tally.empty(("a", "b", "c"), None, ())
        tally.add(Batch(0, 300, y, scores.argmax(axis=1), scores, {}, np.full(300, weight)))
        found = {m.metric: m for m in multiclass._scores(tally, tally.view(), tally.classes, Parameters())
                 if isinstance(m, Measurement) and m.cohort == "all"}
        tallies.append(found["log_loss"])
    for other in tallies[1:]:
        assert other.n == 300
        assert other.value == pytest.approx(tallies[0].value)
        assert other.interval is not None and tallies[0].interval is not None
        assert other.interval.high == pytest.approx(tallies[0].interval.high)


def test_few_of_one_outcome_ranked_perfectly_are_no_certainty() -> None:
    y = (np.arange(1000) < 3).astype(int)
    mine = by_metric(measure(pd.DataFrame({"y": y, "s": 0.5 + 0.1 * y, "p": y}), Task.BINARY, "1"))
    for metric, at_most in (("roc_auc", 0.5), ("balanced_accuracy", 0.8), ("f1_score", 0.7)):
        assert mine[metric].value == 1
        interval = mine[metric].interval
        assert interval is not None and interval.low < at_most, metric  # three rows cannot show more
    assert mine["matthews_correlation"].interval is None
    assert "spread" in mine["matthews_correlation"].note


@pytest.mark.parametrize("odd", [1.5, -0.2, 57.0])
def test_one_score_that_is_no_probability_is_told_where_calibration_is_missing(odd: float) -> None:
    frame = binary(weighted=False)
    frame.loc[3, "s"] = odd
    mine = by_metric(measure(frame, Task.BINARY, "1"))
    for metric in ("brier_score", "log_loss", "expected_calibration_error"):
        assert mine[metric].value is None
        assert "do not all lie between 0 and 1" in mine[metric].note
    assert mine["roc_auc"].value == pytest.approx(oracle.roc_auc_score(frame.y, frame.s), abs=1e-12)
