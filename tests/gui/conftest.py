"""A window on a fake engine, driven as a person would; any warning of Qt or of the log fails the test."""

import gc
import itertools
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QtMsgType, qInstallMessageHandler

import rai_desktop.gui  # noqa: F401 - before anything of PySide6, see gui/immortal.py
from rai_desktop.engine import protocol as p
from rai_desktop.findings.measurement import Measurement
from rai_desktop.project.looks import CodeLook, ColumnLook, Fit, Interpreter, ModelFacts, ModelLook, NameUse, TableLook
from rai_desktop.project.model import FileRef

_HARMLESS = ("propagateSizeHints", "raise()", "grabbing the keyboard")  # of the offscreen platform alone


class FakeEngine:
    """The interface of EngineClient; answers at once with canned answers, and keeps what it was asked."""

    def __init__(self, on_answer):
        self.on_answer = on_answer
        self.asked = []
        self.stopped = []
        self.closed = False
        self.table = table_look()
        self.model = model_look()
        self.problems = []
        self.refuse = {}
        self.hold_run = False
        self.used_roles = {}

    def start(self):
        self.on_answer(p.Ready())

    def send(self, request):
        number = len(self.asked) + 1
        request = msgspec.structs.replace(request, id=number)
        self.asked.append(request)
        for answer in self._answers(request):
            self.on_answer(answer)
        return number

    def stop(self, number, grace_s=5.0):
        self.stopped.append(number)

    def close(self, grace_s=2.0):
        self.closed = True

    def last(self, kind):
        return next(each for each in reversed(self.asked) if isinstance(each, kind))

    def _answers(self, request):
        refusal = self.refuse.get(type(request))
        if refusal:
            return [p.Refused(id=request.id, sentence=refusal)]
        return {
            p.Describe: lambda: [p.Described(id=request.id, assessments=infos())],
            p.Look: lambda: [p.Looked(id=request.id, table=msgspec.structs.replace(
                self.table, path=request.path, options=self.table.options | request.options))],
            p.Inspect: lambda: [p.Inspected(id=request.id, model=msgspec.structs.replace(self.model, path=request.path))],
            p.Check: lambda: [p.Checked(id=request.id, problems=self.problems, availability=[
                p.Availability(assessment="data_profile", available=True),
                p.Availability(assessment="fairness", available=not self.problems, why="No sensitive column.")],
                model=ModelFacts(estimator="Tree", isolation={"Landlock": "in force"}), roles=self.used_roles)],
            p.LookAtCode: lambda: [p.CodeLooked(id=request.id, code=code_look(request.path, request.module))],
            p.FindInterpreters: lambda: [p.InterpretersFound(id=request.id, fits=fits())],
            p.AskInterpreter: lambda: [p.InterpreterAsked(id=request.id, fit=msgspec.structs.replace(
                fits()[0], interpreter=Interpreter(path=request.python, version="3.9.1")))],
            p.NameCommand: lambda: [p.CommandNamed(id=request.id, model=FileRef(
                path="/x/score.R", sha256="d" * 64, size=9, format="command", options={
                    "command": request.command, "folder": request.folder, "classes": request.classes,
                    "table": "arrow" if request.arrow else ""}))],
            p.Run: lambda: [] if self.hold_run else run_answers(request.id),
        }[type(request)]()


def run_answers(number):
    measured = Measurement(assessment="fairness", metric="selection_rate", value=0.5, n=10)
    return [
        p.Started(id=number, assessments=["data_profile", "fairness"], versions={"python": "3"}),
        p.Progressed(id=number, assessment="fairness", done=1, total=2, what="Group women"),
        p.Measured(id=number, measurement=measured),
        p.AssessmentEnded(id=number, assessment="data_profile", status="finished", seconds=0.1),
        p.AssessmentEnded(id=number, assessment="fairness", status="finished", seconds=0.2),
        p.RunEnded(id=number, status="finished"),
    ]


