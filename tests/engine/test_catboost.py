"""CatBoost's files opened by another Python that has it: its own two formats and its pickles answer as they do there.

Whatever Python with CatBoost this computer has is used, or one that RAI_OLD_PYTHONS names; none is made.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rai_desktop.errors import Refusal
from rai_desktop.host import catboost_models
from rai_desktop.loading.hosting import start_model
from rai_desktop.loading.inspection import inspect_model
from rai_desktop.loading.interpreters import candidates, find_interpreters
from rai_desktop.project.looks import Interpreter
from rai_desktop.project.model import FileRef

ROOT = Path(__file__).parents[2]
CBM = Path(__file__).parents[1] / "data" / "models" / "catboost-1.2.10-native.cbm"
TEXTS = CBM.with_name("catboost-1.2.10-texts.cbm")
MAKE = """
import pickle, sys, catboost, numpy as np, pandas as pd
frame = pd.read_csv(sys.argv[1]); out = sys.argv[2]
how = dict(iterations=20, depth=4, verbose=0, allow_writing_files=False, random_seed=1)
numbers, labels = frame[["a", "b"]], np.where(frame.a + (frame.c == "x") > 0.3, "yes", "no")
model = catboost.CatBoostClassifier(cat_features=["c"], **how).fit(frame, labels)
model.save_model(out + "/m.cbm"); pickle.dump(model, open(out + "/m.pkl", "wb"))
np.savetxt(out + "/cats.txt", model.predict_proba(frame))
plain = catboost.CatBoostClassifier(**how).fit(numbers, labels)
plain.save_model(out + "/m.json", format="json"); np.savetxt(out + "/plain.txt", plain.predict_proba(numbers))
value = catboost.CatBoostRegressor(**how).fit(numbers, frame.a * 3)
value.save_model(out + "/v.cbm"); np.savetxt(out + "/value.txt", value.predict(numbers))
for loss in ("Poisson", "Tweedie:variance_power=1.5"):
    counts = catboost.CatBoostRegressor(loss_function=loss, **how).fit(numbers, frame.a.abs())
    counts.save_model(out + f"/{loss[:7]}.cbm"); counts.save_model(out + f"/{loss[:7]}.json", format="json")
    np.savetxt(out + f"/{loss[:7]}.txt", counts.predict(numbers))
