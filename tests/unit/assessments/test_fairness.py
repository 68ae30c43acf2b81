"""Fairness against fairlearn and scikit-learn, hand-worked tables, and small or missing groups."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from fairlearn.metrics import (
    MetricFrame,
    demographic_parity_difference,
    demographic_parity_ratio,
    equal_opportunity_difference,
    equalized_odds_difference,
    equalized_odds_ratio,
    false_negative_rate,
    false_positive_rate,
    selection_rate,
    true_negative_rate,
    true_positive_rate,
)
from scipy.stats import fisher_exact
from sklearn.metrics import accuracy_score, precision_score, roc_auc_score

from rai_desktop.assessments.assessment import Progress
from rai_desktop.assessments.fairness import FAIRNESS, Parameters
from rai_desktop.errors import Refusal
from rai_desktop.findings.measurement import Measurement, Table
from rai_desktop.loading.subject import Subject
from rai_desktop.project.model import ColumnRole, Inputs, Role, Task

ROLES = {
    "outcome": Role.LABEL, "predicted": Role.PREDICTION, "score": Role.SCORE,
    "sex": Role.SENSITIVE, "age": Role.SENSITIVE, "weight": Role.WEIGHT,
}


def applicants(rows: int = 3000, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    sex = rng.choice(["female", "male"], rows)
    age = rng.choice(["under 30", "30 to 49", "50 and over"], rows, p=[0.2, 0.5, 0.3])
    score = np.clip(rng.normal(0.5 + 0.06 * (sex == "male"), 0.2, rows), 0, 1).round(3)
    outcome = np.where(rng.random(rows) < score, "repaid", "default")
    predicted = np.where(score >= 0.5, "repaid", "default")
    return pd.DataFrame(
        {"outcome": outcome, "predicted": predicted, "score": score, "sex": sex, "age": age}
    )


def inputs(frame: pd.DataFrame, task: Task = Task.BINARY, positive: str = "repaid") -> Inputs:
    roles = {c: ColumnRole(role=ROLES[c]) for c in frame.columns}
    return Inputs(task=task, positive=positive, roles=roles)


def measure(frame: pd.DataFrame, given: Inputs | None = None, **parameters: Any) -> list[Any]:
    subject = Subject.from_frame(frame, given or inputs(frame))
    found = FAIRNESS.run(subject, Parameters(**{"smallest_group": 1, **parameters}))
    return [item for item in found if not isinstance(item, Progress)]


def pick(found: list[Any], metric: str, **where: Any) -> Measurement:
    group = where.pop("group", None)
    chosen = [
        m for m in found
        if isinstance(m, Measurement) and m.metric == metric
        and (group is None or m.group == group)
        and all(getattr(m, k) == v for k, v in where.items())
    ]
    assert len(chosen) == 1, chosen
    return chosen[0]


@pytest.fixture(scope="module")
def people() -> pd.DataFrame:
    return applicants()


@pytest.fixture(scope="module")
def found(people: pd.DataFrame) -> list[Any]:
    return measure(people)


def precision(y: Any, p: Any) -> float:
    return float(precision_score(y, p))


@pytest.mark.parametrize("columns", [["sex"], ["age"], ["sex", "age"]])
def test_group_values_equal_fairlearn(
    people: pd.DataFrame, found: list[Any], columns: list[str]
) -> None:
    y, p = people.outcome == "repaid", people.predicted == "repaid"
    metrics = {
        "selection_rate": selection_rate, "true_positive_rate": true_positive_rate,
        "false_positive_rate": false_positive_rate, "false_negative_rate": false_negative_rate,
        "true_negative_rate": true_negative_rate, "accuracy": accuracy_score,
        "positive_predictive_value": precision,
    }
    oracle = MetricFrame(
        metrics=metrics, y_true=y, y_pred=p, sensitive_features=people[columns]
    ).by_group
    for key, row in oracle.iterrows():
        levels = key if isinstance(key, tuple) else (key,)
        group = dict(zip(columns, levels, strict=True))
        for metric in metrics:
            mine = pick(found, metric, group=group)
            assert mine.value == pytest.approx(row[metric], abs=1e-12)
            assert mine.interval is not None
            assert mine.interval.low <= row[metric] <= mine.interval.high
            assert mine.comparisons == len(oracle)


@pytest.mark.parametrize("column", ["sex", "age"])
def test_gaps_equal_fairlearn(people: pd.DataFrame, found: list[Any], column: str) -> None:
    y, p = people.outcome == "repaid", people.predicted == "repaid"
    for name, oracle in (
        ("demographic_parity_difference", demographic_parity_difference),
        ("demographic_parity_ratio", demographic_parity_ratio),
        ("equal_opportunity_difference", equal_opportunity_difference),
        ("equalized_odds_difference", equalized_odds_difference),
        ("equalized_odds_ratio", equalized_odds_ratio),
    ):
        mine = pick(found, name, cohort=f"feature={column}")
        expected = oracle(y, p, sensitive_features=people[column])
        assert mine.value == pytest.approx(expected, abs=1e-12)
        assert mine.interval is not None
        assert mine.interval.low <= expected <= mine.interval.high


def test_auc_by_group_equals_sklearn(people: pd.DataFrame, found: list[Any]) -> None:
    for (sex, age), part in people.groupby(["sex", "age"]):
        mine = pick(found, "roc_auc", group={"sex": sex, "age": age})
        assert mine.value == pytest.approx(
            roc_auc_score(part.outcome == "repaid", part.score), abs=1e-12
        )


def test_p_value_is_fishers(people: pd.DataFrame, found: list[Any]) -> None:
    mine = pick(found, "selection_rate_difference", group={"sex": "female"})
    table = pd.crosstab(people.sex, people.predicted)
    assert mine.p_value == pytest.approx(fisher_exact(table).pvalue, rel=1e-6)
    assert mine.reference == {"sex": "male"}


def hand_worked() -> pd.DataFrame:
    """A perfectly fair model on groups of 900 and 100: TPR 0.8 and FPR 0.1 in both."""
    rows = []
    for sex, n in (("male", 900), ("female", 100)):
        half = n // 2
        rows += [("repaid", "repaid", sex)] * int(half * 0.8)
        rows += [("repaid", "default", sex)] * (half - int(half * 0.8))
        rows += [("default", "repaid", sex)] * int(half * 0.1)
        rows += [("default", "default", sex)] * (half - int(half * 0.1))
    return pd.DataFrame(rows, columns=["outcome", "predicted", "sex"])


def test_a_fair_model_is_reported_fair_whatever_the_sizes_of_the_groups() -> None:
    found = measure(hand_worked())
    for sex in ("male", "female"):
        assert pick(found, "true_positive_rate", group={"sex": sex}).value == 0.8
        assert pick(found, "false_positive_rate", group={"sex": sex}).value == 0.1
    gap = pick(found, "equalized_odds_difference", cohort="feature=sex")
    assert gap.value == pytest.approx(0, abs=1e-12)


def test_small_groups_are_named_without_a_value() -> None:
    frame = hand_worked()
    frame.loc[:11, "sex"] = "other"
    found = measure(frame, smallest_group=30)
    other = pick(found, "selection_rate", group={"sex": "other"})
    assert other.value is None
    assert other.n == 12
    assert "12" in other.note
    assert "30" in other.note
    gap = pick(found, "demographic_parity_difference", cohort="feature=sex")
    assert gap.value is not None
    assert "other" in gap.note


def test_nothing_over_nothing_is_not_zero() -> None:
    frame = hand_worked()
    frame.loc[frame.sex == "female", "outcome"] = "default"
    found = measure(frame)
    tpr = pick(found, "true_positive_rate", group={"sex": "female"})
    assert tpr.value is None
    assert tpr.n == 0
    assert pick(found, "equal_opportunity_difference", cohort="feature=sex").value is None


def test_named_reference_and_its_refusals(people: pd.DataFrame) -> None:
    found = measure(people, reference=("age=30 to 49",))
    gap = pick(found, "selection_rate_difference", group={"age": "under 30"})
    assert gap.reference == {"age": "30 to 49"}
    assert gap.comparisons == 2
    for wrong in ("agee=x", "age=80"):
        with pytest.raises(Refusal):
            measure(people, reference=(wrong,))


def test_missing_levels_are_shown_but_not_compared() -> None:
    frame = hand_worked()
    frame.loc[::5, "sex"] = None
    found = measure(frame)
    assert pick(found, "selection_rate", group={"sex": "(missing)"}).n == 200
    gap = pick(found, "demographic_parity_difference", cohort="feature=sex")
    assert {gap.group["sex"], gap.reference["sex"]} == {"male", "female"}


def test_published_local_law_144_example() -> None:
    """The example table of selection by sex and race in the rule of 6 RCNY 5-301(b): males 1390 applicants
    667 selected, females 1181 applicants 555 selected; the published ratios are 1.00 and 0.979."""
    rows = [("male", 1390, 667), ("female", 1181, 555)]
    frame = pd.concat([
        pd.DataFrame({"outcome": "repaid", "sex": sex,
                      "predicted": ["repaid"] * chosen + ["default"] * (n - chosen)})
        for sex, n, chosen in rows
    ])
    found = measure(frame.reset_index(drop=True))
    table = next(t for t in found if isinstance(t, Table) and t.id.startswith("ll144_selection"))
    by_sex = {row[0]: row for row in table.rows}
    assert by_sex["male"][3:5] == [0.48, 1.0]
    assert by_sex["female"][3:5] == [0.47, 0.979]
    ratio = pick(found, "impact_ratio", group={"sex": "female"})
    assert ratio.value == pytest.approx((555 / 1181) / (667 / 1390), abs=1e-12)


def test_weights_count_and_their_effective_number_is_told(people: pd.DataFrame) -> None:
    frame = people.assign(weight=np.random.default_rng(0).integers(1, 5, len(people)))
    found = measure(frame)
    part = frame[frame.sex == "male"]
    expected = np.average(part.predicted == "repaid", weights=part.weight)
    mine = pick(found, "selection_rate", group={"sex": "male"})
    assert mine.value == pytest.approx(expected, abs=1e-12)
    assert "effective" in mine.note
    auc = pick(found, "roc_auc", group={"sex": "male"})
    expected = roc_auc_score(part.outcome == "repaid", part.score, sample_weight=part.weight)
    assert auc.value == pytest.approx(expected, abs=1e-12)


def test_shortfall_reaches_parity(people: pd.DataFrame, found: list[Any]) -> None:
    counts = people.assign(yes=people.predicted == "repaid").groupby("sex").yes.agg(["sum", "size"])
    missing = pick(found, "shortfall_to_parity", group={"sex": "female"}).value
    assert missing is not None
    female, best = counts.loc["female"], counts.loc["male", "sum"] / counts.loc["male", "size"]
    assert (female["sum"] + missing) / female["size"] >= best
    assert (female["sum"] + missing - 1) / female["size"] < best


def test_regression_by_group() -> None:
    rng = np.random.default_rng(2)
    frame = pd.DataFrame({"outcome": rng.normal(100, 5, 900), "sex": rng.choice(["f", "m"], 900)})
    frame["predicted"] = frame.outcome + rng.normal(size=900) + 2 * (frame.sex == "m")
    found = measure(frame, inputs(frame, Task.REGRESSION, ""))
    error = (frame.predicted - frame.outcome)[frame.sex == "m"]
    assert pick(found, "mean_error", group={"sex": "m"}).value == pytest.approx(error.mean())
    assert pick(found, "root_mean_squared_error", group={"sex": "m"}).value == pytest.approx(
        np.sqrt((error**2).mean())
    )
    gap = pick(found, "mean_prediction_difference", group={"sex": "f"}, cohort="all")
    assert gap.interval is not None
    assert gap.interval.high < 0


def test_several_classes_each_against_the_rest() -> None:
    rng = np.random.default_rng(2)
    frame = pd.DataFrame({
        "outcome": rng.choice(list("abc"), 900), "predicted": rng.choice(list("abc"), 900),
        "sex": rng.choice(["f", "m"], 900)})
    found = measure(frame, inputs(frame, Task.MULTICLASS, ""))
    part = frame[frame.sex == "f"]
    assert pick(found, "selection_rate", group={"sex": "f"}, cohort="class=b").value == (
        pytest.approx((part.predicted == "b").mean()))
    assert pick(found, "accuracy", group={"sex": "f"}).value == (
        pytest.approx((part.predicted == part.outcome).mean()))


def test_nobody_selected_is_said_and_not_called_too_few_groups() -> None:
    frame = applicants()
    frame["predicted"] = "default"
    found = pick(measure(frame), "demographic_parity_ratio", cohort="feature=sex")
    assert found.value is None
    assert "rate is 0" in found.note
    assert "Fewer" not in found.note


def test_weighted_scores_by_group_count_rows_and_make_no_table_of_people() -> None:
    frame = applicants()
    frame["weight"] = np.random.default_rng(0).gamma(0.5, 1, len(frame))
    found = measure(frame)
    for metric in ("roc_auc", "mean_score", "expected_calibration_error"):
        rows = int((frame.sex == "female").sum())
        assert pick(found, metric, group={"sex": "female"}).n == rows, metric
    tables = [item for item in found if isinstance(item, Table) and item.id == "ll144_scoring:sex"]
    assert [table.rows for table in tables] == [[]]
    assert "weights" in tables[0].note


def test_a_group_with_two_favourable_cases_ranked_first_is_no_certainty() -> None:
    outcome = np.where(np.arange(600) % 300 < 2, "repaid", "default")
    frame = pd.DataFrame({"outcome": outcome, "predicted": outcome, "sex": np.repeat(["f", "m"], 300),
                          "score": np.where(outcome == "repaid", 1.0, 0.0)})
    found = measure(frame)
    interval = pick(found, "roc_auc", group={"sex": "f"}).interval
    assert interval is not None
    assert interval.low < 0.4
    assert pick(found, "expected_calibration_error", group={"sex": "f"}).interval is None


def test_a_large_group_without_a_value_is_not_called_too_small() -> None:
    frame = applicants()
    frame.loc[frame.age == "under 30", "outcome"] = "repaid"  # no pair of outcomes, hence no area
    found = measure(frame, smallest_group=30)
    assert "no value for them: under 30" in pick(found, "roc_auc_difference", cohort="feature=age").note
    few = pick(found, "false_positive_rate_difference", cohort="feature=age").note
    assert few == "Left out, having too few people whose actual outcome was unfavourable: under 30."
