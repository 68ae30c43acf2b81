"""UBJSON as XGBoost writes it, read with sizes checked: lists of one type come out as they are, to be read where asked for."""

import re
import struct
from typing import Any, Dict, Tuple

from .damage import Unreadable
from .number_lists import Packed

_DEEPEST = 64
_NUMBERS = {
    b"i": (">i1", 1), b"U": (">u1", 1), b"I": (">i2", 2), b"u": (">u2", 2), b"l": (">i4", 4), b"m": (">u4", 4), b"L": (">i8", 8),
    b"M": (">u8", 8), b"d": (">f4", 4), b"D": (">f8", 8),
}  # fmt: skip
_LIST_ENTRY = re.compile(rb"L\0{7}(.)([a-z_]{1,40})\[\$(.)#L(.{8})", re.DOTALL)  # a short name and a list of one type
_CODES = {b"i": ">b", b"U": ">B", b"I": ">h", b"u": ">H", b"l": ">i", b"m": ">I", b"L": ">q", b"M": ">Q", b"d": ">f", b"D": ">d"}
_KEPT = {b"Z": None, b"T": True, b"F": False}


def read(blob: Any, alone: bool = False) -> Any:
    """The value in these bytes. Raises Unreadable where a size is a lie, a key is there twice, or a mark is unknown; and
    where something follows, if it should be `alone`."""
    try:
        value, end = _Reader(bytes(blob)).value(0, 0)
    except (struct.error, IndexError, UnicodeDecodeError):
        raise Unreadable("malformed") from None
    if alone and end < len(blob):
        raise Unreadable("trailing")
    return value


class _Reader:
    """Every method takes where to begin and gives where it ended."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def value(self, at: int, depth: int) -> Tuple[Any, int]:
        mark = self._data[at : at + 1]
        at += 1
        if depth > _DEEPEST:
            raise Unreadable("malformed", "nesting")
        if mark == b"{":
            return self._object(at, depth)
        if mark == b"[":
            return self._list(at, depth)
        if mark in _CODES:
            return self._number(mark, at)
        if mark == b"S":
            return self._text(at)
        if mark == b"C":
            return self._data[at : at + 1].decode("latin-1"), at + 1
        if mark in _KEPT:
            return _KEPT[mark], at
        raise Unreadable("malformed", "mark")

    def _number(self, mark: bytes, at: int) -> Tuple[Any, int]:
        (found,) = struct.unpack_from(_CODES[mark], self._data, at)
        return found, at + struct.calcsize(_CODES[mark])

    def _count(self, at: int, width: int) -> Tuple[int, int]:
        """A length, which must fit what is left."""
        data = self._data
        mark = data[at : at + 1]
        if mark == b"L":
            count, at = int.from_bytes(data[at + 1 : at + 9], "big", signed=True), at + 9
        elif mark in _CODES and mark not in b"dD":
            count, at = self._number(mark, at + 1)
        else:
            raise Unreadable("malformed", "length")
        if not 0 <= count * width <= len(data) - at:
            raise Unreadable("cut")
        return count, at

    def _text(self, at: int) -> Tuple[str, int]:
        count, at = self._count(at, 1)
        return self._data[at : at + count].decode("utf-8", "surrogateescape"), at + count

    def _object(self, at: int, depth: int) -> Tuple[Dict[str, Any], int]:
        found: Dict[str, Any] = {}
        data, names = self._data, 0
        while data[at : at + 1] != b"}":
            names += 1
            entry = _LIST_ENTRY.match(data, at)
            if entry and len(entry.group(2)) == entry.group(1)[0]:
                _length, name, mark, size = entry.groups()
                at = entry.end()
                found[name.decode()] = packed = self._taken(mark, int.from_bytes(size, "big", signed=True), at)
                at += len(packed.data)
                continue
            key, at = self._text(at)
            found[key], at = self.value(at, depth + 1)
        if len(found) != names:
            raise Unreadable("twice")
        return found, at + 1

    def _list(self, at: int, depth: int) -> Tuple[Any, int]:
        if self._data[at : at + 1] == b"$":
            return self._array(at + 1)
        found = []
        if self._data[at : at + 1] == b"#":
            count, at = self._count(at + 1, 1)
            for _each in range(count):
                value, at = self.value(at, depth + 1)
                found.append(value)
            return found, at
        while self._data[at : at + 1] != b"]":
            value, at = self.value(at, depth + 1)
            found.append(value)
        return found, at + 1

    def _array(self, at: int) -> Tuple[Packed, int]:
        if self._data[at + 1 : at + 2] != b"#":
            raise Unreadable("malformed", "array")
        return self._packed(self._data[at : at + 1], at + 2)

    def _packed(self, mark: bytes, at: int) -> Tuple[Packed, int]:
        count, at = self._count(at, 1)
        packed = self._taken(mark, count, at)
        return packed, at + len(packed.data)

    def _taken(self, mark: bytes, count: int, at: int) -> Packed:
        """So many numbers of a kind, which must fit what is left."""
        if mark not in _NUMBERS:
            raise Unreadable("malformed", "array")
        kind, width = _NUMBERS[mark]
        end = at + count * width
        if count < 0 or end > len(self._data):
            raise Unreadable("cut")
        return Packed(self._data[at:end], kind, count)
