"""Reading: which questions are shown, and which conditions are true, false or still open, under
given answers.

Two readings of one condition. *Shown* is plain: what is not answered does not hold. *Truth* has
three values, after Kleene: an answer "unknown", or none, leaves a statement open, and nothing that
is open can make another statement true or false that it could still overturn. A question that is
not shown has no answer, whatever was once typed there.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

from rai_desktop.questionnaire.answers import Answers, Own, by_pack, is_given, value_of
from rai_desktop.questionnaire.condition import Condition
from rai_desktop.questionnaire.question import Pack
from rai_desktop.questionnaire.truth import Truth, matches

Place = tuple[str, str]
"""A question by pack id and question id."""
NOTHING_SAID = Condition()


class Reading:
    """One look at a pack under given answers of all packs on a given day; what was worked out is
    kept."""

    def __init__(
        self,
        pack: Pack,
        answers: Answers,
        on: dt.date | None = None,
        find: Callable[[str], Pack | None] | None = None,
    ) -> None:
        self.pack = pack
        self.on = on or dt.date.max
        self._answers: Mapping[str, Own] = by_pack(pack.id, answers)
        self._find = find or (lambda _id: None)
        self._shown: dict[Place, bool] = {}
        self._applies: dict[Place, Truth] = {}
        self._truth: dict[tuple[int, str], Truth] = {}
        self._support: dict[tuple[int, str], list[Place]] = {}
        self._held: dict[tuple[int, str], bool] = {}
        self._kept: dict[int, Condition] = {}

    def shown(self, question: str, pack: str = "") -> bool:
        """Whether the question is put to the analyst."""
        place = (pack or self.pack.id, question)
        if place not in self._shown:
            self._shown[place] = all(
                self._holds(each, place[0]) for each in self._conditions(place)
            )
        return self._shown[place]

    def given(self, pack: str) -> Own:
        """Everything typed into a pack, also what does not count."""
        return self._answers.get(pack, {})

    def value(self, question: str, pack: str = "") -> object:
        """What counts as answered: nothing while the question is not shown."""
        home = pack or self.pack.id
        return (
            value_of(self._answers.get(home, {}), question) if self.shown(question, home) else None
        )

    def truth(self, condition: Condition, home: str = "") -> Truth:
        """Whether a condition is true, false, or open."""
        key = self._key(condition, home)
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
        if key not in self._support:
            self._support[key] = self._found_support(condition, key[1])
        return self._support[key]

    def _found_support(self, condition: Condition, home: str) -> list[Place]:
        truth = self.truth(condition, home)
        found: list[Place] = []
        if condition.question and self._leaf(condition, home) is truth:
            found += self._leaf_support(condition, home)
        if condition.fact and self.truth(self._fact(condition, home), home) is truth:
            found += self.support(self._fact(condition, home), home)
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
        if key not in self._held:
            self._held[key] = self._found_to_hold(condition, home)
        return self._held[key]

    def _found_to_hold(self, condition: Condition, home: str) -> bool:
        return (
            (not condition.question or self._answer_holds(condition, home))
            and (not condition.fact or self._holds(self._fact(condition, home), home))
            and (condition.from_ is None or self.on >= condition.from_)
            and all(self._holds(each, home) for each in condition.all)
            and (not condition.any or any(self._holds(each, home) for each in condition.any))
            and not any(self._holds(each, home) for each in condition.none)
        )

    def _answer_holds(self, condition: Condition, home: str) -> bool:
        pack, question = place_of(condition.question, home)
        value = self.value(question, pack)
        return (
            self._said(pack, question, value) is not None
            and matches(condition, value, plain=True) is Truth.YES
        )

    # Reading with three values

    def _truths(self, condition: Condition, home: str) -> Iterable[Truth]:
        if condition.question:
            yield self._leaf(condition, home)
        if condition.fact:
            yield self.truth(self._fact(condition, home), home)
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
        pack, question = place_of(condition.question, home)
        value = self.value(question, pack)
        said = (
            Truth.OPEN if self._said(pack, question, value) is None else matches(condition, value)
        )
        return min(self.applies(pack, question), said)

    def applies(self, pack: str, question: str) -> Truth:
        """Whether a question applies, with what is unknown left open."""
        place = (pack, question)
        if place not in self._applies:
            self._applies[place] = min(
                (self.truth(each, pack) for each in self._conditions(place)), default=Truth.YES
            )
        return self._applies[place]

    def _leaf_support(self, condition: Condition, home: str) -> list[Place]:
        place = place_of(condition.question, home)
        value = self.value(place[1], place[0])
        said = Truth.OPEN if self._said(*place, value) is None else matches(condition, value)
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

    def _home(self, pack: str) -> Pack | None:
        return self.pack if pack == self.pack.id else self._find(pack)

    def _conditions(self, place: Place) -> list[Condition]:
        home = self._home(place[0])
        if home is None or place[1] not in home.places:
            return []
        section, question = home.places[place[1]]
        return [each for each in (section.show_if, question.show_if) if each is not None]

    def _fact(self, condition: Condition, home: str) -> Condition:
        pack = self._home(home)
        return pack.facts[condition.fact] if pack else NOTHING_SAID

    def _said(self, pack: str, question: str, value: object) -> object | None:
        home = self._home(pack)
        if home is None or question not in home.places:
            return value
        return value if is_given(home.question(question), value) else None


def place_of(question: str, home: str) -> Place:
    """`pack/question`, or a question of the pack at home."""
    pack, slash, id_ = question.rpartition("/")
    return (pack, id_) if slash else (home, id_)