def infos():
    rows = p.ParameterInfo(name="rows", title="Rows", help="How many.", kind="int", default=100)
    seed = p.ParameterInfo(name="seed", title="Seed", help="", kind="int", default=1)
    every = p.ParameterInfo(name="every", title="Every pair", help="", kind="bool", default=True)
    common = {"limits": "Little.", "sources": ["Somebody 1900"], "parameters": [rows, seed, every]}
    return [
        p.AssessmentInfo(id="data_profile", title="Data profile", question="What is there?", needs=["data"], **common),
        p.AssessmentInfo(id="fairness", title="Fairness", question="Alike?", needs=["sensitive"], **common),
    ]


def table_look():
    def column(name, role, **more):
        return ColumnLook(name=name, type="categories", missing_share=0.0, distinct=2, role=role, **more)

    return TableLook(
        path="/x/people.csv", format="csv", sha256="a" * 64, size=1000, rows=9000, task="binary", positive="yes",
        options={"encoding": "utf-8", "delimiter": ","}, first_rows=[["f", "30", "yes", "yes"]],
        random_rows=[["m", "40", "no", "no"]], random_positions=[7],
        columns=[column("sex", "sensitive", levels=["f", "m"], why="Its name speaks of sex."),
                 ColumnLook(name="age", type="whole numbers", missing_share=0.02, distinct=50, low=18, high=80,
                            role="sensitive", bins=[30.0, 50.0]),
                 column("paid", "label", levels=["no", "yes"]),
                 column("guess", "prediction", levels=["no", "yes"])])


def code_look(path, module):
    return CodeLook(path=path, module=module or "theirs", sha256="e" * 64, size=20, lines=2, text="class Thing:\n    pass\n",
                    defines=["Thing"], imports=["math"])


def fits():
    def fit(level, version, sentence):
        return Fit(interpreter=Interpreter(path=f"/opt/{level}/bin/python", version=version), level=level, sentence=sentence)

    return [fit("exact", "3.9.1", "It has what the file was written with."), fit("lacking", "2.7.1", "It lacks all.")]


def model_look(verdict="loadable"):
    unknown = [NameUse(name="theirs.Thing", use="made", judgement="unknown", why="Not on the list.")]
    return ModelLook(
        path="/x/model.joblib", format="pickle", sha256="b" * 64, size=10, verdict=verdict, sentence=f"It is {verdict}.",
        names=[NameUse(name="numpy.ndarray", use="made", judgement="allowed"), *(unknown if verdict == "ask" else [])])


_tests = itertools.count(1)


@pytest.fixture(autouse=True)
def _collected_here():
    """Python collects nothing by itself, as in the program (gui/garbage.py); between tests what is new, now and then all."""
    gc.disable()
    yield
    gc.collect(1 if next(_tests) % 40 else 2)
    gc.enable()


@pytest.fixture(autouse=True)
def _nothing_from_qt():
    """Fails on Qt's warnings; our own log is watched by tests/conftest.py."""
    heard = []

    def hear(kind, _context, words):
        if kind != QtMsgType.QtDebugMsg and not any(harmless in words for harmless in _HARMLESS):
            heard.append(words)

    before = qInstallMessageHandler(hear)
    yield
    qInstallMessageHandler(before)
    assert not heard, heard


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("RAI_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("rai_desktop.gui.opening.default_folder", lambda: _made(tmp_path / "Documents"))
    return tmp_path


def _made(path):
    path.mkdir(exist_ok=True)
    return path


@pytest.fixture
def session(qtbot, home):
    from rai_desktop.gui.bridge import Bridge
    from rai_desktop.gui.session import Session

    made = Session(Bridge(FakeEngine))
    yield made
    made.close()


@pytest.fixture
def engine(session):
    return session.bridge.client


@pytest.fixture
def window(qtbot, session):
    from PySide6.QtWidgets import QApplication

    from rai_desktop.gui.app import make_window
    from rai_desktop.settings import Settings

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # windows of earlier tests, which would be dressed with it
    made = make_window(QApplication.instance(), Settings(theme="light"), session)
    qtbot.addWidget(made, before_close_func=lambda _window: session.leave())
    made.show()
    session.start_engine()
    yield made
    session.leave()


@pytest.fixture
def project(window, session, home, qtbot):
    """A window with a new, empty project."""
    from rai_desktop.project.document import Document

    session.take(Document.create(home / "a.rai", title="A title", analyst="Ann"))
    qtbot.wait(20)
    return session.document
