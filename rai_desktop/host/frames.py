"""Tables on the wire: a pandas frame to arrays and a description, and back, dtypes kept."""

import json
from typing import Any, Dict, List

from . import wire

_PLAIN = "biuf"


class CannotTravel(ValueError):
    """A column holds values that are neither numbers, text, truth values nor times."""

    def __init__(self, column: str, kind: str) -> None:
        super().__init__(column, kind)
        self.column = column
        self.kind = kind


def pack(frame: Any, arrays: List[Any]) -> Dict[str, Any]:
    """Append a frame's arrays to `arrays` and return its description. Raises CannotTravel."""
    columns: List[Dict[str, Any]] = []
    plain: Dict[str, List[int]] = {}
    for place, name in enumerate(frame.columns):
        column = frame.iloc[:, place]
        kind = getattr(column.dtype, "kind", "O")
        if hasattr(column.dtype, "newbyteorder") and kind in _PLAIN:
            plain.setdefault(column.dtype.newbyteorder("<").str, []).append(place)
            columns.append({"name": name, "kind": "number"})
        else:
            columns.append(dict(_pack_column(column, str(name), arrays), name=name))
    if len(plain) == 1 and (whole := _row_by_row(frame, next(iter(plain.values())))) is not None:
        arrays.append(whole)
        return {"rows": len(frame), "columns": [dict(column, array=len(arrays) - 1, row=-1) for column in columns]}
    for dtype, places in plain.items():
        pieces = [frame.iloc[:, place].to_numpy().astype(dtype, copy=False) for place in places]
        for row, place in enumerate(places):
            columns[place].update(array=len(arrays), row=row)
        arrays.append(wire.Pieces(pieces))
    return {"rows": len(frame), "columns": columns}


def _row_by_row(frame: Any, places: List[int]) -> Any:
    """The values of a frame of numbers that lie row by row already, so that they travel uncopied; else None."""
    if len(places) != len(frame.columns) or len(places) < 2 or len(frame) < 2:
        return None
    first = frame.iloc[:, 0].to_numpy()
    if first.dtype.byteorder == ">" or first.strides[0] != first.itemsize * len(places):
        return None  # asked of one column, since asking the whole frame may copy it
    values = frame.to_numpy()
    return values if values.flags.c_contiguous else None


def _pack_column(column: Any, name: str, arrays: List[Any]) -> Dict[str, Any]:
    import pandas as pd

    dtype = column.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        arrays.append(column.cat.codes.to_numpy().astype("<i4"))
        return _with_levels(
            {"kind": "category", "ordered": bool(dtype.ordered)}, list(dtype.categories), name, arrays
        )
    if dtype.kind in "mM":
        arrays.append(column.to_numpy(dtype=_naive(dtype)).view("<i8"))
        return {"kind": "time", "dtype": str(dtype), "array": len(arrays) - 1}
    if dtype.kind in _PLAIN:
        return _pack_nullable(column, arrays)
    return _pack_text(column, name, arrays)


def _naive(dtype: Any) -> str:
    unit = getattr(dtype, "unit", None) or str(dtype).split("[")[1].split("]")[0]
    return "{}8[{}]".format(dtype.kind, unit)


def _pack_nullable(column: Any, arrays: List[Any]) -> Dict[str, Any]:
    kind = {"b": "|b1", "i": "<i8", "u": "<u8", "f": "<f8"}[column.dtype.kind]
    missing = column.isna().to_numpy().astype("|b1")
    arrays.append(column.fillna(False if kind == "|b1" else 0).to_numpy(dtype=kind))
    arrays.append(missing)
    return {"kind": "nullable", "dtype": str(column.dtype), "array": len(arrays) - 2}


