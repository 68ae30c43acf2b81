"""A model whose author's own file must come with it: shown and hashed, allowed for a reason, run only in the host."""

import sys
import types
from functools import partial
from pathlib import Path

import joblib
import msgspec
import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import Pipeline

from rai_desktop.errors import Refusal, UnsafeFile
from rai_desktop.loading import launching
from rai_desktop.loading.authors_code import look_at_code
from rai_desktop.loading.hosting import ModelProcess, start_inputs
from rai_desktop.loading.inspection import inspect_model
from rai_desktop.loading.thread_watch import ThreadWatch
from rai_desktop.project.code_lines import code_lines
from rai_desktop.project.model import FileRef, Inputs

FRAME = pd.DataFrame({"a": np.arange(20.0), "b": np.arange(20) % 3})
CODE = '''
from pathlib import Path
import math
from sklearn.base import BaseEstimator, TransformerMixin
try:
    Path("{marker}").write_text("ran")
except OSError:
    pass

class Doubler(TransformerMixin, BaseEstimator):
    def fit(self, rows, target=None):
        return self
    def transform(self, rows):
        return rows * 2
'''


def make(tmp_path: Path, module: str, file: str) -> Inputs:
    """A pipeline that needs `module.Doubler`, saved by a module that this process forgets again."""
    text = CODE.format(marker=tmp_path / "marker")
    made = types.ModuleType(module)
    exec(compile(text.replace('Path("', 'Path("/none'), file, "exec"), made.__dict__)
    before = sys.modules.get(module)
    parents = [module.rsplit(".", n)[0] for n in range(1, module.count(".") + 1)]
    sys.modules[module] = made
    sys.modules.update({p: types.ModuleType(p) for p in parents})
    made.Doubler.__module__ = module
    try:
        model = Pipeline([("twice", made.Doubler()), ("line", LinearRegression())]).fit(FRAME, FRAME.a)
        joblib.dump(model, tmp_path / "model.joblib")
    finally:
        for name in [module, *parents]:
            del sys.modules[name]
        if before is not None:
            sys.modules[module] = before
    (tmp_path / file).write_text(text)
    look = look_at_code(tmp_path / file, module)
    code = FileRef(path=look.path, sha256=look.sha256, size=look.size, options={"module": module})
    return Inputs(model=FileRef(path=str(tmp_path / "model.joblib")), code=[code],
                  allowed_names=[f"{module}.Doubler"], allowed_reason="our own file, read by A. B.")


@pytest.fixture
def inputs(tmp_path: Path) -> Inputs:
    return make(tmp_path, "features", "features.py")


def without(inputs: Inputs, **changes: object) -> Inputs:
    return msgspec.structs.replace(inputs, **changes)


def start(inputs: Inputs) -> ModelProcess:
    return start_inputs(inputs, timeout_s=60)


@pytest.mark.parametrize(("module", "file"), [
    ("features", "features.py"), ("acme.transformers", "transformers.py"), ("__main__", "train.py"),
])
def test_the_model_runs_with_its_authors_file_and_only_shut_in(tmp_path: Path, module: str, file: str) -> None:
    with start(make(tmp_path, module, file)) as process:
        np.testing.assert_allclose(process.predict(FRAME), FRAME.a, atol=1e-9)
        assert process.facts.isolation["Isolation"].startswith("isolated")
    assert not (tmp_path / "marker").exists()
    assert module == "__main__" or module not in sys.modules


def test_the_file_alone_allows_nothing(inputs: Inputs) -> None:
    for less in ({"allowed_names": []}, {"allowed_reason": " "}):
        with pytest.raises(UnsafeFile, match=r"features\.Doubler"):
            start(without(inputs, **less))


def test_without_the_file_the_way_out_names_it(inputs: Inputs) -> None:
    with pytest.raises(Refusal, match="needs the library features.*add it as code"):
        start(without(inputs, code=[]))


