"""Which names a model file may use, and how: referred to, newly made, or called."""

import builtins
import json
import re
from types import ModuleType
from typing import Any, Dict, Iterable, NamedTuple, Set, Tuple

REFER, NEW, CALL, ARRAY_CLASS, METHOD = "r", "n", "c", "s", "m"
ALLOWED, UNKNOWN, DANGEROUS = "allowed", "unknown", "dangerous"
_PLAIN_NAME = re.compile(r"^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$")
# What cloudpickle rebuilds functions and classes from, besides its own functions.
_PARTS = frozenset(
    ["types", "typing", "typing_extensions", "abc", "collections.abc", "_collections_abc", "_functools",
        "_operator", "operator", "functools", "enum", "dataclasses", "weakref", "_weakrefset"]
)
_BASES = ("object", "tuple", "list", "dict", "set", "frozenset", "str", "bytes", "int", "float", "complex", "Exception")
_OF_BASES = ("__new__", "__repr__", "__str__", "__format__", "__hash__", "__eq__", "__reduce_ex__")  # enumerations keep these
_BUILTIN_PARTS = frozenset("builtins:" + name for name in ("type", "property", "classmethod", "staticmethod", "super",
    *(f"{base}.{method}" for base in _BASES for method in _OF_BASES))) | {"_collections:_tuplegetter"}  # fmt: skip
# Functions of Python's own that such code may refer to as well; so may its errors.
_BUILTIN_FUNCTIONS = frozenset(["callable", "chr", "enumerate", "filter", "format", "hasattr", "hash", "id", "isinstance",
    "issubclass", "iter", "map", "next", "ord", "print", "repr", "reversed", "zip"])  # fmt: skip
# Standard modules that such code may also refer to: they compute, and start, open or send nothing by themselves.
_COMPUTING = frozenset(
    ["_bisect", "_collections", "_datetime", "_hashlib", "_heapq", "_json", "_random", "_statistics", "_string", "_warnings",
        "bisect", "calendar", "cmath", "collections", "copy", "datetime", "decimal", "fractions", "hashlib", "heapq", "itertools",
        "json", "json.decoder", "json.encoder", "math", "numbers", "random", "re", "statistics", "string", "textwrap", "time",
        "unicodedata", "uuid", "warnings", "zlib"]
)
_REBUILDERS = ("subimport", "dynamic_subimport", "instance", "print_exec")  # those of cloudpickle's that begin without a line
_IN_CLASSES = re.compile(r"^(_*[A-Z][A-Za-z0-9_]*\.)+[A-Za-z0-9_]+$")  # what stands in a class of its author's
_METHOD_OF_CLASS = re.compile(r"^[A-Z][A-Za-z0-9]*\.[a-z][A-Za-z0-9_]*$")


