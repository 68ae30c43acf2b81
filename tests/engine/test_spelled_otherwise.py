"""A model that writes spaces of its columns as underscores is asked about the table as it is, and explained in its words."""

from pathlib import Path

import joblib
import numpy as np
import pandas as pd
import pytest
from lightgbm import LGBMClassifier

from rai_desktop.errors import Refusal
from rai_desktop.loading.checks import check_inputs
from rai_desktop.loading.hosting import start_model
from rai_desktop.project.model import ColumnRole, FileRef, Inputs, Role

ROWS = 300


@pytest.fixture
def frame() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    return pd.DataFrame({"years there": rng.normal(size=ROWS), "annual income": rng.normal(size=ROWS)})


def trained(frame: pd.DataFrame) -> LGBMClassifier:
    labels = np.where(frame["annual income"] > 0, "good", "bad")
    return LGBMClassifier(n_estimators=5, min_child_samples=5, verbose=-1).fit(frame, labels)


@pytest.mark.parametrize("name", ["m.joblib", "m.txt"])
def test_lightgbm_is_given_columns_with_spaces_under_its_own_names(frame: pd.DataFrame, tmp_path: Path, name: str) -> None:
    model = trained(frame)
    path = tmp_path / name
    joblib.dump(model, path) if name == "m.joblib" else model.booster_.save_model(path)
    with start_model(FileRef(path=str(path))) as process:
        assert process.facts.feature_names == ["years_there", "annual_income"]
        np.testing.assert_allclose(process.predict_proba(frame[::-1]), model.predict_proba(frame[::-1]))
        told = process.explain(frame[:20], frame[:50], {"class": process.facts.classes[-1], "seed": 1, "max_evaluations": 10_000})
        assert told["features"] == ["years there", "annual income"]
        assert np.abs(told["values"]).mean(axis=0).argmax() == 1
        with pytest.raises(Refusal, match="annual_income"):
            process.predict(frame.rename(columns={"annual income": "income"}))


def test_the_analyst_is_told_and_nothing_stops_the_run(frame: pd.DataFrame, tmp_path: Path) -> None:
    path, data = tmp_path / "m.joblib", tmp_path / "d.csv"
    joblib.dump(trained(frame), path)
    frame.assign(outcome=np.where(frame["annual income"] > 0, "good", "bad")).to_csv(data, index=False)
    inputs = Inputs(data=FileRef(path=str(data)), model=FileRef(path=str(path)), roles={"outcome": ColumnRole(role=Role.LABEL)})
    with start_model(FileRef(path=str(path))) as process:
        problems, warnings = check_inputs(inputs, process.facts)
    assert problems == []
    assert any("“annual income” → “annual_income”" in warning for warning in warnings), warnings
