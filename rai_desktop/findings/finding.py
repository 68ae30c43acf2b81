"""A finding: a measurement judged by a policy, with the clauses it is evidence for."""

from enum import StrEnum

import msgspec

from rai_desktop.findings.measurement import Interval
from rai_desktop.i18n import N_


class Verdict(StrEnum):
    """Five answers; too little data is an answer of its own and never a pass."""

    MET = N_("MET")
    CONCERN = N_("CONCERN")
    NOT_MET = N_("NOT MET")
    NOT_ENOUGH_EVIDENCE = N_("NOT ENOUGH EVIDENCE")
    NOT_RUN = N_("NOT RUN")


class ClauseRef(msgspec.Struct, frozen=True, omit_defaults=True):
    """A clause by framework and id; `strength` is direct or supporting."""

    framework: str
    id: str
    strength: str = "direct"


class Finding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One judged measurement. `key` names it across runs, so that the analyst's response stays.

    `informational`: no pass mark exists; shown apart, never as met (its verdict is NOT ENOUGH
    EVIDENCE or NOT RUN).
    """

    key: str
    assessment: str
    metric: str
    verdict: Verdict
    sentence: str
    policy: str
    rule: str = ""
    threshold: str = ""
    source: str = ""
    status: str = ""
    group: dict[str, str] = {}
    reference: dict[str, str] = {}
    cohort: str = "all"
    value: float | None = None
    interval: Interval | None = None
    n: int = 0
    unit: str = "share"
    clauses: list[ClauseRef] = []
    informational: bool = False


class Response(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the analyst says to a finding; `due` is an ISO date."""

    comment: str = ""
    owner: str = ""
    mitigation: str = ""
    due: str = ""
    accepted_reason: str = ""
