"""What allowing one name opens: that name of that file, and nothing that the file, its neighbours or this program hold beside it."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from rai_desktop.errors import Refusal, UnsafeFile
from rai_desktop.loading.authors_code import look_at_code
from rai_desktop.loading.hosting import start_inputs
from rai_desktop.loading.inspection import inspect_model
from rai_desktop.project.model import FileRef, Inputs
from tests.unit.loading.opcodes import Raw, called, file, made, name, put

CODE = """
import os
from os import listdir
class Binner:
    pass
class Model:
    def predict(self, rows):
        return [0.0] * len(rows)
"""


def started(tmp_path: Path, content: bytes, allowed: list[str]) -> Any:
    """Opens it with those names allowed; what it answers to two rows."""
    (tmp_path / "model.pkl").write_bytes(content)
    (tmp_path / "acme.py").write_text(CODE)
    look = look_at_code(tmp_path / "acme.py")
    code = [FileRef(path=look.path, sha256=look.sha256, size=look.size, options={"module": "acme"})]
    inputs = Inputs(model=FileRef(path=str(tmp_path / "model.pkl")), code=code, allowed_names=allowed, allowed_reason="a test")
    with start_inputs(inputs, timeout_s=60) as process:
        return process.predict(pd.DataFrame({"a": [1.0, 2.0]}))


def test_the_allowed_name_opens(tmp_path: Path) -> None:
    assert list(started(tmp_path, file(made("acme", "Model")), ["acme.Model"])) == [0.0, 0.0]


@pytest.mark.parametrize(("wants", "allowed"), [
    ([called("acme", "os.listdir", "/")], ["acme.os.listdir"]),
    ([called("acme.os", "listdir", "/")], ["acme.Model"]),
    ([called("acme", "Model.predict.__globals__.get", "os")], ["acme.Model", "acme.Model.predict.__globals__.get"]),
    ([made("acme", "Model"), called("os", "listdir", "/")], ["acme.Model", "os.listdir"]),
    ([made("acme", "Model"), called("builtins", "eval", "1")], ["acme.Model", "builtins.eval"]),
    ([made("acme", "Model"), called("sklearn.datasets", "load_files", "/")], ["acme.Model", "sklearn.datasets.load_files"]),
    ([made("acme", "Model"), made("acme", "Binner")], ["acme.Model"]),
    ([made("acme", "Model"), made("acme2", "Model")], ["acme.Model", "acme"]),
    ([made("acme", "Model"), name("acme.Model", "Inner")], ["acme.Model"]),
    ([called("__main__", "os.listdir", "/")], ["__main__.os.listdir"]),
    ([called("__main__", "sys.exit", "gone")], ["__main__.sys.exit"]),
], ids=lambda value: value[-1] if isinstance(value, list) and isinstance(value[0], str) else "")  # fmt: skip
def test_nothing_else_does(tmp_path: Path, wants: list[object], allowed: list[str]) -> None:
    with pytest.raises(UnsafeFile):
        started(tmp_path, file(Raw(put(wants))), allowed)


@pytest.mark.parametrize("taken", ["_serve", "main", "os", "sys", "types"])
def test_what_was_of_a_notebook_is_never_taken_from_the_host(tmp_path: Path, taken: str) -> None:
    """The host's program is `__main__` too; a name that the analyst took for the author's must not be found in it."""
    (tmp_path / "look.pkl").write_bytes(file(name("__main__", taken)))
    assert [use.judgement for use in inspect_model(tmp_path / "look.pkl").names] == ["unknown"]
    with pytest.raises(Refusal, match=f"needs __main__.{taken}"):
        started(tmp_path, file(name("__main__", taken)), [f"__main__.{taken}"])


def test_an_inner_class_of_a_notebook_is_asked_of(tmp_path: Path) -> None:
    (tmp_path / "look.pkl").write_bytes(file(made("__main__", "Outer.Inner")))
    assert [use.judgement for use in inspect_model(tmp_path / "look.pkl").names] == ["unknown"]


def test_code_that_changed_after_it_was_looked_at_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.pkl").write_bytes(file(made("acme", "Model")))
    (tmp_path / "acme.py").write_text(CODE)
    look = look_at_code(tmp_path / "acme.py")
    (tmp_path / "acme.py").write_text(CODE + "\nos.listdir('/')\n")
    code = [FileRef(path=look.path, sha256=look.sha256, size=look.size, options={"module": "acme"})]
    inputs = Inputs(model=FileRef(path=str(tmp_path / "model.pkl")), code=code, allowed_names=["acme.Model"], allowed_reason="a test")
    with pytest.raises(Refusal, match="changed"):
        start_inputs(inputs, timeout_s=60)


@pytest.mark.parametrize("module", ["numpy", "sklearn.linear_model", "threadpoolctl", "narwhals", "json", "rai_desktop", "pip"])
def test_code_that_would_shadow_a_library_is_refused(tmp_path: Path, module: str) -> None:
    (tmp_path / "acme.py").write_text(CODE)
    with pytest.raises(Refusal, match="take the place"):
        look_at_code(tmp_path / "acme.py", module)
