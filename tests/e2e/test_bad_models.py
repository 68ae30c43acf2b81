"""Bad models through the command line: each costs the run a sentence, never a traceback, a child or half a bundle."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cloudpickle
import joblib
import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression

from rai_desktop.loading import hosting
from rai_desktop.loading.inspection import inspect_model
from rai_desktop.project.document import Document
from tests.e2e.conftest import Here, Said, measured, people, refused, results, trained


class Odd:
    """A model whose predict does what it was told."""

    def __init__(self, act: Callable[..., Any]) -> None:
        self.act = act

    def predict(self, rows: Any) -> Any:
        return self.act(rows)


cloudpickle.register_pickle_by_value(sys.modules[__name__])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    people(300).to_csv(tmp_path / "people.csv", index=False)
    (tmp_path / "plan.json").write_text('["performance"]')
    return tmp_path


def assess(here: Here, folder: Path, model: Path, *more: str) -> Said:
    return here("assess", "--data", folder / "people.csv", "--label", "verdict", "--model", model, "--positive", "1",
                "--plan", folder / "plan.json", "--out", folder / "out", *more)


def odd(here: Here, folder: Path, act: Callable[..., Any], *more: str) -> Said:
    """Assess a model by value that the analyst allows."""
    model = folder / "odd.pkl"
    model.write_bytes(cloudpickle.dumps(Odd(act)))
    names = ",".join(use.name for use in inspect_model(model).names if use.judgement == "unknown")
    return assess(here, folder, model, "--allow", names, "--reason", "a test", *more)


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda rows: 1 / 0, "ZeroDivisionError"),
        (lambda rows: np.full(len(rows), np.nan), "no usable answer"),
        (lambda rows: np.ones(len(rows) - 1), "299 answers for 300 rows"),
        (lambda rows: ["what"] * len(rows), "predicts “what”"),
        (lambda rows: os._exit(7), "died while predicting (exit code 7)"),
    ],
    ids=["raises", "nan", "short", "unknown class", "dies"],
)
def test_a_model_that_misbehaves_is_a_finding_though_its_conduct_was_not_planned(
    here: Here, folder: Path, act: Callable[..., Any], words: str
) -> None:
    said = odd(here, folder, act, "--fail-on", "not-met")
    assert said.code == 1, said.err
    assert "The rest of the run" not in said.err
    found = {each["metric"]: each for each in results(folder / "out")["findings"] if each["assessment"] == "model_conduct"}
    finding = found["unusable_answers"]
    assert finding["verdict"] == "NOT MET"
    assert finding["sentence"].partition("; the policy")[2].count(words) == 1  # told once, though it was asked twice
    (unrun,) = [each for each in results(folder / "out")["findings"] if each["assessment"] == "performance"]
    assert unrun["verdict"] == "NOT RUN"
    assert words in unrun["sentence"]


def _changing(rows: Any) -> Any:
    return np.where(np.frombuffer(os.urandom(len(rows)), dtype="u1") > 127, 1, 2)


@pytest.mark.parametrize(
    ("act", "metric", "words"),
    [
        (lambda rows: 1 / 0, "unusable_answers", "ZeroDivisionError"),
        (lambda rows: np.full(len(rows), np.nan), "unusable_answers", "no usable answer"),
        (lambda rows: np.ones(len(rows) - 1), "unusable_answers", "299 answers for 300 rows"),
        (lambda rows: os._exit(7), "unusable_answers", "died while predicting (exit code 7)"),
        (_changing, "changed_answers", "answered otherwise when asked again"),
    ],
    ids=["raises", "nan", "short", "dies", "changing"],
)
def test_where_its_conduct_is_assessed_a_misbehaving_model_is_a_finding(
    here: Here, folder: Path, act: Callable[..., Any], metric: str, words: str
) -> None:
    (folder / "plan.json").write_text('["data_profile", "performance", "model_conduct"]')
    said = odd(here, folder, act, "--fail-on", "not-met")
    assert said.code == 1, said.err
    found = results(folder / "out")["findings"]
    (finding,) = [each for each in found if each["metric"] == metric]
    assert finding["verdict"] == "NOT MET"
    assert words in finding["sentence"]
    assert any(each["verdict"] == "MET" and each["assessment"] == "data_profile" for each in found)
    if metric == "unusable_answers":
        (unrun,) = [each for each in found if each["assessment"] == "performance"]
        assert unrun["verdict"] == "NOT RUN"
        assert words in unrun["sentence"]


def test_the_reason_is_in_the_history_as_one_from_the_window_is(here: Here, folder: Path) -> None:
    said = odd(here, folder, lambda rows: np.ones(len(rows), dtype=int), "--project", str(folder / "kept.rai"))
    assert said.code == 0, said.err
    with Document.open(folder / "kept.rai") as document:
        assert [change.reason for change in document.history() if change.reason] == ["a test"]


def test_a_model_that_hangs_ends_at_the_time_limit(
    here: Here, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    defaults = {**hosting.start_inputs.__kwdefaults__, "timeout_s": 1.0}
    monkeypatch.setattr(hosting.start_inputs, "__kwdefaults__", defaults)
    said = odd(here, folder, lambda rows: time.sleep(20), "--fail-on", "not-met")
    assert said.code == 1, said.err
    (finding,) = [each for each in results(folder / "out")["findings"] if each["metric"] == "unusable_answers"]
    assert "took longer than 1 seconds" in finding["sentence"]


def test_a_full_disk_is_no_finding_about_the_model(here: Here, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("rai_desktop.loading.predictions._Column.write", full)
    (folder / "plan.json").write_text('["performance", "model_conduct"]')
    refused(odd(here, folder, lambda rows: np.ones(len(rows), dtype=int)), folder / "out", "cannot be kept: No space left")


def test_printing_and_a_column_of_answers_do_no_harm(here: Here, folder: Path) -> None:
    def act(rows: Any) -> Any:
        print("noise" * 10_000)
        return np.where(rows["income"] > 32, 1, 2).reshape(-1, 1)

    said = odd(here, folder, act)
    assert said.code == 0, said.err
    frame = pd.read_csv(folder / "people.csv")
    right = np.where(frame.income > 32, 1, 2) == frame.verdict
    assert measured(folder / "out", "accuracy") == pytest.approx(right.mean(), abs=1e-12)
    assert "noise" not in said.out + said.err


def test_an_unlisted_class_is_refused_for_safety(here: Here, folder: Path) -> None:
    model = folder / "odd.pkl"
    model.write_bytes(cloudpickle.dumps(Odd(len)))
    refused(assess(here, folder, model), folder / "out", "things the rules do not know", code=3)


def test_names_allowed_without_a_reason_say_where_to_give_it(here: Here, folder: Path) -> None:
    model = folder / "odd.pkl"
    model.write_bytes(cloudpickle.dumps(Odd(len)))
    refused(assess(here, folder, model, "--allow", "odd.Odd"), folder / "out", "Give it with --reason", code=3)


def test_a_pickle_that_runs_code_is_refused_for_safety(here: Here, folder: Path) -> None:
    (folder / "evil.pkl").write_bytes(b"cposix\nsystem\n(S'touch " + str(folder / "pwned").encode() + b"'\ntR.")
    refused(assess(here, folder, folder / "evil.pkl"), folder / "out", "system", code=3)
    assert not (folder / "pwned").exists()


def test_a_file_that_is_no_model_is_told(here: Here, folder: Path) -> None:
    (folder / "no.pkl").write_bytes(b"hello")
    refused(assess(here, folder, folder / "no.pkl"), folder / "out", "not a model this program can open")
    refused(assess(here, folder, folder / "absent.pkl"), folder / "out", "absent.pkl")


def test_missing_features_are_named(here: Here, folder: Path) -> None:
    joblib.dump(trained(people(300)), folder / "model.joblib")
    people(300).drop(columns=["housing"]).rename(columns={"income": "Income"}).to_csv(folder / "people.csv", index=False)
    said = assess(here, folder, folder / "model.joblib")
    refused(said, folder / "out", "lacks 2 columns that the model wants: “income”, “housing”")
    assert "“Income” → “income”" in said.err


def test_a_category_never_seen_before_stops_only_a_model_that_cannot_take_it(here: Here, folder: Path) -> None:
    joblib.dump(trained(people(300)), folder / "model.joblib")
    people(300).assign(housing="tent").to_csv(folder / "people.csv", index=False)
    assert assess(here, folder, folder / "model.joblib").code == 0
    numbers = people(300)
    joblib.dump(LogisticRegression().fit(numbers[["income"]], numbers.verdict), folder / "numbers.joblib")
    numbers.assign(income="much").to_csv(folder / "people.csv", index=False)
    (folder / "out").rename(folder / "before")
    assert assess(here, folder, folder / "numbers.joblib", "--fail-on", "not-met").code == 1
    (finding,) = [each for each in results(folder / "out")["findings"] if each["metric"] == "unusable_answers"]
    assert "much" in finding["sentence"]


def test_other_classes_than_the_table_are_told(here: Here, folder: Path) -> None:
    frame = people(300)
    joblib.dump(LogisticRegression().fit(frame[["income"]], frame.verdict.map({1: "good", 2: "bad"})), folder / "m.joblib")
    refused(assess(here, folder, folder / "m.joblib"), folder / "out", "“bad”, “good”")
