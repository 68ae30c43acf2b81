"""Batches against pandas: codes, bins, classes, scores, weights, samples, and the pass threads share."""

import threading

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rai_desktop.errors import Refusal
from rai_desktop.loading.checks import check_subject
from rai_desktop.loading.coding import as_text, bin_names, text_of
from rai_desktop.loading.settling import guess_positive, says_favourable
from rai_desktop.loading.subject import Subject
from rai_desktop.project.model import ColumnRole, FileRef, Inputs, Role, Task


def inputs(
    positive: str = "",
    task: Task | None = None,
    threshold: float | None = None,
    bins: dict[str, list[float]] | None = None,
    **roles: str,
) -> Inputs:
    made = {
        n: ColumnRole(role=Role(r.replace("_", " ")), bins=(bins or {}).get(n, []))
        for n, r in roles.items()
    }
    return Inputs(roles=made, positive=positive, task=task, threshold=threshold)


def whole(subject: Subject, part: str) -> np.ndarray:
    return np.concatenate([getattr(batch, part) for batch in subject.batches()])


def groups(subject: Subject, column: str) -> np.ndarray:
    codes = np.concatenate([batch.groups[column] for batch in subject.batches()])
    return np.array([*subject.levels(column), None], dtype=object)[codes]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "b", None]), st.integers(0, 99), st.sampled_from(["n", "y"])
        ),
        min_size=2,
        max_size=60,
    ).filter(lambda rows: len({r[2] for r in rows}) == 2),
    st.lists(st.integers(1, 98), min_size=1, max_size=4, unique=True),
)
@settings(max_examples=40, deadline=None)
def test_codes_say_what_pandas_says(rows: list, edges: list[int]) -> None:
    frame = pd.DataFrame(rows, columns=["group", "age", "y"])
    subject = Subject.from_frame(
        frame,
        inputs(
            group="sensitive", age="sensitive", y="label", bins={"age": [float(e) for e in edges]}
        ),
    )
    assert [None if pd.isna(v) else v for v in frame["group"]] == groups(subject, "group").tolist()
    cut = pd.cut(frame["age"], [-np.inf, *sorted(edges), np.inf], right=False, labels=False)
    codes = np.concatenate([batch.groups["age"] for batch in subject.batches()])
    assert codes.tolist() == cut.tolist()
    assert np.array(subject.classes)[whole(subject, "label")].tolist() == frame["y"].tolist()


def test_bins_have_the_names_people_use() -> None:
    assert bin_names([25.0, 40.0], whole=True) == ("under 25", "25 to 39", "40 and over")
    assert bin_names([0.5, 1.5], whole=False) == ("under 0.5", "0.5 to under 1.5", "1.5 and over")
    assert bin_names([1.0, 2.0], whole=True) == ("under 1", "1", "2 and over")


@pytest.mark.parametrize(
    ("label", "prediction"),
    [
        ([1, 2, 1], [1.0, 2.0, 2.0]),
        ([True, False, True], [1, 0, 0]),
        (["1", "0", "1"], [True, False, False]),
        ([0.0, 1.0, 0.0], ["0", "1", "1"]),
        (["yes", "no", "yes"], ["yes", "no", "no"]),
    ],
)
def test_one_outcome_has_one_code_however_it_is_written(label: list, prediction: list) -> None:
    subject = Subject.from_frame(
        pd.DataFrame({"y": label, "p": prediction}), inputs(y="label", p="prediction")
    )
    assert len(subject.classes) == 2
    assert (whole(subject, "label") == whole(subject, "prediction")).tolist() == [True, True, False]


@pytest.mark.parametrize("nothing", [None, "", float("nan"), pd.NaT, pd.NA, np.datetime64("NaT"), np.timedelta64("NaT"), np.float32("nan")])
def test_whatever_says_nothing_has_no_text(nothing: object) -> None:
    assert text_of(nothing) is None


def test_text_of_values_is_canonical() -> None:
    assert [
        text_of(v) for v in (1, 1.0, np.int8(1), True, "x", None, float("nan"), 0.5, -0.0, 2**63)
    ] == ["1", "1", "1", "True", "x", None, None, "0.5", "0", str(2**63)]
    assert as_text(pd.Series([1.5, np.nan])).tolist() == ["1.5", None]


def test_numeric_classes_stand_in_numeric_order_and_the_last_or_favourable_is_positive() -> None:
    frame = pd.DataFrame({"y": [10, 9, 10, 9], "w": ["repaid", "default", "repaid", "default"]})
    assert Subject.from_frame(frame, inputs(y="label")).classes == ("9", "10")
    assert Subject.from_frame(frame, inputs(w="label")).positive == 1
    assert Subject.from_frame(frame, inputs(w="label", positive="default")).positive == 0


