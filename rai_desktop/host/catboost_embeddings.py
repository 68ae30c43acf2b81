"""How a CatBoost file makes numbers of embeddings: by a projection, or by the nearest of points that it keeps in a graph."""

from typing import Dict, List, Tuple

from .catboost_parts import Collection, Identity, Made, Reader, active, check_length, check_used_once, identities, lists, maker
from .flatbuffers import Table
from .forests import Misshapen

NAME = "embed_process_1\0"
_MAKERS, _OF_FEATURES = 0, 1  # fields of the header
_PROJECTION, _NEAREST = 3, 4  # kinds of what makes numbers
_FORMS = {_PROJECTION: 1, _NEAREST: 2}  # and of the tables they are kept in
_MOST = 2**24


def check(reader: Reader, used: List[int], most: int) -> Made:
    """Of which embedding and how many numbers there are of each that makes them.

    `used` are the embeddings that trees ask for; there are no more than `most` classes. Raises Misshapen. The library reads to
    the end of the file.
    """
    reader.mark(NAME.encode())
    header = reader.table()
    makers, ways = identities(header, _MAKERS), lists(header, _OF_FEATURES)
    check_used_once(ways, len(makers))
    if any(place >= len(ways) or not ways[place] for place in used):
        raise Misshapen("made")
    of = {makers[each]: place for place, way in enumerate(ways) for each in way}
    lengths: Dict[int, int] = {}
    collection = Collection([makers])
    made: Made = {}
    while reader.left():
        part = reader.table()
        if collection.next(part) != _MAKERS:
            raise Misshapen("form")
        own, length, count = _check_maker(reader, part, most)
        made[own] = of[own], count
        if lengths.setdefault(of[own], length) != length:
            raise Misshapen("twofold", "TotalDimension")
    collection.check_complete()
    return made


def _check_maker(reader: Reader, part: Table, most: int) -> Tuple[Identity, int, int]:
    """Who makes numbers, how long the embeddings are that they are made of, and how many they are."""
    reader.mark(b"EmbedCalcerV1")
    kind, table = reader.number(), reader.table()
    if kind not in _FORMS:
        raise Misshapen("form")
    held, own = maker(table, part, _FORMS[kind]), table.taken(0, 16)
    length = held.number(0)
    if not 1 <= length <= _MOST:
        raise Misshapen("number", "TotalDimension", length)
    classes = held.number(1)
    if not 0 <= classes <= most:
        raise Misshapen("number", "NumClasses", classes)
    numbers = _projected(held, length) if kind == _PROJECTION else _nearest(reader, held, length)
    active(table, numbers)
    return own, length, numbers


def _projected(held: Table, length: int) -> int:
    """How many numbers a projection gives: one for each of its dimensions, and likelihoods of classes where it keeps any."""
    classes, width = held.number(1), held.number(2)
    if not 1 <= width <= length:
        raise Misshapen("number", "ProjectionDimension", width)
    held.need(4)
    check_length("ProjectionMatrix", held.count(4, 4), width * length)
    if not (held.number(3, "B") and held.number(5, "B", 1)):
        return width
    if classes > 2 or length < 2:  # the library keeps two, whatever the file says, and reads past them
        raise Misshapen("likely", classes)
    return width + classes


def _nearest(reader: Reader, held: Table, length: int) -> int:
    """How many numbers the nearest points give: how many are of each class, or their mean."""
    classes, size = held.number(1, "<I"), held.number(3, "<I")
    by_class = held.number(4, "B", 1)
    targets = reader.list("<u4" if by_class else "<f4")
    check_length("Targets", len(targets), size)
    if by_class and size and int(targets.max()) >= classes:
        raise Misshapen("number", "Targets", int(targets.max()))
    _check_graph(Reader(bytes(reader.take(reader.number())), 0), size)
    check_length("Points", len(reader.list("<f4")), size * length)
    return classes if by_class else 1


def _check_graph(reader: Reader, size: int) -> None:
    """Levels of points, each within the one below; every point leads to points of its level."""
    import numpy as np

    if not reader.left() and not size:
        return
    most, levels = reader.number(), reader.list("<u4").astype(np.int64)
    if not most or (len(levels) > 0) != (size > 0) or (len(levels) and int(levels[0]) != size) or (np.diff(levels) > 0).any():
        raise Misshapen("point")
    for points in levels.tolist():
        ids = reader.array("<u4", points * min(most, points - 1) if points else -1)
        if len(ids) and int(ids.max()) >= points:
            raise Misshapen("point")
    if reader.left():
        raise Misshapen("point")
