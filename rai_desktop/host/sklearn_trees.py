"""Whether trees of scikit-learn's are trees, before its compiled code follows their numbers without asking.

Its authors say that it does not ask (scikit-learn pull request 34558, and skops, which trusts no tree for that reason): a
number that leads out of a tree reads memory that is not the model's, and one that names a feature too many can be written to.
"""

from typing import Any, Dict, FrozenSet, List, Tuple

from . import search_trees, tree_models
from .arrays import Thing
from .forests import NONE, Forest, Misshapen
from .state_checks import attributes, kind_of
from .tree_models import PARTS, TREE, WIDTHS, depth_of, number, told_width, widest, width_of
from .tree_tables import BOOSTING, FOREST, names_of

HOMES = ("sklearn.tree.", "sklearn.ensemble.", "imblearn.ensemble.")


class Trees:
    """The trees of one file: each is looked at as it is filled, and how they fit together when all has been read."""

    def __init__(self) -> None:
        self._count = 0
        self._models: Dict[int, Tuple[Any, Dict[str, Any]]] = {}
        self._searches: List[Any] = []

    def check(self, made: Any, state: Any) -> None:
        """Look at what an object, real or a stand-in, is given. Raises Misshapen."""
        kind = kind_of(made)
        if kind == TREE:
            self._check_tree(made, state)
        elif kind.startswith("sklearn.ensemble.") and kind.endswith(":TreePredictor"):
            self._check_predictor(made, state)
        elif search_trees.is_search(kind):
            search_trees.check(state)
            self._searches.append(state)
        elif kind.startswith(HOMES):
            for part in attributes(state):
                if not part.keys().isdisjoint((*PARTS, *WIDTHS, "_bin_mapper")):
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
        for held in self._searches:
            search_trees.check_fit(held)

    def _check_tree(self, made: Any, state: Any) -> None:
        table = _table(state, "nodes", FOREST)
        if table is None:
            return
        if number(state.get("node_count")) != len(table):
            raise Misshapen("number", "node_count", str(state.get("node_count"))[:20])
        left, right, features = (_column(table, name) for name in ("left_child", "right_child", "feature"))
        inside = left != NONE
        if len(half := _places(inside != (right != NONE))):
            raise Misshapen("child", self._count, int(half[0]), int(right[half[0]]))
        self._follow(_places(inside), [left, right, features], width_of(made))
        told = number(state.get("max_depth")) or 0
        if not 0 <= told <= len(table) or (type(made) is Thing and told < depth_of(table["left_child"], table["right_child"])):
            raise Misshapen("number", "max_depth", str(state.get("max_depth"))[:20])  # of what is loaded see `tree_models.py`

    def _check_predictor(self, made: Any, state: Any) -> None:
        table = _table(state, "nodes", BOOSTING)
        if table is None:
            return
        inner, width = _places(table["is_leaf"] == 0), widest(table)
        self._follow(inner, [table[name] for name in ("left", "right", "feature_idx")], width)
        _keep_width(made, width)
        _check_categories(table[inner], state)

    def _follow(self, inner: Any, columns: List[Any], width: int) -> None:
        """Every walk from the top ends, and asks for features that there are; `inner` are the places that lead on."""
        left, right, features = (column[inner].astype("i8", copy=False) for column in columns)
        if not _as_written(inner, left, right, len(columns[0])) or _outside(features, width):
            forest = Forest([len(columns[0])], self._count)
            below = [forest.spread(inner, each, NONE) for each in (left, right)]
            forest.parents(*below)
            asked = forest.spread(inner, features, 0)
            forest.refuse("feature", (asked < 0) | (asked >= max(width, 1)), asked, width)
        self._count += 1


def _as_written(inner: Any, left: Any, right: Any, count: int) -> bool:
    """Whether nodes lie as scikit-learn lays them, each once and after the one above it: the quick way to know a tree."""
    import numpy as np

    if 2 * len(inner) != count - 1 or _outside(left, count) or _outside(right, count):
        return False
    seen = np.zeros(count, dtype=bool)
    seen[left] = seen[right] = True
    return bool((left > inner).all() and (right > inner).all() and seen[1:].all())


def _outside(numbers: Any, count: int) -> bool:
    """Whether any is below zero, which as an unsigned number is very large, or is not below the count."""
    return bool(len(numbers)) and int(numbers.view("u8").max()) >= count


def _places(there: Any) -> Any:
    import numpy as np

    return np.flatnonzero(there)


def _column(table: Any, name: str) -> Any:
    """A column by itself: every look at it among the others reads all of the table."""
    import numpy as np

    return np.ascontiguousarray(table[name])


def _check_categories(inner: Any, state: Any) -> None:
    if not names_of(inner) >= {"is_categorical", "bitset_idx"}:
        return
    asked = inner["bitset_idx"][inner["is_categorical"] != 0]
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


def _keep_width(made: Any, width: int) -> None:
    if type(made) is Thing:
        made.told = width
