"""Explanations of real models through a stand-in for the model's process."""

import sys

import msgspec
import numpy as np
import pandas as pd
import pytest
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestRegressor
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

from rai_desktop.assessments.assessment import Progress
from rai_desktop.assessments.explanations import EXPLANATIONS, Parameters, run
from rai_desktop.assessments.explanations.asking import shown_value
from rai_desktop.assessments.explanations.row import explain_row
from rai_desktop.errors import Refusal
from rai_desktop.findings.measurement import Measurement, Points, Scatter, Table, Waterfall
from rai_desktop.host.explaining import explain
from rai_desktop.loading.subject import Subject
from rai_desktop.project.looks import ModelFacts
from rai_desktop.project.model import ColumnRole, Inputs, Role, Task


class InProcess:
    """The model's process without the process."""

    def __init__(self, model, names):
        self.model, self.asked = model, []
        classes = [str(c) for c in getattr(model, "classes_", ())]
        self.facts = ModelFacts(feature_names=list(names), classes=classes, has_scores=hasattr(model, "predict_proba"))

    def predict(self, frame):
        return self.model.predict(frame)

    def predict_proba(self, frame):
        return self.model.predict_proba(frame)

    def explain(self, frame, background, options):
        self.asked.append((len(frame), options))
        proba = self.model.predict_proba if self.facts.has_scores else None
        return explain(self.model, frame, background, options, self.model.predict, proba, self.facts.classes)


FEATURES = ["income", "colour", "noise", "age"]


def table(n=600, seed=0):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({
        "income": rng.normal(size=n), "colour": rng.choice(["red", "green"], n), "noise": rng.normal(size=n),
        "age": rng.integers(20, 70, n), "sex": rng.choice(["f", "m"], n),
    })  # fmt: skip
    frame["income"] *= np.where(frame.sex == "m", 3.0, 1.0)  # income moves the score of men further
    frame["outcome"] = np.where(frame.income + (frame.colour == "red") + rng.normal(size=n) > 0.5, "good", "bad")
    return frame


def subject_of(frame, model, features=FEATURES, task=Task.BINARY, positive="good"):
    roles = {name: ColumnRole(role=Role.FEATURE) for name in features}
    roles |= {"sex": ColumnRole(role=Role.SENSITIVE), "outcome": ColumnRole(role=Role.LABEL)}
    subject = Subject.from_frame(frame, Inputs(roles=roles, task=task, positive=positive))
    subject.model = InProcess(model, features)
    return subject


def linear(frame):
    encode = ColumnTransformer([("words", OneHotEncoder(), ["colour"])], remainder="passthrough")
    return make_pipeline(encode, LogisticRegression(max_iter=1000)).fit(frame[FEATURES], frame.outcome)


@pytest.fixture(scope="module")
def found():
    frame = table()
    return list(run(subject_of(frame, linear(frame)), Parameters(rows=400, background=50, check_rows=500)))


def measured(found, metric, **more):
    return [m for m in found if isinstance(m, Measurement) and m.metric == metric
            and all(getattr(m, k) == v for k, v in more.items())]  # fmt: skip


def evidence(found, name):
    return next(e for e in found if getattr(e, "id", None) == name)


def test_importance_is_ordered_and_has_intervals(found):
    overall = measured(found, "mean_absolute_shap", group={})
    assert [m.cohort for m in overall][:2] == ["feature=income", "feature=colour"]
    assert all(m.n == 400 and m.interval.low <= m.value <= m.interval.high for m in overall)
    assert "log-odds of “good”" in overall[0].note
    assert [row[0] for row in evidence(found, "importance_table").rows] == [m.cohort[8:] for m in overall]


def test_values_are_those_of_the_linear_model(found):
    frame = table()
    model, subject = linear(frame), subject_of(frame, linear(frame))
    rows, background = subject.sample(400, Parameters.seed, FEATURES), subject.sample(50, Parameters.seed + 1, FEATURES)
    weight = model[-1].coef_[0][list(model[0].get_feature_names_out()).index("remainder__income")]
    expected = np.abs(weight * (rows.income - background.income.mean())).mean()
    assert measured(found, "mean_absolute_shap", cohort="feature=income", group={})[0].value == pytest.approx(expected)


