"""Arguments that listed functions may be given, where the function itself could do harm with others."""

from typing import Any, Dict, Tuple

from . import array_checks, arrow_checks, bound_checks, value_checks, zone_checks
from .array_checks import MADE_CHECKS
from .arrays import Thing
from .bound_checks import GETTERS
from .check_terms import PLAIN, Check, first_is_made, may, never
from .rules import CALL, NEW, Name

_BASES = ("object", "dict", "list", "tuple", "set", "frozenset", "int", "float", "str", "bytes", "complex")


def check_call(machine: Any, name: Name, args: Tuple[Any, ...]) -> None:
    """Refuse a listed call whose arguments are not those an honest file gives it."""
    check = _CHECKS.get(name.key)
    if check is None and name.qualname.startswith("__pyx_unpickle_"):
        check = first_is_made
    if check is None and "." in name.qualname and name.grant and not name.asked:
        check = never  # methods are listed to be kept: no honest file calls one
    if check is not None and not check(machine, name, args):
        machine.refuse(name.full, "arguments")


def check_made(machine: Any, name: Name, args: Tuple[Any, ...]) -> None:
    """The same for a class that is made without its constructor."""
    check = MADE_CHECKS.get(name.key)
    if check is not None and not check(machine, name, args):
        machine.refuse(name.full, "arguments")


def is_honest_call(module: str, qualname: str, args: Tuple[Any, ...]) -> bool:
    """Whether a skops file may call this with such values: what needs looking at here is given plain ones, and no functions."""
    name = Name(module, qualname, CALL)
    check = _CHECKS.get(name.key)
    if check is None:
        return not qualname.startswith("__pyx_unpickle_")
    return all(isinstance(a, PLAIN) for a in args) and name.key in _CALLED_PLAINLY and check(None, name, args)


def is_honest_getter(kind: str, args: Tuple[Any, ...]) -> bool:
    """The same three, as a skops file writes them; an itemgetter takes an item out of what it is given, whatever its key."""
    check = GETTERS.get(kind)
    return check is not None and bool(args) and check(None, Name("operator", kind, CALL), args)


def _may_be_made(machine: Any, kind: Any) -> bool:
    """Whether a class may be made; of one that is not listed at all a look judges the name, and loading ends at it."""
    name = machine.named(kind)
    if name is None or name.grant:
        return may(machine, kind, NEW)
    name.uses.add(NEW)
    machine.refuse(name.full, "unlisted")
    return True


def _reconstructor(machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    if len(args) != 3 or not _may_be_made(machine, args[0]):
        return False
    base = machine.named(args[1])
    if base is None or base.module != "builtins" or base.qualname not in _BASES:
        return False
    if base.qualname == "dict":  # from pairs it would have keys that nobody looked at
        return type(args[2]) is dict
    return isinstance(args[2], (Thing, *PLAIN, list, tuple, set, frozenset))


def _newobj(machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    return bool(args) and _may_be_made(machine, args[0]) and machine.named(args[0]).key not in MADE_CHECKS


_CHECKS: Dict[str, Check] = {
    **arrow_checks.CHECKS,
    **zone_checks.CHECKS,
    **array_checks.CHECKS,
    **value_checks.CHECKS,
    **bound_checks.CHECKS,
    "copyreg:_reconstructor": _reconstructor,
    "copyreg:__newobj__": _newobj,
    "copyreg:__newobj_ex__": _newobj,
}
# Classes of which skops writes a call of the class itself.
_CALLED_PLAINLY = frozenset(["builtins:range", "builtins:complex", "fractions:Fraction", "zoneinfo:ZoneInfo",
    "dateutil.tz.tz:tzoffset", "builtins:int", "builtins:bytes", "builtins:bytearray"])  # fmt: skip
