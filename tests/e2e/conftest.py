"""The command line as a person meets it: real processes with a home of their own, and small tables made here."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import joblib
import msgspec
import numpy as np
import pandas as pd
import pytest
from sklearn.compose import make_column_transformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

import rai_desktop.log
from rai_desktop.cli import main

ROOT = Path(__file__).resolve().parents[2]
Cli = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def cli(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """Runs rai-desktop-cli in a process of its own and returns code, output and errors."""
    home = tmp_path_factory.mktemp("cli-home")

    def run(*words: object, **how: Any) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "RAI_HOME": str(home), "RAI_SITE": str(home / "site"), "OMP_NUM_THREADS": "1"}
        done = subprocess.run(
            [sys.executable, "-m", "rai_desktop.cli", *map(str, words)], capture_output=True, text=True, cwd=ROOT,
            env=environment | how.pop("env", {}), timeout=180, check=False, **how)
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return run


@dataclass
class Said:
    """How a command ended."""

    code: int
    out: str
    err: str


Here = Callable[..., Said]


@pytest.fixture
def here(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Here:
    """Runs rai-desktop-cli in this process: quicker, and held to silence in the log and no child left."""
    monkeypatch.setattr(rai_desktop.log, "start_log", lambda _program: None)

    def run(*words: object) -> Said:
        code = main([str(word) for word in words])
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        return Said(code, told.out, told.err)

    return run


def refused(said: Said, out: Path, words: str, code: int = 2) -> None:
    """The last line says what is wrong with a way out, and nothing was written."""
    assert said.code == code, said.err
    last = said.err.strip().splitlines()[-1]
    assert words in last, last
    assert last.endswith((".", "}")), last
    assert len(last) < 700, last
    assert not said.out
    assert not out.exists()
    assert not [path.name for path in out.parent.iterdir() if path.name.startswith(".")]


def people(rows: int = 600, seed: int = 0) -> pd.DataFrame:
    """Applicants with labels 1 and 2, text and missing cells, and a gap between the groups of `sex`."""
    random = np.random.default_rng(seed)
    sex = random.choice(["f", "m"], rows)
    income = random.normal(30, 8, rows) + 4 * (sex == "m")
    frame = pd.DataFrame({
        "sex": sex, "age": random.integers(18, 75, rows), "income": income.round(2),
        "housing": random.choice(["own", "rent", "free"], rows),
        "verdict": np.where(income + random.normal(0, 6, rows) > 32, 1, 2)})
    frame.loc[random.choice(rows, rows // 20, replace=False), "housing"] = None
    return frame


def trained(frame: pd.DataFrame, label: str = "verdict") -> Any:
    """A pipeline honestly fitted on every other column of the frame but `sex`."""
    features = frame.drop(columns=[label, "sex"])
    pipeline = make_pipeline(
        make_column_transformer((OneHotEncoder(handle_unknown="ignore"), ["housing"]), remainder="passthrough"),
        LogisticRegression(max_iter=2000))
    return pipeline.fit(features, frame[label])


@pytest.fixture(scope="session")
def credit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with people.csv, people.joblib and a plan of the two counted assessments."""
    folder = tmp_path_factory.mktemp("credit")
    frame = people()
    frame.to_csv(folder / "people.csv", index=False)
    joblib.dump(trained(frame), folder / "people.joblib")
    (folder / "plan.json").write_text('["performance", "fairness"]')
    return folder


def results(bundle: Path) -> dict[str, Any]:
    """results.json of a bundle."""
    read: dict[str, Any] = msgspec.json.decode((bundle / "data" / "results.json").read_bytes())
    return read


def measured(bundle: Path, metric: str, group: dict[str, str] | None = None) -> float:
    """The one value of a metric over all rows, or of a group."""
    found = [each["value"] for each in results(bundle)["measurements"]
             if each["metric"] == metric and each["group"] == (group or {}) and each["cohort"] == "all"
             and not each["reference"]]
    assert len(found) == 1, f"{metric} of {group}: {found}"
    return float(found[0])
