"""Finding questions by words: of the question and its help, of what can be chosen, of the source's own number, of the answer."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rai_desktop.questionnaire.answers import Own
from rai_desktop.questionnaire.catalog import find
from rai_desktop.questionnaire.condition import Condition
from rai_desktop.questionnaire.question import Pack, Question, Section, choices
from rai_desktop.questionnaire.reading import Reading
from rai_desktop.questionnaire.spot import Place, spot_of
from rai_desktop.questionnaire.wording import in_words

AllAnswers = Mapping[str, Own]
_NONE: Own = {}


class Hit(NamedTuple):
    """A question that holds all that is sought."""

    pack: Pack
    section: Section
    question: Question


class Searching:
    """One for a window: the words of a pack are gathered once, those of an answer when it is another one than before."""

    def __init__(self) -> None:
        self._packs: dict[str, tuple[Pack, dict[str, str]]] = {}
        self._answers: dict[Place, tuple[object, str]] = {}
        self._whole: dict[str, tuple[Pack, Own, dict[str, str]]] = {}

    def learn(self, pack: Pack, answers: AllAnswers) -> dict[str, str]:
        """The plain words of each question of a pack and of its answer; gathering them takes a moment, the first time only."""
        known, own = self._whole.get(pack.id), answers.get(pack.id, _NONE)
        if known is None or known[0] is not pack or known[1] is not own:
            words = {id_: f"{put}\n{self._answer(pack, id_, own[id_])}" if id_ in own else put
                     for id_, put in self._put(pack).items()}
            known = self._whole[pack.id] = pack, own, words
        return known[2]

    def _put(self, pack: Pack) -> dict[str, str]:
        known = self._packs.get(pack.id)
        if known is None or known[0] is not pack:
            words = {id_: plain("\n".join(_words(question))) for id_, (_section, question) in pack.places.items()}
            known = self._packs[pack.id] = pack, words
        return known[1]

    def find(self, sought: str, packs: Sequence[Pack], answers: AllAnswers) -> list[Hit]:
        """Questions in which each word sought occurs, in the order of the packs; first those whose own number in the source
        is just what is sought, then those in whose number it is."""
        parts = plain(sought).split()
        if not parts:
            return []
        found = [Hit(pack, *pack.places[id_]) for pack in packs for id_, words in self.learn(pack, answers).items()
                 if all(part in words for part in parts)]
        number = plain(sought.strip())
        return sorted(found, key=lambda hit: _rank(number, hit.question)) if _has_digit(number) else found

    def _answer(self, pack: Pack, id_: str, answer: object) -> str:
        known = self._answers.get((pack.id, id_))
        if known is None or known[0] is not answer:
            said = in_words(pack.question(id_), getattr(answer, "value", None)), str(getattr(answer, "note", ""))
            known = self._answers[pack.id, id_] = answer, plain("\n".join(said))
        return known[1]


def plain(words: str) -> str:
    """Small letters without accents, so that "evaluation" finds "Évaluation"."""
    if words.isascii():
        return words.lower()
    parted = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in parted if not unicodedata.combining(letter))


def _has_digit(words: str) -> bool:
    return any(letter.isdigit() for letter in words) or "." in words


def _rank(number: str, question: Question) -> int:
    own = plain(question.source_id)
    return 0 if number in (own, question.id.lower()) else 1 if number in own else 2


def _words(question: Question) -> Iterator[str]:
    yield from (question.text, question.why, question.help, question.id, question.source_id, *question.refs)
    for option in choices(question):
        yield from (option.text, option.help)
    for row in question.rows:
        yield from (row.text, row.help)
    for column in question.columns:
        yield column.text
        yield from (option.text for option in column.options)
    for nested in question.questions:
        yield from _words(nested)


def hidden_by(pack: Pack, section: Section, question: Question, seen: Reading) -> list[Place]:
    """The questions whose answers keep this one from being asked, those that are asked themselves first; none where it is
    asked, or where no answer but the day decides."""
    conditions = [each for each in (section.show_if, question.show_if) if each is not None]
    closed = [each for each in conditions if not seen.holds(each, pack.id)]
    places = [place for each in closed for place in (*seen.support(each, pack.id), *_named(each, pack))]
    known = [place for place in dict.fromkeys(places) if place != (pack.id, question.id)]
    return sorted(known, key=lambda place: not seen.shown(place[1], place[0]))


def _named(condition: Condition, pack: Pack) -> Iterator[Place]:
    """The questions that a condition names itself."""
    if condition.question:
        yield spot_of(condition.question, pack.id, lambda id_: pack if id_ == pack.id else find(id_)).place
    if condition.fact in pack.facts:
        yield from _named(pack.facts[condition.fact], pack)
    for each in condition.parts:
        yield from _named(each, pack)
