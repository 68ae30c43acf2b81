"""An ONNX file's graph read without onnx: operators, data kept elsewhere, class labels, versions.

It reads every place where the format lets a tensor or an operator stand, and refuses what protobuf would read in another
way, so that what is looked at is what is loaded.
"""

import os
from typing import Any, Callable, Dict, Iterator, List, Optional, Set, Tuple

from .onnx_constants import constant, signed
from .sources import Unreadable

Field = Tuple[int, int, Any]
Reader = Callable[[memoryview, "Graph", int], None]
_DEPTH = 32
_SAME_VALUES = ("Identity", "Cast", "Reshape", "Squeeze", "Unsqueeze", "Flatten")
_LOOKS_UP, _TEXTS = "ArrayFeatureExtractor", "tensor(string)"
_PAIR, _LONGEST_NAME = 2, 1000
_LARGEST = 2**31 - 1  # as protobuf itself has it
_LABELS = 100_000
_DOMAINS = frozenset(["", "ai.onnx", "ai.onnx.ml", "com.microsoft", "ai.onnx.training", "ai.onnx.preview.training"])
# Operators of a known domain that run Python or read other files, where a build of the runtime has them.
_OUTSIDE = frozenset(
    ("com.microsoft", name) for name in ("PythonOp", "PythonOpGrad", "EPContext", "ATen", "TritonOp", "ExternalOp")
)
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
        if key >= 2**32:  # protobuf keeps the lower half alone, and so would read another field
            raise Unreadable("malformed")
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
        self.operators: Set[Tuple[str, str]] = set()  # (domain, name)
        self.domains: Dict[str, int] = {}
        self.external: List[str] = []
        self.classes: Optional[List[Any]] = None
        self.producer = ""
        self.has_graph = False
        self.made_by: Dict[str, Tuple[str, str]] = {}  # output: (operator, its first input), at the top alone
        self.looked_up: List[str] = []
        self.constants: Dict[str, List[Any]] = {}

    def classes_of(self, scores: int, label: Optional[str]) -> Optional[List[Any]]:
        """Labels of so many scores a row, one being that of the second of two classes; of the label's type where there is one."""
        kept = [self.constants.get(name) for name in reversed(self.looked_up)] if label else []
        wanted = _PAIR if scores == 1 else scores
        texts = (str,) if label == _TEXTS else (int,) if label else (str, int)
        for labels in [self.classes, *kept]:
            if labels and len(labels) == wanted and isinstance(labels[0], texts):
                return labels
        return None

    def ends_in(self, output: str, operator: str) -> bool:
        """Whether an output is what an operator made, apart from its form."""
        for _step in range(_DEPTH):
            maker, given = self.made_by.get(output, ("", ""))
            if maker not in _SAME_VALUES:
                return maker == operator
            output = given
        return False

    def strange(self) -> List[str]:
        """Domains that are not ONNX's own, and operators of its own that reach outside."""
        domains = sorted({domain for domain, _name in self.operators if domain not in _DOMAINS})
        return domains + sorted(" ".join(each) for each in self.operators & _OUTSIDE)


def read(path: str) -> Graph:
    """Read a whole file's structure. Raises Unreadable, OSError."""
    graph = Graph()
    with open(path, "rb") as file:
        held = min(os.fstat(file.fileno()).st_size, _LARGEST)
        content = file.read(held + 1)  # so many bytes are set aside beforehand
    if len(content) > _LARGEST:
        raise Unreadable("malformed")
    data = memoryview(content)
    for number, kind, value in fields(data):
        if number == 7 and kind == 2:
            graph.has_graph = True
            _graph(value, graph, 0)
        elif number == 2 and kind == 2:
            graph.producer = bytes(value).decode("utf-8", "replace")[:80]
        elif number == 8 and kind == 2:
            _opset(value, graph)
        elif number == 20 and kind == 2:  # how it would be trained on
            _each(value, {1: _graph, 2: _graph}, graph, 0)
        elif number == 25 and kind == 2:  # a function written in the file, made of operators
            _each(value, {7: _node, 11: _attribute}, graph, 0)
    return graph


