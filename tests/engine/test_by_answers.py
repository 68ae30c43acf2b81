"""A model whose Python has no shap is explained from its answers, and that is said."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.svm import LinearSVC

from rai_desktop.errors import Refusal
from rai_desktop.loading.hosting import ModelProcess, start_model
from rai_desktop.project.model import FileRef

FRAME = pd.DataFrame({"a": np.arange(20.0), "b": np.arange(20) % 3})
YES = np.where(FRAME.a > 9, "yes", "no")
MODELS = {
    "probability": LogisticRegression().fit(FRAME, YES), "margin": LinearSVC().fit(FRAME, YES),
    "prediction": LinearRegression().fit(FRAME, FRAME.a + FRAME.b),
}


@pytest.fixture(params=MODELS)
def lacking(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, ModelProcess]]:
    """What is explained, and a process that answers as one without shap does when it is asked for reasons."""
    joblib.dump(MODELS[request.param], tmp_path / "m.joblib")
    ask = ModelProcess._ask

    def asked(self: ModelProcess, op: str, *rest: Any) -> Any:
        return {"missing": "shap", "features": [], "note": ""} if op == "explain" else ask(self, op, *rest)

    monkeypatch.setattr(ModelProcess, "_ask", asked)
    with start_model(FileRef(path=str(tmp_path / "m.joblib"))) as process:
        yield request.param, process


def test_reasons_come_from_answers_and_say_so(lacking: tuple[str, ModelProcess]) -> None:
    space, process = lacking
    told = process.explain(FRAME[:5], FRAME, {"class": "" if space == "prediction" else "yes", "seed": 1})
    assert (told["space"], told["features"]) == (space, ["a", "b"])
    assert "has no shap: the reasons come from the model's answers alone" in told["note"]
    np.testing.assert_allclose(told["base"] + told["values"].sum(axis=1), told["output"], atol=1e-9)
    assert np.abs(told["values"]).max() > 0


@pytest.mark.parametrize("lacking", ["probability", "margin"], indirect=True)
def test_a_class_that_the_model_does_not_know_is_told(lacking: tuple[str, ModelProcess]) -> None:
    _space, process = lacking
    with pytest.raises(Refusal, match="perhaps"):
        process.explain(FRAME[:5], FRAME, {"class": "perhaps"})