def test_faithfulness_is_measured(found):
    assert all(m.value < 1e-9 and m.n == 400 for m in measured(found, "additivity_error"))
    assert measured(found, "surrogate_fidelity")[0].value == pytest.approx(1)
    assert not measured(found, "sampling_error")
    how = dict(evidence(found, "how_explained").rows)
    assert [each.id for each in found if hasattr(each, "title")][-1] == "how_explained"  # the answer comes before its method
    assert how["Explainer"] == "linear"
    assert how["Rows in the table"] == "600"
    assert "seeded sample of 400 of 600" in evidence(found, "how_explained").note


def test_a_feature_that_matters_more_for_one_group_is_found(found):
    gap = measured(found, "mean_absolute_shap_difference", cohort="feature=income")[0]
    assert (gap.group, gap.reference) == ({"sex": "m"}, {"sex": "f"})
    assert gap.interval.low > 0
    assert gap.p_value < 0.001
    assert gap.comparisons == 4
    still = measured(found, "mean_absolute_shap_difference", cohort="feature=noise")[0]
    assert still.interval.low < 0 < still.interval.high
    points = evidence(found, "importance_by_sex")
    assert isinstance(points, Points)
    assert {p.series for p in points.points} == {"f", "m"}


def test_the_cross_check_agrees(found):
    drops = {m.cohort: m for m in measured(found, "permutation_importance")}
    assert drops["feature=income"].interval.low > 0.05
    assert drops["feature=noise"].interval.low < 0.01
    assert measured(found, "importance_agreement")[0].value > 0.5


def test_dependence_of_numbers_and_of_words(found):
    income, colour = evidence(found, "dependence_income"), evidence(found, "dependence_colour")
    assert isinstance(income, Scatter)
    assert np.corrcoef(income.xs, income.ys)[0, 1] == pytest.approx(1)
    assert sorted(colour.levels) == ["green", "red"]
    assert set(colour.xs) == {0.0, 1.0}


def test_progress_is_true(found):
    steps = [p for p in found if isinstance(p, Progress) and p.what == "rows explained"]
    assert [(p.done, p.total) for p in steps] == [(20, 400), (220, 400), (400, 400)]


def test_everything_can_be_written_down(found):
    assert b"NaN" not in msgspec.json.encode([f for f in found if not isinstance(f, Progress)])


def test_same_seed_same_numbers(found):
    frame = table()
    again = list(run(subject_of(frame, linear(frame)), Parameters(rows=400, background=50, check_rows=500)))
    assert again == found


def test_sampled_explanations_say_how_far_to_trust_them():
    frame = table(300)
    wide = [f"x{i}" for i in range(8)]
    frame[wide] = np.random.default_rng(1).normal(size=(300, 8))
    model = MLPClassifier((5,), max_iter=50, random_state=0).fit(frame[wide], frame.outcome)
    found = list(run(subject_of(frame, model, wide), Parameters(rows=60, background=20, max_evaluations=60_000)))
    error = measured(found, "sampling_error")[0]
    assert 0 < error.value < 1
    assert error.n == 50
    assert "estimated by sampling" in measured(found, "additivity_error")[0].note


def test_a_small_budget_explains_fewer_rows_and_says_so():
    frame = table(300)
    wide = [f"x{i}" for i in range(8)]
    frame[wide] = np.random.default_rng(1).normal(size=(300, 8))
    model = MLPClassifier((5,), max_iter=5, random_state=0).fit(frame[wide], frame.outcome)
    budget = 17 * 10 * 210
    found = list(run(subject_of(frame, model, wide), Parameters(rows=300, background=10, max_evaluations=budget, check_rows=0)))
    assert measured(found, "additivity_error")[0].n == 210
    assert "sample of 210 of 300" in measured(found, "additivity_error")[0].note
    assert not measured(found, "permutation_importance")


def test_several_classes_and_regression():
    frame = table()
    frame["outcome"] = np.select([frame.income < -1, frame.income < 1], ["low", "mid"], "high")
    few = ["income", "noise"]
    model = HistGradientBoostingClassifier(max_iter=10).fit(frame[few], frame.outcome)
    found = list(run(subject_of(frame, model, few, Task.MULTICLASS, ""), Parameters(rows=100)))
    assert "each row's predicted class" in measured(found, "mean_absolute_shap")[0].note
    assert measured(found, "permutation_importance")[0].value > 0.3
    frame["outcome"] = frame.income * 2
    model = RandomForestRegressor(10, random_state=0).fit(frame[few], frame.outcome)
    found = list(run(subject_of(frame, model, few, Task.REGRESSION, ""), Parameters(rows=100)))
    assert measured(found, "permutation_importance")[0].value > 1
    assert evidence(found, "dependence_income").y.label == "contribution (prediction)"


