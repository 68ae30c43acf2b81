"""Explanations through the model's own process: the numbers arrive as they were made."""

import joblib
import numpy as np
import pandas as pd
import pytest
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder
from sklearn.svm import SVC

from rai_desktop.errors import Refusal
from rai_desktop.host.explaining import explain
from rai_desktop.loading.hosting import start_model
from rai_desktop.metrics.reasons import Reasons, ask
from rai_desktop.project.model import FileRef


@pytest.fixture
def frame():
    rng = np.random.default_rng(0)
    return pd.DataFrame({"word": rng.choice(["a", "b", "c"], 300), "x": rng.normal(size=300), "z": rng.normal(size=300)})


def hosted(model, tmp_path):
    path = tmp_path / "model.joblib"
    joblib.dump(model, path)
    return start_model(FileRef(path=str(path)))


@pytest.mark.parametrize("last", [HistGradientBoostingClassifier(max_iter=20, random_state=0), SVC()])
def test_hosted_reasons_equal_those_made_here(frame, tmp_path, last):
    target = np.where((frame.word == "a") ^ (frame.x > 0), "yes", "no")
    encode = ColumnTransformer([("w", OneHotEncoder(), ["word"])], remainder="passthrough")
    model = make_pipeline(encode, last).fit(frame, target)
    options = {"class": "yes", "seed": 3, "rows": 20}
    proba = getattr(model, "predict_proba", None)
    here = explain(model, frame.iloc[:20], frame.iloc[100:150], options, model.predict, proba, list(model.classes_))
    with hosted(model, tmp_path) as process:
        steps = list(ask(process, frame.iloc[:20], frame.iloc[100:150], options))
        told = steps[-1]
        assert isinstance(told, Reasons)
        np.testing.assert_allclose(told.values, here["values"], atol=1e-12)
        assert told.error.max() < 1e-9
        assert (told.space, told.exact) == (here["space"], True)
        with pytest.raises(Refusal, match="maybe"):
            process.explain(frame.iloc[:2], None, {"class": "maybe"})
        assert len(process.predict(frame.iloc[:2])) == 2  # and it goes on
