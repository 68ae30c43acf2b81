"""What the window asks of the engine about a model's surroundings is answered over the wire."""

import io
import shlex
import sys
import threading
from pathlib import Path

import joblib
import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LinearRegression, LogisticRegression

from rai_desktop.engine import protocol
from rai_desktop.engine.surroundings import present_python
from rai_desktop.engine.worker import Worker
from rai_desktop.errors import Refusal
from rai_desktop.loading.approved_commands import is_approved
from rai_desktop.project.model import ColumnRole, FileRef, Inputs, Role
from rai_desktop.settings import approve_interpreter


def answered(request: protocol.Request) -> protocol.Answer:
    out = io.BytesIO()
    sent = protocol.decode_request(protocol.encode(request))
    warm = threading.Event()
    warm.set()
    Worker(io.BytesIO(), out, warm)._answer(sent, threading.Event())
    return protocol.decode_answer(out.getvalue())


@pytest.fixture
def model(tmp_path: Path) -> Path:
    joblib.dump(LinearRegression().fit(np.eye(3), [1, 2, 3]), tmp_path / "m.joblib")
    return tmp_path / "m.joblib"


def test_code_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "features.py").write_text("class A: pass\n")
    said = answered(protocol.LookAtCode(id=7, path=str(tmp_path / "features.py")))
    assert isinstance(said, protocol.CodeLooked)
    assert (said.id, said.code.defines, said.code.text) == (7, ["A"], "class A: pass\n")
    refused = answered(protocol.LookAtCode(id=8, path=str(tmp_path / "none.py")))
    assert isinstance(refused, protocol.Refused)


def test_interpreters_are_found(model: Path) -> None:
    said = answered(protocol.FindInterpreters(id=9, path=str(model)))
    assert isinstance(said, protocol.InterpretersFound)
    assert said.fits[0].level == "exact"
    assert [fit.level for fit in said.fits] == sorted((fit.level for fit in said.fits), key=["exact", "close", "other", "lacking"].index)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RAI_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("RAI_SITE", str(tmp_path / "site"))
    return tmp_path


def test_an_inspection_says_which_names_come_from_the_code_beside_it(tmp_path: Path) -> None:
    (tmp_path / "m.pkl").write_bytes(b"cfeatures\nDoubler\n.")
    said = answered(protocol.Inspect(id=1, path=str(tmp_path / "m.pkl"), code={"features": "features.py"}))
    assert isinstance(said, protocol.Inspected)
    assert [use.why for use in said.model.names] == ["It comes from features.py, which you added."]


def test_a_python_is_asked_only_once_it_was_named_here(model: Path, home: Path) -> None:
    refused = answered(protocol.AskInterpreter(id=2, python=sys.executable, path=str(model)))
    assert isinstance(refused, protocol.Refused)
    assert (refused.field, refused.safety) == ("python", True)
    approve_interpreter(sys.executable)
    said = answered(protocol.AskInterpreter(id=3, python=sys.executable, path=str(model)))
    assert isinstance(said, protocol.InterpreterAsked)
    assert said.fit.level == "exact"
    assert said.fit.interpreter.libraries["numpy"] == np.__version__


@pytest.mark.parametrize(("name", "said"), [("", "folder"), ("none", "no Python at"), ("m.joblib", "does not answer")])
def test_what_is_no_python_is_told_at_the_field(model: Path, home: Path, name: str, said: str) -> None:
    python = str(home / name) if name else str(home)
    approve_interpreter(python)
    refused = answered(protocol.AskInterpreter(id=4, python=python))
    assert isinstance(refused, protocol.Refused)
    assert refused.field == "python"
    assert said in refused.sentence


def test_a_command_is_named_in_the_folder_it_runs_in(home: Path) -> None:
    (home / "score.py").write_text("print('prediction')")
    command = f"{shlex.quote(sys.executable)} score.py"
    said = answered(protocol.NameCommand(id=5, command=command, folder=str(home), classes="a,b"))
    assert isinstance(said, protocol.CommandNamed)
    assert (said.model.path, said.model.options["folder"]) == (str(home / "score.py"), str(home))
    assert is_approved(said.model)
    for folder, word in ((str(home / "none"), "no folder"), (str(home), "no program")):
        refused = answered(protocol.NameCommand(id=6, command="no-such-thing score.py", folder=folder))
        assert isinstance(refused, protocol.Refused)
        assert refused.field == "command"
        assert word in refused.sentence


def test_a_site_that_forbids_unknown_code_has_no_command_named(home: Path) -> None:
    (home / "site").mkdir()
    (home / "site" / "settings.toml").write_text("allow_unknown_classes = false")
    refused = answered(protocol.NameCommand(id=7, command=shlex.quote(sys.executable), folder=str(home)))
    assert isinstance(refused, protocol.Refused)
    assert "site does not allow" in refused.sentence
    assert not (home / "home" / "approved_commands.json").exists()


