"""UBJSON as XGBoost writes it, read with sizes checked: lists of one type come out as arrays of numpy, without a copy."""

import struct
from typing import Any, Dict, Tuple

from .damage import Unreadable

_DEEPEST = 64
_NUMBERS = {
    b"i": ">i1", b"U": ">u1", b"I": ">i2", b"u": ">u2", b"l": ">i4", b"m": ">u4", b"L": ">i8", b"M": ">u8", b"d": ">f4",
    b"D": ">f8",
}  # fmt: skip
_CODES = {b"i": ">b", b"U": ">B", b"I": ">h", b"u": ">H", b"l": ">i", b"m": ">I", b"L": ">q", b"M": ">Q", b"d": ">f", b"D": ">d"}
_KEPT = {b"Z": None, b"T": True, b"F": False}


def read(blob: Any) -> Any:
    """The value in these bytes. Raises Unreadable where a size is a lie, a key is there twice, or a mark is unknown."""
    try:
        value, _end = _Reader(bytes(blob)).value(0, 0)
    except (struct.error, IndexError, UnicodeDecodeError):
        raise Unreadable("malformed") from None
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
        mark = self._data[at : at + 1]
        if mark not in _CODES or mark in b"dD":
            raise Unreadable("malformed", "length")
        count, at = self._number(mark, at + 1)
        if not 0 <= count * width <= len(self._data) - at:
            raise Unreadable("cut")
        return count, at

    def _text(self, at: int) -> Tuple[str, int]:
        count, at = self._count(at, 1)
        return self._data[at : at + count].decode("utf-8", "surrogateescape"), at + count

    def _object(self, at: int, depth: int) -> Tuple[Dict[str, Any], int]:
        found: Dict[str, Any] = {}
        while self._data[at : at + 1] != b"}":
            key, at = self._text(at)
            if key in found:
                raise Unreadable("twice")
            found[key], at = self.value(at, depth + 1)
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

    def _array(self, at: int) -> Tuple[Any, int]:
        import numpy as np

        mark = self._data[at : at + 1]
        if mark not in _NUMBERS or self._data[at + 1 : at + 2] != b"#":
            raise Unreadable("malformed", "array")
        kind = np.dtype(_NUMBERS[mark])
        count, at = self._count(at + 2, kind.itemsize)
        return np.frombuffer(self._data, kind, count, at), at + count * kind.itemsize
