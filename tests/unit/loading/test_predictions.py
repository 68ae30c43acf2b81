"""Predictions of every row: coded as the label is, kept for the next run, bad answers refused by row."""

from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from rai_desktop.errors import Refusal
from rai_desktop.loading.predictions import check_inputs, predict_all
from rai_desktop.loading.subject import Subject, open_subject
from rai_desktop.project.looks import ModelFacts
from rai_desktop.project.model import ColumnRole, FileRef, Inputs, Role, Task

ROWS = 25_000


@dataclass
class Model:
    """A model that answers as told: classes by x > 0, scores by a logistic of x."""

    classes: list[str] = field(default_factory=lambda: ["bad", "good"])
    names: list[str] = field(default_factory=lambda: ["x"])
    has_scores: bool = True
    has_decision: bool = False
    asked: int = 0
    spoil: str = ""

    @property
    def facts(self) -> SimpleNamespace:
        return SimpleNamespace(
            classes=self.classes,
            feature_names=self.names,
            has_scores=self.has_scores,
            has_decision=self.has_decision,
            versions={"sklearn": "1"},
            warnings=[],
            n_features=len(self.names) or None,
            groups=[],
        )

    def predict(self, frame: pd.DataFrame) -> np.ndarray:
        self.asked += len(frame)
        assert list(frame.columns) == ["x"]
        if self.spoil == "short":
            return np.array(["good"])
        if self.spoil == "unknown":
            return np.array(["what"] * len(frame), dtype=object)
        if not self.classes:
            return frame["x"].to_numpy() * (np.nan if self.spoil == "nan" else 2)
        return np.array(self.classes, dtype=object)[(frame["x"].to_numpy() > 0).astype(int)]

    def predict_proba(self, frame: pd.DataFrame) -> np.ndarray:
        p = 1 / (1 + np.exp(-frame["x"].to_numpy()))
        if self.spoil == "column":
            return p[:, None]
        return np.column_stack([1 - p, p * (np.nan if self.spoil == "nan" else 1)])

    def decision_function(self, frame: pd.DataFrame) -> np.ndarray:
        return frame["x"].to_numpy()


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Inputs:
    monkeypatch.setenv("RAI_HOME", str(tmp_path / "home"))
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"x": rng.normal(size=ROWS), "y": rng.choice(["bad", "good"], ROWS)})
    frame.to_parquet(tmp_path / "t.parquet")
    (tmp_path / "m.bin").write_bytes(b"model")
    roles = {"x": ColumnRole(role=Role.FEATURE), "y": ColumnRole(role=Role.LABEL)}
    return Inputs(
        data=FileRef(path=str(tmp_path / "t.parquet")),
        model=FileRef(path=str(tmp_path / "m.bin")),
        roles=roles,
        positive="good",
    )


def told(subject: Subject, part: str) -> np.ndarray:
    return np.concatenate([getattr(batch, part) for batch in subject.batches()])


def changed(inputs: Inputs, **fields: object) -> Inputs:
    import msgspec

    return msgspec.structs.replace(inputs, **fields)


def test_all_rows_are_predicted_once_and_kept(data: Inputs) -> None:
    x = pd.read_parquet(data.data.path)["x"].to_numpy()
    subject, model = open_subject(data), Model()
    assert [*predict_all(subject, model)][-1] == (ROWS, ROWS)
    assert told(subject, "prediction").tolist() == (x > 0).astype(int).tolist()
    np.testing.assert_array_equal(told(subject, "score"), 1 / (1 + np.exp(-x)))
    assert subject.score_is_probability
    again, other = open_subject(data), Model()
    assert [*predict_all(again, other)] == [(ROWS, ROWS)]
    assert (model.asked, other.asked) == (ROWS, 0)
    np.testing.assert_array_equal(told(again, "score"), told(subject, "score"))


def test_the_score_is_that_of_the_favourable_outcome(data: Inputs) -> None:
    subject, turned = open_subject(data), open_subject(changed(data, positive="bad"))
    for each in (subject, turned):
        each.model = Model()
    np.testing.assert_allclose(told(subject, "score") + told(turned, "score"), 1)


def test_another_model_data_or_threshold_is_predicted_anew(data: Inputs) -> None:
    [*predict_all(open_subject(data), Model())]
    Path(data.model.path).write_bytes(b"another")
    model = Model()
    [*predict_all(open_subject(data), model)]
    assert model.asked == ROWS
    subject = open_subject(changed(data, threshold=0.9))
    subject.model = Model()
    scores = told(subject, "score")
    assert told(subject, "prediction").tolist() == (scores >= 0.9).astype(int).tolist()


