"""Honest models of every library, format and age: each opens without a question, and they are counted by kind."""

import pickle
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cloudpickle
import joblib
import lightgbm
import numpy as np
import pandas as pd
import pytest
import xgboost
from fairlearn.postprocessing import ThresholdOptimizer
from fairlearn.reductions import BoundedGroupLoss, DemographicParity, EqualizedOdds, ExponentiatedGradient, GridSearch, SquareLoss
from sklearn import calibration, compose, ensemble, feature_selection, model_selection, multiclass, neighbors, svm
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfVectorizer
from sklearn.frozen import FrozenEstimator
from sklearn.gaussian_process import GaussianProcessClassifier, kernels
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.metrics import f1_score, log_loss, make_scorer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, OrdinalEncoder, StandardScaler
from sklearn.tree import DecisionTreeClassifier

from rai_desktop.host import rules, unpickling
from rai_desktop.loading.inspection import inspect_model, rules_path
from tests.unit.loading.lz4_writer import framed

RULES = rules.Rules.read(str(rules_path()))
FOREIGN = Path(__file__).parents[2] / "data" / "models"
RNG = np.random.default_rng(0)
ROWS = pd.DataFrame(RNG.normal(size=(90, 4)), columns=list("abcd"))
LABELS = (ROWS.a + ROWS.b > 0).astype(int).to_numpy()
THREE = np.arange(90) % 3
TABLE = ROWS.assign(k=pd.Categorical(np.where(ROWS.c > 0, "u", "v")))
TEXTS = ["good thing", "bad one"] * 45
LOGISTIC, TREE, FEW = LogisticRegression(), DecisionTreeClassifier(max_depth=3), {"n_estimators": 3}


def dumped(how: Any, protocol: int | None = None) -> Callable[[Any, Path], Any]:
    return lambda model, path: joblib.dump(model, path, compress=how, protocol=protocol)


SAVERS: dict[str, Callable[[Any, Path], Any]] = {
    **{f"pickle {p}": lambda m, f, p=p: f.write_bytes(pickle.dumps(m, protocol=p)) for p in (0, 1, 2, 3, 4, 5)},
    "joblib": dumped(0), **{f"joblib {c}": dumped((c, 3)) for c in ("zlib", "gzip", "bz2", "xz", "lzma")},
    "joblib protocol 2": dumped(0, 2), "joblib lz4": lambda m, f: f.write_bytes(framed(pickle.dumps(m))),
    "cloudpickle": lambda m, f: f.write_bytes(cloudpickle.dumps(m)),
}  # fmt: skip


