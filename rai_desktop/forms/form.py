"""Form: the questions and answers that are handed out, whatever file they travel in."""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from typing import cast

import msgspec

from rai_desktop.project.model import Answer, AnswerValue, Project
from rai_desktop.questionnaire.answers import Answers, is_given
from rai_desktop.questionnaire.catalog import find
from rai_desktop.questionnaire.flow import reading
from rai_desktop.questionnaire.question import Pack, Question, Section
from rai_desktop.questionnaire.reading import Reading
from rai_desktop.questionnaire.spot import Place
from rai_desktop.questionnaire.unasked import asked_only

SCHEMA = "rai-desktop/answers/1"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One question of a form with the answer it has today; `applies` by the answers so far."""

    number: str
    section: Section
    question: Question
    answer: Answer
    applies: bool = True


class Sheaf(msgspec.Struct, frozen=True, kw_only=True):
    """A pack and those of its questions that are asked."""

    pack: Pack
    asked: list[Asked]

    def sections(self) -> Iterator[tuple[Section, list[Asked]]]:
        """Questions by section, in the order asked."""
        for section in self.pack.sections:
            within = [each for each in self.asked if each.section.id == section.id]
            if within:
                yield section, within


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """What is handed out: `project` is the id of the assessment, "" for a pack alone."""

    sheaves: list[Sheaf]
    project: str = ""
    title: str = ""
    made: str = ""

    @property
    def count(self) -> int:
        """How many questions are asked."""
        return sum(len(each.asked) for each in self.sheaves)


def form_of(project: Project, packs: list[str] | None = None, *, everything: bool = False) -> Form:
    """The project's questions with its answers: those that apply, or `everything`; of some of its packs, or of all."""
    chosen = project.packs if packs is None else packs
    sheaves, asked = [], set[Place]()
    for pack in filter(None, map(find, chosen)):
        sheaf = _sheaf(pack, project.answers, everything=everything, already=asked)
        asked |= {(pack.id, each.question.id) for each in sheaf.asked}
        sheaves += [sheaf] if sheaf.asked else []
    return Form(sheaves=sheaves, project=project.id, title=project.title, made=_today())


def form_of_pack(pack: Pack) -> Form:
    """Every question of a pack, unanswered, for no assessment in particular."""
    return Form(sheaves=[_sheaf(pack, {}, everything=True)], title=pack.title, made=_today())


def _sheaf(pack: Pack, answers: Answers, *, everything: bool, already: Collection[Place] = ()) -> Sheaf:
    """What another pack of the form asks already, or has answered, is not asked a second time."""
    seen = reading(pack, answers)
    asked = [Asked(number=number, section=section, question=question, applies=seen.shown(question.id),
                   answer=_answer(question, seen.given(pack.id).get(question.id)))
             for number, section, question in _numbered(pack)
             if everything or not _is_shared(seen, question, already)]
    return Sheaf(pack=pack, asked=[each for each in asked if everything or each.applies])


def _is_shared(seen: Reading, question: Question, already: Collection[Place]) -> bool:
    if seen.origin(question.id) is not None:
        return True
    own = seen.value(question.id)
    return not is_given(question, own) and any(place in already for place in seen.linked(question.id))


def _answer(question: Question, given: object) -> Answer:
    """The answer as far as it is asked today; what its rows and items hold beyond that stays in the project."""
    if not isinstance(given, Answer):
        return Answer()
    return msgspec.structs.replace(given, value=cast(AnswerValue, asked_only(question, given.value)))


def _numbered(pack: Pack) -> Iterator[tuple[str, Section, Question]]:
    """Numbers count every question, so that they stay the same whatever applies."""
    for chapter, section in enumerate(pack.sections, start=1):
        for place, question in enumerate(section.questions, start=1):
            yield f"{chapter}.{place}", section, question


def _today() -> str:
    return datetime.now(UTC).astimezone().date().isoformat()
