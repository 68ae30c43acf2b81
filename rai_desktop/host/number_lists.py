"""Lists of numbers as a file writes them, whose length is known at once and whose values are read only where asked for."""

import re
import warnings
from typing import Any, Sequence

_DIGITS = b"-0123456789"
_TO_NOUGHTS = bytes.maketrans(b"123456789", b"000000000")
_SHAPE = re.compile(rb"[-+]?(0+(\.0*)?([eE][-+]?0+)?|inf|nan)")
_BLANKS = b" \t\r\n"


class Packed:
    """Numbers of one kind as bytes, as numpy names the kind."""

    __slots__ = ("_count", "data", "kind")

    def __init__(self, data: bytes, kind: str, count: int) -> None:
        self.data, self.kind, self._count = data, kind, count

    def __len__(self) -> int:
        return self._count


class Written:
    """Numbers as text between signs that part them, without brackets."""

    __slots__ = ("_count", "data")

    def __init__(self, data: bytes, sign: bytes = b",") -> None:
        self.data = data
        self._count = data.count(sign) + 1 if data.strip() else 0

    def __len__(self) -> int:
        return self._count


def joined(parts: Sequence[Any]) -> Any:
    """Lists of whole numbers one after another, as one array. Raises ValueError, TypeError where one holds something else."""
    import numpy as np

    if parts and all(type(part) is Written for part in parts):
        return whole_numbers(b",".join(part.data for part in parts if len(part)), b",")
    if parts and all(type(part) is Packed for part in parts):
        kinds = {part.kind for part in parts if len(part)} or {">i4"}
        if len(kinds) == 1:
            return _whole(np.frombuffer(b"".join(part.data for part in parts), kinds.pop()))
    arrays = [_array(part) for part in parts]
    filled = [each for each in arrays if len(each)]
    return _whole(np.concatenate(filled)) if filled else np.zeros(0, dtype=np.int64)


def _array(part: Any) -> Any:
    import numpy as np

    if type(part) is Packed:
        return np.frombuffer(part.data, part.kind)
    return whole_numbers(part.data, b",") if type(part) is Written else np.asarray(part)


def _whole(numbers: Any) -> Any:
    import numpy as np

    if numbers.dtype.kind not in "biu" or numbers.ndim != 1:
        raise ValueError
    return numbers.astype(np.int64)


def are_numbers(text: bytes) -> bool:
    """Whether all words of a text are numbers, infinite or none among them; few words are left when all digits are one."""
    return all(map(_SHAPE.fullmatch, set(text.translate(_TO_NOUGHTS).split())))


def whole_numbers(text: bytes, sign: bytes) -> Any:
    """The whole numbers in a text, parted by `sign`. Raises ValueError where anything else is in it."""
    import numpy as np

    if text.translate(None, _DIGITS + _BLANKS + sign):
        raise ValueError
    if not text.strip():
        return np.zeros(0, dtype=np.int64)
    with warnings.catch_warnings():
        warnings.simplefilter("error", DeprecationWarning)  # how numpy says that it stopped before the end
        try:
            found = np.fromstring(text, dtype=np.int64, sep=sign.decode())
        except DeprecationWarning:
            raise ValueError from None
    if len(found) != text.count(sign) + 1 and (sign != b" " or len(found) != len(text.split())):
        raise ValueError
    return found
