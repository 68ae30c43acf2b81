"""What a CatBoost file keeps of categories behind its trees: tables in which a category is found by its hash."""

from typing import Any

from .flatbuffers import Table
from .forests import Misshapen

KEPT_BY = "static_provider_v1"
_BASE, _HASHES, _COUNTS, _CLASSES = 0, 1, 2, 4  # places of fields in CatBoost's tables (ctr_data.fbs)
_KIND = 1
_BY_CLASS, _MEANS = (0, 1), (2, 3)  # kinds that count rows of each class, and those that keep a sum and a number
_EMPTY = 2**64 - 1
_NUMBER = 4  # bytes of it


def check_combination(base: Table, numeric: int, categorical: int) -> None:
    """Categories are counted together with others, and with questions: all name features that are there."""
    import numpy as np

    together = base.table(0)
    cats = together.array(0, "<i4")
    splits, ones = (together.array(place, "<i8").view("<i4").reshape(-1, 2)[:, 0] for place in (1, 2))
    for places, most in ((np.concatenate([cats, ones]), categorical), (splits, numeric)):
        if ((places < 0) | (places >= most)).any():
            raise Misshapen("places")


def check(data: bytes, at: int, numeric: int, categorical: int) -> None:
    """Every table lies within the file, and what it finds within the table. Raises Misshapen, struct.error, Malformed."""
    amount, at = _size(data, at)
    for _table in range(amount):
        length, at = _size(data, at)
        if length > len(data) - at:
            raise Misshapen("cut")
        table = Table.root(memoryview(data)[at : at + length])
        check_combination(table.table(_BASE), numeric, categorical)
        _check_table(table)
        at += length


def _size(data: bytes, at: int) -> Any:
    if at + _NUMBER > len(data):
        raise Misshapen("cut")
    return int.from_bytes(data[at : at + _NUMBER], "little"), at + _NUMBER


def _check_table(table: Table) -> None:
    import numpy as np

    hashes, counts = table.array(_HASHES, "u1"), table.count(_COUNTS, 1)
    buckets = np.frombuffer(hashes.tobytes(), [("hash", "<u8"), ("place", "<u4")])
    free = buckets["hash"] == _EMPTY
    if len(buckets) & (len(buckets) - 1) or not free.any():  # it is searched from a hash's place to the next that is free
        raise Misshapen("list", "IndexHashRaw", len(buckets), 1 << len(buckets).bit_length())
    kind = table.table(_BASE).number(_KIND) & 0xFF
    each = _NUMBER * (max(table.number(_CLASSES), 1) if kind in _BY_CLASS else 2 if kind in _MEANS else 1)
    places = buckets["place"][~free]
    if len(places) and (int(places.max()) + 1) * each > counts:
        raise Misshapen("list", "CTRBlob", counts, (int(places.max()) + 1) * each)
