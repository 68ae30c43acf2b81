"""An ONNX file's graph read without onnx: operators, data kept elsewhere, class labels, versions."""

from typing import Any, Dict, Iterator, List, Optional, Set, Tuple

from .onnx_constants import constant, signed
from .sources import Unreadable

Field = Tuple[int, int, Any]
_DEPTH = 32
_SAME_VALUES = ("Identity", "Cast", "Reshape", "Squeeze", "Unsqueeze", "Flatten")
_LOOKS_UP, _TEXTS = "ArrayFeatureExtractor", "tensor(string)"
_PAIR, _LONGEST_NAME = 2, 1000
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
    graph.operators.add(domain + ":" + operator if domain else operator)
    graph.made_by.update(dict.fromkeys(made, (operator, given[0] if given else "")))
    if operator == _LOOKS_UP and given:
        graph.looked_up.append(given[0])


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
        graph.classes = strings or [signed(n) for n in numbers]


def _packed(data: memoryview) -> List[int]:
    found, at = [], 0
    while at < len(data):
        value, at = _varint(data, at)
        found.append(value)
    return found


def _tensor(data: memoryview, graph: Graph) -> None:
    parts = list(fields(data))
    name, values = constant(parts)
    if values:
        graph.constants[name] = values
    for number, kind, value in parts:
        if number == 13 and kind == 2:
            pair = {n: bytes(v).decode("utf-8", "replace") for n, k, v in fields(value) if k == 2}
            if pair.get(1) == "location":
                graph.external.append(pair.get(2, "")[:200])
        elif number == 14 and value == 1:
            graph.external.append("external data")
