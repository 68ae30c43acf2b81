"""What an assessment is: declared needs and parameters, and a generator that yields what it finds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from rai_desktop.findings.measurement import Evidence, Measurement
from rai_desktop.loading.subject import Subject


class Need(StrEnum):
    """What the subject must have before an assessment can run."""

    DATA = "data"
    LABEL = "label"
    PREDICTION = "prediction"
    SCORE = "score"
    SENSITIVE = "sensitive"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` steps (None: unknown), and in the user's nouns what is being done."""

    done: int
    total: int | None
    what: str


Yielded: TypeAlias = Progress | Measurement | Evidence


@dataclass(frozen=True, slots=True)
class Assessment:
    """A question asked of a subject.

    `run(subject, parameters)` yields as it goes; every yield is a place to stop. It has no side effects and
    gives no verdict. `parameters` is a frozen dataclass whose defaults make a sensible run, with one
    `int | float | bool | str` (or tuple of str) per field and `metadata={"title": …, "help": …}`. One that
    `judges_silence` has something to say of a model that does not answer.
    """

    id: str
    title: str
    question: str
    needs: tuple[Need, ...]
    parameters: type
    run: Callable[[Subject, Any], Iterator[Yielded]]
    limits: str
    sources: tuple[str, ...] = ()
    crosswalk: tuple[str, ...] = ()
    tasks: tuple[str, ...] = field(default=("binary", "multiclass", "regression"))
    version: str = "1"
    judges_silence: bool = False
