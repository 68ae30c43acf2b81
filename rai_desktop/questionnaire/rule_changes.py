"""What a newer pack makes of the same answers otherwise, in sentences: levels, deduction, tiers, marks, roles, duties."""

from collections.abc import Iterator, Mapping

from rai_desktop.i18n import _, figures
from rai_desktop.questionnaire.kept_rules import KeptLevel, KeptRule, KeptRules


def rule_changes(before: KeptRules, now: KeptRules) -> list[str]:
    """A sentence for each thing that decides otherwise than it did; empty where all is as it was."""
    return [
        *_listed(_("New: {what}"), _missing_in(before, now)),
        *_listed(_("Gone: {what}"), _missing_in(now, before)),
        *_points(before, now),
        *_levels(before, now),
        *_decided(before, now),
        *_reworded(before, now),
        *_dated(before, now),
    ]


def _missing_in(one: KeptRules, other: KeptRules) -> Iterator[str]:
    """What the other has beyond the one."""
    kinds: list[tuple[str, Mapping[str, KeptLevel | KeptRule], Mapping[str, KeptLevel | KeptRule]]] = [
        (_("level “{title}”"), one.levels, other.levels), *_by_kind(one, other)]
    for words, had, has in kinds:
        yield from (_call(words, each) for id_, each in has.items() if id_ not in had)


def _by_kind(before: KeptRules, now: KeptRules) -> list[tuple[str, Mapping[str, KeptRule], Mapping[str, KeptRule]]]:
    return [
        (_("tier “{title}”"), before.tiers, now.tiers),
        (_("mark “{title}”"), before.flags, now.flags),
        (_("role “{title}”"), before.roles, now.roles),
        (_("duty “{title}”"), before.duties, now.duties),
    ]


def _points(before: KeptRules, now: KeptRules) -> Iterator[str]:
    if before.total != now.total and before.total and now.total:
        yield _("The total starts from “{now}” instead of “{before}”").format(
            now=now.scores.get(now.total, now.total), before=before.scores.get(before.total, before.total))
    for id_ in now.scores:
        if id_ in before.scores and before.most.get(id_) != now.most.get(id_):
            yield _("Most points of “{score}”: {now} instead of {before}").format(
                score=now.scores[id_], now=_most(now, id_), before=_most(before, id_))
    if before.deduction != now.deduction:
        yield _("Deduction: {now}; before: {before}").format(now=_deduction(now), before=_deduction(before))


def _most(rules: KeptRules, score: str) -> str:
    return figures(f"{rules.most[score]:g}") if score in rules.most else _("the sum of its questions")


def _deduction(rules: KeptRules) -> str:
    if rules.deduction is None:
        return _("none")
    score, reach, share = rules.deduction
    return _("{share} off the total once “{score}” reaches {reach} of its most points").format(
        share=_percent(share), score=rules.scores.get(score, score), reach=_percent(reach))


def _levels(before: KeptRules, now: KeptRules) -> Iterator[str]:
    for id_, level in now.levels.items():
        if (was := before.levels.get(id_)) is None:
            continue
        if was.above != level.above:
            yield _("Level “{title}” begins above {now} of the most points instead of {before}").format(
                title=level.title, now=_percent(level.above), before=_percent(was.above))
        yield from _obligations(was, level, before.obligation_titles | now.obligation_titles)


def _obligations(was: KeptLevel, level: KeptLevel, titles: Mapping[str, str]) -> Iterator[str]:
    for id_ in dict.fromkeys([*was.obligations, *level.obligations]):
        about = titles.get(id_, id_)
        if id_ not in was.obligations:
            yield _("Level “{title}” also asks: {about}").format(title=level.title, about=about)
        elif id_ not in level.obligations:
            yield _("Level “{title}” no longer asks: {about}").format(title=level.title, about=about)
        elif was.obligations[id_] != level.obligations[id_]:
            yield _("Level “{title}” asks otherwise: {about}; before: {before}").format(
                title=level.title, about=about, before=was.obligations[id_])


def _decided(before: KeptRules, now: KeptRules) -> Iterator[str]:
    others = (_call(words, each) for words, was, each in _pairs(before, now) if was.rule != each.rule)
    yield from _listed(_("Decided by another rule: {what}"), others)
    if [id_ for id_ in before.tiers if id_ in now.tiers] != [id_ for id_ in now.tiers if id_ in before.tiers]:
        yield _("The tiers are read in another order")
    facts = [name for name, rule in now.facts.items() if before.facts.get(name, rule) != rule]
    yield from _listed(_("What questions are asked rests on other conditions: {what}"), iter(facts))


def _reworded(before: KeptRules, now: KeptRules) -> Iterator[str]:
    levels = ((_("level “{title}”"), before.levels[id_], each) for id_, each in now.levels.items() if id_ in before.levels)
    both: list[tuple[str, KeptLevel | KeptRule, KeptLevel | KeptRule]] = [*levels, *_pairs(before, now)]
    for words, was, each in both:
        pairs = [(was.title, each.title)]
        if isinstance(was, KeptRule) and isinstance(each, KeptRule):
            pairs.append((was.words, each.words))
        for old in [old for old, new in pairs if old != new]:
            yield _("Worded otherwise: {what}; before: {before}").format(what=_call(words, each), before=old or _("nothing"))


def _dated(before: KeptRules, now: KeptRules) -> Iterator[str]:
    moved: dict[tuple[str, str], list[str]] = {}
    pairs = list(_pairs(before, now))
    for words, was, each in pairs:
        if was.day != each.day:
            moved.setdefault((each.day, was.day), []).append(_call(words, each))
    for (day, then), what in moved.items():
        yield from _listed(_("Applies from {now} instead of {before}: {what}"), iter(what), now=day, before=then)
    yield from _listed(_("Other dates in special cases: {what}"),
                       (_call(words, each) for words, was, each in pairs if was.special != each.special))
    if before.dates != now.dates:
        yield _("Days on which the tier may change: {now}; before: {before}").format(
            now=", ".join(now.dates) or _("no day"), before=", ".join(before.dates) or _("no day"))


def _pairs(before: KeptRules, now: KeptRules) -> Iterator[tuple[str, KeptRule, KeptRule]]:
    for words, was, is_ in _by_kind(before, now):
        yield from ((words, was[id_], each) for id_, each in is_.items() if id_ in was)


def _call(words: str, each: KeptLevel | KeptRule) -> str:
    return words.format(title=each.title)


def _listed(sentence: str, what: Iterator[str], **more: str) -> Iterator[str]:
    if named := _("; ").join(what):
        yield sentence.format(what=named, **more)


def _percent(share: float) -> str:
    return _("{n} %").format(n=figures(f"{share * 100:g}"))
