"""Arrays inside a pickle stream: their types and sizes, known without numpy, so that looking needs none."""

import re
from typing import Any, Dict, NamedTuple, Optional, Tuple

from .rules import Blocked

_CODE = re.compile(r"^[<>=|]?([?a-zA-Z])(\d*)$")
_SIZES = {
    "?": 1, "b": 1, "B": 1, "h": 2, "H": 2, "e": 2, "i": 4, "I": 4, "f": 4, "l": 8, "L": 8, "q": 8, "Q": 8,
    "d": 8, "p": 8, "P": 8, "F": 8, "g": 16, "D": 16, "G": 32, "O": 8, "M": 8, "m": 8, "S": 0, "a": 0, "U": 0,
    "V": 0, "u": 4, "c": 1,
}  # fmt: skip
_HAS_OBJECT = 1
_TEXTS = "T"
_TIMES = ("m", "M")
_BYTES = ("_codecs:encode", "builtins:bytes", "builtins:bytearray")  # what old protocols write bytes with
_DIMENSIONS = 64  # what numpy 2 allows


class Thing:
    """What stands for a made object when looking: it is nothing and does nothing."""

    __slots__ = ("asked", "booster", "kind", "told")

    def __init__(self, kind: str = "", asked: bool = False) -> None:
        self.kind = kind
        self.asked = asked
        self.booster = False  # bytes whose trees were looked at
        self.told: Any = None  # of trees: their nodes, how many features they are given, or the list that holds them


UNTOLD = Thing("a key")  # stands for keys that a look does not keep


def are_bytes(value: Any) -> bool:
    """Whether a value is bytes that the file holds, real or a stand-in."""
    return isinstance(value, (bytes, bytearray)) or (isinstance(value, Thing) and value.kind in _BYTES)


class Text(str):
    """A text of numpy's, when looking: it may be a key as any other text, and is none where its type matters."""

    __slots__ = ()


def is_scalar(value: Any) -> bool:
    """Whether a value is one number or text of numpy's, real or a stand-in."""
    if type(value) in (Thing, Text):
        return type(value) is Text or value.kind.endswith("multiarray:scalar")
    return type(value).__module__ == "numpy" and hasattr(value, "itemsize") and not getattr(value, "shape", 1)


def scalar(dtype: Any, data: Any) -> Any:
    """The stand-in of one number, or the text itself."""
    if isinstance(dtype, Dtype) and dtype.kind == "U" and isinstance(data, bytes):
        for form in ("utf-32-le", "utf-32-be"):
            try:
                return Text(data.decode(form).rstrip("\0"))
            except UnicodeDecodeError:
                continue
    return Thing("numpy._core.multiarray:scalar")


class Wrapper:
    """What joblib writes in place of an array whose bytes follow in the file."""

    __slots__ = ()


class BlockMaker:
    """What pandas 1.3 rebuilds its blocks with: its own function, and how many dimensions the block has."""

    __slots__ = ("name", "ndim")

    def __init__(self, name: Any) -> None:
        self.name = name
        self.ndim = 0

    def take(self, state: Any, named: Any) -> bool:
        """Take the state of a partial; whether it is the one that pandas writes."""
        fits = isinstance(state, tuple) and len(state) == 4 and state[1] == () and not state[3]
        given = state[2] if fits else None
        if not fits or named is not self.name or not isinstance(given, dict) or set(given) != {"ndim"}:
            return False
        self.ndim = given["ndim"]
        return self.ndim in (1, 2)


class CallerMaker:
    """What a methodcaller with keywords is rebuilt with: a partial of `methodcaller`, called with what else it was given."""

    __slots__ = ("args", "keywords", "name")

    def __init__(self, name: Any) -> None:
        self.name = name
        self.args: Tuple[Any, ...] = ()
        self.keywords: Dict[Any, Any] = {}

    def take(self, state: Any, named: Any) -> bool:
        """Take the state of a partial; whether it is one that Python writes."""
        fits = isinstance(state, tuple) and len(state) == 4 and named is self.name and not state[3]
        if not fits or type(state[1]) is not tuple or type(state[2]) is not dict:
            return False
        self.args, self.keywords = state[1], state[2]
        return bool(self.args)


class Dtype:
    """A numpy dtype as far as sizes go."""

    __slots__ = ("code", "fields", "hasobject", "itemsize", "kind", "order")

    def __init__(self, code: str) -> None:
        match = _CODE.match(code)
        if not match or match.group(1) not in _SIZES:
            raise Blocked(code[:20], "odd_dtype")
        self.kind, digits = match.groups()
        size = int(digits) if digits else _SIZES[self.kind]
        self.itemsize = size * 4 if self.kind == "U" else size
        self.hasobject = self.kind == "O"
        self.code = self.kind + digits
        self.order = code[0] if code[0] in "<>" else "="
        self.fields: Dict[str, Tuple["Dtype", int]] = {}

    @property
    def names(self) -> Tuple[str, ...]:
        """Of the parts of a structured type, in order."""
        return tuple(self.fields)

    @classmethod
    def of_texts(cls) -> "Dtype":
        """numpy 2's type of texts of any length: its arrays are written as lists of their texts."""
        made = cls("O")
        made.kind = _TEXTS
        return made

    def set_state(self, state: Tuple[Any, ...]) -> None:
        """Take over what a state that `check_dtype_state` accepted tells of the parts, the order and the size."""
        self.fields = {name: state[4][name][:2] for name in state[3] or ()} if state[4] is not None else {}
        self.order = state[1] if state[1] in ("<", ">") else "="
        if state[5] >= 0:
            self.itemsize = state[5]
        elif state[2]:
            self.itemsize = state[2][0].itemsize * _product(state[2][1])
        self.hasobject = self.hasobject or bool(state[7] & _HAS_OBJECT)