@pytest.mark.parametrize(("line", "said"), [
    ("from sklearn.utils import no_such_part", "cannot be used in this Python: cannot import name 'no_such_part' from 'sklearn.utils'"),
    ("import sklearn.metrics.scorer", "cannot be used in this Python: No module named 'sklearn.metrics.scorer'"),
    ("import no_such_library", "needs the library no_such_library, which this Python does not have"),
    ("open('/etc/hostname')", "since it was kept from a file: PermissionError: .*'/etc/hostname'"),
])
def test_what_is_amiss_while_it_is_imported_is_told_as_it_is(inputs: Inputs, line: str, said: str, tmp_path: Path) -> None:
    if line.startswith("open") and not sys.platform.startswith("linux"):
        pytest.skip("a path of Linux")
    path = Path(inputs.code[0].path)
    path.write_text(path.read_text().replace("import math\n", f"import math\n{line}\n"))
    code = FileRef(path=str(path), options={"module": "features"})
    with pytest.raises(Refusal, match=said):
        start(without(inputs, code=[code]))


def test_a_look_says_which_names_come_from_the_file(inputs: Inputs) -> None:
    look = inspect_model(inputs.model.path, {"features": "features.py"})
    assert look.verdict == "ask"
    assert [n.why for n in look.names if n.judgement == "unknown"] == ["It comes from features.py, which you added."]


def test_a_changed_file_is_not_run(inputs: Inputs) -> None:
    with Path(inputs.code[0].path).open("a") as file:
        file.write("\n# changed\n")
    with pytest.raises(Refusal, match="changed"):
        start(inputs)


def test_code_that_nothing_asks_for_is_not_loaded_and_that_is_told(inputs: Inputs, tmp_path: Path) -> None:
    joblib.dump(LinearRegression().fit(FRAME, FRAME.a), tmp_path / "model.joblib")
    with start(without(inputs, allowed_names=[], allowed_reason="")) as process:
        assert "features.py was not used" in process.facts.warnings[-1]


def test_what_the_file_needs_in_turn_is_named(inputs: Inputs) -> None:
    path = Path(inputs.code[0].path)
    path.write_text("import acme_of_nowhere\n" + path.read_text())
    with pytest.raises(Refusal, match="needs the library acme_of_nowhere"):
        start(without(inputs, code=[FileRef(path=str(path))]))


def test_what_the_file_needs_only_when_it_answers_is_named_too(inputs: Inputs) -> None:
    path = Path(inputs.code[0].path)
    path.write_text(path.read_text().replace("        return rows * 2", "        import acme_of_nowhere\n        return rows * 2"))
    with start(without(inputs, code=[FileRef(path=str(path))])) as model, pytest.raises(Refusal) as told:
        model.predict(FRAME)
    assert "needs the library acme_of_nowhere" in told.value.sentence
    assert "add it as code" in told.value.way_out


def test_a_package_may_come_file_by_file_and_what_it_lacks_is_named(tmp_path: Path) -> None:
    inputs = make(tmp_path, "acme.transformers", "transformers.py")
    own = Path(inputs.code[0].path)
    own.write_text("from acme import NAME\nfrom acme.helpers import twice\n" + own.read_text())
    (tmp_path / "__init__.py").write_text("NAME = 'acme'\n")
    (tmp_path / "helpers.py").write_text("def twice(value):\n    return value * 2\n")
    code = [FileRef(path=str(tmp_path / file), options={"module": module}) for module, file in [
        ("acme.transformers", "transformers.py"), ("acme", "__init__.py"), ("acme.helpers", "helpers.py")]]
    with pytest.raises(Refusal, match=r"needs the library acme\.helpers, which this Python does not have\. .*add it as code"):
        start(without(inputs, code=code[:2]))
    with start(without(inputs, code=code)) as process:
        np.testing.assert_allclose(process.predict(FRAME), FRAME.a, atol=1e-9)


def test_a_look_reads_and_runs_nothing(inputs: Inputs, tmp_path: Path) -> None:
    look = look_at_code(tmp_path / "features.py")
    assert (look.module, look.defines) == ("features", ["Doubler"])
    assert look.imports == ["math", "pathlib", "sklearn.base"]
    assert look.text == (tmp_path / "features.py").read_text()
    assert not (tmp_path / "marker").exists()


