"""Reading: which questions are shown, and which conditions are true, false or still open, under
given answers.

Two readings of one condition. *Shown* is plain: what is not answered does not hold. *Truth* has
three values (settling.py). A question that is not shown has no answer, whatever was once typed
there. Each item of a repeated group is read by a reading of its own, which looks to the outer one
for everything but the item.
"""

import copy
import datetime as dt
from typing import Self

from rai_desktop.questionnaire.answers import Answered, Answers, Item, items
from rai_desktop.questionnaire.condition import Condition
from rai_desktop.questionnaire.question import Pack
from rai_desktop.questionnaire.sharing import Links
from rai_desktop.questionnaire.spot import Find, Place, Spot, spot_of
from rai_desktop.questionnaire.supported import Supported
from rai_desktop.questionnaire.truth import Truth, matches


class Reading(Supported):
    """One look at a pack under given answers of all packs on a given day; what was worked out is
    kept."""

    def __init__(
        self,
        pack: Pack,
        answers: Answers,
        on: dt.date | None = None,
        find: Find | None = None,
        links: Links | None = None,
    ) -> None:
        super().__init__(pack, answers, on, find)
        self._links = links or {}
        self._items: dict[Place, list[Self]] = {}
        self._shown: dict[Place, bool] = {}
        self._values: dict[Place, object] = {}
        self._shared = {}
        self._applies = {}
        self._truth = {}
        self._support = {}
        self._held: dict[tuple[int, str], bool] = {}
        self._kept = {}

    def at(self, pack: Pack) -> Self:
        """The same reading from the standpoint of another pack; what was worked out is shared."""
        if pack.id == self.pack.id:
            return self
        other = copy.copy(self)
        other.pack = pack
        return other

    def shown(self, question: str, pack: str = "") -> bool:
        """Whether the question is put to the analyst."""
        place = (pack or self.pack.id, question)
        if self._outer and place[0] != self.pack.id:
            return self._outer.shown(question, place[0])
        if place not in self._shown:
            self._shown[place] = self._is_asked_today(place) and all(
                self._holds(each, place[0]) for each in self._conditions(place)
            )
        return self._shown[place]

    def value(self, question: str, pack: str = "") -> object:
        """What counts as answered, here or where the same is asked; nothing while the question is
        not shown."""
        home = pack or self.pack.id
        if self._outer and home != self.pack.id:
            return self._outer.value(question, home)
        if not self.shown(question, home):
            return None
        place = (home, question)
        if place not in self._values:
            own = self._own(place)
            shared = place in self._links and not self._is_said(place, own)
            self._values[place] = self._from_elsewhere(place)[0] if shared else own
        return self._values[place]

    def items(self, group: str, pack: str = "") -> list[Self]:
        """A reading for each item of a group that is shown; ask it as one asks of a pack."""
        place = (pack or self.pack.id, group)
        if self._outer and place[0] != self.pack.id:
            return self._outer.items(group, place[0])
        if place not in self._items:
            home = self._home(place[0])
            inner = home.inner[group] if home else None
            found = items(self.value(group, place[0])) if inner else []
            self._items[place] = [self._item(inner, each) for each in found if inner]
        return self._items[place]

    def _item(self, inner: Pack, item: Item) -> Self:
        made = type(self)(inner, {inner.id: _as_answers(item)}, self.on, self._pack)
        made._outer, made.today = self, self.today  # noqa: SLF001 - one of its own kind
        return made

    def holds(self, condition: Condition, home: str = "") -> bool:
        """Whether a condition holds by what is answered so far, as for showing a question."""
        return self._holds(condition, home or self.pack.id)

    def _holds(self, condition: Condition, home: str) -> bool:
        key = self._key(condition, home)
        if self._outer and key[1] != self.pack.id:
            return self._outer.holds(condition, key[1])
        if key not in self._held:
            self._held[key] = self._found_to_hold(condition, home)
        return self._held[key]

    def _found_to_hold(self, condition: Condition, home: str) -> bool:
        return (
            (not condition.question or self._answer_holds(condition, home))
            and (not condition.fact or self._holds(*self._fact(condition, home)))
            and (condition.from_ is None or self.on >= condition.from_)
            and all(self._holds(each, home) for each in condition.all)
            and (not condition.any or any(self._holds(each, home) for each in condition.any))
            and not any(self._holds(each, home) for each in condition.none)
        )

    def _answer_holds(self, condition: Condition, home: str) -> bool:
        spot = spot_of(condition.question, home, self._pack)
        if self._repeats(spot):
            found = self.items(spot.question, spot.pack)
            return any(each.says(condition, spot.part) for each in found)
        return self.says(condition, spot.question, spot.pack, spot.part)

    def says(self, condition: Condition, question: str, pack: str = "", part: str = "") -> bool:
        """Whether the answer is given and, plainly read, as the condition says."""
        value = self._said(Spot(pack or self.pack.id, question, part))
        return value is not None and matches(condition, value, plain=True) is Truth.YES

    def _said(self, spot: Spot) -> object | None:
        """What a condition looks at; None when nothing is said."""
        return self._part(spot, self.value(spot.question, spot.pack))


class _Plain:
    """An item's answer to a question, as a project keeps answers."""

    def __init__(self, value: object) -> None:
        self.value = value


def _as_answers(item: Item) -> dict[str, Answered]:
    return {id_: _Plain(value) for id_, value in item.items()}
