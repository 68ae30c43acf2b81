"""XGBoost's JSON read for its structure alone: lists of numbers stay text until they are asked for."""

import gc
from typing import Any

import msgspec

from rai_desktop.host.booster_trees import from_json
from rai_desktop.host.number_lists import Written

_Tree = dict[str, msgspec.Raw]


class _Model(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    trees: list[_Tree] | msgspec.UnsetType = msgspec.UNSET
    tree_info: Any = msgspec.UNSET
    gbtree_model_param: Any = msgspec.UNSET
    iteration_indptr: Any = msgspec.UNSET
    cats: Any = msgspec.UNSET
    weights: Any = msgspec.UNSET
    boosted_rounds: Any = msgspec.UNSET


class _Booster(msgspec.Struct, forbid_unknown_fields=True):
    name: Any = msgspec.UNSET
    model: _Model | msgspec.UnsetType = msgspec.UNSET
    gbtree: "_Booster | msgspec.UnsetType" = msgspec.UNSET
    weight_drop: Any = msgspec.UNSET


class _Learner(msgspec.Struct, forbid_unknown_fields=True):
    gradient_booster: _Booster | msgspec.UnsetType = msgspec.UNSET
    learner_model_param: Any = msgspec.UNSET
    objective: Any = msgspec.UNSET
    attributes: Any = msgspec.UNSET
    feature_names: Any = msgspec.UNSET
    feature_types: Any = msgspec.UNSET


class _File(msgspec.Struct, forbid_unknown_fields=True):
    learner: _Learner | msgspec.UnsetType = msgspec.UNSET
    version: Any = msgspec.UNSET


def read(data: bytes) -> Any:
    """As `from_json`, which is asked where this cannot be sure that every name is there once. Raises Misshapen."""
    collecting = gc.isenabled()
    gc.disable()  # it would walk every list that is made, again and again
    try:
        return _read(data)
    finally:
        if collecting:
            gc.enable()


def _read(data: bytes) -> Any:
    if b"\\\\" in data:
        return from_json(data)
    counted = [0]
    try:
        held = _opened(msgspec.json.decode(data, type=_File), counted)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return from_json(data)  # a name that is not known here, or a number that is none
    return held if 2 * counted[0] == data.count(b'"') - data.count(b'\\"') else from_json(data)


def _opened(part: msgspec.Struct, counted: list[int]) -> dict[str, Any]:
    """A part as a dict; its names and texts are counted, for one that was there twice is lost."""
    found: dict[str, Any] = {}
    for name in part.__struct_fields__:
        value = getattr(part, name)
        if value is msgspec.UNSET:
            continue
        counted[0] += 1
        if isinstance(value, msgspec.Struct):
            found[name] = _opened(value, counted)
        elif name == "trees":
            found[name] = [_tree(each, counted) for each in value]
        else:
            found[name] = value
            counted[0] += _texts(value)
    return found


def _tree(parts: _Tree, counted: list[int]) -> dict[str, Any]:
    counted[0] += len(parts)
    found: dict[str, Any] = {}
    for name, raw in parts.items():
        text = bytes(raw)
        if text[:1] == b"[" and b'"' not in text and b"[" not in text[1:]:
            found[name] = Written(text[1:-1])
        else:
            found[name] = msgspec.json.decode(text)
            counted[0] += _texts(found[name])
    return found


def _texts(value: Any) -> int:
    """How many names and texts are in a value."""
    if isinstance(value, dict):
        return len(value) + sum(map(_texts, value.values()))
    if isinstance(value, list):
        return sum(map(_texts, value))
    return int(isinstance(value, str))
