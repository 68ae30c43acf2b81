"""Scores, levels, tiers, flags and duties: what a pack may conclude from answers, as data."""

import datetime as dt

import msgspec

from rai_desktop.questionnaire.condition import Condition


class ScoreKind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sum of points. `maximum` replaces the sum of all maxima, where branches of a pack exclude
    each other."""

    title: str
    maximum: float | None = None


class Deduction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`share` of the total is taken off, rounded half up, once `score` reaches `reach` of its
    maximum."""

    score: str
    reach: float
    share: float


class Level(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A band of the total, up to and with `up_to` of the total's maximum; the last level needs no
    end."""

    id: str
    title: str
    up_to: float | None = None
    obligations: dict[str, str] = {}


class Scoring(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How points become a level. `total` names the score that the total starts from; `obligation_titles` says in a few
    words what each obligation of the levels is about."""

    scores: dict[str, ScoreKind]
    obligation_titles: dict[str, str] = {}
    total: str = ""
    deduction: Deduction | None = None
    levels: list[Level] = []


class TierRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A tier. Rules are read from the top and the first that holds decides; `severity` says which
    is worse, `stops` that no duty but its own is left."""

    id: str
    title: str
    severity: int
    sentence: str
    when: Condition
    clauses: list[str] = []
    stops: bool = False


class FlagRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mark beside the tier; flags of one `id` are gathered with their `part`s; `replaces` a
    weaker flag."""

    id: str
    title: str
    when: Condition
    part: str = ""
    clauses: list[str] = []
    replaces: list[str] = []


class RoleRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A role that carries duties."""

    id: str
    title: str
    when: Condition
    clauses: list[str] = []


class OtherDate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another date for a duty in a special case; without a date, `condition` says what it waits
    for."""

    when: Condition
    applies_from: dt.date | None = None
    condition: str = ""
    clauses: list[str] = []


class Schedule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From when duties bind; the first special case in `instead` that certainly holds gives another
    date."""

    applies_from: dt.date
    instead: list[OtherDate] = []


class DutyRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something to do, with its clauses and the `schedule` that dates it. `tiers` limits it to those tiers. `date_note` is about
    the schedule's own date: it is not told where a special case gives another."""

    id: str
    text: str
    clauses: list[str]
    schedule: str
    when: Condition
    tiers: list[str] = []
    roles: list[str] = []
    note: str = ""
    date_note: str = ""


Rule = TierRule | FlagRule | RoleRule | DutyRule


class Classification(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How answers become a tier, flags, roles and duties. On `dates` the same answers may give
    another tier."""

    tiers: list[TierRule]
    flags: list[FlagRule] = []
    roles: list[RoleRule] = []
    schedules: dict[str, Schedule] = {}
    duties: list[DutyRule] = []
    dates: list[dt.date] = []

    @property
    def rules(self) -> list[Rule]:
        """Every rule: tiers, flags, roles, duties."""
        return [*self.tiers, *self.flags, *self.roles, *self.duties]
