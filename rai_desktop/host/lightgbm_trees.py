"""The trees of a LightGBM model, given as lines: every node within its tree, every list as long as its tree needs."""

from typing import Any, Dict, List, Set

from .forests import NONE, Forest, Misshapen, checked_lengths, number
from .number_lists import are_numbers, whole_numbers

_MOST = 2**31 - 1
_OF_NODES = ("split_feature", "left_child", "right_child", "decision_type")
_LISTS_OF_NODES = ("threshold", "split_gain", "internal_value", "internal_weight", "internal_count")
_LISTS_OF_LEAVES = ("leaf_value", "leaf_weight", "leaf_count")
_NEEDED = ("split_feature", "left_child", "right_child", "threshold", "leaf_value")
_NUMBERS = (
    *_LISTS_OF_NODES, *_LISTS_OF_LEAVES, "leaf_const", "leaf_coeff", "shrinkage", "max_depth", "num_features", "leaf_features",
)  # fmt: skip
_COUNTS = ("leaf_count", "internal_count")
_CATEGORICAL = 1  # a bit of decision_type

Part = Dict[bytes, bytes]


def numbers(text: bytes) -> Any:
    """Whole numbers between spaces."""
    try:
        return whole_numbers(text, b" ")
    except ValueError:
        raise Misshapen("form") from None


def check_trees(trees: List[Part], features: int) -> None:
    """All trees of a model at once. Raises Misshapen."""
    for tree in trees:
        if b"num_cat" not in tree:  # LightGBM ends its whole process where it is missing
            raise Misshapen("missing", "num_cat")
    leaves = [number(tree.get(b"num_leaves", b"").decode("latin-1"), "num_leaves", 1, _MOST) for tree in trees]
    for name in _LISTS_OF_LEAVES:
        _check_lengths(trees, name, leaves)
    for name in (*_OF_NODES, *_LISTS_OF_NODES):
        _check_lengths(trees, name, [count - 1 for count in leaves])
    _check_counts(trees)
    for name in _NUMBERS:
        _check_numbers(trees, name)
    columns = {name: numbers(b" ".join(tree.get(name.encode(), b"") for tree in trees)) for name in _OF_NODES}
    if len(columns["decision_type"]) != len(columns["split_feature"]):  # as where no tree has it
        columns["decision_type"] = columns["split_feature"] * 0
    asking = _check_nodes(leaves, columns, features)
    for place, tree in enumerate(trees):
        if tree.get(b"is_linear", b"0").strip() not in (b"0", b""):
            _check_linear(place, tree, leaves[place], features)
        if place in asking or tree.get(b"num_cat", b"0").strip() not in (b"0", b""):
            _check_categories(place, tree)


def _check_lengths(trees: List[Part], name: str, wanted: List[int]) -> None:
    """A list that the library needs is there; where one is, it is as long as it must be."""
    key, needed = name.encode(), name in _NEEDED
    known = [place for place, tree in enumerate(trees) if key in tree or (needed and wanted[place])]
    for place in known:
        text = trees[place].get(key, b"")
        length = text.count(b" ") + 1 if text else 0
        if not length and wanted[place] == 1 and not needed:
            continue  # a tree of one leaf, which was never split
        if length != wanted[place] and len(text.split()) != wanted[place]:
            raise Misshapen("length", name, place, len(text.split()), wanted[place])


def _check_numbers(trees: List[Part], name: str) -> None:
    """LightGBM ends its whole process where a word in a list is no number."""
    key = name.encode()
    text = b" ".join(tree[key] for tree in trees if key in tree)
    if not are_numbers(text):
        place = next(place for place, tree in enumerate(trees) if key in tree and not are_numbers(tree[key]))
        raise Misshapen("words", name, place)


def _check_counts(trees: List[Part]) -> None:
    """Rows of a leaf or node are not fewer than none."""
    for name in _COUNTS:
        for place, tree in enumerate(trees):
            if b"-" in tree.get(name.encode(), b""):
                node = next(at for at, each in enumerate(tree[name.encode()].split()) if each.startswith(b"-"))
                raise Misshapen("rows", place, node)


def _check_nodes(leaves: List[int], columns: Dict[str, Any], features: int) -> Set[int]:
    """The trees that ask for categories. Nodes lead to nodes by their number, to leaves by numbers below zero."""
    import numpy as np

    inner, nodes = Forest([count - 1 for count in leaves]), Forest([2 * count - 1 for count in leaves])
    ends = inner.of_each(leaves)
    asked = columns["split_feature"]
    inner.refuse("feature", (asked < 0) | (asked >= features), asked, features)
    places = inner.of_each(nodes.starts[:-1]) + inner.local
    below = []
    for name in ("left_child", "right_child"):
        child, full = columns[name], np.full(nodes.count, NONE, dtype=np.int64)
        inner.refuse("child", (child < -ends) | (child >= ends - 1), child)
        inner.refuse("top", child == 0)
        full[places] = np.where(child < 0, ends - 2 - child, child)
        below.append(full)
    nodes.refuse_deep(nodes.parents(*below))
    return {inner.at(node)[0] for node in np.flatnonzero(columns["decision_type"] & _CATEGORICAL)}


def _check_linear(place: int, tree: Part, leaves: int, features: int) -> None:
    """A leaf that is a line tells how many features it takes, and which."""
    counts, taken = numbers(tree.get(b"num_features", b"")), numbers(tree.get(b"leaf_features", b""))
    coefficients = len(tree.get(b"leaf_coeff", b"").split())
    if (counts < 0).any() or (taken < 0).any() or (taken >= features).any():
        raise Misshapen("lines", place)
    needed = int(counts.sum())
    checked_lengths("num_features", [len(counts)], [leaves], place)
    checked_lengths("leaf_features", [len(taken)], [needed], place)
    checked_lengths("leaf_coeff", [coefficients], [needed], place)
    if b"leaf_const" in tree:
        checked_lengths("leaf_const", [len(tree[b"leaf_const"].split())], [leaves], place)


def _check_categories(place: int, tree: Part) -> None:
    """The sets of categories that nodes ask: each is a stretch of one list, numbered by the node's threshold."""
    import numpy as np

    sets = number(tree.get(b"num_cat", b"0").decode("latin-1"), "num_cat", 0, _MOST)
    ends, held = numbers(tree.get(b"cat_boundaries", b"")), numbers(tree.get(b"cat_threshold", b""))
    checked_lengths("cat_boundaries", [len(ends)], [sets + 1], place)
    if ends[0] or (np.diff(ends) < 0).any() or (held < 0).any() or (held >= 2**32).any():
        raise Misshapen("categories", place, 0)
    checked_lengths("cat_threshold", [len(held)], [int(ends[-1])], place)
    _check_asked(place, tree, sets)


def _check_asked(place: int, tree: Part, sets: int) -> None:
    import numpy as np

    kinds = numbers(tree.get(b"decision_type", b""))
    asking = np.flatnonzero(kinds & _CATEGORICAL)
    told = tree.get(b"threshold", b"").split()
    for node in asking.tolist():
        try:
            which = float(told[node].replace(b"_", b"?"))
        except ValueError:
            raise Misshapen("categories", place, node) from None
        if not 0 <= which < sets:
            raise Misshapen("categories", place, node)
