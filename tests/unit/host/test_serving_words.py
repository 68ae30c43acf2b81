"""What a model answers that is no answer for each row, and what it is kept from, is told by a code with words of its own."""

from importlib.machinery import EXTENSION_SUFFIXES
from typing import Any

import numpy as np
import pandas as pd
import pytest
from lightgbm import LGBMClassifier
from sklearn.gaussian_process import GaussianProcessClassifier
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from xgboost import XGBClassifier

from rai_desktop.host import answers, serving, unpickling
from rai_desktop.host.models import Model, Problem, wrap
from rai_desktop.host.rules import Name
from rai_desktop.loading import sentences


class Thing:
    pass


@pytest.mark.parametrize(("answer", "said"), [
    (None, "“NoneType”, which is not one value for each row"), ({"a": 1}, "“dict”"), (3, "“int”"),
    ([Thing(), Thing()], "values of the kind Thing"), ([{"a": 1}, None], "values of the kind dict"), ([1 + 2j, 1j], "kind complex"),
    (np.array(["2020-01-01"], "datetime64[ns]"), "kind datetime64"), (np.array([1], "timedelta64[ns]"), "kind timedelta64"),
    (np.array([2**64 - 1], "u8"), "kind int (> 64 bit)"), ([10**30], "kind int (> 64 bit)"),
])  # fmt: skip
def test_what_is_no_answer_is_told(answer: Any, said: str) -> None:
    with pytest.raises(Problem) as told:
        answers.labels(answer)
    assert said in sentences.refusal(serving._failure(told.value, "predict")).sentence


@pytest.mark.parametrize("shape", [(3,), (3, 1), (3, 1, 1)])
def test_one_answer_a_row_is_taken_however_deep_it_lies(shape: tuple[int, ...]) -> None:
    _reply, (values,) = answers.labels(np.arange(3.0).reshape(shape))
    assert values.tolist() == [0, 1, 2]


@pytest.mark.parametrize(("shape", "outputs"), [((3, 2), 2), ((3, 1, 2), 2), ((3, 2, 2), 4), ((3, 0), 0), ((3, 1, 0), 0)])
def test_as_many_answers_a_row_as_there_are_are_told(shape: tuple[int, ...], outputs: int) -> None:
    with pytest.raises(Problem) as told:
        answers.labels(np.zeros(shape))
    assert f"gives {outputs} answers for each row" in sentences.refusal(serving._failure(told.value, "predict")).sentence


def test_scores_that_are_none_are_told() -> None:
    with pytest.raises(Problem, match="no_answers"):
        answers.scores(lambda _frame: None, None)


def test_what_it_is_kept_from_is_not_called_a_matter_of_the_data() -> None:
    refusal = sentences.refusal(serving._failure(PermissionError(13, "Permission denied"), "predict"))
    assert "kept from" in refusal.sentence and "PermissionError" in refusal.sentence
    assert "trained on" not in refusal.way_out and "shut in" in refusal.way_out
    assert "could not be loaded: PermissionError" in sentences.refusal(serving._failure(PermissionError(1, "no"), "load")).sentence


def test_a_compiled_part_that_cannot_be_started_is_not_called_one_that_a_library_never_had(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_home: str) -> None:
        raise ImportError("libgomp.so.1: cannot open shared object file", name="acme._core", path="/acme/_core" + EXTENSION_SUFFIXES[0])

    monkeypatch.setattr(unpickling.importlib, "import_module", fail)
    with pytest.raises(ImportError, match="libgomp"):
        unpickling._imported(Name("acme.models", "Model", ""), "acme.models")


def test_an_error_text_cannot_turn_the_writing_round() -> None:
    refusal = sentences.refusal(serving._failure(ValueError("bad \u202e txet\u2066\u200b\x1b[31m"), "predict"))
    assert not set(str(refusal)) & set("\u202e\u2066\u200b\x1b")
    lying = {"error": "raised", "details": {"text": "\u202ex\ny"}, "stage": "predict"}
    assert not set(sentences.refusal(lying).sentence) & set("\u202e\n")


def test_answers_of_every_honest_kind_pass() -> None:
    for answer in ([1, 2], np.array([[1.0], [2.0]]), ["a", None], [True, False], np.array(["a", "b"], object)):
        reply, (coded,) = answers.labels(answer)
        assert len(coded) == 2 and reply["form"] in ("number", "coded")


@pytest.mark.parametrize("answer", [
    np.ma.masked_array([7.5, 1.5], [True, False]), np.ma.masked_array([7, 1], [True, False]),
    np.ma.masked_array([True, False], [True, False]), np.ma.masked_array(["a", "b"], [True, False]),
    pd.Series([pd.NA, "b"], dtype="string"), np.array([pd.NaT, 1], object),
])  # fmt: skip
def test_what_is_missing_is_neither_a_number_nor_an_error(answer: Any) -> None:
    _reply, (values,) = answers.labels(answer)
    assert (np.isnan(values[0]) if values.dtype.kind == "f" else values[0] == -1) and not np.isnan(values[1])


def test_a_masked_probability_is_missing_and_large_numbers_of_no_sign_are_kept() -> None:
    _reply, (values,) = answers.scores(lambda _frame: np.ma.masked_array([[0.5, 0.5]], [[True, False]]), None)
    assert np.isnan(values[0, 0]) and values[0, 1] == 0.5
    assert answers.labels(np.array([2**63 - 1], "u8"))[1][0].tolist() == [2**63 - 1]


class Mute(Exception):
    """An error that cannot even be written down, as one whose text needs an argument it was not given."""

    def __str__(self) -> str:
        raise KeyboardInterrupt


