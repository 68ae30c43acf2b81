"""Whether trees of scikit-learn's are trees, before its compiled code follows their numbers without asking.

Its authors say that it does not ask (scikit-learn pull request 34558, and skops, which trusts no tree for that reason): a
number that leads out of a tree reads memory that is not the model's, and one that names a feature too many can be written to.
"""

from typing import Any, Dict, FrozenSet, Tuple

from . import search_trees, tree_models
from .arrays import Thing
from .forests import NONE, Forest, Misshapen
from .state_checks import attributes, kind_of
from .tree_models import PARTS, TREE, WIDTHS, number, told_width, widest, width_of
from .tree_tables import BOOSTING, FOREST, names_of

HOMES = ("sklearn.tree.", "sklearn.ensemble.", "imblearn.ensemble.")
_SEARCHES = ("KDTree", "BallTree", "BinaryTree")


class Trees:
    """The trees of one file: each is looked at as it is filled, and how they fit together when all has been read."""

    def __init__(self) -> None:
        self._count = 0
        self._models: Dict[int, Tuple[Any, Dict[str, Any]]] = {}

    def check(self, made: Any, state: Any) -> None:
        """Look at what an object, real or a stand-in, is given. Raises Misshapen."""
        kind = kind_of(made)
        if kind == TREE:
            self._check_tree(width_of(made), state)
        elif kind.startswith("sklearn.ensemble.") and kind.endswith(":TreePredictor"):
            self._check_predictor(made, state)
        elif kind.startswith("sklearn.neighbors.") and kind.rpartition(":")[2].rstrip("0123456789") in _SEARCHES:
            search_trees.check(state)
        elif kind.startswith(HOMES):
            for part in attributes(state):
                if not part.keys().isdisjoint(PARTS + WIDTHS):
                    self._add(made, part)

    def _add(self, made: Any, state: Dict[str, Any]) -> None:
        """What an object was given last counts."""
        held = self._models.setdefault(id(made), (made, {}))[1]
        held.update(state)
        _keep_width(made, (told_width(held) or 0) if "tree_" in held else 0)

    def check_together(self) -> None:
        """Whether no tree asks for more features than the model it is in is given. Raises Misshapen."""
        for made, state in self._models.values():
            tree_models.check(kind_of(made), state)

    def _check_tree(self, width: int, state: Any) -> None:
        table = _table(state, "nodes", FOREST)
        if table is None:
            return
        if number(state.get("node_count")) != len(table):
            raise Misshapen("number", "node_count", str(state.get("node_count"))[:20])
        leaf = table["left_child"] == NONE
        left, right = (_child(table[name], leaf) for name in ("left_child", "right_child"))
        self._follow(left, right, table["feature"], width)
        deepest = _depth(left, right)
        if not deepest <= (number(state.get("max_depth")) or 0) <= len(table):
            raise Misshapen("number", "max_depth", str(state.get("max_depth"))[:20])

    def _check_predictor(self, made: Any, state: Any) -> None:
        table = _table(state, "nodes", BOOSTING)
        if table is None:
            return
        leaf = table["is_leaf"] != 0
        left, right = (_child(table[name], leaf) for name in ("left", "right"))
        width = widest(table)
        self._follow(left, right, table["feature_idx"].astype("i8"), width)
        _keep_width(made, width)
        _check_categories(table, leaf, state)

    def _follow(self, left: Any, right: Any, features: Any, width: int) -> None:
        """Every walk from the top ends, and asks for features that there are."""
        forest = Forest([len(left)], self._count)
        self._count += 1
        forest.parents(left, right)
        forest.refuse("feature", (left != NONE) & ((features < 0) | (features >= width)), features, width)


def _child(places: Any, leaf: Any) -> Any:
    import numpy as np

    return np.where(leaf, NONE, places.astype(np.int64))


def _check_categories(table: Any, leaf: Any, state: Any) -> None:
    if "is_categorical" not in table.dtype.names or "bitset_idx" not in table.dtype.names:
        return
    asked = table["bitset_idx"][(table["is_categorical"] != 0) & ~leaf]
    for name in ("raw_left_cat_bitsets", "binned_left_cat_bitsets"):
        shape = getattr(state.get(name), "shape", None)
        if shape is not None and asked.size and (len(shape) != 2 or shape[1] != 8 or asked.max() >= shape[0]):
            raise Misshapen("number", "bitset_idx", int(asked.max()))


def _table(state: Any, name: str, wanted: FrozenSet[str]) -> Any:
    """The nodes that a state holds; None where a look did not keep them. Raises Misshapen for what is no such thing."""
    if type(state) is not dict:
        raise Misshapen("form")
    held = state.get(name)
    table = held.told if type(held) is Thing else held
    if table is None and held is not None:
        return None
    if table is None or table.ndim != 1 or not len(table) or not names_of(table) >= wanted:
        raise Misshapen("form")
    return table


def _depth(left: Any, right: Any) -> int:
    """Levels below the top of what is known to be a tree."""
    import numpy as np

    level, places = 0, np.array([0])
    while True:
        places = np.concatenate([left[places], right[places]])
        places = places[places != NONE]
        if not len(places):
            return level
        level += 1


def _keep_width(made: Any, width: int) -> None:
    if type(made) is Thing:
        made.told = width
