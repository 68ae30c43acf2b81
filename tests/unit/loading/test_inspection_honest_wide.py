"""Honest models that were once refused: functions that pipelines call, packers in a row, code kept in a file, archives with code beside."""

import argparse
import bz2
import collections
import functools
import gzip
import io
import ipaddress
import lzma
import operator
import pickle
import re
import statistics
import sys
import types
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import cloudpickle
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import xgboost
from scipy import sparse, stats
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.feature_selection import SelectFromModel
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder
from sklearn.tree import DecisionTreeClassifier

from rai_desktop.host import rules, unpickling
from rai_desktop.loading.inspection import inspect_model, rules_path
from tests.unit.loading.opcodes import built, called, file, made

RULES = rules.Rules.read(str(rules_path()))
RNG = np.random.default_rng(0)
ROWS = pd.DataFrame(RNG.normal(size=(40, 3)), columns=list("abc"))
LABELS = (ROWS.a > 0).astype(int).to_numpy()
TREE = DecisionTreeClassifier(max_depth=2)
METHODS: dict[str, dict[str, Any]] = {
    "add": {"other": 1}, "sub": {"other": 1}, "mul": {"other": 2}, "pow": {"other": 2}, "cumsum": {}, "diff": {}, "shift": {}, "rank": {},
    "reindex": {"columns": ["a", "b"]}, "interpolate": {}, "filter": {"items": ["a"]}, "select_dtypes": {"include": "number"},
    "replace": {"to_replace": {0: 1}}, "convert_dtypes": {}, "isnull": {}, "set_axis": {"labels": list("xyz"), "axis": 1}, "to_numpy": {},
}  # fmt: skip
OWN_CODE = """
from copy import deepcopy
from enum import Enum
import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
class Colour(Enum):
    red = 1
class Squares(TransformerMixin, BaseEstimator):
    colour = Colour.red
    def fit(self, rows, labels=None): return self
    def transform(self, rows): return np.square(deepcopy(np.asarray(rows)))
"""


def opened(path: Path) -> Any:
    look = inspect_model(path)
    assert look.verdict == "loadable", (look.sentence, look.anomalies)
    return unpickling.load(str(path), RULES)


@pytest.mark.parametrize("protocol", [0, 2, 4, 5])
@pytest.mark.parametrize("name", METHODS)
def test_methods_of_tables_that_compute_are_loadable(name: str, protocol: int, tmp_path: Path) -> None:
    step = FunctionTransformer(getattr(pd.DataFrame, name), kw_args=METHODS[name])
    model = make_pipeline(step, SimpleImputer(), TREE).fit(ROWS, LABELS)
    (path := tmp_path / "model.pkl").write_bytes(pickle.dumps(model, protocol))
    np.testing.assert_array_equal(opened(path).predict(ROWS), model.predict(ROWS))


HELD = {
    "settings": argparse.Namespace(depth=2, columns=["a", "b"]),
    "operator": OneHotEncoder(feature_name_combiner=operator.add), "negated": FunctionTransformer(operator.neg),
    "statistic": SimpleImputer(strategy=functools.partial(stats.trim_mean, proportiontocut=0.1)),
    "spread": FunctionTransformer(stats.zscore), "texts": np.char.array(["a", "bb"]),
    "weights": SelectFromModel(RandomForestClassifier(2), importance_getter=operator.attrgetter("feature_importances_")),
}  # fmt: skip


@pytest.mark.parametrize("name", HELD)
@pytest.mark.parametrize("protocol", [0, 2, 5])
def test_what_steps_and_reports_hold_is_loadable(name: str, protocol: int, tmp_path: Path) -> None:
    (path := tmp_path / "model.pkl").write_bytes(pickle.dumps({"model": TREE, "held": HELD[name]}, protocol))
    assert type(opened(path)["held"]) is type(HELD[name])


