"""CatBoost's own two formats read without CatBoost: version, loss, classes, features, trees, and what is odd."""

import json
import re
import struct
from pathlib import Path
from typing import Any

import msgspec

from rai_desktop.host import catboost_models
from rai_desktop.host.flatbuffers import Malformed, Table

_READ_LIMIT = 4 * 2**30
_VERSION = re.compile(r"(?:tags/v|CatBoost release )([0-9]+(?:\.[0-9]+)*)")
# Fields of CatBoost's model tables, by their place (catboost/libs/model/flatbuffers/model.fbs, features.fbs).
_TREES, _INFO = 1, 2
_SPLITS, _SIZES, _CATEGORICAL, _NUMERIC, _LEAVES = 1, 2, 4, 5, 8
_KEY, _VALUE = 0, 1


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
    """A `.cbm` file. Raises Malformed, Misshapen, OSError."""
    size = path.stat().st_size
    if size > _READ_LIMIT:
        raise Malformed("too large")
    data = path.read_bytes()
    if len(data) < 16 or data[:4] != b"CBM1":
        raise Malformed("no CatBoost file")
    length = int.from_bytes(data[4:8], "little")
    if length > len(data) - 8:
        raise Malformed("its first part is longer than the file")
    catboost_models.check(data)
    try:
        return _told(Table.root(memoryview(data)[8 : 8 + length]))
    except (struct.error, ValueError, RecursionError):
        raise Malformed("") from None


def read_json(path: Path) -> Told:
    """A model saved as JSON. Raises Malformed, Misshapen, OSError."""
    try:
        held = msgspec.json.decode(path.read_bytes())
        catboost_models.check_json(held)
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


def _told(core: Table) -> Told:
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
