"""Arguments of the functions that pyarrow rebuilds its types, buffers and arrays with: what pyarrow itself writes, nothing else.

Buffers are made of bytes that the file holds, types of types, arrays of all three. What is no such thing would be asked
for its own way of exporting itself. An array that is rebuilt is validated before anything reads it (`unpickling.py`).
"""

import sys
from typing import Any, Callable, Dict, Tuple

from .arrays import UNTOLD, Thing, are_bytes

Check = Callable[[Any, Any, Tuple[Any, ...]], bool]
RESTORE = "pyarrow.lib:_restore_array"
_DEEP = 64  # arrays in arrays
_DECIMALS = ("decimal32", "decimal64", "decimal128", "decimal256")
_MADE_BY = {
    "DataType": ("type_for_alias", "list_", "large_list", "list_view", "large_list_view", "map_", "struct", "dictionary",
        "timestamp", "binary", "run_end_encoded", *_DECIMALS),
    "Field": ("field",),
    "Buffer": ("py_buffer",),
    "Array": ("_restore_array",),
    "ChunkedArray": ("chunked_array",),
    "Schema": ("schema",),
}  # fmt: skip
_UNITS = ("s", "ms", "us", "ns")
_NAME_LENGTH = 100


def is_arrow(value: Any, *kinds: str) -> bool:
    """Whether a value is of these kinds of pyarrow's, real or a stand-in."""
    if isinstance(value, Thing):
        home, _, made_by = value.kind.partition(":")
        return home == "pyarrow.lib" and any(made_by in _MADE_BY[kind] for kind in kinds)
    library = sys.modules.get("pyarrow.lib")
    return library is not None and any(isinstance(value, getattr(library, kind)) for kind in kinds)


def validate(array: Any) -> None:
    """Raise ValueError when an array claims more than its buffers hold: pyarrow would read beyond them."""
    array.validate(full=True)


def _alias(_machine: Any, _name: Any, args: Tuple[Any, ...]) -> bool:
    return len(args) == 1 and type(args[0]) is str and len(args[0]) <= _NAME_LENGTH


def _buffer(_machine: Any, _name: Any, args: Tuple[Any, ...]) -> bool:
    return len(args) == 1 and are_bytes(args[0])


def _restored(_machine: Any, _name: Any, args: Tuple[Any, ...]) -> bool:
    return len(args) == 1 and _describes_array(args[0])


def _describes_array(data: Any, depth: int = 0) -> bool:
    """(type, length, nulls, offset, buffers, children, dictionary), as pyarrow takes an array apart."""
    if type(data) is not tuple or len(data) != 7 or depth > _DEEP:
        return False
    kind, length, nulls, offset, buffers, children, dictionary = data
    whole = all(type(number) is int for number in (length, nulls, offset)) and length >= 0 and nulls >= -1 and offset >= 0
    held = isinstance(buffers, (list, tuple)) and all(each is None or is_arrow(each, "Buffer") for each in buffers)
    inner = isinstance(children, (list, tuple)) and all(_describes_array(each, depth + 1) for each in children)
    coded = dictionary is None or _describes_array(dictionary, depth + 1)
    return is_arrow(kind, "DataType") and whole and held and inner and coded


def _chunks(_machine: Any, _name: Any, args: Tuple[Any, ...]) -> bool:
    return len(args) == 2 and _all(args[0], "Array") and is_arrow(args[1], "DataType")


def _all(values: Any, *kinds: str) -> bool:
    return isinstance(values, (list, tuple)) and all(is_arrow(each, *kinds) for each in values)


def _typed(_machine: Any, _name: Any, args: Tuple[Any, ...]) -> bool:
    """Types of types: then at most a size or whether they are in order."""
    parts = [each for each in args if not isinstance(each, (int, bool))]
    return 1 <= len(parts) <= 2 and len(args) <= 3 and all(is_arrow(each, "DataType", "Field") for each in parts)


def _fields(_machine: Any, _name: Any, args: Tuple[Any, ...]) -> bool:
    return 1 <= len(args) <= 2 and _all(args[0], "Field") and _is_metadata(args[1:])


def _field(_machine: Any, _name: Any, args: Tuple[Any, ...]) -> bool:
    named = 3 <= len(args) <= 4 and type(args[0]) is str and type(args[2]) is bool
    return named and is_arrow(args[1], "DataType") and _is_metadata(args[3:])


def _is_metadata(given: Tuple[Any, ...]) -> bool:
    """Nothing, or texts by text; never the name of an extension type, whose own class would read the rest."""
    if not given or given[0] is None:
        return True
    return type(given[0]) is dict and all(key is UNTOLD or _is_plain_text(key, value) for key, value in given[0].items())


def _is_plain_text(key: Any, value: Any) -> bool:
    texts = isinstance(key, (str, bytes)) and isinstance(value, (str, bytes))
    return texts and not (key if isinstance(key, bytes) else key.encode()).startswith(b"ARROW:extension")


def _time(_machine: Any, _name: Any, args: Tuple[Any, ...]) -> bool:
    zone = args[1] if len(args) == 2 else None
    return 1 <= len(args) <= 2 and args[0] in _UNITS and (zone is None or (type(zone) is str and len(zone) <= _NAME_LENGTH))


def _whole(_machine: Any, _name: Any, args: Tuple[Any, ...]) -> bool:
    return 1 <= len(args) <= 2 and all(type(each) is int for each in args)


def _table(_machine: Any, _name: Any, args: Tuple[Any, ...]) -> bool:
    return len(args) == 2 and _all(args[0], "Array", "ChunkedArray") and is_arrow(args[1], "Schema")


_BY_NAME: Dict[str, Check] = {
    "type_for_alias": _alias, "py_buffer": _buffer, "_restore_array": _restored, "chunked_array": _chunks,
    "struct": _fields, "schema": _fields, "field": _field, "timestamp": _time, "binary": _whole,
    "_reconstruct_table": _table, "_reconstruct_record_batch": _table,
    **dict.fromkeys(("list_", "large_list", "list_view", "large_list_view", "map_", "dictionary", "run_end_encoded"), _typed),
    **dict.fromkeys(_DECIMALS, _whole),
}  # fmt: skip
CHECKS: Dict[str, Check] = {"pyarrow.lib:" + function: check for function, check in _BY_NAME.items()}
