"""What an object is given as its state while a pickle is read."""

import enum
import logging
import pickle
import types
from typing import Any, ClassVar, Dict

from . import arrays, booster_trees
from .forests import Misshapen
from .gate_values import Values
from .rules import Name
from .state_checks import (
    attributes,
    has_steps,
    hides_what_it_sets,
    is_cut_short,
    is_mistaken,
    is_setting,
    kind_of,
    odd_state,
    pairs,
)

_SHARED = (
    Name, type, types.ModuleType, types.FunctionType, types.BuiltinFunctionType, types.MethodType, logging.Logger,
    enum.Enum,
)  # fmt: skip
_SHARED_THINGS = (  # a look knows them by the name they are called by, the host some by where their class says it is from
    "logging:getLogger", "builtins:type", "re:RegexFlag", "uuid:SafeUUID", "pandas._libs.missing:NAType",
    "pandas.api.typing:NAType",
)  # fmt: skip


class States(Values):
    """The opcode that builds, and what a state may hold."""

    dispatch: ClassVar[Dict[int, Any]] = dict(Values.dispatch)

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
        if hides_what_it_sets(made, state) or is_cut_short(made, state):
            self.refuse(kind_of(made).partition(":")[2], "malformed")
        self._check_state(made, state)
        self.build(made, state)

    dispatch[pickle.BUILD[0]] = load_build

    def _check_state(self, made: Any, state: Any) -> None:
        if isinstance(made, _SHARED) or kind_of(made) in _SHARED_THINGS:
            self.refuse(getattr(made, "__name__", "a name"), "changes_library")
        if self.named(made) is not None:
            self.refuse("a shared object", "changes_library")
        if arrays.is_plain(made) and arrays.lies_about_size(state):
            self.refuse("array", "size_lie")
        self._check_nodes(made, state)
        if any(not isinstance(key, str) for part in attributes(state) for key in part):
            self.refuse(kind_of(made), "malformed")
        for key, value in pairs(state):
            if is_setting(key, value):
                continue
            if why := odd_state(key, value) or ("malformed" if is_mistaken(made, key, value) else ""):
                self.refuse(key, why)
            self._check_value(key, value)
            self._check_method_name(key, value)
            if has_steps(made, key):
                self.method_names.append((key, value))  # looked at when all has been read
            if isinstance(value, (bytes, bytearray, str)) or booster_trees.keeps(kind_of(made), key):
                self.check_trees(value, booster_trees.keeps(kind_of(made), key))

    def _check_nodes(self, made: Any, state: Any) -> None:
        try:
            self.trees.check(made, state)
        except Misshapen as error:
            self.refuse(error.name, error.why)

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
