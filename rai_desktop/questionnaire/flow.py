"""Which questions apply, which are missing, which comes next, and how far one is."""

import datetime as dt
from collections.abc import Iterable

import msgspec

from rai_desktop.questionnaire.answers import Answers, Asked, is_given, problem
from rai_desktop.questionnaire.catalog import find, links
from rai_desktop.questionnaire.following import unfollowed
from rai_desktop.questionnaire.question import Kind, Pack, Question, Section
from rai_desktop.questionnaire.reading import Reading
from rai_desktop.questionnaire.spot import Place

Shown = list[tuple[Section, list[Question]]]


class SectionProgress(msgspec.Struct, frozen=True, kw_only=True):
    """A section's state. `asked` questions apply; `answered` of them are, `shared` of these where
    the same is asked; `missing` must still be; `carried` are taken over and not confirmed yet."""

    section: str
    title: str
    asked: int
    answered: int
    missing: int
    shared: int = 0
    carried: int = 0

    @property
    def done(self) -> bool:
        """Nothing that must be answered or confirmed is left."""
        return not self.missing and not self.carried


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """A pack's state, section by section; sections that do not apply are left out."""

    pack: str
    sections: list[SectionProgress]

    @property
    def asked(self) -> int:
        """Questions that apply."""
        return sum(each.asked for each in self.sections)

    @property
    def answered(self) -> int:
        """Questions that apply and are answered."""
        return sum(each.answered for each in self.sections)

    @property
    def missing(self) -> int:
        """Questions that must still be answered."""
        return sum(each.missing for each in self.sections)

    @property
    def shared(self) -> int:
        """Questions answered where another pack asks the same."""
        return sum(each.shared for each in self.sections)

    @property
    def carried(self) -> int:
        """Questions whose answer was taken over and is to be confirmed."""
        return sum(each.carried for each in self.sections)


Read = Answers | Reading
"""Answers, or a reading of them that was made for this change and is shared by all who ask."""


def reading(pack: Pack, answers: Read, on: dt.date | None = None) -> Reading:
    """A reading of a pack that can look into the other packs; make one for each change and ask it
    often. A reading that is there is only turned to the pack."""
    if isinstance(answers, Reading):
        return answers.at(pack)
    return Reading(pack, answers, on, find, links())


def visible(pack: Pack, answers: Read) -> Shown:
    """The sections and questions that apply, in the order asked; empty sections are left out."""
    seen = reading(pack, answers)
    shown = (
        (section, [each for each in section.questions if seen.shown(each.id)])
        for section in pack.sections
    )
    return [(section, questions) for section, questions in shown if questions]


def missing(pack: Pack, answers: Read) -> list[Question]:
    """Required questions that apply and have no answer, or an answer with something wrong in it."""
    seen = reading(pack, answers)
    return [
        each for _, each in pack.places.values() if seen.shown(each.id) and _is_missing(each, seen)
    ]


def next_missing(pack: Pack, answers: Read, after: str = "") -> Question | None:
    """The first question to answer or confirm after the one named, going round to the start; None
    when nothing is left."""
    seen = reading(pack, answers)
    open_ = [each for _, each in pack.places.values() if _is_left(each, seen)]
    order = list(pack.places)
    here = order.index(after) if after in pack.places else -1
    later = [each for each in open_ if order.index(each.id) > here]
    return next(iter([*later, *(each for each in open_ if each.id != after), *open_]), None)


def progress(pack: Pack, answers: Read) -> Progress:
    """How far one is. Progress counts answers, also "not known yet": saying so is an answer."""
    seen = reading(pack, answers)
    sections = [
        section_progress(section, questions, seen) for section, questions in visible(pack, answers)
    ]
    return Progress(pack=pack.id, sections=sections)


def hidden_answers(pack: Pack, answers: Read) -> list[Question]:
    """Questions that have an answer but do not apply now: kept, never counted."""
    seen = reading(pack, answers)
    own = seen.given(pack.id)
    return [
        each
        for _, each in pack.places.values()
        if not seen.shown(each.id) and each.id in own and is_given(each, own[each.id].value)
    ]


def problems(pack: Pack, answers: Read) -> dict[str, str]:
    """What is wrong with the answers that count, by question id."""
    seen = reading(pack, answers)
    found = {
        each.id: trouble(each, seen) for _, each in pack.places.values() if seen.shown(each.id)
    }
    return {id_: sentence for id_, sentence in found.items() if sentence}


def trouble(question: Question, seen: Reading) -> str:
    """What is wrong with the answer given, in one sentence; "" when nothing is. An option that is
    not on offer is wrong and does not count."""
    own = seen.given(seen.pack.id).get(question.id)
    given = own is not None and is_given(question, own.value)
    return problem(question, own if given else seen.value(question.id), asked_in(question, seen))


def asked_in(question: Question, seen: Reading) -> Asked:
    """Which of a group's questions are put to the item at a place."""
    inside = seen.items(question.id) if question.kind is Kind.GROUP else []
    return lambda place, id_: place >= len(inside) or inside[place].shown(id_)


def is_carried(question: Question, seen: Reading) -> bool:
    """Whether an answer that counts, given here or where the same is asked, was taken over and nobody has
    confirmed it yet."""
    return bool(carried_from(question, seen))


def carried_from(question: Question, seen: Reading) -> str:
    """The earlier assessment that the answer was taken over from, until it is confirmed; "" for any other."""
    home, id_ = given_at(question, seen)
    answer = seen.given(home).get(id_)
    here = home != seen.pack.id or (answer is not None and is_given(question, answer.value))
    return str(getattr(answer, "carried", "")) if here else ""


def given_at(question: Question, seen: Reading) -> Place:
    """Where the answer was given: here, or, where nothing is said here, where the same is asked."""
    own = seen.given(seen.pack.id).get(question.id)
    there = None if own is not None and is_given(question, own.value) else seen.origin(question.id)
    return there or (seen.pack.id, question.id)


def _is_left(question: Question, seen: Reading) -> bool:
    return seen.shown(question.id) and (_is_missing(question, seen) or is_carried(question, seen))


def _is_missing(question: Question, seen: Reading) -> bool:
    if trouble(question, seen) or unfollowed(question, seen):
        return True
    return question.required and not is_given(question, seen.value(question.id))


def _is_answered(question: Question, seen: Reading) -> bool:
    given = is_given(question, seen.value(question.id))
    return given and not trouble(question, seen) and not unfollowed(question, seen)


def section_progress(
    section: Section, questions: Iterable[Question], seen: Reading
) -> SectionProgress:
    """How far a section is, of whose questions these are asked."""
    asked = list(questions)
    carried = {each.id for each in asked if is_carried(each, seen)}
    answered = [
        each
        for each in asked
        if each.id not in carried and _is_answered(each, seen)
    ]
    return SectionProgress(
        section=section.id,
        title=section.title,
        asked=len(asked),
        answered=len(answered),
        missing=sum(_is_missing(each, seen) for each in asked),
        shared=sum(seen.origin(each.id) is not None for each in answered),
        carried=len(carried),
    )
