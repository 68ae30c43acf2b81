"""CatBoost's own two formats read without CatBoost: version, loss, classes, features, trees, and what is odd."""

import json
import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

_READ_LIMIT = 4 * 2**30
_MOST = 1_000_000
_VERSION = re.compile(r"(?:tags/v|CatBoost release )([0-9]+(?:\.[0-9]+)*)")
# Fields of CatBoost's model tables, by their place (catboost/libs/model/flatbuffers/model.fbs, features.fbs).
_TREES, _INFO = 1, 2
_SPLITS, _SIZES, _CATEGORICAL, _NUMERIC, _LEAVES = 1, 2, 4, 5, 8
_KEY, _VALUE = 0, 1


class Malformed(Exception):
    """The file does not hold what its beginning says."""


class Told(msgspec.Struct):
    """What a CatBoost file tells of itself."""

    version: str = ""
    loss: str = ""
    classes: list[str] = []
    features: list[str] = []
    categorical: int = 0
    trees: int = 0
    leaves: int = 0


def read_binary(path: Path) -> Told:
    """A `.cbm` file. Raises Malformed, OSError."""
    size = path.stat().st_size
    if size > _READ_LIMIT:
        raise Malformed("too large")
    data = path.read_bytes()
    if len(data) < 16 or data[:4] != b"CBM1":
        raise Malformed("no CatBoost file")
    length = int.from_bytes(data[4:8], "little")
    if length > len(data) - 8:
        raise Malformed("its first part is longer than the file")
    try:
        return _told(_Table.root(memoryview(data)[8 : 8 + length]))
    except (struct.error, ValueError, RecursionError):
        raise Malformed("") from None


def read_json(path: Path) -> Told:
    """A model saved as JSON. Raises Malformed, OSError."""
    try:
        held = msgspec.json.decode(path.read_bytes())
        told = _from_info(held["model_info"])
        features = held["features_info"]
        numeric, categorical = features.get("float_features", []), features.get("categorical_features", [])
        told.features = [str(f.get("feature_id") or f["flat_feature_index"]) for f in _in_order(numeric, categorical)]
        told.categorical = len(categorical)
        trees = held.get("oblivious_trees") or held.get("trees") or []
        told.trees, told.leaves = len(trees), sum(len(tree.get("leaf_values", ())) for tree in trees)
    except (msgspec.DecodeError, ValueError, OverflowError, KeyError, TypeError, AttributeError, RecursionError):
        raise Malformed("") from None
    return told


def _in_order(*groups: Any) -> list[dict[str, Any]]:
    return sorted((f for group in groups for f in group), key=lambda f: int(f["flat_feature_index"]))


class _Table:
    """One table of a flatbuffer; every offset is checked by the slice it must lie in."""

    def __init__(self, data: memoryview, at: int) -> None:
        self._data, self._at = data, at
        self._fields = at - struct.unpack_from("<i", data, at)[0]
        if self._fields < 0:
            raise Malformed("a table before the beginning")
        self._size = struct.unpack_from("<H", data, self._fields)[0]

    @classmethod
    def root(cls, data: memoryview) -> "_Table":
        return cls(data, struct.unpack_from("<I", data, 0)[0])

    def _place(self, field: int) -> int:
        """Where a field points to; 0 when it is not there."""
        if 4 + 2 * field + 2 > self._size:
            return 0
        offset = int(struct.unpack_from("<H", self._data, self._fields + 4 + 2 * field)[0])
        if not offset:
            return 0
        at = self._at + offset
        return at + int(struct.unpack_from("<I", self._data, at)[0])

    def count(self, field: int, width: int) -> int:
        """How many elements of `width` bytes a list has."""
        at = self._place(field)
        count = int(struct.unpack_from("<I", self._data, at)[0]) if at else 0
        if count * width > len(self._data) - at:
            raise Malformed("a list longer than the file")
        return count

    def text(self, field: int) -> str:
        count, at = self.count(field, 1), self._place(field)
        return bytes(self._data[at + 4 : at + 4 + count]).decode("utf-8", "replace") if at else ""

    def number(self, field: int) -> int:
        if 4 + 2 * field + 2 > self._size:
            return 0
        offset = struct.unpack_from("<H", self._data, self._fields + 4 + 2 * field)[0]
        return int(struct.unpack_from("<i", self._data, self._at + offset)[0]) if offset else 0

    def table(self, field: int) -> "_Table":
        at = self._place(field)
        if not at:
            raise Malformed("a part is missing")
        return _Table(self._data, at)

    def tables(self, field: int) -> Iterator["_Table"]:
        count, at = self.count(field, 4), self._place(field) + 4
        if count > _MOST:
            raise Malformed("too many parts")
        for place in range(at, at + 4 * count, 4):
            yield _Table(self._data, place + struct.unpack_from("<I", self._data, place)[0])


def _told(core: _Table) -> Told:
    told = _from_info({pair.text(_KEY): pair.text(_VALUE) for pair in core.tables(_INFO)})
    trees = core.table(_TREES)
    numeric = [(f.number(2), f.text(4)) for f in trees.tables(_NUMERIC)]
    categorical = [(f.number(1), f.text(2)) for f in trees.tables(_CATEGORICAL)]
    told.features = [name or str(place) for place, name in sorted(numeric + categorical)]
    told.categorical = len(categorical)
    told.trees, told.leaves = trees.count(_SIZES, 4), trees.count(_LEAVES, 8)
    return told


def _from_info(info: dict[str, Any]) -> Told:
    """What is kept as text: the build that wrote the model, its parameters, its classes."""
    version = _VERSION.search(str(info.get("catboost_version_info", "")))
    loss = _object(info.get("params")).get("loss_function", {})
    names = _object(info.get("class_params")).get("class_names", [])
    return Told(
        version=version.group(1) if version else "",
        loss=str(loss.get("type", ""))[:60] if isinstance(loss, dict) else "",
        classes=[str(name)[:80] for name in names[:1000]] if isinstance(names, list) else [],
    )


def _object(told: Any) -> dict[str, Any]:
    """A part that is JSON, or JSON within a text."""
    if isinstance(told, str):
        try:
            told = json.loads(told)
        except (ValueError, RecursionError):
            return {}
    return told if isinstance(told, dict) else {}
