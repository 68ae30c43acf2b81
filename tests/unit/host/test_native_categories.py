"""Boosters trained on pandas categories answer a table of text as they answer those categories."""

from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import pandas as pd
import pytest
import xgboost
from sklearn.model_selection import GridSearchCV

from rai_desktop.host import boosters, models

RNG = np.random.default_rng(5)
TEXTS = pd.DataFrame({"age": RNG.integers(18, 80, 300), "job": RNG.choice(["smith", "clerk", "nurse"], 300), "code": RNG.choice([3, 7, 9], 300)})
KINDS = TEXTS.assign(job=TEXTS["job"].astype("category"), code=TEXTS["code"].astype("category"))
LABELS = ((TEXTS["job"] == "nurse") ^ (TEXTS["code"] == 7)).astype(int)
# later rows know fewer values, in another order, and one that is new
LATER = pd.DataFrame({"age": [30, 40, 50], "job": ["nurse", "pilot", "clerk"], "code": [9, 7, 7]})
LATER_KINDS = LATER.assign(job=pd.Categorical(LATER["job"], KINDS["job"].cat.categories), code=pd.Categorical(LATER["code"], [3, 7, 9]))


class SimpleSearch(GridSearchCV):
    """A search that ended, with what it found."""

    def __init__(self, found: Any) -> None:
        super().__init__(found, {})
        self.best_estimator_, self.refit, self.feature_names_in_ = found, True, np.array(TEXTS.columns)


def trained(library: str) -> Any:
    if library == "lightgbm":
        return lightgbm.LGBMClassifier(n_estimators=10, verbose=-1, min_child_samples=5, min_data_per_group=5).fit(KINDS, LABELS)
    return xgboost.XGBClassifier(n_estimators=10, enable_categorical=True, max_cat_to_onehot=1).fit(KINDS, LABELS)


def saved(library: str, folder: Path) -> models.Model:
    model = trained(library)
    if library == "lightgbm":
        model.booster_.save_model(path := folder / "m.txt")
        return boosters.load_lightgbm(str(path), 1)
    model.save_model(path := folder / "m.json")
    return boosters.load_xgboost(str(path), 1)


@pytest.mark.parametrize("library", ["lightgbm", "xgboost"])
@pytest.mark.parametrize("how", ["wrapper", "search", "booster", "file"])
def test_texts_are_answered_as_categories(library: str, how: str, tmp_path: Path) -> None:
    whole = trained(library)
    booster = whole.booster_ if library == "lightgbm" else whole.get_booster()
    held = {"wrapper": whole, "booster": booster, "search": SimpleSearch(whole)}
    model = saved(library, tmp_path) if how == "file" else models.wrap(held[how], "joblib")
    assert model.predict_proba is not None
    for texts, kinds in ((TEXTS, KINDS), (LATER, LATER_KINDS)):
        expected = whole.predict_proba(kinds)
        np.testing.assert_allclose(model.predict_proba(texts), expected, atol=1e-6)
        np.testing.assert_allclose(model.predict_proba(kinds), expected, atol=1e-6)


def test_a_column_of_another_kind_is_left_for_the_library_to_refuse() -> None:
    model = models.wrap(trained("lightgbm"), "joblib")
    with pytest.raises(ValueError, match="categorical_feature do not match"):
        model.predict(TEXTS.assign(code=TEXTS["code"].astype(str), job=1))
