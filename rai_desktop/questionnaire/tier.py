"""Tier, flags, roles and dated duties from answers: fail-closed, with the reasons and what is still
open.

The rules are data in the pack (`classification`). What is unknown never lowers the tier: the worst
tier that the answers do not rule out is given, and beside it the one that is certain already
(`at_least`).
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _, ngettext
from rai_desktop.questionnaire.answers import Answers, chosen, is_given
from rai_desktop.questionnaire.catalog import find
from rai_desktop.questionnaire.catalog import pack as pack_of
from rai_desktop.questionnaire.flow import reading
from rai_desktop.questionnaire.outcome import Change, Duty, Flag, Open, Reason, RoleHeld, Tier
from rai_desktop.questionnaire.question import Pack, Question
from rai_desktop.questionnaire.reading import Reading
from rai_desktop.questionnaire.rules import Classification, DutyRule, Rule, TierRule
from rai_desktop.questionnaire.spot import Place
from rai_desktop.questionnaire.truth import Truth
from rai_desktop.questionnaire.wording import in_words

__all__ = ["Tier", "flags_named", "in_words", "marked", "marks", "summary", "tier_of"]


def tier_of(answers: Answers, on: dt.date, pack: Pack | None = None) -> Tier:
    """The tier under the EU AI Act (or a pack's own rules) that `answers` give on a day."""
    pack = pack or pack_of("eu_ai_act")
    rules = pack.classification
    if rules is None:
        raise Refusal(
            _("The pack “{title}” decides no tier.").format(title=pack.title),
            _("Choose a pack with a classification, such as eu_ai_act."),
        )
    seen = reading(pack, answers, on)
    standing = _Standing(seen, rules)
    return Tier(
        pack=pack.id,
        version=pack.version,
        on=on.isoformat(),
        tier=standing.tier.id,
        title=standing.tier.title,
        severity=standing.tier.severity,
        certain=standing.certain,
        at_least=standing.floor.id,
        at_least_title=standing.floor.title,
        sentence=_sentence(standing),
        possible=[each.id for each in standing.possible],
        clauses=standing.tier.clauses,
        flags=_flags(seen, rules),
        roles=_roles(seen, rules),
        reasons=_reasons(seen, standing),
        open=_open(seen, standing),
        duties=_duties(seen, standing),
        changes=_changes(pack, answers, on, standing),
    )


class _Standing:
    """The tier, what is certain, and what lies between."""

    def __init__(self, seen: Reading, rules: Classification) -> None:
        self.rules = rules
        self.truths = {each.id: seen.truth(each.when) for each in rules.tiers}
        self.floor = next(each for each in rules.tiers if self.truths[each.id] is Truth.YES)
        self.possible = [
            each
            for each in rules.tiers
            if self.truths[each.id] is not Truth.NO and each.severity >= self.floor.severity
        ]
        self.tier = self._worst()
        self.certain = self.truths[self.tier.id] is Truth.YES

    def _worst(self) -> TierRule:
        """Of the worst that are possible, one that is certain before one that is not; then the
        order of the rules."""
        worst = max(each.severity for each in self.possible)
        alike = [each for each in self.possible if each.severity == worst]
        return next((each for each in alike if self.truths[each.id] is Truth.YES), alike[0])


def _sentence(standing: _Standing) -> str:
    if standing.certain:
        return standing.tier.sentence
    return _(
        "Not decided yet: “{worst}” cannot be ruled out until the open questions are answered. "
        "What is answered so far makes it at least “{least}”."
    ).format(worst=standing.tier.title, least=standing.floor.title)


def _flags(seen: Reading, rules: Classification) -> list[Flag]:
    found: dict[str, Flag] = {}
    replaced: set[str] = set()
    for rule in rules.flags:
        truth = seen.truth(rule.when)
        if truth is Truth.NO:
            continue
        replaced |= set(rule.replaces)
        before = found.get(rule.id)
        found[rule.id] = Flag(
            id=rule.id,
            title=before.title if before else rule.title,
            certain=truth is Truth.YES or (before is not None and before.certain),
            parts=[*(before.parts if before else []), *([rule.part] if rule.part else [])],
            clauses=[*(before.clauses if before else []), *rule.clauses],
        )
    return [flag for flag in found.values() if flag.id not in replaced]


def _roles(seen: Reading, rules: Classification) -> list[RoleHeld]:
    truths = [(each, seen.truth(each.when)) for each in rules.roles]
    return [
        RoleHeld(id=each.id, title=each.title, certain=truth is Truth.YES)
        for each, truth in truths
        if truth is not Truth.NO
    ]


def _reasons(seen: Reading, standing: _Standing) -> list[Reason]:
    """Answers behind the tier, then those that ruled worse ones out; none is named twice."""
    found = dict.fromkeys(seen.support(standing.tier.when), "")
    for rule in standing.rules.tiers:
        if rule.severity > standing.tier.severity and standing.truths[rule.id] is Truth.NO:
            found = dict.fromkeys(seen.support(rule.when), rule.id) | found
    kept = [(place, out) for place, out in found.items() if _is_said(seen, place)]
    return [
        _reason(seen, place, out) for place, out in sorted(kept, key=lambda each: bool(each[1]))
    ]


def _is_said(seen: Reading, place: Place) -> bool:
    value, question = seen.value(place[1], place[0]), _question(seen, place)
    return is_given(question, value) if question else bool(chosen(value))


def _reason(seen: Reading, place: Place, rules_out: str) -> Reason:
    question = _question(seen, place)
    value = seen.value(place[1], place[0])
    return Reason(
        pack=place[0],
        question=place[1],
        text=question.text if question else place[1],
        answer=in_words(question, value),
        refs=question.refs if question else [],
        rules_out=rules_out,
    )


def _open(seen: Reading, standing: _Standing) -> list[Open]:
    rules = standing.rules
    above = _brought(
        seen, [each for each in standing.possible if each.severity > standing.floor.severity]
    )
    beside = _brought(seen, rules.flags)
    below = _brought(seen, [each for each in rules.duties if not each.tiers])
    found: dict[Place, list[str]] = {}
    for place in (*above, *beside):
        found[place] = list(dict.fromkeys([*above.get(place, []), *beside.get(place, [])]))
    return [
        Open(pack=pack, question=id_, text=_text(seen, (pack, id_)), could_bring=bring)
        for (pack, id_), bring in (below | found).items()
    ]


def _brought(seen: Reading, rules: Sequence[Rule]) -> dict[Place, list[str]]:
    """Open questions, and the rules that each could settle."""
    found: dict[Place, list[str]] = {}
    for rule in rules:
        for place in seen.support(rule.when) if seen.truth(rule.when) is Truth.OPEN else ():
            found.setdefault(place, []).append(rule.id)
    return found


def _text(seen: Reading, place: Place) -> str:
    question = _question(seen, place)
    return question.text if question else place[1]


def _question(seen: Reading, place: Place) -> Question | None:
    pack = seen.pack if place[0] == seen.pack.id else find(place[0])
    return pack.question(place[1]) if pack and place[1] in pack.places else None


def _duties(seen: Reading, standing: _Standing) -> list[Duty]:
    possible = {each.id for each in standing.possible}
    stopped = standing.certain and standing.tier.stops
    found = [
        _duty(each, standing, seen)
        for each in standing.rules.duties
        if seen.truth(each.when) is not Truth.NO
        and (possible & set(each.tiers) if each.tiers else not stopped)
    ]
    return sorted(found, key=lambda each: (each.applies_from == "", each.applies_from))


def _duty(rule: DutyRule, standing: _Standing, seen: Reading) -> Duty:
    schedule = standing.rules.schedules[rule.schedule]
    settled = not rule.tiers or {each.id for each in standing.possible} <= set(rule.tiers)
    other = next((each for each in schedule.instead if seen.truth(each.when) is Truth.YES), None)
    begins = schedule.applies_from if other is None else other.applies_from
    condition = other.condition if other else ""
    return Duty(
        id=rule.id,
        text=rule.text,
        clauses=[*rule.clauses, *(other.clauses if other else [])],
        roles=rule.roles,
        applies_from=begins.isoformat() if begins else "",
        applies_now=begins is not None and seen.on >= begins,
        when=_when(begins, seen.on, condition),
        certain=settled and seen.truth(rule.when) is Truth.YES,
        condition=condition,
        note=" ".join(filter(None, [rule.note, "" if other else rule.date_note])),
    )


def _when(begins: dt.date | None, on: dt.date, condition: str) -> str:
    if begins is None:
        return condition
    return _("applies now") if on >= begins else _("from {date}").format(date=begins.isoformat())


def _changes(pack: Pack, answers: Answers, on: dt.date, standing: _Standing) -> list[Change]:
    found: list[Change] = []
    before = standing.tier.id
    for day in sorted(each for each in standing.rules.dates if each > on):
        later = _Standing(reading(pack, answers, day), standing.rules).tier
        if later.id != before:
            found.append(Change(date=day.isoformat(), tier=later.id, title=later.title))
        before = later.id
    return found


def summary(tier: Tier) -> str:
    """The tier in a line, with how much is still open."""
    count = len(tier.open)
    left = ngettext("{n} question is still open", "{n} questions are still open", count).format(
        n=count
    )
    return f"{tier.title}; {left}" if count else tier.title


def marked(title: str, certain: bool) -> str:
    """With a word where it is only not ruled out."""
    return title if certain else _("{title} (not ruled out)").format(title=title)


def marks(flags: Iterable[Flag]) -> list[str]:
    """Flags in words, with their cases: Transparency duties (50(1), 50(3))."""
    return [_("{title} ({parts})").format(title=each.title, parts=", ".join(each.parts)) if each.parts else each.title
            for each in flags]


def flags_named(flags: Iterable[Flag]) -> list[str]:
    """Flags as ids with their parts: TRANSPARENCY_50[50(1),50(3)]."""
    return [f"{each.id}[{','.join(each.parts)}]" if each.parts else each.id for each in flags]
