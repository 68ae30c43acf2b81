"""Reasons against shap itself, closed forms, brute force and the models' own outputs."""

import ast
import itertools
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from lightgbm import LGBMClassifier, LGBMRegressor
from sklearn.base import clone
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import PCA
from sklearn.ensemble import (
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import (
    LinearRegression,
    LogisticRegression,
    PoissonRegressor,
    RidgeClassifier,
)
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import Normalizer, OneHotEncoder, OrdinalEncoder, StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier
from xgboost import XGBClassifier, XGBRegressor

from rai_desktop import host
from rai_desktop.host.explaining import explain
from rai_desktop.host.origins import column_origins


def numbers(n=300, f=5, seed=0):
    rng = np.random.default_rng(seed)
    return pd.DataFrame(rng.normal(size=(n, f)), columns=[f"x{i}" for i in range(f)])


def labels(frame, k=2):
    rank = (frame.iloc[:, 0] + frame.iloc[:, 1] * frame.iloc[:, 2]).rank(pct=True)
    return np.minimum((rank * k).astype(int), k - 1).to_numpy()


def mixed(n=300, seed=1):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({
        "age": rng.integers(18, 90, n).astype(float), "age_group": rng.choice(["young", "old", "mid"], n),
        "colour": rng.choice(["red", "green", "blue"], n), "income": rng.normal(size=n),
    })  # fmt: skip
    frame.loc[rng.random(n) < 0.1, "income"] = np.nan
    return frame, ((frame.age > 50) ^ (frame.colour == "red")).map({True: "yes", False: "no"}).to_numpy()


def ask(model, frame, background=None, **options):
    proba = getattr(model, "predict_proba", None)
    classes = [str(c) for c in getattr(model, "classes_", ())]
    background = frame.iloc[:50] if background is None else background
    return explain(model, frame, background, options, model.predict, proba, classes)


def gap(told):
    return np.abs(told["base"] + told["values"].sum(axis=1) - told["output"]).max()


BINARY = [
    (RandomForestClassifier(20, max_depth=5, random_state=0), "tree", "probability", "predict_proba"),
    (DecisionTreeClassifier(max_depth=4, random_state=0), "tree", "probability", "predict_proba"),
    (GradientBoostingClassifier(n_estimators=20), "tree", "log-odds", "decision_function"),
    (HistGradientBoostingClassifier(max_iter=20), "tree", "log-odds", "decision_function"),
    (LGBMClassifier(n_estimators=20, verbose=-1), "tree (LightGBM)", "log-odds", None),
    (XGBClassifier(n_estimators=20), "tree (XGBoost)", "log-odds", None),
    (LogisticRegression(), "linear", "log-odds", "decision_function"),
    (RidgeClassifier(), "linear", "margin", "decision_function"),
    (MLPClassifier((4,), max_iter=30, random_state=0), "exact", "probability", "predict_proba"),
    (KNeighborsClassifier(), "exact", "probability", "predict_proba"),
    (SVC(), "exact", "margin", "decision_function"),
]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("model", "explainer", "space", "output"), BINARY,
                         ids=lambda v: type(v).__name__ if hasattr(v, "fit") else "")  # fmt: skip
def test_binary_models_add_up_to_their_own_output(model, explainer, space, output):
    frame = numbers()
    model = clone(model).fit(frame, labels(frame))
    told = ask(model, frame.iloc[:20], **{"class": "1"})
    assert (told["explainer"], told["space"], told["exact"]) == (explainer, space, True)
    own = getattr(model, output)(frame.iloc[:20]) if output else _logit(model.predict_proba(frame.iloc[:20]))
    own = own[:, 1] if own.ndim == 2 else own
    np.testing.assert_allclose(told["output"], own, rtol=1e-4, atol=1e-4)
    assert gap(told) < 1e-4
    other = ask(model, frame.iloc[:20], **{"class": "0"})
    np.testing.assert_allclose(other["values"], -told["values"], atol=1e-9)
    assert gap(other) < 1e-4


def _logit(proba):
    return np.log(proba[:, 1] / proba[:, 0])


