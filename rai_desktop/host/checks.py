"""Arguments that listed functions may be given, where the function itself could do harm with others."""

import itertools
import re
from typing import Any, Callable, Dict, Tuple

from . import arrow_checks, table_methods, zone_checks
from .arrays import Dtype, Thing
from .rules import CALL, METHOD, NEW, REFER, Name
from .state_checks import is_gathered

Check = Callable[[Any, Name, Tuple[Any, ...]], bool]
_BASES = ("object", "dict", "list", "tuple", "set", "frozenset", "int", "float", "str", "bytes", "complex")
_PLAIN = (str, bytes, int, float, complex, bool, type(None))
RECORDS = ("numpy:record", "numpy.rec:record", "numpy:void")  # what the rows of a recarray are
TEXTS_MAKER = "numpy._core._internal:_convert_to_stringdtype_kwargs"
BIT_MAKER = "numpy.random._pickle:__bit_generator_ctor"
UNLISTED = "?"  # a use that no name is granted
METHOD_TYPE = "MethodType"
SCIPYS_FUNCTION = "scipy._lib._uarray._backend:unpickle_function"
BUILTIN_TYPES = tuple(home + "cloudpickle.cloudpickle:_builtin_type" for home in ("", "joblib.externals."))
_MISSING = ("pandas:NA", "pandas._libs.missing:NA")
_ENDLESS = ("builtins:range", "itertools:count")
_OWN = ("author", "notebook")  # why an analyst is asked of what is the author's own
_GENERATORS = ("MT19937", "PCG64", "PCG64DXSM", "Philox", "SFC64")


def check_call(machine: Any, name: Name, args: Tuple[Any, ...]) -> None:
    """Refuse a listed call whose arguments are not those an honest file gives it."""
    check = _CHECKS.get(name.key)
    if check is None and name.qualname.startswith("__pyx_unpickle_"):
        check = _first_is_made
    if check is None and "." in name.qualname and name.grant and not name.asked:
        check = _never  # methods are listed to be kept: no honest file calls one
    if check is not None and not check(machine, name, args):
        machine.refuse(name.full, "arguments")


def check_made(machine: Any, name: Name, args: Tuple[Any, ...]) -> None:
    """The same for a class that is made without its constructor."""
    check = _MADE_CHECKS.get(name.key)
    if check is not None and not check(machine, name, args):
        machine.refuse(name.full, "arguments")


def _never(_machine: Any, _name: Name, _args: Tuple[Any, ...]) -> bool:
    return False


_RATIO = re.compile(r"^[-+0-9./ ]{1,400}$")


def _may(machine: Any, value: Any, use: str) -> bool:
    name = machine.named(value)
    if name is None or name.refuses(use):
        return False
    name.uses.add(use)
    return True