@pytest.mark.parametrize(("classes", "positive", "said"), [
    (["approuvé", "refusé"], "approuvé", True),
    (["abgelehnt", "zugesagt"], "zugesagt", True),
    (["denied", "granted"], "granted", True),
    (["no", "yes"], "yes", False),
    (["0", "1"], "1", False),
    (["blue", "red"], "red", False),
])
def test_words_tell_which_outcome_is_good_and_when_they_do_not(classes: list[str], positive: str, said: bool) -> None:
    assert (classes[guess_positive(classes)], says_favourable(classes)) == (positive, said)


def test_missing_labels_are_minus_one_and_in_regression_nan() -> None:
    frame = pd.DataFrame({"y": ["a", None, "b", ""], "r": [1.5, np.nan, 2.5, 3.5]})
    assert whole(Subject.from_frame(frame, inputs(y="label")), "label").tolist() == [0, -1, 1, -1]
    subject = Subject.from_frame(frame, inputs(r="label", task=Task.REGRESSION))
    np.testing.assert_array_equal(whole(subject, "label"), frame["r"])
    assert (subject.classes, subject.positive) == ((), None)


def test_predictions_come_from_the_score_when_there_are_no_others() -> None:
    frame = pd.DataFrame({"y": ["n", "y", "y"], "s": [0.2, 0.5, np.nan]})
    subject = Subject.from_frame(frame, inputs(y="label", s="score", positive="n"))
    assert whole(subject, "prediction").tolist() == [1, 0, -1]
    assert subject.has("prediction")
    assert subject.score_is_probability
    low = Subject.from_frame(frame, inputs(y="label", s="score", positive="n", threshold=0.1))
    assert whole(low, "prediction").tolist() == [0, 0, -1]


def test_scores_beyond_one_rank_but_are_no_probabilities() -> None:
    frame = pd.DataFrame({"y": ["n", "y"], "s": [-3.0, 7.0]})
    assert not Subject.from_frame(frame, inputs(y="label", s="score")).score_is_probability


def test_score_columns_stand_in_the_order_of_the_classes() -> None:
    frame = pd.DataFrame(
        {"y": ["a", "b", "c"], "p_c": [3.0] * 3, "p_a": [1.0] * 3, "p_b": [2.0] * 3}
    )
    subject = Subject.from_frame(frame, inputs(y="label", p_a="score", p_b="score", p_c="score"))
    assert whole(subject, "score")[0].tolist() == [1, 2, 3]


def test_numeric_groups_without_bins_are_cut_by_quartiles_not_refused() -> None:
    frame = pd.DataFrame({"y": ["a", "b"] * 50, "income": np.arange(100)})
    subject = Subject.from_frame(frame, inputs(y="label", income="sensitive"))
    assert np.unique(groups(subject, "income").astype(str), return_counts=True)[1].max() <= 26


