"""Load a pickle or joblib file under the rules: only listed names become real, each for its listed use."""

import collections
import functools
import importlib
import importlib.machinery
import sys
import types
from typing import Any, Dict, List, Optional, Tuple

from . import arrays, arrow_checks
from .array_checks import ARRAY_MAKERS, BIT_MAKER
from .bound_checks import METHOD_TYPE, may_be_kept
from .gate import Machine
from .rules import CALL, METHOD, NEW, REFER, Blocked, Name, Rules
from .sources import Source, Unreadable, open_source
from .state_checks import DICT_STATES
from .zone_checks import TZFILE


class Gone(Exception):
    """The library that is running no longer has a name the file uses."""

    def __init__(self, name: str, library: str) -> None:
        super().__init__(name, library)
        self.name = name
        self.library = library


class Lacking(ModuleNotFoundError):
    """A module of the file's own package needs another one of it, which is not there."""


class Loader(Machine):
    """The machine with real things; a breach of the rules ends it."""

    def __init__(self, source: Source, rules: Rules, level: int = 0) -> None:
        super().__init__(source, rules, level)
        self._known: Dict[int, Name] = {}
        self._kept: List[Any] = []

    def nested(self) -> "Machine":
        """A nested stream knows the same names."""
        inner = super().nested()
        assert isinstance(inner, Loader)
        inner._known, inner._kept = self._known, self._kept
        return inner

    def value_of(self, name: Name) -> Any:
        """The real thing if it may be referred to; what may only be called stays a stand-in until it is."""
        if not name.grant:
            raise Blocked(name.full, "unlisted")
        if name.key in _STAND_INS or name.refuses(REFER):
            return name
        return self._real(name)

    def _real(self, name: Name) -> Any:
        if name.target is None:
            name.target = _imported(name, self.rules.home(name.module))
            if self.rules.is_elsewhere(name, name.target):
                self.refuse(name.full, "elsewhere")
            self._remember(name.target, name)
        return name.target

    def _remember(self, real: Any, name: Name) -> None:
        self._known[id(real)] = name
        self._kept.append(real)

    def named(self, value: Any) -> Optional[Name]:
        """The name a value was found under."""
        return value if type(value) is Name else self._known.get(id(value))

    def refuse(self, name: str, why: str) -> None:
        """End here."""
        raise Blocked(name, why)

    def call(self, name: Name, args: Tuple[Any, ...], /, **named: Any) -> Any:
        """Call the real function; what the analyst's own names give may be used as they were."""
        if name.key == "numpy:dtype":
            return self._real(name)(args[0], False, True)
        if name.key == "builtins:getattr" and (owner := self.named(args[0])) is not None:
            return self.find_class(owner.module, owner.qualname + "." + args[1])
        if name.key == "types:" + METHOD_TYPE and type(args[0]) is Name and not args[0].refuses(METHOD):
            return getattr(args[1], args[0].qualname.rpartition(".")[2])
        if name.key == "copyreg:_reconstructor" and type(args[0]) is Name and args[0].key in _STAND_INS:
            return arrays.Wrapper()
        args = tuple(self._real(a) if type(a) is Name and self._becomes_real(name, a, at) else a
                     for at, a in enumerate(args))
        result = self._real(name)(*args, **named)
        if name.key == arrow_checks.RESTORE:
            self._validate(result, name)
        if isinstance(result, dict) and name.module in ("builtins", "collections"):
            self._check_items([each for pair in result.items() for each in pair])
        if name.asked and (isinstance(result, type) or callable(result)):
            given = Name(name.module, name.qualname + "()", REFER + NEW + CALL, asked=True)
            given.target = result
            self._remember(result, given)
        return result

    def _validate(self, array: Any, name: Name) -> None:
        try:
            arrow_checks.validate(array)
        except ValueError:
            self.refuse(name.full, "size_lie")

    def _becomes_real(self, name: Name, given: Name, at: int) -> bool:
        """What may only be made or called is a stand-in until a function that makes objects is given it."""
        makes = name.key in ARRAY_MAKERS or (at == 0 and name.key in _MAKERS)
        return given.key == BIT_MAKER or (makes and not given.refuses(NEW))

    def make(self, name: Name, args: Tuple[Any, ...], named: Dict[str, Any]) -> Any:
        """A new object without its constructor, as pickle makes it."""
        if name.key in _STAND_INS:
            return arrays.Wrapper()
        real = self._real(name)
        return real.__new__(real, *args, **named)

    def build(self, made: Any, state: Any) -> None:
        """Give an object its state, by its class's own method if it has one."""
        if isinstance(made, getattr(sys.modules.get("numpy"), "dtype", ())):
            arrays.check_dtype_state(made, state)
        if isinstance(made, functools.partial):
            self._check_partial(state)
        setstate = getattr(type(made), "__setstate__", None)
        if setstate is not None:
            python = isinstance(setstate, types.FunctionType)
            if python and setstate.__module__.split(".")[0] in DICT_STATES and not _is_state(made, state):
                self.refuse(type(made).__name__, "malformed")
            setstate(made, state)
            return
        state, slots = state if isinstance(state, tuple) and len(state) == 2 else (state, None)
        if not all(part is None or type(part) is dict for part in (state, slots)):  # whose `items` could be anything
            self.refuse(type(made).__name__, "malformed")
        for key, value in (state or {}).items():
            made.__dict__[sys.intern(key) if type(key) is str else key] = value
        for key, value in (slots or {}).items():
            setattr(made, key, value)

    def _check_partial(self, state: Any) -> None:
        if not (isinstance(state, tuple) and state and may_be_kept(self, state[0])):
            self.refuse("functools.partial", "arguments")

    def read_array(self, about: arrays.Described) -> Any:
        """The array whose bytes follow, in this machine's byte order."""
        import numpy as np

        if about.dtype.hasobject:
            return self.nested().load()
        if about.padded:
            self.source.read(self.source.read(1)[0])
        array = np.empty(about.elements, dtype=about.dtype)
        if array.nbytes and self.source.readinto(array.view("u1")) != array.nbytes:
            raise Unreadable("cut")
        if about.order == "F":
            array = array.reshape(about.shape[::-1]).transpose()
        else:
            array = array.reshape(about.shape)
        return _native(array)

    def extend(self, held: Any, values: List[Any]) -> None:
        """Lists and deques only, never one that a library shares."""
        if not isinstance(held, (list, collections.deque)) or self.named(held) is not None:
            self.refuse(type(held).__name__, "changes_library")
        held.extend(values)

    def set_items(self, held: Any, values: List[Any]) -> None:
        """Dicts only, never one that a library shares."""
        if not isinstance(held, dict) or self.named(held) is not None:
            self.refuse(type(held).__name__, "changes_library")
        for at in range(0, len(values), 2):
            held[values[at]] = values[at + 1]

    def add_items(self, held: Any, values: List[Any]) -> None:
        """Sets only."""
        if not isinstance(held, set) or self.named(held) is not None:
            self.refuse(type(held).__name__, "changes_library")
        held.update(values)


