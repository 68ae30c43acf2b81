"""Arguments that time zones may be rebuilt with: names of zones and plain numbers, never a file to be read."""

import datetime
import re
from typing import Any, Callable, Dict, Tuple

from .arrays import Thing, are_bytes
from .rules import NEW

Check = Callable[[Any, Any, Tuple[Any, ...]], bool]
TZFILE = "dateutil.tz._tzfile:_unpickle"
_ZONE = re.compile(r"^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+){0,3}$")
_ZONE_FILE = "dateutil.tz._tzfile:tzfile"
_PLAIN = (str, int, float, bool, type(None))
_DAY = 86_400


def _zone(_machine: Any, _name: Any, args: Tuple[Any, ...]) -> bool:
    """A key as the tz database writes it, without a way up or out; then whether it may come from the cache."""
    key = args[0] if 1 <= len(args) <= 2 else None
    return type(key) is str and len(key) <= 100 and bool(_ZONE.match(key)) and all(type(each) in (int, bool) for each in args[1:])


def _pytz(_machine: Any, _name: Any, args: Tuple[Any, ...]) -> bool:
    """A zone's name, and for one of its times the offsets and the abbreviation."""
    named = 1 <= len(args) <= 4 and type(args[0]) is str and bool(_ZONE.match(args[0]))
    return named and all(isinstance(each, _PLAIN) for each in args[1:])


def _offset(_machine: Any, _name: Any, args: Tuple[Any, ...]) -> bool:
    if len(args) != 2 or not (args[0] is None or type(args[0]) is str):
        return False
    length = isinstance(args[1], Thing) and args[1].kind == "datetime:timedelta"
    return length or type(args[1]) in (int, float, datetime.timedelta)


def _minutes(_machine: Any, _name: Any, args: Tuple[Any, ...]) -> bool:
    return len(args) == 1 and type(args[0]) is int and abs(args[0]) < _DAY


def _unread(_machine: Any, _name: Any, args: Tuple[Any, ...]) -> bool:
    """dateutil 2 names the file a zone came from and gives nothing to read; with a file it would open it."""
    return len(args) == 2 and args[0] is None and type(args[1]) is str


def _rebuilt(machine: Any, _name: Any, args: Tuple[Any, ...]) -> bool:
    """dateutil 4 gives the class, the key, the file's name (never opened) and the times themselves."""
    kind = machine.named(args[0]) if len(args) == 4 else None
    if kind is None or kind.key != _ZONE_FILE or kind.refuses(NEW):
        return False
    kind.uses.add(NEW)
    named = all(each is None or type(each) is str for each in args[1:3])
    return named and type(args[3]) is tuple and len(args[3]) == 6 and all(_is_times(each) for each in args[3])


def _is_times(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return all(isinstance(each, _PLAIN) for each in value)
    return isinstance(value, _PLAIN) or are_bytes(value)


CHECKS: Dict[str, Check] = {
    "zoneinfo:ZoneInfo": _zone,
    "zoneinfo:ZoneInfo._unpickle": _zone,
    "pytz:_p": _pytz,
    "pytz:FixedOffset": _minutes,
    "dateutil.tz.tz:tzoffset": _offset,
    "dateutil.tz.tz:tzfile": _unread,
    TZFILE: _rebuilt,
}
