"""Every condition of a pack, and whether conditions go in a circle."""

from collections.abc import Iterator, Mapping

from rai_desktop.questionnaire.condition import Condition
from rai_desktop.questionnaire.question import Pack
from rai_desktop.questionnaire.reading import place_of

Node = tuple[str, str, str]
"""A pack, how what follows is joined to it ("/" a question, " fact " a fact), and its id."""


def all_conditions(pack: Pack) -> Iterator[tuple[str, Condition]]:
    """Every condition of a pack, also those within others, with where it stands."""
    for section in pack.sections:
        yield from _within(f"section “{section.id}”", section.show_if)
        for question in section.questions:
            yield from _within(f"question “{question.id}”", question.show_if)
    for name, condition in pack.facts.items():
        yield from _within(f"fact “{name}”", condition)
    rules = pack.classification
    if rules:
        for rule in rules.rules:
            yield from _within(f"rule “{rule.id}”", rule.when)
        for name, schedule in rules.schedules.items():
            for other in schedule.instead:
                yield from _within(f"schedule “{name}”", other.when)


def _within(where: str, condition: Condition | None) -> Iterator[tuple[str, Condition]]:
    if condition is not None:
        yield where, condition
        for part in condition.parts:
            yield from _within(where, part)


def circle_in(pack: Pack, others: Mapping[str, Pack]) -> list[str]:
    """Questions shown only if … each other, or facts that rest on themselves: they could never be
    settled. Only what the pack's own conditions lead to is walked."""
    homes = {**others, pack.id: pack}
    done: set[Node] = set()
    for start in _nodes(pack):
        circle = _circle(start, homes, [], done)
        if any(home == pack.id for home, _, _ in circle):
            return [_in_words(node) for node in circle]
    return []


def _nodes(pack: Pack) -> Iterator[Node]:
    yield from ((pack.id, "/", id_) for id_ in pack.places)
    yield from ((pack.id, " fact ", name) for name in pack.facts)


def _after(node: Node, homes: Mapping[str, Pack]) -> Iterator[Node]:
    """What a question or fact rests on; nothing, where its pack or it itself is not there."""
    home, kind, id_ = node
    pack = homes.get(home)
    if pack is None:
        return
    if kind == "/":
        section, question = pack.places.get(id_, (None, None))
        roots = [each.show_if for each in (section, question) if each is not None]
    else:
        roots = [pack.facts.get(id_)]
    for root in roots:
        for _, each in _within("", root):
            if each.fact:
                yield home, " fact ", each.fact
            if each.question:
                other, asked = place_of(each.question, home)
                yield other, "/", asked


def _circle(
    node: Node, homes: Mapping[str, Pack], trail: list[Node], done: set[Node]
) -> list[Node]:
    if node in trail:
        return [*trail[trail.index(node) :], node]
    if node in done:
        return []
    for after in _after(node, homes):
        if found := _circle(after, homes, [*trail, node], done):
            return found
    done.add(node)
    return []


def _in_words(node: Node) -> str:
    return "".join(node)
