"""Framework and clause: an id, our own words for what it says, from when it binds, and how well we
know it."""

import msgspec

UNVERIFIED = "from memory, unverified"


class Clause(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One clause. `title` is our gist, never the law's text; `applies_from` an ISO date or "" when
    none is known.

    `verified` is "source text", "secondary source" or "from memory, unverified"; readers must be
    shown the last.
    """

    id: str
    title: str
    kind: str = ""
    parent: str = ""
    applies_from: str = ""
    applies_note: str = ""
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


class Framework(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A law, standard or guidance with its clauses by id. `ended` is the day it was repealed or
    replaced."""

    id: str
    name: str
    short: str = ""
    version: str = ""
    jurisdiction: str = ""
    binding: bool = False
    applies_from: str = ""
    ended: str = ""
    source: str = ""
    note: str = ""
    as_of: str = ""
    timeline: list[Moment] = []
    clauses: dict[str, Clause] = {}

    def children(self, parent: str = "") -> list[Clause]:
        """Clauses directly under `parent`; under "" those at the top."""
        return [each for each in self.clauses.values() if each.parent == parent]
