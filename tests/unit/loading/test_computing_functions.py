"""Steps over functions that compute open without a question; those that call what they are given, and the author's own, are asked of."""

import functools
import operator
import pickle
import sys
import types
from pathlib import Path
from typing import Any

import cloudpickle
import joblib
import numpy as np
import pandas as pd
import pytest
import scipy.fft
import scipy.integrate
import scipy.linalg
import scipy.ndimage
import scipy.signal
import scipy.spatial.distance
import scipy.special
from scipy import stats
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.tree import DecisionTreeClassifier

from rai_desktop.host import rules, unpickling
from rai_desktop.loading.inspection import inspect_model, rules_path

RULES = rules.Rules.read(str(rules_path()))
ROWS = pd.DataFrame(np.random.default_rng(0).uniform(0.1, 0.9, size=(40, 4)), columns=list("abcd"))
LABELS = (ROWS.a > 0.5).astype(int).to_numpy()
STEPS: dict[str, tuple[Any, dict[str, Any]]] = {
    "lowpass": (functools.partial(scipy.signal.sosfiltfilt, scipy.signal.butter(1, 0.4, output="sos"), axis=0), {}),
    "filter": (functools.partial(scipy.signal.lfilter, [1.0], [1.0], axis=1), {}), "smooth": (scipy.signal.wiener, {}),
    "resampled": (scipy.signal.resample_poly, {"up": 1, "down": 2, "axis": 1}), "envelope": (scipy.signal.medfilt2d, {}),
    "zoomed": (scipy.ndimage.zoom, {"zoom": 1}), "shifted": (scipy.ndimage.shift, {"shift": 0}), "rank": (scipy.ndimage.percentile_filter, {"percentile": 50, "size": 3}),
    "opening": (scipy.ndimage.grey_opening, {"size": 3}), "inverse": (np.linalg.pinv, {}), "values": (scipy.linalg.svdvals, {}),
    "turned": (np.fft.fftshift, {}), "turned too": (scipy.fft.fftshift, {}), "area": (scipy.integrate.cumulative_trapezoid, {"axis": 1}),
    "distances": (scipy.spatial.distance.cdist, {"XB": ROWS.to_numpy()[:3]}), "bent": (stats.yeojohnson, {"lmbda": 0.5}),
    "bounded": (stats.mstats.winsorize, {"limits": [0.05, 0.05]}), "chances": (stats.norm.cdf, {}), "quantiles": (stats.norm.ppf, {}),
    "density": (stats.gaussian_kde([0.0, 1.0, 2.0]).logpdf, {}), "softened": (scipy.special.zeta, {"q": 2.0}),
    "powers": (operator.pow, {}), "signs": (pd.DataFrame.ge, {"other": 0.5}), "named": (pd.DataFrame.add_prefix, {"prefix": "x"}),
    "indexed": (pd.DataFrame.reset_index, {"drop": True}), "turned over": (pd.DataFrame.transpose, {}), "first": (pd.DataFrame.head, {}),
    "called": (operator.methodcaller("div", 2), {}), "named anew": (operator.methodcaller("add_prefix", "x"), {}),
    "as list": (operator.itemgetter(["a", "b"]), {}),
}  # fmt: skip
PAIRED = ("powers", "values", "density", "inverse", "turned over", "bent", "first", "bounded")  # which give no table of as many rows, or take another


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("protocol", [0, 2, 5])
def test_it_opens_and_answers_as_before(name: str, protocol: int, tmp_path: Path) -> None:
    function, keywords = STEPS[name]
    model = make_pipeline(FunctionTransformer(function, kw_args=keywords or None), DecisionTreeClassifier(max_depth=2))
    if name not in PAIRED:
        model.fit(ROWS, LABELS)
    (path := tmp_path / "model.pkl").write_bytes(pickle.dumps(model, protocol))
    found = opened(path)
    if name not in PAIRED:
        np.testing.assert_array_equal(found.predict(ROWS), model.predict(ROWS))
    assert repr(found) == repr(model) or "object at" in repr(model)


def opened(path: Path) -> Any:
    look = inspect_model(path)
    assert look.verdict == "loadable", (look.sentence, look.anomalies)
    return unpickling.load(str(path), RULES)