class Blocked(Exception):
    """The file uses something that the rules do not allow; `why` is a code with words in sentences.py."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(name, why)
        self.name = name
        self.why = why


class Name:
    """A class or function a file names: what it may be used for and what it was used for."""

    __slots__ = ("asked", "grant", "module", "qualname", "target", "uses")

    def __init__(self, module: str, qualname: str, grant: str, asked: bool = False) -> None:
        self.module = module
        self.qualname = qualname
        self.grant = grant
        self.asked = asked
        self.uses: Set[str] = set()
        self.target: Any = None

    @property
    def full(self) -> str:
        """As a person writes it."""
        return self.module + "." + self.qualname

    @property
    def key(self) -> str:
        """As the rules write it."""
        return self.module + ":" + self.qualname

    def refuses(self, use: str) -> bool:
        """Whether a use is not granted. What may only be made may not stand as a value: a value could be called."""
        return use not in self.grant


class Judgement(NamedTuple):
    """What is thought of a name used in certain ways, and why, as a code with words in sentences.py."""

    verdict: str
    why: str = ""


class Rules:
    """The allowlist as data, plus the names that an analyst allowed for one file."""

    def __init__(self, data: Dict[str, Any], allowed: Iterable[str] = ()) -> None:
        self._homes: Dict[str, str] = data["homes"]
        self._names: Dict[str, Dict[str, str]] = data["names"]
        self._standard = frozenset(data["standard_library"])
        self._known = frozenset(data["known_libraries"])
        self._tools = frozenset(data["tools"])
        self._by_value = frozenset(data["by_value"])
        self._harmful = frozenset(data.get("harmful", ()))
        self._asked = frozenset(data.get("asked", ()))
        self._covered = frozenset(module.split(".")[0] for module in self._names)
        self._allowed = frozenset(allowed)

    @classmethod
    def read(cls, path: str, allowed: Iterable[str] = ()) -> "Rules":
        """The rules in a JSON file made by packaging/make_allowlist.py."""
        with open(path, encoding="utf-8") as file:
            return cls(json.load(file), allowed)

    def name(self, module: str, qualname: str) -> Name:
        """A name with its grant: what the list says, everything if the analyst allowed it, else nothing."""
        grant = self._names.get(module, {}).get(qualname, "")
        wanted = module + "." + qualname in self._allowed and module + ":" + qualname not in self._harmful
        asked = wanted and not {REFER, NEW, CALL} <= set(grant)
        return Name(module, qualname, REFER + NEW + CALL if asked else grant, asked)

    def home(self, module: str) -> str:
        """The module to import for one that a file names: some libraries' compiled parts tell only half their name."""
        return self._homes.get(module, module)

    def is_by_value(self, name: Name) -> bool:
        """Whether a name rebuilds code that is written into the file."""
        return name.key in self._by_value or (name.module in self._by_value and _is_rebuilder(name.qualname))

    def rebuild_code(self, names: Iterable[Name]) -> bool:
        """Whether any of a file's names rebuilds code, so that an analyst is asked: what is listed for its use does not."""
        return any(self.is_by_value(name) and not self._is_listed(name) for name in names)

    def _is_listed(self, name: Name) -> bool:
        return bool(name.grant) and not name.asked and not any(map(name.refuses, name.uses))

    def is_asked(self, name: Name) -> bool:
        """Whether a name is a method of a known library that calls what it is given: honest, but for an analyst to allow."""
        return name.key in self._asked

    def is_library(self, root: str) -> bool:
        """Whether a top-level module is Python's own or of a library these rules know."""
        return root in self._standard or root in self._known or root in self._tools

    def is_elsewhere(self, name: Name, real: Any) -> bool:
        """Whether what a module of a known library holds under a name that the analyst allowed is of Python's own: no file that a
        library wrote names it there, and nothing of it was judged."""
        if not name.asked or name.module.split(".")[0] not in self._known:
            return False
        origin = getattr(real, "__module__", None) or type(real).__module__
        of_python = isinstance(origin, str) and origin != "builtins" and origin.split(".")[0] in self._standard
        return of_python or isinstance(real, ModuleType)

    def _is_tool_within(self, module: str) -> bool:
        """Whether a module is of a tool that a known library brings along, as joblib does cloudpickle and loky."""
        return any((module + ".").startswith(tool + ".") for tool in self._tools if "." in tool)

    def judge(self, name: Name, uses: Iterable[str], by_value: bool = False) -> Judgement:
        """Allowed when every use is granted; otherwise unknown (an analyst may decide) or dangerous.

        `by_value`: the file holds code of its author's own, so the parts such code is rebuilt from, and
        listed classes that it holds as values, add no danger to what the analyst is asked.
        """
        refused = [use for use in sorted(uses) if name.refuses(use)]
        if name.asked and not refused:
            return Judgement(ALLOWED, "asked")
        if not refused and not (by_value and name.key in _BUILTIN_PARTS):  # `type` is listed for None alone
            return Judgement(ALLOWED)
        if by_value and (name.grant or name.module in _PARTS or name.key in _BUILTIN_PARTS or self._is_referred(name, refused)):
            return Judgement(UNKNOWN, "by_value_part")
        return self._unlisted(name, refused)

    def _is_referred(self, name: Name, refused: Iterable[str]) -> bool:
        """Whether a name is a function that code in the file only refers to, of a known library or one that computes.

        That code may import what it likes, so a reference adds nothing to what the analyst is asked.
        """
        if list(refused) != [REFER] or name.key in self._harmful:
            return False
        if name.module == "builtins":
            return name.qualname in _BUILTIN_FUNCTIONS or _is_error(name.qualname)
        if name.module in _COMPUTING:
            return "." not in name.qualname or bool(_METHOD_OF_CLASS.match(name.qualname))
        known = name.module.split(".")[0] in self._known and bool(_PLAIN_NAME.match(name.module))
        return known and (name.qualname.isidentifier() or bool(_METHOD_OF_CLASS.match(name.qualname)))

    def _unlisted(self, name: Name, refused: Iterable[str]) -> Judgement:
        root = name.module.split(".")[0]
        if not _PLAIN_NAME.match(name.module) or not _PLAIN_NAME.match(name.qualname):
            return Judgement(DANGEROUS, "odd_name")
        if self.is_by_value(name):
            return Judgement(UNKNOWN, "by_value")
        if any(part.startswith("__") and part.endswith("__") for part in name.qualname.split(".")):
            return Judgement(DANGEROUS, "odd_name")
        if root in self._standard:
            return Judgement(DANGEROUS, "standard_library")
        if root in self._tools or self._is_tool_within(name.module):
            return Judgement(DANGEROUS, "tool")
        if name.grant:
            return Judgement(DANGEROUS, "other_use")
        return self._unlisted_library(name, root, set(refused))

    def _unlisted_library(self, name: Name, root: str, refused: Set[str]) -> Judgement:
        if self.is_asked(name):
            return Judgement(UNKNOWN, "calls_given")
        if "." in name.qualname and (root in self._known or not _IN_CLASSES.match(name.qualname)):
            return Judgement(DANGEROUS, "dotted")
        if root not in self._known:
            return Judgement(UNKNOWN, "notebook" if root == "__main__" else "author")
        if name.key in self._harmful:
            return Judgement(DANGEROUS, "harmful")
        looks_like_class = name.qualname.lstrip("_")[:1].isupper()
        if looks_like_class and CALL not in refused:
            return Judgement(UNKNOWN, "newer_library" if root in self._covered else "library")
        return Judgement(DANGEROUS, "library_function")


def _is_rebuilder(qualname: str) -> bool:
    """What cloudpickle and dill write to rebuild code: not what they import themselves, nor what reads further pickles."""
    inner = qualname.startswith("_") and not qualname.startswith("__") and qualname != "_getattribute"
    return "." not in qualname and (inner or qualname in _REBUILDERS)


def _is_error(qualname: str) -> bool:
    found = getattr(builtins, qualname, None)
    return isinstance(found, type) and issubclass(found, Exception)


def split(full: str) -> Tuple[str, str]:
    """A name as a person writes it, as module and name."""
    module, _, qualname = full.rpartition(".")
    return module, qualname
