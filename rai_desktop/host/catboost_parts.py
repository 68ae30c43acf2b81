"""What a CatBoost file keeps behind its trees for texts and embeddings: parts after one another, found by their identities."""

from typing import Any, Dict, List, Sequence, Tuple

from .flatbuffers import Table
from .forests import Misshapen

_MARK, _IDENTITY = 16, "V16"
_PART, _OF_PART = 0, 1  # places of fields in a part's own table: what it is, its identity
_OWN, _ACTIVE, _FORM, _HELD = range(4)  # places of fields in the table of what makes numbers

Identity = bytes
Made = Dict[Identity, Tuple[int, int]]  # for each that makes numbers, of which feature, and how many


class Reader:
    """Takes one thing after another; whatever does not lie within the file is Misshapen."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data, self.at = memoryview(data), at

    def left(self) -> int:
        return len(self._data) - self.at

    def take(self, count: int) -> memoryview:
        if not 0 <= count <= self.left():
            raise Misshapen("cut")
        self.at += count
        return self._data[self.at - count : self.at]

    def number(self, width: int = 4) -> int:
        return int.from_bytes(self.take(width), "little")

    def mark(self, text: bytes) -> None:
        if bytes(self.take(_MARK)) != text.ljust(_MARK, b"\0"):
            raise Misshapen("missing", text.decode())

    def table(self) -> Table:
        """A flatbuffer behind its length."""
        return Table.root(self.take(self.number(8)))

    def list(self, kind: str) -> Any:
        """Numbers behind how many there are."""
        return self.array(kind, self.number())

    def array(self, kind: Any, count: int) -> Any:
        """So many numbers, as an array of numpy."""
        import numpy as np

        taken = self.take(count * np.dtype(kind).itemsize)
        return np.frombuffer(taken, kind) if count else np.zeros(0, kind)


class Collection:
    """The parts of each kind that the file promises, and which of them have not come yet."""

    def __init__(self, kinds: Sequence[List[Identity]]) -> None:
        together = [each for kind in kinds for each in kind]
        if len(set(together)) != len(together):
            raise Misshapen("twofold", "Id")
        self._waiting = [set(kind) for kind in kinds]

    def next(self, part: Table) -> int:
        """Of which kind the part is that comes now."""
        kind = part.number(_PART, "B")
        if kind < len(self._waiting):
            own = part.taken(_OF_PART, _MARK)
            if own not in self._waiting[kind]:
                raise Misshapen("missing", "Id")
            self._waiting[kind].remove(own)
        return kind

    def check_complete(self) -> None:
        if any(self._waiting):
            raise Misshapen("missing", "Id")


def identities(header: Table, field: int) -> List[Identity]:
    """What a list in the header calls the parts of a kind."""
    header.need(field)
    return list(header.array(field, _IDENTITY).tolist())


def lists(header: Table, field: int) -> List[List[int]]:
    """Lists of numbers, each in a table of its own."""
    header.need(field)
    found = []
    for each in header.tables(field):
        each.need(0)
        found.append(each.array(0, "<u4").tolist())
    return found


def same(part: Table, own: bytes) -> None:
    """What a part is filed under is what it calls itself."""
    if part.taken(_OF_PART, _MARK) != own:
        raise Misshapen("twofold", "Id")


def maker(table: Table, part: Table, form: int) -> Table:
    """The settings of what makes numbers, which must be of the form that its kind has."""
    same(part, table.taken(_OWN, _MARK))
    table.need(_ACTIVE, _HELD)
    if table.number(_FORM, "B") != form:
        raise Misshapen("form")
    return table.table(_HELD)


def active(table: Table, most: int) -> int:
    """How many of the numbers are used, each of which must be made."""
    used = table.array(_ACTIVE, "<u4")
    if len(used) > most or (len(used) and int(used.max()) >= most):
        raise Misshapen("number", "ActiveFeatureIndices", int(used.max()))
    return len(used)


def check_used_once(uses: List[List[int]], count: int) -> None:
    """Each of so many is in one of the lists, once."""
    if sorted(each for use in uses for each in use) != list(range(count)):
        raise Misshapen("places")


def check_length(name: str, length: int, wanted: int) -> None:
    """Misshapen unless a list is as long as another tells."""
    if length != wanted:
        raise Misshapen("list", name, length, wanted)
