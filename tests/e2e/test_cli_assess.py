"""assess, export, verify, compare: real runs through real processes, against numbers counted here."""

import json
import subprocess
from pathlib import Path
from typing import Any

import joblib
import jsonschema
import msgspec
import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_wine
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression
from sklearn.metrics import accuracy_score, mean_absolute_error, roc_auc_score

from tests.e2e.conftest import Cli, Here, Said, measured, people, results


@pytest.fixture(scope="module")
def whole(cli: Cli, credit: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One run with every assessment on labels 1 and 2, its project kept beside the bundle."""
    folder = tmp_path_factory.mktemp("whole")
    answers = {"system_profile": {"name": {"value": "Credit"}}}
    (folder / "answers.json").write_bytes(msgspec.json.encode(answers))
    done = cli("assess", "--data", credit / "people.csv", "--label", "verdict", "--model", credit / "people.joblib",
               "--sensitive", "sex,age", "--positive", "1", "--seed", 7, "--answers", folder / "answers.json",
               "--project", folder / "run.rai", "--out", folder / "bundle")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == str(folder / "bundle")
    assert "Warning" not in done.stderr
    assert done.stderr.count("The model's confinement (") == 1
    (folder / "said.txt").write_text(done.stderr, "utf-8")
    return folder


@pytest.fixture(scope="module")
def predicted(credit: Path) -> Path:
    """The same people with the model's predictions and scores as columns, and weights."""
    frame, model = people(), joblib.load(credit / "people.joblib")
    features = frame.drop(columns=["verdict", "sex"])
    frame["said"], frame["chance"] = model.predict(features), model.predict_proba(features)[:, 0]
    frame["weight"] = np.linspace(0.5, 3, len(frame))
    frame.to_csv(credit / "predicted.csv", index=False)
    return credit / "predicted.csv"


def assess(here: Here, data: Path, out: Path, *more: object) -> Said:
    """One run of the counted assessments."""
    return here("assess", "--data", data, "--out", out, *more)


def test_the_confinement_that_was_in_force_is_said_as_the_bundle_says_it(whole: Path) -> None:
    said = next(line for line in (whole / "said.txt").read_text("utf-8").splitlines() if "confinement" in line)
    recorded = next(path for path in (whole / "bundle").rglob("*.json") if '"isolation"' in path.read_text("utf-8"))
    runs = json.loads(recorded.read_text("utf-8"))["runs"]
    layers = runs[-1]["isolation"]
    assert f"({layers['Isolation']})" in said
    for layer in ("Landlock", "seccomp", "No new privileges"):
        if layer in layers:
            assert (layer in said.partition("not available")[0]) == layers[layer].startswith("in force"), layer


def test_the_numbers_are_those_counted_by_hand(whole: Path, predicted: Path) -> None:
    frame, bundle = pd.read_csv(predicted), whole / "bundle"
    assert measured(bundle, "accuracy") == pytest.approx(accuracy_score(frame.verdict, frame.said), abs=1e-12)
    assert measured(bundle, "roc_auc") == pytest.approx(roc_auc_score(frame.verdict == 1, frame.chance), abs=1e-12)
    for sex in ("f", "m"):
        share = float((frame.said[frame.sex == sex] == 1).mean())
        found = [each["value"] for each in results(bundle)["measurements"]
                 if each["assessment"] == "fairness" and each["metric"] == "selection_rate"
                 and each["group"] == {"sex": sex}]
        assert found[0] == pytest.approx(share, abs=1e-12)


def test_results_follow_their_schema_and_name_what_went_in(whole: Path, credit: Path) -> None:
    data = whole / "bundle" / "data"
    found = results(whole / "bundle")
    jsonschema.validate(found, msgspec.json.decode((data / "results.schema.json").read_bytes()))
    inputs = found["inputs"]
    assert (inputs["task"], inputs["positive"], inputs["seed"]) == ("binary", "1", 7)
    assert {inputs[file]["name"] for file in ("data", "model")} == {"people.csv", "people.joblib"}
    assert len(inputs["data"]["sha256"]) == len(inputs["model"]["sha256"]) == 64
    assert inputs["roles"]["sex"] == "sensitive"  # the model was not given it
    assert inputs["roles"]["age"] == "sensitive feature"  # and was given this
    assert {each["assessment"]: each["status"] for each in found["assessments"]} == dict.fromkeys(
        ("data_profile", "model_conduct", "performance", "fairness", "explanations"), "finished")
    assert b"Credit" in (data / "answers.json").read_bytes()
    assert (data / "report.pdf").read_bytes().startswith(b"%PDF-")


def test_export_again_gives_the_same_bytes(cli: Cli, whole: Path) -> None:
    before = (whole / "run.rai").read_bytes()
    done = cli("export", whole / "run.rai", "--out", whole / "again")
    assert done.returncode == 0, done.stderr
    first, second = (_bytes(whole / name) for name in ("bundle", "again"))
    assert first == second
    assert before == (whole / "run.rai").read_bytes()


def test_another_policy_judges_again_without_a_run(cli: Cli, whole: Path) -> None:
    done = cli("export", whole / "run.rai", "--policy", "us-employment", "--out", whole / "employment")
    assert done.returncode == 0, done.stderr
    one, other = results(whole / "bundle"), results(whole / "employment")
    assert {each["policy"] for each in other["findings"]} == {"us-employment"}
    assert one["measurements"] == other["measurements"]
    assert one["findings"] != other["findings"]
    compared = cli("compare", whole / "bundle", whole / "employment")
    assert compared.returncode == 1
    assert compared.stdout


def test_one_changed_byte_is_named(cli: Cli, whole: Path) -> None:
    assert cli("verify", whole / "bundle").returncode == 0
    spoilt = whole / "spoilt"
    _copy(whole / "bundle", spoilt)
    csv = spoilt / "data" / "findings.csv"
    csv.write_bytes(csv.read_bytes().replace(b"MET", b"MeT", 1))
    done = cli("verify", spoilt)
    assert done.returncode == 1
    assert "data/findings.csv was changed" in done.stdout
    summed = subprocess.run(["sha256sum", "-c", "--quiet", "manifest-sha256.txt"], cwd=spoilt, capture_output=True,
                            text=True, check=False)
    assert "findings.csv" in summed.stdout


def test_the_same_seed_gives_the_same_results(cli: Cli, whole: Path, credit: Path) -> None:
    done = cli("assess", "--data", credit / "people.csv", "--label", "verdict", "--model", credit / "people.joblib",
               "--sensitive", "sex,age", "--positive", "1", "--seed", 7, "--out", whole / "second")
    assert done.returncode == 0, done.stderr
    first, second = results(whole / "bundle"), results(whole / "second")
    for each in (*first["assessments"], *second["assessments"]):
        each.pop("seconds", None)  # how long it took is of the run, not of the result
    for name in ("inputs", "measurements", "findings", "assessments"):
        assert first[name] == second[name], name
    assert cli("compare", whole / "bundle", whole / "second").returncode == 0


def test_predictions_alone_and_a_finding_not_met(here: Here, predicted: Path, credit: Path, tmp_path: Path) -> None:
    done = assess(here, predicted, tmp_path / "out", "--label", "verdict", "--prediction", "said", "--sensitive", "sex",
                  "--positive", "1", "--plan", credit / "plan.json", "--fail-on", "not-met")
    frame = pd.read_csv(predicted)
    assert done.code == 1, done.err
    assert "NOT MET: " in done.out
    assert measured(tmp_path / "out", "accuracy") == pytest.approx(accuracy_score(frame.verdict, frame.said), abs=1e-12)
    assert not [each for each in results(tmp_path / "out")["measurements"] if each["metric"] == "roc_auc"
                and each["value"] is not None]


def test_scores_alone_with_a_threshold_and_weights(here: Here, predicted: Path, credit: Path, tmp_path: Path) -> None:
    done = assess(here, predicted, tmp_path / "out", "--label", "verdict", "--score", "chance", "--weight", "weight",
                  "--sensitive", "sex", "--positive", "1", "--threshold", "0.6", "--plan", credit / "plan.json")
    assert done.code == 0, done.err
    frame = pd.read_csv(predicted)
    right = (frame.chance >= 0.6) == (frame.verdict == 1)
    assert measured(tmp_path / "out", "accuracy") == pytest.approx(np.average(right, weights=frame.weight), abs=1e-12)


def test_more_than_two_classes(here: Here, credit: Path, tmp_path: Path) -> None:
    wine = load_wine(as_frame=True)
    frame, kinds = wine.data, wine.target.map(dict(enumerate(wine.target_names)))
    model = RandomForestClassifier(10, max_depth=2, random_state=0).fit(frame, kinds)
    joblib.dump(model, tmp_path / "wine.joblib")
    frame.assign(kind=kinds, side=np.arange(len(frame)) % 2).to_parquet(tmp_path / "wine.parquet")
    done = assess(here, tmp_path / "wine.parquet", tmp_path / "out", "--label", "kind", "--model",
                  tmp_path / "wine.joblib", "--sensitive", "side", "--plan", credit / "plan.json")
    assert done.code == 0, done.err
    assert results(tmp_path / "out")["inputs"]["task"] == "multiclass"
    assert measured(tmp_path / "out", "accuracy") == pytest.approx(accuracy_score(kinds, model.predict(frame)), abs=1e-12)


def test_a_regression(here: Here, credit: Path, tmp_path: Path) -> None:
    frame = people().drop(columns=["housing", "verdict"])
    model = LinearRegression().fit(frame[["age"]], frame.income)
    joblib.dump(model, tmp_path / "income.joblib")
    frame.to_csv(tmp_path / "income.csv", index=False)
    done = assess(here, tmp_path / "income.csv", tmp_path / "out", "--label", "income", "--model",
                  tmp_path / "income.joblib", "--sensitive", "sex", "--plan", credit / "plan.json")
    assert done.code == 0, done.err
    expected = mean_absolute_error(frame.income, model.predict(frame[["age"]]))
    assert results(tmp_path / "out")["inputs"]["task"] == "regression"
    assert measured(tmp_path / "out", "mean_absolute_error") == pytest.approx(expected, rel=1e-12)


def _bytes(folder: Path) -> dict[str, Any]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def _copy(source: Path, target: Path) -> None:
    for name, content in _bytes(source).items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(content)
