"""An ONNX file's graph read without onnx: operators, data kept elsewhere, class labels, versions."""

import struct
from typing import Any, Dict, Iterator, List, Optional, Set, Tuple

from .sources import Unreadable

Field = Tuple[int, int, Any]
_DEPTH = 32
_CLASS_ATTRIBUTES = (b"classlabels_strings", b"classlabels_int64s", b"classlabels_ints")


def _varint(data: memoryview, at: int) -> Tuple[int, int]:
    value = shift = 0
    while True:
        if at >= len(data) or shift > 63:
            raise Unreadable("malformed")
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def fields(data: memoryview) -> Iterator[Field]:
    """(number, wire type, value) of one protobuf message; nested messages stay bytes. Raises Unreadable."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        number, kind = key >> 3, key & 7
        value: Any
        if kind == 0:
            value, at = _varint(data, at)
        elif kind in (1, 5):
            width = 8 if kind == 1 else 4
            value, at = data[at : at + width], at + width
        elif kind == 2:
            length, at = _varint(data, at)
            value, at = data[at : at + length], at + length
        else:
            raise Unreadable("malformed")
        if at > len(data) or number == 0:
            raise Unreadable("malformed")
        yield number, kind, value


class Graph:
    """What a look at an ONNX file tells."""

    def __init__(self) -> None:
        self.operators: Set[str] = set()
        self.domains: Dict[str, int] = {}
        self.external: List[str] = []
        self.classes: Optional[List[Any]] = None
        self.producer = ""
        self.has_graph = False


def read(path: str) -> Graph:
    """Read a whole file's structure. Raises Unreadable, OSError."""
    graph = Graph()
    with open(path, "rb") as file:
        data = memoryview(file.read())
    for number, kind, value in fields(data):
        if number == 7 and kind == 2:
            graph.has_graph = True
            _graph(value, graph, 0)
        elif number == 2 and kind == 2:
            graph.producer = bytes(value).decode("utf-8", "replace")[:80]
        elif number == 8 and kind == 2:
            _opset(value, graph)
        elif number == 25 and kind == 2:  # a function written in the file, made of operators
            for part, wire, node in fields(value):
                if part == 7 and wire == 2:
                    _node(node, graph, 0)
    return graph


def _opset(data: memoryview, graph: Graph) -> None:
    domain, version = "", 0
    for number, kind, value in fields(data):
        if number == 1 and kind == 2:
            domain = bytes(value).decode("utf-8", "replace")
        elif number == 2 and kind == 0:
            version = value
    graph.domains[domain or "ai.onnx"] = version


def _graph(data: memoryview, graph: Graph, depth: int) -> None:
    if depth > _DEPTH:
        raise Unreadable("malformed")
    for number, kind, value in fields(data):
        if number == 1 and kind == 2:
            _node(value, graph, depth)
        elif number == 5 and kind == 2:
            _tensor(value, graph)


def _node(data: memoryview, graph: Graph, depth: int) -> None:
    operator, domain = "", ""
    for number, kind, value in fields(data):
        if number == 4 and kind == 2:
            operator = bytes(value).decode("utf-8", "replace")
        elif number == 7 and kind == 2:
            domain = bytes(value).decode("utf-8", "replace")
        elif number == 5 and kind == 2:
            _attribute(value, graph, depth)
    graph.operators.add(domain + ":" + operator if domain else operator)


def _attribute(data: memoryview, graph: Graph, depth: int) -> None:
    name = b""
    strings: List[str] = []
    numbers: List[int] = []
    for number, kind, value in fields(data):
        if number == 1 and kind == 2:
            name = bytes(value)
        elif number == 9 and kind == 2:
            strings.append(bytes(value).decode("utf-8", "replace"))
        elif number == 8 and kind in (0, 2):
            numbers.extend(_packed(value) if kind == 2 else [value])
        elif number in (6, 11) and kind == 2:
            _graph(value, graph, depth + 1)
        elif number in (5, 10) and kind == 2:
            _tensor(value, graph)
    if name in _CLASS_ATTRIBUTES and (strings or numbers):
        graph.classes = strings or [struct.unpack("<q", struct.pack("<Q", n & 2**64 - 1))[0] for n in numbers]


def _packed(data: memoryview) -> List[int]:
    found, at = [], 0
    while at < len(data):
        value, at = _varint(data, at)
        found.append(value)
    return found


def _tensor(data: memoryview, graph: Graph) -> None:
    for number, kind, value in fields(data):
        if number == 13 and kind == 2:
            pair = {n: bytes(v).decode("utf-8", "replace") for n, k, v in fields(value) if k == 2}
            if pair.get(1) == "location":
                graph.external.append(pair.get(2, "")[:200])
        elif number == 14 and value == 1:
            graph.external.append("external data")


def classes(path: str) -> Optional[List[Any]]:
    """Labels of the last classifier in a file, in the order of its scores; None if it names none."""
    return read(path).classes
