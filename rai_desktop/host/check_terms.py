"""What the checks of arguments have in common: whether a value is plain, gathered from the file, or a name that may be used."""

import itertools
from typing import Any, Callable, Tuple

from .arrays import Thing
from .rules import NEW, Name
from .state_checks import is_gathered

Check = Callable[[Any, Name, Tuple[Any, ...]], bool]
PLAIN = (str, bytes, int, float, complex, bool, type(None))
UNLISTED = "?"  # a use that no name is granted
_ENDLESS = ("builtins:range", "itertools:count")


def may(machine: Any, value: Any, use: str) -> bool:
    """Whether a value is a name that the rules let be used so; the use is noted."""
    name = machine.named(value)
    if name is None or name.refuses(use):
        return False
    name.uses.add(use)
    return True


def leave_to_analyst(machine: Any, name: Name) -> None:
    """Count a call as a use that is not listed: the look judges it, and loading ends here unless it was allowed."""
    if not name.asked:
        name.uses.add(UNLISTED)
        machine.refuse(name.full, "unlisted")


def never(_machine: Any, _name: Name, _args: Tuple[Any, ...]) -> bool:
    """For what no honest file gives any arguments."""
    return False


def first_is_made(machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    """For functions that make an object of the class named first."""
    return bool(args) and may(machine, args[0], NEW)


def plain(_machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    """Numbers and texts, or nothing."""
    return all(isinstance(a, PLAIN) for a in args)


def gathered(_machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    """`list(range(10**12))` would take the memory: only what the file itself holds is gathered."""
    return not any(
        isinstance(a, (range, itertools.count)) or (isinstance(a, Thing) and a.kind in _ENDLESS) for a in args
    )


def mapped(machine: Any, name: Name, args: Tuple[Any, ...]) -> bool:
    """A dict from what the file tells as it is, so that a look knows what it holds."""
    return gathered(machine, name, args) and not any(is_gathered(given) or _is_set(given) for given in args)


def _is_set(value: Any) -> bool:
    """A set of pairs, which no honest file makes a dict from; a look knows nothing of what is in one."""
    return isinstance(value, (set, frozenset)) or (isinstance(value, Thing) and value.kind == "frozenset")
