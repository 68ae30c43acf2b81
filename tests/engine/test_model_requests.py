"""What the window asks of the engine about a model's surroundings is answered over the wire."""

import io
import threading
from pathlib import Path

import joblib
import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

from rai_desktop.engine import protocol
from rai_desktop.engine.worker import Worker


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