MANY = [
    RandomForestClassifier(10, random_state=0), HistGradientBoostingClassifier(max_iter=10),
    LGBMClassifier(n_estimators=10, verbose=-1), XGBClassifier(n_estimators=10), LogisticRegression(),
    GradientBoostingClassifier(n_estimators=10), KNeighborsClassifier(),
]  # fmt: skip


@pytest.mark.parametrize("model", MANY, ids=lambda m: type(m).__name__)
def test_several_classes(model):
    frame = numbers()
    model = clone(model).fit(frame, labels(frame, 3))
    told = ask(model, frame.iloc[:15], **{"class": "2"})
    assert told["explained_class"] == "2"
    assert told["values"].shape == (15, 5)
    assert gap(told) < 1e-4
    by_row = ask(model, frame.iloc[:15])
    assert by_row["explained_class"] == "predicted"
    assert gap(by_row) < 1e-4
    twos = model.predict(frame.iloc[:15]) == 2
    np.testing.assert_allclose(by_row["values"][twos], told["values"][twos], atol=1e-9)


def test_gradient_boosting_of_several_classes_falls_back_and_says_so():
    frame = numbers()
    told = ask(GradientBoostingClassifier(n_estimators=5).fit(frame, labels(frame, 3)), frame.iloc[:5])
    assert told["explainer"] == "exact"
    assert "refused" in told["note"]


REGRESSION = [
    (LinearRegression(), "linear"), (PoissonRegressor(), "linear"),
    (RandomForestRegressor(10, random_state=0), "tree"), (GradientBoostingRegressor(n_estimators=10), "tree"),
    (HistGradientBoostingRegressor(max_iter=10), "tree"),
    (HistGradientBoostingRegressor(max_iter=10, loss="poisson"), "tree"),
    (LGBMRegressor(n_estimators=10, verbose=-1), "tree (LightGBM)"),
    (LGBMRegressor(n_estimators=10, verbose=-1, objective="poisson"), "tree (LightGBM)"),
    (XGBRegressor(n_estimators=10), "tree (XGBoost)"),
]  # fmt: skip


@pytest.mark.parametrize(("model", "explainer"), REGRESSION, ids=lambda v: type(v).__name__)
def test_regression(model, explainer):
    frame = numbers()
    target = np.exp(0.3 * frame.x0 + 0.2 * frame.x1 * frame.x2)
    model = clone(model).fit(frame, target)
    told = ask(model, frame.iloc[:20])
    assert (told["explainer"], told["explained_class"]) == (explainer, "")
    assert gap(told) < 1e-4
    same = np.allclose(told["output"], model.predict(frame.iloc[:20]), atol=1e-4)
    logged = np.allclose(np.exp(told["output"]), model.predict(frame.iloc[:20]), rtol=1e-4)
    assert same if told["space"].startswith("prediction") and not logged else logged


def test_trees_agree_with_shap_called_directly():
    import shap

    frame = numbers()
    model = HistGradientBoostingClassifier(max_iter=30).fit(frame, labels(frame))
    told = ask(model, frame.iloc[:50], **{"class": "1"})
    np.testing.assert_allclose(told["values"], shap.TreeExplainer(model).shap_values(frame.iloc[:50]), atol=1e-12)
    boosted = XGBClassifier(n_estimators=20).fit(frame, labels(frame))
    direct = shap.TreeExplainer(boosted).shap_values(frame.iloc[:50])
    np.testing.assert_allclose(ask(boosted, frame.iloc[:50], **{"class": "1"})["values"], direct, atol=1e-3)


def test_a_linear_model_by_hand_and_by_shap():
    import shap

    frame = numbers(f=3)
    model = LinearRegression().fit(frame, 2 * frame.x0 - 3 * frame.x1 + 1)
    background = frame.iloc[100:180]
    told = ask(model, frame.iloc[:10], background)
    by_hand = (frame.iloc[:10] - background.mean()) * np.array([2.0, -3.0, 0.0])
    np.testing.assert_allclose(told["values"], by_hand, atol=1e-9)
    shapped = shap.LinearExplainer(model, shap.maskers.Independent(background, max_samples=80))(frame.iloc[:10])
    np.testing.assert_allclose(told["values"], shapped.values, atol=1e-9)
    np.testing.assert_allclose(told["base"], shapped.base_values, atol=1e-9)


