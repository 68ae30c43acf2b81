"""Models whose first step takes texts or dicts are given them from the table, wherever in a model of models that step is."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import StackingClassifier, VotingClassifier
from sklearn.feature_extraction import DictVectorizer, FeatureHasher
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import FixedThresholdClassifier, GridSearchCV
from sklearn.pipeline import make_pipeline, make_union
from sklearn.preprocessing import FunctionTransformer
from sklearn.tree import DecisionTreeClassifier

from rai_desktop.host.models import wrap

CHANCE = np.random.default_rng(0)
TEXTS = [" ".join(CHANCE.choice(["loan", "bad", "good", "late"], 4)) for _ in range(60)]
ROWS = pd.DataFrame({"age": CHANCE.normal(size=60), "job": CHANCE.choice(["cook", "nurse"], 60), "own": CHANCE.random(60) > 0.5})
LABELS = np.where((ROWS.age > 0) ^ (ROWS.job == "cook"), "good", "bad")


def words() -> Any:
    return make_pipeline(TfidfVectorizer(), LogisticRegression())


@pytest.mark.parametrize("made", [
    words(), GridSearchCV(words(), {"logisticregression__C": [1, 2]}, cv=2), CalibratedClassifierCV(words(), cv=2),
    VotingClassifier([("a", words()), ("b", words())]), StackingClassifier([("a", words())], cv=2), FixedThresholdClassifier(words(), pos_label="good"),
    make_pipeline(make_union(TfidfVectorizer(), CountVectorizer(analyzer="char")), LogisticRegression()),
    make_pipeline(FunctionTransformer(np.asarray), CountVectorizer(), LogisticRegression()),
], ids=lambda made: type(made).__name__)  # fmt: skip
def test_one_column_of_texts_is_given_as_a_list(made: Any) -> None:
    original = made.fit(TEXTS, LABELS)
    model = wrap(original, "pickle")
    assert (model.n_features, model.feature_names) == (1, [])
    np.testing.assert_array_equal(model.predict(pd.DataFrame({"text": TEXTS})), original.predict(TEXTS))


@pytest.mark.parametrize("made", [
    make_pipeline(DictVectorizer(), LogisticRegression()),
    GridSearchCV(make_pipeline(DictVectorizer(sparse=False), DecisionTreeClassifier()), {"decisiontreeclassifier__max_depth": [2, 3]}, cv=2),
])  # fmt: skip
def test_a_dict_for_each_row_is_made_of_the_columns_it_tells(made: Any) -> None:
    original = made.fit(ROWS.to_dict("records"), LABELS)
    model = wrap(original, "pickle")
    assert model.feature_names == ["age", "job", "own"] and model.n_features is None
    turned = ROWS[["own", "job", "age"]]
    np.testing.assert_array_equal(model.predict(turned), original.predict(ROWS.to_dict("records")))


def test_a_hasher_of_dicts_tells_no_columns() -> None:
    original = make_pipeline(FeatureHasher(16), LogisticRegression()).fit(ROWS.to_dict("records"), LABELS)
    model = wrap(original, "pickle")
    assert (model.n_features, model.feature_names) == (None, [])
    np.testing.assert_array_equal(model.predict(ROWS), original.predict(ROWS.to_dict("records")))


def test_a_function_that_was_trained_on_a_table_is_given_one() -> None:
    def column(frame: pd.DataFrame) -> list[str]:
        return list(frame["job"])

    original = make_pipeline(FunctionTransformer(column), CountVectorizer(), LogisticRegression()).fit(ROWS, LABELS)
    model = wrap(original, "pickle")
    assert model.feature_names == ["age", "job", "own"]
    np.testing.assert_array_equal(model.predict(ROWS), original.predict(ROWS))
