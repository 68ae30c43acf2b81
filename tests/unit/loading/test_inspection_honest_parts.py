"""Honest parts of models beyond estimators: texts, Arrow's columns, time zones, distributions, splines, results of tests."""

import operator
import pickle
import time
import warnings
import zoneinfo
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cloudpickle
import joblib
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import skops.io
import xgboost
from dateutil import relativedelta, tz
from scipy import interpolate, optimize, stats
from scipy.spatial.transform import Rotation
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import RandomizedSearchCV
from sklearn.preprocessing import FunctionTransformer
from sklearn.tree import DecisionTreeClassifier

from rai_desktop.host import rules, skops_files, unpickling
from rai_desktop.loading.inspection import inspect_model, rules_path
from tests.unit.loading.opcodes import Raw, built, called, file, made

RULES = rules.Rules.read(str(rules_path()))
RNG = np.random.default_rng(0)
ROWS, LABELS = RNG.normal(size=(60, 3)), np.arange(60) % 2
LINE, ONE, OTHER = np.linspace(0, 1, 20), RNG.normal(size=20), RNG.normal(size=20)
BERLIN = "Europe/Berlin"
TEXTS = np.dtypes.StringDType


def texts() -> dict[str, Any]:
    return {
        "plain": np.array(["a", "b" * 60], dtype=TEXTS()), "square": np.array([["a"], ["b"]], dtype=TEXTS(coerce=False)),
        "nan": np.array(["a", np.nan], dtype=TEXTS(na_object=np.nan)), "none": np.array(["a", None], dtype=TEXTS(na_object=None)),
        "na": np.array(["a", pd.NA], dtype=TEXTS(na_object=pd.NA)), "type": TEXTS(), "str": pd.Series(["a", None], dtype="str"),
        "string": pd.Series(["a", None], dtype="string[python]"), "string arrow": pd.Series(["a", None], dtype="string[pyarrow]"),
        "index": pd.DataFrame({"a": [1, 2]}, index=pd.Index(["u", "v"], dtype="string[pyarrow]")),
    }  # fmt: skip


def arrow() -> dict[str, Any]:
    kinds = [
        pa.int64(), pa.float32(), pa.bool_(), pa.date32(), pa.time64("us"), pa.duration("ms"), pa.timestamp("ns"), pa.timestamp("us", BERLIN),
        pa.decimal128(5, 2), pa.decimal256(50, 2), pa.binary(), pa.binary(3), pa.large_string(), pa.list_(pa.int64()), pa.list_(pa.int8(), 2),
        pa.large_list(pa.string()), pa.struct([("a", pa.int64()), ("b", pa.list_(pa.string()))]), pa.map_(pa.string(), pa.int64()),
        pa.dictionary(pa.int32(), pa.string()), pa.null(), pa.list_view(pa.int8()), pa.run_end_encoded(pa.int32(), pa.int8()),
    ]  # fmt: skip
    held: dict[str, Any] = {f"type {kind}": kind for kind in kinds}
    held |= {f"column {kind}": pd.Series([None, None], dtype=pd.ArrowDtype(kind)) for kind in kinds[:-2]}
    frame = pd.DataFrame({"a": [1, None], "b": ["x", None], "c": [[1], [2, 3]]}).convert_dtypes(dtype_backend="pyarrow")
    field = pa.field("a", pa.int8(), metadata={"told": "by hand"})
    return held | {"frame": frame, "sliced": frame.b[1:], "field": field, "schema": pa.schema([field]), "array": pa.array([[1], None]),
                   "coded": pa.array(["a", "b", "a"]).dictionary_encode(), "table": pa.table({"a": [1, 2]}),
                   "batch": pa.record_batch({"a": [1]}), "chunks": pa.chunked_array([["a"], ["b"]])}  # fmt: skip


def zones() -> dict[str, Any]:
    return {
        "utc": tz.tzutc(), "local": tz.tzlocal(), "offset": tz.tzoffset("x", 3600), "no name": tz.tzoffset(None, -60), "file": tz.gettz(BERLIN),
        "range": tz.tzrange("EST", -18000), "text": tz.tzstr("EST5EDT"), "zone": zoneinfo.ZoneInfo(BERLIN),
        "no cache": zoneinfo.ZoneInfo.no_cache("America/Argentina/Buenos_Aires"), "dates": pd.date_range("2020", periods=2, tz=tz.gettz(BERLIN)),
        "months": relativedelta.relativedelta(months=1), "offsets": pd.DateOffset(months=1), "day": pd.offsets.BDay(2),
    }  # fmt: skip


