"""Honest models: every estimator, however saved, is found loadable and loads to the same predictions."""


import pickle
import warnings
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pandas as pd
import pytest
import skops.io
from scipy import stats
from scipy.spatial import distance
from sklearn.base import BaseEstimator
from sklearn.compose import make_column_transformer
from sklearn.datasets import make_classification
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier, VotingClassifier
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler
from sklearn.utils import all_estimators
from sklearn.utils._test_common.instance_generator import _construct_instances

from rai_desktop.host import rules, skops_files, unpickling
from rai_desktop.loading.inspection import inspect_model, rules_path

RULES = rules.Rules.read(str(rules_path()))
X, Y = make_classification(60, 6, random_state=0)
DATA: list[tuple[Any, Any]] = [
    (X, Y), (np.abs(X), Y), (np.abs(X), np.c_[Y, Y]), (Y, Y.astype(float)), ([{"a": 1.0, "b": 2}] * 60, Y),
    (["a b c", "b c d"] * 30, Y), (X, np.abs(X[:, 0]) + 1),
]  # fmt: skip
TABLE = pd.DataFrame({"a": X[:, 0], "b": X[:, 1], "c": np.where(X[:, 2] > 0, "x", "y")})
SAVERS: dict[str, Callable[[Any, Path], Any]] = {
    **{f"pickle {p}": lambda m, f, p=p: f.write_bytes(pickle.dumps(m, protocol=p)) for p in (0, 2, 3, 4, 5)},
    **{f"joblib {c}": partial(joblib.dump, compress=(c, 3)) for c in ("zlib", "gzip", "bz2", "xz", "lzma")},
    "joblib": joblib.dump,
}


@cache
def fitted(kind: type[BaseEstimator]) -> BaseEstimator | None:
    try:
        estimator = next(iter(_construct_instances(kind)))
    except Exception:
        return None
    for rows, target in DATA:
        try:
            return estimator.fit(rows, target)
        except Exception:
            continue
    return None


def composed() -> dict[str, BaseEstimator]:
    columns = make_column_transformer((StandardScaler(), ["a", "b"]), (OneHotEncoder(), ["c"]))
    forest = RandomForestClassifier(5, random_state=np.random.RandomState(3))
    search = {"C": stats.loguniform(0.1, 10), "tol": stats.uniform(0, 1)}
    return {
        "columns": make_pipeline(columns, LogisticRegression()).fit(TABLE, Y),
        "boosting": make_pipeline(columns, HistGradientBoostingClassifier(max_iter=5)).fit(TABLE, Y),
        "function": make_pipeline(FunctionTransformer(np.abs), FunctionTransformer(np.log1p), forest).fit(X, Y),
        "grid": GridSearchCV(LogisticRegression(), {"C": [1, 2]}, scoring="roc_auc", cv=3).fit(X, Y),
        "random": RandomizedSearchCV(LogisticRegression(), search, n_iter=2, random_state=0, cv=3).fit(X, Y),
        "random forest": RandomizedSearchCV(forest, {"max_depth": stats.randint(1, 5)}, n_iter=2, cv=3).fit(X, Y),
        "best": make_pipeline(SelectKBest(f_classif, k=3), KNeighborsClassifier(metric="manhattan")).fit(X, Y),
        "vote": VotingClassifier([("a", LogisticRegression()), ("b", forest)], voting="soft").fit(X, Y),
        "words": make_pipeline(TfidfVectorizer(token_pattern="[a-z]+"), LogisticRegression()).fit(list("abcdef") * 10, Y),
        "partial": make_pipeline(FunctionTransformer(partial(np.clip, a_min=-1, a_max=1)), forest).fit(X, Y),
    }


COMPOSED = composed()


@pytest.mark.parametrize("how", SAVERS)
@pytest.mark.parametrize("name", COMPOSED)
def test_composed_models_are_loadable_and_predict_the_same(name: str, how: str, tmp_path: Path) -> None:
    model = COMPOSED[name]
    path = tmp_path / "model.joblib"
    SAVERS[how](model, path)
    look = inspect_model(path)
    assert look.verdict == "loadable", (look.sentence, look.names)
    assert look.versions["scikit-learn"]
    loaded = unpickling.load(str(path), RULES)
    rows = TABLE if name in ("columns", "boosting") else list("abcdef") if name == "words" else X
    np.testing.assert_array_equal(loaded.predict(rows), model.predict(rows))