def _each(data: memoryview, readers: Dict[int, Reader], graph: Graph, depth: int) -> None:
    """Read the parts of a message that may hold operators or tensors, by their field numbers."""
    for number, kind, value in fields(data):
        if kind == 2 and number in readers:
            readers[number](value, graph, depth)


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
    _each(data, {1: _node, 5: _tensor, 15: _sparse}, graph, depth)


def _sparse(data: memoryview, graph: Graph, depth: int) -> None:
    _each(data, {1: _tensor, 2: _tensor}, graph, depth)


def _node(data: memoryview, graph: Graph, depth: int) -> None:
    operator, domain = "", ""
    given: List[str] = []
    made: List[str] = []
    for number, kind, value in fields(data):
        if number in (1, 2) and kind == 2 and depth == 0 and len(value) < _LONGEST_NAME:
            (given if number == 1 else made).append(bytes(value).decode("utf-8", "replace"))
        elif number == 4 and kind == 2:
            operator = bytes(value).decode("utf-8", "replace")
        elif number == 7 and kind == 2:
            domain = bytes(value).decode("utf-8", "replace")
        elif number == 5 and kind == 2:
            _attribute(value, graph, depth)
    graph.operators.add((domain, operator))
    graph.made_by.update(dict.fromkeys(made, (operator, given[0] if given else "")))
    if operator == _LOOKS_UP and given:
        graph.looked_up.append(given[0])


def _attribute(data: memoryview, graph: Graph, depth: int) -> None:
    name = b""
    labels: List[Any] = []
    readers: Dict[int, Reader] = {5: _tensor, 10: _tensor, 22: _sparse, 23: _sparse}
    for number, kind, value in fields(data):
        if number == 1 and kind == 2:
            name = bytes(value)
        elif (number, kind) in ((9, 2), (8, 0), (8, 2)) and len(labels) <= _LABELS:
            labels.append((number, value))
        elif number in (6, 11) and kind == 2:
            _graph(value, graph, depth + 1)
        elif kind == 2 and number in readers:
            readers[number](value, graph, depth)
    if name in _CLASS_ATTRIBUTES and labels:
        graph.classes = _labels(labels)


def _labels(told: List[Tuple[int, Any]]) -> List[Any]:
    """The class labels of one attribute, which are all texts or all whole numbers. Raises Unreadable when they are too many."""
    texts = [bytes(value).decode("utf-8", "replace") for number, value in told if number == 9]
    numbers: List[int] = []
    for _number, value in (each for each in told if each[0] == 8):
        if isinstance(value, memoryview) and len(value) > 10 * _LABELS:
            raise Unreadable("malformed")
        numbers.extend(_packed(value) if isinstance(value, memoryview) else [value])
    if max(len(texts), len(numbers)) > _LABELS:
        raise Unreadable("malformed")
    return texts or [signed(n) for n in numbers]


def _packed(data: memoryview) -> List[int]:
    found, at = [], 0
    while at < len(data):
        value, at = _varint(data, at)
        found.append(value)
    return found


def _tensor(data: memoryview, graph: Graph, _depth: int) -> None:
    """Whether a tensor's numbers are kept elsewhere: any such mark counts, for protobuf cuts numbers short; short lists stay."""
    parts = list(fields(data))
    name, values = constant(parts)
    if values:
        graph.constants[name] = values
    for number, kind, value in parts:
        if number == 13 and kind == 2:
            pair = {n: bytes(v).decode("utf-8", "replace") for n, k, v in fields(value) if k == 2}
            if pair.get(1) == "location":
                graph.external.append(pair.get(2, "")[:200])
        elif number == 14 and kind == 0 and value:
            graph.external.append("external data")
