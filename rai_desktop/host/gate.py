"""The one pickle machine, for looking and for loading: the same rules at every opcode.

It follows CPython's own Python unpickler (never the C one, which has disagreed with it about frames), so that
what is looked at is what is loaded. Names come out as stand-ins when looking and as real things when loading;
only what the rules name may be made or called, and only as they allow.
"""

import logging
import pickle
import struct
import types
from typing import Any, Callable, ClassVar, Dict, List, Optional, Tuple

from . import arrays, booster_trees
from .checks import check_call, check_made, makes_blocks, makes_callers, meant
from .rules import ARRAY_CLASS, CALL, NEW, REFER, Blocked, Name, Rules
from .sources import Source, Unreadable
from .state_checks import (
    METHOD_NAMES,
    WATCHED,
    attributes,
    hides_what_it_sets,
    is_mistaken,
    kind_of,
    names_a_method,
    odd_item,
    odd_state,
    pairs,
)  # fmt: skip
from .table_methods import may_be_called

_LEVELS = 16
_SHARED = (
    Name, type, types.ModuleType, types.FunctionType, types.BuiltinFunctionType, types.MethodType, logging.Logger,
)  # fmt: skip
_SHARED_THINGS = ("logging:getLogger", "builtins:type")
_CONTAINERS = 2_000_000  # made empty in one file; each costs up to 216 bytes
_WRAPPERS = ("joblib.numpy_pickle", "sklearn.externals.joblib.numpy_pickle")
_ARRAY_MAKERS = ("numpy.core.multiarray:_reconstruct", "numpy._core.multiarray:_reconstruct")
DILL_ARRAY = "dill._dill:_create_array"
_PARTS_OF_ARRAY = 5  # of the state of an array that is no subclass
_OLD_WRAPPERS = ("NDArrayWrapper", "ZNDArrayWrapper")


