"""Pythons are found where people install them, asked under a clock, and fitted to a file by its versions."""

import os
import stat
import sys
from pathlib import Path

import joblib
import numpy as np
import pytest
import sklearn
from sklearn.linear_model import LinearRegression

from rai_desktop.loading import interpreters
from rai_desktop.loading.fitting import fitting, needed
from rai_desktop.loading.inspection import inspect_model
from rai_desktop.loading.interpreters import ask, candidates, find_interpreters, numbers
from rai_desktop.project.looks import Interpreter, ModelLook, NameUse

POSIX = pytest.mark.skipif(os.name == "nt", reason="scripts as programs")


def program(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "python3"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_our_own_python_says_what_it_holds() -> None:
    found = find_interpreters(iter([Path(sys.executable)]))
    assert [each.version for each in found] == ["{}.{}.{}".format(*sys.version_info[:3])]
    assert found[0].libraries["scikit-learn"] == sklearn.__version__


@POSIX
@pytest.mark.parametrize("text", ["sleep 20", "exit 3", "echo nonsense", "echo '{}'", "echo '[1]'", "kill -9 $$"])
def test_what_does_not_answer_is_left_out_in_time(tmp_path: Path, text: str) -> None:
    assert ask(program(tmp_path, "exec " + text if text.startswith("sleep") else text), limit_s=1) is None
    assert ask(tmp_path / "none") is None


@POSIX
def test_places_of_people_are_searched_and_the_working_folder_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = [program(tmp_path / place / "bin", "exit 1") for place in (
        ".pyenv/versions/3.9.1", "miniconda3", "miniconda3/envs/old", ".virtualenvs/credit", "told")]
    (tmp_path / ".conda").mkdir()
    (tmp_path / ".conda/environments.txt").write_text(f"{tmp_path / 'told'}\n")
    stranger = program(tmp_path / "mailed", "exit 1")
    monkeypatch.setattr(interpreters.Path, "home", lambda: tmp_path)
    for name in ("PYENV_ROOT", "WORKON_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", ".:" + os.environ["PATH"])
    monkeypatch.chdir(stranger.parent)
    found = [path.resolve() for path in candidates()]
    assert set(wanted) <= set(found)
    assert stranger not in found


@pytest.mark.parametrize(("text", "given"), [("1.2.3", (1, 2, 3)), ("1.2rc1", (1, 2)), ("0.24.2.post1", (0, 24, 2)), ("x", ())])
def test_versions_are_their_leading_numbers(text: str, given: tuple[int, ...]) -> None:
    assert numbers(text) == given


def look(**versions: str) -> ModelLook:
    return ModelLook(path="m", format="pickle", sha256="", size=1, verdict="loadable", sentence="",
                     names=[NameUse(name="sklearn.svm._classes.SVC", use="made", judgement="allowed")],
                     versions={name.replace("_", "-"): version for name, version in versions.items()})


def has(path: str, version: str, sklearn_version: str) -> Interpreter:
    held = {"numpy": "1", "pandas": "1"} | ({"scikit-learn": sklearn_version} if sklearn_version else {})
    return Interpreter(path=path, version=version, libraries=held)


def test_the_best_fit_comes_first_and_says_why() -> None:
    found = [has("a", "3.11.1", "1.9.1"), has("b", "3.8.2", "1.1.2"), has("c", "3.9.1", "1.1.3"), has("d", "3.12.0", ""),
             has("e", "3.7.9", "1.1.3")]
    fits = fitting(found, look(scikit_learn="1.1.3"))
    assert [(fit.interpreter.path, fit.level) for fit in fits] == [
        ("c", "exact"), ("b", "close"), ("a", "other"), ("d", "lacking"), ("e", "lacking")]
    assert fits[1].sentence == "It has scikit-learn 1.1.2; the file was written with scikit-learn 1.1.3."
    assert "lacks scikit-learn" in fits[3].sentence
    assert "too old" in fits[4].sentence
    assert fitting(found[:1], look())[0].level == "close"


def test_a_real_file_fits_the_python_that_wrote_it(tmp_path: Path) -> None:
    joblib.dump(LinearRegression().fit(np.eye(3), [1, 2, 3]), tmp_path / "m.joblib")
    seen = inspect_model(tmp_path / "m.joblib")
    assert "scikit-learn" in needed(seen)
    fits = fitting(find_interpreters(iter([Path(sys.executable)])), seen)
    assert [fit.level for fit in fits] == ["exact"]
