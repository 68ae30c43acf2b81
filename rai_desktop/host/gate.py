"""The one pickle machine, for looking and for loading: the same rules at every opcode.

It follows CPython's own Python unpickler (never the C one, which has disagreed with it about frames), so that
what is looked at is what is loaded. Names come out as stand-ins when looking and as real things when loading;
only what the rules name may be made or called, and only as they allow.
"""

import pickle
from typing import Any, ClassVar, Dict, List, Tuple

from . import arrays
from .bound_checks import makes_blocks, makes_callers, meant
from .checks import check_call, check_made
from .gate_states import States
from .rules import ARRAY_CLASS, CALL, NEW, Blocked, Name
from .table_methods import may_be_called

_ARRAY_MAKERS = ("numpy.core.multiarray:_reconstruct", "numpy._core.multiarray:_reconstruct")
DILL_ARRAY = "dill._dill:_create_array"
_PARTS_OF_ARRAY = 5  # of the state of an array that is no subclass


class Machine(States):
    """The opcodes that call and make, and those that no honest file has."""

    dispatch: ClassVar[Dict[int, Any]] = dict(States.dispatch)

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
        if looked_up := meant(self, name, args):
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

    def _outside(self) -> None:
        raise Blocked("a reference out of the file", "outside")

    for _code in (
        pickle.PERSID, pickle.BINPERSID, pickle.EXT1, pickle.EXT2, pickle.EXT4,
        pickle.NEXT_BUFFER, pickle.READONLY_BUFFER,
    ):  # fmt: skip
        dispatch[_code[0]] = _outside
