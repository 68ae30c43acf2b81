"""Look into a pickle without running it: names become stand-ins, nothing is imported, nothing called."""

import io
import struct
from typing import Any, Callable, ClassVar, Dict, List, Optional, Tuple

from . import arrays, booster_versions, tree_tables
from .array_checks import TEXTS_MAKER
from .bound_checks import MAKERS_OF_TYPES, may_be_kept
from .gate import Machine
from .kept_pickles import Kept, named
from .rules import REFER, Blocked, Judgement, Name, Rules
from .sources import Source, Unreadable
from .tree_models import TREE

_DAMAGE = (
    ValueError, IndexError, KeyError, AttributeError, TypeError, AssertionError, OverflowError,
    RecursionError, struct.error,
)  # fmt: skip
_CUT = ("truncated", "exhausted", "unexpected end")  # what Python's unpickler says of a stream that ends too early

_IN_A_ROW = 100  # pickles that follow one another
_NEW_MAKERS = ("copyreg:__newobj__", "copyreg:__newobj_ex__") # and `newObj`, which scikit-learn has for its trees of neighbours
_BYTES_MAKERS = ("builtins:bytearray", "_codecs:encode")


def _noticing(load: Callable[[Any], None]) -> Callable[[Any], None]:
    """An opcode that puts a text or bytes on the stack, and has it noticed when it may be a pickle."""

    def noticed(machine: Any) -> None:
        load(machine)
        if machine.stack[-1][-1:] in (b".", "."):
            machine.kept.notice(machine.stack[-1])

    return noticed


class Looker(Machine):
    """The machine with stand-ins. `breaches` are the rules it saw broken, `versions` what states told."""

    def __init__(self, source: Source, rules: Rules, level: int = 0) -> None:
        super().__init__(source, rules, level)
        self.breaches: List[Tuple[str, str]] = []
        self.versions: Dict[str, str] = {}
        self.kept = Kept()

    def nested(self) -> "Machine":
        """Breaches and versions of a nested stream belong to the whole."""
        inner = super().nested()
        assert isinstance(inner, Looker)
        inner.breaches, inner.versions, inner.kept = self.breaches, self.versions, self.kept
        return inner

    def value_of(self, name: Name) -> Any:
        """The name itself stands for what it names."""
        return name

    def named(self, value: Any) -> Optional[Name]:
        """Names only; what an unknown call gave counts as part of that unknown."""
        return value if type(value) is Name else None

    def refuse(self, name: str, why: str) -> None:
        """Note it and go on, to see the rest."""
        if why != "unlisted" and (name, why) not in self.breaches:
            self.breaches.append((name, why))

    def use(self, value: Any, use: str) -> Optional[Name]:
        """As loading; calling what an unknown call gave is the unknown code's own doing."""
        if type(value) is arrays.Thing and value.asked:
            return None
        return super().use(value, use)

    def call(self, name: Name, args: Tuple[Any, ...], /, **named: Any) -> Any:
        """A stand-in; dtypes keep their size, for the bytes of arrays must be passed over."""
        if name.key in _BYTES_MAKERS and args:
            self.versions.update(booster_versions.told_by(args[0]))
            return self._bytes(name, args[0])
        if name.key == "numpy:dtype":
            return arrays.Dtype("V" if self.named(args[0]) is not None else args[0])
        if name.qualname == "scalar" and name.module.endswith(".multiarray"):
            return arrays.scalar(*args) if len(args) == 2 else arrays.Thing(name.key)
        if name.key == TEXTS_MAKER:
            return arrays.Dtype.of_texts()
        if name.key == "builtins:getattr" and type(args[0]) is Name and isinstance(args[1], str):
            return self.find_class(args[0].module, args[0].qualname + "." + args[1])
        if name.key == "copyreg:_reconstructor" and type(args[0]) is Name:
            return self.make(args[0], (), {})
        if (name.key in _NEW_MAKERS or name.qualname == "newObj") and args and type(args[0]) is Name:
            return arrays.Thing(args[0].key)
        if name.module in ("builtins", "collections"):
            self._check_pairs(args)
        made = arrays.Thing(name.key, asked=name.key in MAKERS_OF_TYPES)  # of which the analyst is asked
        if name.key == TREE and args and type(args[0]) is int:
            made.told = args[0]
        return made

    def _check_pairs(self, args: Tuple[Any, ...]) -> None:
        """What a dict is made from, held to the same as what is put into one."""
        for given in args:
            if isinstance(given, (list, tuple)):
                for pair in given:
                    if isinstance(pair, (list, tuple)) and len(pair) == 2:
                        self._check_items(list(pair))

    def _bytes(self, name: Name, value: Any) -> Any:
        made = arrays.Thing(name.key, asked=name.key in MAKERS_OF_TYPES)
        made.booster = self.check_trees(value)
        made.told = value if isinstance(value, str) else None
        return made

    def make(self, name: Name, args: Tuple[Any, ...], named: Dict[str, Any]) -> Any:
        """A stand-in."""
        if name.qualname == "NumpyArrayWrapper" and name.module.endswith("joblib.numpy_pickle"):
            return arrays.Wrapper()
        return arrays.Thing(name.key)

    def build(self, made: Any, state: Any) -> None:
        """Note versions; dtypes take their size."""
        self.versions.update(arrays.versions_in(state) or {})
        for value in state.values() if type(state) is dict else ():
            self.versions.update(booster_versions.told_by(value))
        if arrays.is_plain(made) and isinstance(state, tuple) and len(state) == 5:
            made.told = tree_tables.kept(state)
        if type(made) is arrays.Dtype:
            arrays.check_dtype_state(made, state)
            made.set_state(state)
        if type(made) is arrays.Thing and made.kind == "functools:partial":
            self._check_partial(state)

    def _check_partial(self, state: Any) -> None:
        if not (isinstance(state, tuple) and state and may_be_kept(self, state[0])):
            self.refuse("functools.partial", "arguments")

    def read_array(self, about: arrays.Described) -> Any:
        """Pass over an array's bytes, or look into its nested stream."""
        if about.dtype.hasobject:
            return self.nested().load()
        if about.padded:
            self.source.skip(self.source.read(1)[0])
        made = arrays.Thing("array")
        size = about.elements * about.dtype.itemsize
        if tree_tables.is_table(about.dtype, about.elements):
            content = self.source.read(size)
            if len(content) < size:
                raise Unreadable("cut")
            made.told = tree_tables.read(about.dtype, about.shape, content)
        else:
            self.source.skip(size)
        return made

    def extend(self, held: Any, values: List[Any]) -> None:
        """Lists grow; stand-ins swallow."""
        if type(held) is list:
            held.extend(values)
        elif type(held) is not arrays.Thing:
            self.refuse(type(held).__name__, "changes_library")

    def set_items(self, held: Any, values: List[Any]) -> None:
        """Keys of text or bytes are kept, of others only that there are some: hashing them could take for ever."""
        if type(held) is dict:
            for at in range(0, len(values) - 1, 2):
                held[values[at] if isinstance(values[at], (str, bytes)) else arrays.UNTOLD] = values[at + 1]
        elif type(held) is not arrays.Thing:
            self.refuse(type(held).__name__, "changes_library")

    def add_items(self, held: Any, values: List[Any]) -> None:
        """Sets are never asked: nothing is hashed."""
        if not isinstance(held, (set, arrays.Thing)):
            self.refuse(type(held).__name__, "changes_library")

    def load_frozenset(self) -> None:
        self.pop_mark()
        self.append(arrays.Thing("frozenset"))

    dispatch: ClassVar[Dict[int, Any]] = dict(Machine.dispatch)
    dispatch[b"\x91"[0]] = load_frozenset
    for _of_text in b"BC\x8e\x96X\x8c\x8dSTUV":  # the codes of bytes and of texts
        dispatch[_of_text] = _noticing(dispatch[_of_text])


