"""The model's conduct: what a steady, a changing, a sociable and a two-faced model are told to be."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from rai_desktop.assessments.assessment import Progress
from rai_desktop.assessments.model_conduct import MODEL_CONDUCT, Parameters, run
from rai_desktop.errors import Refusal
from rai_desktop.findings.finding import Verdict
from rai_desktop.findings.judge import judge
from rai_desktop.findings.measurement import Measurement, Result, Table
from rai_desktop.findings.policy import load_policy
from rai_desktop.loading.subject import Subject
from rai_desktop.project.looks import ModelFacts
from rai_desktop.project.model import ColumnRole, Inputs, Role, Task

ROWS = 300


class Model:
    """A model's process without the process; `answer(rows' x, which asking)` gives the scores of class "1"."""

    def __init__(self, answer, labels=None, **facts):
        self.answer, self.labels, self.asked = answer, labels, 0
        facts = {"doors_tried": 5} | facts
        self.facts = ModelFacts(feature_names=["x"], classes=["0", "1"], has_scores=True, **facts)

    def prepare(self, frames):
        """Nothing is begun ahead."""

    def predict_proba(self, frame):
        score = np.asarray(self.answer(frame.x.to_numpy(), self.asked), dtype=float)
        self.asked += 1
        return np.column_stack([1 - score, score])

    def predict(self, frame):
        score = np.asarray(self.answer(frame.x.to_numpy(), self.asked), dtype=float)
        return (self.labels or (lambda s: (s > 0.5).astype(np.int64)))(score)


def found(model, rows=ROWS, asked=200, unanswered=""):
    frame = pd.DataFrame({"x": np.random.default_rng(0).random(rows), "y": ["0", "1"] * (rows // 2) + ["0"] * (rows % 2)})
    roles = {"x": ColumnRole(role=Role.FEATURE), "y": ColumnRole(role=Role.LABEL)}
    subject = Subject.from_frame(frame, Inputs(task=Task.BINARY, positive="1", roles=roles))
    subject.model, subject.unanswered = model, unanswered
    return list(run(subject, Parameters(rows=asked)))


def by_metric(items):
    return {item.metric: item for item in items if isinstance(item, Measurement)}


def findings(items):
    measured = [item for item in items if isinstance(item, Measurement)]
    result = Result(assessment="model_conduct", status="finished", measurements=measured)
    judged = judge({"model_conduct": result}, load_policy("default"))
    return {each.metric: each for each in judged if each.assessment == "model_conduct"}


def verdicts(items):
    return {metric: each.verdict for metric, each in findings(items).items()}


def test_a_model_that_answers_every_row_otherwise_is_found_to():
    items = found(Model(lambda x, turn: (x + turn / 7) % 1))
    measured = by_metric(items)
    assert (measured["changed_answers"].value, measured["changed_answers"].n) == (1.0, 200)
    assert (measured["batch_dependence"].value, measured["batch_dependence"].n) == (None, 0)
    assert verdicts(items)["changed_answers"] is Verdict.NOT_MET
    assert any(isinstance(item, Table) for item in items)


def test_a_steady_model_is_met_on_all_it_was_asked():
    items = found(Model(lambda x, _turn: x, saved_with={"numpy": "2.0"}, versions={"numpy": "2.0", "scipy": "1"}))
    measured = by_metric(items)
    assert {name: each.value for name, each in measured.items()} == {
        "unusable_answers": 0, "changed_answers": 0, "batch_dependence": 0, "label_score_disagreement": 0, "library_versions_differ": 0,
        "confinement_gaps": 0,
    }  # fmt: skip
    assert [measured[name].n for name in ("changed_answers", "batch_dependence", "confinement_gaps")] == [200, 200, 5]
    interval = measured["changed_answers"].interval
    assert interval is not None
    assert interval.high == pytest.approx(stats.binomtest(0, 200).proportion_ci(method="wilson").high)
    assert set(verdicts(items).values()) == {Verdict.MET}
    assert [each.done for each in items if isinstance(each, Progress)] == [1, 2, 3, 4]


def test_answers_that_change_are_counted_row_by_row_and_shown():
    """Rows above 0.9 get another score at every asking after the first."""
    model = Model(lambda x, turn: np.where(x > 0.9, 0.9 - 0.01 * turn, x))
    items = found(model, asked=ROWS)
    x = np.random.default_rng(0).random(ROWS)
    measured = by_metric(items)
    assert measured["changed_answers"].value == pytest.approx((x > 0.9).mean())
    assert measured["batch_dependence"].value == 0
    assert measured["batch_dependence"].n == (x <= 0.9).sum()
    assert verdicts(items)["changed_answers"] is Verdict.NOT_MET
    (table,) = [each for each in items if isinstance(each, Table) and each.id == "answers_changed"]
    assert [row[0] for row in table.rows] == [int(place) + 1 for place in np.flatnonzero(x > 0.9)[:20]]
    assert {row[-1] for row in table.rows} == {"asked again"}
    (asked,) = [each for each in items if isinstance(each, Table) and each.id == "asked_again"]
    above = int((x > 0.9).sum())
    assert [row[1:3] for row in asked.rows] == [[ROWS, above], [ROWS - above, 0], [ROWS, 0]]


def test_an_answer_that_hangs_on_its_neighbours_is_found():
    """A model that centres what it is given, batch by batch."""
    measured = by_metric(items := found(Model(lambda x, _turn: 1 / (1 + np.exp(-(x - x.mean()))))))
    assert measured["changed_answers"].value == 0
    assert measured["batch_dependence"].value == pytest.approx(67 / 200)  # every third row was asked without the others
    assert verdicts(items)["batch_dependence"] is Verdict.NOT_MET


def test_one_that_answers_by_place_is_found_in_reverse():
    measured = by_metric(found(Model(lambda x, _turn: np.arange(len(x)) / len(x))))
    assert measured["changed_answers"].value == 0
    assert measured["batch_dependence"].value == 1


def test_last_digits_are_no_change():
    measured = by_metric(found(Model(lambda x, turn: np.clip(x + 1e-12 * turn, 0, 1))))
    assert measured["changed_answers"].value == measured["batch_dependence"].value == 0


def test_a_label_against_its_score_is_a_concern_and_a_tie_is_not():
    strict = found(Model(lambda x, _turn: x, labels=lambda s: (s > 0.8).astype(np.int64)), asked=ROWS)
    x = np.random.default_rng(0).random(ROWS)
    assert by_metric(strict)["label_score_disagreement"].value == pytest.approx(((x > 0.5) & (x <= 0.8)).mean())
    assert verdicts(strict)["label_score_disagreement"] is Verdict.CONCERN
    tied = by_metric(found(Model(lambda x, _turn: np.full(len(x), 0.5))))["label_score_disagreement"]
    assert (tied.value, tied.n) == (None, 0)


def test_versions_are_compared_where_both_are_known():
    items = found(Model(lambda x, _turn: x, saved_with={"scikit-learn": "1.1.3", "numpy": "2.0", "gone": "1"},
                        versions={"scikit-learn": "1.7.2", "numpy": "2.0", "python": "3.11"}))
    measured = by_metric(items)["library_versions_differ"]
    assert (measured.value, measured.n) == (1, 2)
    (table,) = [each for each in items if isinstance(each, Table) and each.id == "library_versions"]
    assert table.rows == [["numpy", "2.0", "2.0"], ["scikit-learn", "1.1.3", "1.7.2"]]
    assert verdicts(items)["library_versions_differ"] is Verdict.CONCERN


def test_what_is_not_known_is_never_met():
    items = found(Model(lambda x, _turn: x, doors_tried=0))
    for name in ("library_versions_differ", "confinement_gaps"):
        assert by_metric(items)[name].value is None
        assert verdicts(items)[name] is Verdict.NOT_ENOUGH_EVIDENCE


def test_a_door_that_stands_open_is_named():
    items = found(Model(lambda x, _turn: x, doors_open=["network"]))
    assert by_metric(items)["confinement_gaps"].value == 1
    assert "network" in by_metric(items)["confinement_gaps"].note
    assert verdicts(items)["confinement_gaps"] is Verdict.CONCERN


def test_few_rows_are_not_enough():
    items = found(Model(lambda x, _turn: x), rows=10)
    assert verdicts(items)["changed_answers"] is Verdict.NOT_ENOUGH_EVIDENCE


def test_one_row_is_asked_about_without_a_fall():
    assert by_metric(found(Model(lambda x, _turn: x), rows=2, asked=1))["changed_answers"].n == 1


def test_without_a_model_it_refuses():
    with pytest.raises(Refusal):
        found(None)


def test_regression_and_text_labels():
    class Plain:
        def __init__(self, answer):
            self.answer, self.facts = answer, ModelFacts(feature_names=["x"])

        def prepare(self, frames):
            """Nothing is begun ahead."""

        def predict(self, frame):
            return self.answer(frame.x.to_numpy())

    for answer in (lambda x: x * 3, lambda x: np.where(x > 0.5, "yes", "no").astype(object)):
        measured = by_metric(found(Plain(answer)))
        assert measured["changed_answers"].value == measured["batch_dependence"].value == 0
        assert "label_score_disagreement" not in measured
    assert MODEL_CONDUCT.tasks == ("binary", "multiclass", "regression")


def test_a_model_that_falls_is_not_met_with_what_it_did():
    def fall(x, turn):
        if turn == 2:
            raise Refusal("The model gave 3 answers for 200 rows.", "A model must answer each row once.")
        return x

    items = found(Model(fall))
    measured = by_metric(items)
    assert (measured["unusable_answers"].value, measured["unusable_answers"].n) == (1, 4)  # all rows, twice well, once not
    assert "changed_answers" not in measured
    assert measured["confinement_gaps"].value == 0
    finding = findings(items)["unusable_answers"]
    assert finding.verdict is Verdict.NOT_MET
    assert "The model gave 3 answers for 200 rows" in finding.sentence


def test_each_failure_counts_and_is_told_once():
    def fall(_x, _turn):
        raise Refusal("It died.")

    measured = by_metric(found(Model(fall), unanswered="It died."))["unusable_answers"]
    assert (measured.value, measured.n, measured.note) == (2, 2, "It died.")
    measured = by_metric(found(Model(lambda x, _turn: x), unanswered="Row 7 has no answer."))["unusable_answers"]
    assert (measured.value, measured.n, measured.note) == (1, 5, "Row 7 has no answer.")


def test_sentences_read_well():
    said = {metric: each.sentence for metric, each in findings(found(Model(
        lambda x, _turn: x, saved_with={"numpy": "1"}, versions={"numpy": "2"}, doors_open=["network", "read"]))).items()}
    assert said == {
        "unusable_answers": "Times that the model gave no usable answer: 0 (asked 5 times); the policy allows none. "
            "It was asked about all rows once, and 4 times about some.",
        "changed_answers": "Rows that the model answered otherwise when asked again: 0.0 % (200 rows); the policy allows none.",
        "batch_dependence": "Rows whose answer hung on the rows asked about beside them: 0.0 % (200 rows); the policy allows none.",
        "label_score_disagreement":
            "Rows whose label is not the class with the highest score: 0.0 % (200 rows); the policy allows none.",
        "library_versions_differ": "Libraries of another version than the one that wrote the model: 1 (1 library compared); "
            "the policy allows none. Saved with numpy 1, read by 2.",
        "confinement_gaps": "Attempts to leave its confinement that succeeded in the model's process: 2 (5 attempts); the policy "
            "allows none. These succeeded: network, reading files.",
    }  # fmt: skip
