"""XGBoost's JSON read for its structure alone: lists of numbers stay text until they are asked for."""

from typing import Any

import msgspec

from rai_desktop.host.booster_trees import from_json
from rai_desktop.host.number_lists import Written

_Parts = dict[str, msgspec.Raw]
_DEEP = ("learner", "gradient_booster", "gbtree", "model")  # the way down to the trees


def read(data: bytes) -> Any:
    """As `from_json`, which is asked where this cannot be sure that every name is there once. Raises Misshapen."""
    if b"\\\\" in data:
        return from_json(data)
    counted = [0]
    try:
        held = _opened(msgspec.Raw(data), counted)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return from_json(data)  # numbers that are none are written as such
    return held if 2 * counted[0] == data.count(b'"') - data.count(b'\\"') else from_json(data)


def _opened(raw: msgspec.Raw, counted: list[int]) -> dict[str, Any]:
    """An object on the way to the trees; all names and texts are counted, for one that is there twice is lost."""
    parts = msgspec.json.decode(raw, type=_Parts)
    counted[0] += len(parts)
    return {name: _part(name, part, counted) for name, part in parts.items()}


def _part(name: str, raw: msgspec.Raw, counted: list[int]) -> Any:
    if name in _DEEP and bytes(memoryview(raw)[:1]) == b"{":
        return _opened(raw, counted)
    if name == "trees" and bytes(memoryview(raw)[:1]) == b"[":
        return [_tree(each, counted) for each in msgspec.json.decode(raw, type=list[_Parts])]
    value = msgspec.json.decode(raw)
    counted[0] += _texts(value)
    return value


def _tree(parts: _Parts, counted: list[int]) -> dict[str, Any]:
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
