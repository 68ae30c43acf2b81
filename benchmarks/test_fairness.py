"""Fairness by counting against fairlearn's MetricFrame on the same columns in the same run.

By default small: 20,000 rows, and fairlearn with 2 replicates, its time for 100 extrapolated as straight
in replicates (said in the figures). RAI_BENCHMARK=full takes 1,000,000 rows; RAI_BENCHMARK_BOOT sets the
replicates fairlearn really draws.
"""

import os
import time
import warnings
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from fairlearn.metrics import (
    MetricFrame,
    false_negative_rate,
    false_positive_rate,
    selection_rate,
    true_negative_rate,
    true_positive_rate,
)
from sklearn.metrics import accuracy_score, precision_score, roc_auc_score

from rai_desktop.metrics import bootstrap, intervals, ranking
from rai_desktop.metrics.counts import Tally
from rai_desktop.metrics.rates import RATES, fold, share

FULL = os.environ.get("RAI_BENCHMARK") == "full"
ROWS = 1_000_000 if FULL else 20_000
DRAWN = int(os.environ.get("RAI_BENCHMARK_BOOT", "2"))
VIEWS = (("age",), ("sex",), ("age", "sex"))
ORACLES = {
    "selection_rate": selection_rate, "true_positive_rate": true_positive_rate,
    "false_positive_rate": false_positive_rate, "false_negative_rate": false_negative_rate,
    "true_negative_rate": true_negative_rate, "accuracy": accuracy_score,
    "positive_predictive_value": lambda y, p: precision_score(y, p, zero_division=0),
}


@pytest.fixture(scope="module")
def rows() -> SimpleNamespace:
    rng = np.random.default_rng(0)
    age, sex = rng.integers(0, 5, ROWS, np.int32), rng.integers(0, 2, ROWS, np.int32)
    score = np.clip(rng.normal(0.45 + 0.02 * age + 0.03 * sex, 0.2), 0, 1)
    label = (rng.random(ROWS) < score).astype(np.int32)
    return SimpleNamespace(rows=ROWS, label=label, prediction=(score >= 0.5).astype(np.int32), score=score,
                           groups={"age": age, "sex": sex}, weight=None)


def ours(rows: Any, replicates: int = 1000) -> dict[tuple[str, ...], dict[str, Any]]:
    """Values and 95 % percentile limits of seven rates and values of AUC for three views."""
    tally = Tally.empty(("no", "yes"), 1, ("age", "sex"))
    tally.add(rows)
    found = {}
    for columns in VIEWS:
        view = tally.view(columns)
        folded = fold(view.counts, 1)
        drawn = bootstrap.resample(folded, ROWS, replicates, bootstrap.generator(0, *columns))
        found[columns] = {
            name: (share(RATES[name], folded), intervals.percentile(share(RATES[name], drawn), 0.95))
            for name in ORACLES}
        found[columns]["roc_auc"] = [ranking.auc(s) for s in tally.scores_by(view)]
    return found


def theirs(rows: Any, n_boot: int | None) -> list[MetricFrame]:
    extra = {} if n_boot is None else {"n_boot": n_boot, "ci_quantiles": [0.025, 0.975], "random_state": 0}
    frames = []
    for columns in VIEWS:
        groups = pd.DataFrame({c: rows.groups[c] for c in columns})
        for metrics, guess in ((ORACLES, rows.prediction), ({"roc_auc": roc_auc_score}, rows.score)):
            frames.append(MetricFrame(metrics=metrics, y_true=rows.label, y_pred=guess,
                                      sensitive_features=groups, **extra))
    return frames


def seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def test_fairness_is_a_thousand_times_faster_than_metric_frame(rows: Any, benchmark: Any) -> None:
    found = benchmark.pedantic(ours, args=(rows,), rounds=3, warmup_rounds=1)
    mine = benchmark.stats.stats.median
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain, frames = seconds(lambda: theirs(rows, None))
        drawn, _frames = seconds(lambda: theirs(rows, DRAWN))
    hundred = plain + max(drawn - plain, 0) * 100 / DRAWN
    print(f"\n{ROWS:,} rows: counted with 1,000 replicates {mine:.3f} s; MetricFrame {plain:.2f} s, with {DRAWN} "
          f"replicates {drawn:.1f} s, with 100 {'' if DRAWN == 100 else '(extrapolated) '}{hundred:.0f} s: "
          f"{hundred / mine:,.0f} times")
    for columns, frame, areas in zip(VIEWS, frames[::2], frames[1::2], strict=True):
        for name in ORACLES:
            np.testing.assert_allclose(found[columns][name][0], frame.by_group[name], atol=1e-12)
        np.testing.assert_allclose([a.value for a in found[columns]["roc_auc"]], areas.by_group["roc_auc"],
                                   atol=1e-12)
    benchmark.extra_info["times_fairlearn"] = hundred / mine
    assert hundred / mine >= 1000


def test_intervals_agree_with_fairlearns_within_monte_carlo_error(rows: Any) -> None:
    part = SimpleNamespace(**vars(rows))
    n = 2000
    part.rows, part.label, part.prediction, part.score = n, rows.label[:n], rows.prediction[:n], rows.score[:n]
    part.groups = {name: codes[:n] for name, codes in rows.groups.items()}
    tally = Tally.empty(("no", "yes"), 1, ("age", "sex"))
    tally.add(part)
    view = tally.view(("sex",))
    drawn = bootstrap.resample(fold(view.counts, 1), n, 4000, bootstrap.generator(1))
    boot = 100
    frame = MetricFrame(metrics=dict(ORACLES), y_true=part.label, y_pred=part.prediction, n_boot=boot,
                        sensitive_features=pd.DataFrame({"sex": part.groups["sex"]}),
                        ci_quantiles=[0.025, 0.975], random_state=0)
    gaps = []
    for name in ORACLES:
        replicates = share(RATES[name], drawn)
        # the standard error of a 2.5 % quantile of `boot` replicates, for a normal distribution
        error = replicates.std(axis=0) * np.sqrt(0.025 * 0.975 / boot) / 0.0584
        for mine, other in zip(intervals.percentile(replicates, 0.95), frame.by_group_ci, strict=True):
            gaps.extend((mine - other[name].to_numpy()) / error)
    print(f"\nz rms {np.sqrt(np.mean(np.square(gaps))):.2f} over {len(gaps)} interval ends")
    assert np.sqrt(np.mean(np.square(gaps))) < 1.6


def test_threshold_sweep_answers_in_five_milliseconds(rows: Any, benchmark: Any) -> None:
    tally = Tally.empty(("no", "yes"), 1, ("age", "sex"))
    tally.add(rows)
    swept = ranking.sweep(tally.scores_by(tally.view())[0])
    thresholds = np.linspace(0, 1, 4096)
    at = benchmark(swept.at, thresholds)
    assert at.true_positives[0] == rows.label.sum()
    assert benchmark.stats.stats.median <= 0.005
