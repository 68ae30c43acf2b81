"""How the trees of scikit-learn's models fit the model they are in: as many features, and an output for each column."""

import operator
from typing import Any, Dict, Optional

from .arrays import Thing
from .forests import NONE, Misshapen
from .state_checks import kind_of

TREE = "sklearn.tree._tree:Tree"
PARTS = ("tree_", "estimators_", "_predictors")
WIDTHS = ("n_features_in_", "n_features_", "_n_features")
_UNCHECKED = ("Forest", "ExtraTrees", "RandomTrees", "GradientBoosting")  # hand rows to their trees without asking how wide
_DEEP = 3


def check(kind: str, state: Dict[str, Any]) -> None:
    """Look at all that one model was given. Raises Misshapen."""
    told = told_width(state)
    name = kind.rpartition(":")[2]
    if kind.startswith("sklearn.tree.") and "tree_" in state:
        _check_width(told, width_of(state["tree_"]), exact=True)
    elif any(part in name for part in _UNCHECKED):
        for part in PARTS[1:]:
            _check_width(told, width_of(state.get(part)))
        if "GradientBoosting" in name and "estimators_" in state:
            _check_outputs(state)
        if "_predictors" in state:
            _check_categories(state["_predictors"], getattr(state.get("_bin_mapper"), "__dict__", {}).get("is_categorical_"))
        if "Isolation" in name:
            _check_depths(state.get("estimators_"))


def _check_width(told: Optional[int], needed: int, exact: bool = False) -> None:
    if told is not None and (needed > told or (exact and needed != told)):
        raise Misshapen("number", "n_features_in_", str(told)[:20])


def _check_outputs(state: Dict[str, Any]) -> None:
    """Boosting adds each column of trees to an output of its own: there is one for each class, or one in all."""
    shape = getattr(state["estimators_"], "shape", None)
    if shape is None:  # a stand-in
        return
    classes = number(state.get("n_classes_")) or 1
    outputs = classes if classes > 2 else 1
    told = number(state.get("n_trees_per_iteration_", outputs))
    first = getattr(state.get("init_"), "__dict__", {}).get("n_classes_", classes)
    agreed = told == outputs and number(first) == classes and _of_loss(state, outputs) == outputs
    if len(shape) != 2 or shape[1] != outputs or not agreed:
        raise Misshapen("outputs", outputs, shape[-1])


def _check_categories(predictors: Any, known: Any) -> None:
    """A split on categories looks its feature up among those that the model's bins say have them; a look cannot tell these."""
    if type(known) is Thing or type(predictors) is Thing:
        return
    for row in predictors if isinstance(predictors, (list, tuple)) else ():
        for each in row if isinstance(row, (list, tuple)) else ():
            nodes = getattr(each, "__dict__", {}).get("nodes")
            if nodes is None or "is_categorical" not in (nodes.dtype.names or ()):
                continue
            asked = nodes["feature_idx"][(nodes["is_leaf"] == 0) & (nodes["is_categorical"] != 0)]
            if asked.size and (getattr(known, "ndim", 0) != 1 or asked.max() >= len(known) or not known[asked].all()):
                raise Misshapen("number", "feature_idx", int(asked.max()))


def _check_depths(estimators: Any) -> None:
    """Isolation forests of old write the way down a tree into the room that its `max_depth` asks for; no other model does.

    Levels cost as much to count as a tree to read, so when models are loaded they are counted where it matters.
    """
    for each in estimators if isinstance(estimators, list) else ():
        tree: Any = getattr(each, "__dict__", {}).get("tree_")
        if kind_of(tree) == TREE and tree.max_depth < depth_of(tree.children_left, tree.children_right):
            raise Misshapen("number", "max_depth", int(tree.max_depth))


def depth_of(left: Any, right: Any) -> int:
    """Levels below the top of what is known to be a tree."""
    import numpy as np

    level, places = 0, np.array([0])
    while True:
        places = places[left[places] != NONE]
        if not len(places):
            return level
        level, places = level + 1, np.concatenate([left[places], right[places]])


def _of_loss(state: Dict[str, Any], outputs: int) -> Optional[int]:
    """How many outputs its loss has; older versions tell K, newer ones how many classes, a look nothing."""
    loss = next((state[name] for name in ("_loss", "loss_") if name in state), None)
    if loss is None or type(loss) is Thing:
        return outputs
    if hasattr(loss, "K"):
        return number(getattr(loss, "K", 0))
    return number(getattr(loss, "n_classes", 0)) if getattr(loss, "is_multiclass", False) else 1


def width_of(value: Any, depth: int = 0) -> int:
    """How many features a tree, a model with one, or the widest in a list of them is given; 0 where that is not told."""
    if type(value) is Thing:
        return value.told if type(value.told) is int else width_of(value.told, depth)
    if isinstance(value, (list, tuple)) or kind_of(value) == "numpy:ndarray":
        parts = value if isinstance(value, (list, tuple)) else value.ravel().tolist() if value.dtype.hasobject else ()
        return max((width_of(each, depth + 1) for each in parts), default=0) if depth < _DEEP else 0
    if kind_of(value) == TREE:
        return int(value.n_features)
    held = getattr(value, "__dict__", {})
    if kind_of(value).endswith(":TreePredictor"):
        return widest(held["nodes"])
    return (told_width(held) or 0) if "tree_" in held else 0


def widest(nodes: Any) -> int:
    """How many features the splits of a boosted tree need."""
    return int(nodes["feature_idx"][nodes["is_leaf"] == 0].astype("i8").max(initial=-1)) + 1


def told_width(state: Dict[str, Any]) -> Optional[int]:
    """What a model says it is given; 0 where it says nothing, None where a look cannot tell."""
    told = next((state[name] for name in WIDTHS if name in state), 0)
    return None if type(told) is Thing else number(told) or 0


def number(value: Any) -> Optional[int]:
    """A whole number of Python's or numpy's; None for anything else."""
    try:
        return operator.index(value)
    except TypeError:
        return None
