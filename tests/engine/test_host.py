"""The model's process: honest answers arrive as made; every misbehaviour ends in one sentence, and nothing gets out."""


import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cloudpickle
import joblib
import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression

from rai_desktop.errors import Refusal, UnsafeFile
from rai_desktop.loading.hosting import ModelProcess, start_model
from rai_desktop.loading.inspection import inspect_model
from rai_desktop.project.model import FileRef

FRAME = pd.DataFrame({"a": np.arange(40.0), "b": np.arange(40) % 3})
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux only")


class Odd:
    """A model whose predict does what it was told."""

    def __init__(self, act: Callable[..., Any], on_load: Callable[[], Any] | None = None) -> None:
        self.act = act
        self.on_load = on_load

    def predict(self, rows: Any) -> Any:
        return self.act(rows)

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        if self.on_load is not None:
            self.on_load()


cloudpickle.register_pickle_by_value(sys.modules[__name__])


def hosted(path: Path, model: object, **how: Any) -> ModelProcess:
    """A model by value, allowed by its analyst."""
    path.write_bytes(cloudpickle.dumps(model))
    names = [use.name for use in inspect_model(path).names if use.judgement == "unknown"]
    return start_model(FileRef(path=str(path)), allowed_names=names, allowed_reason="a test", **how)


def answer(path: Path, act: Callable[..., Any], **how: Any) -> Any:
    with hosted(path, Odd(act), **how) as process:
        return process.predict(FRAME)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "model.pkl"


@pytest.mark.parametrize(
    "labels",
    [["no", "yes"], [1, 2], [False, True], [0, 1], ["1", "2"]],
    ids=lambda labels: str(labels),
)
def test_classes_of_any_kind_arrive_as_the_model_made_them(path: Path, labels: list[Any]) -> None:
    target = np.array(labels)[(FRAME.a > 20).to_numpy().astype(int)]
    model = RandomForestClassifier(5, n_jobs=2, random_state=0).fit(FRAME, target)
    joblib.dump(model, path)
    with start_model(FileRef(path=str(path))) as process:
        assert process.facts.classes == [str(label) for label in labels]
        np.testing.assert_array_equal(process.predict(FRAME), model.predict(FRAME))
        np.testing.assert_array_equal(process.predict_proba(FRAME), model.predict_proba(FRAME))
        np.testing.assert_array_equal(process.predict(FRAME[["b", "a"]]), model.predict(FRAME))


def test_a_regressor_of_one_column_gives_numbers(path: Path) -> None:
    model = LinearRegression().fit(FRAME, FRAME[["a"]])
    joblib.dump(model, path)
    with start_model(FileRef(path=str(path))) as process:
        np.testing.assert_allclose(process.predict(FRAME), model.predict(FRAME)[:, 0])
        assert process.predict_proba(FRAME) is None
        assert process.facts.classes == []


def test_wrong_columns_are_named(path: Path) -> None:
    joblib.dump(LinearRegression().fit(FRAME, FRAME.a), path)
    with start_model(FileRef(path=str(path))) as process:
        with pytest.raises(Refusal, match="columns that the data lack: b"):
            process.predict(FRAME[["a"]])
        assert len(process.predict(FRAME)) == 40  # and it goes on


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda rows: np.full(len(rows), np.nan), "no usable answer"),
        (lambda rows: np.arange(len(rows) - 1), "39 answers for 40 rows"),
        (lambda rows: np.zeros((len(rows), 2)), "gives 2 answers for each row"),
        (lambda rows: 1 / 0, "ZeroDivisionError"),
        (lambda rows: sys.exit(3), "SystemExit"),
        (lambda rows: None, "answered with “NoneType”, which is not one value for each row"),
        (lambda rows: [object()] * len(rows), "values of the kind object"),
    ],
    ids=["nan", "short", "wide", "raises", "exits", "none", "objects"],
)
def test_a_wrong_answer_is_refused_with_a_sentence_and_the_process_goes_on(
    path: Path, act: Callable[..., Any], said: str
) -> None:
    with hosted(path, Odd(act)) as process:
        for _again in range(2):
            with pytest.raises(Refusal, match=said) as refused:
                process.predict(FRAME)
            assert "Traceback" not in str(refused.value)


