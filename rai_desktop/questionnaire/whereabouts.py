"""Whereabouts: where a reading finds packs, questions, conditions and what was typed."""

import datetime as dt
from collections.abc import Mapping
from typing import Self

from rai_desktop.questionnaire.answers import Answers, Own, by_pack, is_given, part_value, still_offered, value_of
from rai_desktop.questionnaire.condition import Condition
from rai_desktop.questionnaire.question import Kind, Pack, Question, is_valid
from rai_desktop.questionnaire.spot import Find, Place, Spot, home_of, outer, spot_of

NOTHING_SAID = Condition()


class Whereabouts:
    """A pack, the others it can find, and the answers of all on a given day. A reading of one item of a group has an outer
    one, which it asks for everything but the item."""

    def __init__(self, pack: Pack, answers: Answers, on: dt.date | None, find: Find | None) -> None:
        self.pack = pack
        self.on = on or dt.date.max
        self.today = on or dt.datetime.now(dt.UTC).date()
        self._answers: Mapping[str, Own] = by_pack(pack.id, answers)
        self._find = find or (lambda _id: None)
        self._outer: Self | None = None

    def given(self, pack: str) -> Own:
        """Everything typed into a pack, also what does not count."""
        return self._answers.get(pack, {})

    def spot(self, named: str) -> Spot:
        """What a name in this pack's file leads to."""
        return spot_of(named, self.pack.id, self._pack)

    def question(self, spot: Spot) -> Question | None:
        """The question of a spot, where its pack is there and has it."""
        return self._question(spot.place)

    def _pack(self, id_: str) -> Pack | None:
        """A pack by id; one that is read wins over one of the same id elsewhere."""
        return self.pack if id_ == self.pack.id else self._find(id_)

    def _home(self, id_: str) -> Pack | None:
        return home_of(id_, self._pack)

    def _question(self, place: Place) -> Question | None:
        home = self._home(place[0])
        return home.question(place[1]) if home and place[1] in home.places else None

    def _own(self, place: Place) -> object:
        """What was answered here, as far as it is still on offer."""
        question = self._question(place)
        value = value_of(self.given(place[0]), place[1])
        return value if question is None else still_offered(question, value)

    def _is_said(self, place: Place, value: object) -> bool:
        question = self._question(place)
        return question is not None and is_given(question, value)

    def _conditions(self, place: Place) -> list[Condition]:
        home = self._home(place[0])
        if home is None or place[1] not in home.places:
            return []
        section, question = home.places[place[1]]
        return [each for each in (section.show_if, question.show_if) if each is not None]

    def _is_asked_today(self, place: Place) -> bool:
        home, question = self._home(place[0]), self._question(place)
        return all(is_valid(each, self.today) for each in (home, question) if each is not None)

    def _fact(self, condition: Condition, home: str) -> tuple[Condition, str]:
        """What a fact stands for, and where it is at home."""
        pack = self._pack(outer(home))
        return (pack.facts[condition.fact] if pack else NOTHING_SAID), outer(home)

    def _repeats(self, spot: Spot) -> bool:
        question = self._question(spot.place) if spot.part else None
        return question is not None and question.kind is Kind.GROUP

    def _part(self, spot: Spot, value: object) -> object | None:
        question = self._question(spot.place)
        if question is None:
            return value
        return part_value(question, spot.part, value) if is_given(question, value) else None
