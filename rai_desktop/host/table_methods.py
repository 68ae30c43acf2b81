"""What `operator` may call, get and take, of whatever object it is given: methods of tables, arrays and texts, never a path's."""

from typing import Any, Dict, Tuple

from .arrays import UNTOLD

_PLAIN = (str, bytes, int, float, complex, bool, type(None))
_METHODS = frozenset(
    ["abs", "add", "add_prefix", "add_suffix", "all", "any", "assign", "astype", "bfill", "casefold", "clip",
        "convert_dtypes", "copy", "cumprod", "cumsum", "diff", "div", "drop", "drop_duplicates", "dropna", "eq", "ffill",
        "fillna", "filter", "flatten", "floordiv", "ge", "get", "gt", "head", "infer_objects", "interpolate", "isin", "isna",
        "isnull", "le", "lower", "lt", "max", "mean", "median", "min", "mod", "mul", "ne", "notna", "notnull", "nunique",
        "pct_change", "pow", "prod", "quantile", "rank", "ravel", "reindex", "rename", "replace", "reset_index", "reshape",
        "round", "select_dtypes", "set_axis", "set_index", "shift", "split", "squeeze", "std", "strip", "sub", "sum",
        "swapaxes", "tail", "title", "to_dict", "to_frame", "to_list", "to_numpy", "toarray", "tocsc", "tocsr", "todense",
        "tolist", "transpose", "truediv", "upper", "var", "zfill"]
)  # fmt: skip
# Paths have these as well (`copy` from Python 3.14 on), and change files by them: they take the other file's name alone.
_OF_PATHS = ("copy", "rename", "replace")
_ATTRIBUTES = ("values", "T", "shape", "size", "dtypes", "columns", "index", "codes", "real", "imag", "str", "dt", "coef_",
    "feature_importances_")  # fmt: skip
_DEEP = 4


def may_be_got(names: Tuple[Any, ...]) -> bool:
    """`attrgetter` reaches anything: only attributes of tables, arrays and models that are values."""
    return bool(names) and all(isinstance(name, str) and name in _ATTRIBUTES for name in names)


def may_be_called(given: Tuple[Any, ...], keywords: Dict[Any, Any]) -> bool:
    """Whether a method may be called so: its name and what follows it are values, nothing that could be called."""
    if not given or not isinstance(given[0], str) or given[0] not in _METHODS:
        return False
    values = [*given[1:], *keywords.values()]
    if not all(isinstance(key, str) for key in keywords) or not all(is_plain(value) for value in values):
        return False
    return given[0] not in _OF_PATHS or not ("target" in keywords or (len(given) == 2 and isinstance(given[1], (str, bytes))))


def is_plain(value: Any, depth: int = 0) -> bool:
    """Whether a value is a text, a number or nothing, or such in lists and dicts."""
    if type(value) in (list, tuple, dict) and depth < _DEEP:
        held = [*value, *value.values()] if type(value) is dict else value
        return all(each is UNTOLD or is_plain(each, depth + 1) for each in held)
    return isinstance(value, _PLAIN)
