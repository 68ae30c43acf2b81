"""skops files: the names their schema asks for, and loading only what the rules grant."""

import json
import zipfile
from typing import Any, Dict, Iterator, List, Tuple

from .rules import CALL, NEW, REFER, Blocked, Rules, split
from .sources import Unreadable

_SCHEMA_LIMIT = 512 * 2**20
_USES = {
    "ObjectNode": NEW, "ReduceNode": CALL, "ConstructorFromReduceNode": CALL, "TreeNode": CALL, "LossNode": CALL,
    "QuantileForestNode": CALL, "FunctionNode": REFER, "TypeNode": REFER,
}  # fmt: skip
# Nodes that make what skops itself knows, whatever class they name: plain values, arrays, containers.
_OWN = frozenset([
    "JsonNode", "DictNode", "ListNode", "TupleNode", "SetNode", "SliceNode", "BytesNode", "BytearrayNode",
    "NdArrayNode", "MaskedArrayNode", "RandomStateNode", "RandomGeneratorNode", "DTypeNode", "SparseMatrixNode",
    "DefaultDictNode", "CachedNode", "PartialNode",
])  # fmt: skip


def names(path: str) -> Tuple[List[Tuple[str, str, str]], Dict[str, str]]:
    """(module, name, use) of every node but skops' own, and the versions told. Raises Unreadable."""
    schema = _schema(path)
    version = schema.get("_skops_version")
    told = {"skops": version[:40]} if isinstance(version, str) else {}
    found: Dict[Tuple[str, str, str], None] = {}
    for node in _nodes(schema):
        sklearn_version = _value_of(node, "_sklearn_version")
        if sklearn_version:
            told["scikit-learn"] = sklearn_version
        module, name, loader = node.get("__module__"), node.get("__class__"), node.get("__loader__")
        if loader in _OWN and str(module).split(".")[0] in ("builtins", "numpy", "scipy", "collections", "functools"):
            continue
        use = _USES.get(str(loader), NEW if loader in _OWN else "?")
        found[(str(module), str(name), use)] = None
    return list(found), told


def _value_of(node: Dict[str, Any], key: str) -> str:
    content = node.get("content")
    inner = content.get("content") if isinstance(content, dict) else None
    held = inner.get(key) if isinstance(inner, dict) else None
    text = held.get("content") if isinstance(held, dict) else None
    return text.strip('"')[:40] if isinstance(text, str) else ""


def _schema(path: str) -> Dict[str, Any]:
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo("schema.json").file_size > _SCHEMA_LIMIT:
                raise Unreadable("bomb")
            schema = json.loads(archive.read("schema.json"))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, RecursionError, NotImplementedError) as error:
        raise Unreadable("malformed", str(error)[:200]) from None
    if not isinstance(schema, dict):
        raise Unreadable("malformed")
    return schema


def _nodes(schema: Dict[str, Any]) -> Iterator[Dict[str, Any]]:
    waiting: List[Any] = [schema]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            if "__loader__" in part:
                yield part
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)


def load(path: str, rules: Rules) -> Any:
    """The object in a skops file. Raises Blocked, Unreadable, whatever skops raises."""
    for module, name, use in names(path)[0]:
        known = rules.name(module, name)
        if use == "?" or (known.refuses(use) and not (use == NEW and CALL in known.grant)):
            raise Blocked(known.full, "unlisted")
    from skops import io

    untrusted = io.get_untrusted_types(file=path)
    for full in untrusted:
        if not rules.name(*split(full)).grant:
            raise Blocked(full, "unlisted")
    return io.load(path, trusted=untrusted)