class Peeker(Looker):
    """A looker into a pickle that is not to be loaded: what it refers to outside itself is passed over."""

    dispatch: ClassVar[Dict[int, Any]] = dict(Looker.dispatch)

    def load_persid(self) -> None:
        self.source.readline()
        self.append(arrays.Thing("outside"))

    def load_binpersid(self) -> None:
        self.stack[-1] = arrays.Thing("outside")

    dispatch[b"P"[0]] = load_persid
    dispatch[b"Q"[0]] = load_binpersid


class Seen:
    """What a look into a pickle found; `damage` is a code and a detail when it could not be read to its end."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.names: List[Name] = []
        self.breaches: List[Tuple[str, str]] = []
        self.versions: Dict[str, str] = {}
        self.damage: Optional[Tuple[str, str]] = None
        self.trailing = False
        self.kept: List[str] = []
        self.unfamiliar: List[str] = []

    def judged(self) -> List[Tuple[Name, Judgement]]:
        """Every name with what is thought of it."""
        by_value = any(self.rules.is_by_value(name) and any(map(name.refuses, name.uses or {REFER})) for name in self.names)
        return [(name, self.rules.judge(name, name.uses or {REFER}, by_value)) for name in self.names]


def look_inside(content: bytes, rules: Rules) -> Seen:
    """Look into a pickle that is kept inside another file, and will not be loaded."""
    return _look_at(io.BytesIO(content), len(content), rules)


def look_at_all(content: bytes, rules: Rules) -> List[Seen]:
    """The same for pickles that follow one another, as far as they can be read."""
    stream = io.BytesIO(content)
    found: List[Seen] = []
    while len(found) < _IN_A_ROW and stream.tell() < len(content):
        found.append(_look_at(stream, len(content) - stream.tell(), rules))
        if found[-1].damage or not found[-1].trailing:
            break
        stream.seek(-1, io.SEEK_CUR)  # the byte that told that more follows
    return found


def _look_at(stream: io.BytesIO, size: int, rules: Rules) -> Seen:
    source = Source(stream, size, exact=True)
    return _seen(Peeker(source, rules), source, rules)


def look(source: Source, rules: Rules) -> Seen:
    """Run the machine over a stream with stand-ins; of pickles it keeps as data, the names they would use are told."""
    machine = Looker(source, rules)
    seen = _seen(machine, source, rules)
    for content in machine.kept.found:
        seen.kept += [name for name in named(look_inside(content, rules)) if name not in seen.kept]
    return seen


def _seen(machine: Looker, source: Source, rules: Rules) -> Seen:
    seen = Seen(rules)
    try:
        machine.load()
        seen.trailing = not source.at_end()
    except Blocked as blocked:
        machine.breaches.append((blocked.name, blocked.why))
    except Unreadable as error:
        seen.damage = (error.why, error.detail)
    except UnicodeDecodeError as error:
        seen.damage = ("python2", str(error)) if machine.proto < 3 else ("malformed", str(error))
    except MemoryError:
        seen.damage = ("bomb", "")
    except _DAMAGE as error:
        seen.damage = ("malformed", "{}: {}".format(type(error).__name__, error)[:200])
    except Exception as error:  # pickle.UnpicklingError among them
        cut = isinstance(error, EOFError) or any(word in str(error) for word in _CUT)
        seen.damage = ("cut" if cut else "malformed", str(error)[:200])
    seen.names = list(machine.names.values())
    seen.breaches, seen.versions = machine.breaches, machine.versions
    seen.unfamiliar = sorted(set(machine.unfamiliar))
    return seen