_COMPILED = tuple(importlib.machinery.EXTENSION_SUFFIXES)
_SPLINES = "scipy.interpolate._bsplines"
_ROTATIONS = ("scipy.spatial.transform._rotation", "scipy.spatial.transform.rotation")
_MAKERS = frozenset(["copyreg:_reconstructor", "copyreg:__newobj__", "copyreg:__newobj_ex__", TZFILE])
_STAND_INS = frozenset(
    home + ":NumpyArrayWrapper" for home in ("joblib.numpy_pickle", "sklearn.externals.joblib.numpy_pickle")
)


def _is_state(made: Any, state: Any) -> bool:
    """A dict, whose keys were looked at; what a rotation is given, or since SciPy 1.18 a spline."""
    if type(state) is dict:
        return True
    home = type(made).__module__
    return (home in _ROTATIONS and _is_rotation(state)) or (home == _SPLINES and _is_spline(state))


def _is_spline(state: Any) -> bool:
    """The spline of numpy's arrays that does the work, and an array of the kind that it is asked with."""
    if not (isinstance(state, tuple) and len(state) == 2 and arrays.is_plain(state[1])):
        return False
    kind = type(state[0])
    return kind.__module__ == _SPLINES and kind.__name__ == "_BSpline" and arrays.is_plain(vars(state[0]).get("t"))


def _is_rotation(state: Any) -> bool:
    """Its quaternions, and whether it is one alone."""
    pair = isinstance(state, tuple) and len(state) == 2 and type(state[1]) is bool and arrays.is_plain(state[0])
    return pair and state[0].dtype.kind == "f" and state[0].ndim > 0 and state[0].shape[-1] == 4


def _imported(name: Name, home: str) -> Any:
    if name.key == "builtins:NoneType":  # as old pickles and dill name it; no module holds it there
        return type(None)
    try:
        found: Any = importlib.import_module(home)
        for part in name.qualname.split("."):
            found = getattr(found, part)
    except (ImportError, AttributeError) as error:
        root = home.split(".", maxsplit=1)[0]
        missing = getattr(error, "name", None)
        if isinstance(error, ImportError) and missing and (missing == root or missing.split(".")[0] != root):
            raise  # the library itself, or one that the author's code needs in turn
        if str(getattr(error, "path", "")).endswith(_COMPILED):
            raise  # a part of it cannot be started, such as for want of a library of the system's
        if isinstance(error, ModuleNotFoundError) and missing and not (home + ".").startswith(missing + "."):
            raise Lacking(missing) from error
        raise Gone(name.full, root) from error
    return found


def _native(array: Any) -> Any:
    if array.dtype.byteorder == (">" if sys.byteorder == "little" else "<"):
        return array.byteswap().view(array.dtype.newbyteorder("="))
    return array


def load(path: str, rules: Rules) -> Any:
    """The object in a pickle or joblib file. Raises Blocked, Unreadable, Gone, ImportError."""
    source = open_source(path)
    loader = Loader(source, rules)
    found = loader.load()
    if not source.at_end():
        raise Blocked("the end of the file", "trailing")
    for name in loader.names.values():
        if not name.uses and name.refuses(REFER):  # a look judges what is only named as referred to
            raise Blocked(name.full, "unlisted")
    return found
