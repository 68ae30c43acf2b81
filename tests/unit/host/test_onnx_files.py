"""ONNX files in the many forms that converters write answer as the model they were made of, with its classes and probabilities."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pandas as pd
import pytest
import skl2onnx
from onnx import TensorProto, helper, numpy_helper
from skl2onnx.common.data_types import FloatTensorType, Int64TensorType, StringTensorType
from sklearn import (
    calibration,
    cluster,
    compose,
    discriminant_analysis,
    ensemble,
    linear_model,
    multiclass,
    naive_bayes,
    neural_network,
    pipeline,
    preprocessing,
)

from rai_desktop.host import onnx_files, serving
from rai_desktop.host.answers import labels as _labels
from rai_desktop.host.answers import scores as _scores
from rai_desktop.host.models import Model, Problem
from rai_desktop.loading import sentences

RNG = np.random.default_rng(0)
X = RNG.normal(size=(120, 4)).astype("float32")
FRAME = pd.DataFrame(X)
Y = (X[:, 0] + X[:, 1] > 0).astype(int)
TEXTS, ONE_TWO, THREE = np.where(Y, "yes", "no"), Y + 1, np.array(["lo", "mid", "hi"])[np.digitize(X[:, 0], [-0.5, 0.5])]


def opened(path: Path, made: Any) -> Model:
    path.write_bytes(made.SerializeToString())
    return onnx_files.load(str(path), 1)


def answers(model: Model, frame: pd.DataFrame = FRAME) -> Any:
    form, given = _labels(model.predict(frame))
    return given[0] if form["form"] == "number" else np.array(form["levels"], dtype=object)[given[0]]


def scores(model: Model, frame: pd.DataFrame = FRAME) -> Any:
    assert model.predict_proba is not None
    return _scores(model.predict_proba, frame, pairs=len(model.classes or ()) == 2)[1][0]


ESTIMATORS: dict[str, tuple[Any, Any]] = {
    "logistic": (linear_model.LogisticRegression(), Y), "texts": (linear_model.LogisticRegression(), TEXTS),
    "one-two": (naive_bayes.GaussianNB(), ONE_TWO), "three": (multiclass.OneVsRestClassifier(linear_model.LogisticRegression()), THREE),
    "forest": (ensemble.RandomForestClassifier(3, random_state=0), TEXTS), "looked-up": (naive_bayes.GaussianNB(), TEXTS),
    "network": (neural_network.MLPClassifier((3,), max_iter=20, random_state=0), TEXTS),
    "quadratic": (discriminant_analysis.QuadraticDiscriminantAnalysis(), TEXTS),
    "calibrated": (calibration.CalibratedClassifierCV(linear_model.LogisticRegression(), cv=2), TEXTS),
    "stacked": (ensemble.StackingClassifier([("a", linear_model.LogisticRegression()), ("b", naive_bayes.GaussianNB())], cv=2), TEXTS),
}  # fmt: skip


@pytest.mark.parametrize("zipmap", [True, False, "columns"])
@pytest.mark.parametrize("name", ESTIMATORS)
@pytest.mark.filterwarnings("ignore")
def test_a_classifier_has_its_labels_probabilities_and_classes(tmp_path: Path, name: str, zipmap: object) -> None:
    estimator, target = ESTIMATORS[name]
    estimator.fit(X, target)
    model = opened(tmp_path / "m.onnx", skl2onnx.to_onnx(estimator, X[:1], options={"zipmap": zipmap}))
    assert model.class_texts() == [str(c) for c in estimator.classes_]
    assert model.warnings == []
    assert (answers(model) == estimator.predict(X)).mean() > 0.99
    np.testing.assert_allclose(scores(model), estimator.predict_proba(X), atol=1e-3)


LOGISTIC = linear_model.LogisticRegression().fit(X, TEXTS)


def of_logistic(rows: int | None = None, **options: Any) -> Any:
    return skl2onnx.convert_sklearn(LOGISTIC, initial_types=[("x", FloatTensorType([rows, 4]))], options=options)


def only(output: str) -> Any:
    made = of_logistic(zipmap=False)
    for each in list(made.graph.output):
        if output not in each.name:
            made.graph.output.remove(each)
    return made


@pytest.mark.parametrize("rows", [1, 7])
@pytest.mark.parametrize("zipmap", [True, False, "columns"])
def test_a_session_for_a_fixed_number_of_rows_answers_any(tmp_path: Path, rows: int, zipmap: object) -> None:
    model = opened(tmp_path / "m.onnx", of_logistic(rows, zipmap=zipmap))
    for frame in (FRAME, FRAME[:1], FRAME[:8]):
        assert (answers(model, frame) == LOGISTIC.predict(frame.to_numpy())).all()
        np.testing.assert_allclose(scores(model, frame), LOGISTIC.predict_proba(frame.to_numpy()), atol=1e-5)


def test_labels_alone_and_probabilities_alone(tmp_path: Path) -> None:
    labels, shares = opened(tmp_path / "l.onnx", only("label")), opened(tmp_path / "p.onnx", only("probabilities"))
    assert (answers(labels) == LOGISTIC.predict(X)).all()
    assert labels.predict_proba is None
    assert (answers(shares) == LOGISTIC.predict(X)).all()
    assert (shares.class_texts(), shares.warnings) == (["no", "yes"], ["onnx_label"])
    np.testing.assert_allclose(scores(shares), LOGISTIC.predict_proba(X), atol=1e-5)


def test_decision_values_are_no_probabilities(tmp_path: Path) -> None:
    model = opened(tmp_path / "m.onnx", of_logistic(zipmap=False, raw_scores=True))
    assert (model.predict_proba, model.warnings) == (None, ["no_shares"])


@pytest.mark.parametrize("option", ["decision_path", "decision_leaf"])
def test_paths_through_trees_beside_the_label_are_passed_over(tmp_path: Path, option: str) -> None:
    forest = ensemble.RandomForestClassifier(3, random_state=0).fit(X, TEXTS)
    model = opened(tmp_path / "m.onnx", skl2onnx.to_onnx(forest, X[:1], options={"zipmap": False, option: True}))
    assert (answers(model) == forest.predict(X)).all()
    np.testing.assert_allclose(scores(model), forest.predict_proba(X), atol=1e-5)


@pytest.mark.parametrize("kind", ["float32", "float64"])
def test_regressors_groups_and_outliers_give_numbers(tmp_path: Path, kind: str) -> None:
    line = linear_model.LinearRegression().fit(X, X[:, 0] * 2)
    model = opened(tmp_path / "r.onnx", skl2onnx.to_onnx(line, X[:1].astype(kind)))
    np.testing.assert_allclose(answers(model), line.predict(X), atol=1e-5)
    assert (model.classes, model.predict_proba) == (None, None)
    outliers = ensemble.IsolationForest(n_estimators=5, random_state=0).fit(X)
    model = opened(tmp_path / "o.onnx", skl2onnx.to_onnx(outliers, X[:1], target_opset={"": 15, "ai.onnx.ml": 3}))
    assert (answers(model) == outliers.predict(X)).all()
    assert model.predict_proba is None
    groups = cluster.KMeans(3, n_init=1, random_state=0).fit(X)
    model = opened(tmp_path / "g.onnx", skl2onnx.to_onnx(groups, X[:1]))
    assert (answers(model) == groups.predict(X)).all()
    assert model.predict_proba is None


MIXED = pd.DataFrame({"age": X[:, 0], "n": RNG.integers(0, 9, len(X)), "k": RNG.choice(["a", "b"], len(X))})


def of_mixed(**options: Any) -> tuple[Any, Any]:
    scale = [("n", preprocessing.StandardScaler(), ["age", "n"]), ("k", preprocessing.OneHotEncoder(), ["k"])]
    made = pipeline.make_pipeline(compose.ColumnTransformer(scale), linear_model.LogisticRegression()).fit(MIXED, TEXTS)
    types = [("age", FloatTensorType([None, 1])), ("n", Int64TensorType([None, 1])), ("k", StringTensorType([None, 1]))]
    return made, skl2onnx.convert_sklearn(made, initial_types=types, options=options)


@pytest.mark.parametrize("zipmap", [True, False, "columns"])
def test_an_input_for_each_column_of_numbers_and_texts(tmp_path: Path, zipmap: object) -> None:
    made, converted = of_mixed(zipmap=zipmap)
    model = opened(tmp_path / "m.onnx", converted)
    assert model.feature_names == ["age", "n", "k"]
    assert (answers(model, MIXED) == made.predict(MIXED)).all()
    np.testing.assert_allclose(scores(model, MIXED), made.predict_proba(MIXED), atol=1e-5)
    with pytest.raises(ValueError, match="column n has missing values"):
        model.predict(MIXED.assign(n=np.nan))
    with pytest.raises(ValueError, match="column n has fractions"):
        model.predict(MIXED.assign(n=0.5))


W, W3 = RNG.normal(size=(4, 1)).astype("float32"), RNG.normal(size=(4, 3)).astype("float32")


def network(weights: Any, *operators: str, rows: object = "N", columns: object = "M") -> Any:
    """A layer and what follows, as tf2onnx and PyTorch write them: one output, no label, no class named."""
    nodes, last = [helper.make_node("MatMul", ["x", "w"], ["h"])], "h"
    for at, operator in enumerate(operators):
        nodes.append(helper.make_node(operator, [last], [f"y{at}"]))
        last = f"y{at}"
    graph = helper.make_graph(nodes, "g", [helper.make_tensor_value_info("x", TensorProto.FLOAT, [rows, 4])],
                              [helper.make_tensor_value_info(last, TensorProto.FLOAT, [rows, columns])],
                              [numpy_helper.from_array(weights, "w")])  # fmt: skip
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)


@pytest.mark.parametrize("rows", ["N", 1])
def test_a_network_that_gives_one_probability_is_a_classifier_of_two(tmp_path: Path, rows: object) -> None:
    model = opened(tmp_path / "m.onnx", network(W, "Sigmoid", "Identity", rows=rows, columns=1))
    share = 1 / (1 + np.exp(-X @ W))[:, 0]
    assert model.classes == [0, 1]
    assert (answers(model) == (share > 0.5)).all()
    np.testing.assert_allclose(scores(model)[:, 1], share, atol=1e-5)


def test_a_network_that_gives_shares_is_a_classifier_and_one_that_gives_a_number_is_none(tmp_path: Path) -> None:
    model = opened(tmp_path / "m.onnx", network(W3, "Softmax"))
    assert model.classes == [0, 1, 2]
    assert (answers(model) == (X @ W3).argmax(axis=1)).all()
    line = opened(tmp_path / "l.onnx", network(W, columns=1))
    assert line.classes is None
    np.testing.assert_allclose(answers(line), (X @ W)[:, 0], atol=1e-5)


def two_outputs() -> Any:
    made = network(W, "Sigmoid", columns=1)
    made.graph.output.append(helper.make_tensor_value_info("h", TensorProto.FLOAT, ["N", 1]))
    return made


@pytest.mark.parametrize("make", [lambda: network(W3), two_outputs], ids=["three-numbers", "two-outputs"])
def test_several_answers_a_row_are_refused(tmp_path: Path, make: Callable[[], onnx.ModelProto]) -> None:
    with pytest.raises(Problem) as problem:
        opened(tmp_path / "m.onnx", make())
    assert problem.value.code == "multi_output"


# --- what is no table --------------------------------------------------------------------------------------------

PLAIN = helper.make_tensor_type_proto(TensorProto.FLOAT, [None, 1])
SEQUENCE, OPTIONAL = helper.make_sequence_type_proto(PLAIN), helper.make_optional_type_proto(PLAIN)


def straight(nodes: list[Any], outputs: list[Any], given: Any = None) -> Any:
    """A straight line through two columns, its outcome “p”, and what comes after."""
    weights = numpy_helper.from_array(np.array([[1.0], [-1.0]], dtype="float32"), "W")
    line = [helper.make_node("MatMul", ["X", "W"], ["s"]), helper.make_node("Sigmoid", ["s"], ["p"])]
    given = given or helper.make_tensor_value_info("X", TensorProto.FLOAT, [None, 2])
    graph = helper.make_graph([*([] if given.type.HasField("optional_type") else line), *nodes], "g", [given], outputs, [weights])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 19)], ir_version=9)


ODD_OUTPUTS = {
    "a sequence": ([helper.make_node("SequenceConstruct", ["p", "s"], ["q"])], SEQUENCE, r"seq\(tensor\(float\)\)"),
    "an optional": ([helper.make_node("Optional", ["p"], ["q"])], OPTIONAL, r"optional\(tensor\(float\)\)"),
    "floats of 8 bits": ([helper.make_node("Cast", ["p"], ["q"], to=TensorProto.FLOAT8E4M3FN)],
                         helper.make_tensor_type_proto(TensorProto.FLOAT8E4M3FN, [None, 1]), "float8e4m3fn"),
    "floats of 16 other bits": ([helper.make_node("Cast", ["p"], ["q"], to=TensorProto.BFLOAT16)],
                                helper.make_tensor_type_proto(TensorProto.BFLOAT16, [None, 1]), "bfloat16"),
}


def told(path: Path, made: Any) -> str:
    with pytest.raises(Problem) as problem:
        opened(path, made)
    refusal = sentences.refusal(serving._failure(problem.value, "load"))
    assert refusal.way_out and "{" not in str(refusal)
    return refusal.sentence


@pytest.mark.parametrize("odd", ODD_OUTPUTS)
def test_answers_that_are_no_table_are_told_for_what_they_are(tmp_path: Path, odd: str) -> None:
    nodes, kind, says = ODD_OUTPUTS[odd]
    assert re.search(f"gives its answers “q” as .*{says}", told(tmp_path / "m.onnx", straight(nodes, [helper.make_value_info("q", kind)])))


@pytest.mark.parametrize("odd", ODD_OUTPUTS)
@pytest.mark.parametrize("first", [True, False])
def test_what_is_no_table_beside_answers_is_passed_over(tmp_path: Path, odd: str, first: bool) -> None:
    nodes, kind, _says = ODD_OUTPUTS[odd]
    outputs = [helper.make_value_info("q", kind), helper.make_tensor_value_info("p", TensorProto.FLOAT, [None, 1])]
    model = opened(tmp_path / "m.onnx", straight(nodes, outputs if first else outputs[::-1]))
    wanted = 1 / (1 + np.exp(-(X[:, 0] - X[:, 1])))
    assert np.allclose(scores(model, FRAME.iloc[:, :2])[:, 1], wanted, atol=1e-5)


def test_an_input_that_is_no_table_is_told(tmp_path: Path) -> None:
    given = helper.make_value_info("X", helper.make_optional_type_proto(helper.make_tensor_type_proto(TensorProto.FLOAT, [None, 2])))
    nodes = [helper.make_node("OptionalGetElement", ["X"], ["x"]), helper.make_node("MatMul", ["x", "W"], ["p"])]
    made = straight(nodes, [helper.make_tensor_value_info("p", TensorProto.FLOAT, [None, 1])], given)
    assert "takes its input “X” as" in told(tmp_path / "m.onnx", made)


def test_no_output_at_all_is_told(tmp_path: Path) -> None:
    assert "names no output" in told(tmp_path / "m.onnx", straight([], []))


@pytest.mark.parametrize(("shape", "index", "says"), [
    ([2, 1], [0, 2**40], "index is out of bounds"), ([2, 1], [-5, 1], "index is out of bounds"), ([2**31, 2**31], [0, 1], "overflow"),
    ([2**17, 2**15], [0, 1], "dense data size"), ([2, 1], [0], "indices"),
])  # fmt: skip
def test_a_sparse_tensor_that_lies_is_told_in_the_runtimes_last_words(tmp_path: Path, shape: list[int], index: list[int], says: str) -> None:
    made = straight([], [helper.make_tensor_value_info("p", TensorProto.FLOAT, [None, 1])])
    del made.graph.initializer[:]
    made.graph.sparse_initializer.append(helper.make_sparse_tensor(
        helper.make_tensor("W", TensorProto.FLOAT, [2], [1.0, -1.0]), helper.make_tensor("i", TensorProto.INT64, [len(index)], index), shape))
    sentence = told(tmp_path / "m.onnx", made)
    assert re.search(rf"^The ONNX file cannot be run by ONNX Runtime [0-9.]+: .*{says}", sentence, re.IGNORECASE)
    assert ".cc" not in sentence and "std::" not in sentence and str(tmp_path) not in sentence