@pytest.mark.parametrize("method", ["rename", "assign", "apply", "pipe", "agg"])
@pytest.mark.parametrize("protocol", [2, 5])
def test_methods_that_call_what_they_are_given_are_asked(method: str, protocol: int, tmp_path: Path) -> None:
    (path := tmp_path / "model.pkl").write_bytes(pickle.dumps(FunctionTransformer(getattr(pd.DataFrame, method)), protocol))
    look = inspect_model(path)
    assert look.verdict == "ask", (look.sentence, look.anomalies)
    with pytest.raises(rules.Blocked):
        unpickling.load(str(path), RULES)


@pytest.mark.parametrize("method", ["to_pickle", "to_csv", "eval", "query", "to_sql"])
@pytest.mark.parametrize("protocol", [2, 5])
def test_methods_that_write_or_evaluate_stay_refused(method: str, protocol: int, tmp_path: Path) -> None:
    (path := tmp_path / "model.pkl").write_bytes(pickle.dumps(FunctionTransformer(getattr(pd.DataFrame, method)), protocol))
    assert inspect_model(path).verdict == "refused"
    with pytest.raises(rules.Blocked):
        unpickling.load(str(path), RULES)


def of_zstd(content: bytes) -> bytes:
    room = pa.BufferOutputStream()
    with pa.CompressedOutputStream(room, "zstd") as packed:
        packed.write(content)
    return room.getvalue().to_pybytes()


PACKERS: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "zstd": of_zstd}


@pytest.mark.parametrize("kind", PACKERS)
def test_streams_packed_one_after_another_are_one(kind: str, tmp_path: Path) -> None:
    content = pickle.dumps(TREE.fit(ROWS, LABELS))
    parts = [PACKERS[kind](content[at : at + 500]) for at in range(0, len(content), 500)]
    (path := tmp_path / "model.pkl").write_bytes(b"".join(parts))
    np.testing.assert_array_equal(opened(path).predict(ROWS), TREE.predict(ROWS))


@pytest.mark.parametrize("kind", PACKERS)
@pytest.mark.parametrize("more", [b"rubbish" * 9, pickle.dumps(1)])
def test_what_follows_packed_streams_is_told(kind: str, more: bytes, tmp_path: Path) -> None:
    (path := tmp_path / "model.pkl").write_bytes(PACKERS[kind](pickle.dumps(TREE)) + more)
    assert inspect_model(path).verdict == "refused"
    path.write_bytes(PACKERS[kind](pickle.dumps(TREE)) + PACKERS[kind](more))
    assert inspect_model(path).verdict == "refused"
    with pytest.raises((rules.Blocked, unpickling.Unreadable)):
        unpickling.load(str(path), RULES)


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    made = types.ModuleType("made_here")
    monkeypatch.setitem(sys.modules, "made_here", made)
    exec(OWN_CODE, made.__dict__)  # a class as a notebook defines it
    return made


def test_classes_of_a_notebook_are_asked_whatever_they_refer_to(own: types.ModuleType, tmp_path: Path) -> None:
    cloudpickle.register_pickle_by_value(own)
    try:
        content = cloudpickle.dumps(make_pipeline(own.Squares(), TREE).fit(ROWS, LABELS))
    finally:
        cloudpickle.unregister_pickle_by_value(own)
    (path := tmp_path / "model.pkl").write_bytes(content)
    look = inspect_model(path)
    assert look.verdict == "ask", (look.sentence, look.anomalies)
    allowed = rules.Rules.read(str(rules_path()), [name.name for name in look.names if name.judgement == "unknown"])
    np.testing.assert_array_equal(unpickling.load(str(path), allowed).predict(ROWS), make_pipeline(own.Squares(), TREE).predict(ROWS))


def test_code_in_a_file_may_not_refer_to_what_starts_programs(tmp_path: Path) -> None:
    from os import system

    (path := tmp_path / "model.pkl").write_bytes(cloudpickle.dumps(FunctionTransformer(lambda rows: system(rows))))
    assert inspect_model(path).verdict == "refused"


