"""skops files: the names their schema asks for, and loading only what the rules grant."""

import json
import os
import zipfile
from typing import Any, Dict, Iterator, List, Tuple

from . import booster_trees, skops_states, skops_trees
from .checks import is_honest_call, is_honest_getter
from .rules import CALL, NEW, REFER, Blocked, Rules, split
from .skops_members import DAMAGE, Members
from .sources import Unreadable, inflate_limit
from .state_checks import MAPPINGS

_SCHEMA_LIMIT = 64 * 2**20
_NEWEST_PROTOCOL = 99  # skops 0.16 writes 2; a newer one, in an environment of its own, may write more
_USES = {
    "ObjectNode": NEW, "ReduceNode": CALL, "ConstructorFromReduceNode": CALL, "TreeNode": CALL, "LossNode": CALL,
    "SGDNode": CALL,  # what skops called losses before 0.11
    "QuantileForestNode": CALL, "OperatorFuncNode": CALL, "FunctionNode": REFER, "TypeNode": REFER,
}  # fmt: skip
# Nodes that make what skops itself knows and never look at the class they name.
_NAMELESS = frozenset([
    "JsonNode", "SliceNode", "BytesNode", "BytearrayNode", "MaskedArrayNode", "DTypeNode", "SparseMatrixNode",
    "DefaultDictNode", "CachedNode", "PartialNode",
])  # fmt: skip
# Nodes that call the class they name: these are skops' own uses of them, any other class must be listed.
_OWN: Dict[str, Tuple[str, ...]] = {
    "DictNode": ("builtins.dict", "collections.OrderedDict"), "ListNode": ("builtins.list",),
    "TupleNode": ("builtins.tuple",), "SetNode": ("builtins.set",), "NdArrayNode": ("numpy.ndarray",),
    "RandomStateNode": ("numpy.random.mtrand.RandomState",),
    "RandomGeneratorNode": ("numpy.random._generator.Generator",),
}  # fmt: skip
_OF_PARTS = ("ListNode", "TupleNode", "SetNode")
_ROOTS = ("builtins", "numpy", "scipy", "collections", "functools")
_KEY_TYPES = ("builtins", "numpy")
_OWN_TO_A_COPY = ("__id__", "file")
_PATIENCE = 20_000_000  # parts of nodes that are there twice, compared
_OF_BYTES = ("BytesNode", "BytearrayNode")
_BIT_GENERATORS = ("MT19937", "PCG64", "PCG64DXSM", "Philox", "SFC64")


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
        for each in _named_by(node):
            found[each] = None
    return list(found), told


def _named_by(node: Dict[str, Any]) -> Iterator[Tuple[str, str, str]]:
    """What one node would have skops import, and how it would use it."""
    module, name, loader = str(node.get("__module__")), str(node.get("__class__")), str(node.get("__loader__"))
    if loader == "DictNode":
        yield from _key_types(node)
    if loader == "RandomGeneratorNode" and (bits := _bit_generator(node)) not in _BIT_GENERATORS:
        yield "numpy.random", bits, "?"
    if loader in _NAMELESS and module.split(".", maxsplit=1)[0] in _ROOTS:
        return
    if module + "." + name in _OWN.get(loader, ()):
        return
    if loader in _OF_PARTS and module + ":" + name in MAPPINGS:  # skops would call it with pairs, whose keys nobody looked at
        yield module, name, "?"
        return
    if loader == "FunctionNode" and isinstance(content := node.get("content"), dict) and "module_path" in content:
        yield str(content["module_path"]), str(content.get("function")), REFER  # as skops wrote it at first, and still reads it
    number = loader == "NdArrayNode" and module == "numpy"
    yield module, name, _USES.get(loader, REFER if number or loader in _OWN else NEW if loader in _NAMELESS else "?")


def breaches(path: str) -> List[Tuple[str, str]]:
    """What objects would be given that no honest one keeps: (attribute, why). Raises Unreadable."""
    found: Dict[Tuple[str, str], None] = {}
    known: Dict[int, Dict[str, Any]] = {}
    patience, members = [_PATIENCE], Members(path)
    nodes = list(_nodes(_schema(path)))
    if odd := list(members.breaches(nodes)):
        return odd
    for node in nodes:
        if not _is_itself(node, known, members, patience):
            found["__id__", "malformed"] = None
    odd_models = skops_trees.Models(members, known).breaches(nodes)
    for breach in (*_of_nothing(nodes, known), *_odd_trees(members, nodes, known), *odd_models):
        found[breach] = None
    for node in nodes:
        for breach in skops_states.breaches(node, known):
            found[breach] = None
        if node.get("__loader__") == "OperatorFuncNode":
            if not _is_honest_getter(node):
                found["operator." + str(node.get("__class__"))[:80], "arguments"] = None
        elif _USES.get(str(node.get("__loader__"))) == CALL and not _is_honest_call(node):
            found["{__module__}.{__class__}".format(**node)[:80], "arguments"] = None
    return list(found)


