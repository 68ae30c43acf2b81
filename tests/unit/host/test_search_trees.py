"""Weights and measures of trees that look for neighbours are for their rows and columns: shorter ones were read, and written, beyond."""

import array
import io
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import skops.io
from sklearn.neighbors import BallTree, KDTree, KernelDensity, KNeighborsClassifier

from rai_desktop.host import rules, unpickling
from rai_desktop.loading.inspection import inspect_model, rules_path
from tests.unit.loading.hostile_trees import Retold

RULES = rules.Rules.read(str(rules_path()))
ROWS = np.random.default_rng(0).normal(size=(50, 4))
NARROW = [BallTree(ROWS[:, :2], metric="seuclidean", V=np.ones(2)), BallTree(ROWS[:, :2], metric="mahalanobis", VI=np.eye(2)),
          BallTree(ROWS[:, :2], metric="haversine"), BallTree(ROWS[:, :2], metric="minkowski", p=3, w=np.ones(2))]  # fmt: skip
HONEST = [("minkowski", {"p": 3}), ("minkowski", {"p": 3, "w": np.ones(4)}), ("seuclidean", {"V": np.ones(4)}), ("mahalanobis", {"VI": np.eye(4)})]


def _load(held: Any, folder: Path) -> Any:
    (path := folder / "m.pkl").write_bytes(pickle.dumps(held))
    return unpickling.load(str(path), RULES)


def _with(tree: Any, place: int, value: Any) -> Any:
    return Retold(tree, lambda state: (*state[:place], value, *state[place + 1 :]))


@pytest.mark.parametrize("number", range(len(NARROW)))
def test_a_measure_of_fewer_columns_is_refused(number: int, tmp_path: Path) -> None:
    model = KNeighborsClassifier(algorithm="ball_tree").fit(ROWS, ROWS[:, 0] > 0)
    model._tree = _with(model._tree, 11, NARROW[number].__getstate__()[11])
    with pytest.raises(rules.Blocked):
        _load(model, tmp_path)


def test_weights_of_fewer_rows_are_refused(tmp_path: Path) -> None:
    model = KernelDensity().fit(ROWS, sample_weight=np.ones(50))
    model.tree_ = _with(model.tree_, 12, np.ones(3))
    with pytest.raises(rules.Blocked):
        _load(model, tmp_path)


def test_rows_in_what_is_no_array_of_numpys_are_refused(tmp_path: Path) -> None:
    tree = KDTree(ROWS, leaf_size=5)
    with pytest.raises(rules.Blocked):
        _load(_with(tree, 1, array.array("l", [10**9] * 50)), tmp_path)


BEYOND: dict[str, Callable[[Any], Any]] = {
    "rows": lambda held: held + 10**9 if held.dtype.kind == "i" and held.shape == (50,) else held,
    "columns": lambda held: held[:2] if held.shape == (50, 4) else held, "bounds": lambda held: held[:, :1] if held.ndim == 3 else held,
    "measure": lambda held: np.eye(1) if held.shape == (4, 4) else held,
    "weights": lambda held: held[:2] if held.dtype.kind == "f" and held.shape == (50,) else held,
}  # fmt: skip


@pytest.mark.parametrize("name", BEYOND)
def test_a_skops_file_is_looked_at_as_a_pickle(name: str, tmp_path: Path) -> None:
    tree = BallTree(ROWS, metric="mahalanobis", VI=np.eye(4), sample_weight=np.ones(50), leaf_size=5)
    skops.io.dump(tree, honest := tmp_path / "honest.skops")
    assert inspect_model(honest).verdict == "loadable"
    with zipfile.ZipFile(honest) as read, zipfile.ZipFile(crafted := tmp_path / "crafted.skops", "w") as written:
        for member in read.namelist():
            held = read.read(member)
            if member.endswith(".npy"):
                np.save(room := io.BytesIO(), BEYOND[name](np.load(io.BytesIO(held))))
                held = room.getvalue()
            written.writestr(member, held)
    assert inspect_model(crafted).verdict == "refused"


@pytest.mark.parametrize(("kind", "metric", "told"), [
    *((BallTree, metric, told) for metric, told in HONEST), *((KDTree, metric, told) for metric, told in HONEST[:2])])
def test_honest_ones_open(kind: Any, metric: str, told: dict[str, Any], tmp_path: Path) -> None:
    tree = kind(ROWS, metric=metric, sample_weight=np.ones(50), **told)
    np.testing.assert_array_equal(_load(tree, tmp_path).query(ROWS[:3], 2)[0], tree.query(ROWS[:3], 2)[0])
