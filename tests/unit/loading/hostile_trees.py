"""Crafted trees of scikit-learn's: honest models in which one number is a lie that its compiled code follows without asking."""

import copy
import io
import pickle
import struct
from collections.abc import Callable, Iterator
from typing import Any

import joblib
import numpy as np
import skops.io
from sklearn.ensemble import (
    GradientBoostingClassifier,
    HistGradientBoostingClassifier,
    IsolationForest,
    RandomForestClassifier,
)
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier

Samples = Iterator[tuple[str, bytes]]
State = dict[str, Any]
_ROWS = np.random.default_rng(0).normal(size=(60, 3))
_LABELS = (_ROWS[:, 0] + _ROWS[:, 1] > 0).astype(int)
HUGE = 10**9


class Retold:
    """Written as another object of a compiled class, with another state; skops cannot write it."""

    def __init__(self, told: Any, change: Callable[[Any], Any]) -> None:
        self._told = told.__reduce__()
        self._change = change

    def __reduce__(self) -> Any:
        maker, args, state = self._told[:3]
        return maker, args, self._change(copy.deepcopy(state))


def put(name: str, column: str, value: int, at: int = 0) -> Callable[[State], State]:
    """The same state with one number of a table of nodes changed."""

    def change(state: State) -> State:
        table = state[name].copy()
        table[column][at] = value
        return {**state, name: table}

    return change


def told(**changed: Any) -> Callable[[State], State]:
    """The same state with these entries."""
    return lambda state: {**state, **changed}


TREES: dict[str, Callable[[State], State]] = {
    "child-beyond": put("nodes", "left_child", HUGE), "child-negative": put("nodes", "right_child", -(10**6)),
    "child-least": put("nodes", "left_child", -(2**63)), "child-itself": put("nodes", "right_child", 0),
    "child-twice": put("nodes", "right_child", 1), "child-half": put("nodes", "right_child", -1), "child-of-leaf": put("nodes", "right_child", HUGE, -1),
    "feature-beyond": put("nodes", "feature", 3), "feature-huge": put("nodes", "feature", HUGE),
    "feature-negative": put("nodes", "feature", -5), "count-more": told(node_count=HUGE), "count-fewer": told(node_count=1),
    "depth-negative": told(max_depth=-1), "depth-huge": told(max_depth=HUGE),
}  # fmt: skip


def _search(change: Callable[[list[Any]], None]) -> Callable[[Any], Any]:
    def changed(state: Any) -> Any:
        parts = list(state)
        change(parts)
        return tuple(parts)

    return changed


def _nodes(column: str, value: int, at: int) -> Callable[[Any], Any]:
    def change(parts: list[Any]) -> None:
        parts[2] = parts[2].copy()
        parts[2][column][at] = value

    return _search(change)


def _entry(place: int, value: Any) -> Callable[[Any], Any]:
    return _search(lambda parts: parts.__setitem__(place, value))


SEARCHES: dict[str, Callable[[Any], Any]] = {
    "end-beyond": _nodes("idx_end", HUGE, 0), "start-negative": _nodes("idx_start", -9, 1), "twice": _nodes("idx_end", 60, 1),
    "no-leaf": _nodes("is_leaf", 0, 6), "count-more": _entry(6, HUGE), "levels-more": _entry(5, 9),
}  # fmt: skip
LOADED_SEARCHES = {  # of arrays that a look passes over
    "row-beyond": _search(lambda parts: parts.__setitem__(1, parts[1] + 1)), "rows-few": _search(lambda parts: parts.__setitem__(1, parts[1][:3])),
    "bounds-few": _search(lambda parts: parts.__setitem__(3, parts[3][:, :2])),
}  # fmt: skip


def trees(_shell: str = "", _code: str = "", _marker: str = "") -> Samples:
    """Every lie in a single tree, in each way a pickle writes arrays; and how trees fit together."""
    models = crafted()
    for name, model in models.items():
        yield f"tree-{name}", pickle.dumps(model)
        yield f"tree-{name}-joblib", _joblib(model)
    yield "tree-forest-wide-later", _told_later()
    yield "tree-forest-narrow-later", _narrowed_later()
    for name in ("one-child-beyond", "hist-child-beyond", "search-twice", "forest-wide"):
        yield f"tree-{name}-oldest", pickle.dumps(models[name], 0)
    for name, model in {**plainly(), "forest-wide": _wide_forest(), "boosting-outputs": _many_outputs(), "one-scalar": _narrow(np.int64(2))}.items():
        yield f"skops-tree-{name}", skops.io.dumps(model)


def crafted() -> dict[str, Any]:
    """Models that a look refuses."""
    made = {f"one-{name}": _tree(change) for name, change in TREES.items()}
    made |= {f"search-{name}": _neighbours(change) for name, change in SEARCHES.items()}
    return made | plainly() | {"one-wide": _wide(), "forest-wide": _wide_forest(), "isolation-wide": _wide_isolation()}


