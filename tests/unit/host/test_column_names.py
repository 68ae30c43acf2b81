"""The names of columns are found wherever a model of models keeps them; otherwise another order is answered wrongly."""

from pathlib import Path
from types import SimpleNamespace

import joblib
import numpy as np
import pandas as pd
import pytest
from fairlearn.reductions import DemographicParity, GridSearch
from lightgbm import LGBMClassifier
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.ensemble import RandomForestClassifier, StackingClassifier, VotingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import FixedThresholdClassifier, GridSearchCV
from sklearn.pipeline import Pipeline

from rai_desktop.host.column_names import feature_names
from rai_desktop.host.models import wrap
from rai_desktop.loading.hosting import start_model
from rai_desktop.project.model import FileRef

ORDER = list("dabc")
ROWS = pd.DataFrame(np.random.default_rng(0).normal(size=(120, 4)), columns=ORDER)
LABELS = (ROWS.d + ROWS.a / 2 > 0).astype(int)
GROUPS = pd.Series(["m", "f"] * 60)


class Booster(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Tells its columns as CatBoost does, and within others their number as 0."""

    n_features_in_ = 0

    def fit(self, rows: pd.DataFrame, labels: object) -> "Booster":
        self.feature_names_ = list(getattr(rows, "columns", range(rows.shape[1])))
        self.classes_ = np.array([0, 1])
        return self

    def predict_proba(self, rows: object) -> np.ndarray:
        high = np.asarray(rows, dtype=float)[:, 0] > 0
        return np.stack([~high, high], axis=1).astype(float)

    def predict(self, rows: object) -> np.ndarray:
        return self.predict_proba(rows).argmax(axis=1)


Booster.__module__ = "catboost.core"


@pytest.mark.parametrize("outer", [
    Pipeline([("m", Booster())]), Pipeline([("p", "passthrough"), ("m", Booster())]), Pipeline([("p", None), ("m", Booster())]),
    GridSearchCV(Booster(), {}, cv=2), GridSearchCV(Pipeline([("m", Booster())]), {}, cv=2), FixedThresholdClassifier(Booster()),
    VotingClassifier([("a", Booster())], voting="soft"), StackingClassifier([("a", Booster())], cv=2)],
    ids=lambda outer: type(outer).__name__)  # fmt: skip
def test_a_booster_within_tells_them(outer: BaseEstimator) -> None:
    model = wrap(outer.fit(ROWS, LABELS), "joblib")
    assert model.feature_names == ORDER
    assert model.n_features is None or model.n_features == 4
    np.testing.assert_array_equal(model.predict(ROWS), outer.predict(ROWS))


@pytest.mark.parametrize("outer", [
    Pipeline([("p", "passthrough"), ("m", LogisticRegression())]),
    GridSearch(LogisticRegression(), DemographicParity(), grid_size=3)], ids=lambda outer: type(outer).__name__)  # fmt: skip
def test_a_table_in_another_order_is_put_in_theirs(outer: BaseEstimator, tmp_path: Path) -> None:
    groups = {} if isinstance(outer, Pipeline) else {"sensitive_features": GROUPS}
    joblib.dump(outer.fit(ROWS, LABELS, **groups), tmp_path / "m.joblib")
    with start_model(FileRef(path=str(tmp_path / "m.joblib"))) as process:
        assert process.facts.feature_names == ORDER
        np.testing.assert_array_equal(process.predict(ROWS[sorted(ORDER)]), outer.predict(ROWS))


def test_names_of_a_part_that_saw_something_else_are_not_the_whole_s() -> None:
    forest = RandomForestClassifier(n_estimators=2).fit(ROWS.to_numpy(), LABELS)
    assert feature_names(forest) == []
    fewer = VotingClassifier([("a", Booster())], voting="soft").fit(ROWS, LABELS)
    fewer.estimators_[0].feature_names_ = ["a", "b"]
    fewer.estimators_[0].n_features_in_ = 4
    assert feature_names(fewer) == []
    own = SimpleNamespace(estimator_=LogisticRegression().fit(ROWS, LABELS))  # an author's own may change the rows first
    assert feature_names(own) == []


@pytest.mark.parametrize("made", [VotingClassifier, StackingClassifier])
@pytest.mark.parametrize("first", [True, False])
def test_a_vote_with_lightgbm_in_it_is_asked_by_the_names_that_the_others_know(made: type[BaseEstimator], first: bool) -> None:
    """LightGBM writes an underscore for a space, and whichever part comes first or last tells the names of the whole."""
    rows = ROWS.set_axis(["debt ratio", "age", "b c", "c"], axis=1)
    parts = [("boosting", LGBMClassifier(n_estimators=2, min_child_samples=5, verbose=-1)), ("linear", LogisticRegression())]
    outer = made(parts if first else parts[::-1]).fit(rows, LABELS)
    model = wrap(outer, "joblib")
    assert model.feature_names == list(rows.columns)
    np.testing.assert_array_equal(model.predict(rows), outer.predict(rows))