def test_one_row_table():
    frame = table(200)
    found = list(run(_one(frame), Parameters()))
    importance = measured(found, "mean_absolute_shap", group={})
    assert all(m.n == 1 and m.interval is None for m in importance)
    assert measured(found, "surrogate_fidelity")[0].value is None


def _one(frame):
    subject = Subject.from_frame(frame.iloc[:1][[*FEATURES, "sex"]], Inputs(roles={
        **{name: ColumnRole(role=Role.FEATURE) for name in FEATURES}, "sex": ColumnRole(role=Role.SENSITIVE)}))
    subject.model = InProcess(linear(frame), FEATURES)
    return subject


def test_the_reasons_of_one_row():
    frame = table()
    frame.loc[7, "colour"] = None
    subject = subject_of(frame, linear(frame.dropna()))
    chart, all_of_them = explain_row(subject, 3, seed=5)
    assert isinstance(chart, Waterfall)
    assert isinstance(all_of_them, Table)
    assert chart.base + sum(s.value for s in chart.steps) == pytest.approx(chart.output)
    own = subject.model.model.decision_function(frame[FEATURES].iloc[3:4])[0]
    assert chart.output == pytest.approx(own)
    assert f"age = {frame.age[3]}" in [s.label for s in chart.steps]
    assert [row[0] for row in all_of_them.rows] == [s.label.split(" = ")[0] for s in chart.steps]


def test_a_lying_or_missing_model_is_refused():
    frame = table(100)
    subject = subject_of(frame, linear(frame))
    subject.model.explain = lambda *_: {"features": FEATURES, "values": np.zeros((3, 2)), "base": 0, "output": 0}
    with pytest.raises(Refusal, match="do not fit the rows"):
        list(run(subject, Parameters(rows=50)))
    nan = {"features": FEATURES, "values": np.full((20, 4), np.nan), "base": np.zeros(20), "output": np.zeros(20)}
    subject.model.explain = lambda *_: nan
    with pytest.raises(Refusal, match="no number for 20 of 20 rows"):
        list(run(subject, Parameters(rows=50)))
    subject.model = None
    with pytest.raises(Refusal, match="no model"):
        list(run(subject, Parameters()))


def test_it_is_declared():
    assert EXPLANATIONS.id == "explanations"
    assert "model" in EXPLANATIONS.needs


def test_without_shap_what_is_lost_is_still_measured(monkeypatch):
    monkeypatch.setitem(sys.modules, "shap", None)  # as in an interpreter without it
    frame = table(400)
    model = HistGradientBoostingClassifier(max_iter=10).fit(frame[["income", "noise"]], frame.outcome)
    subject = subject_of(frame, model, ["income", "noise"])
    found = list(run(subject, Parameters(rows=100)))
    told = measured(found, "additivity_error")[0]
    assert told.value is None
    assert "has no shap" in told.note
    assert measured(found, "permutation_importance", cohort="feature=income")[0].value > 0.1
    assert evidence(found, "permutation_importance")
    with pytest.raises(Refusal, match="has no shap"):
        explain_row(subject, 1)
    easy = subject_of(frame, linear(frame))
    assert measured(list(run(easy, Parameters(rows=100))), "additivity_error")[0].value < 1e-9


@pytest.mark.parametrize(("value", "told"), [
    (80855.47, "80855.47"), (1234567.0, "1234567"), (np.float32(0.558), "0.558"), (np.float32("nan"), "(missing)"), (-0.25, "-0.25"),
    (float("inf"), "inf"), (None, "(missing)"), ("permanent", "permanent"), (3, "3")])
def test_a_value_of_a_row_is_told_as_it_stands_in_the_table(value, told):
    """An income of 1,234,567 was told as 1.23457e+06, and 80855.47 as 80855.5."""
    assert shown_value(value) == told
