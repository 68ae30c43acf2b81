"""Any model through the real window, engine and host: its code, a command, another Python, unknown names, hostile files."""

import os
import shlex
import site
import subprocess
import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path

import cloudpickle
import joblib
import msgspec
import numpy as np
import pandas as pd
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QFileDialog
from pytestqt.qtbot import QtBot
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

import rai_desktop.gui  # noqa: F401 - before anything of PySide6
from rai_desktop.gui.app import make_window
from rai_desktop.gui.dialogs.code import CodeDialog
from rai_desktop.gui.dialogs.interpreters import InterpretersDialog
from rai_desktop.gui.main_window import MainWindow
from rai_desktop.gui.steps.inputs import InputsStep
from rai_desktop.project.document import Document
from rai_desktop.project.model import Plan, Planned
from rai_desktop.settings import Settings
from tests.engine.test_old_environments import MAKE, others
from tests.unit.loading.hostile_corpus import corpus

pytestmark = pytest.mark.slow
CODE = '''"""Features of our team."""
from sklearn.base import BaseEstimator, TransformerMixin

try:
    open({marker!r}, "w").close()
except OSError:
    pass


class Ratio(TransformerMixin, BaseEstimator):
    def fit(self, rows, target=None):
        return self

    def transform(self, rows):
        return rows.assign(ratio=rows["debt"] / rows["income"])
'''
COMMAND = """
import csv, sys
rows = csv.DictReader(sys.stdin)
out = csv.writer(sys.stdout)
out.writerow(["prediction", "probability_no", "probability_yes"])
for row in rows:
    share = min(max((float(row["income"]) - float(row["debt"])) / 4000, 0.0), 1.0)
    out.writerow(["yes" if share > 0.5 else "no", 1 - share, share])
"""


@pytest.fixture
def people(tmp_path: Path) -> pd.DataFrame:
    rng = np.random.default_rng(5)
    frame = pd.DataFrame({"income": rng.normal(3000, 800, 400).round().clip(500), "debt": rng.normal(1000, 300, 400).round(),
                          "sex": rng.choice(["f", "m"], 400)})
    frame["granted"] = np.where(frame.income - frame.debt + rng.normal(0, 500, 400) > 2000, "yes", "no")
    frame.to_csv(tmp_path / "people.csv", index=False)
    return frame