def test_a_refused_check_says_which_input_it_is_about(model: Path, home: Path) -> None:
    pd.DataFrame({"a": [1.0, 2, 3], "y": [1, 2, 3]}).to_csv(home / "t.csv", index=False)
    (home / "features.py").write_text("class A: pass\n")
    good = {"data": FileRef(path=str(home / "t.csv")), "roles": {"y": ColumnRole(role=Role.LABEL)}}
    (home / "odd.pkl").write_bytes(b"cos\nsystem\n(S'true'\ntR.")
    gone = FileRef(path=str(home / "gone.py"), options={"module": "gone"})
    changed = FileRef(path=str(home / "features.py"), sha256="0" * 64)
    commanded = FileRef(path=str(home / "features.py"), format="command", options={"command": "true"})
    cases = {
        "data": {"data": FileRef(path=str(home / "none.csv"))}, "python": {"model": FileRef(path=str(model)), "python": "/no/python"},
        "code": {"model": FileRef(path=str(model)), "code": [gone]}, "model": {"model": FileRef(path=str(home / "odd.pkl"))},
        "command": {"model": commanded, "allowed_reason": "a test"},
    }
    for field, more in [*cases.items(), ("code", {"model": FileRef(path=str(model)), "code": [changed]})]:
        refused = answered(protocol.Check(id=8, inputs=Inputs(**good | more)))
        assert isinstance(refused, protocol.Refused), field
        assert refused.field == field, refused.sentence


def test_a_model_whose_classes_do_not_fit_has_still_told_what_shuts_it_in(home: Path) -> None:
    """It was loaded, so the page may say what is in force, and among what it decides."""
    joblib.dump(LogisticRegression().fit([[1.0], [2], [3]], [0, 1, 1]), home / "m.joblib")
    pd.DataFrame({"a": [1.0, 2, 3], "y": ["no", "yes", "no"]}).to_csv(home / "t.csv", index=False)
    inputs = Inputs(data=FileRef(path=str(home / "t.csv")), model=FileRef(path=str(home / "m.joblib")),
                    roles={"y": ColumnRole(role=Role.LABEL), "a": ColumnRole(role=Role.FEATURE)})
    refused = answered(protocol.Check(id=9, inputs=inputs))
    assert isinstance(refused, protocol.Refused)
    assert "classes are “0”, “1”" in refused.sentence
    assert refused.model is not None
    assert refused.model.isolation["Isolation"]
    assert refused.model.classes == ["0", "1"]


def program(path: Path, text: str) -> str:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    approve_interpreter(str(path))
    return str(path)


@pytest.mark.skipif(sys.platform == "win32", reason="shell scripts")
@pytest.mark.parametrize(("text", "said"), [
    ("exit 0", "does not answer as a Python does"), ("exec yes", "does not answer as a Python does"),
    ("sleep 60 & wait", "does not answer as a Python does"),
    ("echo '{\"prefix\": \"/x\", \"version\": \"3.6.15\", \"libraries\": {}}'", "Python 3.6.15 is too old: 3.8 is the oldest"),
    ("[ $1 = -I ] && exit 2; echo Python 2.7.18 :: Anaconda, Inc. >&2", "Python 2.7.18 is too old: 3.8 is the oldest"),
    ("[ $1 = -I ] && exit 2; echo Python 3.9.1", "does not answer as a Python does"),
    ("# MEI\014\013\012\013\016", "a program packed together with its own Python, not an interpreter"),
])  # fmt: skip
def test_a_model_is_not_blamed_for_a_program_that_is_no_python(
    model: Path, home: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    monkeypatch.setattr("rai_desktop.engine.surroundings._PATIENCE_S", 1.0)
    python = program(home / "python", text)
    pd.DataFrame({"a": [1.0, 2, 3], "y": [1, 2, 3]}).to_csv(home / "t.csv", index=False)
    inputs = Inputs(data=FileRef(path=str(home / "t.csv")), model=FileRef(path=str(model)), python=python,
                    roles={"y": ColumnRole(role=Role.LABEL), "a": ColumnRole(role=Role.FEATURE)})
    refused = answered(protocol.Check(id=10, inputs=inputs))
    assert isinstance(refused, protocol.Refused), refused
    assert (refused.field, said in refused.sentence) == ("python", True), refused.sentence


@pytest.mark.skipif(sys.platform == "win32", reason="links")
def test_an_environment_whose_own_python_is_gone_is_told_to_be_that(home: Path) -> None:
    (home / "python3").symlink_to(home / "removed/python3.9")
    (home / "python").symlink_to("python3")
    with pytest.raises(Refusal, match=r"python leads to .*removed/python3\.9, which is not there"):
        present_python(str(home / "python"))


def test_a_file_that_may_not_be_started_is_no_python(model: Path, home: Path) -> None:
    approve_interpreter(str(model))
    pd.DataFrame({"a": [1.0, 2, 3], "y": [1, 2, 3]}).to_csv(home / "t.csv", index=False)
    inputs = Inputs(data=FileRef(path=str(home / "t.csv")), model=FileRef(path=str(model)), python=str(model),
                    roles={"y": ColumnRole(role=Role.LABEL)})
    refused = answered(protocol.Check(id=11, inputs=inputs))
    assert isinstance(refused, protocol.Refused)
    assert "does not answer as a Python does" in refused.sentence
