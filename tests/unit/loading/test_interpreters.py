"""Pythons are found where people install them, asked under a clock, and fitted to a file by its versions."""

import os
import stat
import sys
import sysconfig
import threading
import time
import types
import venv
from pathlib import Path

import joblib
import msgspec
import numpy as np
import pytest
import sklearn
from sklearn.base import BaseEstimator
from sklearn.linear_model import LinearRegression

from rai_desktop.errors import Refusal
from rai_desktop.loading import interpreters
from rai_desktop.loading.fitting import fitting, needed
from rai_desktop.loading.hosting import start_model
from rai_desktop.loading.inspection import inspect_model
from rai_desktop.loading.interpreters import ask, candidates, find_interpreters, numbers
from rai_desktop.loading.packages import wanted
from rai_desktop.project.looks import Interpreter, ModelLook, NameUse
from rai_desktop.project.model import FileRef

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
@pytest.mark.parametrize("text", ["sleep 8 & exit 0", "setsid sleep 8 & exit 0", "exec >&-; sleep 8", "yes"])
def test_what_leaves_something_behind_that_holds_the_pipe_is_not_waited_for(tmp_path: Path, text: str) -> None:
    began = time.monotonic()
    assert ask(program(tmp_path, text), limit_s=1) is None
    waited = time.monotonic() - began
    while any(each.name == "interpreter-answer" for each in threading.enumerate()):  # what escaped its group ends by itself
        time.sleep(0.1)
    assert waited < 6


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


def wanting(folder: Path, module: str) -> ModelLook:
    """A look at a file with a step of our own scikit-learn and one of a package that this program does not know."""
    root, made = module.split(".", maxsplit=1)[0], types.ModuleType(module)
    step = type("Binner", (BaseEstimator,), {"__module__": module})
    made.Binner = step  # type: ignore[attr-defined]
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, root, types.ModuleType(root))
        patch.setitem(sys.modules, module, made)
        joblib.dump([step(), LinearRegression().fit(np.eye(3), [1, 2, 3])], folder / "m.joblib")
    return inspect_model(folder / "m.joblib")


def holding(folder: Path, package: str) -> Path:
    """A virtual environment with our own libraries and this package, which tells of it when it is imported."""
    venv.create(folder, symlinks=os.name != "nt")
    [site] = folder.glob("lib/python*/site-packages") if os.name != "nt" else [folder / "Lib/site-packages"]
    (site / "ours.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    (site / package).mkdir()
    (site / package / "__init__.py").write_text(f"open({str(folder / 'imported')!r}, 'w')", "utf-8")
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def test_a_python_without_the_files_own_package_does_not_fit_and_one_with_it_comes_first(tmp_path: Path) -> None:
    seen = wanting(tmp_path, "acme.transformers")
    with_it = holding(tmp_path / "env", "acme")
    assert wanted(seen) == ["acme"]
    fits = fitting(find_interpreters(iter([Path(sys.executable), with_it]), packages=wanted(seen)), seen)
    assert [(fit.interpreter.path, fit.level) for fit in fits] == [(str(with_it), "exact"), (sys.executable, "lacking")]
    assert fits[1].sentence == "It lacks acme. If acme is a file of the author's own, add it as code."
    assert not (tmp_path / "env/imported").exists()
    bare = msgspec.structs.replace(fits[1].interpreter, libraries={"numpy": "1", "pandas": "1"})
    assert fitting([bare], seen)[0].sentence.startswith("It lacks acme, scikit-learn.")
    here = find_interpreters(iter([Path(sys.executable)]), packages=wanted(seen, ["acme.transformers"]))
    assert [fit.level for fit in fitting(here, seen, ["acme.transformers"])] == ["exact"]


def test_a_package_that_could_not_be_asked_for_is_doubted(tmp_path: Path) -> None:
    seen = wanting(tmp_path, "acme.transformers")
    [fit] = fitting(find_interpreters(iter([Path(sys.executable)])), seen)
    assert fit.level == "close"
    assert fit.sentence.endswith("Whether it has acme could not be told.")


def test_names_that_are_no_packages_are_not_asked_for_and_do_no_harm() -> None:
    odd = ["sys", "\ud800", "../acme", "", "a" * 10**6, "json", *(f"p{place}" for place in range(5000))]
    said = ask(Path(sys.executable), packages=odd)
    assert said is not None
    assert (said.packages["json"], said.packages["p1"]) == (True, False)
    assert {"../acme", "", "p4000"}.isdisjoint(said.packages)


def test_a_python_without_pandas_is_told_when_the_model_is_opened(tmp_path: Path) -> None:
    venv.create(tmp_path / "bare", with_pip=False)
    python = tmp_path / "bare" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    (tmp_path / "model.py").write_text("def predict(df):\n    return [1] * len(df)\n")
    with pytest.raises(Refusal) as told:
        start_model(FileRef(path=str(tmp_path / "model.py")), python=str(python), allowed_names=["predict"], allowed_reason="Read.")
    assert told.value.sentence.endswith(" lacks pandas, in which every model here is given its table.")
    assert str(python) in told.value.sentence and told.value.way_out == "Install pandas there, or choose another Python."


def test_a_python_that_lacks_pandas_alone_says_that_it_can_be_installed(tmp_path: Path) -> None:
    joblib.dump(LinearRegression().fit([[0.0], [1.0]], [0.0, 1.0]), tmp_path / "model.joblib")
    held = dict.fromkeys(("scikit-learn", "numpy", "scipy"), "1.0")
    fit, = fitting([Interpreter(path="/p", version="3.11.2", libraries=held)], inspect_model(tmp_path / "model.joblib"))
    assert (fit.level, fit.sentence.partition(": ")[2]) == ("lacking", "install it there, or choose another.")