def brute_force(value, features):
    """Shapley values straight from their definition."""
    found = np.zeros(features)
    for i in range(features):
        rest = [j for j in range(features) if j != i]
        for size in range(features):
            weight = math.factorial(size) * math.factorial(features - size - 1) / math.factorial(features)
            for subset in itertools.combinations(rest, size):
                found[i] += weight * (value({*subset, i}) - value(set(subset)))
    return found


def test_text_columns_from_outside_equal_brute_force():
    frame, _ = mixed(40)
    background = frame.iloc[20:]

    def score(table):
        return table.age.to_numpy() * np.where(table.colour == "red", 2.0, -1.0) + table.income.isna() * 5.0

    told = explain(None, frame.iloc[:3], background, {}, score)
    assert told["explainer"] == "exact"

    def value(row):
        def seen(kept):
            table = background.copy()
            for j in kept:
                table.isetitem(j, [frame.iloc[row, j]] * len(table))
            return score(table).mean()
        return seen

    for row in range(3):
        np.testing.assert_allclose(told["values"][row], brute_force(value(row), 4), atol=1e-9)


def test_permutation_is_exact_for_pairwise_interactions_and_repeats_with_its_seed():
    frame = numbers(60, 8)
    background = frame.iloc[:20]

    def score(table):
        return (table.x0 * table.x1 + 3 * table.x7).to_numpy()

    options = {"max_evaluations": 20 * 17 * 5, "seed": 3}
    told = explain(None, frame.iloc[20:25], background, options, score)
    assert (told["explainer"], told["exact"], told["advised_rows"]) == ("permutation", False, 5)
    exact = explain(None, frame.iloc[20:25], background, {"max_evaluations": 1e9}, score)
    assert exact["explainer"] == "exact"
    np.testing.assert_allclose(told["values"], exact["values"], atol=1e-9)
    again = explain(None, frame.iloc[20:25], background, options, score)
    np.testing.assert_array_equal(told["values"], again["values"])


def columns(encode):
    return ColumnTransformer([("words", encode, ["age_group", "colour"]), ("numbers", SimpleImputer(add_indicator=True), ["age", "income"])])


@pytest.mark.parametrize("encode", [OneHotEncoder(), OneHotEncoder(drop="first", sparse_output=False),
                                    OneHotEncoder(min_frequency=0.4, handle_unknown="infrequent_if_exist"),
                                    OrdinalEncoder()])  # fmt: skip
@pytest.mark.parametrize("last", [LogisticRegression(max_iter=500), RandomForestClassifier(10, max_depth=4, random_state=0)])
def test_pipelines_speak_of_the_tables_own_columns(encode, last):
    frame, target = mixed()
    model = Pipeline([("columns", columns(encode)), ("scale", StandardScaler(with_mean=False)), ("model", clone(last))])
    model.fit(frame, target)
    told = ask(model, frame.iloc[:30], **{"class": "yes"})
    assert told["features"] == list(frame.columns)
    assert told["explainer"] in {"linear", "tree"}
    assert gap(told) < 1e-9
    assert told["summed"]  # the missing-value indicator belongs to income
    own = model.decision_function(frame.iloc[:30]) if told["explainer"] == "linear" else model.predict_proba(frame.iloc[:30])[:, 1]
    np.testing.assert_allclose(told["output"], own)


def test_summed_one_hot_columns_of_a_linear_model_are_its_exact_shapley_values():
    frame, target = mixed()
    model = make_pipeline(columns(OneHotEncoder()), LogisticRegression(max_iter=500)).fit(frame, target)
    inside = ask(model, frame.iloc[:5], frame.iloc[50:90], **{"class": "yes"})
    outside = explain(model, frame.iloc[:5], frame.iloc[50:90], {}, model.decision_function)
    np.testing.assert_allclose(inside["values"], outside["values"], atol=1e-9)


def test_origins_of_a_nested_transformer_with_passthrough_and_slices():
    frame, _ = mixed()
    inner = make_pipeline(SimpleImputer(), StandardScaler())
    table = ColumnTransformer([("n", inner, [3]), ("w", OneHotEncoder(), slice("age_group", "colour"))], remainder="passthrough")
    table.fit(frame)
    assert column_origins([table], frame) == [3, 1, 1, 1, 2, 2, 2, 0]