def loaded_only() -> dict[str, Any]:
    """Models that only the load can tell: a look passes over the arrays that lie."""
    made = {f"search-{name}": _neighbours(change) for name, change in LOADED_SEARCHES.items()}
    cut = HistGradientBoostingClassifier(max_iter=1, categorical_features=[0]).fit(np.abs(_ROWS).round() % 3, _LABELS)
    cut._predictors[0][0].nodes["bitset_idx"] = HUGE
    cut._predictors[0][0].nodes["is_categorical"] = 1
    shallow = IsolationForest(n_estimators=2).fit(_ROWS)
    shallow.estimators_[1].__dict__["tree_"] = Retold(shallow.estimators_[1].tree_, told(max_depth=1))
    return {**made, "isolation-depth": shallow, "boosting-outputs": _many_outputs(), "one-scalar": _narrow(np.int64(2)), "hist-categories": cut, "one-array": _tree(told(nodes=np.zeros(3)))}


def plainly() -> dict[str, Any]:
    """Lies that need no other writer: in arrays and attributes that are Python's own to set."""
    made = {}
    for name, column, value in (("child-beyond", "left", HUGE), ("child-itself", "right", 0), ("feature-beyond", "feature_idx", 3),
        ("feature-huge", "feature_idx", 2**31)):  # fmt: skip
        model = HistGradientBoostingClassifier(max_iter=2, min_samples_leaf=5).fit(_ROWS, _LABELS)
        model._predictors[1][0].nodes[column][0] = value
        made[f"hist-{name}"] = model
    few = GradientBoostingClassifier(n_estimators=2).fit(_ROWS, _LABELS)
    few.n_features_in_ = 1
    return {**made, "one-narrow": _narrow(2), "boosting-narrow": few}


def _tree(change: Callable[[State], State]) -> Any:
    model = DecisionTreeClassifier(max_depth=3).fit(_ROWS, _LABELS)
    model.__dict__["tree_"] = Retold(model.tree_, change)
    return model


def _neighbours(change: Callable[[Any], Any]) -> Any:
    model = KNeighborsClassifier(algorithm="kd_tree", leaf_size=10).fit(_ROWS, _LABELS)
    model.__dict__["_tree"] = Retold(model._tree, change)
    return model


def _narrow(width: Any) -> Any:
    model = DecisionTreeClassifier(max_depth=2).fit(_ROWS, _LABELS)
    model.n_features_in_ = width
    return model


def _wide_tree(width: int = 50) -> Any:
    rows = np.random.default_rng(1).normal(size=(60, width))
    return DecisionTreeClassifier(max_depth=2).fit(rows, rows[:, -1] > 0)


def _wide() -> Any:
    """A tree of 50 features in a model that says it is given 3."""
    model = DecisionTreeClassifier(max_depth=2).fit(_ROWS, _LABELS)
    model.tree_ = _wide_tree().tree_
    return model


def _wide_forest() -> Any:
    """A forest asks how many features it is given, and its trees no more."""
    model = RandomForestClassifier(2, max_depth=2).fit(_ROWS, _LABELS)
    model.estimators_[1] = _wide_tree()
    return model


def _many_outputs() -> Any:
    """Five trees in each round, each added to an output of its own, where there is one."""
    model = GradientBoostingClassifier(n_estimators=2, max_depth=1).fit(_ROWS, _LABELS)
    model.estimators_ = np.repeat(model.estimators_, 5, axis=1)
    return model


def _wide_isolation() -> Any:
    model = IsolationForest(n_estimators=2).fit(_ROWS)
    model.estimators_[0] = _wide_tree()
    return model


def _told_later() -> bytes:
    """The tree in a forest is filled once more after the forest was: with one of more features."""
    forest, wide = RandomForestClassifier(1, max_depth=2).fit(_ROWS, _LABELS), _wide_tree()
    state = {key: value for key, value in forest.__getstate__().items() if key != "estimators_"}
    kept = struct.pack("<I", 5000)
    make = b"csklearn.ensemble._forest\nRandomForestClassifier\n)\x81"
    return b"".join([
        b"\x80\x02", _body(forest.estimators_[0]), b"r", kept, b"0", make, _body(state), _body("estimators_"), b"]j", kept, b"asb",
        b"j", kept, _body({"tree_": wide.tree_, "n_features_in_": 50}), b"b0.",
    ])  # fmt: skip


def _narrowed_later() -> bytes:
    """A forest is filled once more, with how many features it is given alone."""
    wide = RandomForestClassifier(1, max_depth=2).fit(np.repeat(_ROWS, 5, axis=1), _LABELS)
    return b"\x80\x02" + _body(wide) + _body({"n_features_in_": 3}) + b"b."


def _body(value: Any) -> bytes:
    return pickle.dumps(value, 2)[2:-1]


def _joblib(model: Any) -> bytes:
    room = io.BytesIO()
    joblib.dump(model, room)
    return room.getvalue()
