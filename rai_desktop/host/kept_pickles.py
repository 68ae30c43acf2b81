"""Pickles that a pickle keeps as plain texts or bytes: nothing opens them, but whoever reads them later should know of them."""

from typing import Any, List, Tuple

_MOST, _LARGEST, _SHORTEST = 20, 16 * 2**20, 8
_STOP = (b".", ".")
_MARKED, _UNMARKED = (128,), (ord("c"), ord("("))  # a pickle of protocol 2 and newer, one of 0 and 1
_PROTOCOLS = (2, 3, 4, 5)


class Kept:
    """What may be such pickles, the first few of one file."""

    def __init__(self) -> None:
        self.found: List[bytes] = []

    def notice(self, value: Any) -> None:
        """Remember a text or bytes that begin and end as a pickle does."""
        if value[-1:] in _STOP and len(value) >= _SHORTEST and len(self.found) < _MOST:
            content = _as_bytes(value) if len(value) <= _LARGEST else b""
            if content and _begins_as_one(content):
                self.found.append(content)


def _as_bytes(value: Any) -> bytes:
    """The bytes of a text as the oldest protocols write bytes: a letter for each."""
    if not isinstance(value, str):
        return bytes(value)
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:
        return b""


def _begins_as_one(content: bytes) -> bool:
    if content[0] in _MARKED:
        return content[1] in _PROTOCOLS
    return content[0] in _UNMARKED and b"\n" in content


def named(seen: Any) -> Tuple[str, ...]:
    """The names that a whole pickle would use and that the list does not allow."""
    if seen.damage or seen.trailing:
        return ()
    return tuple(name.full for name, judged in seen.judged() if judged.verdict != "allowed")