def _of_nothing(nodes: List[Dict[str, Any]], known: Dict[int, Dict[str, Any]]) -> Iterator[Tuple[str, str]]:
    """Nodes that stand for one which is not there."""
    if any(node.get("__loader__") == "CachedNode" and skops_states.meant(node, known) is None for node in nodes):
        yield "__id__", "malformed"


def _odd_trees(members: Members, nodes: List[Dict[str, Any]], known: Dict[int, Dict[str, Any]]) -> Iterator[Tuple[str, str]]:
    """What is wrong with the trees of boosters that the file would have their libraries read."""
    for node in nodes:
        for kept in skops_states.boosters(node, known):
            held = isinstance(kept, dict) and kept.get("__loader__") in _OF_BYTES
            blob = members.read(str(kept.get("file"))) if held else kept
            try:
                if blob is not None and not booster_trees.check(blob):
                    yield str(node.get("__module__")), "malformed"
            except booster_trees.Unfamiliar:
                continue
            except booster_trees.Misshapen as error:
                yield error.name, error.why


def _is_honest_call(node: Dict[str, Any]) -> bool:
    """What is looked at when a pickle calls it is called by skops with plain values only, as honest objects are."""
    given = skops_states.plain(node.get("content"))
    args = tuple(given) if isinstance(given, list) else (node,)
    return is_honest_call(str(node.get("__module__")), str(node.get("__class__")), args)


def _is_honest_getter(node: Dict[str, Any]) -> bool:
    given = skops_states.plain(node.get("attrs"))
    return isinstance(given, list) and is_honest_getter(str(node.get("__class__")), tuple(given))


def _is_itself(node: Dict[str, Any], known: Dict[int, Dict[str, Any]], members: Members, patience: List[int]) -> bool:
    """skops takes the first node of an id for every later one: what was looked at must be what is taken."""
    told = node.get("__id__")
    if not told or node.get("__loader__") == "CachedNode":
        return True
    return type(told) is int and _are_same(known.setdefault(told, node), node, members, patience)


def _are_same(one: Any, other: Any, members: Members, patience: List[int]) -> bool:
    """Whether two nodes say the same; saved twice, their parts have other ids and their arrays other files of the same bytes."""
    waiting = [(one, other)]
    while waiting:
        one, other = waiting.pop()
        patience[0] -= 1
        if patience[0] < 0:
            raise Unreadable("bomb")
        if one is other:
            continue
        if isinstance(one, dict) and isinstance(other, dict):
            if one.keys() != other.keys() or not members.are_same(one.get("file"), other.get("file")):
                return False
            own = _OWN_TO_A_COPY if "__loader__" in one else ()
            waiting.extend((one[key], other[key]) for key in one if key not in own)
        elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
            waiting.extend(zip(one, other))
        elif type(one) is not type(other) or isinstance(one, (dict, list)) or one != other:
            return False
    return True


def _key_types(node: Dict[str, Any]) -> Iterator[Tuple[str, str, str]]:
    """skops calls the type of each key with the key's text: only plain types of Python and numpy."""
    held = node.get("key_types")
    listed = held.get("content") if isinstance(held, dict) and held.get("__loader__") == "ListNode" else None
    for kind in listed if isinstance(listed, list) else [held]:
        module = str(kind.get("__module__")) if isinstance(kind, dict) and kind.get("__loader__") == "TypeNode" else ""
        if module not in _KEY_TYPES:
            yield module, str(kind.get("__class__")) if isinstance(kind, dict) else str(kind)[:40], "?"


def _bit_generator(node: Dict[str, Any]) -> str:
    """The class in numpy.random that skops would call."""
    try:
        name = json.loads(node["content"]["bit_generator"]["content"]["bit_generator"]["content"])
    except (KeyError, TypeError, ValueError):
        return ""
    return name if isinstance(name, str) else ""


def _value_of(node: Dict[str, Any], key: str) -> str:
    content = node.get("content")
    inner = content.get("content") if isinstance(content, dict) else None
    held = inner.get(key) if isinstance(inner, dict) else None
    text = held.get("content") if isinstance(held, dict) else None
    return text.strip('"')[:40] if isinstance(text, str) else ""


def _schema(path: str) -> Dict[str, Any]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            whole = sum(member.file_size for member in members)
            if archive.getinfo("schema.json").file_size > _SCHEMA_LIMIT or whole > inflate_limit(os.path.getsize(path)):
                raise Unreadable("bomb")
            if len({member.filename for member in members}) != len(members):
                raise Unreadable("twice")
            schema = json.loads(archive.read("schema.json"))
    except DAMAGE:
        raise Unreadable("malformed") from None
    if not isinstance(schema, dict):
        raise Unreadable("malformed")
    if type(schema.get("protocol")) is not int or not 0 <= schema["protocol"] <= _NEWEST_PROTOCOL:
        raise Unreadable("skops_protocol", str(schema.get("protocol")))
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
    for attribute, why in breaches(path):
        raise Blocked(attribute, why)
    from skops import io

    untrusted = io.get_untrusted_types(file=path)
    for full in untrusted:
        if not rules.name(*split(full)).grant:
            raise Blocked(full, "unlisted")
    return io.load(path, trusted=untrusted)