@pytest.mark.parametrize("step", [PCA(2), Normalizer()])
def test_mixed_up_columns_are_explained_from_outside(step):
    frame = numbers()
    model = make_pipeline(clone(step), LogisticRegression()).fit(frame, labels(frame))
    assert column_origins([model[0]], frame) is None
    told = ask(model, frame.iloc[:5], **{"class": "1"})
    assert told["explainer"] == "exact"
    assert "traced" in told["note"]


def test_native_categories_of_histogram_boosting_are_explained_from_outside():
    frame, target = mixed()
    frame = frame.astype({"colour": "category", "age_group": "category"})
    model = HistGradientBoostingClassifier(max_iter=10, categorical_features="from_dtype").fit(frame, target)
    told = ask(model, frame.iloc[:4], **{"class": "yes"})
    assert told["space"] == "probability"
    assert gap(told) < 1e-9
    np.testing.assert_allclose(told["output"], model.predict_proba(frame.iloc[:4])[:, 1])


def test_unseen_categories_and_missing_values_pass_through_the_pipeline():
    frame, target = mixed()
    encode = OneHotEncoder(handle_unknown="ignore")
    model = make_pipeline(columns(encode), LogisticRegression(max_iter=500)).fit(frame, target)
    rows = frame.iloc[:4].assign(colour=["violet", "red", "blue", "violet"])
    assert gap(ask(model, rows, frame.iloc[:50], **{"class": "yes"})) < 1e-9


def test_one_row_one_feature_and_a_constant():
    frame = pd.DataFrame({"only": np.arange(50.0)})
    model = make_pipeline(StandardScaler(), KNeighborsClassifier()).fit(frame, frame.only > 20)
    told = ask(model, frame.iloc[30:31], frame, **{"class": "True"})
    assert told["values"].shape == (1, 1)
    assert gap(told) < 1e-12
    still = frame.assign(same=1.0)
    told = explain(None, still.iloc[:2], still, {}, lambda t: t.only.to_numpy() + t.same.to_numpy())
    np.testing.assert_allclose(told["values"][:, 1], 0, atol=1e-12)


def test_a_model_that_only_names_the_class():
    frame = numbers(60, 3)
    told = explain(None, frame.iloc[:4], frame, {"class": "good"},
                   lambda t: np.where(t.x0 > 0, "good", "bad"), None, ["bad", "good"])  # fmt: skip
    np.testing.assert_array_equal(told["output"], (frame.x0.iloc[:4] > 0).astype(float))
    assert gap(told) < 1e-9


def test_types_reach_the_model_as_they_were():
    frame = pd.DataFrame({
        "when": pd.to_datetime(["2020-01-01", "2021-01-01", None]), "flag": [True, False, True],
        "big": [2**60 + 1, 2**60 + 2, 2**60 + 3], "part": pd.array([1, None, 3], dtype="Int64"),
        "kind": pd.Categorical(["a", "b", "a"], categories=["c", "b", "a"]), "word": ["x", None, "y"],
    })  # fmt: skip
    seen = []

    def score(table):
        seen.append(table)
        return table.big.map({2**60 + 1: 1.0, 2**60 + 2: 2.0, 2**60 + 3: 3.0}).to_numpy() + table.flag.to_numpy()

    told = explain(None, frame, frame, {}, score)
    assert gap(told) < 1e-9
    assert all((t.dtypes == frame.dtypes).all() for t in seen)
    assert list(seen[0].kind.cat.categories) == ["c", "b", "a"]


def test_bad_models_end_in_a_sentence():
    frame = numbers(20, 2)
    with pytest.raises(ValueError, match="not numbers for 20 of 20 rows"):
        explain(None, frame, frame, {}, lambda t: np.full(len(t), np.nan))
    with pytest.raises(ValueError, match="does not know the class 'maybe'"):
        explain(None, frame, frame, {"class": "maybe"}, lambda t: np.zeros(len(t)), None, ["0", "1"])
    with pytest.raises(ValueError, match="no row"):
        explain(None, frame.iloc[:0], frame, {}, lambda t: np.zeros(len(t)))
    with pytest.raises(RuntimeError, match="out of order"):
        explain(None, frame, frame, {}, lambda _t: (_ for _ in ()).throw(RuntimeError("out of order")))