@pytest.mark.parametrize(
    ("frame", "given_", "words"),
    [
        ({"y": ["a", "a"]}, inputs(y="label"), "only one value, “a”"),
        ({"y": [None, None]}, inputs(y="label", task=Task.BINARY), "empty in every row"),
        ({"y": ["a", "b", "c"]}, inputs(y="label", task=Task.BINARY), "has 3: “a”, “b”, “c”"),
        ({"y": ["a", "b"]}, inputs(y="label", positive="z"), "“z” never occurs"),
        ({"y": ["a", "b"]}, inputs(x="label"), "no column “x”"),
        (
            {"y": ["a", "b"], "z": ["a", "b"]},
            inputs(y="label", z="label"),
            "2 columns have the role label",
        ),
        ({"y": ["a", "b"], "w": [1.0, -1.0]}, inputs(y="label", w="weight"), "-1.0 in row 2"),
        ({"y": ["a", "b"], "w": [1.0, np.nan]}, inputs(y="label", w="weight"), "nan in row 2"),
        (
            {"y": ["a", "b"], "s": [0.1, np.inf]},
            inputs(y="label", s="score"),
            "infinite number in row 2",
        ),
        ({"y": [1.5, np.inf]}, inputs(y="label", task=Task.REGRESSION), "infinite number in row 2"),
        (
            {"y": ["a", "b"] * 150, "g": [f"g{i}" for i in range(300)]},
            inputs(y="label", g="sensitive"),
            "more than 200 different",
        ),
        (
            {"y": ["a", "1"], "s": ["x", "2"]},
            inputs(y="label", s="score"),
            "must hold numbers, but it holds “x”",
        ),
        ({"y": []}, inputs(y="label"), "no rows"),
    ],
)
def test_bad_tables_are_refused_in_one_sentence(frame: dict, given_: Inputs, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        Subject.from_frame(pd.DataFrame(frame), given_)
    assert words in refused.value.sentence
    assert refused.value.way_out


def test_constant_label_waits_for_the_classes_of_the_model() -> None:
    frame = pd.DataFrame({"y": ["a", "a"]})
    subject = Subject.from_frame(
        frame, Inputs(roles={"y": ColumnRole(role=Role.LABEL)}, model=FileRef(path="m"))
    )

    class Model:
        class facts:
            classes = ("a", "b")
            has_scores = False
            has_decision = False

    subject.model = Model()  # type: ignore[assignment]
    assert subject.classes == ("a", "b")


def test_samples_are_the_same_rows_whatever_the_columns() -> None:
    frame = pd.DataFrame({"y": ["a", "b"] * 500, "x": np.arange(1000)})
    subject = Subject.from_frame(frame, inputs(y="label", x="feature"))
    one, other = subject.sample(50, 7), subject.sample(50, 7, ["x"])
    assert one.index.equals(other.index)
    assert (one["x"] == one.index).all()
    assert not one.index.equals(subject.sample(50, 8).index)
    assert len(subject.sample(5000, 1)) == 1000
    assert subject.rows_at([3, 1])["x"].tolist() == [3, 1]
    with pytest.raises(Refusal, match="no row 1001"):
        subject.rows_at([1000])


def test_given_predictions_are_used_and_counted_anew() -> None:
    frame = pd.DataFrame({"y": ["n", "y", "y"]})
    subject = Subject.from_frame(frame, inputs(y="label"))
    assert not subject.has("prediction")
    first = subject.tally
    subject.set_predictions(["y", "y", "n"], np.array([0.9, 0.8, 0.1]))
    assert whole(subject, "prediction").tolist() == [1, 1, 0]
    assert subject.tally is not first
    with pytest.raises(Refusal, match="2 predictions for 3 rows"):
        subject.set_predictions(["y", "y"])


def test_threads_share_one_pass_and_one_that_stops_holds_nobody_up() -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        {"y": rng.choice(["a", "b"], 400_000), "g": rng.choice(["u", "v"], 400_000)}
    )
    subject = Subject.from_frame(frame, inputs(y="label", g="sensitive"))
    stopped = subject.counting()
    next(stopped)
    seen: list[object] = []
    threads = [threading.Thread(target=lambda: seen.append(subject.tally)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(seen) == 4
    assert all(tally is subject.tally for tally in seen)
    assert subject.tally.rows == 400_000


def test_a_score_of_the_other_outcome_is_turned_round_and_its_threshold_is_not() -> None:
    """The risk of an illness, where to be well is favourable: 1 - risk ranks and calibrates, and the alert is from 0.1 of risk."""
    frame = pd.DataFrame({"ill": ["no", "yes", "no", "yes"], "risk": [0.1, 0.9, np.nan, 0.09999999999999998]})
    given = inputs(ill="label", risk="score of the other outcome", positive="no", threshold=0.1)
    subject = Subject.from_frame(frame, given)
    np.testing.assert_allclose(whole(subject, "score"), [0.9, 0.1, np.nan, 0.9])
    assert whole(subject, "prediction").tolist() == [1, 1, -1, 0]
    assert subject.score_is_probability
    assert subject.score_column == ("risk", True)


def test_of_two_score_columns_that_of_the_favourable_outcome_is_used() -> None:
    frame = pd.DataFrame({"y": ["n", "y"], "good": [0.2, 0.7], "bad": [0.8, 0.3]})
    subject = Subject.from_frame(frame, inputs(y="label", good="score", bad="score of the other outcome", positive="y"))
    assert whole(subject, "score").tolist() == [0.2, 0.7]


@pytest.mark.parametrize(("role", "positive", "named"), [
    ("score", "no", "Score of the other outcome"), ("score of the other outcome", "yes", "Score of the favourable outcome"),
    ("score", "yes", ""), ("score of the other outcome", "no", "")])
def test_a_score_that_is_high_where_the_other_outcome_is_predicted_is_told(role: str, positive: str, named: str) -> None:
    """A table of alerts with the risk of the illness was judged upside down without a word: ROC AUC 0.39, error 87 points."""
    risk = np.linspace(0, 1, 200)
    frame = pd.DataFrame({"ill": ["no", "yes"] * 100, "risk": risk, "alert": np.where(risk >= 0.3, "yes", "no")})
    subject = Subject.from_frame(frame, inputs(ill="label", risk=role, alert="prediction", positive=positive))
    told = [each for each in check_subject(subject)[1] if "upside down" in each]
    assert [named in each and "“alert” is “yes”" in each for each in told] == ([True] if named else [])
