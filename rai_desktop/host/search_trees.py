"""Whether trees that look for neighbours are such: rows lie below one node, and what weighs and measures fits them."""

from typing import Any

from .arrays import Thing, is_plain
from .forests import Misshapen
from .state_checks import kind_of
from .tree_models import number
from .tree_tables import NEIGHBOURS, names_of

_KINDS = ("KDTree", "BallTree", "BinaryTree")


def check(state: Any) -> None:
    """Each node's rows are split between the two below it, down to the leaves. Raises Misshapen."""
    if not isinstance(state, tuple) or len(state) < 7:
        raise Misshapen("form")
    data, rows, told, bounds, _leaf_size, levels, count = state[:7]
    table = told.told if type(told) is Thing else told
    if table is None:
        return
    if table.ndim != 1 or not len(table) or not names_of(table) >= NEIGHBOURS:
        raise Misshapen("form")
    if number(count) != len(table) or 2 ** min(number(levels) or 0, 62) - 1 != len(table):
        raise Misshapen("number", "n_nodes", str(count)[:20])
    start, end, leaf = (table[name].astype("i8") for name in ("idx_start", "idx_end", "is_leaf"))
    _split(start, end, leaf != 0)
    if hasattr(data, "shape") and hasattr(rows, "shape"):
        _rows(data, rows, bounds, int(end[0]), len(table))


def _split(start: Any, end: Any, leaf: Any) -> None:
    import numpy as np

    inner = np.flatnonzero(~leaf)
    one, other = 2 * inner + 1, 2 * inner + 2
    if start[0] != 0 or (start > end).any() or (inner.size and other.max() >= len(start)):
        raise Misshapen("form")
    if (start[one] != start[inner]).any() or (end[one] != start[other]).any() or (end[other] != end[inner]).any():
        raise Misshapen("form")


def _rows(data: Any, rows: Any, bounds: Any, count: int, nodes: int) -> None:
    fits = data.ndim == 2 and rows.shape == (count,) and data.shape[0] == count and bounds.ndim == 3
    if not fits or bounds.shape[1:] != (nodes, data.shape[1]) or (rows < 0).any() or (rows >= count).any():
        raise Misshapen("form")


def is_search(kind: str) -> bool:
    """Whether a class is such a tree."""
    return kind.startswith("sklearn.neighbors.") and kind.rpartition(":")[2].rstrip("0123456789") in _KINDS


def check_fit(state: Any) -> None:
    """Whether weights and measure are for the rows and columns there are: they are followed unasked. Raises Misshapen."""
    data, metric, weights = state[0], state[11:12], state[12:13]
    if type(data) is Thing:
        return
    if not all(is_plain(part) for part in (*state[:4], *(each for each in weights if each is not None))):
        raise Misshapen("form")  # compiled code takes what is no array of numpy's too, of any length
    fits = all(each is None or each.shape == data.shape[:1] for each in weights)
    if data.ndim != 2 or not fits or not all(_measures(each, data.shape[1]) for each in metric):
        raise Misshapen("form")


def _measures(metric: Any, columns: int) -> bool:
    """Whether what a measure keeps for each column is there for all of them."""
    home, _colon, name = kind_of(metric).partition(":")
    kept = metric.told if type(metric) is Thing else metric.__getstate__()[1:3] if home.endswith("._dist_metrics") else None
    if kept is None:
        return True
    vector, matrix = kept
    if name.startswith("Mahalanobis"):
        return bool(matrix.shape == (columns, columns))
    if name.startswith(("SEuclidean", "WMinkowski")):
        return bool(vector.shape == (columns,))
    if name.startswith("Minkowski"):  # which may go without weights
        return vector.shape in ((0,), (columns,)) or not vector.any()
    return not name.startswith("Haversine") or columns == 2