class Described(NamedTuple):
    """An array in a joblib stream."""

    dtype: Any
    shape: Tuple[int, ...]
    order: str
    padded: bool

    @property
    def elements(self) -> int:
        """How many elements it has."""
        return _product(self.shape)


def _product(shape: Any) -> int:
    total = 1
    for length in shape if isinstance(shape, (tuple, list)) else (shape,):
        total *= length
    return total


def described(state: Any) -> Described:
    """The array that a wrapper's state describes. Raises Blocked when it describes none."""
    if isinstance(state, tuple) and len(state) == 2 and state[1] is None:
        state = state[0]
    if not isinstance(state, dict):
        raise Blocked("array", "malformed")
    dtype, order = state.get("dtype"), state.get("order", "C")
    if not hasattr(dtype, "itemsize") or order not in ("C", "F"):
        raise Blocked("array", "malformed")
    alignment = state.get("numpy_array_alignment_bytes")
    if alignment is not None and alignment != 16:
        raise Blocked("array", "malformed")
    return Described(dtype, _shape(state.get("shape")), order, alignment is not None)


def _shape(shape: Any) -> Tuple[int, ...]:
    plain = isinstance(shape, tuple) and all(type(n) is int and 0 <= n < 2**48 for n in shape)
    if not plain or len(shape) > _DIMENSIONS:
        raise Blocked("array", "malformed")
    return tuple(shape)


def is_plain(made: Any) -> bool:
    """Whether an object is an array that numpy rebuilds by itself, real or a stand-in."""
    if type(made) is Thing:
        return made.kind.endswith("multiarray:_reconstruct")
    return type(made).__module__ == "numpy" and type(made).__name__ == "ndarray"


def lies_about_size(state: Any) -> bool:
    """Whether an array's state claims another shape than its bytes or its list of objects fill."""
    if not isinstance(state, tuple) or len(state) != 5:
        return False  # a subclass, whose own method tells
    _version, shape, dtype, _fortran, data = state
    if not isinstance(shape, tuple) or len(shape) > _DIMENSIONS or not all(type(n) is int and n >= 0 for n in shape):
        return True
    if isinstance(data, list):
        return len(data) != _product(shape)
    if not isinstance(data, bytes) or not hasattr(dtype, "itemsize"):
        return False
    return bool(dtype.hasobject) or len(data) != _product(shape) * dtype.itemsize  # bytes would be taken for addresses of objects


def check_dtype_state(dtype: Any, state: Any) -> None:
    """Refuse a dtype's state that would let numpy read memory it does not own."""
    if not isinstance(state, tuple) or len(state) not in (8, 9) or dtype.kind == _TEXTS:  # which none is given
        raise Blocked("dtype", "odd_dtype")
    _version, _endian, sub, names, fields, size, _align, flags = state[:8]
    if type(size) is not int or type(flags) is not int or size > 2**31:
        raise Blocked("dtype", "odd_dtype")
    holds = dtype.hasobject
    if fields is not None:
        holds = _check_fields(names, fields, size)
    if sub is not None:
        holds = _check_sub(sub, size)
    if bool(flags & _HAS_OBJECT) != holds:
        raise Blocked("dtype", "odd_dtype")
    plain = fields is None and sub is None
    if dtype.kind in _TIMES and not (plain and len(state) == 9 and _is_unit(state[8])):  # numpy reads the unit that is not there
        raise Blocked("dtype", "odd_dtype")
    if plain and size not in (-1, dtype.itemsize) and not _is_flexible(dtype):
        raise Blocked("dtype", "odd_dtype")


def _is_unit(told: Any) -> bool:
    """What numpy keeps beside a kind of time: notes or none, and the unit with three numbers."""
    if not isinstance(told, tuple) or len(told) != 2 or type(told[0]) not in (dict, type(None)):
        return False
    unit = told[1]
    return isinstance(unit, tuple) and len(unit) == 4 and all(type(each) is int and 0 < each < 2**31 for each in unit[1:])


def _is_flexible(dtype: Any) -> bool:
    return dtype.kind in ("U", "S", "a", "V")


def _check_fields(names: Any, fields: Any, size: int) -> bool:
    if not isinstance(fields, dict) or not isinstance(names, tuple) or not set(names) <= set(fields):
        raise Blocked("dtype", "odd_dtype")
    holds = False
    for field in fields.values():
        good = isinstance(field, tuple) and len(field) in (2, 3) and hasattr(field[0], "itemsize")
        if not good or type(field[1]) is not int or not 0 <= field[1] <= size - field[0].itemsize:
            raise Blocked("dtype", "odd_dtype")
        holds = holds or bool(field[0].hasobject)
    return holds


def _check_sub(sub: Any, size: int) -> bool:
    if not isinstance(sub, tuple) or len(sub) != 2 or not hasattr(sub[0], "itemsize"):
        raise Blocked("dtype", "odd_dtype")
    shape = _shape(sub[1] if isinstance(sub[1], tuple) else (sub[1],))
    if size not in (-1, sub[0].itemsize * _product(shape)):
        raise Blocked("dtype", "odd_dtype")
    return bool(sub[0].hasobject)


def versions_in(state: Any) -> Optional[Dict[str, str]]:
    """Library versions that an estimator's state tells."""
    if isinstance(state, dict) and isinstance(state.get("_sklearn_version"), str):
        return {"scikit-learn": state["_sklearn_version"][:40]}
    return None
