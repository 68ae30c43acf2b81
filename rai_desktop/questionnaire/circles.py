"""Every condition of a pack, and whether conditions go in a circle."""

from collections.abc import Iterator, Mapping

from rai_desktop.questionnaire.condition import Condition
from rai_desktop.questionnaire.question import Pack
from rai_desktop.questionnaire.reading import place_of


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
    settled."""
    edges = {node: list(found) for one in (pack, *others.values()) for node, found in _edges(one)}
    done: set[str] = set()
    for start in [node for node, _ in _edges(pack)]:
        circle = _circle(start, edges, [], done)
        if any(node.startswith((f"{pack.id}/", f"{pack.id} ")) for node in circle):
            return circle
    return []


def _edges(pack: Pack) -> Iterator[tuple[str, Iterator[str]]]:
    for section, question in pack.places.values():
        roots = [each for each in (section.show_if, question.show_if) if each is not None]
        yield f"{pack.id}/{question.id}", _named(pack, roots)
    for name, condition in pack.facts.items():
        yield f"{pack.id} fact {name}", _named(pack, [condition])


def _named(pack: Pack, roots: list[Condition]) -> Iterator[str]:
    for root in roots:
        for _, each in _within("", root):
            if each.fact:
                yield f"{pack.id} fact {each.fact}"
            if each.question:
                yield "/".join(place_of(each.question, pack.id))


def _circle(node: str, edges: dict[str, list[str]], trail: list[str], done: set[str]) -> list[str]:
    if node in trail:
        return [*trail[trail.index(node) :], node]
    if node in done:
        return []
    for after in edges.get(node, []):
        if found := _circle(after, edges, [*trail, node], done):
            return found
    done.add(node)
    return []
