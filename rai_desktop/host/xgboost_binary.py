"""The binary files of XGBoost before 2.1: the same look as at its JSON, into arrays laid down as they were in memory."""

import struct
from typing import Any, Dict, List, Tuple

from .forests import Forest, Misshapen, number
from .xgboost_trees import check_amount, check_nodes, check_outputs

_SIGN, _LEARNER, _MODEL, _TREE = b"binf", 136, 160, 148  # bytes of the fixed parts
_NODE, _STATISTIC, _LINEAR = 20, 16, 136
_MOST_FEATURES, _LONGEST = 2**28, 2**10
_LEFT = 2**31 - 1  # the highest bit of a parent and of a feature says on which side


class _Cut(Exception):
    """The file ends where something should be."""


class _Reader:
    """Takes one part after another."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.at = 0

    def take(self, count: int) -> bytes:
        if not 0 <= count <= len(self._data) - self.at:
            raise _Cut
        self.at += count
        return self._data[self.at - count : self.at]

    def numbers(self, form: str) -> Tuple[Any, ...]:
        return struct.unpack(form, self.take(struct.calcsize(form)))

    def array(self, kind: Any, count: int) -> Any:
        import numpy as np

        kind = np.dtype(kind)
        return np.frombuffer(self.take(count * kind.itemsize), kind)

    def text(self) -> str:
        (length,) = self.numbers("<Q")
        if length > _LONGEST:
            raise _Cut
        return self.take(length).decode("latin-1")


def check(data: bytes) -> Dict[str, int]:
    """The sizes that the model tells. Raises Misshapen. What follows the trees is texts alone."""
    try:
        return _check(_Reader(data))
    except (_Cut, struct.error):
        raise Misshapen("cut") from None


def _check(reader: _Reader) -> Dict[str, int]:
    head = reader.take(len(_SIGN))
    if head != _SIGN:
        reader.at = 0
    _score, features, classes, _more, _metrics, _major, _minor, targets = struct.unpack_from("<fIiiiIII", reader.take(_LEARNER))
    outputs = max(number(classes, "num_class", 0, 2**31 - 1), targets, 1)
    sizes = {"num_feature": number(features, "num_feature", 0, _MOST_FEATURES), "num_class": classes}
    reader.text()
    kind = reader.text()
    if kind == "gblinear":
        reader.take(_LINEAR)
        (length,) = reader.numbers("<Q")
        reader.array("<f4", length)
        if length != (features + 1) * outputs:
            raise Misshapen("list", "weights", length, (features + 1) * outputs)
        return sizes
    if kind not in ("gbtree", "dart"):
        raise Misshapen("form")
    trees = _check_trees(reader, features, outputs)
    if kind == "dart" and trees:
        (length,) = reader.numbers("<Q")
        if length != trees:
            raise Misshapen("list", "weight_drop", length, trees)
    return sizes


def _check_trees(reader: _Reader, features: int, outputs: int) -> int:
    import numpy as np

    trees = number(struct.unpack_from("<i", reader.take(_MODEL))[0], "num_trees", 0, len(reader._data))
    node = np.dtype([("parents", "<i4"), ("left", "<i4"), ("right", "<i4"), ("asked", "<u4"), ("value", "<f4")])
    sizes: List[int] = []
    parts: List[Any] = []
    for _tree in range(trees):
        _roots, size, _deleted, _depth, _features, width = struct.unpack_from("<iiiiIi", reader.take(_TREE))
        sizes.append(number(size, "num_nodes", 1, 2**31 - 1))
        parts.append(reader.array(node, size))
        reader.take(size * _STATISTIC)
        if width > 1:
            raise Misshapen("form")
    check_amount(outputs, trees)
    forest, nodes = Forest(sizes), np.concatenate(parts) if parts else np.zeros(0, node)
    columns = {"left_children": nodes["left"], "right_children": nodes["right"]}
    columns["parents"] = (nodes["parents"] & _LEFT).astype(np.int64)
    columns["split_indices"] = (nodes["asked"] & _LEFT).astype(np.int64)
    check_nodes(forest, {name: values.astype(np.int64) for name, values in columns.items()}, features)
    check_outputs(reader.array("<i4", trees), trees, outputs)
    return trees
