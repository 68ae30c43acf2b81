"""The arrays in which scikit-learn keeps the nodes of its trees, as a look keeps them of all that it passes over."""

from typing import Any, Dict, FrozenSet, Tuple

from .arrays import Dtype, Thing
from .forests import Misshapen

FOREST = frozenset(["left_child", "right_child", "feature"])
BOOSTING = frozenset(["left", "right", "feature_idx", "is_leaf"])
NEIGHBOURS = frozenset(["idx_start", "idx_end", "is_leaf"])
_MOST = 2**31  # bytes; what is longer is looked at when it is loaded


def names_of(table: Any) -> FrozenSet[str]:
    """The columns of an array; none where it has none."""
    return frozenset(getattr(getattr(table, "dtype", None), "names", None) or ())


def is_table(dtype: Any, count: int = 0) -> bool:
    """Whether an array of this type holds nodes, and is not too long to be kept."""
    names = frozenset(getattr(dtype, "names", None) or ())
    return any(names >= wanted for wanted in (FOREST, BOOSTING, NEIGHBOURS)) and count * dtype.itemsize <= _MOST


def read(dtype: Dtype, shape: Tuple[int, ...], data: bytes) -> Any:
    """The array itself, from a type that a look knows. Raises Misshapen."""
    import numpy as np

    fields: Dict[str, Tuple[Dtype, int]] = dtype.fields
    try:
        form = np.dtype({
            "names": list(fields), "formats": [part.order + part.code for part, _at in fields.values()],
            "offsets": [at for _part, at in fields.values()], "itemsize": dtype.itemsize,
        })  # fmt: skip
        return np.frombuffer(data, dtype=form).reshape(shape)
    except (ValueError, TypeError):
        raise Misshapen("form") from None


def kept(state: Tuple[Any, ...]) -> Any:
    """What a look keeps of an array that its state fills: a table of nodes, or the list of its objects; None of others."""
    _version, shape, dtype, _fortran, data = state
    if isinstance(data, list):
        return data
    if isinstance(data, Thing) and type(data.told) is str:  # bytes as old protocols write them
        data = data.told.encode("latin-1", "replace")
    if not isinstance(data, bytes) or not isinstance(dtype, Dtype) or not dtype.itemsize:
        return None
    return read(dtype, shape, data) if is_table(dtype, len(data) // dtype.itemsize) else None