def distributions() -> dict[str, Any]:
    histogram = stats.rv_histogram(np.histogram(ONE, 5), density=True)
    listed = stats.rv_discrete(values=([1, 2], [0.5, 0.5]))
    return {
        "histogram": histogram, "histogram frozen": histogram(loc=1), "listed": listed, "listed frozen": listed(loc=1), "gamma": stats.gamma(2),
        "counts": stats.poisson(2), "dirichlet": stats.dirichlet([1.0, 2.0]), "wishart": stats.wishart(3, np.eye(2)),
        "t": stats.multivariate_t([0.0, 0.0]), "multinomial": stats.multinomial, "group": stats.ortho_group, "hypergeom": stats.multivariate_hypergeom,
    }  # fmt: skip


def splines() -> dict[str, Any]:
    grid = {f"grid {how}": interpolate.RegularGridInterpolator((LINE, LINE), np.outer(LINE, LINE), method=how)
            for how in ("linear", "nearest", "slinear", "cubic", "pchip")}  # fmt: skip
    return grid | {"hermite": interpolate.CubicHermiteSpline(LINE, ONE, OTHER), "plane": interpolate.RectBivariateSpline(LINE, LINE, np.outer(ONE, ONE)),
                   "nearest": interpolate.NearestNDInterpolator(ROWS, LABELS), "rotations": Rotation.from_rotvec(ROWS),
                   "rotation": Rotation.identity()}  # fmt: skip


def results() -> dict[str, Any]:
    def bowl(at: Any) -> Any:
        return (at**2).sum()

    return {
        "minimum": optimize.minimize(bowl, [1.0, 1.0]), "with history": optimize.minimize(bowl, [1.0], method="L-BFGS-B"),
        "root": optimize.root_scalar(np.sin, bracket=[-1, 1.1]), "bounds": optimize.Bounds([0], [1]),
        "constraint": optimize.LinearConstraint([[1, 1]], 0, 1), "chi": stats.chi2_contingency([[5, 6], [7, 8]]), "anova": stats.f_oneway(ONE, OTHER),
        "shapiro": stats.shapiro(ONE), "wilcoxon": stats.wilcoxon(ONE, OTHER), "u": stats.mannwhitneyu(ONE, OTHER), "mode": stats.mode([1, 1, 2]),
        "told": stats.describe(ONE), "bootstrap": stats.bootstrap((ONE,), np.mean, n_resamples=20), "exact": stats.binomtest(3, 10),
        "interval": stats.ttest_1samp(ONE, 0).confidence_interval(), "tukey": stats.tukey_hsd(ONE, OTHER), "ecdf": stats.ecdf(ONE),
        "slope": stats.theilslopes(ONE, OTHER), "odds": stats.contingency.odds_ratio([[1, 2], [3, 4]]),
    }  # fmt: skip


def named_results() -> dict[str, Any]:
    """Tuples with further attributes, whose second protocol asks for their constructor by name; no library writes models so."""
    return {"ks": stats.ks_2samp(ONE, OTHER), "line": stats.linregress(ONE, OTHER), "pearson": stats.pearsonr(ONE, OTHER)}


def models() -> dict[str, Any]:
    watched = xgboost.XGBClassifier(n_estimators=2, callbacks=[xgboost.callback.EvaluationMonitor(period=5)])
    search = RandomizedSearchCV(DecisionTreeClassifier(), {"max_depth": stats.randint(1, 5)}, n_iter=2, cv=2)
    return {
        "watched": watched.fit(ROWS, LABELS, eval_set=[(ROWS, LABELS)], verbose=False), "search": search.fit(ROWS, LABELS),
        "early": HistGradientBoostingClassifier(max_iter=2, early_stopping=True, scoring="roc_auc").fit(ROWS, LABELS),
        "words": CountVectorizer(analyzer=CountVectorizer().build_analyzer()).fit(["ab bc"]), "nothing": {"kinds": [type(None), int]},
        "moment": {"trained": time.localtime(0), "ended": time.gmtime(60)},
    }  # fmt: skip


KINDS = (texts, arrow, zones, distributions, splines, results, named_results, models)
SAVERS: dict[str, Callable[[Any, Path], Any]] = {
    **{f"pickle {p}": lambda held, path, p=p: path.write_bytes(pickle.dumps(held, protocol=p)) for p in (2, 4, 5)},
    "joblib": joblib.dump, "joblib zlib": lambda held, path: joblib.dump(held, path, compress=3),
    "cloudpickle": lambda held, path: path.write_bytes(cloudpickle.dumps(held)),
}  # fmt: skip


