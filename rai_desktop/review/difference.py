"""Difference: one thing that two versions of an assessment do not share, in words."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

import msgspec

from rai_desktop.i18n import _


class Part(StrEnum):
    """What a difference is in, in the order shown."""

    WHOLE = "whole"
    ANSWERS = "answers"
    TIER = "tier"
    SCORES = "scores"
    FINDINGS = "findings"
    RESPONSES = "responses"
    INPUTS = "inputs"
    POLICY = "policy"
    RUNS = "runs"
    CLAUSES = "clauses"
    RISKS = "risks"
    ACTIONS = "actions"
    PACKS = "packs"
    REVIEW = "review"


class Way(StrEnum):
    """How the second side differs from the first."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One difference. `slight`: a number that moved, but stayed inside both intervals."""

    part: Part
    way: Way
    place: str
    before: str = ""
    after: str = ""
    slight: bool = False


def part_words(part: Part) -> str:
    """A part in words."""
    return {Part.WHOLE: _("The assessment"), Part.ANSWERS: _("Answers"), Part.TIER: _("Tier"), Part.SCORES: _("Scores"),
            Part.FINDINGS: _("Findings"), Part.RESPONSES: _("Responses to findings"), Part.INPUTS: _("Data and model"),
            Part.POLICY: _("Plan and policy"), Part.RUNS: _("Runs"), Part.CLAUSES: _("Clauses that do not apply"),
            Part.RISKS: _("Risks"), Part.ACTIONS: _("Actions"), Part.PACKS: _("Questionnaires"),
            Part.REVIEW: _("Review")}[part]


def way_words(way: Way) -> str:
    """A way in words."""
    return {Way.ADDED: _("Added"), Way.REMOVED: _("Removed"), Way.CHANGED: _("Changed")}[way]


def between(part: Part, a: Mapping[str, str], b: Mapping[str, str]) -> Iterator[Difference]:
    """Differences of two mappings from place to words; no words are as good as no place."""
    for place in dict.fromkeys([*a, *b]):
        before, after = a.get(place, ""), b.get(place, "")
        if before != after:
            way = Way.ADDED if not before else Way.REMOVED if not after else Way.CHANGED
            yield Difference(part=part, way=way, place=place, before=before, after=after)
