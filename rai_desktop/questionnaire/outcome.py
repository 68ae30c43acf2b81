"""Tier and what stands around it: reasons, open questions, flags, roles, dated duties."""

import msgspec


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that led to the tier; or, with `rules_out`, one that ruled a worse tier out."""

    pack: str
    question: str
    text: str
    answer: str
    refs: list[str] = []
    rules_out: str = ""


class Open(msgspec.Struct, frozen=True, kw_only=True):
    """A question that is still open, and what its answer could bring: tiers, flags, else duties, by
    id."""

    pack: str
    question: str
    text: str
    could_bring: list[str]


class Flag(msgspec.Struct, frozen=True, kw_only=True):
    """A mark beside the tier; `certain` or only not ruled out. `parts` name its cases, as in
    50(1)."""

    id: str
    title: str
    certain: bool
    parts: list[str] = []
    clauses: list[str] = []


class RoleHeld(msgspec.Struct, frozen=True, kw_only=True):
    """A role under the law; `certain` or only not ruled out."""

    id: str
    title: str
    certain: bool


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """Something to do. `applies_from` is an ISO date, "" while it waits for a `condition`;
    `applies_now` on the day asked; `when` says the same in words. Not `certain`: it binds unless an
    open answer rules it out."""

    id: str
    text: str
    clauses: list[str]
    applies_from: str
    applies_now: bool
    when: str
    certain: bool
    roles: list[str] = []
    condition: str = ""
    note: str = ""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A coming day on which the same answers give another tier."""

    date: str
    tier: str
    title: str


class Tier(msgspec.Struct, frozen=True, kw_only=True):
    """Where a system stands on a day. `tier` is the worst not ruled out, `at_least` what is certain
    already."""

    pack: str
    version: str
    on: str
    tier: str
    title: str
    severity: int
    certain: bool
    at_least: str
    at_least_title: str
    sentence: str
    possible: list[str]
    clauses: list[str] = []
    flags: list[Flag] = []
    roles: list[RoleHeld] = []
    reasons: list[Reason] = []
    open: list[Open] = []
    duties: list[Duty] = []
    changes: list[Change] = []
