"""Importance against scikit-learn, known rankings and simulated coverage."""

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.inspection import permutation_importance
from sklearn.linear_model import LinearRegression
from sklearn.metrics import r2_score, roc_auc_score

from rai_desktop.metrics import importance


def test_magnitude_is_the_mean_with_an_interval_that_holds_it():
    values = np.random.default_rng(0).normal(size=(400, 3)) * np.array([3.0, 1.0, 0.0])
    told = importance.magnitude(values)
    np.testing.assert_allclose(told.mean, np.abs(values).mean(axis=0))
    error = np.abs(values).std(axis=0) / 20
    np.testing.assert_allclose(told.high - told.low, 2 * 1.96 * error, rtol=0.15)
    assert told.rank_low.tolist() == told.rank_high.tolist() == [1, 2, 3]
    assert told.same_order == 1


def test_order_of_equals_is_not_stable():
    values = np.random.default_rng(1).normal(size=(200, 4))
    told = importance.magnitude(values)
    assert told.same_order < 0.3
    assert (told.rank_high - told.rank_low).max() >= 2
    again = importance.magnitude(values)
    assert told.same_order == again.same_order


def test_one_row_and_one_feature():
    told = importance.magnitude(np.array([[2.0]]))
    assert (told.mean[0], told.low[0], told.high[0], told.top) == (2, 2, 2, 1)


def test_blocks_of_replicates_do_not_lose_any(monkeypatch):
    monkeypatch.setattr(importance, "BLOCK", 700)
    drawn = importance._resampled_means(np.ones((100, 2)), np.random.default_rng(0), 1000)
    assert drawn.shape == (1000, 2)
    np.testing.assert_allclose(drawn, 1)


def test_gap_is_welch():
    rng = np.random.default_rng(2)
    told = importance.gap(rng.normal(1, 1, 300), rng.normal(0, 3, 80))
    assert told.low < 1 < told.high
    assert told.p_value < 0.05
    assert importance.gap(np.ones(1), np.ones(5)) is None
    assert importance.gap(np.ones(3), np.ones(3)).p_value == 1


def test_fidelity_and_disagreement():
    output = np.arange(5.0)
    assert importance.fidelity(output, output) == 1
    assert importance.fidelity(np.full(5, 2.0), output) == pytest.approx(0)
    assert importance.fidelity(output, np.ones(5)) is None
    assert importance.disagreement(np.ones(4), np.ones(4) * 3) == 1
    assert importance.disagreement(np.zeros(2), np.zeros(2)) is None


def test_auc_parts_give_auc_and_its_variance():
    rng = np.random.default_rng(3)
    positive = rng.random(500) < 0.3
    score = np.round(rng.normal(size=500) + positive, 1)  # with ties
    parts = importance.auc_parts(positive)(score)
    assert parts.mean() == pytest.approx(roc_auc_score(positive, score), abs=1e-12)
    draws = []
    for _ in range(400):
        i = rng.integers(0, 500, 500)
        draws.append(roc_auc_score(positive[i], score[i]))
    assert parts.std() / np.sqrt(500) == pytest.approx(np.std(draws), rel=0.15)


def test_r2_parts():
    target, said = np.array([1.0, 2, 4, 9]), np.array([1.5, 2, 3, 8])
    assert importance.r2_parts(target)(said).mean() == pytest.approx(r2_score(target, said))


@pytest.mark.parametrize("scoring", ["accuracy", "roc_auc"])
def test_drops_agree_with_scikit_learn(scoring):
    rng = np.random.default_rng(4)
    frame = pd.DataFrame(rng.normal(size=(600, 4)), columns=list("abcd"))
    label = (frame.a + 0.5 * frame.b + rng.normal(size=600) > 0).to_numpy()
    model = RandomForestClassifier(20, max_depth=4, random_state=0).fit(frame, label)
    theirs = permutation_importance(model, frame, label, scoring=scoring, n_repeats=30, random_state=0)
    if scoring == "accuracy":
        predict, parts = model.predict, importance.accuracy_parts(label)
    else:
        predict, parts = (lambda t: model.predict_proba(t)[:, 1]), importance.auc_parts(label)
    ours = list(importance.permutation_drops(predict, parts, frame, 30, 1))
    assert [d.feature for d in ours] == list("abcd")
    error = theirs.importances_std / np.sqrt(30) * np.sqrt(2)
    np.testing.assert_array_less(np.abs([d.value for d in ours] - theirs.importances_mean), 4 * error + 1e-9)
    assert ours[0].low > 0 > ours[3].low - 0.01


def test_drops_of_text_columns_leave_the_frame_as_it_was():
    frame = pd.DataFrame({"word": ["a", "b", None, "a"] * 25, "x": np.arange(100.0)})
    before = frame.copy()
    target = (frame.word == "a") * 10 + frame.x / 100
    parts = importance.r2_parts(target.to_numpy())
    drops = list(importance.permutation_drops(lambda t: (t.word == "a") * 10 + t.x / 100, parts, frame, 3, 0))
    pd.testing.assert_frame_equal(frame, before)
    assert drops[0].value > 1 > drops[1].value > 0


def test_linear_drop_is_twice_the_variance_share():
    rng = np.random.default_rng(5)
    frame = pd.DataFrame(rng.normal(size=(4000, 2)), columns=["a", "b"])
    target = 2 * frame.a + frame.b
    model = LinearRegression().fit(frame, target)
    drops = list(importance.permutation_drops(model.predict, importance.r2_parts(target.to_numpy()), frame, 5, 0))
    assert drops[0].value == pytest.approx(2 * 4 / 5, rel=0.05)  # 2 beta² var / var(target)
