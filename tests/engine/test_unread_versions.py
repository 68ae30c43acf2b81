"""Files of library versions that ours no longer reads: the message names the version that wrote them and the way out, without raw errors."""

import json
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import sklearn
import xgboost
from sklearn.linear_model import LogisticRegression

from rai_desktop.errors import Refusal
from rai_desktop.loading import sentences
from rai_desktop.loading.hosting import start_model
from rai_desktop.project.looks import ModelFacts
from rai_desktop.project.model import FileRef

ROWS = np.random.default_rng(0).normal(size=(40, 3))
LABELS = (ROWS[:, 0] > 0).astype(int)


def refused(path: Path) -> Refusal:
    with pytest.raises(Refusal) as told, start_model(FileRef(path=str(path))):
        pass
    assert not any(raw in str(told.value) for raw in ("Traceback", "Stack trace", "/src/", "itemsize", "Error:"))
    return told.value


def written(path: Path, model: Any, *changes: tuple[bytes, bytes]) -> Path:
    content = pickle.dumps(model, 2)
    for old, new in changes:
        assert old in content
        content = content.replace(old, new)
    path.write_bytes(content)
    return path


def test_a_class_by_its_name_of_an_earlier_scikit_learn(tmp_path: Path) -> None:
    earlier = ("0.21.3" + "0" * 9)[: len(sklearn.__version__)]
    path = written(tmp_path / "m.pkl", LogisticRegression().fit(ROWS, LABELS), (b"csklearn.linear_model._logistic\n", b"csklearn.linear_model.logistic\n"),
                   (sklearn.__version__.encode(), earlier.encode()))  # fmt: skip
    told = refused(path)
    assert told.sentence == "The model needs sklearn.linear_model.logistic.LogisticRegression, which the sklearn that is running does not have."
    assert told.way_out == f"The file was written with scikit-learn {earlier}: point to a Python that has it, or ask for ONNX or skops."


@pytest.mark.parametrize(("key", "value"), [("objective", "reg:earlier"), ("gradient_booster", "gbforest")])
def test_a_part_that_xgboost_no_longer_knows(key: str, value: str, tmp_path: Path) -> None:
    path = tmp_path / "m.json"
    xgboost.XGBClassifier(n_estimators=2).fit(ROWS, LABELS).save_model(path)
    told = json.loads(path.read_text())
    told["version"], told["learner"][key]["name"] = [1, 0, 2], value
    path.write_text(json.dumps(told))
    refusal = refused(path)
    assert refusal.sentence == f"xgboost 1.0.2 wrote the model, and xgboost {xgboost.__version__}, which is running, does not read it."
    assert refusal.way_out == "The file was written with xgboost 1.0.2: point to a Python that has it, or ask for ONNX or skops."


def test_the_same_part_from_our_own_version_is_told_without_places_in_code(tmp_path: Path) -> None:
    path = tmp_path / "m.json"
    xgboost.XGBClassifier(n_estimators=2).fit(ROWS, LABELS).save_model(path)
    told = json.loads(path.read_text())
    told["learner"]["objective"]["name"] = "reg:unknown"
    path.write_text(json.dumps(told))
    with pytest.raises(Refusal, match="Unknown objective function: `reg:unknown`") as refusal, start_model(FileRef(path=str(path))):
        pass
    assert "Stack trace" not in refusal.value.sentence
    assert "/src/" not in refusal.value.sentence


RAISED = {"error": "raised", "stage": "load", "details": {"text": "ValueError: node array from the pickle has an incompatible dtype: - expected: {'names': []}"}}


