"""Whether the trees in which scikit-learn looks for neighbours are such: all rows are there, each below one node."""

from typing import Any

from .arrays import Thing
from .forests import Misshapen
from .tree_models import number
from .tree_tables import NEIGHBOURS, names_of


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
