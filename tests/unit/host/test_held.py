"""A model kept among other things is found and told of; what predicts nothing for a row is named for what it is."""

import types
from collections import ChainMap, OrderedDict, deque, namedtuple
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn import cluster, decomposition, ensemble, linear_model, multioutput, neighbors, pipeline, preprocessing
from sklearn.utils import Bunch

from rai_desktop.host import models
from rai_desktop.loading import sentences

X = np.random.default_rng(0).normal(size=(60, 3))
Y = (X[:, 0] > 0).astype(int)
MODEL = linear_model.LogisticRegression().fit(X, Y)
SCALER = preprocessing.StandardScaler().fit(X)
Pair = namedtuple("Pair", "model columns")


@dataclass
class Kept:
    """What a vendor's script keeps together."""

    model: Any
    threshold: float


def array(*things: Any) -> "np.ndarray[Any, Any]":
    made = np.empty(len(things), dtype=object)
    made[:] = things
    return made


KEPT: dict[str, tuple[Any, str]] = {
    "dict": ({"model": MODEL, "auc": 0.9}, "model"),
    "nested": ({"artifacts": {"model": MODEL}, "made": "2026"}, "artifacts › model"),
    "in-a-list": ({"models": [MODEL]}, "models › 0"),
    "tuple": ((MODEL, ["a", "b"]), "0"), "deque": (deque([MODEL]), "0"), "set": ({MODEL}, "0"),
    "ordered": (OrderedDict(m=MODEL), "m"), "chain": (ChainMap({"m": MODEL}), "m"), "bunch": (Bunch(m=MODEL), "m"),
    "named-tuple": (Pair(MODEL, ["a"]), "model"), "dataclass": (Kept(MODEL, 0.5), "model"),
    "namespace": (types.SimpleNamespace(model=MODEL, columns=["a"]), "model"),
    "array": (array(MODEL), "0"), "array-of-none": (np.array(MODEL, dtype=object), "0"),
    "series": (pd.Series({"model": MODEL, "auc": 0.9}), "model"),
    "frame": (pd.DataFrame({"model": [MODEL], "auc": [0.9]}), "model › 0"),
    "twice-the-same": ({"best": MODEL, "last": MODEL}, "best"),
    "class-beside": ({"kind": linear_model.Ridge, "model": MODEL}, "model"),
}  # fmt: skip


@pytest.mark.parametrize("name", KEPT)
def test_the_one_model_among_other_things_is_taken_and_told(name: str) -> None:
    kept, where = KEPT[name]
    model = models.wrap(kept, "pickle")
    assert model.original is MODEL
    assert [sentences.warning(told) for told in model.warnings] == [f"The file holds several things; the model in it is “{where}”."]


def test_what_lies_beside_the_model_and_is_not_applied_is_told() -> None:
    told = sentences.warning(models.wrap({"model": MODEL, "scaler": SCALER, "parts": {"pca": SCALER}}, "pickle").warnings[0])
    assert "What lies beside it, scaler, parts › pca, is not applied." in told


def test_keys_that_look_alike_are_two_and_odd_ones_are_shown_safely() -> None:
    assert "several models: 1, 1." in said({1: MODEL, "1": linear_model.Ridge().fit(X, Y)})
    told = sentences.warning(models.wrap({"m\x1b[2J" + "x" * 999: MODEL}, "pickle").warnings[0])
    assert "m\\x1b[2J" in told
    assert len(told) < 300


def said(thing: Any) -> str:
    with pytest.raises(models.Problem) as problem:
        models.wrap(thing, "pickle")
    told = sentences.refusal({"error": problem.value.code, "details": problem.value.details})
    assert told.way_out
    return told.sentence


class Own:
    """A class of its author's that says no more than the test needs."""

    def __init__(self, **attributes: Any) -> None:
        self.__dict__.update(attributes)


def of_package(module: str, name: str, *methods: str) -> Any:
    """A thing as a library that is not installed here makes it: the module of its class says what it is."""
    return type(name, (), {"__module__": module} | {each: lambda self, rows: rows for each in methods})()