def scikit_learn() -> Iterator[tuple[str, Any]]:
    columns = compose.make_column_transformer((OneHotEncoder(), ["k"]), (StandardScaler(), compose.make_column_selector(dtype_include=float)))
    yield "stack", ensemble.StackingClassifier([("l", LOGISTIC), ("t", TREE)], cv=2, stack_method="predict_proba").fit(ROWS, LABELS)
    yield "vote", ensemble.VotingClassifier([("l", LOGISTIC), ("t", TREE)]).fit(ROWS, LABELS)
    yield "isotonic", calibration.CalibratedClassifierCV(TREE, method="isotonic", cv=2).fit(ROWS, LABELS)
    yield "frozen", calibration.CalibratedClassifierCV(FrozenEstimator(LOGISTIC.fit(ROWS, LABELS))).fit(ROWS, LABELS)
    yield "threshold", model_selection.TunedThresholdClassifierCV(LOGISTIC, cv=2).fit(ROWS, LABELS)
    yield "scorer", model_selection.GridSearchCV(LOGISTIC, {"C": [1, 2]}, scoring=make_scorer(f1_score), cv=2).fit(ROWS, LABELS)
    yield "scores", model_selection.GridSearchCV(LOGISTIC, {"C": [1]}, scoring={"a": "accuracy", "r": "roc_auc"}, refit="a", cv=2).fit(ROWS, LABELS)
    yield "columns", make_pipeline(columns, LOGISTIC).fit(TABLE, LABELS)
    yield "ordinal", make_pipeline(compose.make_column_transformer((OrdinalEncoder(), ["k"])), TREE).fit(TABLE, LABELS)
    yield "logarithm", make_pipeline(FunctionTransformer(np.log1p, np.expm1), LOGISTIC).fit(ROWS.abs(), LABELS)
    yield "dummies", make_pipeline(FunctionTransformer(pd.get_dummies), LOGISTIC).fit(TABLE, LABELS)
    yield "tfidf", make_pipeline(TfidfVectorizer(ngram_range=(1, 2)), LOGISTIC).fit(TEXTS, LABELS)
    yield "hashing", make_pipeline(HashingVectorizer(n_features=16), LOGISTIC).fit(TEXTS, LABELS)
    yield "own words", make_pipeline(CountVectorizer(tokenizer=str.split, token_pattern=None), LOGISTIC).fit(TEXTS, LABELS)
    yield "pandas out", make_pipeline(StandardScaler().set_output(transform="pandas"), LOGISTIC).fit(ROWS, LABELS)
    yield "seeded", ensemble.RandomForestClassifier(3, random_state=np.random.RandomState(3)).fit(ROWS, LABELS)
    yield "bagging", ensemble.BaggingClassifier(svm.SVC(), n_estimators=2).fit(ROWS, LABELS)
    yield "process", GaussianProcessClassifier(1.0 * kernels.RBF() + kernels.WhiteKernel()).fit(ROWS[:30], LABELS[:30])
    yield "neighbours", neighbors.KNeighborsClassifier(algorithm="ball_tree").fit(ROWS, LABELS)
    yield "recursive", feature_selection.RFECV(LOGISTIC, cv=2).fit(ROWS, LABELS)
    yield "one or rest", multiclass.OneVsRestClassifier(LOGISTIC).fit(ROWS, THREE)
    yield "target", compose.TransformedTargetRegressor(Ridge(), func=np.log1p, inverse_func=np.expm1).fit(ROWS, ROWS.a.abs())
    yield "histogram", ensemble.HistGradientBoostingClassifier(max_iter=3).fit(TABLE, LABELS)


def boosting() -> Iterator[tuple[str, Any]]:
    quiet = {"verbose": -1, **FEW}
    yield "lightgbm", lightgbm.LGBMClassifier(**quiet).fit(ROWS, LABELS)
    yield "lightgbm continued", lightgbm.LGBMClassifier(**quiet).fit(ROWS, LABELS, init_model=lightgbm.LGBMClassifier(**quiet).fit(ROWS, LABELS))
    yield "lightgbm texts", lightgbm.LGBMClassifier(**quiet).fit(TABLE, np.where(LABELS, "yes", "no"))
    yield "lightgbm number", lightgbm.LGBMRegressor(**quiet).fit(ROWS, ROWS.a)
    yield "lightgbm booster", lightgbm.LGBMClassifier(**quiet).fit(ROWS, LABELS).booster_
    yield "xgboost", xgboost.XGBClassifier(**FEW).fit(ROWS, LABELS)
    yield "xgboost categories", xgboost.XGBClassifier(enable_categorical=True, **FEW).fit(TABLE, LABELS)
    yield "xgboost number", xgboost.XGBRegressor(**FEW).fit(ROWS, ROWS.a)
    yield "xgboost forest", xgboost.XGBRFClassifier(**FEW).fit(ROWS, LABELS)
    yield "xgboost measure", xgboost.XGBClassifier(eval_metric=log_loss, **FEW).fit(ROWS, LABELS)
    yield "xgboost booster", xgboost.XGBClassifier(**FEW).fit(ROWS, LABELS).get_booster()


def fairness() -> Iterator[tuple[str, Any]]:
    groups = {"sensitive_features": TABLE.k.astype(str)}
    yield "thresholds", ThresholdOptimizer(estimator=LOGISTIC, predict_method="auto").fit(ROWS, LABELS, **groups)
    yield "odds", ThresholdOptimizer(estimator=TREE, constraints="equalized_odds", predict_method="predict_proba").fit(ROWS, LABELS, **groups)
    yield "gradient", ExponentiatedGradient(LOGISTIC, DemographicParity(), max_iter=3).fit(ROWS, LABELS, **groups)
    yield "gradient odds", ExponentiatedGradient(TREE, EqualizedOdds(), max_iter=3).fit(ROWS, LABELS, **groups)
    yield "grid", GridSearch(LinearRegression(), BoundedGroupLoss(SquareLoss(0, 1), upper_bound=0.1), grid_size=4).fit(ROWS, LABELS, **groups)


