"""Arguments of the functions that numpy rebuilds its arrays, types of data and generators with, and what may be made bare."""

from typing import Any, Dict, Tuple

from .arrays import Dtype, Thing
from .check_terms import Check, may, never
from .rules import CALL, NEW, REFER, Name

RECORDS = ("numpy:record", "numpy.rec:record", "numpy:void")  # what the rows of a recarray are
TEXTS_MAKER = "numpy._core._internal:_convert_to_stringdtype_kwargs"
BIT_MAKER = "numpy.random._pickle:__bit_generator_ctor"
MASKED_MAKER = "numpy.ma.core:_mareconstruct"
ARRAY_MAKERS = ("numpy.core.multiarray:_reconstruct", "numpy._core.multiarray:_reconstruct", MASKED_MAKER)
_MISSING = ("pandas:NA", "pandas._libs.missing:NA")
_GENERATORS = ("MT19937", "PCG64", "PCG64DXSM", "Philox", "SFC64")


def _dtype(machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    shaped = 1 <= len(args) <= 3 and all(isinstance(a, (bool, int)) for a in args[1:])
    if shaped and (name := machine.named(args[0])) is not None:
        return name.key in RECORDS
    return shaped and isinstance(args[0], str) and Dtype(args[0]) is not None


def _texts_dtype(machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    """Whether others are made texts, then what stands for a missing one: nothing whose own methods could be called."""
    if not 1 <= len(args) <= 2 or type(args[0]) not in (bool, int):
        return False
    name = machine.named(args[1]) if len(args) == 2 else None
    if name is not None:
        return name.key in _MISSING and may(machine, args[1], REFER)
    return len(args) == 1 or args[1] is None or type(args[1]) in (str, float)


def _array(machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    if len(args) != 3 or not may(machine, args[0], NEW):
        return False
    code = args[2] if not isinstance(args[2], bytes) else args[2].decode("latin1")
    return args[1] == (0,) and (isinstance(args[2], Thing) or code in ("b", "O"))


def _masked(machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    """The class, that of its data, their shape and kind: made empty, and filled by the state that follows."""
    if len(args) != 4 or not all(may(machine, kind, NEW) and machine.named(kind).key in MADE_CHECKS for kind in args[:2]):
        return False
    return args[2] == (0,) and (isinstance(args[3], (str, Thing)) or args[3] in (b"b", b"O"))


def _scalar(_machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    if not 1 <= len(args) <= 2 or not hasattr(args[0], "itemsize"):
        return False
    data = args[1] if len(args) == 2 else b""
    right = isinstance(data, Thing) or (isinstance(data, bytes) and len(data) == args[0].itemsize)
    return right and not args[0].hasobject


def _buffer(_machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    if len(args) != 4 or not hasattr(args[1], "itemsize") or args[1].hasobject:
        return False
    return isinstance(args[0], (bytes, bytearray, Thing)) and args[3] in ("C", "F", "A")


def _generator(machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    if len(args) > 1 and not _makes_bits(machine, args[1:]):
        return False
    return not args or args[0] in _GENERATORS or may(machine, args[0], NEW) or not _plainly_called(machine, args[0])


def _makes_bits(machine: Any, args: Tuple[Any, ...]) -> bool:
    """numpy 1.2x hands over its own function for making the bit generator, and nothing else will do."""
    name = machine.named(args[0])
    good = len(args) == 1 and name is not None and name.key == BIT_MAKER
    if good:
        name.uses.add(CALL)
    return bool(good)


def _plainly_called(machine: Any, value: Any) -> bool:
    """Whether a value is something that could be called: a name, a class, a function."""
    return machine.named(value) is not None or isinstance(value, (str, type)) or hasattr(value, "__code__")


def _ufunc(machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    """`_ufunc_reconstruct(module, name)` imports: only what the list lets be referred to."""
    if len(args) != 2 or not all(isinstance(a, str) for a in args):
        return False
    return not machine.rules.name(args[0], args[1]).refuses(REFER)


CHECKS: Dict[str, Check] = {"numpy:dtype": _dtype, TEXTS_MAKER: _texts_dtype}
for _home in ("numpy.core", "numpy._core"):
    CHECKS[_home + ".multiarray:_reconstruct"] = _array
    CHECKS[_home + ".multiarray:scalar"] = _scalar
    CHECKS[_home + ".numeric:_frombuffer"] = _buffer
    CHECKS[_home + ":_ufunc_reconstruct"] = _ufunc
CHECKS[MASKED_MAKER] = _masked
for _made_by in ("__randomstate_ctor", "__generator_ctor", "__bit_generator_ctor"):
    CHECKS["numpy.random._pickle:" + _made_by] = _generator
# numpy's own functions remake arrays from nothing; the classes take the bytes they are given for addresses of objects.
MADE_CHECKS: Dict[str, Check] = dict.fromkeys(
    ("numpy:ndarray", "numpy:matrix", "numpy.matrixlib.defmatrix:matrix", "numpy:recarray", "numpy.rec:recarray",
        "numpy.ma:MaskedArray", "numpy.ma.core:MaskedArray"), never)  # fmt: skip
