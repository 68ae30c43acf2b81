"""A table as an ONNX session wants it: one matrix, a column each or blocks of columns, in slices where their size is fixed."""

from typing import Any, Dict, List, Optional

NUMBERS = {
    "tensor(float)": "float32", "tensor(double)": "float64", "tensor(float16)": "float16", "tensor(bool)": "bool",
    "tensor(int64)": "int64", "tensor(int32)": "int32", "tensor(int16)": "int16", "tensor(int8)": "int8",
    "tensor(uint64)": "uint64", "tensor(uint32)": "uint32", "tensor(uint16)": "uint16", "tensor(uint8)": "uint8",
}  # fmt: skip
_MATRIX = 2


def width(entry: Any) -> Optional[int]:
    """Columns of an input or output, where its shape says how many."""
    shape = entry.shape or []
    return shape[1] if len(shape) == _MATRIX and isinstance(shape[1], int) else None


def column_each(inputs: List[Any]) -> bool:
    """Whether each of several inputs takes one column, by its name."""
    return len(inputs) > 1 and all(len(i.shape or []) < _MATRIX or width(i) in (1, None) for i in inputs)


def wanted_columns(inputs: List[Any]) -> Optional[int]:
    """How many columns a table must have; None where the file does not say."""
    if column_each(inputs):
        return len(inputs)
    widths = [width(i) for i in inputs]
    return None if None in widths else sum(w or 0 for w in widths)


def fed(inputs: List[Any], frame: Any) -> Dict[str, Any]:
    """The inputs of a session, from a frame. Raises ValueError for values an input cannot take."""
    if column_each(inputs):
        return {i.name: _shaped(_values(frame[[i.name]], i.type), i) for i in inputs}
    if len(inputs) == 1:
        given = frame if width(inputs[0]) != 1 else frame.iloc[:, [0]]
        return {inputs[0].name: _shaped(_values(given, inputs[0].type), inputs[0])}
    blocks, at = {}, 0
    for i in inputs:
        count = width(i) or 1
        blocks[i.name] = _shaped(_values(frame.iloc[:, at : at + count], i.type), i)
        at += count
    return blocks


def empty(inputs: List[Any], rows: int) -> Dict[str, Any]:
    """Rows of zeros and empty texts."""
    import numpy as np

    given = {}
    for i in inputs:
        shape = (rows, width(i) or 1)
        made = np.zeros(shape, NUMBERS[i.type]) if i.type in NUMBERS else np.full(shape, "", dtype=object)
        given[i.name] = _shaped(made, i)
    return given


def run(session: Any, name: str, given: Dict[str, Any]) -> Any:
    """One output for all rows; a session made for a fixed number of rows gets them in slices, the last one filled up."""
    sizes = {i.shape[0] for i in session.get_inputs() if i.shape and isinstance(i.shape[0], int)}
    if len(sizes) != 1 or not given:
        return session.run([name], given)[0]
    size, rows = max(sizes.pop(), 1), len(next(iter(given.values())))
    return _joined([session.run([name], _slice(given, at, size))[0] for at in range(0, rows, size)], rows)


def _slice(given: Dict[str, Any], at: int, size: int) -> Dict[str, Any]:
    import numpy as np

    wanted = np.minimum(np.arange(at, at + size), len(next(iter(given.values()))) - 1)
    return {name: np.ascontiguousarray(values[wanted]) for name, values in given.items()}


def _joined(parts: List[Any], rows: int) -> Any:
    import numpy as np

    if not parts or isinstance(parts[0], list):
        return [row for part in parts for row in part][:rows]
    return np.concatenate([np.atleast_1d(part) for part in parts])[:rows]


def _shaped(values: Any, entry: Any) -> Any:
    return values[:, 0] if len(entry.shape or []) == 1 and values.shape[1] == 1 else values


def _values(frame: Any, kind: str) -> Any:
    import numpy as np

    if kind in NUMBERS:
        wanted = np.dtype(NUMBERS[kind])
        values = frame.to_numpy()
        if wanted.kind in "iu":
            _check_whole(frame)
        return np.ascontiguousarray(values, dtype=wanted)
    texts = frame.astype(object).to_numpy()
    missing = texts != texts
    texts = texts.astype(str).astype(object)
    texts[missing.astype(bool)] = ""
    return texts


def _check_whole(frame: Any) -> None:
    """A missing value or a fraction would become some other whole number."""
    for name in frame:
        column = frame[name]
        if column.isna().any():
            raise ValueError("column {} has missing values, and the model takes whole numbers there".format(name))
        if getattr(column.dtype, "kind", "") == "f" and (column % 1 != 0).any():
            raise ValueError("column {} has fractions, and the model takes whole numbers there".format(name))
