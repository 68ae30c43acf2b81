"""Numeric sensitive columns are cut where the user says, and a bundle's own line repeats its run."""

import json
import shlex
import shutil
from pathlib import Path

import joblib
from sklearn.linear_model import LogisticRegression

from tests.e2e.conftest import Cli, Here, people, results


def test_cuts_are_the_users(here: Here, credit: Path, tmp_path: Path) -> None:
    said = here("assess", "--data", credit / "people.csv", "--label", "verdict", "--prediction", "housing", "--sensitive", "sex",
                "--bins", "age=30,50", "--out", tmp_path / "b")
    assert said.code == 2
    assert "not among the sensitive columns" in said.err
    said = here("assess", "--data", credit / "people.csv", "--label", "verdict", "--model", credit / "people.joblib", "--positive", "1",
                "--sensitive", "age", "--bins", "age=50,30", "--plan", _plan(tmp_path), "--out", tmp_path / "b")
    assert said.code == 0, said.err
    rates = [m for m in results(tmp_path / "b")["measurements"] if m["metric"] == "base_rate" and set(m["group"]) == {"age"}]
    frame = people()
    wanted = {"under 30": (frame.age < 30).sum(), "30 to 49": frame.age.between(30, 49).sum(), "50 and over": (frame.age >= 50).sum()}
    assert {m["group"]["age"]: m["n"] for m in rates} == wanted


def test_the_features_are_the_users(here: Here, credit: Path, tmp_path: Path) -> None:
    model = tmp_path / "two.joblib"
    joblib.dump(LogisticRegression().fit(people()[["age", "income"]].to_numpy(), people().verdict), model)
    told = ["assess", "--data", credit / "people.csv", "--label", "verdict", "--model", model, "--positive", "1", "--sensitive", "sex",
            "--plan", _plan(tmp_path), "--out", tmp_path / "b"]
    assert "trained on 2 columns without names" in here(*told).err
    assert "no column 'nothing'" in here(*told, "--features", "age,nothing").err
    assert "two roles" in here(*told, "--features", "age,verdict").err
    said = here(*told, "--features", "age,income")
    assert said.code == 0, said.err
    roles = results(tmp_path / "b")["inputs"]["roles"]
    assert roles == {"sex": "sensitive", "age": "feature", "income": "feature", "housing": "ignore", "verdict": "label"}


def test_the_line_in_the_record_repeats_the_numbers(cli: Cli, credit: Path, tmp_path: Path) -> None:
    done = cli("assess", "--data", credit / "people.csv", "--label", "verdict", "--model", credit / "people.joblib", "--positive", "1",
               "--sensitive", "age,sex", "--bins", "age=30,50", "--plan", _plan(tmp_path), "--seed", "3", "--out", tmp_path / "first")
    assert done.returncode == 0, done.stderr
    record = json.loads((tmp_path / "first" / "data" / "how-this-was-made.json").read_text(encoding="utf-8"))
    for name in ("people.csv", "people.joblib"):
        shutil.copy(credit / name, tmp_path / "first" / "data" / name)
    words = shlex.split(record["repeat"]["line"])[1:]
    again = cli(*[str(tmp_path / "first" / "data" / word) if word in {"people.csv", "people.joblib", "plan.json", "answers.json"}
                  else str(tmp_path / "second") if word == "bundle" else word for word in words])
    assert again.returncode == 0, again.stderr
    assert results(tmp_path / "first")["measurements"] == results(tmp_path / "second")["measurements"]


def _plan(folder: Path) -> Path:
    path = folder / "only-fairness.json"
    path.write_text('["fairness"]')
    return path
