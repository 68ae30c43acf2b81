"""Shared facts: questions of several packs that ask the same, and how an answer is carried between
them.

`same` in a question links it to one of another pack. Questions linked, also over several steps,
share an answer: one that has none of its own takes that of the others, nearest first. Nothing is
ever copied, so the order of answering cannot matter.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from rai_desktop.i18n import _
from rai_desktop.questionnaire.answers import chosen, rows
from rai_desktop.questionnaire.question import Kind, Pack, Question, choices
from rai_desktop.questionnaire.spot import Place, spot_of
from rai_desktop.questionnaire.truth import UNKNOWN

Options = Mapping[str, frozenset[str]] | None
"""For an option there, or a table's column, what it may mean here; None where the same id is the
same. Only what can mean one thing is carried over."""
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
        for id_, (_section, question) in pack.places.items():
            there = target(question, pack, homes)
            if question.same and there:
                hither, thither = ways(question)
                near.setdefault((pack.id, id_), []).append(Link(there, hither))
                near.setdefault(there, []).append(Link((pack.id, id_), thither))
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
    if here.kind is Kind.TABLE:
        return [{_called(key, options): _filled(key, cell, options) for key, cell in row.items()} for row in rows(value)]
    if here.kind not in _ONE and here.kind is not Kind.MULTIPLE:
        return value
    known = {option.id for option in choices(here)}
    ids = chosen(value)
    found = [_meant(each, options) for each in ids]
    if not found or not set(found) <= known:
        return None
    return list(dict.fromkeys(found)) if here.kind is Kind.MULTIPLE else found[0]


def ways(question: Question) -> tuple[Options, Options]:
    """What is meant from there to here, and from here to there."""
    if question.same is None or not question.same.options:
        return None, None
    thither = {own: frozenset(question.same.theirs(own)) for own in question.same.options}
    hither = {each: frozenset([own]) for own, theirs in thither.items() for each in theirs}
    return hither, thither


def says_unknown(value: object) -> bool:
    """Whether an answer is "not known yet": it is nobody else's answer either."""
    return UNKNOWN in chosen(value)


def misfit(here: Question, there: Question) -> str:
    """Why two questions cannot share an answer; "" when they can."""
    if here.kind not in _SHARED or there.kind not in _SHARED:
        kind = here.kind if here.kind not in _SHARED else there.kind
        return _("a {kind} cannot be shared").format(kind=kind)
    if here.kind is not there.kind and not {here.kind, there.kind} <= _ONE:
        return _("a {kind} cannot take the answer of a {other}").format(kind=here.kind, other=there.kind)
    if here.unit and there.unit and here.unit != there.unit:
        return _("their units differ")
    if _columns(here, None) != _columns(there, ways(here)[0]):
        return _("their columns differ")
    return ""


def _columns(question: Question, called: Options) -> dict[str, set[str]]:
    """The options of each column, by what the column is called over here."""
    return {
        _called(each.id, called): {_filled(each.id, option.id, called) for option in each.options}
        for each in question.columns
    }


def _called(column: str, options: Options) -> str:
    """A column's id over here; one that is not named is the same."""
    return _meant(column, options) or column


def _filled(column: str, cell: str, options: Options) -> str:
    """What a cell holds in terms of one's own column, whose options are named `column/option`."""
    return _meant(f"{column}/{cell}", options).partition("/")[2] or cell


def _meant(id_: str, options: Options) -> str:
    """The one thing an id means here, or nothing."""
    if options is None:
        return id_
    found = options.get(id_, frozenset())
    return next(iter(found)) if len(found) == 1 else ""


def _places(homes: Mapping[str, Pack]) -> Iterator[Place]:
    for pack in sorted(homes.values(), key=lambda each: (each.order, each.id)):
        yield from ((pack.id, id_) for id_ in pack.places)


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
    """Over two steps; where a step between has no counterpart, nothing is meant."""
    if far is None or near is None:
        return near if far is None else far
    return {
        there: frozenset(each for middle in between for each in near[middle])
        for there, between in far.items()
        if between <= near.keys()
    }