def test_what_asks_for_a_constructor_by_name_stays_refused(tmp_path: Path) -> None:
    """As the second protocol keeps what is made with names of its parts."""
    path = tmp_path / "model.pkl"
    for told, held in named_results().items():
        SAVERS["pickle 2"](held, path)
        assert inspect_model(path).verdict == "refused", told


@pytest.mark.parametrize(("how", "kind"), [(how, kind) for how in SAVERS for kind in KINDS if (how, kind) != ("pickle 2", named_results)],
                         ids=lambda part: part if isinstance(part, str) else part.__name__)
def test_each_opens_without_a_question(how: str, kind: Callable[[], dict[str, Any]], tmp_path: Path) -> None:
    path, refused = tmp_path / "model.pkl", {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for told, held in kind().items():
            SAVERS[how]({"model": LogisticRegression(), "held": held}, path)
            look = inspect_model(path)
            if look.verdict != "loadable":
                refused[told] = look.sentence
                continue
            loaded = unpickling.load(str(path), RULES)["held"]
            assert type(loaded) is type(held)
            assert repr(loaded) == repr(held) or " at 0x" in repr(held)
    assert refused == {}


def test_what_was_kept_still_answers_the_same(tmp_path: Path) -> None:
    held = {"texts": texts()["nan"], "grid": splines()["grid cubic"], "turn": splines()["rotations"], "spread": distributions()["histogram"],
            "column": pd.Series([[1, 2], None], dtype=pd.ArrowDtype(pa.list_(pa.int64())))}  # fmt: skip
    joblib.dump(held, path := tmp_path / "model.joblib")
    loaded = unpickling.load(str(path), RULES)
    assert loaded["texts"][0] == "a" and np.isnan(loaded["texts"][1])
    np.testing.assert_array_equal(loaded["grid"]([[0.5, 0.3]]), held["grid"]([[0.5, 0.3]]))
    np.testing.assert_array_equal(loaded["turn"].as_matrix(), held["turn"].as_matrix())
    assert loaded["spread"].cdf(0.1) == held["spread"].cdf(0.1)
    assert loaded["column"].equals(held["column"])


ELSEWHERE: dict[str, Raw] = {
    "dateutil 2 file": built(called("dateutil.tz.tz", "tzfile", None, "/usr/share/zoneinfo/" + BERLIN),
                             {"_filename": BERLIN, "_ttinfo_std": built(made("dateutil.tz.tz", "_ttinfo"), {"offset": 3600})}),
    "dateutil 2 offset": built(made("dateutil.tz.tz", "tzoffset"), {"_name": "x", "_offset": called("datetime", "timedelta", 0, 60, 0)}),
    "pytz": called("pytz", "_p", BERLIN, 3600, 0, "CET"), "pytz offset": called("pytz", "FixedOffset", 60), "pytz utc": called("pytz", "_UTC"),
    "scipy 1.10": made("scipy.stats._stats_py", "Ttest_relResult", 1, 2), "scipy 1.7": made("scipy.stats.stats", "Ttest_indResult", 1, 2),
    "scipy 1.15": built(made("scipy.stats._stats_py", "TtestResult", 1, 2), {"df": 3}),
}  # fmt: skip


@pytest.mark.parametrize("told", ELSEWHERE)
def test_forms_that_other_versions_write_are_loadable(told: str, tmp_path: Path) -> None:
    path = tmp_path / "model.pkl"
    path.write_bytes(file(ELSEWHERE[told]))
    look = inspect_model(path)
    assert look.verdict == "loadable", (look.sentence, look.anomalies)


@pytest.mark.parametrize("held", [operator.itemgetter(1), operator.itemgetter("a", "b"), operator.attrgetter("values"), operator.methodcaller("abs"),
                                  zoneinfo.ZoneInfo(BERLIN)], ids=str)  # fmt: skip
def test_skops_files_with_getters_and_zones_are_loadable(held: Any, tmp_path: Path) -> None:
    model = FunctionTransformer(held if callable(held) else None)
    model.zone_ = held
    skops.io.dump(model, path := tmp_path / "model.skops")
    look = inspect_model(path)
    assert look.verdict == "loadable", (look.sentence, look.anomalies)
    assert repr(skops_files.load(str(path), RULES).zone_) == repr(held)