def test_column_answers_and_printing_do_no_harm(path: Path) -> None:
    def act(rows: Any) -> Any:
        for _ in range(3000):
            print("x" * 1000)
        os.write(1, b"\x00\xff forged \n" * 1000)
        return np.ones((len(rows), 1))

    np.testing.assert_array_equal(answer(path, act), np.ones(40))


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda rows: os._exit(7), "died while predicting .exit code 7"),
        (lambda rows: os.kill(os.getpid(), signal.SIGKILL), "died while predicting .SIGKILL"),
        (lambda rows: os.abort(), "died while predicting .SIGABRT"),
    ],
    ids=["exits at once", "kills itself", "aborts"],
)
def test_a_death_is_told_and_later_questions_are_refused(path: Path, act: Callable[..., Any], said: str) -> None:
    with hosted(path, Odd(act)) as process:
        with pytest.raises(Refusal, match=said):
            process.predict(FRAME)
        with pytest.raises(Refusal, match="died"):
            process.predict(FRAME)


def test_a_hang_ends_at_the_time_limit(path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(Refusal, match="took longer than 1 seconds"):
        answer(path, lambda rows: time.sleep(60), timeout_s=1)
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("form", ["endless", "garbage", "huge", "shape", "codes"])
def test_lies_on_the_wire_are_found(path: Path, form: str) -> None:
    def act(rows: Any) -> Any:
        import json
        import struct

        def message(header: Any, tail: bytes = b"") -> bytes:
            line = json.dumps(header).encode()
            return struct.pack("<I", len(line)) + line + tail

        lies = {
            "endless": b"\xff" * 2**20,
            "garbage": struct.pack("<I", 5) + b"{{{{{",
            "huge": message({"form": "number", "arrays": [["<f8", [2**47]]]}),
            "shape": message({"form": "number", "arrays": [["<f8", [40, 40, 40]]]}),
            "codes": message({"form": "coded", "levels": ["x"], "arrays": [["<i4", [40]]]}, struct.pack("<i", 9) * 40),
        }
        for descriptor in range(3, 40):
            try:
                os.write(descriptor, lies[form])
            except OSError:
                continue
        time.sleep(30)

    with pytest.raises(Refusal, match="nonsense|answers for 40 rows"):
        answer(path, act, timeout_s=20)


ATTEMPTS: dict[str, Callable[..., Any]] = {
    "read": lambda rows: Path("/etc/passwd").read_text(),
    "list": lambda rows: os.listdir("/root" if os.path.isdir("/root") else "/home"),
    "write": lambda rows: Path("/tmp/rai-escaped").write_text("x"),
    "append": lambda rows: open("/dev/shm/rai-escaped", "a"),
    "chmod": lambda rows: os.chmod(os.__file__, 0o777),
    "shell": lambda rows: (_ for _ in ()).throw(OSError()) if os.system("true") else None,
    "spawn": lambda rows: subprocess.run(["true"]),
    "fork": lambda rows: os._exit(0) if os.fork() == 0 else 1,
    "tcp": lambda rows: __import__("_socket").socket(2, 1),
    "udp": lambda rows: __import__("_socket").socket(2, 2),
    "unix": lambda rows: __import__("_socket").socket(1, 1),
    "signal": lambda rows: os.kill(os.getppid(), 0),
    "memory": lambda rows: bytearray(2**60),
    "links": lambda rows: os.link(os.__file__, "/tmp/rai-escaped"),
    "symlink": lambda rows: Path(os.environ["HOME"], "out").symlink_to("/etc/passwd") or Path(os.environ["HOME"], "out").read_text(),
}  # fmt: skip


@LINUX
@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_nothing_gets_out_of_the_confinement(path: Path, attempt: str) -> None:
    with hosted(path, Odd(ATTEMPTS[attempt])) as process:
        assert process.facts.isolation["Isolation"].startswith("isolated")
        with pytest.raises(Refusal, match=r"PermissionError|Errno 1\b|Errno 13|OSError|memory"):
            process.predict(FRAME)
    assert not Path("/tmp/rai-escaped").exists()


@LINUX
def test_what_runs_on_load_is_confined_too(path: Path) -> None:
    with pytest.raises(Refusal, match="kept from a file: PermissionError.*rai-escaped"):
        hosted(path, Odd(len, on_load=lambda: Path("/tmp/rai-escaped").write_text("x")))


@LINUX
@pytest.mark.parametrize("layers", [["landlock", "no_new_privileges"], ["seccomp", "no_new_privileges"], ["namespaces"], []])
def test_each_layer_reports_what_it_alone_keeps_out(layers: list[str], tmp_path: Path) -> None:
    script = (
        "import sys, types, json, os; home = types.ModuleType('rai_host'); home.__path__ = [sys.argv[1]];"
        "sys.modules['rai_host'] = home; from rai_host.confinement import confine;"
        "print(json.dumps(confine({'scratch': sys.argv[2], 'parent': os.getppid(), 'layers': json.loads(sys.argv[3])})))"
    )
    import json

    import rai_desktop.host

    home = str(Path(rai_desktop.host.__file__).parent)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    told = json.loads(
        subprocess.run(
            [sys.executable, "-I", "-c", script, home, str(scratch), json.dumps(layers)], capture_output=True, check=True
        ).stdout
    )
    held = set(told["self_test"].partition("|")[0].partition(":")[2].split(",")) - {""}
    expected: dict[str, set[str]] = {
        "landlock": {"read", "write", "signals"}, "seccomp": {"network", "programs", "signals"}, "namespaces": {"network"},
    }  # fmt: skip
    for layer in layers:
        assert layer not in told or told[layer].startswith("in_force") or told[layer].startswith("absent")
        if told[layer].startswith("in_force") and layer in expected:
            assert expected[layer] - {"signals"} <= held
    if not layers:
        assert not held


def test_an_unlisted_class_needs_a_decision(path: Path) -> None:
    path.write_bytes(cloudpickle.dumps(Odd(len)))
    with pytest.raises(UnsafeFile, match="do not know"):
        start_model(FileRef(path=str(path)))
    names = [use.name for use in inspect_model(path).names if use.judgement == "unknown"]
    with pytest.raises(UnsafeFile):
        start_model(FileRef(path=str(path)), allowed_names=names)  # without a reason


def test_a_changed_file_is_not_opened(path: Path) -> None:
    joblib.dump(LinearRegression().fit(FRAME, FRAME.a), path)
    with pytest.raises(Refusal, match="changed"):
        start_model(FileRef(path=str(path), sha256="0" * 64))


def test_a_missing_file_and_a_file_that_is_no_model_are_refused(path: Path) -> None:
    with pytest.raises(Refusal, match="cannot be read"):
        start_model(FileRef(path=str(path)))
    joblib.dump({"a": 1}, path)
    with pytest.raises(Refusal, match="“dict” with a; none of them has a predict"):
        start_model(FileRef(path=str(path)))


@pytest.fixture
def orphan(path: Path) -> Iterator[subprocess.Popen[str]]:
    joblib.dump(LinearRegression().fit(FRAME, FRAME.a), path)
    code = (
        "import sys, time; from rai_desktop.loading.hosting import start_model; from rai_desktop.project.model import FileRef;"
        "p = start_model(FileRef(path=sys.argv[1])); print(p._program.pid, p._program.scratch, flush=True); time.sleep(60)"
    )
    started = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True)
    yield started
    started.kill()
    started.wait()
    assert started.stdout
    started.stdout.close()


@LINUX
def test_the_host_dies_with_the_engine(orphan: subprocess.Popen[str]) -> None:
    assert orphan.stdout
    pid, scratch = orphan.stdout.readline().split()
    orphan.kill()
    orphan.wait()
    for _ in range(100):
        if not Path(f"/proc/{pid}").exists() or "Z" in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1][:3]:
            break
        time.sleep(0.05)
    else:
        pytest.fail("the host outlived its engine")
    import shutil

    shutil.rmtree(scratch, ignore_errors=True)
