"""The trees of an XGBoost model, given as lists: every node within its tree, every feature and category within its list."""

from typing import Any, Dict, List

from .forests import NONE, Forest, Misshapen, Unfamiliar, checked_lengths, joined, number

_MOST_OUTPUTS = 2**20  # of a model without trees
_CATEGORIES = 2**24  # as many as a 32 bit float tells apart; XGBoost's own limit
_CATEGORY_BYTES = 2**31  # of the sets of all nodes together
_WHOLE = ("left_children", "right_children", "parents", "split_indices")
_STATISTICS = ("loss_changes", "sum_hessian")  # which trees of several outputs had not before XGBoost 3.1
_MANY, _TIMES, _FEW = 2**20, 1000, 2**14
_SETS = ("categories_nodes", "categories_segments", "categories_sizes", "categories")
_NO_FEATURE = 2**31 - 1  # marks a node that was pruned

Trees = List[Dict[str, Any]]


def check_outputs(info: Any, trees: int, outputs: int) -> None:
    """Each tree adds to an output that the model has."""
    import numpy as np

    if len(info) != trees:
        raise Misshapen("list", "tree_info", len(info), trees)
    wrong = (info < 0) | (info >= outputs)
    if wrong.any():
        tree = int(np.argmax(wrong))
        raise Misshapen("output", tree, int(info[tree]), outputs)


def check_amount(outputs: int, trees: int) -> None:
    """Where each tree adds to one output, there are at least as many trees as outputs."""
    if outputs > (trees or _MOST_OUTPUTS):
        raise Misshapen("outputs", outputs, trees)


def check_trees(trees: Trees, features: int, outputs: int) -> None:
    """All trees of a model at once. Raises Misshapen."""
    params = [tree["tree_param"] for tree in trees]
    sizes = [number(each.get("num_nodes"), "num_nodes", 1, 2**31 - 1) for each in params]
    width = _width(params, outputs)
    _check_lengths(trees, sizes, width)
    forest = Forest(sizes)
    columns = {name: joined([tree[name] for tree in trees]) for name in _WHOLE}
    check_nodes(forest, columns, features)
    _check_kinds(trees)
    for place, tree in enumerate(trees):
        if any(len(tree.get(name, ())) for name in _SETS):
            _check_categories(place, tree, sizes[place])
    if any("leaf_weights" in tree for tree in trees):
        _check_leaves(forest, trees, columns, width)
    if width > 1 and not all(name in trees[0] for name in (*_STATISTICS, "leaf_weights")):
        raise Unfamiliar("older")


def _width(params: List[Dict[str, Any]], outputs: int) -> int:
    """Numbers in a leaf: one, or one for each output."""
    widths = {max(number(each.get("size_leaf_vector", 1), "size_leaf_vector", 0, 2**31 - 1), 1) for each in params} or {1}
    if widths == {1}:
        check_amount(outputs, len(params))
    elif widths != {outputs}:
        raise Misshapen("outputs", max(widths), len(params))
    return max(widths)


def _check_lengths(trees: Trees, sizes: List[int], width: int) -> None:
    for name in (*_WHOLE, "default_left", "split_conditions", *_STATISTICS):
        if name not in _STATISTICS or width == 1 or any(name in tree for tree in trees):
            checked_lengths(name, [len(tree.get(name, ())) for tree in trees], sizes)
    checked_lengths("base_weights", [len(tree.get("base_weights", ())) for tree in trees], [size * width for size in sizes])
    types = [(tree["split_type"], size) for tree, size in zip(trees, sizes) if "split_type" in tree]
    checked_lengths("split_type", [len(each) for each, _size in types], [size for _each, size in types])


def check_features(features: int, used: int) -> None:
    """Room is made for every feature, so they are not to be many times more than those that nodes ask for."""
    if features > max(_MANY, _TIMES * used):
        raise Misshapen("number", "num_feature", features)


def check_nodes(forest: Forest, columns: Dict[str, Any], features: int) -> None:
    """Children, the node above, and the feature that a node asks; a pruned node hangs on nothing and leads nowhere."""
    left, asked, parents = columns["left_children"], columns["split_indices"], columns["parents"]
    above = forest.parents(left, columns["right_children"])
    asking = left != NONE
    forest.refuse("feature", asking & ((asked < 0) | (asked >= features)), asked, features)
    check_features(features, int(asked[asking].max()) + 1 if asking.any() else _FEW)
    below = forest.local > 0
    forest.refuse("parent", below & (above != NONE) & (parents != above), parents)
    forest.refuse("parent", below & ((parents < 0) | (parents >= forest.of_each(forest.sizes))), parents)
    forest.refuse("loose", below & (above == NONE) & ((asked & _NO_FEATURE) != _NO_FEATURE))
    forest.refuse_deep(above)


def _check_leaves(forest: Forest, trees: Trees, columns: Dict[str, Any], width: int) -> None:
    """Since XGBoost 3.1 a leaf of several outputs says which of the lists of outputs is its own."""
    lengths = [len(tree.get("leaf_weights", ())) for tree in trees]
    kept = forest.of_each([length // width for length in lengths])
    own, leaf = columns["right_children"], columns["left_children"] == NONE
    forest.refuse("leaf", leaf & ((own < 0) | (own >= kept)), own)


def _check_kinds(trees: Trees) -> None:
    """Nodes ask for numbers or for categories; those that ask for categories are those that have a set of them."""
    kinds = joined([tree["split_type"] for tree in trees if "split_type" in tree])
    if ((kinds != 0) & (kinds != 1)).any() or int(kinds.sum()) != sum(len(tree.get("categories_nodes", ())) for tree in trees):
        raise Misshapen("kinds")


def _check_categories(place: int, tree: Dict[str, Any], size: int) -> None:
    """The sets of categories that nodes ask: each is a stretch of one list."""
    import numpy as np

    nodes, begins, lengths, held = (
        joined([tree.get(name, ())]) for name in _SETS
    )
    if not len(nodes) == len(begins) == len(lengths) or not len(nodes):
        raise Misshapen("length", "categories_sizes", place, len(lengths), len(nodes))
    types, ends = joined([tree.get("split_type", ())]), np.cumsum(lengths)
    wrong = (nodes < 0) | (nodes >= size) | (lengths < 1) | (begins != ends - lengths) | (np.diff(nodes, prepend=NONE) < 1)
    checked_lengths("split_type", [len(types)], [size], place)
    if not wrong.any():
        wrong = types[nodes] != 1
    if wrong.any():
        raise Misshapen("categories", place, int(nodes[int(np.argmax(wrong))]))
    if ends[-1] != len(held) or int(held.min()) < 0 or int(held.max()) >= _CATEGORIES:
        raise Misshapen("categories", place, int(nodes[0]))
    if int(np.maximum.reduceat(held, begins).sum()) > 8 * _CATEGORY_BYTES:
        raise Misshapen("categories", place, int(nodes[0]))
