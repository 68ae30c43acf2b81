"""What pipelines prepare their columns with: functions of SciPy and numpy on arrays, methods of tables called by name."""

import functools
import operator
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import scipy.fft
import scipy.ndimage
import scipy.signal
from sklearn.feature_extraction import DictVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.tree import DecisionTreeClassifier

from rai_desktop.host import rules, unpickling
from rai_desktop.host.table_methods import may_be_called
from rai_desktop.loading.inspection import inspect_model, rules_path

RULES = rules.Rules.read(str(rules_path()))
ROWS = pd.DataFrame(np.random.default_rng(0).normal(size=(40, 4)), columns=list("abcd"))
LABELS = (ROWS.a > 0).astype(int).to_numpy()
CALLER = operator.methodcaller
STEPS: dict[str, tuple[Any, dict[str, Any]]] = {
    "savgol": (scipy.signal.savgol_filter, {"window_length": 3, "polyorder": 1}), "detrend": (scipy.signal.detrend, {}),
    "gauss": (scipy.ndimage.gaussian_filter, {"sigma": 1}), "median": (functools.partial(scipy.ndimage.median_filter, size=3), {}),
    "cosines": (scipy.fft.dct, {}), "cosines partly": (functools.partial(scipy.fft.dct, norm="ortho"), {}), "norm": (np.linalg.norm, {"axis": 1, "keepdims": True}),
    "filter": (CALLER("filter", ["a", "b"]), {}), "drop": (CALLER("drop", columns=["a"]), {}), "replace": (CALLER("replace", 0, 1), {}),
    "replace by a map": (CALLER("replace", {0: 1}), {}), "get": (CALLER("get", ["a", "d"]), {}), "rename": (CALLER("rename", columns={"a": "x"}), {}),
    "assign": (CALLER("assign", e=1.0), {}), "copy": (CALLER("copy", deep=True), {}),
    "filter by words": (CALLER("filter", regex="^[ab]$", axis=1), {}),
}  # fmt: skip


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("protocol", [0, 2, 5])
def test_it_opens_and_answers_as_before(name: str, protocol: int, tmp_path: Path) -> None:
    function, keywords = STEPS[name]
    model = make_pipeline(FunctionTransformer(function, kw_args=keywords or None), DecisionTreeClassifier(max_depth=2)).fit(ROWS, LABELS)
    check(model, ROWS, protocol, tmp_path)


@pytest.mark.parametrize("function", [pd.DataFrame.to_dict, CALLER("to_dict", "records"), CALLER("to_dict", orient="records")])
def test_rows_as_records(function: Any, tmp_path: Path) -> None:
    given = {"orient": "records"} if function is pd.DataFrame.to_dict else None
    model = make_pipeline(FunctionTransformer(function, kw_args=given), DictVectorizer(), DecisionTreeClassifier(max_depth=2)).fit(ROWS, LABELS)
    check(model, ROWS, 5, tmp_path)


def check(model: Any, rows: pd.DataFrame, protocol: int, folder: Path) -> None:
    (path := folder / "model.pkl").write_bytes(pickle.dumps(model, protocol))
    look = inspect_model(path)
    assert look.verdict == "loadable", (look.sentence, look.anomalies)
    np.testing.assert_array_equal(unpickling.load(str(path), RULES).predict(rows), model.predict(rows))


@pytest.mark.parametrize("given", [("replace", "x"), ("rename", "x"), ("copy", "x"), ("rename", b"x"), ("replace", np.str_("x"))])
def test_a_path_would_change_its_file_by_the_same_call(given: tuple[Any, ...]) -> None:
    """Such a step may be given a path that is kept in the file, not the table."""
    assert not may_be_called(given, {})
    assert not may_be_called(given[:1], {"target": given[1]})


def test_every_method_is_none_of_a_path_but_those_that_are_looked_at() -> None:
    from rai_desktop.host import table_methods

    assert {method for method in table_methods._METHODS if hasattr(Path, method)} <= set(table_methods._OF_PATHS)


def test_a_step_that_writes_where_its_constant_says_is_refused(tmp_path: Path) -> None:
    """A path that a step gives on, whatever the table, and a second step that would move its file."""
    kept = functools.partial(max, (Path("a"),))
    model = make_pipeline(FunctionTransformer(kept), FunctionTransformer(CALLER("replace", str(tmp_path / "b"))))
    (path := tmp_path / "model.pkl").write_bytes(pickle.dumps(model))
    assert inspect_model(path).verdict == "refused"
    with pytest.raises(rules.Blocked):
        unpickling.load(str(path), RULES)