@pytest.fixture
def window(qtbot: QtBot, qapp: object, tmp_path: Path, people: pd.DataFrame, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """A window on a new project with a table, and a real engine."""
    monkeypatch.setenv("RAI_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("RAI_SITE", str(tmp_path / "site"))
    monkeypatch.setenv("WORKON_HOME", str(tmp_path / "envs"))
    made = make_window(qapp, Settings())  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.show()
    made.session.start_engine()
    made.session.take(Document.create(tmp_path / "p.rai", title="Credit", analyst="Ann"))
    made.show_step("inputs")
    made.step.take_table(str(tmp_path / "people.csv"))
    qtbot.waitUntil(lambda: made.session.project.inputs.data is not None, timeout=60_000)
    yield made
    made.close()


@pytest.fixture
def step(window: MainWindow) -> InputsStep:
    found = window.step
    assert isinstance(found, InputsStep)
    return found


@pytest.fixture
def choosing(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """What the next dialog for a file gives back."""
    def chosen(path: Path) -> None:
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(path), ""))

    return chosen


def press(qtbot: QtBot, button: QAbstractButton) -> None:
    """A click, once the button is there to be clicked."""
    qtbot.waitUntil(lambda: button.isVisible() and button.isEnabled() and button.height() > 10, timeout=60_000)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def choose_model(qtbot: QtBot, step: InputsStep, choosing: Callable[[Path], None], path: Path) -> None:
    choosing(path)
    press(qtbot, step.model.file.choosing)
    session = step.session
    qtbot.waitUntil(lambda: session.model is not None and session.model.path == str(path) and "model" not in session.busy,
                    timeout=60_000)


def fits(qtbot: QtBot, step: InputsStep) -> None:
    """Wait for a check that finds nothing wrong."""
    session = step.session
    qtbot.waitUntil(lambda: session.checked is not None and "check" not in session.busy and not session.checked.problems,
                    timeout=90_000)


def reasons(step: InputsStep) -> dict[str, str]:
    """What history keeps: {what was done: why}."""
    assert step.session.document is not None
    return {change.label: change.reason for change in step.session.document.history() if change.reason}


def run_performance(qtbot: QtBot, window: MainWindow) -> str:
    """Measure for real; the assessment's status."""
    session = window.session
    session.apply("Plan", lambda p: msgspec.structs.replace(p, plan=Plan(assessments=[Planned("performance")])))
    told: list[object] = []
    session.failed.connect(lambda *words: told.append(words))
    session.refused.connect(told.append)
    with qtbot.waitSignal(session.run_ended, timeout=120_000) as ended:
        session.start_run()
    assert ended.args == ["finished"], told
    return session.results()["performance"].status


def needing_code(tmp_path: Path, people: pd.DataFrame) -> tuple[Path, Path]:
    """A pipeline that names features.Ratio, and that file."""
    text = CODE.format(marker=str(tmp_path / "marker"))
    module = types.ModuleType("features")
    exec(compile(text.replace(str(tmp_path / "marker"), "/no/such/place"), "features.py", "exec"), module.__dict__)
    module.Ratio.__module__ = "features"
    sys.modules["features"] = module
    try:
        model = make_pipeline(module.Ratio(), LogisticRegression(max_iter=1000)).fit(people[["income", "debt"]], people.granted)
        joblib.dump(model, tmp_path / "model.joblib", compress=3)
    finally:
        del sys.modules["features"]
    (tmp_path / "features.py").write_text(text)
    return tmp_path / "model.joblib", tmp_path / "features.py"


def test_a_model_with_its_authors_file_is_read_allowed_run_and_recorded(
    window: MainWindow, step: InputsStep, qtbot: QtBot, tmp_path: Path, people: pd.DataFrame, choosing: Callable[[Path], None]
) -> None:
    model, code = needing_code(tmp_path, people)
    choose_model(qtbot, step, choosing, model)
    page = step.inspection
    qtbot.waitUntil(lambda: page.page is not None and page.page.tone == "warn")
    assert "features.Ratio" in page.page.sentence
    choosing(code)
    press(qtbot, page.names.adding_code)
    qtbot.waitUntil(lambda: bool(window.findChildren(CodeDialog)), timeout=30_000)
    dialog = window.findChildren(CodeDialog)[0]
    assert dialog.text.toPlainText() == code.read_text().rstrip("\n")
    assert dialog.module.currentText() == "features"
    assert not dialog.adding.isEnabled()
    dialog.module.setCurrentText("sklearn")
    qtbot.keyClicks(dialog.reason, "our own, read by A. B.")
    press(qtbot, dialog.adding)
    qtbot.waitUntil(lambda: "place of the library sklearn" in dialog.problem.sentence, timeout=30_000)
    assert dialog.reason.text() == "our own, read by A. B."
    dialog.module.setCurrentText("features")
    press(qtbot, dialog.adding)
    qtbot.waitUntil(lambda: bool(step.session.project.inputs.code), timeout=30_000)
    qtbot.waitUntil(lambda: "It comes from features.py" in str(page.page.sections), timeout=30_000)
    assert page.names.reason.text() == "our own, read by A. B."
    press(qtbot, page.names.allowing)
    fits(qtbot, step)
    assert "Ratio" in step.session.checked.model.estimator
    assert page.page.verdict == "Amber: allowed by you"
    assert run_performance(qtbot, window) == "finished"
    assert not (tmp_path / "marker").exists()
    assert reasons(step)["Add the code features.py"] == "our own, read by A. B."
    ran = step.session.project.runs[-1].inputs
    assert (ran.code[0].options["module"], ran.code[0].options["reason"]) == ("features", "our own, read by A. B.")
    # Taken away again, the model waits once more.
    press(qtbot, next(b for b in step.model.code.findChildren(QAbstractButton) if b.accessibleName().startswith("Remove")))
    assert (step.session.project.inputs.code, step.session.project.inputs.allowed_names) == ([], [])
    qtbot.waitUntil(lambda: page.names.asking.isVisible())


def test_a_command_is_named_explained_run_and_its_refusal_is_told_at_its_field(
    window: MainWindow, step: InputsStep, qtbot: QtBot, tmp_path: Path, choosing: Callable[[Path], None]
) -> None:
    part = step.model.command
    script = tmp_path / "my score.py"
    script.write_text(COMMAND)
    press(qtbot, part.button)
    qtbot.waitUntil(lambda: part.command.isVisible())
    qtbot.keyClicks(part.command, "no-such-program-here")
    assert not part.using.isEnabled()
    qtbot.keyClicks(part.reason, "read and tested by us")
    press(qtbot, part.using)
    qtbot.waitUntil(lambda: "no program no-such-program-here" in part.problem.sentence, timeout=30_000)
    assert part.reason.text() == "read and tested by us"
    assert step.session.project.inputs.model is None
    part.command.clear()
    qtbot.keyClicks(part.command, shlex.quote(sys.executable))
    choosing(script)
    press(qtbot, part.adding)
    assert part.folder.text() == str(tmp_path)
    qtbot.keyClicks(part.classes, "no, yes")
    press(qtbot, part.using)
    # The check of the data alone still stands until the engine has noted the command.
    qtbot.waitUntil(lambda: step.session.project.inputs.model is not None, timeout=60_000)
    fits(qtbot, step)
    inputs = step.session.project.inputs
    assert (inputs.model.format, inputs.model.path, inputs.allowed_reason) == ("command", str(script), "read and tested by us")
    assert inputs.model.options["classes"] == "no, yes"
    assert step.inspection.page.verdict == "Amber: a program that runs on this computer"
    if sys.platform.startswith("linux"):
        qtbot.waitUntil(lambda: any(line.tone == "warn" and "reading files" in line.words
                                    for line in step.inspection.page.sections[-1].lines), timeout=60_000)
    assert run_performance(qtbot, window) == "finished"
    assert "read and tested by us" in reasons(step).values()
    # The script changes: that is told at the command, and naming it again takes it as it is.
    script.write_text(COMMAND + "\n# changed\n")
    press(qtbot, step.check.again)
    qtbot.waitUntil(lambda: "has changed" in part.problem.sentence, timeout=60_000)
    press(qtbot, part.using)
    fits(qtbot, step)
    qtbot.waitUntil(lambda: not part.problem.sentence, timeout=60_000)


@pytest.fixture
def other_python(tmp_path: Path) -> Path:
    """An environment of its own, in a place that is searched, with the libraries of this one."""
    home = tmp_path / "envs" / "trained"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True, timeout=120)
    places = [path for path in sys.path if path.endswith("site-packages")] or site.getsitepackages()
    inside = next(home.glob("lib/python*/site-packages" if os.name != "nt" else "Lib/site-packages"))
    (inside / "shared.pth").write_text("\n".join(places))
    return home / ("bin/python" if os.name != "nt" else "Scripts/python.exe")


