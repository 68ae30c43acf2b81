"""What must hold in a pack beyond its form: ids, conditions, references, points and tiers that mean
something."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from rai_desktop.errors import Refusal
from rai_desktop.frameworks.catalog import has_clause, split_ref
from rai_desktop.frameworks.crosswalk import modules, topics
from rai_desktop.i18n import _
from rai_desktop.questionnaire.circles import Circles, all_conditions
from rai_desktop.questionnaire.condition import Condition
from rai_desktop.questionnaire.follow_checks import follow_faults
from rai_desktop.questionnaire.kind_checks import Fault, kind_faults
from rai_desktop.questionnaire.link_checks import link_faults
from rai_desktop.questionnaire.profile_checks import profile_faults
from rai_desktop.questionnaire.question import CHOOSING, Kind, Pack, Question, choices
from rai_desktop.questionnaire.spot import has_part, home_of, spot_of
from rai_desktop.questionnaire.truth import UNKNOWN

ASSESSMENTS = frozenset({"data_profile", "explanations", "fairness", "model_conduct", "performance"})
"""What a question may name under `measured`; written down, for reading a pack must not load an assessment."""


def check(pack: Pack, path: Path) -> None:
    """Refuse a pack that could not be asked or scored as its author meant; every fault found is
    named."""
    _refuse(
        path,
        [
            *_ids(pack),
            *kind_faults(pack),
            *profile_faults(pack),
            *_validity(pack),
            *_refs(pack),
            *_measured(pack),
            *_conditions(pack, {}),
            *follow_faults(pack, {}),
            *_circles(pack, Circles([pack])),
            *_contradictions(pack),
            *_scoring(pack),
            *_classification(pack),
        ],
    )


def check_together(
    pack: Pack, others: Mapping[str, Pack], path: Path, circles: Circles | None = None
) -> None:
    """Refuse conditions and links to questions of other packs that are there and do not have them,
    or that go in a circle; `circles` are those of it and the others, where several are checked."""
    faults = [*_conditions(pack, others), *follow_faults(pack, others), *link_faults(pack, others)]
    _refuse(path, faults or _circles(pack, circles or Circles([*others.values(), pack])))


def _refuse(path: Path, faults: Iterable[Fault]) -> None:
    found = list(dict.fromkeys(faults))
    if not found:
        return
    where, wrong, remedy = found[0]
    more = "".join(
        _(" Also {place}: {fault}. {remedy}").format(place=place, fault=fault, remedy=way_out)
        for place, fault, way_out in found[1:]
    )
    raise Refusal(_("{file}: {place}: {fault}.").format(file=path, place=where, fault=wrong), remedy + more)


def _ids(pack: Pack) -> Iterator[Fault]:
    if "/" in pack.id or not pack.id or pack.id != pack.id.replace("-", "_"):
        yield "id", _("“{id}” cannot be a pack's id").format(id=pack.id), _("Use letters, digits and underscores.")
    if not pack.places:
        yield "sections", _("there is no question"), _("Add a section with at least one question.")
    for id_, count in Counter(each.id for each in pack.sections).items():
        if count > 1:
            yield _("section “{id}”").format(id=id_), _("the id is used twice"), _("Give each section an id of its own.")
    for id_, count in Counter(
        each.id for section in pack.sections for each in section.questions
    ).items():
        if count > 1:
            yield (
                _("question “{id}”").format(id=id_),
                _("the id is used twice"),
                _("Give each question an id of its own."),
            )
        if "/" in id_ or not id_:
            yield (
                _("question “{id}”").format(id=id_),
                _("the id is empty or holds a slash"),
                _("Use letters, digits and underscores."),
            )


def _validity(pack: Pack) -> Iterator[Fault]:
    dated: list[tuple[str, Pack | Question]] = [
        ("pack", pack),
        *((_("question “{id}”").format(id=id_), each) for id_, (_s, each) in pack.places.items()),
    ]
    for where, each in dated:
        if each.valid_from and each.valid_until and each.valid_from > each.valid_until:
            yield where, _("it ends to be valid before it begins"), _("Swap valid_from and valid_until.")


def _refs(pack: Pack) -> Iterator[Fault]:
    for home in _homes(pack):
        for _s, question in home.places.values():
            for ref in question.refs:
                yield from _ref_fault(_("question “{id}”").format(id=question.id), ref)
    rules = pack.classification
    if rules:
        for rule in rules.rules:
            for ref in rule.clauses:
                yield from _ref_fault(_("rule “{id}”").format(id=rule.id), ref)


def _ref_fault(where: str, ref: str) -> Iterator[Fault]:
    if not has_clause(*split_ref(ref)):
        yield (
            where,
            _("there is no clause “{ref}” in the catalogue of frameworks").format(ref=ref),
            _("Write framework:id with an id from resources/frameworks, or add the clause there."),
        )


def _measured(pack: Pack) -> Iterator[Fault]:
    """Names of topics and of assessments that there are not would speak to nothing, in silence."""
    if strange := set(pack.modules) - {*topics(), *modules()}:
        yield (
            "modules",
            _("there is no topic or module “{name}” in the crosswalk").format(name=min(strange)),
            _("Use one of {names}.").format(names=", ".join(sorted({*topics(), *modules()}))),
        )
    for id_, (_s, question) in pack.places.items():
        if strange := {each.partition("/")[0] for each in question.measured} - ASSESSMENTS:
            yield (
                _("question “{id}”").format(id=id_),
                _("there is no assessment “{name}” to be measured").format(name=min(strange)),
                _("Use one of {names}.").format(names=", ".join(sorted(ASSESSMENTS))),
            )


def _homes(pack: Pack) -> list[Pack]:
    """The pack, and what its groups ask of each item."""
    return [pack, *pack.inner.values()]


def _conditions(pack: Pack, others: Mapping[str, Pack]) -> Iterator[Fault]:
    for home in _homes(pack):
        for where, condition in all_conditions(home):
            if condition.fact and condition.fact not in pack.facts:
                yield (
                    where,
                    _("there is no fact “{name}”").format(name=condition.fact),
                    _("Define it under [facts], or correct its name."),
                )
            if condition.question:
                yield from _question_fault(where, condition, home, {**others, pack.id: pack})
            elif (
                condition.is_
                or condition.answered
                or condition.before
                or condition.at_least
                or condition.at_most
            ):
                yield (
                    where,
                    _("a condition says something of an answer but names no question"),
                    _("Add question = …"),
                )


def _question_fault(
    where: str, condition: Condition, pack: Pack, homes: Mapping[str, Pack]
) -> Iterator[Fault]:
    spot = spot_of(condition.question, pack.id, homes.get)
    asked = home_of(spot.pack, homes.get)
    if asked is None:
        return
    if not has_part(asked, spot):
        yield (
            where,
            _("there is no question “{name}”").format(name=condition.question),
            _("Correct the id in the condition."),
        )
        return
    question = asked.question(spot.question)
    if question.kind is Kind.GROUP and not spot.part and _says_more(condition):
        yield (
            where,
            _("“{name}” is a group, of which a condition can only say that it is answered").format(name=condition.question),
            _("Name one of its questions: group/question."),
        )
    question = question.nested(spot.part) or question
    known = {each.id for each in choices(question)} | {UNKNOWN}
    if question.kind in CHOOSING and (strange := set(condition.is_) - known):
        yield (
            where,
            _("“{name}” has no option “{option}”").format(name=condition.question, option=min(strange)),
            _("Use the id of one of its options."),
        )


def _says_more(condition: Condition) -> bool:
    numbers = (condition.at_least, condition.at_most, condition.before)
    return bool(condition.is_) or any(each is not None for each in numbers)


def _circles(pack: Pack, circles: Circles) -> Iterator[Fault]:
    if circle := circles.through(pack):
        yield (
            circle[0],
            _("conditions go in a circle: {names}").format(names=' → '.join(circle)),
            _("Break the circle at one of them."),
        )


def _contradictions(pack: Pack) -> Iterator[Fault]:
    for id_, count in Counter(each.id for each in pack.contradictions).items():
        if count > 1:
            where = _("contradiction “{id}”").format(id=id_)
            yield where, _("the id is used twice"), _("Give each contradiction an id of its own.")
    for each in pack.contradictions:
        if each.when == Condition():
            where = _("contradiction “{id}”").format(id=each.id)
            yield where, _("it always holds"), _("Say under `when` which answers do not go together.")


def _scoring(pack: Pack) -> Iterator[Fault]:
    named = {section.score for section in pack.sections} | {
        question.score or "" for _s, question in pack.places.values()
    }
    known = set(pack.scoring.scores) if pack.scoring else set()
    if strange := named - known - {""}:
        yield (
            "scoring",
            _("the score “{name}” is used and not defined").format(name=min(strange)),
            _("Define it under [scoring.scores]."),
        )
    if not pack.scoring:
        return
    wanted = [pack.scoring.total, pack.scoring.deduction.score if pack.scoring.deduction else ""]
    for name in wanted:
        if name and name not in known:
            yield (
                "scoring",
                _("there is no score “{name}”").format(name=name),
                _("Use one of those under [scoring.scores]."),
            )
    lowered = pack.scoring.deduction
    if lowered and not (0 <= lowered.reach <= 1 and 0 <= lowered.share <= 1):
        yield _("scoring, deduction"), _("reach and share are parts of one"), _("Write 0.15 for 15 %.")
    ends = [each.up_to for each in pack.scoring.levels[:-1]]
    if any(end is None for end in ends) or ends != sorted(end for end in ends if end is not None):
        yield (
            _("scoring, levels"),
            _("the ends of the levels do not rise"),
            _("Order the levels by up_to; only the last needs none."),
        )


def _classification(pack: Pack) -> Iterator[Fault]:
    rules = pack.classification
    if not rules:
        return
    if not rules.tiers or rules.tiers[-1].when != Condition():
        yield (
            _("classification, tiers"),
            _("the last tier does not always hold"),
            _("End with a tier whose `when` is empty: {}."),
        )
    if (order := [each.severity for each in rules.tiers]) != sorted(order, reverse=True):
        yield (
            _("classification, tiers"),
            _("the tiers do not fall in severity"),
            _("Order the tiers from the worst down."),
        )
    if days := {each.from_ for _where, each in all_conditions(pack) if each.from_} - set(rules.dates):
        yield (
            _("classification, dates"),
            _("{day} is the start of a condition and not listed").format(day=min(days)),
            _("Add that day."),
        )
    tiers, roles = {each.id for each in rules.tiers}, {each.id for each in rules.roles}
    for duty in rules.duties:
        if strange := (set(duty.tiers) - tiers) | (set(duty.roles) - roles):
            yield (
                _("rule “{id}”").format(id=duty.id),
                _("there is no tier or role “{name}”").format(name=min(strange)),
                _("Use an id of this classification."),
            )
        if duty.schedule not in rules.schedules:
            yield (
                _("rule “{id}”").format(id=duty.id),
                _("there is no schedule “{name}”").format(name=duty.schedule),
                _("Use one of classification.schedules."),
            )
