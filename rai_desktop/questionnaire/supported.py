"""Support: which questions a condition's truth rests on, or while it is open, whose answers could settle it."""

from collections.abc import Iterable

from rai_desktop.questionnaire.condition import Condition
from rai_desktop.questionnaire.settling import Settling
from rai_desktop.questionnaire.spot import Place, spot_of
from rai_desktop.questionnaire.truth import Truth


class Supported(Settling):
    """Tells what a truth rests on."""

    _support: dict[tuple[int, str], list[Place]]

    def support(self, condition: Condition, home: str = "") -> list[Place]:
        """The questions a condition's truth rests on; while it is open, those whose answers could
        settle it."""
        key = self._key(condition, home)
        if self._outer and key[1] != self.pack.id:
            return self._outer.support(condition, key[1])
        if key not in self._support:
            self._support[key] = self._found_support(condition, key[1])
        return self._support[key]

    def _found_support(self, condition: Condition, home: str) -> list[Place]:
        truth = self.truth(condition, home)
        found: list[Place] = []
        if condition.question and self._leaf(condition, home) is truth:
            found += self._leaf_support(condition, home)
        if condition.fact and self.truth(*self._fact(condition, home)) is truth:
            found += self.support(*self._fact(condition, home))
        if self._together(condition.all, home) is truth:
            found += self._gather(
                [each for each in condition.all if self.truth(each, home) is truth], home
            )
        if condition.any and self._either(condition.any, home) is truth:
            found += self._gather(
                [each for each in condition.any if self.truth(each, home) is truth], home
            )
        if self._either(condition.none, home).denied is truth:
            found += self._gather(
                [each for each in condition.none if self.truth(each, home).denied is truth], home
            )
        return list(dict.fromkeys(found))

    def _leaf_support(self, condition: Condition, home: str) -> list[Place]:
        spot = spot_of(condition.question, home, self._pack)
        place, said = spot.place, self.said_truth(condition, spot)
        applies = self.applies(*place)
        if (
            applies > said
            or (applies is said is Truth.YES)
            or (applies is said and self.shown(place[1], place[0]))
        ):
            return [place]
        return self._gather(
            [each for each in self._conditions(place) if self.truth(each, place[0]) is applies],
            place[0],
        )

    def _gather(self, conditions: Iterable[Condition], home: str) -> list[Place]:
        return [place for each in conditions for place in self.support(each, home)]