def test_a_measure_of_its_own_in_every_form(tmp_path: Path) -> None:
    model = KNeighborsClassifier(metric=functools.partial(scipy.spatial.distance.minkowski, p=3)).fit(ROWS, LABELS)
    joblib.dump(model, tmp_path / "packed.joblib", compress=3)
    (tmp_path / "by_value.pkl").write_bytes(cloudpickle.dumps(model))
    for path in tmp_path.iterdir():
        np.testing.assert_array_equal(opened(path).predict(ROWS), model.predict(ROWS))


CALLING = (np.apply_along_axis, np.piecewise, scipy.signal.resample, scipy.signal.welch, scipy.ndimage.generic_filter, stats.boxcox, pd.pivot_table)


@pytest.mark.parametrize("function", CALLING)
@pytest.mark.parametrize("wrapped", [False, True])
def test_functions_that_call_what_they_are_given_are_asked_of(function: Any, wrapped: bool, tmp_path: Path) -> None:
    kept = functools.partial(function, np.sum) if wrapped else function
    check_asked(FunctionTransformer(kept), tmp_path, "It calls the functions that the file gives it.")


OWN = """
def squares(rows, by=1): return rows ** 2
class Encoder:
    def go(self, rows): return rows
    @staticmethod
    def plain(rows): return rows
    @classmethod
    def of_class(cls, rows): return rows
"""


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    made = types.ModuleType("acme_steps")
    monkeypatch.setitem(sys.modules, "acme_steps", made)
    exec(OWN, made.__dict__)
    return made


@pytest.mark.parametrize("kept", ["partial", "bound", "unbound", "static", "of class"])
@pytest.mark.parametrize("protocol", [2, 5])
def test_the_authors_own_functions_are_asked_of_however_kept(kept: str, protocol: int, own: types.ModuleType, tmp_path: Path) -> None:
    function = {"partial": functools.partial(own.squares, by=2), "bound": own.Encoder().go, "unbound": own.Encoder.go,
                "static": own.Encoder.plain, "of class": own.Encoder.of_class}[kept]
    check_asked(FunctionTransformer(function), tmp_path, "It would come from acme_steps, a package this program does not know; this program's own Python lacks it.", protocol)


def test_a_lambda_in_a_partial_is_asked_of(tmp_path: Path) -> None:
    (path := tmp_path / "model.pkl").write_bytes(cloudpickle.dumps(FunctionTransformer(functools.partial(lambda rows, by: rows * by, by=2))))
    assert inspect_model(path).verdict == "ask"


def check_asked(model: Any, folder: Path, why: str, protocol: int = 5) -> None:
    (path := folder / "model.pkl").write_bytes(pickle.dumps(model, protocol))
    look = inspect_model(path)
    unknown = [name for name in look.names if name.judgement == "unknown"]
    assert (look.verdict, {name.why for name in unknown}) == ("ask", {why}), (look.sentence, look.anomalies)
    with pytest.raises(rules.Blocked):
        unpickling.load(str(path), RULES)
    allowed = rules.Rules.read(str(rules_path()), [name.name for name in unknown])
    assert isinstance(unpickling.load(str(path), allowed), FunctionTransformer)


WRITING = (np.save, np.savetxt, np.genfromtxt, np.loadtxt, np.fromregex, np.load, np.frombuffer, pd.eval, pd.read_pickle, pd.read_csv, pd.to_pickle,
           pd.DataFrame.to_csv, pd.DataFrame.eval, pd.DataFrame.query, pd.Series.to_pickle, scipy.linalg.funm, scipy.linalg.get_blas_funcs,
           scipy.integrate.quad, stats.bootstrap, scipy.fft.set_backend, str.format, str.format_map, str.encode, operator.call if sys.version_info >= (3, 11) else eval,
           operator.setitem, functools.reduce, np.char.decode, print, getattr, eval)  # fmt: skip


@pytest.mark.parametrize("function", WRITING, ids=lambda function: function.__name__)
@pytest.mark.parametrize("wrapped", [False, True])
def test_what_writes_reads_or_evaluates_stays_refused(function: Any, wrapped: bool, tmp_path: Path) -> None:
    kept = functools.partial(function, 1) if wrapped else function
    (path := tmp_path / "model.pkl").write_bytes(pickle.dumps(FunctionTransformer(kept)))
    assert inspect_model(path).verdict == "refused"
    with pytest.raises(rules.Blocked):
        unpickling.load(str(path), RULES)
