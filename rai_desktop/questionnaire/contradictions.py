"""Answers of one or several packs that can hardly be true together: told above each of the questions, never changed.

What contradicts what is data of the packs. A contradiction is told when its condition is certain; while an answer is missing or
"not known yet" there is none.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from rai_desktop.questionnaire.question import Contradiction, Pack
from rai_desktop.questionnaire.reading import Reading
from rai_desktop.questionnaire.spot import Place, outer
from rai_desktop.questionnaire.truth import Truth


class Clash(NamedTuple):
    """What does not go together, in one sentence, and the questions whose answers say so, in the order the condition names
    them."""

    sentence: str
    places: tuple[Place, ...]

    def others(self, place: Place) -> list[Place]:
        """The questions but that one."""
        return [each for each in self.places if each != place]


def clashes(packs: Iterable[Pack], seen: Reading, used: Collection[str] | None = None) -> list[Clash]:
    """Every contradiction of the packs that holds by the answers read; `used` leaves out those that rest on an answer to
    another pack than these, for it is out of sight."""
    return in_sight((clash(each, pack, seen) for pack in packs for each in pack.contradictions), used)


def in_sight(found: Iterable[Clash | None], used: Collection[str] | None) -> list[Clash]:
    """Those that there are and that rest on answers to these packs alone."""
    return [each for each in found if each and (used is None or all(home in used for home, _id in each.places))]


def clash(said: Contradiction, pack: Pack, seen: Reading) -> Clash | None:
    """What a pack calls a contradiction, where it holds by the answers read."""
    if seen.truth(said.when, pack.id) is not Truth.YES:
        return None
    places = ((outer(home), home.partition("/")[2] or id_) for home, id_ in seen.support(said.when, pack.id))
    return Clash(said.sentence, tuple(dict.fromkeys(places)))