def test_an_array_that_dill_wrote_is_held_to_the_rules_of_arrays(tmp_path: Path) -> None:
    path = tmp_path / "model.pkl"
    path.write_bytes(file(called("dill._dill", "_create_array", 1, (), (1, (3,), None, False, b"x"), None)))
    assert inspect_model(path).verdict == "refused"
    with pytest.raises(rules.Blocked):
        unpickling.load(str(path), RULES)


DILLS = {"PartialType": functools.partial, "ItemGetterType": operator.itemgetter, "NoneType": type(None),
         **{kind.__name__: kind for kind in (object, dict, list, tuple, set, frozenset, str, int, float, bool, bytes, bytearray, slice)}}
METHODS_OF_TEXT = type(str.lower)


def dilled(held: Any, protocol: int, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """As dill writes, and joblib where dill was imported before it: plain types and their methods as calls of dill's own."""
    home = types.ModuleType("dill._dill")
    exec("def _load_type(name): pass\ndef _getattr(owner, name, told): pass", home.__dict__)

    class Writer(pickle._Pickler):
        dispatch: ClassVar[dict[Any, Any]] = dict(pickle._Pickler.dispatch)

        def save_type(self, kind: Any) -> None:
            told = next((name for name, known in DILLS.items() if known is kind), "")
            self.save_reduce(home._load_type, (told,), obj=kind) if told else pickle._Pickler.save_global(self, kind)

        def save_method(self, method: Any) -> None:
            self.save_reduce(home._getattr, (method.__objclass__, method.__name__, repr(method)), obj=method)

        dispatch[type] = save_type
        dispatch[METHODS_OF_TEXT] = save_method

    with monkeypatch.context() as there:
        there.setitem(sys.modules, "dill", types.ModuleType("dill"))
        there.setitem(sys.modules, "dill._dill", home)
        Writer(room := io.BytesIO(), protocol).dump(held)
    return room.getvalue()


DILLED = {
    "boosting": xgboost.XGBClassifier(n_estimators=2).fit(ROWS, LABELS),
    "columns": make_pipeline(ColumnTransformer([("a", FunctionTransformer(operator.itemgetter("a")), list("abc"))]), TREE),
    "frame": ROWS.assign(k=pd.Series(["u"] * 40, dtype="category"), s=pd.array(["x"] * 40, dtype="string[pyarrow]")),
    "words": CountVectorizer(preprocessor=str.lower, dtype=np.float32).fit(["a bb", "cc dd"]), "nothing": {"kinds": [type(None), str, float]},
    "drop": FunctionTransformer(operator.methodcaller("drop", columns=["a"])), "text": bytearray(b"x"),
}  # fmt: skip


@pytest.mark.parametrize("name", DILLED)
@pytest.mark.parametrize("protocol", [0, 2, 4])
def test_types_as_dill_writes_them_are_those_types(name: str, protocol: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (path := tmp_path / "model.pkl").write_bytes(content := dilled(DILLED[name], protocol, monkeypatch))
    assert b"_load_type" in content or b"_getattr" in content
    loaded = opened(path)
    assert type(loaded) is type(DILLED[name])
    if name == "boosting":
        np.testing.assert_array_equal(loaded.predict(ROWS), DILLED[name].predict(ROWS))


@pytest.mark.parametrize("call", [
    ("_load_type", "FunctionType"), ("_load_type", "FileType"), ("_getattr", "x", "system", "<method 'a' of 'os'>"), ("_load_type",),
    ("_create_namedtuple", "system", ("a",), "__main__"),
])  # fmt: skip
def test_what_else_dill_looks_up_is_asked_and_never_called(call: tuple[Any, ...], tmp_path: Path) -> None:
    (path := tmp_path / "model.pkl").write_bytes(file(called("dill._dill", *call)))
    assert inspect_model(path).verdict == "ask"
    with pytest.raises(rules.Blocked):
        unpickling.load(str(path), RULES)


def test_a_named_tuple_as_dill_writes_it_is_what_is_named(tmp_path: Path) -> None:
    for module, kind, verdict in (("scipy.stats._stats_py", "DescribeResult", "loadable"), ("os", "system", "refused")):
        (path := tmp_path / "model.pkl").write_bytes(file(called("dill._dill", "_create_namedtuple", kind, ("a",), module)))
        assert inspect_model(path).verdict == verdict


def test_code_beside_a_model_in_an_archive_is_no_second_model(tmp_path: Path) -> None:
    with zipfile.ZipFile(path := tmp_path / "mailed.zip", "w") as archive:
        archive.writestr("model.pkl", pickle.dumps(TREE))
        archive.writestr("train.py", "import sklearn\n")
        archive.writestr("score.py", "def run(data):\n    return 1\n")
    assert inspect_model(path).member == "model.pkl"


def test_settings_are_made_with_their_values_and_never_called(tmp_path: Path) -> None:
    (path := tmp_path / "model.pkl").write_bytes(file(called("argparse", "Namespace")))
    assert inspect_model(path).verdict == "refused"
    path.write_bytes(file(built(made("argparse", "Namespace"), {"__class__": 1})))
    assert inspect_model(path).verdict == "refused"


class Own:
    """As its author's script defines it."""

    def predict(self, rows: Any) -> Any:
        return np.zeros(len(rows))


@pytest.mark.parametrize("protocol", [0, 1, 2, 5])
@pytest.mark.parametrize("held", [Own(), {"model": TREE, "step": Own()}, collections.namedtuple("Pair", "a b")], ids=["alone", "beside", "tuple"])
def test_a_class_of_its_author_is_asked_whatever_the_protocol(held: Any, protocol: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if isinstance(held, type):
        monkeypatch.setattr(sys.modules[__name__], "Pair", held, raising=False)
        held = held(1, 2)
    (path := tmp_path / "model.pkl").write_bytes(pickle.dumps(held, protocol))
    look = inspect_model(path)
    assert look.verdict == "ask", (look.sentence, look.anomalies)
    with pytest.raises(rules.Blocked):
        unpickling.load(str(path), RULES)
    allowed = rules.Rules.read(str(rules_path()), [name.name for name in look.names if name.judgement == "unknown"])
    assert type(unpickling.load(str(path), allowed)) is type(held)


KEPT = {"spread": statistics.NormalDist(1, 2), "address": ipaddress.ip_address("10.0.0.1"), "longer": ipaddress.ip_address("::1"),
        "pattern": re.compile(rb"a+"), "keys": sparse.dok_array(np.eye(2)), "matrix": sparse.dok_matrix(np.eye(2)), "space": types.SimpleNamespace(a=[1])}


@pytest.mark.parametrize("name", KEPT)
@pytest.mark.parametrize("how", [*(functools.partial(pickle.dumps, protocol=each) for each in (0, 2, 4)), cloudpickle.dumps], ids=[0, 2, 4, "cloudpickle"])
def test_what_older_protocols_and_cloudpickle_write_otherwise_is_loadable(name: str, how: Callable[[Any], bytes], tmp_path: Path) -> None:
    (path := tmp_path / "model.pkl").write_bytes(how({"model": TREE, "held": KEPT[name]}))
    found = opened(path)["held"]
    assert repr(found) == repr(KEPT[name])
    if sparse.issparse(found):
        np.testing.assert_array_equal(found.toarray(), np.eye(2))


def test_tables_that_an_author_keeps_as_steps_are_asked_with_the_class(tmp_path: Path) -> None:
    held = Own()
    vars(held)["steps"] = [("first", ROWS.head(2))]
    (path := tmp_path / "model.pkl").write_bytes(pickle.dumps(held))
    assert inspect_model(path).verdict == "ask"
