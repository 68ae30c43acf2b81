"""A Python file with predict(df) as a model: always a question, and run in the confined host alone."""

import errno
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rai_desktop.errors import Refusal, UnsafeFile
from rai_desktop.loading import hosting
from rai_desktop.loading.hosting import start_inputs
from rai_desktop.loading.inspection import inspect_model
from rai_desktop.project.model import FileRef, Inputs

FRAME = pd.DataFrame({"a": np.arange(10.0), "b": ["x", "y"] * 5})
BINARY = """
classes = ["no", "yes"]
def predict(df):
    return ["yes" if p > 0.5 else "no" for p in predict_proba(df)]
def predict_proba(df):
    return (df["a"] / 10).to_numpy()
"""


def started(path: Path, text: str, **changes: object):
    path.write_text(text)
    given = {"allowed_names": ["predict", "predict_proba"], "allowed_reason": "a test"} | changes
    return start_inputs(Inputs(model=FileRef(path=str(path)), **given), timeout_s=60)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "score.py"


def test_its_functions_answer(path: Path) -> None:
    with started(path, BINARY) as process:
        assert (process.facts.kind, process.facts.classes) == ("function", ["no", "yes"])
        assert process.facts.isolation["Isolation"].startswith("isolated")
        assert list(process.predict(FRAME)) == ["no"] * 6 + ["yes"] * 4
        np.testing.assert_allclose(process.predict_proba(FRAME)[:, 1], FRAME.a / 10)


def test_a_regression_needs_only_predict(path: Path) -> None:
    with started(path, "predict = lambda df: df.a * 2", allowed_names=["predict"]) as process:
        np.testing.assert_array_equal(process.predict(FRAME), FRAME.a * 2)
        assert process.predict_proba(FRAME) is None


def test_it_is_always_a_question_and_nothing_of_it_runs(path: Path, tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    path.write_text(f"open({str(marker)!r}, 'w')\n" + BINARY)
    look = inspect_model(path)
    assert (look.format, look.verdict) == ("python", "ask")
    assert "runs that code, shut in" in look.sentence
    assert [name.name for name in look.names] == ["predict", "predict_proba"]
    for less in ({"allowed_names": []}, {"allowed_names": ["predict"]}, {"allowed_reason": ""}):
        with pytest.raises(UnsafeFile):
            started(path, path.read_text(), **less)
    with pytest.raises(Refusal, match="PermissionError"):
        started(path, path.read_text())
    assert not marker.exists()


@pytest.mark.parametrize(("code", "said"), [
    ("def other(df): pass", "defines no function predict"), ("def predict(:", "a .py file that Python itself cannot read, not a model"),
    ("predict = 3", "has no predict"), ("def predict(df): return 1\n1/0", "ZeroDivisionError"),
    ("def predict(df): pass\ndef predict_proba(df): pass", "does not say of which classes"),
])
def test_what_is_no_model_is_told(path: Path, code: str, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        started(path, code)


def test_a_file_beside_it_may_be_imported(path: Path, tmp_path: Path) -> None:
    (tmp_path / "factors.py").write_text("FACTOR = 3")
    code = [FileRef(path=str(tmp_path / "factors.py"))]
    text = "from factors import FACTOR\ndef predict(df): return df.a * FACTOR"
    with started(path, text, code=code) as process:
        np.testing.assert_array_equal(process.predict(FRAME), FRAME.a * 3)
    with pytest.raises(Refusal, match="needs the library factors"):
        started(path, text)


FILLS = """
import os
def predict(df):
    told = []
    for at in range(40):
        try:
            with open("part-%d" % at, "wb") as file:
                file.write(bytes(2**20))
            told.append(1.0)
        except OSError as error:
            told.append(-float(error.errno))
    return told[: len(df)]
"""
CHANGES_ITSELF = """
import os, sys
def predict(df):
    told = []
    for path in (__file__, os.path.join(os.path.dirname(__file__), "other")):
        try:
            with open(path, "ab") as file:
                file.write(b"#")
            told.append(1.0)
        except OSError:
            told.append(0.0)
    return told[: len(df)]
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the layers of Linux")
def test_its_folder_cannot_fill_the_disk(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosting, "SCRATCH_BYTES", 16 * 2**20)
    with started(path, FILLS, allowed_names=["predict"]) as process:
        layer = process.facts.isolation["User and network namespaces"]
        if "folder" not in layer:
            pytest.skip(f"nobody may mount here: {layer}")
        assert layer == "in force (its folder holds at most 16 MiB)"
        answers = list(process.predict(pd.concat([FRAME] * 4)))
    assert 12 <= answers.count(1.0) <= 16
    assert set(answers) == {1.0, -float(errno.ENOSPC)}


FILLS_ON = """
import os, time
def predict(df):
    for at in range(200):
        with open("part-%d" % at, "wb") as file:
            file.write(bytes(2**20))
        time.sleep(0.02)
    return [1.0] * len(df)
"""
MANY = """
import time
def predict(df):
    for at in range(100_000):
        open("part-%d" % at, "wb").close()
    time.sleep(20)
    return [1.0] * len(df)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="layers can be left out there")
@pytest.mark.parametrize("fills", [FILLS_ON, MANY])
def test_where_nobody_may_mount_it_is_ended_once_its_folder_is_full(path: Path, monkeypatch: pytest.MonkeyPatch, fills: str) -> None:
    whole = hosting._settings
    layers = ["limits", "dies_with_engine", "no_new_privileges", "landlock", "seccomp"]
    monkeypatch.setattr(hosting, "_settings", lambda *given: whole(*given) | {"layers": layers})
    monkeypatch.setattr(hosting, "SCRATCH_BYTES", 16 * 2**20)
    with started(path, fills, allowed_names=["predict"]) as process:
        folder = process._program.own
        assert process.facts.isolation["Watch of its folder"] == "in force (ended once it holds more than 16 MiB)"
        with pytest.raises(Refusal, match="filled its folder while predicting"):
            process.predict(FRAME)
        assert not folder.exists()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the layers of Linux")
def test_it_cannot_change_what_was_looked_at(path: Path) -> None:
    with started(path, CHANGES_ITSELF, allowed_names=["predict"]) as process:
        assert list(process.predict(FRAME.head(2))) == [0.0, 0.0]
