"""Condition: a statement about answers, as data."""

import datetime as dt
from collections.abc import Iterator

import msgspec


class Condition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A statement about answers; everything said in one condition must hold together.

    `question` is an id of this pack or `pack/question`. It holds when the answer is, or contains,
    one of `is`; or when it is given at all (`answered`); or when a number is within `at_least` and
    `at_most`, a date before `before`. `fact` names a condition of the pack's classification. `from`
    holds on and after that day. `all`, `any` and `none` combine conditions. An empty condition
    always holds.
    """

    question: str = ""
    is_: list[str] = msgspec.field(default_factory=list, name="is")
    answered: bool = False
    at_least: float | None = None
    at_most: float | None = None
    before: dt.date | None = None
    fact: str = ""
    from_: dt.date | None = msgspec.field(default=None, name="from")
    all: list["Condition"] = []
    any: list["Condition"] = []
    none: list["Condition"] = []

    @property
    def parts(self) -> Iterator["Condition"]:
        """The conditions this one is combined of."""
        yield from (*self.all, *self.any, *self.none)
