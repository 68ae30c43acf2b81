"""Crafted `.cbm` files: honest ones with texts, embeddings and categories, in which one number behind the trees is a lie."""

import struct
from collections.abc import Iterator
from pathlib import Path

from rai_desktop.host.flatbuffers import Table

MODELS = Path(__file__).parents[2] / "data" / "models"
FREE = b"\xff" * 8
HEAD, TREES = 8, 1


class Cbm:
    """A file to be lied in: where its parts begin, and what becomes of it with other bytes at a place."""

    def __init__(self, name: str) -> None:
        self.data = (MODELS / f"catboost-1.2.10-{name}.cbm").read_bytes()
        self.end = HEAD + int.from_bytes(self.data[4:HEAD], "little")

    def put(self, at: int, *values: int, width: int = 4) -> bytes:
        """With whole numbers from a place on."""
        new = b"".join((value % 256**width).to_bytes(width, "little") for value in values)
        assert self.data[at : at + len(new)] != new and at + len(new) <= len(self.data)
        return self.data[:at] + new + self.data[at + len(new) :]

    def behind(self, mark: bytes, which: int = 0) -> int:
        """Where a mark of 16 bytes ends."""
        at = self.end
        for _each in range(which + 1):
            at = self.data.index(mark.ljust(16, b"\0"), at) + 16
        return at

    def field(self, start: int, *way: int) -> int:
        """Where a field of a flatbuffer that begins at `start` lies, or what a list or table in it holds; the last step is a field."""
        table = Table.root(memoryview(self.data)[start:])
        for step in way[:-1]:
            table = table.table(step)
        return start + table._inline(way[-1])

    def pointed(self, start: int, *way: int) -> int:
        at = self.field(start, *way)
        return at + int(struct.unpack_from("<I", self.data, at)[0])

    def entry(self, field: int, which: int, *way: int) -> int:
        """The same within one of the trees' features."""
        listed = self.pointed(HEAD, TREES, field) + 4 + 4 * which
        inside = listed + int(struct.unpack_from("<I", self.data, listed)[0])
        table = Table(memoryview(self.data), inside)
        for step in way[:-1]:
            table = table.table(step)
        return table._inline(way[-1])


Samples = Iterator[tuple[str, bytes]]


def text_samples() -> Samples:
    cbm = Cbm("texts")
    header = cbm.end + 24
    yield "texts-header-huge", cbm.put(cbm.end + 16, 2**40, width=8)
    yield "texts-cut", cbm.data[: cbm.behind(b"MMapDictionary") + 100]
    yield "texts-mark", cbm.put(cbm.end, 7)
    yield "texts-way-beyond", cbm.put(cbm.pointed(header, 3) + 0, 2**30)
    yield "texts-identity", cbm.put(cbm.pointed(header, 0) + 4, 5)
    yield "texts-identity-twice", cbm.put(cbm.pointed(header, 1) + 4, *struct.unpack_from("<4I", cbm.data, cbm.pointed(header, 0) + 4))
    words = cbm.behind(b"MMapDictionary")
    options = words + 16
    size = int.from_bytes(cbm.data[words + 8 : words + 16], "little")
    yield "dictionary-options-huge", cbm.put(words + 8, 2**50, width=8)
    yield "dictionary-size-odd", cbm.put(options + size, int.from_bytes(cbm.data[options + size : options + size + 8], "little") - 1, width=8)
    yield "dictionary-size-huge", cbm.put(options + size, 2**45, width=8)
    yield "dictionary-full", cbm.data.replace(FREE, bytes(7) + b"\1")
    yield "dictionary-empty", cbm.put(options + size, 0, width=8)
    second = cbm.behind(b"MMapDictionary", 1) + 16
    for title, value in (("none", 0), ("six", 6), ("one", 1), ("huge", 2**32 - 1)):
        yield f"dictionary-grams-{title}", cbm.put(cbm.field(second, 1, 1), value)
    yield from _maker_samples(cbm)


