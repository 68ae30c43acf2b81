"""Shared facts: questions of several packs that ask the same, and how an answer is carried between
them.

`same` in a question links it to one of another pack. Questions linked, also over several steps,
share an answer: one that has none of its own takes that of the others, nearest first. Nothing is
ever copied, so the order of answering cannot matter.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from rai_desktop.questionnaire.answers import chosen
from rai_desktop.questionnaire.question import Kind, Pack, Question, choices
from rai_desktop.questionnaire.spot import Place, spot_of
from rai_desktop.questionnaire.truth import UNKNOWN

Options = Mapping[str, str] | None
"""Option ids there and here; None where the same id is the same option."""
_ONE = frozenset({Kind.SINGLE, Kind.YESNO, Kind.SCALE})
_SHARED = _ONE | {Kind.MULTIPLE, Kind.TEXT, Kind.NUMBER, Kind.DATE, Kind.TABLE}


class Link(NamedTuple):
    """Another question that asks the same, with its options in terms of one's own."""

    place: Place
    options: Options


Links = Mapping[Place, list[Link]]


def links_of(packs: Iterable[Pack]) -> Links:
    """For each question that shares its answer, the others: the nearest first, those as near in the
    order of packs and questions."""
    homes = {pack.id: pack for pack in packs}
    near: dict[Place, list[Link]] = {}
    for pack in homes.values():
        for id_, (_, question) in pack.places.items():
            there = target(question, pack, homes)
            if question.same and there:
                own = question.same.options
                near.setdefault((pack.id, id_), []).append(Link(there, _turned(own) if own else None))
                near.setdefault(there, []).append(Link((pack.id, id_), dict(own) or None))
    order = {place: number for number, place in enumerate(_places(homes))}
    return {place: _reached(place, near, order) for place in near}


def target(question: Question, pack: Pack, homes: Mapping[str, Pack]) -> Place | None:
    """The question linked to, where its pack is there and has it."""
    if question.same is None:
        return None
    place = spot_of(question.same.question, pack.id, homes.get).place
    home = homes.get(place[0])
    return place if home and place[0] != pack.id and place[1] in home.places else None


def translated(value: object, here: Question, options: Options) -> object:
    """A linked answer in one's own options; None when one of them has no counterpart here."""
    if here.kind not in _ONE and here.kind is not Kind.MULTIPLE:
        return value
    known = {option.id for option in choices(here)}
    ids = chosen(value)
    found = [each if options is None else options.get(each, "") for each in ids]
    if not found or not set(found) <= known:
        return None
    return list(dict.fromkeys(found)) if here.kind is Kind.MULTIPLE else found[0]


def says_unknown(value: object) -> bool:
    """Whether an answer is "not known yet": it is nobody else's answer either."""
    return UNKNOWN in chosen(value)


def misfit(here: Question, there: Question) -> str:
    """Why two questions cannot share an answer; "" when they can."""
    if here.kind not in _SHARED or there.kind not in _SHARED:
        kind = here.kind if here.kind not in _SHARED else there.kind
        return f"a {kind} cannot be shared"
    if here.kind is not there.kind and not {here.kind, there.kind} <= _ONE:
        return f"a {here.kind} cannot take the answer of a {there.kind}"
    if here.unit != there.unit:
        return "their units differ"
    if [each.id for each in here.columns] != [each.id for each in there.columns]:
        return "their columns differ"
    return ""


def _places(homes: Mapping[str, Pack]) -> Iterator[Place]:
    for pack in sorted(homes.values(), key=lambda each: (each.order, each.id)):
        yield from ((pack.id, id_) for id_ in pack.places)


def _turned(options: Mapping[str, str]) -> dict[str, str]:
    """From theirs to own, where one of theirs means one of one's own and not several."""
    times = Counter(options.values())
    return {theirs: own for own, theirs in options.items() if times[theirs] == 1}


def _reached(start: Place, near: Mapping[Place, list[Link]], order: Mapping[Place, int]) -> list[Link]:
    found: dict[Place, Options] = {}
    seen, edge = {start}, [Link(start, None)]
    while edge:
        after = [
            Link(link.place, _composed(link.options, here.options))
            for here in edge
            for link in near[here.place]
            if link.place not in seen
        ]
        edge = sorted(after, key=lambda each: order[each.place])
        seen |= {each.place for each in edge}
        found |= {each.place: each.options for each in edge}
    return [Link(place, options) for place, options in found.items()]


def _composed(far: Options, near: Options) -> Options:
    if far is None or near is None:
        return near if far is None else far
    return {there: near[middle] for there, middle in far.items() if middle in near}