class Machine(pickle._Unpickler):
    """What looking and loading share. `names` holds every name the stream used, in order."""

    dispatch: ClassVar[Dict[int, Any]] = dict(pickle._Unpickler.dispatch)
    # what CPython's own class has and its type stubs do not tell
    stack: List[Any]
    append: Callable[[Any], None]
    pop_mark: Callable[[], List[Any]]
    proto: int

    def __init__(self, source: Source, rules: Rules, level: int = 0) -> None:
        super().__init__(source)
        self.source = source
        self.rules = rules
        self.level = level
        self.names: Dict[str, Name] = {}
        self.method_names: List[Tuple[str, Any]] = []
        self.unfamiliar: List[str] = []
        self._containers = [0]

    def load(self) -> Any:
        """As pickle does; then lists that were filled after an object took them are looked at again."""
        found = super().load()
        for key, value in self.method_names:
            if not names_a_method(value):
                self.refuse(key, "other_method")
        return found

    def nested(self) -> "Machine":
        """A machine of the same kind for a stream inside this one."""
        if self.level >= _LEVELS:
            raise Blocked("nested array", "nesting")
        inner = type(self)(self.source, self.rules, self.level + 1)
        inner.names, inner.method_names, inner._containers = self.names, self.method_names, self._containers
        inner.unfamiliar = self.unfamiliar
        return inner

    # what looking and loading do differently

    def value_of(self, name: Name) -> Any:
        """What stands on the stack for a name."""
        raise NotImplementedError

    def named(self, value: Any) -> Optional[Name]:
        """The name behind a value, if it is one."""
        raise NotImplementedError

    def refuse(self, name: str, why: str) -> None:
        """Note or raise a breach of the rules."""
        raise NotImplementedError

    def call(self, name: Name, args: Tuple[Any, ...], /, **named: Any) -> Any:
        """The result of an allowed call."""
        raise NotImplementedError

    def make(self, name: Name, args: Tuple[Any, ...], named: Dict[str, Any]) -> Any:
        """A new object of an allowed class, without its constructor."""
        raise NotImplementedError

    def build(self, made: Any, state: Any) -> None:
        """Give an object its state."""
        raise NotImplementedError

    # names

    def find_class(self, module: str, name: str) -> Any:
        """A name of the stream, old Python 2 spellings translated as Python does."""
        module, name = _translated(module, name, self.proto)
        key = module + ":" + name
        if key not in self.names:
            self.names[key] = self.rules.name(module, name)
        if module in _WRAPPERS and name in _OLD_WRAPPERS:
            self.refuse(key.replace(":", "."), "neighbour_file")
        return self.value_of(self.names[key])

    def use(self, value: Any, use: str) -> Optional[Name]:
        """The name behind a value that is made or called, if the rules allow that; None if refused."""
        name = self.named(value)
        if name is None:
            self.refuse(type(value).__name__, "calls_result")
            return None
        name.uses.add(use)
        if name.refuses(use):
            self.refuse(name.full, "unlisted")
            return None
        return name

    # opcodes

    def load_reduce(self) -> None:
        args = self.stack.pop()
        self.stack[-1] = self._called(self.stack[-1], args)

    dispatch[pickle.REDUCE[0]] = load_reduce

    def _called(self, function: Any, args: Any) -> Any:
        if type(function) is arrays.BlockMaker:
            return self._block(function, args)
        if type(function) is arrays.CallerMaker:
            return self._caller(function, args)
        name = self.use(function, CALL)
        if type(args) is not tuple:
            self.refuse("arguments", "malformed")
            return arrays.Thing()
        if name is None:
            return arrays.Thing(asked=True)
        if name.key == DILL_ARRAY and not name.asked:
            return self._array_of_dill(args)
        args = self._unmapped(name, args)
        check_call(self, name, args)
        if looked_up := meant(name, args):
            return self.find_class(*looked_up)
        given = self.named(args[0]) if name.key == "functools:partial" and args else None
        if makes_blocks(given) or makes_callers(given):
            return (arrays.BlockMaker if makes_blocks(given) else arrays.CallerMaker)(given)
        return self.call(name, args)

    def _unmapped(self, name: Name, args: Tuple[Any, ...]) -> Tuple[Any, ...]:
        """An array that was a memmap holds its bytes as any other, and is made a plain one: nothing is mapped."""
        kind = self.named(args[0]) if args and name.key in _ARRAY_MAKERS else None
        if kind is None or kind.refuses(ARRAY_CLASS):
            return args
        kind.uses.add(ARRAY_CLASS)
        return (self.find_class("numpy", "ndarray"), *args[1:])

    def _array_of_dill(self, args: Tuple[Any, ...]) -> Any:
        """What dill writes for an array: the call that makes it empty and its state, both held to numpy's own rules."""
        if len(args) not in (3, 4) or (len(args) == 4 and args[3] is not None):
            raise Blocked(DILL_ARRAY.replace(":", "."), "arguments")
        made = self._called(args[0], args[1])
        if not arrays.is_plain(made) or type(args[2]) is not tuple or len(args[2]) != _PARTS_OF_ARRAY:
            raise Blocked(DILL_ARRAY.replace(":", "."), "arguments")
        self._check_state(made, args[2])
        self.build(made, args[2])
        return made

    def _block(self, maker: arrays.BlockMaker, args: Any) -> Any:
        if type(args) is not tuple or maker.ndim == 0:
            self.refuse(maker.name.full, "arguments")
        return self.call(maker.name, args, ndim=maker.ndim)

    def _caller(self, maker: arrays.CallerMaker, args: Any) -> Any:
        given = (*maker.args, *args) if type(args) is tuple else ()
        if not may_be_called(given, maker.keywords):
            self.refuse(maker.name.full, "arguments")
            return arrays.Thing()
        return self.call(maker.name, given, **maker.keywords)

    def load_newobj(self) -> None:
        args = self.stack.pop()
        self.stack[-1] = self._made(self.stack[-1], args, {})

    dispatch[pickle.NEWOBJ[0]] = load_newobj

    def load_newobj_ex(self) -> None:
        named = self.stack.pop()
        args = self.stack.pop()
        self.stack[-1] = self._made(self.stack[-1], args, named)

    dispatch[pickle.NEWOBJ_EX[0]] = load_newobj_ex

    def _made(self, kind: Any, args: Any, named: Any) -> Any:
        name = self.use(kind, NEW)
        if type(args) is not tuple or type(named) is not dict:
            self.refuse("arguments", "malformed")
            return arrays.Thing()
        if name is None:
            return arrays.Thing(asked=True)
        check_made(self, name, args)
        return self.make(name, args, named)

    def _instantiate(self, kind: Any, args: List[Any]) -> None:
        made = self._called(kind, tuple(args)) if args else self._made(kind, (), {})
        self.append(made)

    def load_build(self) -> None:
        state = self.stack.pop()
        made = self.stack[-1]
        if type(made) is arrays.Wrapper:
            self.stack[-1] = self.read_array(arrays.described(state))
            return
        if type(made) in (arrays.BlockMaker, arrays.CallerMaker):
            if not made.take(state, self.named(state[0]) if isinstance(state, tuple) and state else None):
                self.refuse(made.name.full, "arguments")
            return
        if hides_what_it_sets(made, state):
            self.refuse(kind_of(made).partition(":")[2], "malformed")
        self._check_state(made, state)
        self.build(made, state)

    dispatch[pickle.BUILD[0]] = load_build

    def _check_state(self, made: Any, state: Any) -> None:
        if isinstance(made, _SHARED) or (isinstance(made, arrays.Thing) and made.kind in _SHARED_THINGS):
            self.refuse(getattr(made, "__name__", "a name"), "changes_library")
        if self.named(made) is not None:
            self.refuse("a shared object", "changes_library")
        if arrays.is_plain(made) and arrays.lies_about_size(state):
            self.refuse("array", "size_lie")
        if any(not isinstance(key, str) for part in attributes(state) for key in part):
            self.refuse(kind_of(made), "malformed")
        for key, value in pairs(state):
            if why := odd_state(key, value) or ("malformed" if is_mistaken(made, key, value) else ""):
                self.refuse(key, why)
            self._check_value(key, value)
            self._check_method_name(key, value)
            if isinstance(value, (bytes, bytearray, str)) or booster_trees.keeps(kind_of(made), key):
                self.check_trees(value, booster_trees.keeps(kind_of(made), key))

    def check_trees(self, value: Any, needed: bool = False) -> bool:
        """Whether it is a booster, whose trees are looked at; where one is `needed`, nothing else may be there."""
        try:
            found = booster_trees.check(value) or (type(value) is arrays.Thing and value.booster)
            if needed and value is not None and not found:
                self.refuse("booster", "malformed")
            return found
        except booster_trees.Unfamiliar as error:
            self.unfamiliar.append(error.why)
        except booster_trees.Misshapen as error:
            self.refuse(error.name, error.why)
        return True

    def _check_value(self, key: Any, value: Any) -> None:
        """What may only be made or called is no value to keep: whoever holds it could call it."""
        if type(value) is not Name or not value.refuses(REFER):
            return
        if key == "subclass" and not value.refuses(ARRAY_CLASS):
            value.uses.add(ARRAY_CLASS)  # joblib notes that an array was a memmap, and gives back a plain one
            return
        value.uses.add(REFER)
        self.refuse(value.full, "unlisted")

    def _check_method_name(self, key: Any, value: Any) -> None:
        """Libraries call the method that such an attribute names: it must be one that predicts."""
        if isinstance(key, str) and key in METHOD_NAMES:
            self.method_names.append((key, value))
            if not names_a_method(value):
                self.refuse(key, "other_method")

    def read_array(self, about: arrays.Described) -> Any:
        """The array whose bytes follow in the stream."""
        raise NotImplementedError

    def load_append(self) -> None:
        value = self.stack.pop()
        self._check_value(None, value)
        self.extend(self.stack[-1], [value])

    dispatch[pickle.APPEND[0]] = load_append

    def load_appends(self) -> None:
        values = self.pop_mark()
        for value in values:
            if type(value) is Name:
                self._check_value(None, value)
        self.extend(self.stack[-1], values)

    dispatch[pickle.APPENDS[0]] = load_appends

    def extend(self, held: Any, values: List[Any]) -> None:
        """Add to a list."""
        raise NotImplementedError

    def load_setitem(self) -> None:
        value = self.stack.pop()
        key = self.stack.pop()
        self._check_items([key, value])
        self.set_items(self.stack[-1], [key, value])

    dispatch[pickle.SETITEM[0]] = load_setitem

    def load_setitems(self) -> None:
        values = self.pop_mark()
        self._check_items(values)
        self.set_items(self.stack[-1], values)

    dispatch[pickle.SETITEMS[0]] = load_setitems

    def _check_items(self, values: List[Any]) -> None:
        for at in range(0, len(values) - 1, 2):
            key, value = values[at], values[at + 1]
            if type(value) is Name:
                self._check_value(key, value)
            if isinstance(key, str) and key in WATCHED:
                self._check_method_name(key, value)
                self._check_item(key, value)

    def _check_item(self, key: str, value: Any) -> None:
        """A class written into the file has such attributes; then the analyst is asked of its code."""
        if (why := odd_item(key, value)) and not any(map(self.rules.is_by_value, self.names.values())):
            self.refuse(str(key), why)

    def set_items(self, held: Any, values: List[Any]) -> None:
        """Put keys and values, alternating, into a dict."""
        raise NotImplementedError

    def load_dict(self) -> None:
        values = self.pop_mark()
        fresh: Dict[Any, Any] = {}
        self._check_items(values)
        self.set_items(fresh, values)
        self.append(fresh)

    dispatch[pickle.DICT[0]] = load_dict

    def load_additems(self) -> None:
        values = self.pop_mark()
        self.add_items(self.stack[-1], values)

    dispatch[pickle.ADDITEMS[0]] = load_additems

    def add_items(self, held: Any, values: List[Any]) -> None:
        """Add to a set."""
        raise NotImplementedError

    def _counted(self) -> None:
        self._containers[0] += 1
        if self._containers[0] > _CONTAINERS:
            raise Unreadable("bomb")

    def load_empty_list(self) -> None:
        self._counted()
        self.append([])

    dispatch[pickle.EMPTY_LIST[0]] = load_empty_list

    def load_empty_dictionary(self) -> None:
        self._counted()
        self.append({})

    dispatch[pickle.EMPTY_DICT[0]] = load_empty_dictionary

    def load_empty_set(self) -> None:
        self._counted()
        self.append(set())

    dispatch[pickle.EMPTY_SET[0]] = load_empty_set

    def load_bytearray8(self) -> None:
        (size,) = struct.unpack("<Q", self.read(8))  # type: ignore[attr-defined]
        self.append(bytearray(self.read(size)))  # type: ignore[attr-defined] # CPython's own takes the memory before it reads

    dispatch[pickle.BYTEARRAY8[0]] = load_bytearray8

    def load_mark(self) -> None:
        self._counted()
        super().load_mark()  # type: ignore[misc]

    dispatch[pickle.MARK[0]] = load_mark

    def _outside(self) -> None:
        raise Blocked("a reference out of the file", "outside")

    for _code in (
        pickle.PERSID, pickle.BINPERSID, pickle.EXT1, pickle.EXT2, pickle.EXT4,
        pickle.NEXT_BUFFER, pickle.READONLY_BUFFER,
    ):  # fmt: skip
        dispatch[_code[0]] = _outside


def _translated(module: str, name: str, protocol: int) -> Tuple[str, str]:
    import _compat_pickle

    if protocol < 3:
        if (module, name) in _compat_pickle.NAME_MAPPING:
            return _compat_pickle.NAME_MAPPING[(module, name)]
        module = _compat_pickle.IMPORT_MAPPING.get(module, module)
    return module, name
