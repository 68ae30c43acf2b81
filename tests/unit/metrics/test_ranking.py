"""Ranking and calibration against scikit-learn and direct formulas."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm
from sklearn.metrics import roc_auc_score, roc_curve

from rai_desktop.metrics import calibration, ranking
from rai_desktop.metrics.rows import Floats
from rai_desktop.metrics.scores import Scores, ScoreStore


def scores_of(score: Floats, label: Floats) -> Scores:
    store = ScoreStore()
    store.add(np.asarray(score, float), np.asarray(label).astype(np.int64), None)
    return store.split(np.zeros(1, dtype=np.int64), 1)[0]


@given(st.lists(st.tuples(st.integers(0, 8), st.booleans()), min_size=2, max_size=80))
def test_auc_with_ties_equals_sklearn(rows: list[tuple[int, bool]]) -> None:
    score, label = np.array([r[0] for r in rows], float), np.array([r[1] for r in rows])
    area = ranking.auc(scores_of(score, label))
    if label.all() or not label.any():
        assert area.value is None
        return
    assert area.value == pytest.approx(roc_auc_score(label, score), abs=1e-12)
    flipped = ranking.auc(scores_of(-score, label)).value
    assert flipped is not None
    assert flipped + (area.value or 0) == pytest.approx(1)


def test_delong_variance_equals_the_definition() -> None:
    rng = np.random.default_rng(0)
    label = rng.random(300) < 0.3
    score = (rng.normal(size=300) + label).round(1)
    x, y = score[label], score[~label]
    psi = (x[:, None] > y).astype(float) + 0.5 * (x[:, None] == y)
    expected = psi.mean(1).var(ddof=1) / len(x) + psi.mean(0).var(ddof=1) / len(y)
    assert ranking.auc(scores_of(score, label)).variance == pytest.approx(expected, rel=1e-9)


def test_sweep_equals_the_roc_of_sklearn() -> None:
    rng = np.random.default_rng(0)
    label, score = rng.random(500) < 0.4, rng.random(500).round(2)
    false, true = ranking.sweep(scores_of(score, label)).rates()
    fpr, tpr, _t = roc_curve(label, score, drop_intermediate=False)
    np.testing.assert_allclose(false, fpr[1:])
    np.testing.assert_allclose(true, tpr[1:])
    at = ranking.sweep(scores_of(score, label)).at(np.array([-1.0, 0.5, 2.0]))
    assert at.true_positives.tolist() == [label.sum(), (label & (score >= 0.5)).sum(), 0]


def test_calibration_error_by_hand_and_its_limits_cover() -> None:
    sums = np.zeros((3, 3, 10))
    sums[0, 0, 2], sums[0, 1, 2] = 60, 40  # 100 rows with mean score 0.25, 40 came true
    sums[1, 0, 2], sums[1, 1, 2] = 15, 10
    sums[0, 0, 7], sums[0, 1, 7] = 25, 75  # 100 rows with mean score 0.75, 75 came true
    sums[1, 0, 7], sums[1, 1, 7] = 18.75, 56.25
    assert calibration.calibration_error(sums) == pytest.approx(0.075)
    limits = calibration.calibration_error_limits(sums, 200, 500, 0.95, np.random.default_rng(0))
    assert limits is not None
    assert 0 <= limits[0] < 0.075 < limits[1]


def test_no_rows() -> None:
    nothing = scores_of(np.zeros(0), np.zeros(0, int))
    assert ranking.auc(nothing).value is None
    assert ranking.average_precision(nothing) is None
    assert calibration.brier(nothing) is None
    assert calibration.calibration_error(np.zeros((3, 3, 10))) is None


@pytest.mark.parametrize(("shift", "few", "many"), [(2.5, 3, 300), (2.5, 10, 300), (1.0, 5, 95), (1.0, 40, 60)])
def test_area_limits_cover_with_few_of_one_outcome(shift: float, few: int, many: int) -> None:
    rng = np.random.default_rng(5)
    truth, label = norm.cdf(shift / np.sqrt(2)), np.arange(few + many) < few
    held = 0
    for _ in range(300):
        found = ranking.limits(ranking.auc(scores_of(rng.normal(size=few + many) + shift * label, label)), 0.95)
        assert found is not None
        held += found.low <= truth <= found.high
    assert held >= 277  # binomial(300, 0.95) falls below with probability 0.02


def test_calibration_error_limits_hold_0_where_scores_are_right() -> None:
    rng = np.random.default_rng(8)
    held = 0
    for _ in range(200):
        score = rng.beta(2, 2, 400)
        label, tenth = rng.random(400) < score, (score * 10).astype(int)
        sums = np.zeros((3, 3, 10))
        for event in (0, 1):
            sums[0, event] = np.bincount(tenth[label == event], minlength=10)
            sums[1, event] = np.bincount(tenth[label == event], score[label == event], minlength=10)
        limits = calibration.calibration_error_limits(sums, 400, 300, 0.95, rng)
        assert limits is not None
        held += limits[0] < 0.001
    assert held >= 184