def test_the_same_code_under_other_names_is_predicted_anew(data: Inputs, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.py").write_text(f"scale = '{name}'\n")
    for first, second in (("one", "two"), ("two", "one")):
        code = [FileRef(path=str(tmp_path / "a.py"), options={"module": first}),
                FileRef(path=str(tmp_path / "b.py"), options={"module": second})]
        model = Model()
        [*predict_all(open_subject(changed(data, code=code)), model)]
        assert model.asked == ROWS


def test_a_decision_function_ranks_but_gives_no_probability(data: Inputs) -> None:
    subject = open_subject(changed(data, positive="bad"))
    subject.model = Model(has_scores=False, has_decision=True)
    assert subject.has("score")
    np.testing.assert_array_equal(told(subject, "score"), -pd.read_parquet(data.data.path)["x"])
    assert not subject.score_is_probability


def test_regression_keeps_values(data: Inputs) -> None:
    roles = data.roles | {"y": ColumnRole(role=Role.IGNORE)}
    subject = open_subject(changed(data, task=Task.REGRESSION, positive="", roles=roles))
    subject.model = Model(classes=[], has_scores=False)
    np.testing.assert_array_equal(
        told(subject, "prediction"), pd.read_parquet(data.data.path)["x"] * 2
    )


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        ("short", "gave 1 answers for"),
        ("unknown", "predicts “what”"),
        ("nan", "missing or infinite number in row 1"),
        ("column", "shape"),
    ],
)
def test_impossible_answers_are_refused_and_nothing_is_kept(
    data: Inputs, spoil: str, words: str
) -> None:
    subject = open_subject(data)
    with pytest.raises(Refusal, match=words):
        [*predict_all(subject, Model(spoil=spoil))]
    assert not subject.predicted
    good = Model()
    [*predict_all(open_subject(data), good)]
    assert good.asked == ROWS


def test_stopping_keeps_no_half(data: Inputs) -> None:
    steps = predict_all(open_subject(data), Model())
    next(steps)
    steps.close()
    model = Model()
    [*predict_all(open_subject(data), model)]
    assert model.asked == ROWS


def test_a_full_disk_is_said(data: Inputs, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("rai_desktop.loading.predictions._Column.write", full)
    with pytest.raises(Refusal, match="cannot be kept: No space left"):
        [*predict_all(open_subject(data), Model())]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (
            ModelFacts(feature_names=["x", "zz"], classes=["bad", "good"]),
            "lacks 1 columns that the model wants: “zz”",
        ),
        (ModelFacts(feature_names=["X"], classes=["bad", "good"]), "Perhaps rename “x” → “X”"),
        (
            ModelFacts(n_features=3, classes=["bad", "good"]),
            "trained on 3 columns without names, but 1 have",
        ),
        (ModelFacts(feature_names=["x"], classes=["0", "1"]), "model's classes are “0”, “1”"),
        (ModelFacts(feature_names=["x"], classes=["a", "b", "c"]), "knows 3 classes"),
    ],
)
def test_what_does_not_fit_the_model_is_a_problem(
    data: Inputs, facts: ModelFacts, words: str
) -> None:
    problems, _warnings = check_inputs(data, facts)
    assert any(words in problem for problem in problems), problems


def test_several_outcomes_that_the_model_does_not_name_are_a_problem(data: Inputs) -> None:
    """A booster answers 0, 1 and 2: counted against words, every prediction would be wrong."""
    assert data.data is not None
    words = pd.DataFrame({"x": range(300), "y": ["low", "mid", "high"] * 100})
    words.to_parquet(data.data.path)
    problems, _warnings = check_inputs(data, ModelFacts(feature_names=["x"], classes=["0", "1", "2"]))
    assert any("“0”, “1”, “2”, but the table's outcomes are “high”, “low”, “mid”" in each for each in problems), problems
    assert check_inputs(data, ModelFacts(feature_names=["x"], classes=["high", "low", "mid", "none"]))[0] == []


def test_fitting_inputs_have_no_problem_and_refusals_become_problems(data: Inputs) -> None:
    facts = ModelFacts(
        feature_names=["x"], classes=["bad", "good"], has_scores=True, warnings=["an old version"]
    )
    problems, warnings = check_inputs(data, facts)
    assert problems == []
    assert warnings[0] == "an old version"
    assert check_inputs(Inputs())[0] == ["No table of data has been chosen. Choose a table first."]


def test_a_feature_equal_to_the_label_and_missing_labels_are_warned_of(tmp_path: Path) -> None:
    y = pd.Series(["a", "b", None] * 100)
    path = tmp_path / "t.parquet"
    pd.DataFrame({"y": y, "leak": y.map({"a": 1.0, "b": 2.0}), "x": range(300)}).to_parquet(path)
    roles = {"y": Role.LABEL, "leak": Role.FEATURE, "x": Role.FEATURE}
    inputs = Inputs(
        data=FileRef(path=str(path)), roles={n: ColumnRole(role=r) for n, r in roles.items()}
    )
    problems, warnings = check_inputs(inputs)
    assert problems == []
    assert any("100 of 300 rows have no label" in warning for warning in warnings)
    assert any(warning.endswith("“leak”.") for warning in warnings)