def _first_is_made(machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    return bool(args) and _may(machine, args[0], NEW)


def _reconstructor(machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    if len(args) != 3 or not _may(machine, args[0], NEW):
        return False
    base = machine.named(args[1])
    builtin = base is not None and base.module == "builtins" and base.qualname in _BASES
    return builtin and (isinstance(args[2], (Thing, *_PLAIN, dict, list, tuple, set)))


def _encode(_machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    return len(args) == 2 and isinstance(args[0], str) and args[1] in ("latin1", "latin-1")


def _dtype(machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    plain = 1 <= len(args) <= 3 and all(isinstance(a, (bool, int)) for a in args[1:])
    if plain and (name := machine.named(args[0])) is not None:
        return name.key in RECORDS
    return plain and isinstance(args[0], str) and Dtype(args[0]) is not None


def _texts_dtype(machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    """Whether others are made texts, then what stands for a missing one: nothing whose own methods could be called."""
    if not 1 <= len(args) <= 2 or type(args[0]) not in (bool, int):
        return False
    name = machine.named(args[1]) if len(args) == 2 else None
    if name is not None:
        return name.key in _MISSING and _may(machine, args[1], REFER)
    return len(args) == 1 or args[1] is None or type(args[1]) in (str, float)


def _none(machine: Any, name: Name, args: Tuple[Any, ...]) -> bool:
    """`type(None)` is a type with nothing to it; any other call makes classes or tells them, and is no listed one."""
    if not (len(args) == 1 and args[0] is None):
        _leave_to_analyst(machine, name)
    return True


def _leave_to_analyst(machine: Any, name: Name) -> None:
    """Count a call as a use that is not listed: the look judges it, and loading ends here unless it was allowed."""
    if not name.asked:
        name.uses.add(UNLISTED)
        machine.refuse(name.full, "unlisted")


def _builtin_type(machine: Any, name: Name, args: Tuple[Any, ...]) -> bool:
    """cloudpickle names the type of bound methods like this; its other types rebuild code."""
    if args != (METHOD_TYPE,):
        _leave_to_analyst(machine, name)
    return True


def _method(machine: Any, name: Name, args: Tuple[Any, ...]) -> bool:
    """A method bound to its own object, where `getattr` would be allowed it; code in the file is the analyst's to judge."""
    function = machine.named(args[0]) if len(args) == 2 else None
    if function is not None and function.grant and not function.asked:
        own = machine.named(args[1]) is None and _may(machine, args[0], METHOD)
        return own and _attribute(machine, name, (args[1], function.qualname.rpartition(".")[2]))
    makers = [each for each in machine.names.values() if each.key in BUILTIN_TYPES]
    for each in makers:
        _leave_to_analyst(machine, each)
    return bool(makers)


def _array(machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    if len(args) != 3 or not _may(machine, args[0], NEW):
        return False
    code = args[2] if not isinstance(args[2], bytes) else args[2].decode("latin1")
    return args[1] == (0,) and (isinstance(args[2], Thing) or code in ("b", "O"))


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
    return not args or args[0] in _GENERATORS or _may(machine, args[0], NEW) or not _plainly_called(machine, args[0])


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


def makes_blocks(name: Any) -> bool:
    """Whether a name is the function that pandas 1.3 wraps in a partial and calls."""
    return name is not None and name.key == "pandas.core.internals.blocks:new_block" and not name.refuses(CALL)


def makes_callers(name: Any) -> bool:
    """Whether a name is `methodcaller`, which a partial of it makes where it has keywords."""
    return name is not None and name.key == "operator:methodcaller" and not name.refuses(CALL)


def meant(name: Name, args: Tuple[Any, ...]) -> Tuple[str, ...]:
    """The module and name that a call only looks up, if it is such a call: it is then a name of the stream as any other."""
    if name.key in BUILTIN_TYPES and args == (METHOD_TYPE,) and not name.asked:
        return "types", METHOD_TYPE
    return args[:2] if name.key == SCIPYS_FUNCTION and _scipys(None, name, args) else ()


def _scipys(_machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    """SciPy names its functions that others may replace, such as `scipy.fft.dct`, by a call; bound to nothing."""
    return len(args) == 3 and type(args[0]) is str and type(args[1]) is str and args[2] is None


def _partial(machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    name = machine.named(args[0]) if len(args) == 1 else None
    if name is not None and (makes_blocks(name) or makes_callers(name)):
        name.uses.add(CALL)
        return True
    return len(args) >= 1 and may_be_kept(machine, args[0])


def may_be_kept(machine: Any, function: Any) -> bool:
    """Whether a partial may hold a function: one to be referred to, and no class that takes memory for an array as it is.

    Of one that is not listed at all, or that code in the file makes, a look judges the name; loading ends at it.
    """
    if type(function) is Thing and function.asked:
        return True
    name = machine.named(function)
    if name is not None and not name.grant:
        name.uses.add(REFER)
        machine.refuse(name.full, "unlisted")
        return True
    return _may(machine, function, REFER) and name.key not in _MADE_CHECKS


def _texts(_machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    return all(isinstance(a, (str, Thing)) for a in args)


def _plain(_machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    return all(isinstance(a, _PLAIN) for a in args)


def _moment(machine: Any, name: Name, args: Tuple[Any, ...]) -> bool:
    """The parts of a moment, then its zone: numbers and texts, as many as the file itself holds."""
    parts = len(args) == 2 and type(args[0]) is tuple and type(args[1]) is dict
    return parts and _plain(machine, name, (*args[0], *args[1], *args[1].values()))


def _pattern(_machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    return 1 <= len(args) <= 2 and isinstance(args[0], (str, bytes)) and len(args[0]) < 10_000


def _newobj(machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    return bool(args) and _may(machine, args[0], NEW) and machine.named(args[0]).key not in _MADE_CHECKS


def _ufunc(machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    """`_ufunc_reconstruct(module, name)` imports: only what the list lets be referred to."""
    if len(args) != 2 or not all(isinstance(a, str) for a in args):
        return False
    return not machine.rules.name(args[0], args[1]).refuses(REFER)


def _bytes_made(_machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    """`bytearray(10**12)` would take the memory: only from what the file holds."""
    held = all(isinstance(a, (str, bytes, bytearray, list, tuple, Thing)) for a in args)
    return held and _gathered(_machine, _name, args)


def _gathered(_machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    """`list(range(10**12))` would take the memory: only what the file itself holds is gathered."""
    return not any(
        isinstance(a, (range, itertools.count)) or (isinstance(a, Thing) and a.kind in _ENDLESS) for a in args
    )


def _mapped(machine: Any, name: Name, args: Tuple[Any, ...]) -> bool:
    """A dict from what the file tells as it is, so that a look knows what it holds."""
    return _gathered(machine, name, args) and not any(map(is_gathered, args))


def _factory(machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    """A defaultdict calls its factory whenever something is missing: only plain types, nothing with arguments."""
    if not args or args[0] is None:
        return _gathered(machine, _name, args)
    name = machine.named(args[0])
    plain = name is not None and name.module.split(".")[0] in ("builtins", "collections", "numpy", "pandas")
    return plain and _may(machine, args[0], REFER) and _mapped(machine, _name, args[1:])


def _attribute(machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    """`getattr` only for what honest files need it: named methods of time zones and distributions."""
    if len(args) != 2 or not isinstance(args[1], str):
        return False
    owner = machine.named(args[0])
    if owner is not None:
        found = machine.rules.name(owner.module, owner.qualname + "." + args[1])
        told = machine.rules.judge(found, (REFER,)).why
        # the look judges the name, and loading ends at it
        left = told in ("calls_given", *_OWN) or _rebuilds_code(machine)
        return not found.refuses(CALL) or left
    kind = args[0].kind if isinstance(args[0], Thing) else "{0.__module__}:{0.__qualname__}".format(type(args[0]))
    if _is_authors(machine, kind) or _is_rebuilt(machine, args[0]):
        return args[1].isidentifier() and not args[1].startswith("__")
    home = kind.partition(":")[0]
    return any((home == at or home.startswith(at + ".")) and args[1] in methods for at, methods in _BOUND.items())


def _is_authors(machine: Any, kind: str) -> bool:
    """Whether an object is of a class of its author's own: when looking one to be asked of, when loading one that was allowed."""
    name = machine.names.get(kind)
    return name is not None and (name.asked or machine.rules.judge(name, name.uses).why in _OWN)


def _is_rebuilt(machine: Any, value: Any) -> bool:
    """Whether an object is of a class whose code is in the file, of which the analyst is asked."""
    name = machine.named(type(value))
    return value.asked if isinstance(value, Thing) else name is not None and name.asked


def _rebuilds_code(machine: Any) -> bool:
    """Whether the file holds code of its author's own, of which the analyst is asked before anything is loaded."""
    return any(machine.rules.is_by_value(each) for each in machine.names.values())


def _index(machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    """pandas makes an index of the class named first, from a dict; of any other object it would call methods."""
    kind = machine.named(args[0]) if len(args) == 2 else None
    listed = kind is not None and kind.module.split(".")[0] == "pandas" and kind.qualname.endswith("Index")
    return bool(listed) and _may(machine, args[0], NEW) and type(args[1]) is dict


def _fraction(_machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    """`Fraction("1e100000000")` would take for ever."""
    return all(type(a) is int or (type(a) is str and _RATIO.match(a)) for a in args)


_GETTERS: Dict[str, Check] = {
    "attrgetter": lambda _machine, _name, args: table_methods.may_be_got(args),
    "itemgetter": lambda _machine, _name, args: all(map(table_methods.is_plain, args)),
    "methodcaller": lambda _machine, _name, args: table_methods.may_be_called(args, {}),
}  # fmt: skip


def is_honest_call(module: str, qualname: str, args: Tuple[Any, ...]) -> bool:
    """Whether a skops file may call this with such values: what needs looking at here is given plain ones, and no functions."""
    name = Name(module, qualname, CALL)
    check = _CHECKS.get(name.key)
    if check is None:
        return not qualname.startswith("__pyx_unpickle_")
    return all(isinstance(a, _PLAIN) for a in args) and name.key in _CALLED_PLAINLY and check(None, name, args)


def is_honest_getter(kind: str, args: Tuple[Any, ...]) -> bool:
    """The same three, as a skops file writes them; an itemgetter takes an item out of what it is given, whatever its key."""
    check = _GETTERS.get(kind)
    return check is not None and bool(args) and check(None, Name("operator", kind, CALL), args)


def _numbers(machine: Any, _name: Name, args: Tuple[Any, ...]) -> bool:
    """`array.array` from values in the file, or the older form that names the class first."""
    if len(args) == 4:
        kind = machine.named(args[0])
        return kind is not None and kind.key == "array:array" and _plain(machine, _name, args[1:])
    typed = 1 <= len(args) <= 2 and isinstance(args[0], str) and len(args[0]) == 1
    return typed and all(isinstance(a, (list, bytes, str, Thing)) for a in args[1:]) and _gathered(machine, _name, args)


# Methods that honest files keep bound to an object of theirs, by the module of the object's class.
_BOUND: Dict[str, Tuple[str, ...]] = {
    "scipy.stats": ("_entropy", "_nonzero", "generic_moment", "_munp", "_mom1_sc", "_ppf_single", "_cdf_single",
        "scotts_factor", "silverman_factor", "cdf", "logcdf", "sf", "logsf", "ppf", "isf", "pdf", "logpdf", "pmf", "logpmf",
        "evaluate"),
    "sklearn.ensemble._hist_gradient_boosting": ("_raw_predict",),
    "sklearn.feature_extraction.text": ("_word_ngrams", "_char_ngrams", "_char_wb_ngrams", "decode"),
    "re": ("findall", "finditer", "match", "fullmatch", "search", "split"),
}
_CHECKS: Dict[str, Check] = {
    **arrow_checks.CHECKS,
    **zone_checks.CHECKS,
    TEXTS_MAKER: _texts_dtype,
    "builtins:type": _none,
    "types:MethodType": _method,
    **dict.fromkeys(BUILTIN_TYPES, _builtin_type),
    "array:array": _numbers,
    "array:_array_reconstructor": _numbers,
    "builtins:getattr": _attribute,
    "operator:attrgetter": _GETTERS["attrgetter"],
    "operator:methodcaller": _GETTERS["methodcaller"],
    SCIPYS_FUNCTION: _scipys,
    "copyreg:_reconstructor": _reconstructor,
    "copyreg:__newobj__": _newobj,
    "copyreg:__newobj_ex__": _newobj,
    "_codecs:encode": _encode,
    "numpy:dtype": _dtype,
    "functools:partial": _partial,
    "re:_compile": _pattern,
    "time:struct_time": _moment,
    "logging:getLogger": _texts,
    "builtins:bytearray": _bytes_made,
    "builtins:bytes": _bytes_made,
    "builtins:complex": _plain,
    "builtins:int": _plain,
    "builtins:range": _plain,
    "collections:defaultdict": _factory,
    "fractions:Fraction": _fraction,
    "pandas.core.indexes.base:_new_Index": _index,
    "pandas.core.indexes.datetimes:_new_DatetimeIndex": _index,
    "pandas.core.indexes.interval:_new_IntervalIndex": _index,
    "pandas.core.indexes.period:_new_PeriodIndex": _index,
    "pandas.core.indexes.timedeltas:_new_TimedeltaIndex": _index,
}
for _container in ("list", "tuple", "set", "frozenset"):
    _CHECKS["builtins:" + _container] = _gathered
_CHECKS["collections:deque"] = _gathered
for _container in ("builtins:dict", "collections:Counter", "collections:OrderedDict"):
    _CHECKS[_container] = _mapped
for _home in ("numpy.core", "numpy._core"):
    _CHECKS[_home + ".multiarray:_reconstruct"] = _array
    _CHECKS[_home + ".multiarray:scalar"] = _scalar
    _CHECKS[_home + ".numeric:_frombuffer"] = _buffer
    _CHECKS[_home + ":_ufunc_reconstruct"] = _ufunc
for _made_by in ("__randomstate_ctor", "__generator_ctor", "__bit_generator_ctor"):
    _CHECKS["numpy.random._pickle:" + _made_by] = _generator
# Classes of which skops writes a call of the class itself.
_CALLED_PLAINLY = frozenset(["builtins:range", "builtins:complex", "fractions:Fraction", "zoneinfo:ZoneInfo",
    "dateutil.tz.tz:tzoffset", "builtins:int", "builtins:bytes", "builtins:bytearray"])  # fmt: skip
# numpy's own functions remake arrays from nothing; the classes take the bytes they are given for addresses of objects.
_MADE_CHECKS: Dict[str, Check] = dict.fromkeys(
    ("numpy:ndarray", "numpy:matrix", "numpy.matrixlib.defmatrix:matrix", "numpy:recarray", "numpy.rec:recarray",
        "numpy.ma:MaskedArray", "numpy.ma.core:MaskedArray"), _never)  # fmt: skip
__all__ = ["CALL", "check_call", "check_made"]