@pytest.mark.parametrize(("content", "shown"), [
    (b"# coding: latin-1\nNAME = '\xe9'\n", "NAME = 'é'"), (b"# coding: utf-7\n# quiet +AAo-import os\n", "import os"),
    (b"\xef\xbb\xbfNAME = '\xc3\xa9'\n", "NAME = 'é'"), (b"NAME = 1  # \xe2\x80\xae\x1b[2K\x07\n", "NAME = 1  # ??[2K?"),
    (b"NAME = 1  # quiet\rimport os\n", "import os"),
])
def test_what_is_shown_of_a_file_is_what_python_would_run(tmp_path: Path, content: bytes, shown: str) -> None:
    (tmp_path / "own.py").write_bytes(content)
    assert shown in code_lines(look_at_code(tmp_path / "own.py").text)


@pytest.mark.parametrize(("name", "content", "said"), [
    ("sklearn.py", b"", "place of the library sklearn"), ("os.py", b"", "place of the library os"),
    ("msgspec.py", b"", "place of the library msgspec"), ("my-code.py", b"", "no name of a module"),
    ("features.py", b"def x(:", "not Python code"), ("features.py", b"\x00\xff", "not Python code"),
    ("features.py", b"(" * 5000, "not Python code"),
])
def test_what_is_no_authors_code_is_refused(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Refusal, match=said):
        look_at_code(tmp_path / name)
    with pytest.raises(Refusal, match="cannot be read"):
        look_at_code(tmp_path / "none.py")


@pytest.mark.parametrize("rows", ['rows.assign(c=rows["a"] * 2)', "np.hstack([rows[:, :1], rows])"])
def test_the_authors_code_gets_a_frame_or_an_array_whichever_it_takes(tmp_path: Path, rows: str) -> None:
    """Such a class seldom says on what it was fitted."""
    text = ("import numpy as np\nfrom sklearn.base import BaseEstimator, TransformerMixin\n\n"
            "class Own(TransformerMixin, BaseEstimator):\n    def fit(self, rows, target=None):\n        return self\n"
            f"    def transform(self, rows):\n        return {rows}\n")
    (tmp_path / "own.py").write_text(text)
    module = types.ModuleType("own")
    exec(compile(text, "own.py", "exec"), module.__dict__)
    module.Own.__module__ = "own"
    sys.modules["own"] = module
    try:
        given = FRAME if "assign" in rows else FRAME.to_numpy()
        model = Pipeline([("own", module.Own()), ("line", LinearRegression())]).fit(given, FRAME.a)
        joblib.dump(model, tmp_path / "model.joblib")
    finally:
        del sys.modules["own"]
    inputs = Inputs(model=FileRef(path=str(tmp_path / "model.joblib")), code=[FileRef(path=str(tmp_path / "own.py"))],
                    allowed_names=["own.Own"], allowed_reason="a test")
    with start(inputs) as process:
        np.testing.assert_allclose(process.predict(FRAME), FRAME.a, atol=1e-9)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux tells of threads")
def test_a_model_that_starts_threads_without_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launching, "ThreadWatch", partial(ThreadWatch, most=100))
    crowd = ("\nimport threading, time\nclass Crowd(Doubler):\n    def transform(self, rows):\n"
             "        for _ in range(200):\n            threading.Thread(target=time.sleep, args=(30,), daemon=True).start()\n"
             "        time.sleep(30)\n        return rows\nDoubler = Crowd\n")
    inputs = make(tmp_path, "features", "features.py")
    path = Path(inputs.code[0].path)
    path.write_text(path.read_text() + crowd)
    with start(without(inputs, code=[FileRef(path=str(path))])) as process:
        assert "in force" in process.facts.isolation["Watch of its threads"]
        with pytest.raises(Refusal, match="too many threads while predicting"):
            process.predict(FRAME)
