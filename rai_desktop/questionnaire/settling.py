"""Settling: which conditions are true, false or still open, after Kleene: what is unknown, or not answered, leaves a statement
open, and nothing open can make another true or false that it could still overturn."""

from collections.abc import Iterable
from typing import Self

from rai_desktop.questionnaire.asked_twice import AskedTwice
from rai_desktop.questionnaire.condition import Condition
from rai_desktop.questionnaire.spot import Place, Spot, spot_of
from rai_desktop.questionnaire.truth import Truth, matches


class Settling(AskedTwice):
    """Reads conditions with three values."""

    _applies: dict[Place, Truth]
    _truth: dict[tuple[int, str], Truth]
    _kept: dict[int, Condition]

    def items(self, group: str, pack: str = "") -> list[Self]:
        """A reading for each item of a group that is shown."""
        raise NotImplementedError

    def truth(self, condition: Condition, home: str = "") -> Truth:
        """Whether a condition is true, false, or open."""
        key = self._key(condition, home)
        if self._outer and key[1] != self.pack.id:
            return self._outer.truth(condition, key[1])
        if key not in self._truth:
            self._truth[key] = min(self._truths(condition, key[1]), default=Truth.YES)
        return self._truth[key]

    def applies(self, pack: str, question: str) -> Truth:
        """Whether a question applies, with what is unknown left open."""
        place = (pack, question)
        if self._outer and pack != self.pack.id:
            return self._outer.applies(pack, question)
        if place not in self._applies:
            self._applies[place] = min(
                (self.truth(each, pack) for each in self._conditions(place)),
                default=Truth.YES,
            )
            if not self._is_asked_today(place):
                self._applies[place] = Truth.NO
        return self._applies[place]

    def said_truth(self, condition: Condition, spot: Spot) -> Truth:
        """Whether the answer is as the condition says; of a group, whether any item's is."""
        if self._repeats(spot):
            return max(
                (
                    min(each.applies(each.pack.id, spot.part), each.said_truth(condition, inside))
                    for each in self.items(spot.question, spot.pack)
                    for inside in [Spot(each.pack.id, spot.part)]
                ),
                default=Truth.OPEN,
            )
        found = {self._read(condition, spot, each) for each in self._sayable(spot)}
        return found.pop() if len(found) == 1 else Truth.OPEN

    def _truths(self, condition: Condition, home: str) -> Iterable[Truth]:
        if condition.question:
            yield self._leaf(condition, home)
        if condition.fact:
            yield self.truth(*self._fact(condition, home))
        if condition.from_ is not None:
            yield Truth.YES if self.on >= condition.from_ else Truth.NO
        yield self._together(condition.all, home)
        if condition.any:
            yield self._either(condition.any, home)
        yield self._either(condition.none, home).denied

    def _together(self, conditions: list[Condition], home: str) -> Truth:
        return min((self.truth(each, home) for each in conditions), default=Truth.YES)

    def _either(self, conditions: list[Condition], home: str) -> Truth:
        return max((self.truth(each, home) for each in conditions), default=Truth.NO)

    def _leaf(self, condition: Condition, home: str) -> Truth:
        """A statement about a question is: the question applies, and its answer is such."""
        spot = spot_of(condition.question, home, self._pack)
        return min(self.applies(*spot.place), self.said_truth(condition, spot))

    def _read(self, condition: Condition, spot: Spot, value: object) -> Truth:
        said = self._part(spot, value)
        return Truth.OPEN if said is None else matches(condition, said)

    def _sayable(self, spot: Spot) -> list[object]:
        """The answers that are to agree before a statement about a question is settled."""
        home = spot.pack
        if self._outer and home != self.pack.id:
            return self._outer._sayable(spot)  # noqa: SLF001
        return self._possible(spot.place) if self.shown(spot.question, home) else [None]

    def _key(self, condition: Condition, home: str) -> tuple[int, str]:
        """Conditions hold lists and cannot be hashed: they go by identity, and are kept so that it
        stays theirs."""
        self._kept[id(condition)] = condition
        return id(condition), home or self.pack.id
