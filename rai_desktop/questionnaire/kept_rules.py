"""How a pack's answers came to results, as a project keeps it beside the words: levels, tiers, marks, roles, dated duties."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from rai_desktop.questionnaire.condition import Condition
from rai_desktop.questionnaire.question import Pack
from rai_desktop.questionnaire.rules import Classification, OtherDate, Scoring

_PLAIN = msgspec.to_builtins(Condition())


class KeptLevel(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A level: `above` which share of the total's maximum it begins, and what it asks for."""

    title: str
    above: float = 0
    obligations: dict[str, str] = {}


class KeptRule(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A tier, mark, role or duty: its words and the hash of what decides it, facts included; of a duty the
    day from which it applies, and the hash of its `special` cases."""

    title: str
    words: str = ""
    rule: str = ""
    day: str = ""
    special: str = ""


class KeptRules(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All of a pack. `deduction` is the score, the share of it to be reached, and the share taken off;
    `most` has the maxima that the pack sets; `tiers`, `flags`, `roles` and `duties` go by id, `tiers` in
    the order read; `facts` has the hash of each that decides what is asked."""

    total: str = ""
    scores: dict[str, str] = {}
    most: dict[str, float] = {}
    deduction: tuple[str, float, float] | None = None
    levels: dict[str, KeptLevel] = {}
    obligation_titles: dict[str, str] = {}
    tiers: dict[str, KeptRule] = {}
    flags: dict[str, KeptRule] = {}
    roles: dict[str, KeptRule] = {}
    duties: dict[str, KeptRule] = {}
    dates: list[str] = []
    facts: dict[str, str] = {}


def kept_rules(pack: Pack) -> KeptRules:
    """Of a pack as it is today; empty where it neither scores nor classifies."""
    facts = _Facts(pack)
    return KeptRules(
        **_scoring(pack.scoring) if pack.scoring else {},
        **_classification(pack.classification, facts) if pack.classification else {},
        facts={name: facts.hash_of(name) for name in sorted(set(_deciding(pack)))},
    )


class _Facts:
    """Hashes of conditions in which a fact counts by what it stands for, not by its name."""

    def __init__(self, pack: Pack) -> None:
        self._facts: Mapping[str, Condition] = pack.facts
        self._known: dict[str, str] = {}

    def hash_of(self, name: str) -> str:
        """Of a fact; of one that there is not, its name."""
        if name not in self._known:
            self._known[name] = _hash(self.plain(self._facts[name])) if name in self._facts else name
        return self._known[name]

    def plain(self, condition: Condition) -> object:
        """A condition as plain values, without what is not said: a field that a later program adds changes nothing."""
        said = {key: value for key, value in msgspec.to_builtins(condition).items() if value != _PLAIN[key]}
        combined = {"all": condition.all, "any": condition.any, "none": condition.none}
        said |= {key: [self.plain(each) for each in parts] for key, parts in combined.items() if parts}
        return said | ({"fact": self.hash_of(condition.fact)} if condition.fact else {})


def _scoring(scoring: Scoring) -> dict[str, Any]:
    ends = [0, *(level.up_to or 0 for level in scoring.levels)]
    off = scoring.deduction
    return {
        "total": scoring.total,
        "scores": {id_: kind.title for id_, kind in scoring.scores.items()},
        "most": {id_: kind.maximum for id_, kind in scoring.scores.items() if kind.maximum is not None},
        "deduction": (off.score, off.reach, off.share) if off else None,
        "levels": {
            level.id: KeptLevel(title=level.title, above=above, obligations=level.obligations)
            for above, level in zip(ends, scoring.levels, strict=False)
        },
        "obligation_titles": scoring.obligation_titles,
    }


def _classification(rules: Classification, facts: _Facts) -> dict[str, Any]:
    return {
        "tiers": {
            each.id: KeptRule(
                title=each.title,
                words=each.sentence,
                rule=_hash([facts.plain(each.when), each.severity, each.stops]),
            )
            for each in rules.tiers
        },
        "flags": _flags(rules, facts),
        "roles": {each.id: KeptRule(title=each.title, rule=_hash(facts.plain(each.when))) for each in rules.roles},
        "duties": _duties(rules, facts),
        "dates": [day.isoformat() for day in rules.dates],
    }


def _flags(rules: Classification, facts: _Facts) -> dict[str, KeptRule]:
    """Flags of one id are one mark with parts, each with its own rule."""
    found: dict[str, list[object]] = {}
    for each in rules.flags:
        found.setdefault(each.id, []).append([each.part, facts.plain(each.when), sorted(each.replaces)])
    titles = {each.id: each.title for each in reversed(rules.flags)}
    return {id_: KeptRule(title=titles[id_], rule=_hash(parts)) for id_, parts in found.items()}


def _duties(rules: Classification, facts: _Facts) -> dict[str, KeptRule]:
    found = {}
    for each in rules.duties:
        schedule = rules.schedules.get(each.schedule)
        found[each.id] = KeptRule(
            title=each.text,
            words=" ".join(filter(None, [each.note, each.date_note])),
            rule=_hash([facts.plain(each.when), sorted(each.tiers), sorted(each.roles)]),
            day=schedule.applies_from.isoformat() if schedule else "",
            special=_hash([_other_date(case, facts) for case in schedule.instead])
            if schedule and schedule.instead
            else "",
        )
    return found


def _other_date(case: OtherDate, facts: _Facts) -> list[object]:
    return [facts.plain(case.when), case.applies_from, case.condition]


def _deciding(pack: Pack) -> Iterator[str]:
    """The facts named by what decides whether a question is asked."""
    for section in pack.sections:
        shown = [section.show_if, *(each.show_if for each in section.questions)]
        nested = [part.show_if for each in section.questions for part in each.questions]
        for condition in [*shown, *nested]:
            yield from _named(condition) if condition else ()


def _named(condition: Condition) -> Iterator[str]:
    if condition.fact:
        yield condition.fact
    for part in condition.parts:
        yield from _named(part)


def _hash(plain: object) -> str:
    return hashlib.sha256(msgspec.json.encode(plain, order="deterministic")).hexdigest()[:16]
