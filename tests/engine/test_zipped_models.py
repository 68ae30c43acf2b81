"""Models mailed in as ZIP archives open as the bare files do, and what lies in an archive is opened under the same rules."""

import io
import json
import pickle
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import joblib
import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression

from rai_desktop.errors import Refusal, UnsafeFile
from rai_desktop.loading.hosting import start_model
from rai_desktop.loading.inspection import inspect_model
from rai_desktop.project.model import FileRef

RNG = np.random.default_rng(0)
FRAME = pd.DataFrame(RNG.normal(size=(200, 3)), columns=["a", "b", "c"])
TARGET = (FRAME.a + FRAME.b > 0).astype(int)


def logistic() -> LogisticRegression:
    return LogisticRegression().fit(FRAME, TARGET)


def of_xgboost(path: Path) -> None:
    xgboost = pytest.importorskip("xgboost")
    xgboost.XGBClassifier(n_estimators=5).fit(FRAME, TARGET).save_model(path)


def of_lightgbm(path: Path) -> None:
    lightgbm = pytest.importorskip("lightgbm")
    lightgbm.LGBMClassifier(n_estimators=5, verbose=-1).fit(FRAME, TARGET).booster_.save_model(path)


def of_skops(path: Path) -> None:
    pytest.importorskip("skops.io").dump(logistic(), path)


def of_onnx(path: Path) -> None:
    skl2onnx = pytest.importorskip("skl2onnx")
    made = skl2onnx.to_onnx(logistic(), FRAME.to_numpy().astype("float32")[:1], options={"zipmap": False})
    path.write_bytes(made.SerializeToString())


SAVERS: dict[str, Callable[[Path], object]] = {
    "m.joblib": lambda path: joblib.dump(logistic(), path), "m.joblib.gz": lambda path: joblib.dump(logistic(), path, compress=3),
    "m.pkl": lambda path: path.write_bytes(pickle.dumps(logistic())), "m.skops": of_skops, "m.json": of_xgboost,
    "m.txt": of_lightgbm, "m.onnx": of_onnx,
}  # fmt: skip


def packed(path: Path, name: str, content: bytes) -> FileRef:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("vendor/", b"")
        archive.writestr("vendor/README.txt", "Our model, version 3.")
        archive.writestr("vendor/metadata.json", json.dumps({"made": "2026"}))
        archive.writestr("__MACOSX/._" + name, b"\0")
        archive.writestr("vendor/" + name, content)
    look = inspect_model(path)
    return FileRef(path=str(path), sha256=look.sha256, size=look.size, format=look.format)


@pytest.mark.parametrize("name", SAVERS)
def test_a_model_in_an_archive_answers_as_the_bare_one(tmp_path: Path, name: str) -> None:
    SAVERS[name](tmp_path / name)
    ref = packed(tmp_path / "mailed.zip", name, (tmp_path / name).read_bytes())
    assert inspect_model(tmp_path / name).format == ref.format
    with start_model(FileRef(path=str(tmp_path / name))) as bare, start_model(ref) as zipped:
        assert zipped.facts.estimator == bare.facts.estimator
        np.testing.assert_array_equal(zipped.predict(FRAME), bare.predict(FRAME))
        scores = bare.predict_proba(FRAME)
        assert scores is not None
        np.testing.assert_array_equal(zipped.predict_proba(FRAME), scores)


def test_a_python_file_in_an_archive_is_a_question_as_the_bare_one(tmp_path: Path) -> None:
    ref = packed(tmp_path / "mailed.zip", "m.py", b"def predict(df):\n    return df['a'] * 2\n")
    assert inspect_model(ref.path).verdict == "ask"
    with pytest.raises(UnsafeFile):
        start_model(ref)
    with start_model(ref, allowed_names=["predict"], allowed_reason="a test") as process:
        np.testing.assert_array_equal(process.predict(FRAME), FRAME.a * 2)


def test_a_payload_in_an_archive_is_refused_and_never_run(tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    payload = b"cos\nsystem\n(S'touch " + str(marker).encode() + b"'\ntR."
    ref = packed(tmp_path / "mailed.zip", "m.pkl", payload)
    with pytest.raises(UnsafeFile, match="system"):
        start_model(ref)
    assert not marker.exists()


def test_an_archive_that_changed_since_is_refused(tmp_path: Path) -> None:
    ref = packed(tmp_path / "mailed.zip", "m.pkl", pickle.dumps(logistic()))
    packed(tmp_path / "mailed.zip", "m.pkl", pickle.dumps(LogisticRegression(C=9).fit(FRAME, TARGET)))
    with pytest.raises(Refusal, match="has changed"):
        start_model(ref)


def test_the_command_line_names_archive_and_file(tmp_path: Path) -> None:
    room = io.BytesIO()
    joblib.dump(logistic(), room)
    ref = packed(tmp_path / "mailed.zip", "m.joblib", room.getvalue())
    done = subprocess.run([sys.executable, "-m", "rai_desktop.cli", "inspect", ref.path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "File in the archive: vendor/m.joblib" in done.stdout
    assert f"sha256 {ref.sha256}" in done.stdout