def _maker_samples(cbm: Cbm) -> Samples:
    for which in range(4):
        maker = cbm.behind(b"FeatureCalcerV1", which)
        name = f"{which}-{('bag', 'bayes', 'bm25')[cbm.data[maker]]}"
        yield f"maker-{name}-kind", cbm.put(maker, 3)
        yield f"maker-{name}-size", cbm.put(maker + 4, 2**40, width=8)
        yield f"maker-{name}-form", cbm.put(cbm.field(maker + 12, 2), 0, width=1)
        yield f"maker-{name}-own", cbm.put(cbm.field(maker + 12, 0), 1)
        if "bag" not in name:
            yield f"maker-{name}-classes", cbm.put(cbm.field(maker + 12, 3, 0), 2**20)
            yield f"maker-{name}-active", cbm.put(cbm.pointed(maker + 12, 1) + 4, 2**20)
            counts = maker + 12 + int.from_bytes(cbm.data[maker + 4 : maker + 12], "little")
            yield f"maker-{name}-lists", cbm.put(counts, 2**30)
            yield f"maker-{name}-mask", cbm.put(counts + 4, 2**20, width=8)
            yield f"maker-{name}-buckets", cbm.put(counts + 28, 3)


def vector_samples() -> Samples:
    cbm = Cbm("points")
    header = cbm.end + 24
    yield "vectors-cut", cbm.data[:-40]
    yield "vectors-longer", cbm.data + bytes(8)
    yield "vectors-identity", cbm.put(cbm.pointed(header, 0) + 4, 5)
    yield "vectors-missing", cbm.put(cbm.pointed(header, 0), 1)
    for which in (0, 1):
        maker = cbm.behind(b"EmbedCalcerV1", which)
        kind = int.from_bytes(cbm.data[maker : maker + 4], "little")
        held = maker + 12
        yield f"maker-{kind}-kind", cbm.put(maker, 1)
        yield f"maker-{kind}-dimension", cbm.put(cbm.field(held, 3, 0), 2**20)
        yield f"maker-{kind}-dimension-negative", cbm.put(cbm.field(held, 3, 0), -4)
        yield f"maker-{kind}-active", cbm.put(cbm.pointed(held, 1) + 4, 2**20)
        if kind == 3:
            yield "projection-width", cbm.put(cbm.field(held, 3, 2), 40)
            continue
        after = held + int.from_bytes(cbm.data[maker + 4 : held], "little")
        points = int.from_bytes(cbm.data[after : after + 4], "little")
        graph = after + 4 + 4 * points
        yield "points-more", cbm.put(cbm.field(held, 3, 3), points + 1)
        yield "points-class", cbm.put(after + 4, 2**30)
        yield "points-targets", cbm.put(after, points - 1)
        yield "graph-size", cbm.put(graph, 2**30)
        yield "graph-neighbours", cbm.put(graph + 4, 2**31)
        yield "graph-levels", cbm.put(graph + 8, 9)
        yield "graph-points", cbm.put(graph + 12, points + 5)
        levels = int.from_bytes(cbm.data[graph + 8 : graph + 12], "little")
        yield "graph-way", cbm.put(graph + 12 + 4 * levels, points)
        yield "graph-way-huge", cbm.put(graph + 12 + 4 * levels + 4, 2**32 - 1)


def asked_samples() -> Samples:
    """What trees ask for of texts and embeddings."""
    for name in ("texts", "points"):
        cbm = Cbm(name)
        yield f"asked-{name}-place", cbm.put(cbm.entry(13, 1, 2), 99)
        yield f"asked-{name}-place-negative", cbm.put(cbm.entry(13, 1, 2), -1)
        yield f"asked-{name}-maker", cbm.put(cbm.entry(13, 0, 1), 1)
    yield "asked-source", Cbm("points").put(Cbm("points").entry(13, 0, 0), 7)
    yield "asked-none", Cbm("points").put(Cbm("points").pointed(HEAD, TREES, 18), 0)


def category_samples() -> Samples:
    cbm = Cbm("buckets")
    size = cbm.end + 4
    table = size + 4
    yield "tables-more", cbm.put(cbm.end, 200)
    yield "tables-none", cbm.put(cbm.end, 0)
    yield "table-huge", cbm.put(size, 2**31)
    yield "table-classes", cbm.put(cbm.field(table, 4), 2**24)
    yield "table-classes-negative", cbm.put(cbm.field(table, 4), -1)
    yield "table-full", cbm.data[:size] + cbm.data[size:].replace(FREE, bytes(7) + b"\1")
    yield "table-kind", cbm.put(cbm.field(table, 0, 1), 9, width=1)
    yield "table-place", cbm.put(cbm.pointed(table, 1) + 12, 2**24)
    yield "asked-border", cbm.put(_border(cbm), 2**20)


def _border(cbm: Cbm) -> int:
    """Where the first feature that names one says which class it counts."""
    return next(at for at in (cbm.entry(7, which, 0, 1) for which in range(9)) if at)


def binaries() -> Samples:
    for samples in (text_samples, vector_samples, asked_samples, category_samples):
        for title, content in samples():
            yield f"cbm-{title}", content