def objects() -> Iterator[tuple[str, Any]]:
    model = TREE.fit(ROWS, LABELS)
    dates = pd.date_range("2020", periods=90, tz="Europe/Berlin")
    yield "frame", {"model": model, "seen": TABLE.assign(t=dates, p=pd.period_range("2020", periods=90), n=pd.array([1, None] * 45, dtype="Int64"),
                                                         s=pd.array(["x", None] * 45, dtype="string"), i=pd.cut(ROWS.a, 3))}  # fmt: skip
    yield "grouped", {"model": model, "means": TABLE.groupby(["k", TABLE.a > 0], observed=True).mean()}
    numbers = [np.float16(1), np.zeros(2, [("a", "i4"), ("b", "U3"), ("c", "f8", (2,))]), np.random.default_rng(1), np.random.RandomState(1),
               np.random.Generator(np.random.Philox(1)), np.array(["2020"], "M8[D]"), np.ma.masked_array([1, 2], [0, 1]), np.zeros(3, ">f8"),
               np.asfortranarray(np.eye(3)), np.eye(4)[::2], np.array(5), np.zeros((0, 3)), np.array([1, "a", None], object),
               np.recarray((2,), dtype=[("a", "i4")]), np.complex64(1), np.str_("a"), np.dtype("f4"), np.float32]  # fmt: skip
    yield "numbers", {"model": model, "held": numbers}


@pytest.fixture(scope="module")
def models() -> dict[str, Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return {f"{kind.__name__}: {name}": model for kind in (scikit_learn, boosting, fairness, objects) for name, model in kind()}


@pytest.mark.parametrize("how", SAVERS)
def test_every_model_saved_in_every_way_opens_without_a_question(how: str, models: dict[str, Any], tmp_path: Path) -> None:
    path, refused = tmp_path / "model.joblib", {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, model in models.items():
            SAVERS[how](model, path)
            look = inspect_model(path)
            if look.verdict != "loadable":
                refused[name] = look.sentence
                continue
            loaded = unpickling.load(str(path), RULES)
            assert type(loaded) is type(model)
            if hasattr(model, "predict") and name.startswith("scikit_learn: s"):
                np.testing.assert_array_equal(loaded.predict(ROWS), model.predict(ROWS))
    assert refused == {}


FILES = sorted(path.name for path in FOREIGN.iterdir())


@pytest.mark.parametrize("name", FILES)
def test_files_of_other_environments_open_without_a_question(name: str) -> None:
    look = inspect_model(FOREIGN / name)
    assert look.verdict == "loadable", (look.sentence, look.anomalies)
    library, version = name.split("-")[:2]
    if library == "sklearn":
        assert look.versions["scikit-learn"] == version


def test_the_corpus_is_as_large_as_promised(models: dict[str, Any]) -> None:
    """By library of what is saved here, and by library and version of what other environments saved; printed with -s."""
    here = Counter(name.split(":")[0] for name in models)
    elsewhere = Counter(" ".join(name.split("-")[:2]) for name in FILES)
    print(f"{len(models)} models × {len(SAVERS)} ways, {len(FILES)} files of others", dict(here), dict(elsewhere))
    assert len(models) * len(SAVERS) >= 600
    assert len(FILES) >= 130
    assert {"sklearn 0.22.2.post1", "sklearn 0.24.2", "sklearn 1.1.3", "sklearn 1.3.2", "sklearn 1.7.2"} <= set(elsewhere)
    assert {"imblearn 0.14.2", "category_encoders 2.11.2", "catboost 1.2.10", "fairlearn 0.9.0", "lightgbm 3.3.5"} <= set(elsewhere)


def test_the_list_was_made_with_every_library_it_promises() -> None:
    import json

    told = json.loads(rules_path().read_text("utf-8"))["made_with"]
    wanted = {"sklearn", "numpy", "pandas", "scipy", "lightgbm", "xgboost", "catboost", "fairlearn", "imblearn", "category_encoders", "skops"}
    assert wanted <= {library for each in told for library in each}
    assert {"0.24", "1.1", "1.3"} <= {each["sklearn"].rpartition(".")[0] for each in told}
    assert any(each["python"].startswith("3.8") for each in told)
    assert sys.version_info >= (3, 11)