@pytest.mark.slow
@pytest.mark.parametrize("how", ["pickle 0", "pickle 2", "pickle 5", "joblib", "joblib zlib"])
def test_every_estimator_is_loadable(how: str, tmp_path: Path) -> None:
    path, refused, count = tmp_path / "model.pkl", {}, 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, kind in all_estimators():
            if (model := fitted(kind)) is None:
                continue
            SAVERS[how](model, path)
            count += 1
            look = inspect_model(path)
            if look.verdict != "loadable":
                refused[name] = look.sentence
            else:
                unpickling.load(str(path), RULES)
    assert count > 180
    assert refused == {}


@pytest.mark.slow
def test_every_estimator_saved_by_skops_is_loadable(tmp_path: Path) -> None:
    path, refused, count = tmp_path / "model.skops", {}, 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, kind in all_estimators():
            if (model := fitted(kind)) is None:
                continue
            try:
                skops.io.dump(model, path)
                skops.io.load(path, trusted=skops.io.get_untrusted_types(file=path))
            except Exception:  # skops itself cannot
                continue
            count += 1
            look = inspect_model(path)
            if look.verdict != "loadable":
                refused[name] = look.sentence
            else:
                skops_files.load(str(path), RULES)
    assert count > 150
    assert refused == {}


@pytest.mark.parametrize(
    "value",
    [
        TABLE, TABLE.a, TABLE.c.astype("category"), pd.Timestamp("2020-01-01"), pd.Timestamp("2020-01-01", tz="UTC"),
        pd.Interval(0, 1), pd.Period("2020"), pd.NA, pd.array([1, None], dtype="Int64"), pd.array(["x", None], dtype="string"),
        pd.DataFrame({"t": pd.date_range("2020", periods=3, tz="Europe/Berlin")}), np.ma.array([1, 2], mask=[0, 1]),
        np.array([1.5]), np.array(["a", None], dtype=object), np.zeros(2, dtype=[("a", "f8"), ("b", "O")]), np.float32(1),
        np.datetime64("2020-01-01"), np.random.RandomState(0), np.random.default_rng(0), Path("a"), partial(np.clip, a_min=0),
        __import__("re").compile("a+"), __import__("uuid").UUID(int=3), __import__("zoneinfo").ZoneInfo("UTC"),
        __import__("decimal").Decimal("1.5"), __import__("datetime").date(2020, 1, 1), stats.norm(0, 1), {1: {2}, "a": (None,)},
        __import__("collections").OrderedDict(a=1), __import__("collections").Counter("aab"), frozenset({1}), slice(1, 2), 1j,
        __import__("array").array("d", [1.5]), __import__("operator").attrgetter("values"), __import__("operator").methodcaller("toarray"),
        __import__("collections").UserDict(a=1), __import__("collections").ChainMap({}), __import__("re").compile("a+").findall,
        pd.NaT, pd.interval_range(0, 3), pd.DataFrame({"a": pd.arrays.SparseArray([0, 1])}), pd.TimedeltaIndex([1]), pd.DataFrame.astype,
        pd.concat, pd.factorize, __import__("scipy.sparse").sparse.csr_matrix.toarray, distance.cosine, np.polynomial.Polynomial([1, 2]),
        stats.gaussian_kde(X[:, 0]), stats.multivariate_normal([0, 0]),
        HistGradientBoostingClassifier(max_iter=2, early_stopping=True, scoring="roc_auc").fit(X, Y),
        CountVectorizer(analyzer=CountVectorizer().build_analyzer()).fit(["ab bc"]),
        bytearray(b"x"), b"y", 2**200, float("nan"), __import__("scipy.sparse").sparse.csr_matrix(np.eye(2)), np.log1p, range(3),
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
@pytest.mark.parametrize("protocol", [2, 4, 5])
def test_values_that_models_hold_are_loadable(value: object, protocol: int, tmp_path: Path) -> None:
    path = tmp_path / "value.pkl"
    path.write_bytes(pickle.dumps(value, protocol=protocol))
    look = inspect_model(path)
    assert look.verdict == "loadable", (look.sentence, look.anomalies)
    assert type(unpickling.load(str(path), RULES)) is type(value)
    joblib.dump(value, path)
    assert inspect_model(path).verdict == "loadable"
