"""Arguments of what binds or looks up a function: methods, attributes, partials, getters, and the types behind them."""

from typing import Any, Dict, Tuple

from . import table_methods
from .array_checks import MADE_CHECKS
from .arrays import Thing
from .check_terms import Check, leave_to_analyst, may
from .rules import CALL, METHOD, REFER, Name

METHOD_TYPE = "MethodType"
BUILTIN_TYPES = tuple(home + "cloudpickle.cloudpickle:_builtin_type" for home in ("", "joblib.externals."))
_PLAIN_TYPES = ((METHOD_TYPE,), ("SimpleNamespace",))
_SCIPYS_FUNCTION = "scipy._lib._uarray._backend:unpickle_function"
# dill writes plain types, methods of theirs and classes of named tuples as calls of its own, and so does joblib where dill was
# imported before it. All three only look up what another pickle would name.
DILL_TYPE, DILL_METHOD, DILL_TUPLE = ("dill._dill:" + call for call in ("_load_type", "_getattr", "_create_namedtuple"))
MAKERS_OF_TYPES = (*BUILTIN_TYPES, DILL_TYPE, DILL_METHOD, DILL_TUPLE)
"""What an analyst is asked of gives types, which the file may go on to use."""
_DILL_TYPES: Dict[str, Tuple[str, str]] = {
    **{kind: ("builtins", kind) for kind in ("object", "dict", "list", "tuple", "set", "frozenset", "str", "int", "float", "bool",
        "complex", "bytes", "bytearray", "range", "slice", "NoneType", "ValueError", "NotImplementedError")},
    "PartialType": ("functools", "partial"), "ItemGetterType": ("operator", "itemgetter"),
    "AttrGetterType": ("operator", "attrgetter"), "MethodType": ("types", METHOD_TYPE),
}  # fmt: skip
_OWN = ("author", "notebook")  # why an analyst is asked of what is the author's own
# Methods that honest files keep bound to an object of theirs, by the module of the object's class.
_BOUND: Dict[str, Tuple[str, ...]] = {
    "scipy.stats": ("_entropy", "_nonzero", "generic_moment", "_munp", "_mom1_sc", "_ppf_single", "_cdf_single",
        "scotts_factor", "silverman_factor", "cdf", "logcdf", "sf", "logsf", "ppf", "isf", "pdf", "logpdf", "pmf", "logpmf",
        "evaluate"),
    "sklearn.ensemble._hist_gradient_boosting": ("_raw_predict",),
    "sklearn.feature_extraction.text": ("_word_ngrams", "_char_ngrams", "_char_wb_ngrams", "decode"),
    "re": ("findall", "finditer", "match", "fullmatch", "search", "split"),
}  # fmt: skip


def _none(machine: Any, name: Name, args: Tuple[Any, ...]) -> bool:
    """`type(None)` is a type with nothing to it; any other call makes classes or tells them, and is no listed one."""
    if not (len(args) == 1 and args[0] is None):
        leave_to_analyst(machine, name)
    return True


def _builtin_type(machine: Any, name: Name, args: Tuple[Any, ...]) -> bool:
    """cloudpickle names the type of bound methods like this, and of plain namespaces; its other types rebuild code."""
    if args not in _PLAIN_TYPES:
        leave_to_analyst(machine, name)
    return True


def _method(machine: Any, name: Name, args: Tuple[Any, ...]) -> bool:
    """A method bound to its own object, where `getattr` would be allowed it; code in the file is the analyst's to judge."""
    function = machine.named(args[0]) if len(args) == 2 else None
    if function is not None and function.grant and not function.asked:
        own = machine.named(args[1]) is None and may(machine, args[0], METHOD)
        return own and _attribute(machine, name, (args[1], function.qualname.rpartition(".")[2]))
    makers = [each for each in machine.names.values() if each.key in BUILTIN_TYPES]
    for each in makers:
        leave_to_analyst(machine, each)
    return bool(makers)


def makes_blocks(name: Any) -> bool:
    """Whether a name is the function that pandas 1.3 wraps in a partial and calls."""
    return name is not None and name.key == "pandas.core.internals.blocks:new_block" and not name.refuses(CALL)


def makes_callers(name: Any) -> bool:
    """Whether a name is `methodcaller`, which a partial of it makes where it has keywords."""
    return name is not None and name.key == "operator:methodcaller" and not name.refuses(CALL)


def meant(machine: Any, name: Name, args: Tuple[Any, ...]) -> Tuple[str, ...]:
    """The module and name that a call only looks up, if it is such a call: it is then a name of the stream as any other."""
    if name.key in BUILTIN_TYPES and args in _PLAIN_TYPES and not name.asked:
        return "types", args[0]
    if name.key == _SCIPYS_FUNCTION:
        return args[:2] if _scipys(machine, name, args) else ()
    return () if name.asked else _meant_by_dill(machine, name, args)


def _meant_by_dill(machine: Any, name: Name, args: Tuple[Any, ...]) -> Tuple[str, ...]:
    texts = [type(each) is str for each in args]
    if name.key == DILL_TYPE and texts == [True]:
        return _DILL_TYPES.get(args[0], ())
    if name.key == DILL_TUPLE and texts[::2] == [True, True] and args[2] != "__main__":
        return args[2], args[0]
    owner = machine.named(args[0]) if name.key == DILL_METHOD and texts == [False, True, True] else None
    if owner is None or machine.rules.name(owner.module, owner.qualname + "." + args[1]).refuses(REFER):
        return ()
    return owner.module, owner.qualname + "." + args[1]


def _dills(machine: Any, name: Name, args: Tuple[Any, ...]) -> bool:
    """Whatever else dill looks up is of code: it evaluates what a method is called."""
    if not _meant_by_dill(machine, name, args):
        leave_to_analyst(machine, name)
    return True


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
    return may(machine, function, REFER) and name.key not in MADE_CHECKS


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
    return bool(machine.rules.rebuild_code(machine.names.values()))


GETTERS: Dict[str, Check] = {
    "attrgetter": lambda _machine, _name, args: table_methods.may_be_got(args),
    "itemgetter": lambda _machine, _name, args: all(map(table_methods.is_plain, args)),
    "methodcaller": lambda _machine, _name, args: table_methods.may_be_called(args, {}),
}
CHECKS: Dict[str, Check] = {
    "builtins:type": _none,
    "types:MethodType": _method,
    **dict.fromkeys(BUILTIN_TYPES, _builtin_type),
    "builtins:getattr": _attribute,
    "operator:attrgetter": GETTERS["attrgetter"],
    "operator:methodcaller": GETTERS["methodcaller"],
    _SCIPYS_FUNCTION: _scipys,
    **dict.fromkeys((DILL_TYPE, DILL_METHOD, DILL_TUPLE), _dills),
    "functools:partial": _partial,
}