@pytest.mark.parametrize(("versions", "running", "said"), [
    ({"scikit-learn": "0.24.2"}, {"scikit-learn": "1.9.1"}, "scikit-learn 0.24.2 wrote the model, and scikit-learn 1.9.1, which is running, does not read it."),
    ({"catboost": "9.1"}, {"catboost": "1.2.10"}, "catboost 9.1 wrote the model, and catboost 1.2.10, which is running, does not read it."),
    ({"scikit-learn": "1.9.1"}, {"scikit-learn": "1.9.1"}, "The model could not be loaded: ValueError: node array from the pickle has an incompatible dtype:"),
    ({"lightgbm format": "v3 (< 4.0)"}, {"lightgbm": "4.7.0"}, "lightgbm v3 (< 4.0) wrote the model, and lightgbm 4.7.0, which is running, does not read it."),
    ({"lightgbm format": "v4 (≥ 4.0)"}, {"lightgbm": "4.7.0"}, "The model could not be loaded: ValueError: node array from the pickle has an incompatible dtype:"),
    ({}, {"scikit-learn": "1.9.1"}, "The model could not be loaded: ValueError: node array from the pickle has an incompatible dtype:"),
])  # fmt: skip
def test_the_version_is_blamed_only_where_it_differs(versions: dict[str, str], running: dict[str, str], said: str) -> None:
    told = sentences.with_versions(sentences.refusal(RAISED | {"versions": running}), versions)
    assert told.sentence == said
    assert ("point to a Python that has it" in told.way_out) == ("wrote" in said)


@pytest.mark.parametrize("library", ["catboost", "lightgbm", "xgboost"])
def test_a_library_that_is_absent_is_told_with_the_version_that_wrote(library: str) -> None:
    versions = {"catboost": "1.2.5", "xgboost": "1.5.2", "lightgbm format": "v3 (< 4.0)", "scikit-learn": "1.1.3"}
    header = {"error": "missing_library", "stage": "load", "details": {"library": library}, "versions": {"python": "3.11.7"}}
    told = sentences.with_versions(sentences.refusal(header), versions)
    wrote = {"lightgbm": "lightgbm v3 (< 4.0)"}.get(library, f"{library} {versions.get(library)}")
    assert told.way_out == f"The file was written with {wrote}: point to a Python that has it, or ask for ONNX or skops."


def test_a_model_that_opens_and_cannot_answer_any_more_names_the_version_that_can(tmp_path: Path) -> None:
    """Its object was kept whole, and lacks what a later version's method asks for."""
    model = LogisticRegression().fit(ROWS, LABELS)
    del model.intercept_
    earlier = ("1.1.3" + "0" * 9)[: len(sklearn.__version__)]
    path = written(tmp_path / "m.pkl", model, (sklearn.__version__.encode(), earlier.encode()))
    with start_model(FileRef(path=str(path))) as process, pytest.raises(Refusal) as told:
        process.predict(pd.DataFrame(ROWS))
    running = f"scikit-learn {sklearn.__version__}, which is running"
    assert told.value.sentence == f"scikit-learn {earlier} wrote the model, and {running}, does not read it."
    assert told.value.way_out == f"The file was written with scikit-learn {earlier}: point to a Python that has it, or ask for ONNX or skops."


@pytest.mark.parametrize(("text", "unread"), [
    ("AttributeError: 'OneHotEncoder' object has no attribute '_infrequent_enabled'", True),
    ("AttributeError: 'DataFrame' object has no attribute 'income'", False),
    ("AttributeError: 'float' object has no attribute 'lower'", False), ("ValueError: could not convert", False),
])  # fmt: skip
@pytest.mark.parametrize(("saved", "differs"), [("1.1.3", True), ("1.9.1", False)])
def test_an_error_while_answering_blames_the_version_where_it_differs(text: str, unread: bool, saved: str, differs: bool) -> None:
    facts = ModelFacts(versions={"scikit-learn": "1.9.1"}, saved_with={"scikit-learn": saved}, warnings=["Odd."] if differs else [])
    header = {"error": "raised", "stage": "predict", "details": {"text": text}}
    told = sentences.while_answering(sentences.refusal(header), facts)
    assert ("wrote the model" in told.sentence) is (unread and differs)
    assert ("point to a Python that has it" in told.way_out) is differs
    assert ("Check that the data" in told.way_out) is not (unread and differs)
