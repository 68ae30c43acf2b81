"""Trees of scikit-learn's that lead out of themselves are refused with the place, before compiled code follows them."""

import pickle
from pathlib import Path

import joblib
import numpy as np
import pytest
import skops.io
from sklearn.ensemble import ExtraTreesRegressor, GradientBoostingClassifier, HistGradientBoostingRegressor, IsolationForest
from sklearn.neighbors import KNeighborsRegressor
from sklearn.tree import DecisionTreeClassifier

from rai_desktop.host import rules, skops_files, unpickling
from rai_desktop.loading.inspection import inspect_model, rules_path
from tests.unit.loading import hostile_trees

CRAFTED = dict(hostile_trees.trees())
LOADED_ONLY = hostile_trees.loaded_only()
RULES = rules.Rules.read(str(rules_path()))
ROWS = np.random.default_rng(5).normal(size=(80, 4))
LABELS = (ROWS[:, 0] > 0).astype(int)
HONEST = {
    "pruned": DecisionTreeClassifier(ccp_alpha=0.01), "best-first": DecisionTreeClassifier(max_leaf_nodes=5),
    "leaf": DecisionTreeClassifier(min_samples_leaf=80), "extra": ExtraTreesRegressor(3), "isolation": IsolationForest(n_estimators=3, max_features=0.5),
    "zero": GradientBoostingClassifier(n_estimators=3, init="zero"), "hist": HistGradientBoostingRegressor(max_iter=3),
    "ball": KNeighborsRegressor(algorithm="ball_tree", leaf_size=1),
}  # fmt: skip


@pytest.mark.parametrize("name", CRAFTED)
def test_both_doors_refuse_it(name: str, tmp_path: Path) -> None:
    path = tmp_path / ("model.skops" if name.startswith("skops") else "model.pkl")
    path.write_bytes(CRAFTED[name])
    assert inspect_model(path).verdict == "refused"
    load = skops_files.load if name.startswith("skops") else unpickling.load
    with pytest.raises(rules.Blocked):
        load(str(path), RULES)


def test_a_look_counts_levels_of_every_tree(tmp_path: Path) -> None:
    path = tmp_path / "model.pkl"
    path.write_bytes(pickle.dumps(LOADED_ONLY["isolation-depth"]))
    assert inspect_model(path).sentence == "The file gives 1 as max_depth, which no honest file does."


@pytest.mark.parametrize("name", LOADED_ONLY)
def test_what_a_look_passes_over_is_refused_when_it_is_loaded(name: str, tmp_path: Path) -> None:
    path = tmp_path / "model.pkl"
    path.write_bytes(pickle.dumps(LOADED_ONLY[name]))
    with pytest.raises(rules.Blocked):
        unpickling.load(str(path), RULES)


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_one_opens_in_every_form(name: str, tmp_path: Path) -> None:
    model = HONEST[name].fit(ROWS, LABELS)
    for number, written in enumerate((joblib.dump, _pickled, _pickled_of_old, skops.io.dump)):
        path = tmp_path / f"model{number}{'.skops' if written is skops.io.dump else '.pkl'}"
        written(model, path)
        assert inspect_model(path).verdict == "loadable"
        opened = (skops_files.load if written is skops.io.dump else unpickling.load)(str(path), RULES)
        np.testing.assert_array_equal(opened.predict(ROWS), model.predict(ROWS))


def test_the_sentence_names_tree_node_and_number(tmp_path: Path) -> None:
    path = tmp_path / "model.joblib"
    path.write_bytes(CRAFTED["tree-one-child-beyond-joblib"])
    assert "In tree 0, node 0 leads to node 1000000000, which that tree does not have." in inspect_model(path).sentence


def _pickled(model: object, path: Path) -> None:
    path.write_bytes(pickle.dumps(model))


def _pickled_of_old(model: object, path: Path) -> None:
    path.write_bytes(pickle.dumps(model, 0))
