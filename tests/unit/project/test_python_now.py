"""The packages of the model's own Python are compared with those that the run met, by its folders alone."""

import sys
from importlib.metadata import version

import pytest

from rai_desktop.clauses.staleness import stale_because, unseen_because
from rai_desktop.findings.policy import load_policy
from rai_desktop.project.files_now import FileNow, files_now
from rai_desktop.project.model import Inputs, Project, Run
from rai_desktop.project.python_now import other_packages

FACTS = {"model_python": "3.8.18", "model_scikit-learn": "0.24.2", "model_imblearn": "0.8.1", "model_category_encoders": "2.3.0",
         "model_kind": "joblib", "rows": 3}
HELD = ["scikit_learn-0.24.2.dist-info", "imbalanced_learn-0.8.1.dist-info", "category_encoders-2.3.0-py3.8.egg-info", "README.txt"]


@pytest.fixture(params=["lib/python3.8/site-packages", "Lib/site-packages", "lib/python3/dist-packages"])
def folder(request, tmp_path):
    made = tmp_path / request.param
    made.mkdir(parents=True)
    for name in HELD:
        (made / name).mkdir()
    return made


@pytest.fixture
def python(tmp_path, folder):
    path = tmp_path / ("python.exe" if folder.parts[-2] == "Lib" else "bin/python")
    path.parent.mkdir(exist_ok=True)
    path.touch()
    return str(path)


def project_of(python):
    inputs = Inputs(python=python)
    return Project(id="p", inputs=inputs, runs=[Run(id="r", started="2030-01-01T10:00:00Z", inputs=inputs, facts=FACTS)])


def test_the_same_packages_are_not_told(python):
    assert other_packages(python, FACTS) == []
    assert files_now(project_of(python)) == {python: FileNow.SAME}


@pytest.mark.parametrize(("entry", "named"), [(0, "scikit-learn"), (1, "imbalanced-learn"), (2, "category-encoders")])
def test_another_version_makes_the_run_stale(folder, python, entry, named):
    (folder / HELD[entry]).rename(folder / HELD[entry].replace(HELD[entry].split("-")[1].removesuffix(".dist"), "9.9"))
    assert other_packages(python, FACTS) == [named]
    project = project_of(python)
    (reason,) = stale_because(project, load_policy("default"), files_now(project))
    assert reason == f"The packages of the model's own Python, {python}, have been changed since the run."


def test_what_is_kept_elsewhere_is_not_compared(folder, python):
    (folder / HELD[0]).rmdir()
    assert other_packages(python, FACTS) == []


def test_a_python_that_is_gone_tells_that_nobody_can_tell(tmp_path):
    (words,) = unseen_because(files_now(project_of(str(tmp_path / "bin" / "python"))))
    assert "is not where it was" in words


def test_another_python_than_the_run_s_is_told_as_such_only(python):
    project = project_of(python)
    assert files_now(Project(id="p", inputs=Inputs(python=sys.executable), runs=project.runs)) == {}


def test_a_real_environment_holds_what_it_tells():
    met = {"model_python": "{}.{}.{}".format(*sys.version_info[:3]), "model_numpy": version("numpy"),
           "model_scikit-learn": version("scikit-learn")}
    assert other_packages(sys.executable, met) == []
    assert other_packages(sys.executable, met | {"model_numpy": "0.1"}) == ["numpy"]
