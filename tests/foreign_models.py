"""Save small models as the libraries of one environment write them: `PYTHON tests/foreign_models.py`, with that environment's Python.

They are kept in tests/data/models, so that files of environments that a developer lacks are opened by every run of
the tests. Each name says the library, its version, the model and the way of saving.
"""

import os
import pickle
import sys
import warnings

import joblib
import numpy as np
import pandas as pd
import sklearn
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import make_column_transformer
from sklearn.ensemble import RandomForestClassifier, StackingClassifier, VotingClassifier
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, make_scorer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler
from sklearn.tree import DecisionTreeClassifier

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data", "models")
RNG = np.random.RandomState(0)
ROWS = RNG.normal(size=(60, 3))
LABELS = (ROWS[:, 0] + RNG.normal(size=60) / 3 > 0).astype(int)
NUMBERS = pd.DataFrame(ROWS, columns=["a", "b", "c"])
TABLE = NUMBERS.assign(k=np.where(ROWS[:, 1] > 0, "u", "v"))
LOGISTIC, TREE = LogisticRegression(), DecisionTreeClassifier(max_depth=2)


def of_sklearn():
    """What scikit-learn has had in every version since 0.22."""
    columns = make_column_transformer((OneHotEncoder(), ["k"]), (StandardScaler(), ["a", "b"]))
    texts = ["good thing", "bad one"] * 30
    yield "columns", make_pipeline(columns, RandomForestClassifier(2, max_depth=2, random_state=0)).fit(TABLE, LABELS)
    yield "stack", StackingClassifier([("l", LOGISTIC), ("t", TREE)], cv=2).fit(NUMBERS, LABELS)
    yield "vote", VotingClassifier([("l", LOGISTIC), ("t", TREE)], voting="soft").fit(NUMBERS, LABELS)
    yield "calibrated", CalibratedClassifierCV(TREE, cv=2).fit(NUMBERS, LABELS)
    yield "search", GridSearchCV(LOGISTIC, {"C": [1, 2]}, scoring=make_scorer(f1_score), cv=2).fit(NUMBERS, LABELS)
    yield "words", make_pipeline(TfidfVectorizer(), LOGISTIC).fit(texts, LABELS)
    yield "split", make_pipeline(CountVectorizer(tokenizer=str.split), LOGISTIC).fit(texts, LABELS)
    yield "dummies", make_pipeline(FunctionTransformer(pd.get_dummies, validate=False), LOGISTIC).fit(TABLE, LABELS)
    yield "frame", {"model": TREE.fit(NUMBERS, LABELS), "seen": TABLE.head(3), "when": pd.Timestamp("2020-01-01", tz="UTC"),
                    "kinds": pd.Categorical(["u", "v"]), "ages": pd.cut([1, 5, 9], 2), "seed": np.random.RandomState(1)}  # fmt: skip
    try:
        from sklearn.ensemble import HistGradientBoostingClassifier

        yield "boosting", HistGradientBoostingClassifier(max_iter=2, max_leaf_nodes=4).fit(NUMBERS, LABELS)
    except ImportError:
        pass  # experimental before 1.0


def of_imblearn():
    """A pipeline with resampling, and two ensembles of its own."""
    import imblearn
    from imblearn.ensemble import BalancedRandomForestClassifier, RUSBoostClassifier
    from imblearn.over_sampling import SMOTE
    from imblearn.pipeline import make_pipeline as pipeline

    yield imblearn.__version__
    yield "smote", pipeline(SMOTE(), LOGISTIC).fit(NUMBERS, LABELS)
    yield "forest", BalancedRandomForestClassifier(2, max_depth=2).fit(NUMBERS, LABELS)
    yield "rusboost", RUSBoostClassifier(n_estimators=2).fit(NUMBERS, LABELS)


def of_category_encoders():
    """The encoders people use most."""
    import category_encoders

    yield category_encoders.__version__
    for name in ("TargetEncoder", "OrdinalEncoder", "BinaryEncoder", "CatBoostEncoder", "WOEEncoder", "HashingEncoder"):
        encoder = getattr(category_encoders, name)(cols=["k"])
        yield name, make_pipeline(encoder, TREE).fit(TABLE, LABELS)


def of_catboost():
    """Classifiers and a regressor, pickled."""
    import catboost

    how = {"iterations": 2, "depth": 2, "verbose": 0, "allow_writing_files": False}
    yield catboost.__version__
    yield "classifier", catboost.CatBoostClassifier(**how).fit(NUMBERS, np.where(LABELS, "yes", "no"))
    yield "categories", catboost.CatBoostClassifier(cat_features=["k"], **how).fit(TABLE, LABELS)
    yield "regressor", catboost.CatBoostRegressor(**how).fit(NUMBERS, ROWS[:, 0])


def of_fairlearn():
    """Postprocessing and reductions."""
    import fairlearn
    from fairlearn.postprocessing import ThresholdOptimizer
    from fairlearn.reductions import DemographicParity, ExponentiatedGradient

    yield fairlearn.__version__
    optimizer = ThresholdOptimizer(estimator=LOGISTIC, predict_method="predict_proba")
    yield "thresholds", optimizer.fit(NUMBERS, LABELS, sensitive_features=TABLE.k)
    yield "gradient", ExponentiatedGradient(LOGISTIC, DemographicParity(), max_iter=3).fit(NUMBERS, LABELS, sensitive_features=TABLE.k)


