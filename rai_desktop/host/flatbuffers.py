"""Flatbuffers, in which CatBoost keeps its models, read with every offset checked."""

import struct
from typing import Any, Iterator, List

_MOST = 1_000_000


class Malformed(Exception):
    """The file does not hold what its beginning says."""


class Table:
    """One table of a flatbuffer; every offset is checked by the slice it must lie in."""

    def __init__(self, data: memoryview, at: int) -> None:
        self._data, self._at = data, at
        self._fields = at - struct.unpack_from("<i", data, at)[0]
        if self._fields < 0:
            raise Malformed("a table before the beginning")
        self._size = struct.unpack_from("<H", data, self._fields)[0]

    @classmethod
    def root(cls, data: memoryview) -> "Table":
        return cls(data, struct.unpack_from("<I", data, 0)[0])

    def _inline(self, field: int) -> int:
        """Where a field lies; 0 when it is not there."""
        if 4 + 2 * field + 2 > self._size:
            return 0
        offset = int(struct.unpack_from("<H", self._data, self._fields + 4 + 2 * field)[0])
        return self._at + offset if offset else 0

    def _place(self, field: int) -> int:
        """Where a field points to; 0 when it is not there."""
        at = self._inline(field)
        return at + int(struct.unpack_from("<I", self._data, at)[0]) if at else 0

    def count(self, field: int, width: int) -> int:
        """How many elements of `width` bytes a list has."""
        at = self._place(field)
        count = int(struct.unpack_from("<I", self._data, at)[0]) if at else 0
        if at and count * width > len(self._data) - at - 4:
            raise Malformed("a list longer than the file")
        return count

    def need(self, *fields: int) -> None:
        """Raise Malformed where a list or a part is not there, which some libraries take for granted."""
        for field in fields:
            if not self._place(field):
                raise Malformed("a part is missing")

    def text(self, field: int) -> str:
        count, at = self.count(field, 1), self._place(field)
        return bytes(self._data[at + 4 : at + 4 + count]).decode("utf-8", "replace") if at else ""

    def number(self, field: int, form: str = "<i", otherwise: int = 0) -> int:
        """A whole number of the form that `struct` knows, or what its absence means."""
        at = self._inline(field)
        return int(struct.unpack_from(form, self._data, at)[0]) if at else otherwise

    def taken(self, field: int, width: int) -> bytes:
        """A part of fixed size that lies in the table itself."""
        at = self._inline(field)
        if not at or at + width > len(self._data):
            raise Malformed("a part is missing")
        return bytes(self._data[at : at + width])

    def table(self, field: int) -> "Table":
        at = self._place(field)
        if not at:
            raise Malformed("a part is missing")
        return Table(self._data, at)

    def tables(self, field: int) -> Iterator["Table"]:
        count, at = self.count(field, 4), self._place(field) + 4
        if count > _MOST:
            raise Malformed("too many parts")
        for place in range(at, at + 4 * count, 4):
            yield Table(self._data, place + struct.unpack_from("<I", self._data, place)[0])

    def texts(self, field: int) -> List[str]:
        """A list of texts."""
        count, at = self.count(field, 4), self._place(field) + 4
        found = []
        for place in range(at, at + 4 * min(count, _MOST), 4):
            start = place + int(struct.unpack_from("<I", self._data, place)[0])
            length = int(struct.unpack_from("<I", self._data, start)[0])
            if length > len(self._data) - start:
                raise Malformed("a text longer than the file")
            found.append(bytes(self._data[start + 4 : start + 4 + length]).decode("utf-8", "replace"))
        return found

    def array(self, field: int, kind: str) -> Any:
        """A list of numbers of one kind, as an array of numpy."""
        import numpy as np

        width = np.dtype(kind).itemsize
        count, at = self.count(field, width), self._place(field)
        return np.frombuffer(self._data, kind, count, at + 4) if count else np.zeros(0, kind)
