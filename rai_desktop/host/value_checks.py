"""Arguments of the standard library's containers, numbers and patterns, and of pandas' indexes: what the file itself holds."""

import re
from typing import Any, Dict, Tuple

from .arrays import Thing
from .check_terms import Check, gathered, mapped, may, plain
from .rules import NEW, REFER, Name

_RATIO = re.compile(r"^[-+0-9./ ]{1,400}$")


def _encode(_machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    return len(args) == 2 and isinstance(args[0], str) and args[1] in ("latin1", "latin-1")


def _texts(_machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    return all(isinstance(a, (str, Thing)) for a in args)


def _moment(machine: Any, name: Name, args: Tuple[Any, ...]) -> bool:
    """The parts of a moment, then its zone: numbers and texts, as many as the file itself holds."""
    parts = len(args) == 2 and type(args[0]) is tuple and type(args[1]) is dict
    return parts and plain(machine, name, (*args[0], *args[1], *args[1].values()))


def _pattern(_machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    if args and isinstance(args[0], Thing):  # bytes, as the older protocols write them
        return len(args) <= 2 and args[0].kind == "_codecs:encode"
    return 1 <= len(args) <= 2 and isinstance(args[0], (str, bytes)) and len(args[0]) < 10_000


def _bytes_made(_machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    """`bytearray(10**12)` would take the memory: only from what the file holds."""
    held = all(isinstance(a, (str, bytes, bytearray, list, tuple, Thing)) for a in args)
    return held and gathered(_machine, _name, args)


def _factory(machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    """A defaultdict calls its factory whenever something is missing: only plain types, nothing with arguments."""
    if not args or args[0] is None:
        return gathered(machine, _name, args)
    name = machine.named(args[0])
    listed = name is not None and name.module.split(".")[0] in ("builtins", "collections", "numpy", "pandas")
    return listed and may(machine, args[0], REFER) and mapped(machine, _name, args[1:])


def _numbers(machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    """`array.array` from values in the file, or the older form that names the class first."""
    if len(args) == 4:
        kind = machine.named(args[0])
        return kind is not None and kind.key == "array:array" and plain(machine, _name, args[1:])
    typed = 1 <= len(args) <= 2 and isinstance(args[0], str) and len(args[0]) == 1
    return typed and all(isinstance(a, (list, bytes, str, Thing)) for a in args[1:]) and gathered(machine, _name, args)


def _fraction(_machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    """`Fraction("1e100000000")` would take for ever."""
    return all(type(a) is int or (type(a) is str and _RATIO.match(a)) for a in args)


def _index(machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    """pandas makes an index of the class named first, from a dict; of any other object it would call methods."""
    kind = machine.named(args[0]) if len(args) == 2 else None
    listed = kind is not None and kind.module.split(".")[0] == "pandas" and kind.qualname.endswith("Index")
    return bool(listed) and may(machine, args[0], NEW) and type(args[1]) is dict


def _bare(_machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    """A namespace is made empty; Python 3.13 and later would take pairs, whose keys nobody looked at."""
    return not args


CHECKS: Dict[str, Check] = {
    "types:SimpleNamespace": _bare,
    "array:array": _numbers,
    "array:_array_reconstructor": _numbers,
    "_codecs:encode": _encode,
    "re:_compile": _pattern,
    "time:struct_time": _moment,
    "logging:getLogger": _texts,
    "builtins:bytearray": _bytes_made,
    "builtins:bytes": _bytes_made,
    "builtins:complex": plain,
    "builtins:int": plain,
    "builtins:range": plain,
    "ipaddress:IPv4Address": plain,
    "ipaddress:IPv6Address": plain,
    "collections:defaultdict": _factory,
    "fractions:Fraction": _fraction,
    "pandas.core.indexes.base:_new_Index": _index,
    "pandas.core.indexes.datetimes:_new_DatetimeIndex": _index,
    "pandas.core.indexes.interval:_new_IntervalIndex": _index,
    "pandas.core.indexes.period:_new_PeriodIndex": _index,
    "pandas.core.indexes.timedeltas:_new_TimedeltaIndex": _index,
    **dict.fromkeys(("builtins:list", "builtins:tuple", "builtins:set", "builtins:frozenset", "collections:deque"), gathered),
    **dict.fromkeys(("builtins:dict", "collections:Counter", "collections:OrderedDict"), mapped),
}
