"""A model that asks for sensitive features when it predicts is given those of the table, or says in a sentence what it lacks."""

import numpy as np
import pandas as pd
import pytest
from fairlearn.postprocessing import ThresholdOptimizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from rai_desktop.host.group_models import asks_for_groups
from rai_desktop.host.models import Problem, wrap
from rai_desktop.loading import sentences

CHANCE = np.random.default_rng(0)
ROWS = pd.DataFrame({"age": CHANCE.integers(18, 80, 200).astype(float), "debt": CHANCE.random(200)})
GROUP = pd.Series(CHANCE.choice(["a", "b"], 200), name="grp")
LABELS = (ROWS.debt + CHANCE.normal(0, 0.2, 200) > 0.5).astype(int)


def trained(rows: object = ROWS) -> ThresholdOptimizer:
    model = ThresholdOptimizer(estimator=LogisticRegression(), constraints="demographic_parity", predict_method="predict_proba")
    return model.fit(rows, LABELS, sensitive_features=GROUP)


def test_the_columns_beyond_its_own_are_its_sensitive_features() -> None:
    original = trained()
    model = wrap(original, "pickle")
    answers = model.predict(ROWS.assign(grp=GROUP)[["grp", "debt", "age"]])  # chance decides at the threshold alone
    np.testing.assert_allclose(answers, original.predict(ROWS, sensitive_features=GROUP, random_state=0), atol=1)
    shares = original._pmf_predict(ROWS, sensitive_features=GROUP)[:, 1]
    sure = (shares == 0) | (shares == 1)
    assert sure.sum() > 150 and (np.asarray(answers)[sure] == shares[sure]).all()
    assert model.classes == [0, 1] and model.feature_names == []


@pytest.mark.parametrize("given", [ROWS, ROWS[["age"]].assign(grp=GROUP)])
def test_what_it_lacks_is_told(given: pd.DataFrame) -> None:
    model = wrap(trained(), "pickle")
    with pytest.raises(Problem) as told:
        model.predict(given)
    told_of = sentences.refusal({"error": told.value.code, "details": told.value.details, "stage": "predict"})
    assert "ThresholdOptimizer" in told_of.sentence and "age, debt" in told_of.sentence and "predict(df)" in told_of.way_out


@pytest.mark.parametrize("model", [trained(ROWS.to_numpy()), make_pipeline(StandardScaler(), trained())])
def test_one_that_does_not_tell_its_columns_is_refused_when_it_is_opened(model: object) -> None:
    with pytest.raises(Problem, match="groups_untold"):
        wrap(model, "pickle")


def test_others_ask_for_none() -> None:
    def optional(rows: object, sensitive_features: object = None) -> None:
        raise AssertionError((rows, sensitive_features))

    assert not any(map(asks_for_groups, (LogisticRegression().predict, None, optional, np.sin)))