def test_deep_forests_advise_fewer_rows():
    frame = numbers(3000)
    noise = np.random.default_rng(0).integers(0, 2, 3000)
    model = RandomForestClassifier(30, random_state=0).fit(frame, noise)
    told = ask(model, frame.iloc[:2], max_evaluations=1e5)
    assert 1 <= told["advised_rows"] < 2000


@pytest.mark.parametrize("name", ["explaining", "inside", "outside", "origins", "reasons"])
def test_it_runs_on_an_old_python_with_nothing_of_ours(name):
    path = Path(host.__file__).with_name(name + ".py")
    tree = ast.parse(path.read_text("utf-8"), feature_version=(3, 8))
    top = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    names = [a.name if isinstance(n, ast.Import) else n.module for n in top for a in n.names
             if not getattr(n, "level", 0)]  # fmt: skip
    assert set(names) <= {"__future__", "os", "sys", "typing", "warnings"}


def test_the_origins_of_one_model_are_not_used_for_another():
    frame, target = mixed()
    one = make_pipeline(columns(OneHotEncoder()), LogisticRegression(max_iter=500)).fit(frame, target)
    turned = frame[["income", "colour", "age", "age_group"]]
    other = make_pipeline(columns(OneHotEncoder()), LogisticRegression(max_iter=500)).fit(turned, target)
    first = ask(one, frame.iloc[:5], frame.iloc[50:90], **{"class": "yes"})
    second = ask(other, turned.iloc[:5], turned.iloc[50:90], **{"class": "yes"})
    assert second["features"] == list(turned.columns)
    places = [first["features"].index(name) for name in second["features"]]
    np.testing.assert_allclose(second["values"], first["values"][:, places], atol=1e-6)


@pytest.mark.parametrize("columns", [3, 12], ids=["exact", "by-walks"])
@pytest.mark.parametrize("classes", [0, 2, 3], ids=["numbers", "two-classes", "three-classes"])
def test_asked_together_it_is_the_same_and_the_model_is_asked_once(columns, classes):
    frame = numbers(80, columns)
    model = KNeighborsClassifier().fit(frame, labels(frame, classes)) if classes else LinearRegression().fit(frame, frame.x0**2)
    asked = []

    def counted(function):
        def call(rows):
            asked.append(len(rows))
            return function(rows)
        return call

    def reasons(**more):
        asked.clear()
        options = {"method": "outside", "seed": 3, "max_evaluations": 20_000, "rows": 6} | more
        return explain(None, frame[:6], frame[40:60], options, predict=counted(model.predict),
                       predict_proba=counted(model.predict_proba) if classes else None, classes=range(classes))

    each, often = reasons(), list(asked)
    together = reasons(together=True)
    assert len(asked) == 1 < len(often)
    assert sum(asked) == sum(often)
    for name in ("values", "base", "output"):
        np.testing.assert_allclose(together[name], each[name], rtol=1e-12, atol=1e-12)
    assert {n: v for n, v in together.items() if isinstance(v, str)} == {n: v for n, v in each.items() if isinstance(v, str)}


@pytest.mark.parametrize("together", [False, True])
@pytest.mark.parametrize("cuts", [[], [0.0], [-0.3, 0.3]])
def test_texts_of_a_model_that_tells_no_classes_are_explained(cuts: list[float], together: bool) -> None:
    """A command or a Python file with `predict` alone."""
    frame = pd.DataFrame({"a": np.linspace(-1, 1, 30), "b": np.arange(30) % 3})

    def predict(given: Any) -> Any:
        return np.array(["low", "middle", "high"], dtype=object)[np.searchsorted(cuts, given["a"])]

    told = explain(None, frame[:10], frame, {"class": "", "seed": 1, "together": together}, predict=predict)
    assert told["explained_class"] == "predicted"
    np.testing.assert_allclose(told["base"] + told["values"].sum(axis=1), told["output"], atol=1e-9)
    assert not told["values"][:, 1].any()
    assert bool(told["values"][:, 0].any()) is bool(cuts)
