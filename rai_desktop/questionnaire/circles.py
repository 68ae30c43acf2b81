"""Whether conditions go in a circle."""

from collections.abc import Iterable, Iterator

from rai_desktop.questionnaire.dependence import Node, Walk, all_conditions
from rai_desktop.questionnaire.question import Pack
from rai_desktop.questionnaire.spot import outer

__all__ = ["Circles", "all_conditions"]


class Circles:
    """Looks through the packs of a site; what was found to lead to no circle is not walked again for
    the next of them."""

    def __init__(self, packs: Iterable[Pack]) -> None:
        self._walk = Walk({pack.id: pack for pack in packs})
        self._done: set[Node] = set()

    def through(self, pack: Pack) -> list[str]:
        """Questions shown only if … each other, or facts that rest on themselves: they could never
        be settled. Only what the pack's own conditions lead to is walked."""
        for start in _nodes(pack):
            circle = _circle(start, self._walk, [], self._done)
            if any(outer(home) == pack.id for home, _, _ in circle):
                return ["".join(node) for node in circle]
        return []


def _nodes(pack: Pack) -> Iterator[Node]:
    yield from ((pack.id, "/", id_) for id_ in pack.places)
    yield from ((pack.id, " fact ", name) for name in pack.facts)
    for inner in pack.inner.values():
        yield from ((inner.id, "/", id_) for id_ in inner.places)


def _circle(node: Node, walk: Walk, trail: list[Node], done: set[Node]) -> list[Node]:
    """The first circle met from a node; empty when there is none."""
    if node in trail:
        return [*trail[trail.index(node) :], node]
    if node in done:
        return []
    for after in walk.after(node):
        if found := _circle(after, walk, [*trail, node], done):
            return found
    done.add(node)
    return []
