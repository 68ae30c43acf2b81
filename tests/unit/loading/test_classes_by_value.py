"""Classes of the author's own that cloudpickle writes into a file beside the model: asked of, and opened once they are allowed."""

import builtins
import collections
import enum
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import cloudpickle
import pytest

from rai_desktop.host import rules, unpickling
from rai_desktop.loading.inspection import inspect_model, rules_path


class Grade(str, enum.Enum):  # noqa: UP042
    """An enumeration of texts."""

    HIGH = "high"


class Level(enum.IntEnum):
    HIGH = 1


class Kept(NamedTuple):
    """A model and its columns."""

    columns: list[str]
    cut: float


class TooFew(Exception):
    """An error of the author's own."""


class Missing(dict[str, int]):
    def __missing__(self, key: str) -> int:
        return 0


Pair = collections.namedtuple("Pair", ["columns", "cut"])
HELD = {
    "texts": Grade.HIGH, "numbers": Level.HIGH, "named": Kept(["a"], 0.5), "older": Pair(["a"], 0.5), "error": TooFew("5"),
    "dict": Missing(a=1), "function": lambda rows, log=print: log(rows),
}  # fmt: skip


@pytest.fixture
def by_value() -> Iterator[None]:
    """As in a notebook: the classes of this module are written into the file."""
    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    yield
    cloudpickle.unregister_pickle_by_value(sys.modules[__name__])


@pytest.mark.usefixtures("by_value")
@pytest.mark.parametrize("protocol", [2, 5])
@pytest.mark.parametrize("held", HELD)
def test_they_are_asked_of_and_open_once_allowed(held: str, protocol: int, tmp_path: Path) -> None:
    (path := tmp_path / "model.pkl").write_bytes(cloudpickle.dumps({"kept": HELD[held]}, protocol=protocol))
    look = inspect_model(path)
    assert look.verdict == "ask", look.sentence
    asked = {each.name for each in look.names if each.judgement == "unknown"}
    with pytest.raises(rules.Blocked):
        unpickling.load(str(path), rules.Rules.read(str(rules_path())))
    found: Any = unpickling.load(str(path), rules.Rules.read(str(rules_path()), asked))
    assert set(found) == {"kept"}
    assert type(found["kept"]).__name__ == type(HELD[held]).__name__


def test_what_reads_or_runs_stays_refused() -> None:
    known = rules.Rules.read(str(rules_path()))
    for qualname in ("exec", "eval", "open", "compile", "__import__", "type.__subclasses__", "object.__subclasses__"):
        assert known.judge(known.name("builtins", qualname), ("c",), by_value=True).verdict == "dangerous", qualname
    assert known.judge(known.name("builtins", "print"), ("r",)).verdict == "dangerous"
    assert all(hasattr(builtins, name) for name in rules._BUILTIN_FUNCTIONS)
