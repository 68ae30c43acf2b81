"""What a CatBoost file keeps of categories behind its trees: tables in which a category is found by its hash."""

from typing import Dict, Tuple

from .catboost_parts import Reader
from .catboost_texts import check_search
from .flatbuffers import Table
from .forests import Misshapen

KEPT_BY = "static_provider_v1"
_BASE, _HASHES, _COUNTS, _CLASSES = 0, 1, 2, 4  # places of fields in CatBoost's tables (ctr_data.fbs)
_NUMERIC, _CATEGORICAL, _CTRS = 5, 4, 7  # and in that of the trees
_KIND, _BORDER, _LAST = 1, 1, 5
_BY_CLASS, _MEANS = (0, 1), (2, 3)  # kinds that count rows of each class, and those that keep a sum and a number
_BUCKET, _FREE = [("hash", "<u8"), ("place", "<u4")], 2**64 - 1
_NUMBER = 4  # bytes of it




def check(reader: Reader, trees: Table) -> None:
    """Every table lies within the file, what it finds within the table, and what trees ask for in it.

    Raises Misshapen, struct.error, Malformed.
    """
    numeric, categorical = trees.count(_NUMERIC, 4), trees.count(_CATEGORICAL, 4)
    classes: Dict[Tuple[bytes, ...], int] = {}
    for _table in range(reader.number()):
        table = Table.root(reader.take(reader.number()))
        base = table.table(_BASE)
        _check_combination(base, numeric, categorical)
        _check_table(table)
        classes[_named(base)] = max(table.number(_CLASSES), 1)
    for feature in trees.tables(_CTRS):
        asked = feature.table(0)
        base = asked.table(0)
        _check_combination(base, numeric, categorical)
        border, most = asked.number(_BORDER), classes.get(_named(base), 0)
        if not most:
            raise Misshapen("missing", "CtrValueTable")
        if base.number(_KIND, "B") in _BY_CLASS and not 0 <= border < most:
            raise Misshapen("number", "TargetBorderIdx", border)


def _named(base: Table) -> Tuple[bytes, ...]:
    """What a table counts and how, by which the library finds it."""
    together = base.table(0)
    parts = [together.array(place, kind).tobytes() for place, kind in enumerate(("<i4", "<i8", "<i8"))]
    return (*parts, bytes([base.number(_KIND, "B")]))


def _check_combination(base: Table, numeric: int, categorical: int) -> None:
    """Categories are counted together with others, and with questions: all name features that are there."""
    import numpy as np

    together = base.table(0)
    cats = together.array(0, "<i4")
    splits, ones = (together.array(place, "<i8").view("<i4").reshape(-1, 2)[:, 0] for place in (1, 2))
    for places, most in ((np.concatenate([cats, ones]), categorical), (splits, numeric)):
        if ((places < 0) | (places >= most)).any():
            raise Misshapen("places")
    if base.number(_KIND, "B") > _LAST:
        raise Misshapen("number", "CtrType", base.number(_KIND, "B"))


def _check_table(table: Table) -> None:
    table.need(_HASHES, _COUNTS)
    counts, kind = table.count(_COUNTS, 1), table.table(_BASE).number(_KIND, "B")
    buckets = check_search("IndexHashRaw", table.array(_HASHES, "u1").tobytes(), _BUCKET, _FREE)
    told = table.number(_CLASSES)
    if not 0 <= told <= counts:
        raise Misshapen("number", "TargetClassesCount", told)
    each = _NUMBER * (max(told, 2) if kind == 0 else max(told, 1) if kind == 1 else 2 if kind in _MEANS else 1)
    places = buckets["place"][buckets["hash"] != _FREE]
    if len(places) and (int(places.max()) + 1) * each > counts:
        raise Misshapen("list", "CTRBlob", counts, (int(places.max()) + 1) * each)