def find_pythons(window: MainWindow, qtbot: QtBot, step: InputsStep) -> InterpretersDialog:
    step.model.python.open()
    press(qtbot, step.model.python.finding)
    dialog = window.findChildren(InterpretersDialog)[0]
    qtbot.waitUntil(lambda: bool(dialog.fits), timeout=120_000)
    return dialog


def test_an_interpreter_is_found_chosen_from_the_list_and_runs_the_model(
    window: MainWindow, step: InputsStep, qtbot: QtBot, tmp_path: Path, people: pd.DataFrame, other_python: Path,
    choosing: Callable[[Path], None],
) -> None:
    joblib.dump(LogisticRegression(max_iter=1000).fit(people[["income", "debt"]], people.granted), tmp_path / "m.joblib")
    choose_model(qtbot, step, choosing, tmp_path / "m.joblib")
    dialog = find_pythons(window, qtbot, step)
    places = [Path(fit.interpreter.path).parent for fit in dialog.fits]
    assert dialog.fits[places.index(other_python.parent)].level == "exact"
    assert "fits exactly" in dialog.list.item(0).text()
    dialog.list.setCurrentRow(places.index(other_python.parent))
    press(qtbot, dialog.using)
    chosen = step.session.project.inputs.python
    assert Path(chosen).parent == other_python.parent
    qtbot.waitUntil(lambda: "fits exactly" in step.model.python.fit.sentence, timeout=60_000)
    fits(qtbot, step)
    assert chosen in str(step.inspection.page.sections)
    # A path that is no Python is told under the field, and what was typed stays.
    field = step.model.python.field
    field.setFocus()
    field.clear()
    qtbot.keyClicks(field, "/no/such/python")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "no Python at /no/such/python" in step.model.python.problem.sentence, timeout=60_000)
    assert field.text() == "/no/such/python"
    press(qtbot, step.model.python.clearing)
    fits(qtbot, step)
    assert step.model.python.problem.sentence == ""