def _pack_text(column: Any, name: str, arrays: List[Any]) -> Dict[str, Any]:
    import pandas as pd

    values = column.to_numpy(dtype=object)
    if pd.api.types.infer_dtype(values) not in ("string", "empty"):  # True and 1 are one level to factorize
        values = _marked(values)
    codes, levels = pd.factorize(values)
    none = any(v is None for v in values[codes == -1][:1])
    arrays.append(codes.astype("<i4"))
    dtype = "str" if str(column.dtype) in ("str", "string") else "object"
    levels = [v.value if isinstance(v, _Marked) else v for v in levels]
    return _with_levels({"kind": "text", "dtype": dtype, "none": none}, levels, name, arrays)


class _Marked:
    """A truth value that is not equal to the number 1."""

    def __init__(self, value: bool) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Marked) and other.value is self.value

    def __hash__(self) -> int:
        return hash((_Marked, self.value))


def _marked(values: Any) -> Any:
    marked = values.copy()
    for place, value in enumerate(values):
        if isinstance(value, bool):
            marked[place] = _Marked(value)
    return marked


def _with_levels(
    described: Dict[str, Any], levels: List[Any], name: str, arrays: List[Any]
) -> Dict[str, Any]:
    import numpy as np

    text = json.dumps([scalar(level, name) for level in levels]).encode("utf-8")
    arrays.append(np.frombuffer(text, dtype="|u1"))
    return dict(described, array=len(arrays) - 2)


def scalar(value: Any, name: str) -> Any:
    """A numpy or Python scalar as JSON knows it. Raises CannotTravel."""
    value = value.item() if hasattr(value, "dtype") and hasattr(value, "item") else value
    if value is None or type(value) in (str, int, float, bool):
        return value
    if isinstance(value, str):
        return str(value)
    raise CannotTravel(name, type(value).__name__)


def unpack(described: Dict[str, Any], arrays: List[Any]) -> Any:
    """The frame that `pack` was given, as far as this pandas knows its dtypes."""
    import pandas as pd

    columns = described["columns"]
    names = [column["name"] for column in columns]
    if columns and all(c["kind"] == "number" for c in columns):
        first = columns[0]["array"]
        if all(c["array"] == first for c in columns):
            whole = arrays[first] if columns[0]["row"] < 0 else arrays[first].T
            return pd.DataFrame(whole, columns=names, copy=False)
    index = pd.RangeIndex(described["rows"])
    data = {place: _unpack_column(c, arrays, index) for place, c in enumerate(columns)}
    frame = pd.DataFrame(data, index=index, copy=False)
    frame.columns = pd.Index(names)
    return frame


def _unpack_column(column: Dict[str, Any], arrays: List[Any], index: Any) -> Any:
    import pandas as pd

    kind, array = column["kind"], arrays[column["array"]]
    if kind == "number":
        return array[column["row"]]
    if kind == "time":
        return _unpack_time(array, column["dtype"], index)
    if kind == "nullable":
        values = pd.Series(array, index=index).astype(column["dtype"])
        values[arrays[column["array"] + 1].astype(bool)] = pd.NA
        return values
    levels = json.loads(arrays[column["array"] + 1].tobytes().decode("utf-8"))
    if kind == "category":
        return pd.Categorical.from_codes(array, levels, ordered=column["ordered"])
    return _unpack_text(column, array, levels, index)


def _unpack_time(array: Any, dtype: str, index: Any) -> Any:
    import pandas as pd

    letter = "m" if dtype.startswith("timedelta") else "M"
    unit, _, zone = dtype.split("[")[1].rstrip("]").partition(", ")
    values = pd.Series(array.view("<{}8[{}]".format(letter, unit)), index=index)
    return values.dt.tz_localize("UTC").dt.tz_convert(zone) if zone else values


def _unpack_text(column: Dict[str, Any], codes: Any, levels: List[Any], index: Any) -> Any:
    import numpy as np
    import pandas as pd

    known = np.empty(len(levels) + 1, dtype=object)
    known[:-1] = levels
    known[-1] = None if column["none"] else float("nan")
    values = known[codes]
    modern = int(pd.__version__.split(".")[0]) >= 3
    return pd.Series(values, index=index, dtype="str" if modern and column["dtype"] == "str" else object)