def test_an_error_without_a_text_is_told_by_its_class() -> None:
    refusal = sentences.refusal(serving._failure(Mute(), "predict"))
    assert "stopped with an error: Mute: (the message could not be read)" in refusal.sentence
    assert serving._failure(StopIteration(), "predict")["details"] == {"text": "StopIteration"}


def test_a_closed_stderr_keeps_no_error_from_being_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", None)
    assert "ValueError: x" in serving._failure(ValueError("x"), "predict")["details"]["text"]


def test_probabilities_as_a_list_of_rows_or_one_column_are_taken() -> None:
    for given in ([[0.25, 0.75]] * 3, [[0.75]] * 3, np.full((3, 1), 0.75), np.full(3, 0.75)):
        _reply, (values,) = answers.scores(lambda _frame, given=given: given, None, pairs=True)
        assert values.tolist() == [[0.25, 0.75]] * 3
    with pytest.raises(Problem, match="multi_output"):
        answers.scores(lambda _frame: [np.full((3, 2), 0.5)] * 2, None, pairs=True)


def test_a_network_of_three_classes_has_one_output_and_one_of_two_numbers_is_refused() -> None:
    rows, classes = np.random.default_rng(0).normal(size=(40, 2)), np.arange(40) % 3
    network = MLPClassifier((2,), max_iter=2).fit(rows, classes)
    assert wrap(network, "pickle").classes == [0, 1, 2]
    with pytest.raises(Problem, match="multi_output"):
        wrap(MLPRegressor(hidden_layer_sizes=(2,), max_iter=2).fit(rows, rows), "pickle")
    with pytest.raises(Problem, match="multi_output"):
        wrap(MLPClassifier((2,), max_iter=2).fit(rows, (rows > 0).astype(int)), "pickle")


@pytest.mark.parametrize("made", [
    lambda: LGBMClassifier(objective="multiclassova", n_estimators=2, min_child_samples=2, verbose=-1),
    lambda: XGBClassifier(objective="binary:logitraw", n_estimators=2),
])  # fmt: skip
def test_scores_that_are_no_shares_are_told_within_a_pipeline_too(made: Any) -> None:
    rows = np.random.default_rng(0).normal(size=(60, 2))
    classes = np.arange(60) % (3 if made().__module__.startswith("lightgbm") else 2)
    for whole in (made().fit(rows, classes), make_pipeline(StandardScaler(), made()).fit(rows, classes)):
        model = wrap(whole, "pickle")
        assert model.predict_proba is None and "no_shares" in model.warnings


def test_older_boosters_tell_their_columns_where_they_did_then() -> None:
    """LightGBM 4.1 has no `feature_names_in_`: columns in another order were answered as if they stood in their own."""
    older = type("LGBMClassifier", (), {"__module__": "lightgbm.sklearn", "feature_name_": ["b", "a"], "predict": lambda self, rows: rows["b"]})
    assert wrap(older(), "pickle").feature_names == ["b", "a"]
    booster = type("Booster", (), {"feature_names": ["b", "a"]})()
    older = type("XGBClassifier", (), {"__module__": "xgboost.sklearn", "_Booster": booster, "predict": lambda self, rows: rows["b"]})
    assert wrap(older(), "pickle").feature_names == ["b", "a"]
    nameless = type("LGBMClassifier", (), {"__module__": "lightgbm.sklearn", "feature_name_": ["Column_0"], "predict": lambda self, rows: rows})
    assert wrap(nameless(), "pickle").feature_names == []


def test_a_calibrated_booster_tells_the_columns_of_the_one_within() -> None:
    older = type("CatBoostClassifier", (), {"__module__": "catboost.core", "feature_names_": ["b", "a"]})()
    part = type("Part", (), {"estimator": older})()
    whole = {"calibrated_classifiers_": [part], "predict": lambda self, rows: rows["b"]}
    assert wrap(type("Calibrated", (), {**whole, "n_features_in_": 2})(), "pickle").feature_names == ["b", "a"]
    assert wrap(type("Calibrated", (), {**whole, "n_features_in_": 3})(), "pickle").feature_names == []


@pytest.mark.parametrize("scores", [np.full((3, 2), 0.5 + 1j), np.zeros((3, 2), dtype="m8[ns]")], ids=["complex", "spans"])
def test_scores_that_are_no_plain_numbers_are_not_made_into_some(scores: Any) -> None:
    with pytest.raises(Problem) as told:
        answers.scores(lambda _frame: scores, None)
    assert told.value.code == "odd_answers"


def test_a_gaussian_process_of_one_class_against_each_other_answers_without_probabilities() -> None:
    rows = np.random.default_rng(0).normal(size=(30, 2))
    for classes, has in ((np.arange(30) % 3, False), (np.arange(30) % 2, True)):
        original = make_pipeline(StandardScaler(), GaussianProcessClassifier(multi_class="one_vs_one")).fit(rows, classes)
        model = wrap(original, "pickle")
        assert (model.predict_proba is not None) == has and model.warnings == []
        np.testing.assert_array_equal(model.predict(pd.DataFrame(rows)), original.predict(rows))


def test_catboosts_classes_one_against_the_rest_are_no_shares() -> None:
    def model(loss: str) -> Model:
        kind = type("CatBoostClassifier", (), {
            "__module__": "catboost.core", "classes_": [0, 1, 2], "predict": lambda self, rows: rows,
            "predict_proba": lambda self, rows: rows, "get_all_params": lambda self: {"loss_function": loss}})  # fmt: skip
        return wrap(kind(), "pickle")

    assert model("MultiClass").predict_proba is not None
    rest = model("MultiClassOneVsAll")
    assert (rest.predict_proba, rest.warnings) == (None, ["no_shares"])
