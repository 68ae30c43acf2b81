"""Splits on categories name features that the model's bins know to have them; others were looked up beyond a list."""

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from rai_desktop.host import rules, unpickling
from rai_desktop.loading.inspection import rules_path

RULES = rules.Rules.read(str(rules_path()))
ROWS = np.random.default_rng(0).integers(0, 9, (90, 3))


def _model() -> Any:
    return HistGradientBoostingClassifier(max_iter=3, min_samples_leaf=2, categorical_features=[1]).fit(ROWS, ROWS[:, 1] % 2)


def _load(model: Any, folder: Path) -> Any:
    (path := folder / "m.pkl").write_bytes(pickle.dumps(model))
    return unpickling.load(str(path), RULES)


def test_an_honest_one_opens(tmp_path: Path) -> None:
    model = _model()
    assert any(each[0].nodes["is_categorical"].any() for each in model._predictors)
    np.testing.assert_array_equal(_load(model, tmp_path).predict(ROWS), model.predict(ROWS))


@pytest.mark.parametrize("known", [np.zeros(3, "u1"), np.ones(0, "u1"), None])
def test_bins_that_know_fewer_are_refused(known: Any, tmp_path: Path) -> None:
    model = _model()
    model._bin_mapper.is_categorical_ = known
    with pytest.raises(rules.Blocked):
        _load(model, tmp_path)
