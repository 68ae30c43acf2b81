"""Every condition of a pack, and whether conditions go in a circle."""

from collections.abc import Iterator, Mapping

from rai_desktop.questionnaire.condition import Condition
from rai_desktop.questionnaire.question import Pack
from rai_desktop.questionnaire.sharing import links_of
from rai_desktop.questionnaire.spot import Spot, home_of, outer, spot_of

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
    found = Walk({**others, pack.id: pack})
    for start in _nodes(pack):
        circle = found.circle(start, [])
        if any(outer(home) == pack.id for home, _, _ in circle):
            return [_in_words(node) for node in circle]
    return []


def _nodes(pack: Pack) -> Iterator[Node]:
    yield from ((pack.id, "/", id_) for id_ in pack.places)
    yield from ((pack.id, " fact ", name) for name in pack.facts)
    for inner in pack.inner.values():
        yield from ((inner.id, "/", id_) for id_ in inner.places)


class Walk:
    """A walk over what rests on what, in all packs; what was walked is not walked again."""

    def __init__(self, homes: Mapping[str, Pack]) -> None:
        self._homes = homes
        self._links = links_of(homes.values())
        self._done: set[Node] = set()

    def circle(self, node: Node, trail: list[Node]) -> list[Node]:
        """The first circle met from a node; empty when there is none."""
        if node in trail:
            return [*trail[trail.index(node) :], node]
        if node in self._done:
            return []
        for after in self.after(node):
            if found := self.circle(after, [*trail, node]):
                return found
        self._done.add(node)
        return []

    def after(self, node: Node) -> Iterator[Node]:
        """What a question or fact rests on; nothing, where its pack or it itself is not there."""
        home, kind, id_ = node
        pack = home_of(home, self._homes.get)
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
                    yield outer(home), " fact ", each.fact
                if each.question:
                    yield from self._named(spot_of(each.question, home, self._homes.get))

    def _named(self, spot: Spot) -> Iterator[Node]:
        """The question named; where it is asked of each item of a group, that one too; and those
        that ask the same, whose answer may stand for its own."""
        yield spot.pack, "/", spot.question
        pack = self._homes.get(spot.pack)
        if pack and spot.part and spot.question in pack.inner:
            yield pack.inner[spot.question].id, "/", spot.part
        for link in self._links.get(spot.place, ()):
            yield link.place[0], "/", link.place[1]


def _in_words(node: Node) -> str:
    return "".join(node)
