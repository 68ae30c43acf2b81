"""Spot: what a condition names by `question`, `question/part`, `pack/question` or
`pack/question/part`."""

from collections.abc import Callable
from typing import NamedTuple

from rai_desktop.questionnaire.question import PARTED, Kind, Pack

Place = tuple[str, str]
"""A question by pack id and question id. The questions asked of each item of a group are at home in
`pack/group`."""
Find = Callable[[str], Pack | None]


class Spot(NamedTuple):
    """A question, and perhaps a row of its matrix or a question asked of each item of its group."""

    pack: str
    question: str
    part: str = ""

    @property
    def place(self) -> Place:
        """The question without its part."""
        return self.pack, self.question


def outer(home: str) -> str:
    """The pack that a home is in: itself, or that of the group."""
    return home.partition("/")[0]


def home_of(id_: str, find: Find) -> Pack | None:
    """The pack of that id, or what a group of it asks of each item, as if it were a pack."""
    pack_id, slash, group = id_.partition("/")
    pack = find(pack_id)
    return pack.inner.get(group) if slash and pack else pack


def spot_of(named: str, home: str, find: Find) -> Spot:
    """What is named from a home. Without a slash, a question asked of the same item comes before
    one of the pack; `a/b` is a part of the home's own matrix or group `a` where there is one, else
    the question b of the pack a."""
    first, *rest = named.split("/", 2)
    if not rest:
        here = home_of(home, find)
        return Spot(home if here and first in here.places else outer(home), first)
    if len(rest) == 2:
        return Spot(first, *rest)
    pack = find(outer(home))
    if pack and first in pack.places and pack.question(first).kind in PARTED:
        return Spot(pack.id, first, rest[0])
    return Spot(first, rest[0])


def has_part(pack: Pack, spot: Spot) -> bool:
    """Whether the pack has what the spot names."""
    if spot.question not in pack.places:
        return False
    question = pack.question(spot.question)
    if question.kind is Kind.GROUP:
        return not spot.part or question.nested(spot.part) is not None
    return not spot.part or spot.part in {row.id for row in question.rows}
