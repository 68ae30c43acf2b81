"""Which questions apply, which are missing, which comes next, and how far one is."""

from collections.abc import Iterable

import msgspec

from rai_desktop.questionnaire.answers import Answers, is_given, problem
from rai_desktop.questionnaire.catalog import find
from rai_desktop.questionnaire.question import Pack, Question, Section
from rai_desktop.questionnaire.reading import Reading

Shown = list[tuple[Section, list[Question]]]


class SectionProgress(msgspec.Struct, frozen=True, kw_only=True):
    """A section's state. `asked` questions apply; `answered` of them are; `missing` of them must
    still be."""

    section: str
    title: str
    asked: int
    answered: int
    missing: int

    @property
    def done(self) -> bool:
        """Nothing that must be answered is missing."""
        return not self.missing


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


def reading(pack: Pack, answers: Answers) -> Reading:
    """A reading of a pack that can look into the other packs; make one for each change and ask it
    often."""
    return Reading(pack, answers, find=find)


def visible(pack: Pack, answers: Answers) -> Shown:
    """The sections and questions that apply, in the order asked; empty sections are left out."""
    seen = reading(pack, answers)
    shown = (
        (section, [each for each in section.questions if seen.shown(each.id)])
        for section in pack.sections
    )
    return [(section, questions) for section, questions in shown if questions]


def missing(pack: Pack, answers: Answers) -> list[Question]:
    """Required questions that apply and have no answer, or an answer with something wrong in it."""
    seen = reading(pack, answers)
    return [
        each for _, each in pack.places.values() if seen.shown(each.id) and _is_missing(each, seen)
    ]


def next_missing(pack: Pack, answers: Answers, after: str = "") -> Question | None:
    """The first missing question after the one named, going round to the start; None when nothing
    is missing."""
    open_ = missing(pack, answers)
    order = list(pack.places)
    here = order.index(after) if after in pack.places else -1
    later = [each for each in open_ if order.index(each.id) > here]
    return next(iter([*later, *(each for each in open_ if each.id != after), *open_]), None)


def progress(pack: Pack, answers: Answers) -> Progress:
    """How far one is. Progress counts answers, also "not known yet": saying so is an answer."""
    seen = reading(pack, answers)
    sections = [
        _progress(section, questions, seen) for section, questions in visible(pack, answers)
    ]
    return Progress(pack=pack.id, sections=sections)


def hidden_answers(pack: Pack, answers: Answers) -> list[Question]:
    """Questions that have an answer but do not apply now: kept, never counted."""
    seen = reading(pack, answers)
    own = seen.given(pack.id)
    return [
        each
        for _, each in pack.places.values()
        if not seen.shown(each.id) and each.id in own and is_given(each, own[each.id].value)
    ]


def problems(pack: Pack, answers: Answers) -> dict[str, str]:
    """What is wrong with the answers that count, by question id."""
    seen = reading(pack, answers)
    own = seen.given(pack.id)
    found = {
        each.id: problem(each, own.get(each.id))
        for _, each in pack.places.values()
        if seen.shown(each.id)
    }
    return {id_: sentence for id_, sentence in found.items() if sentence}


def _is_missing(question: Question, seen: Reading) -> bool:
    answer = seen.given(seen.pack.id).get(question.id)
    if answer is None or not is_given(question, answer.value):
        return question.required
    return bool(problem(question, answer))


def _progress(section: Section, questions: Iterable[Question], seen: Reading) -> SectionProgress:
    asked = list(questions)
    answered = [each for each in asked if is_given(each, seen.value(each.id))]
    return SectionProgress(
        section=section.id,
        title=section.title,
        asked=len(asked),
        answered=len(answered),
        missing=sum(_is_missing(each, seen) for each in asked),
    )
