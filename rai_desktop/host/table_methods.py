"""What `operator.methodcaller` may call, on whatever object it is given: methods of tables, arrays and texts, never a path's."""

from typing import Any, Dict, Tuple

from .arrays import UNTOLD

_PLAIN = (str, bytes, int, float, complex, bool, type(None))
_METHODS = frozenset(
    ["toarray", "todense", "astype", "fillna", "to_numpy", "abs", "clip", "copy", "ravel", "reshape", "round", "isna",
        "lower", "upper", "strip", "split", "casefold", "assign", "drop", "dropna", "filter", "get", "notna", "reindex", "rename",
        "replace", "select_dtypes", "to_dict"]
)  # fmt: skip
# Paths have these as well (`copy` from Python 3.14 on), and change files by them: they take the other file's name alone.
_OF_PATHS = ("copy", "rename", "replace")
_DEEP = 4


def may_be_called(given: Tuple[Any, ...], keywords: Dict[Any, Any]) -> bool:
    """Whether a method may be called so: its name and what follows it are values, nothing that could be called."""
    if not given or not isinstance(given[0], str) or given[0] not in _METHODS:
        return False
    values = [*given[1:], *keywords.values()]
    if not all(isinstance(key, str) for key in keywords) or not all(_is_plain(value, 0) for value in values):
        return False
    return given[0] not in _OF_PATHS or not ("target" in keywords or (len(given) == 2 and isinstance(given[1], (str, bytes))))


def _is_plain(value: Any, depth: int) -> bool:
    if type(value) in (list, tuple, dict) and depth < _DEEP:
        held = [*value, *value.values()] if type(value) is dict else value
        return all(each is UNTOLD or _is_plain(each, depth + 1) for each in held)
    return isinstance(value, _PLAIN)
