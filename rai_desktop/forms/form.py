"""Form: the questions and answers that are handed out, whatever file they travel in."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import msgspec

from rai_desktop.project.model import Answer, Project
from rai_desktop.questionnaire.answers import Answers
from rai_desktop.questionnaire.catalog import find
from rai_desktop.questionnaire.flow import reading
from rai_desktop.questionnaire.question import Pack, Question, Section

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
    found = [pack for id_ in chosen if (pack := find(id_))]
    sheaves = [sheaf for pack in found if (sheaf := _sheaf(pack, project.answers, everything=everything)).asked]
    return Form(sheaves=sheaves, project=project.id, title=project.title, made=_today())


def form_of_pack(pack: Pack) -> Form:
    """Every question of a pack, unanswered, for no assessment in particular."""
    return Form(sheaves=[_sheaf(pack, {}, everything=True)], title=pack.title, made=_today())


def _sheaf(pack: Pack, answers: Answers, *, everything: bool) -> Sheaf:
    seen = reading(pack, answers)
    own = answers.get(pack.id, {})
    given = own if isinstance(own, Mapping) else {}
    asked = [Asked(number=number, section=section, question=question, applies=seen.shown(question.id),
                   answer=_answer(given.get(question.id)))
             for number, section, question in _numbered(pack)]
    return Sheaf(pack=pack, asked=[each for each in asked if everything or each.applies])


def _answer(given: object) -> Answer:
    return given if isinstance(given, Answer) else Answer()


def _numbered(pack: Pack) -> Iterator[tuple[str, Section, Question]]:
    """Numbers count every question, so that they stay the same whatever applies."""
    for chapter, section in enumerate(pack.sections, start=1):
        for place, question in enumerate(section.questions, start=1):
            yield f"{chapter}.{place}", section, question


def _today() -> str:
    return datetime.now(UTC).astimezone().date().isoformat()
