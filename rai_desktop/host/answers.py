"""What a model answered, made into arrays and a description: nothing rounded, wrapped or made up on the way."""

from typing import Any, Dict, List, Tuple

from .models import Problem

Reply = Tuple[Dict[str, Any], List[Any]]
_WIRE = {"b": "|b1", "i": "<i8", "u": "<i8", "f": "<f8"}
_WHOLE = 2**63


def labels(untidy: Any) -> Reply:
    """Numbers as they are, everything else as codes into a list of levels."""
    values = _array(untidy)
    if values.ndim == 0:
        raise Problem("no_answers", type=type(untidy).__name__)
    if values.ndim > 1:
        outputs = _outputs(values)
        if outputs != 1:
            raise Problem("multi_output", outputs=outputs)
        values = values.reshape(len(values))
    if values.dtype.kind in "mM":  # as objects they would be counts of nanoseconds
        raise Problem("odd_answers", kind=values.dtype.name)
    if values.dtype.kind in _WIRE and not _too_large(values):
        return {"form": "number"}, [values.astype(_WIRE[values.dtype.kind])]
    return _coded(values.astype(object))


def _array(untidy: Any) -> Any:
    """What was answered, as an array; what a mask hides is missing, and not the number beneath it."""
    import numpy as np

    if not isinstance(untidy, np.ma.MaskedArray):
        return np.asarray(untidy)
    hidden: Any = np.ma.getmaskarray(untidy)
    values = untidy.data.astype("<f8" if untidy.dtype.kind in _WIRE else object) if hidden.any() else untidy.data
    values[hidden] = np.nan
    return values


def _outputs(values: Any) -> int:
    """How many answers each row has, in however many directions they lie."""
    count = 1
    for size in values.shape[1:]:
        count *= int(size)
    return count


def _too_large(values: Any) -> bool:
    """Whether they are whole numbers that 64 bits with a sign do not hold."""
    return bool(values.dtype.kind == "u" and values.size and int(values.max()) >= _WHOLE)


def _coded(values: Any) -> Reply:
    import numpy as np

    from . import frames

    codes: Dict[Any, int] = {}
    coded = np.empty(len(values), dtype="<i4")
    for place, value in enumerate(values):
        coded[place] = -1 if _is_missing(value) else _code_of(value, codes)
    try:
        levels = [frames.scalar(level, "predictions") for level in codes]
    except frames.CannotTravel as error:
        raise Problem("odd_answers", kind=error.kind) from error
    if any(type(level) is int and not -_WHOLE <= level < _WHOLE for level in levels):
        raise Problem("odd_answers", kind="int (> 64 bit)")
    return {"form": "coded", "levels": levels}, [coded]


def _is_missing(value: Any) -> bool:
    """None, NaN, NaT, and pandas' NA, which is neither equal to itself nor unequal."""
    return value is None or type(value).__name__ == "NAType" or bool(value != value)


def _code_of(value: Any, codes: Dict[Any, int]) -> int:
    try:
        return codes.setdefault(value, len(codes))
    except TypeError:  # a list or a dict for a row
        raise Problem("odd_answers", kind=type(value).__name__) from None


def scores(function: Any, frame: Any, pairs: bool = False) -> Reply:
    """Scores as they are; with `pairs`, one probability a row is that of the second of two classes."""
    import numpy as np

    if function is None:
        return {"form": "absent"}, []
    untidy = function(frame)
    if isinstance(untidy, list) and untidy and np.ndim(untidy[0]) > 1:  # a table for each output
        raise Problem("multi_output", outputs=len(untidy))
    values = _array(untidy)
    if values.ndim == 0:
        raise Problem("no_answers", type=type(untidy).__name__)
    if values.dtype.kind in "cmM":  # as numbers they would be halves of theirs, or counts of nanoseconds
        raise Problem("odd_answers", kind=values.dtype.name)
    if pairs and (values.ndim == 1 or (values.ndim == 2 and values.shape[1] == 1)):
        values = np.column_stack([1.0 - values.ravel(), values.ravel()])
    return {"form": "number"}, [np.ascontiguousarray(values, dtype="<f8")]