def test_an_old_model_that_cannot_be_loaded_here_runs_in_its_own_python(
    window: MainWindow, step: InputsStep, qtbot: QtBot, tmp_path: Path, choosing: Callable[[Path], None]
) -> None:
    old = [each for each in others() if each.libraries["scikit-learn"].startswith(("0.", "1.0", "1.1", "1.2"))]
    if not old:
        pytest.skip("this computer has no Python with a scikit-learn before 1.3; name one in RAI_OLD_PYTHONS")
    frame = pd.DataFrame({"a": np.linspace(-1, 1, 60), "b": np.arange(60) % 7, "c": ["x", "y"] * 30})
    frame.to_csv(tmp_path / "t.csv", index=False)
    frame.assign(target=np.where(frame.a > 0, "yes", "no")).to_csv(tmp_path / "people2.csv", index=False)
    subprocess.run([old[0].path, "-I", "-c", MAKE, tmp_path / "t.csv", tmp_path / "m.joblib", tmp_path / "p.txt"],
                   check=True, timeout=120, env={"OMP_NUM_THREADS": "1"}, capture_output=True)
    step.take_table(str(tmp_path / "people2.csv"))
    choose_model(qtbot, step, choosing, tmp_path / "m.joblib")
    qtbot.waitUntil(lambda: "could not be loaded with" in step.model.refused.sentence, timeout=90_000)
    assert old[0].libraries["scikit-learn"] in step.model.refused.sentence
    assert step.inspection.page.tone == "warn"
    field = step.model.python.field
    field.setFocus()
    qtbot.keyClicks(field, old[0].path)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    fits(qtbot, step)
    assert step.session.checked.model.versions["scikit-learn"] == old[0].libraries["scikit-learn"]
    assert step.model.refused.sentence == ""


class Halves:
    """A model of an author's own, written into the file by value."""

    classes_ = np.array(["no", "yes"])

    def predict(self, rows: pd.DataFrame) -> np.ndarray:
        return np.where(rows["income"] - rows["debt"] > 2000, "yes", "no")


def test_unknown_names_are_accepted_with_a_reason_and_taken_back(
    window: MainWindow, step: InputsStep, qtbot: QtBot, tmp_path: Path, choosing: Callable[[Path], None]
) -> None:
    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    (tmp_path / "halves.pkl").write_bytes(cloudpickle.dumps(Halves()))
    choose_model(qtbot, step, choosing, tmp_path / "halves.pkl")
    page = step.inspection
    qtbot.waitUntil(lambda: page.names.asking.isVisible() and page.names.allowing.height() > 10)
    assert not page.names.allowing.isEnabled()
    qtbot.keyClicks(page.names.reason, "read by us")
    press(qtbot, page.names.allowing)
    assert step.session.project.inputs.allowed_names
    fits(qtbot, step)
    assert page.page.verdict == "Amber: allowed by you"
    assert next(label for label, why in reasons(step).items() if why == "read by us").startswith("Allow unknown names")
    press(qtbot, page.copying)
    text = QGuiApplication.clipboard().text()
    assert "Amber: allowed by you" in text
    assert step.session.model.sha256 in text
    press(qtbot, page.names.withdrawing)
    assert step.session.project.inputs.allowed_names == []
    qtbot.waitUntil(lambda: page.names.asking.isVisible())


def test_hostile_files_are_red_run_nothing_and_cannot_be_allowed(
    window: MainWindow, step: InputsStep, qtbot: QtBot, tmp_path: Path, people: pd.DataFrame, choosing: Callable[[Path], None]
) -> None:
    marker = tmp_path / "marker"
    samples = corpus(str(marker))
    for name in ("direct-os.system", "joblib-nested", "trailing", "bomb-gzip", "zip-of-pickle", "onnx-external"):
        (tmp_path / f"{name}.pkl").write_bytes(samples[name])
        choose_model(qtbot, step, choosing, tmp_path / f"{name}.pkl")
        page = step.inspection
        qtbot.waitUntil(lambda: page.page is not None and page.page.tone == "bad", timeout=30_000)
        assert page.page.verdict == "Red: it is not opened"
        assert not page.names.asking.isVisible()
        qtbot.waitUntil(lambda: step.session.checked is not None and bool(step.session.checked.problems), timeout=60_000)
        assert step.session.checked.field == "model"
    assert not marker.exists()
    # Another file takes its place, and undo shows the refused one again as what it is.
    joblib.dump(LogisticRegression(max_iter=1000).fit(people[["income", "debt"]], people.granted), tmp_path / "m.joblib")
    choose_model(qtbot, step, choosing, tmp_path / "m.joblib")
    fits(qtbot, step)
    assert page.page.tone == "good"
    window.commands.undo()
    qtbot.waitUntil(lambda: page.page is not None and page.page.tone == "bad", timeout=30_000)
    assert not marker.exists()
