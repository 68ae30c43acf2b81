"""Models in environments of their own: whatever other Pythons with scikit-learn this computer has are used, none is made.

More can be named in RAI_OLD_PYTHONS, programs separated as in PATH.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import sklearn

from rai_desktop.errors import Refusal
from rai_desktop.loading.fitting import fitting
from rai_desktop.loading.hosting import start_model
from rai_desktop.loading.inspection import inspect_model
from rai_desktop.loading.interpreters import candidates, find_interpreters, numbers
from rai_desktop.project.looks import Interpreter
from rai_desktop.project.model import FileRef

MAKE = """
import sys, joblib, numpy as np, pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
frame = pd.read_csv(sys.argv[1])
encode = ColumnTransformer([("text", OneHotEncoder(handle_unknown="ignore"), ["c"]),
    ("number", make_pipeline(SimpleImputer(), StandardScaler()), ["a", "b"])])
model = make_pipeline(encode, RandomForestClassifier(20, random_state=0))
target = np.where(frame.a + (frame.c == "x") > 0.3, "yes", "no")
model.fit(frame, target)
joblib.dump(model, sys.argv[2])
np.savetxt(sys.argv[3], model.predict_proba(frame))
"""


@cache
def others() -> list[Interpreter]:
    """Pythons that can hold a model and have another scikit-learn than ours."""
    def places() -> Iterator[Path]:
        yield from (Path(text) for text in os.environ.get("RAI_OLD_PYTHONS", "").split(os.pathsep) if text)
        yield from candidates()

    return [each for each in find_interpreters(places()) if numbers(each.version) >= (3, 8)
            and {"scikit-learn", "pandas", "joblib"} <= set(each.libraries)
            and each.libraries["scikit-learn"] != sklearn.__version__]


@pytest.fixture(scope="module", params=range(4))
def old(request: pytest.FixtureRequest) -> Interpreter:
    found = others()
    if request.param >= len(found):
        pytest.skip(f"this computer has {len(found)} Pythons with another scikit-learn; name more in RAI_OLD_PYTHONS")
    return found[request.param]


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    made = pd.DataFrame({"a": rng.normal(size=120), "b": rng.normal(size=120), "c": rng.choice(list("xyz"), 120)})
    made.loc[::17, "b"] = np.nan
    return made


@pytest.fixture(scope="module")
def model(old: Interpreter, frame: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model made there; its own probabilities beside it."""
    folder = tmp_path_factory.mktemp("old")
    frame.to_csv(folder / "t.csv", index=False)
    made = subprocess.run([old.path, "-I", "-c", MAKE, folder / "t.csv", folder / "m.joblib", folder / "p.txt"],
                          capture_output=True, text=True, timeout=120, check=False, env={"OMP_NUM_THREADS": "1"})
    if made.returncode:
        pytest.skip(f"{old.path} cannot make a model: {made.stderr.splitlines()[-1:]}")
    return folder / "m.joblib"


def test_the_file_opens_there_without_a_question_and_answers_as_it_did(
    old: Interpreter, model: Path, frame: pd.DataFrame
) -> None:
    look = inspect_model(model)
    assert look.verdict == "loadable", look.sentence
    assert look.versions["scikit-learn"] == old.libraries["scikit-learn"]
    expected = np.loadtxt(model.with_name("p.txt"))
    with start_model(FileRef(path=str(model)), python=old.path) as process:
        np.testing.assert_allclose(process.predict_proba(frame), expected, atol=1e-12)
        assert process.facts.versions["scikit-learn"] == old.libraries["scikit-learn"]
        assert process.facts.versions["python"] == old.version
        if sys.platform.startswith("linux"):
            assert process.facts.isolation["Isolation"].startswith("isolated")
        found = process.explain(frame.head(3), frame.head(20), {"rows": 3})
        assert found["values"].shape == (3, 3)
        assert ("has no shap" in found["note"]) is ("shap" not in old.libraries)


def test_it_is_named_as_the_best_fit(old: Interpreter, model: Path) -> None:
    ours = find_interpreters(iter([Path(sys.executable)]))
    fits = fitting([*ours, old], inspect_model(model))
    assert (fits[0].interpreter.path, fits[0].level) == (old.path, "exact")


def test_our_own_python_opens_it_with_a_warning_or_says_which_version_can(
    old: Interpreter, model: Path, frame: pd.DataFrame
) -> None:
    version = old.libraries["scikit-learn"]
    try:
        with start_model(FileRef(path=str(model))) as process:
            process.predict(frame)
            assert any(version in warning for warning in process.facts.warnings)
    except Refusal as refused:
        assert version in str(refused)
        assert "Traceback" not in str(refused)
