"""Reading: which questions are shown, and which conditions are true, false or still open, under
given answers.

Two readings of one condition. *Shown* is plain: what is not answered does not hold. *Truth* has
three values, after Kleene: an answer "unknown", or none, leaves a statement open, and nothing that
is open can make another statement true or false that it could still overturn. A question that is
not shown has no answer, whatever was once typed there. Each item of a repeated group is read by a
reading of its own, which looks to the outer one for everything but the item.
"""

import copy
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from rai_desktop.questionnaire.answers import (
    Answered,
    Answers,
    Item,
    Own,
    by_pack,
    chosen_or_typed,
    is_given,
    items,
    part_value,
    still_offered,
    value_of,
)
from rai_desktop.questionnaire.condition import Condition
from rai_desktop.questionnaire.question import Kind, Pack, Question, is_valid
from rai_desktop.questionnaire.sharing import Link, Links, says_unknown, translated
from rai_desktop.questionnaire.spot import Find, Place, Spot, home_of, outer, spot_of
from rai_desktop.questionnaire.truth import Truth, matches

NOTHING_SAID = Condition()


class Reading:
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
        self.pack = pack
        self.on = on or dt.date.max
        self.today = on or dt.datetime.now(dt.UTC).date()
        self._answers: Mapping[str, Own] = by_pack(pack.id, answers)
        self._find = find or (lambda _id: None)
        self._links: Links = links or {}
        self._outer: Reading | None = None
        self._items: dict[Place, list[Reading]] = {}
        self._forget()

    def _forget(self) -> None:
        self._shown: dict[Place, bool] = {}
        self._values: dict[Place, object] = {}
        self._shared: dict[Place, tuple[object, Place | None]] = {}
        self._applies: dict[Place, Truth] = {}
        self._truth: dict[tuple[int, str], Truth] = {}
        self._support: dict[tuple[int, str], list[Place]] = {}
        self._held: dict[tuple[int, str], bool] = {}
        self._kept: dict[int, Condition] = {}

    def at(self, pack: Pack) -> "Reading":
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

    def given(self, pack: str) -> Own:
        """Everything typed into a pack, also what does not count."""
        return self._answers.get(pack, {})

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

    def origin(self, question: str, pack: str = "") -> Place | None:
        """Where the answer that counts was given, when not here but where the same is asked."""
        place = (pack or self.pack.id, question)
        own = self._own(place)
        if place not in self._links or not self.shown(question, place[0]) or self._is_said(place, own):
            return None
        return self._from_elsewhere(place)[1]

    def otherwise(self, question: str, pack: str = "") -> Place | None:
        """Where the same is asked and answered differently than here."""
        place = (pack or self.pack.id, question)
        own = self._own(place)
        if place not in self._links or not self.shown(question, place[0]) or not self._is_said(place, own):
            return None
        value, there = self._from_elsewhere(place)
        return there if there and chosen_or_typed(value) != chosen_or_typed(own) else None

    def linked(self, question: str, pack: str = "") -> list[Place]:
        """The questions of other packs that ask the same."""
        return [each.place for each in self._links.get((pack or self.pack.id, question), ())]

    def _own(self, place: Place) -> object:
        """What was answered here, as far as it is still on offer."""
        question = self._question(place)
        value = value_of(self.given(place[0]), place[1])
        return value if question is None else still_offered(question, value)

    def _from_elsewhere(self, place: Place) -> tuple[object, Place | None]:
        if place not in self._shared:
            self._shared[place] = self._found_elsewhere(place)
        return self._shared[place]

    def _found_elsewhere(self, place: Place) -> tuple[object, Place | None]:
        """The nearest answer to the same question, where that one is shown. Where it is "not known
        yet", nobody knows: a farther answer must not take its place, or an unknown could lower a
        tier."""
        for link, value in self._given_elsewhere(place):
            if not self.shown(link.place[1], link.place[0]):
                continue
            if says_unknown(value):
                break
            if (found := self._translated(value, place, link)) is not None:
                return found, link.place
        return None, None

    def _possible(self, place: Place) -> list[object]:
        """All that may turn out to be the answer here, nearest first, while it is open which of the
        same questions apply; None among them where nobody knows."""
        if place not in self._links or self._is_said(place, self._own(place)):
            return [self.value(place[1], place[0])]
        found: list[object] = []
        for link, value in self._given_elsewhere(place):
            if says_unknown(value):
                break
            if (here := self._translated(value, place, link)) is not None:
                found.append(here)
                if self.applies(*link.place) is Truth.YES:
                    return found
        return [*found, None]

    def _given_elsewhere(self, place: Place) -> Iterator[tuple[Link, object]]:
        """What is answered to the same question where that one applies, or may yet apply."""
        for link in self._links[place]:
            value = self._own(link.place)
            if self.applies(*link.place) is not Truth.NO and self._is_said(link.place, value):
                yield link, value

    def _translated(self, value: object, place: Place, link: Link) -> object:
        here = self._question(place)
        return None if here is None else translated(value, here, link.options)

    def _is_said(self, place: Place, value: object) -> bool:
        question = self._question(place)
        return question is not None and is_given(question, value)

    def items(self, group: str, pack: str = "") -> list["Reading"]:
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

    def _item(self, inner: Pack, item: Item) -> "Reading":
        made = Reading(inner, {inner.id: _as_answers(item)}, self.on, self._pack)
        made._outer, made.today = self, self.today
        return made

    def truth(self, condition: Condition, home: str = "") -> Truth:
        """Whether a condition is true, false, or open."""
        key = self._key(condition, home)
        if self._outer and key[1] != self.pack.id:
            return self._outer.truth(condition, key[1])
        if key not in self._truth:
            self._truth[key] = min(self._truths(condition, key[1]), default=Truth.YES)
        return self._truth[key]

    def holds(self, condition: Condition, home: str = "") -> bool:
        """Whether a condition holds by what is answered so far, as for showing a question."""
        return self._holds(condition, home or self.pack.id)

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

    # Plain reading

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

    # Reading with three values

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

    def _read(self, condition: Condition, spot: Spot, value: object) -> Truth:
        said = self._part(spot, value)
        return Truth.OPEN if said is None else matches(condition, said)

    def _sayable(self, spot: Spot) -> list[object]:
        """The answers that are to agree before a statement about a question is settled."""
        home = spot.pack
        if self._outer and home != self.pack.id:
            return self._outer._sayable(spot)  # noqa: SLF001
        return self._possible(spot.place) if self.shown(spot.question, home) else [None]

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

    def _key(self, condition: Condition, home: str) -> tuple[int, str]:
        """Conditions hold lists and cannot be hashed: they go by identity, and are kept so that it
        stays theirs."""
        self._kept[id(condition)] = condition
        return id(condition), home or self.pack.id

    # Where things are

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

    def _said(self, spot: Spot) -> object | None:
        """What a condition looks at; None when nothing is said."""
        return self._part(spot, self.value(spot.question, spot.pack))

    def _part(self, spot: Spot, value: object) -> object | None:
        question = self._question(spot.place)
        if question is None:
            return value
        return part_value(question, spot.part, value) if is_given(question, value) else None


class _Plain:
    """An item's answer to a question, as a project keeps answers."""

    def __init__(self, value: object) -> None:
        self.value = value


def _as_answers(item: Item) -> dict[str, Answered]:
    return {id_: _Plain(value) for id_, value in item.items()}
