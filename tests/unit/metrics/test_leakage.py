"""Single-column power against scikit-learn and constructed leaks; association against scipy."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from sklearn.metrics import roc_auc_score

from rai_desktop.metrics import leakage

RNG = np.random.default_rng(0)
N = 3000
Y = (RNG.random(N) < 0.3).astype(float)


def test_a_copy_is_perfect_in_every_task():
    words = pd.Series(np.where(Y > 0, "yes", "no"))
    told = leakage.power(words, Y, "binary", 0)
    assert (told.metric, told.value) == ("roc_auc", 1.0)
    assert leakage.power(words, Y, "multiclass", 0).value == 1.0
    assert leakage.power(pd.Series(Y), Y, "regression", 0).value > 0.99


def test_that_a_value_is_missing_can_give_the_answer_away():
    told = leakage.power(pd.Series(np.where(Y > 0, RNG.normal(size=N), np.nan)), Y, "binary", 0)
    assert told.value > 0.99


def test_numbers_approach_their_auc_also_when_not_monotone():
    score = pd.Series(Y + RNG.normal(size=N))
    told = leakage.power(score, Y, "binary", 0)
    assert told.value == pytest.approx(roc_auc_score(Y, score), abs=0.02)
    assert told.low < told.value < told.high
    bent = pd.Series(np.where(Y > 0, 0.0, RNG.choice([-5.0, 5.0], N)) + RNG.normal(size=N))
    assert leakage.power(bent, Y, "binary", 0).value > 0.95
    assert roc_auc_score(Y, bent) < 0.6


def test_names_and_noise_tell_nothing():
    names = pd.Series([f"person {i}" for i in range(N)])
    told = leakage.power(names, Y, "binary", 0)
    assert told.low - 0.02 <= 0.5 <= told.high + 0.02
    assert leakage.power(names, Y, "multiclass", 0).value <= 0.72
    assert leakage.power(pd.Series(RNG.normal(size=N)), Y, "regression", 0).value < 0.01
    assert leakage.power(pd.Series([1.0] * N), Y, "binary", 0).value == pytest.approx(0.5)


def test_nothing_to_tell_apart():
    assert leakage.power(pd.Series(range(100)), np.ones(100), "binary", 0) is None
    assert leakage.power(pd.Series([1, 2]), np.array([0.0, 1.0]), "binary", 0) is None
    assert leakage.power(pd.Series([None] * N, dtype=object), Y, "binary", 0).value == pytest.approx(0.5)


def test_codes():
    assert leakage.coded(pd.Series([1, 5, 1, None])).tolist() == [0, 1, 0, 2]
    many = leakage.coded(pd.Series([*np.arange(1000.0), np.nan]))
    assert np.ptp(np.bincount(many)[:-1]) <= 1
    assert many[-1] == many.max()
    assert len(np.unique(leakage.coded(pd.Series([str(i) for i in range(5000)])))) == leakage.LEVELS
    assert leakage.coded(pd.Series(pd.to_datetime(["2020-01-01", None, "2020-01-01"]))).tolist() == [0, 1, 0]


def test_association():
    one = RNG.integers(0, 4, N)
    assert leakage.association(one, one).value == pytest.approx(1)
    far = leakage.association(one, RNG.integers(0, 3, N))
    assert far.value < 0.05
    assert leakage.association(one, np.zeros(N, dtype=int)) is None
    other = np.where(RNG.random(N) < 0.5, one, RNG.integers(0, 4, N))
    told = leakage.association(one, other)
    plain = stats.contingency.association(pd.crosstab(one, other).to_numpy(), method="cramer")
    assert told.value == pytest.approx(plain, abs=0.01)
    assert told.low < 0.5 < told.high


def test_the_interval_of_an_association_holds_it_nineteen_times_in_twenty():
    rng, truth = np.random.default_rng(1), 0.0
    many, two = rng.integers(0, 20, 400_000), rng.integers(0, 2, 400_000)
    tied = np.where(rng.random(400_000) < 0.2, many % 2, two)
    truth = leakage.association(many, tied, replicates=2).value
    inside = 0
    for i in range(60):
        rows = rng.integers(0, 400_000, 1000)
        told = leakage.association(many[rows], tied[rows], seed=i, replicates=100)
        inside += told.low <= truth <= told.high
    assert inside >= 51


def test_names_that_speak_of_the_outcome():
    assert leakage.named_after("outcomeDate", "y") == "outcome"
    assert leakage.named_after("date_of_default", "default_payment_next_month") == "default"
    assert leakage.named_after("income", "outcome") == ""
    assert leakage.named_after("postcode", "outcome") == ""
