"""What a skops file would set on objects: the dicts that become states, however they are written, and nothing else."""

import json
from typing import Any, Dict, Iterator, List, Tuple

from . import booster_trees
from .state_checks import (
    METHOD_NAMES,
    WATCHED,
    has_steps,
    is_cut_short,
    is_mistaken,
    is_wrong_at_last,
    names_a_method,
    odd_item,
    odd_state,
)

Node = Dict[str, Any]
Known = Dict[int, Node]
_DEEP = 8
_STATEFUL = ("ObjectNode", "ReduceNode", "TreeNode", "LossNode", "SGDNode", "QuantileForestNode")
_MAPPINGS = ("DefaultDictNode", "_DictWithDeprecatedKeysNode")
_SEQUENCES = ("ListNode", "TupleNode", "SetNode")
# What else a state may be: it has no attributes that could be taken for a dict's.
_VALUES = ("BytesNode", "BytearrayNode", "NdArrayNode", "SliceNode", "MaskedArrayNode", "SparseMatrixNode", "DTypeNode")
_FACTORIES = ("builtins", "collections", "numpy", "pandas")


def breaches(node: Node, known: Known) -> Iterator[Tuple[str, str]]:
    """What one node would give an object, or put into a dict, that no honest one holds: (attribute, why)."""
    loader, content = node.get("__loader__"), node.get("content")
    if loader in _STATEFUL and content is not None:
        yield from _cut_short(node, meant(content, known))
        for key, value in _set_by(content, known, 0):
            if why := "malformed" if key is None or is_mistaken(node, key, value) else odd_state(key, value):
                yield str(key)[:80], why
            elif (key in METHOD_NAMES or has_steps(node, key)) and is_wrong_at_last(key, _known_parts(value, known)):
                yield str(key), "other_method"
    if loader == "DictNode" and isinstance(content, dict):
        for key in WATCHED & set(content):
            value = plain(content[key])
            if key in METHOD_NAMES and not names_a_method(value):
                yield key, "other_method"
            elif why := odd_item(key, value):
                yield key, why
    if loader == "DefaultDictNode" and not _is_plain_factory(content, known):
        yield "default_factory", "arguments"


def _known_parts(value: Any, known: Known) -> Any:
    """A list with what its parts, and theirs, stand for."""
    if isinstance(value, dict) and value.get("__loader__") == "DictNode" and isinstance(value.get("content"), dict):
        return [meant(part, known) for part in value["content"].values()]
    if not isinstance(value, list):
        return value
    return [[meant(part, known) for part in each] if isinstance(each, list) else meant(each, known) for each in value]


def _cut_short(node: Node, state: Any) -> Iterator[Tuple[str, str]]:
    """The class of a node whose state is less than its compiled code reads."""
    content = state.get("content") if isinstance(state, dict) and state.get("__loader__") == "TupleNode" else None
    if is_cut_short(node, tuple(content) if isinstance(content, list) else None):
        yield str(node.get("__class__"))[:80], "malformed"


def boosters(node: Node, known: Known) -> Iterator[Any]:
    """What an object would have its library read as a booster: a text, or the node of bytes or of something else."""
    if node.get("__loader__") in _STATEFUL and node.get("content") is not None:
        for key, value in _set_by(node["content"], known, 0):
            if booster_trees.keeps("{}:{}".format(node.get("__module__"), node.get("__class__")), key):
                yield plain(meant(value, known)) if isinstance(value, dict) else value


def _set_by(node: Any, known: Known, depth: int) -> Iterator[Tuple[Any, Any]]:
    """Keys and values that a state sets, as `plain` tells values; a key of None for a state that could be anything."""
    node = meant(node, known)
    loader, content = (node.get("__loader__"), node.get("content")) if isinstance(node, dict) else ("", None)
    if loader == "DictNode" and isinstance(content, dict):
        yield from ((key, plain(value)) for key, value in content.items())
    elif loader in _MAPPINGS and isinstance(content, dict) and depth < _DEEP:
        yield from _set_by(content.get("main"), known, depth + 1)
    elif loader == "JsonNode":
        yield from _pairs(plain(node), node)
    elif loader in _SEQUENCES and isinstance(content, list) and depth < _DEEP:
        for each in content:
            yield from _parts(meant(each, known), known, depth + 1)
    elif loader not in _VALUES:
        yield None, None


def _parts(node: Any, known: Known, depth: int) -> Iterator[Tuple[Any, Any]]:
    """What a part of a tuple sets: the halves of a state are dicts, and pairs are a key and its value."""
    loader = node.get("__loader__") if isinstance(node, dict) else ""
    if loader in ("DictNode", "JsonNode", *_MAPPINGS, *_SEQUENCES):
        yield from _set_by(node, known, depth)
    told = plain(node)
    if isinstance(told, list) and len(told) == 2:
        yield told[0], told[1]


def _pairs(told: Any, node: Any) -> Iterator[Tuple[Any, Any]]:
    if told is node:
        yield None, None
    elif isinstance(told, dict):
        yield from told.items()
    elif isinstance(told, list):
        yield from ((each[0], each[1]) for each in told if isinstance(each, list) and len(each) == 2)
        for each in told:
            yield from each.items() if isinstance(each, dict) else ()


def meant(node: Any, known: Known) -> Any:
    """The node that skops takes for one of the same id; None where there is none."""
    for _step in range(_DEEP):
        if not isinstance(node, dict) or node.get("__loader__") != "CachedNode":
            return node
        told = node.get("__id__")
        node = known.get(int(told)) if isinstance(told, (int, float)) and told == told // 1 else None
    return None


def _is_plain_factory(content: Any, known: Known) -> bool:
    """A defaultdict calls its factory whenever something is missing: only plain types, nothing with arguments."""
    factory = meant(content.get("default_factory"), known) if isinstance(content, dict) else None
    if not isinstance(factory, dict):
        return False
    if factory.get("__loader__") == "JsonNode":
        return plain(factory) is None
    return factory.get("__loader__") == "TypeNode" and str(factory.get("__module__")).split(".", maxsplit=1)[0] in _FACTORIES


def plain(node: Any, depth: int = 0) -> Any:
    """A text, number or list that a node holds; what is neither is itself."""
    loader, content = (node.get("__loader__"), node.get("content")) if isinstance(node, dict) else ("", None)
    if loader == "JsonNode" and isinstance(content, str):
        try:
            return json.loads(content)
        except (ValueError, RecursionError):
            return node
    of_python = isinstance(node, dict) and node.get("__module__") == "builtins"  # parts of another class make anything
    if loader in ("ListNode", "TupleNode") and of_python and isinstance(content, list) and depth < _DEEP:
        return _listed(content, depth)
    return node


def _listed(content: List[Any], depth: int) -> List[Any]:
    return [plain(each, depth + 1) for each in content]
