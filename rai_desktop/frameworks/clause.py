"""Framework and clause: an id, our own words for what it says, from when it binds, and how well we
know it."""

from typing import Annotated

import msgspec

UNVERIFIED = "from memory, unverified"
Day = Annotated[str, msgspec.Meta(pattern=r"^(\d{4}-\d\d-\d\d)?$")]
Edition = Annotated[str, msgspec.Meta(pattern=r"^(\d{4}(-\d\d){0,2})?$")]


class Dated(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`applies_from` is the day it takes effect, `published` the day, month or year of its edition,
    `undated` why neither can be told; `dates_source` says where that is written."""

    applies_from: Day = ""
    published: Edition = ""
    undated: str = ""
    applies_note: str = ""
    dates_source: str = ""


class Clause(Dated, frozen=True, kw_only=True, omit_defaults=True):
    """One clause. `title` is our gist, never the law's text. Its dates are those of its framework,
    unless it has its own.

    `verified` is "source text", "secondary source" or "from memory, unverified"; readers must be
    shown the last.
    """

    id: str
    title: str
    kind: str = ""
    parent: str = ""
    source: str = ""
    verified: str = UNVERIFIED
    note: str = ""

    @property
    def unverified(self) -> bool:
        """Written down from memory and checked against nothing."""
        return self.verified == UNVERIFIED

    @property
    def caution(self) -> str:
        """What a reader must be told beside the clause; "" when it was read in a source text."""
        return "" if self.verified == "source text" else f"({self.verified})"


class Moment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A day in a framework's timetable."""

    date: str
    what: str
    ref: str = ""


class Framework(Dated, frozen=True, kw_only=True, omit_defaults=True):
    """A law, standard or guidance with its clauses by id. Its dates hold for every clause that has
    none of its own. `ended` is the day it was repealed or replaced."""

    id: str
    name: str
    short: str = ""
    version: str = ""
    jurisdiction: str = ""
    binding: bool = False
    ended: Day = ""
    source: str = ""
    note: str = ""
    as_of: str = ""
    timeline: list[Moment] = []
    clauses: dict[str, Clause] = {}

    def children(self, parent: str = "") -> list[Clause]:
        """Clauses directly under `parent`; under "" those at the top."""
        return [each for each in self.clauses.values() if each.parent == parent]