def of_lightgbm():
    """A classifier with its booster inside, and one whose training went on from another."""
    import lightgbm

    yield lightgbm.__version__
    how = {"n_estimators": 2, "num_leaves": 3, "verbose": -1}
    first = lightgbm.LGBMClassifier(**how).fit(NUMBERS, LABELS)
    yield "classifier", first
    yield "continued", lightgbm.LGBMClassifier(**how).fit(NUMBERS, LABELS, init_model=first)


def of_xgboost():
    """A classifier of texts, for which versions before 1.6 keep an encoder of their own."""
    import xgboost

    yield xgboost.__version__
    labels = np.where(LABELS, "yes", "no") if xgboost.__version__ < "1.6" else LABELS
    yield "classifier", xgboost.XGBClassifier(n_estimators=2, max_depth=2).fit(NUMBERS, labels)


def of_pandas():
    """Columns that Arrow keeps, of plain and of nested types."""
    import pyarrow

    kinds = ["int64[pyarrow]", "string[pyarrow]", *map(pd.ArrowDtype, (
        pyarrow.list_(pyarrow.int64()), pyarrow.struct([("a", pyarrow.int64())]), pyarrow.timestamp("us", "UTC"), pyarrow.decimal128(5, 2)))]
    yield pd.__version__
    yield "arrow", {"model": TREE.fit(NUMBERS, LABELS), "held": [pd.Series([None, None], dtype=kind) for kind in kinds]}


def of_scipy():
    """Results of tests and optimisers; distributions, splines and rotations."""
    import scipy
    from scipy import interpolate, optimize, stats
    from scipy.spatial.transform import Rotation

    line, one, other = np.linspace(0, 1, 8), ROWS[:8, 0], ROWS[:8, 1]
    results = [stats.f_oneway(one, other), stats.ks_2samp(one, other), stats.pearsonr(one, other), stats.linregress(one, other),
               stats.spearmanr(one, other), stats.mannwhitneyu(one, other), stats.chi2_contingency([[5, 6], [7, 8]]), stats.shapiro(one),
               stats.describe(one), optimize.minimize(lambda at: (at**2).sum(), [1.0], method="L-BFGS-B"),
               optimize.root_scalar(np.sin, bracket=[-1, 1.1])]  # fmt: skip
    student = stats.ttest_ind(one, other)
    try:
        pickle.dumps(student)
        results.append(student)
    except TypeError:
        pass  # newer ones hold a module
    yield scipy.__version__
    yield "results", {"model": TREE.fit(NUMBERS, LABELS), "held": results}
    yield "parts", {"model": TREE, "held": [
        stats.rv_histogram(np.histogram(one, 3)), stats.rv_discrete(values=([1, 2], [0.5, 0.5])), stats.gamma(2), stats.dirichlet([1.0, 2.0]),
        Rotation.from_rotvec([[0.0, 0.0, 0.1]]), Rotation.identity(), interpolate.RegularGridInterpolator((line,), line),
        interpolate.CubicHermiteSpline(line, one, other)]}  # fmt: skip


def of_dateutil():
    """Time zones of every kind, and a time in one."""
    import datetime

    import dateutil
    from dateutil import tz

    zones = [tz.tzutc(), tz.tzlocal(), tz.tzoffset("x", 60), tz.gettz("Europe/Berlin"), tz.tzrange("EST", -18000), tz.tzstr("EST5EDT")]
    when = datetime.datetime(2020, 1, 1, tzinfo=zones[3])
    yield dateutil.__version__
    yield "zones", {"model": TREE.fit(NUMBERS, LABELS), "held": [*zones, when]}


def save(library, version, name, model):
    """As joblib packs it, and for every third model as an old pickle."""
    start = os.path.join(OUT, f"{library}-{version}-{name}")
    joblib.dump(model, start + ".joblib", compress=("zlib", 9), protocol=4)
    if len(name) % 3 == 0:
        with open(start + ".pkl", "wb") as file:
            pickle.dump(model, file, protocol=2)


def native():
    """CatBoost's own two formats, and what it predicts with them."""
    import catboost

    how = {"iterations": 2, "depth": 2, "verbose": 0, "allow_writing_files": False}
    model = catboost.CatBoostClassifier(cat_features=["k"], **how).fit(TABLE, np.where(LABELS, "yes", "no"))
    start = os.path.join(OUT, f"catboost-{catboost.__version__}-native")
    model.save_model(start + ".cbm")
    plain = catboost.CatBoostClassifier(**how).fit(NUMBERS, np.where(LABELS, "yes", "no"))
    plain.save_model(start + ".json", format="json")


def main():
    """Save what this environment can."""
    warnings.simplefilter("ignore")
    os.makedirs(OUT, exist_ok=True)
    for name, model in of_sklearn():
        save("sklearn", sklearn.__version__, name, model)
    for library in ("imblearn", "category_encoders", "catboost", "fairlearn", "lightgbm", "xgboost", "pandas", "scipy", "dateutil"):
        try:
            version, *models = globals()["of_" + library]()
        except Exception as error:  # not there, or too old for this environment
            print(library, error)
            continue
        for name, model in models:
            save(library, version, name, model)
    if "catboost" in sys.modules:
        native()


if __name__ == "__main__":
    main()
