"""What the pickle machine knows as it reads: the stream's names, their uses, and what looking and loading each do themselves."""

import pickle
from typing import Any, Callable, ClassVar, Dict, List, Optional, Tuple

from . import arrays
from .forests import Misshapen
from .rules import Blocked, Name, Rules
from .sklearn_trees import Trees
from .sources import Source
from .state_checks import is_wrong_at_last

_LEVELS = 16
_WRAPPERS = ("joblib.numpy_pickle", "sklearn.externals.joblib.numpy_pickle")
_OLD_WRAPPERS = ("NDArrayWrapper", "ZNDArrayWrapper")


class Stream(pickle._Unpickler):
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
        self.trees = Trees()

    def load(self) -> Any:
        """As pickle does; then lists that were filled after an object took them are looked at again, and trees together."""
        found = super().load()
        for key, value in self.method_names:
            if is_wrong_at_last(key, value):
                self.refuse(key, "other_method")
        if not self.level:
            self.check_trees_together()
        return found

    def check_trees_together(self) -> None:
        """Whether the trees that were read fit the models they are in."""
        try:
            self.trees.check_together()
        except Misshapen as error:
            self.refuse(error.name, error.why)

    def nested(self) -> "Stream":
        """A machine of the same kind for a stream inside this one."""
        if self.level >= _LEVELS:
            raise Blocked("nested array", "nesting")
        inner = type(self)(self.source, self.rules, self.level + 1)
        inner.names, inner.method_names, inner._containers = self.names, self.method_names, self._containers
        inner.unfamiliar, inner.trees = self.unfamiliar, self.trees
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

    def read_array(self, about: arrays.Described) -> Any:
        """The array whose bytes follow in the stream."""
        raise NotImplementedError

    def extend(self, held: Any, values: List[Any]) -> None:
        """Add to a list."""
        raise NotImplementedError

    def set_items(self, held: Any, values: List[Any]) -> None:
        """Put keys and values, alternating, into a dict."""
        raise NotImplementedError

    def add_items(self, held: Any, values: List[Any]) -> None:
        """Add to a set."""
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


def _translated(module: str, name: str, protocol: int) -> Tuple[str, str]:
    import _compat_pickle

    if protocol < 3:
        if (module, name) in _compat_pickle.NAME_MAPPING:
            return _compat_pickle.NAME_MAPPING[(module, name)]
        module = _compat_pickle.IMPORT_MAPPING.get(module, module)
    return module, name