focal = catboost.CatBoostClassifier(loss_function="Focal:focal_alpha=0.5;focal_gamma=1", **how).fit(numbers, labels == "yes")
focal.save_model(out + "/focal.cbm"); np.savetxt(out + "/focal.txt", focal.predict_proba(numbers))
"""


def places() -> Iterator[Path]:
    yield from (Path(text) for text in os.environ.get("RAI_OLD_PYTHONS", "").split(os.pathsep) if text)
    yield Path(sys.executable)
    yield from candidates()


@pytest.fixture(scope="module")
def python() -> Interpreter:
    for found in find_interpreters(places()):
        if {"catboost", "pandas"} <= set(found.libraries):
            return found
    pytest.skip("no Python with CatBoost is on this computer; name one in RAI_OLD_PYTHONS")


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    return pd.DataFrame({"a": rng.normal(size=120), "b": rng.normal(size=120), "c": rng.choice(list("xyz"), 120)})


@pytest.fixture(scope="module")
def folder(python: Interpreter, frame: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("catboost")
    frame.to_csv(folder / "t.csv", index=False)
    subprocess.run([python.path, "-I", "-c", MAKE, folder / "t.csv", folder], check=True, timeout=120, env={"OMP_NUM_THREADS": "1"})
    return folder


@pytest.mark.parametrize(("file", "answers", "columns"), [("m.cbm", "cats", "abc"), ("m.pkl", "cats", "abc"), ("m.json", "plain", "ab")])
def test_classifiers_answer_as_they_do_there(
    file: str, answers: str, columns: str, python: Interpreter, folder: Path, frame: pd.DataFrame
) -> None:
    assert inspect_model(folder / file).verdict == "loadable"
    expected = np.loadtxt(folder / f"{answers}.txt")
    with start_model(FileRef(path=str(folder / file)), python=python.path) as process:
        assert process.facts.classes == ["no", "yes"]
        assert process.facts.feature_names == list(columns)
        np.testing.assert_allclose(process.predict_proba(frame), expected, atol=1e-12)
        assert list(process.predict(frame)) == [("no", "yes")[int(p > 0.5)] for p in expected[:, 1]]
        assert process.facts.versions["catboost"] == python.libraries["catboost"]
        if sys.platform.startswith("linux"):
            assert process.facts.isolation["Isolation"].startswith("isolated")


def test_a_regressor_answers_as_it_does_there(python: Interpreter, folder: Path, frame: pd.DataFrame) -> None:
    with start_model(FileRef(path=str(folder / "v.cbm")), python=python.path) as process:
        assert process.facts.classes == []
        np.testing.assert_allclose(process.predict(frame), np.loadtxt(folder / "value.txt"), atol=1e-12)


@pytest.mark.parametrize("loss", ["Poisson", "Tweedie"])
@pytest.mark.parametrize("form", ["cbm", "json"])
def test_counts_are_answered_as_such_and_not_as_their_logarithms(
    loss: str, form: str, python: Interpreter, folder: Path, frame: pd.DataFrame
) -> None:
    with start_model(FileRef(path=str(folder / f"{loss}.{form}")), python=python.path) as process:
        np.testing.assert_allclose(process.predict(frame), np.loadtxt(folder / f"{loss}.txt"), atol=1e-9)


def test_a_classifier_whose_loss_has_settings_answers_with_classes(python: Interpreter, folder: Path, frame: pd.DataFrame) -> None:
    with start_model(FileRef(path=str(folder / "focal.cbm")), python=python.path) as process:
        expected = np.loadtxt(folder / "focal.txt")
        assert len(process.facts.classes) == 2
        np.testing.assert_allclose(process.predict_proba(frame), expected, atol=1e-12)


def test_a_file_of_another_catboost_opens_there_too(python: Interpreter) -> None:
    rows = pd.DataFrame({"a": [0.0, 2.0, -2.0], "b": [0.0, 1.0, 0.0], "c": [0.0, 0.0, 1.0], "k": ["u", "v", "u"]})
    with start_model(FileRef(path=str(CBM)), python=python.path) as process:
        assert set(process.predict(rows)) <= {"no", "yes"}


def test_a_model_of_texts_answers_as_it_does_there(python: Interpreter, tmp_path: Path) -> None:
    rows = pd.DataFrame({"n0": [0.0, 2.0, -2.0], "c1": ["x", "y", "u"], "t2": ["red cat", "old dog 12", "unheard"]})
    rows.to_csv(tmp_path / "t.csv", index=False)
    there = "import sys, catboost, numpy as np, pandas as pd; m = catboost.CatBoost(); m.load_model(sys.argv[1]); "
    there += "np.savetxt(sys.argv[3], m.predict(pd.read_csv(sys.argv[2]), prediction_type='Probability'))"
    subprocess.run([python.path, "-I", "-c", there, TEXTS, tmp_path / "t.csv", tmp_path / "p.txt"], check=True, timeout=120)
    with start_model(FileRef(path=str(TEXTS)), python=python.path) as process:
        np.testing.assert_allclose(process.predict_proba(rows), np.loadtxt(tmp_path / "p.txt"), atol=1e-12)


def test_whatever_catboost_trains_is_sound(python: Interpreter, tmp_path: Path) -> None:
    told = subprocess.run([python.path, ROOT / "tests" / "honest_catboost.py", tmp_path, "180"], check=True, timeout=300,
                          capture_output=True, text=True, env={"OMP_NUM_THREADS": "1"})  # fmt: skip
    made = sorted(tmp_path.glob("*.cbm"))
    assert len(made) >= 60, told.stderr
    for path in made:
        catboost_models.check(path.read_bytes())


@pytest.mark.slow
def test_no_single_lie_that_is_called_sound_ends_catboost_or_hangs_it(python: Interpreter) -> None:
    """Each is tried in a child that has CatBoost: loaded, asked for predictions, explained."""
    if sys.platform == "win32":
        pytest.skip("the library is tried by fork")
    files = [str(CBM.with_name(f"catboost-1.2.10-{name}.cbm")) for name in ("texts", "points", "buckets")]
    told = subprocess.run([python.path, "-m", "tests.lying_catboost", "6000", *files], cwd=ROOT, capture_output=True, text=True,
                          timeout=400, check=True, env={"OMP_NUM_THREADS": "1"})  # fmt: skip
    result = json.loads(told.stdout.splitlines()[-1])
    assert result["ended"] == []
    assert result["refused"] > 1000 and result["answered"] > 1000, result


def test_without_catboost_the_library_is_named() -> None:
    try:
        import catboost  # noqa: F401
    except ImportError:
        with pytest.raises(Refusal, match="needs the library catboost"):
            start_model(FileRef(path=str(CBM)))
