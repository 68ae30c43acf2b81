"""What rests on what: the conditions of packs, and the questions and facts they lead to."""

from collections.abc import Iterable, Iterator, Mapping

from rai_desktop.i18n import _
from rai_desktop.questionnaire.condition import Condition
from rai_desktop.questionnaire.question import Pack, Section
from rai_desktop.questionnaire.sharing import Links, links_of
from rai_desktop.questionnaire.spot import Place, Spot, home_of, outer, spot_of

Node = tuple[str, str, str]
"""A home, how what follows is joined to it ("/" a question, " fact " a fact), and its id."""


def all_conditions(pack: Pack) -> Iterator[tuple[str, Condition]]:
    """Every condition of a pack, also those within others, with where it stands; those within a
    group are of its inner pack."""
    for section in pack.sections:
        yield from _within(_("section “{id}”").format(id=section.id), section.show_if)
        for question in section.questions:
            yield from _within(_("question “{id}”").format(id=question.id), question.show_if)
    for name, condition in pack.facts.items():
        yield from _within(_("fact “{id}”").format(id=name), condition)
    for each in pack.contradictions:
        yield from _within(_("contradiction “{id}”").format(id=each.id), each.when)
    rules = pack.classification
    if rules:
        for rule in rules.rules:
            yield from _within(_("rule “{id}”").format(id=rule.id), rule.when)
        for name, schedule in rules.schedules.items():
            for other in schedule.instead:
                yield from _within(_("schedule “{id}”").format(id=name), other.when)


def _within(where: str, condition: Condition | None) -> Iterator[tuple[str, Condition]]:
    if condition is not None:
        yield where, condition
        for part in condition.parts:
            yield from _within(where, part)


class Walk:
    """A walk from questions and facts to what they rest on, through all packs."""

    def __init__(self, homes: Mapping[str, Pack], links: Links | None = None) -> None:
        self._homes = homes
        self._links = links_of(homes.values()) if links is None else links

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
            yield from self._under(root, home)

    def section_needs(self, pack: Pack, section: Section) -> frozenset[Place]:
        """The questions whose answers can change what a section asks or how far it is."""
        return self._reach(
            node
            for question in section.questions
            for node in self._answered((pack.id, question.id))
        )

    def rule_needs(self, pack: Pack) -> frozenset[Place]:
        """The questions whose answers can change what a pack's rules conclude."""
        return self._reach(
            node for _where, condition in all_conditions(pack) for node in self._named_by(condition, pack.id)
        )

    def condition_needs(self, condition: Condition, home: str) -> frozenset[Place]:
        """The questions whose answers can change whether a condition holds."""
        return self._reach(self._under(condition, home))

    def _reach(self, starts: Iterable[Node]) -> frozenset[Place]:
        found: set[Node] = set()
        ahead = list(starts)
        while ahead:
            node = ahead.pop()
            if node not in found:
                found.add(node)
                ahead += self.after(node)
                if node[1] == "/":
                    ahead += self._answered((node[0], node[2]))
        return frozenset(_place(home, id_) for home, kind, id_ in found if kind == "/")

    def _answered(self, place: Place) -> Iterator[Node]:
        """A question, what it asks of each item, and those that ask the same."""
        yield place[0], "/", place[1]
        pack = self._homes.get(place[0])
        if pack and place[1] in pack.inner:
            inner = pack.inner[place[1]]
            yield from ((inner.id, "/", each) for each in inner.places)
            follows = pack.question(place[1]).follows
            if follows:
                yield from self._named(spot_of(follows.question, pack.id, self._homes.get))
        yield from ((link.place[0], "/", link.place[1]) for link in self._links.get(place, ()))

    def _under(self, root: Condition | None, home: str) -> Iterator[Node]:
        for _where, each in _within("", root):
            yield from self._named_by(each, home)

    def _named_by(self, condition: Condition, home: str) -> Iterator[Node]:
        if condition.fact:
            yield outer(home), " fact ", condition.fact
        if condition.question:
            yield from self._named(spot_of(condition.question, home, self._homes.get))

    def _named(self, spot: Spot) -> Iterator[Node]:
        """The question named; where it is asked of each item of a group, that one too; and those
        that ask the same, whose answer may stand for its own."""
        yield spot.pack, "/", spot.question
        pack = self._homes.get(spot.pack)
        if pack and spot.part and spot.question in pack.inner:
            yield pack.inner[spot.question].id, "/", spot.part
        for link in self._links.get(spot.place, ()):
            yield link.place[0], "/", link.place[1]


def _place(home: str, id_: str) -> Place:
    """Where the answer is kept: of what is asked of an item, with its group."""
    pack, _, group = home.partition("/")
    return (pack, group or id_)