@pytest.mark.parametrize(("thing", "words"), [
    ({"a": MODEL, "b": linear_model.Ridge().fit(X, Y)}, "holds several models: a, b."),
    ([MODEL, {"inner": linear_model.Ridge()}], "holds several models: 0, 1 › inner."),
    ({"scaler": SCALER, "columns": ["a"]}, "“dict” with scaler, columns; none of them has a predict"),
    ({}, "“dict”, which has no predict"),
    ({"kind": linear_model.Ridge}, "none of them has a predict"),
    (SCALER, "“StandardScaler”, which changes data and predicts nothing"),
    (pipeline.make_pipeline(SCALER, decomposition.PCA(2)).fit(X), "“PCA”, which changes data"),
    (cluster.DBSCAN().fit(X), "“DBSCAN”, which sorts the rows it was given"),
    (neighbors.LocalOutlierFactor().fit(X), "“LocalOutlierFactor”, which sorts the rows it was given"),
    (multioutput.MultiOutputClassifier(MODEL).fit(X, np.c_[Y, Y]), "gives 2 answers for each row"),
    (ensemble.RandomForestRegressor(3).fit(X, X), "gives 3 answers for each row"),
    (of_package("sksurv.ensemble.forest", "RandomSurvivalForest", "predict"), "“RandomSurvivalForest”: it predicts how a risk runs"),
    (pipeline.Pipeline([("s", SCALER), ("m", of_package("sksurv.linear_model.coxph", "CoxnetSurvivalAnalysis", "predict"))]),
     "“CoxnetSurvivalAnalysis”: it predicts how a risk runs"),
    (of_package("lifelines.fitters.coxph_fitter", "CoxPHFitter", "predict_partial_hazard"), "“CoxPHFitter”: it predicts how a risk"),
    (of_package("vendor.survival", "Ours", "predict", "predict_survival_function"), "“Ours”: it predicts how a risk"),
    (of_package("prophet.forecaster", "Prophet", "predict"), "“Prophet”: it forecasts how a series goes on"),
    (of_package("statsmodels.tsa.arima.model", "ARIMAResultsWrapper", "predict"), "it forecasts how a series goes on"),
    (of_package("surprise.prediction_algorithms.matrix_factorization", "SVD", "predict"), "“SVD”: it ranks items for users"),
    (of_package("implicit.cpu.als", "AlternatingLeastSquares"), "“AlternatingLeastSquares”: it ranks items for users"),
    (of_package("gensim.models.word2vec", "Word2Vec"), "“Word2Vec”, which has no predict: it gives no answer for each row"),
    (of_package("__main__", "Wrapped", "predict", "load_context"), "“Wrapped”, code that MLflow puts around a model"),
    (Own(model=MODEL), "“Own”, which has no predict"),
    ("text", "“str”, which has no predict"),
], ids=str)  # fmt: skip
def test_what_gives_no_answer_for_a_row_is_named_for_what_it_is(thing: Any, words: str) -> None:
    assert words in said(thing)


def test_groups_and_outliers_are_opened_with_a_word_on_what_their_answers_mean() -> None:
    for made, words in ((cluster.KMeans(2, n_init=1), "stand for no outcome"), (ensemble.IsolationForest(n_estimators=5), "answers -1"),
                        (pipeline.make_pipeline(SCALER, ensemble.IsolationForest(n_estimators=5)), "answers -1")):  # fmt: skip
        model = models.wrap(made.fit(X), "pickle")
        assert words in " ".join(map(sentences.warning, model.warnings))
        assert len(model.predict(pd.DataFrame(X))) == len(X)


def test_an_untrained_model_is_said_to_be_that() -> None:
    from rai_desktop.host.serving import _failure

    with pytest.raises(Exception, match="not fitted") as raised:
        models.wrap(linear_model.Ridge(), "pickle").predict(pd.DataFrame(X))
    assert "has not been trained" in sentences.refusal(_failure(raised.value, "predict")).sentence


def test_hazard_ratios_of_xgboost_are_survival_too() -> None:
    import xgboost

    booster = xgboost.train({"objective": "survival:cox"}, xgboost.DMatrix(X, Y + 1.0), 2)
    assert "XGBoost booster (survival:cox)”: it predicts how a risk runs" in said(booster)
    assert "it predicts how a risk runs" in said(xgboost.XGBRegressor(objective="survival:cox", n_estimators=2).fit(X, Y + 1.0))
