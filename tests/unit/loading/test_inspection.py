"""Formats are told from content, decisions are put into words, damage is named."""

import json
import pickle
from pathlib import Path

import joblib
import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression

from rai_desktop.errors import Refusal
from rai_desktop.loading.inspection import inspect_model


@pytest.fixture
def path(tmp_path: Path) -> Path:
    joblib.dump(LogisticRegression().fit(np.eye(4), [0, 1, 0, 1]), tmp_path / "m.joblib")
    return tmp_path / "m.joblib"


def test_a_look_tells_what_the_file_is(path: Path) -> None:
    look = inspect_model(path)
    assert (look.format, look.verdict, look.container) == ("pickle", "loadable", "not compressed")
    assert look.size == path.stat().st_size
    assert len(look.sha256) == 64
    assert "sklearn.linear_model._logistic.LogisticRegression" in [name.name for name in look.names]


@pytest.mark.parametrize(
    ("content", "format_", "said"),
    [
        (b"", "empty", "empty"), (b"PK\x05\x06" + bytes(18), "zip", "ZIP"), (b"PK\x03\x04rubbish", "zip_broken", "damaged ZIP"),
        (b"\x93NUMPY\x01\x00", "npy", "numpy array"), (b"\x89HDF\r\n", "hdf5", "HDF5"), (b"hello world", "text", "a text"),
        (b"<?xml version='1.0'?><PMML/>", "pmml", "PMML"), (b"a,b\n1,2\n", "delimited", "a table"), (b"ZF0x", "joblib_old", "joblib 0.10"),
        (b"\x10\x00\x00\x00\x00\x00\x00\x00{" + b" " * 40, "safetensors", "safetensors"),
    ],
)  # fmt: skip
def test_what_is_no_model_is_refused_with_its_kind(tmp_path: Path, content: bytes, format_: str, said: str) -> None:
    file = tmp_path / "m.pkl"
    file.write_bytes(content)
    look = inspect_model(file)
    assert (look.format, look.verdict) == (format_, "refused")
    assert said in look.sentence
    assert look.way_out


@pytest.mark.parametrize("keep", [10, 100, -1])
def test_a_file_cut_short_is_told(path: Path, keep: int) -> None:
    path.write_bytes(path.read_bytes()[:keep])
    look = inspect_model(path)
    assert look.verdict == "refused"
    assert "cut short" in look.sentence or "well-formed" in look.sentence


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="There is no model file"):
        inspect_model(tmp_path / "none.pkl")


def test_a_wrong_ending_is_noted_but_decides_nothing(path: Path) -> None:
    other = path.rename(path.with_suffix(".onnx"))
    look = inspect_model(other)
    assert look.verdict == "loadable"
    assert ".onnx" in look.anomalies[0]


def test_an_xgboost_file_that_is_not_json_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "m.json"
    file.write_text('{"learner": {"objective": ')
    assert inspect_model(file).verdict == "refused"
    file.write_bytes(b'{"learner": {"objective": "\xff"}}')
    assert inspect_model(file).verdict == "refused"
    file.write_text(json.dumps({"learner": {"objective": {"name": "x"}}, "version": [3, 2, 0]}))
    assert inspect_model(file).versions == {"xgboost": "3.2.0"}


def test_every_flipped_byte_ends_in_a_verdict(path: Path) -> None:
    whole = path.read_bytes()
    for at in range(0, len(whole), 7):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        assert inspect_model(path).verdict in ("loadable", "ask", "refused")


def test_a_pickle_whose_protocol_was_cut_off_is_told_as_a_pickle(tmp_path: Path) -> None:
    path = tmp_path / "m.pkl"
    path.write_bytes(pickle.dumps({"a": [1.0] * 9}, 4)[2:])
    look = inspect_model(path)
    assert (look.format, look.verdict) == ("pickle", "loadable")


def test_a_forest_that_came_in_half_is_cut_short_and_its_trees_are_not_blamed(tmp_path: Path) -> None:
    rows = np.random.default_rng(0).normal(size=(200, 3))
    joblib.dump(RandomForestClassifier(5, random_state=0).fit(rows, rows[:, 0] > 0), tmp_path / "whole")
    content = (tmp_path / "whole").read_bytes()
    for eighth in range(1, 8):
        (tmp_path / "m.joblib").write_bytes(content[: len(content) * eighth // 8])
        look = inspect_model(tmp_path / "m.joblib")
        assert (look.verdict, look.sentence) == ("refused", "The file is cut short."), eighth


@pytest.mark.parametrize(("name", "said"), [
    ("t.csv", "Its name ends in .csv."), ("t", "Its name does not say what it is."), ("t.\u202ex", "Its name does not say what it is."),
])  # fmt: skip
def test_a_name_claims_no_more_than_it_says(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / name).write_text("a,b\n1,2\n")
    assert inspect_model(tmp_path / name).claim == said


def test_an_unknown_package_is_named_and_said_to_be_held_here_or_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here/acme_beside.py").write_text("")
    (tmp_path / "site").mkdir()
    (tmp_path / "site/acme_held.py").write_text("raise SystemExit('imported')")
    monkeypatch.chdir(tmp_path / "here")  # what lies in the working folder is not ours
    monkeypatch.syspath_prepend(tmp_path / "site")
    monkeypatch.syspath_prepend(tmp_path / "here")
    (tmp_path / "m.pkl").write_bytes(b"(cacme_absent.steps\nBinner\ncacme_held\nScaler\ncacme_beside\nScaler\nt.")
    absent = "It would come from {}, a package this program does not know; this program's own Python lacks it."
    assert {name.name: name.why for name in inspect_model(tmp_path / "m.pkl").names} == {
        "acme_absent.steps.Binner": absent.format("acme_absent"), "acme_beside.Scaler": absent.format("acme_beside"),
        "acme_held.Scaler": "It would come from acme_held, a package this program does not know; this program's own Python has it."}
