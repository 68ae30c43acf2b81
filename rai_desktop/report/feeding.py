"""Fed: answers by what they are for the reader, as the packs themselves say (`feeds`), whatever they are called."""

from collections.abc import Iterable, Iterator
from typing import cast

import msgspec

from rai_desktop.i18n import _
from rai_desktop.project.model import Answer, AnswerValue
from rai_desktop.questionnaire import flow
from rai_desktop.questionnaire.answers import is_given, items
from rai_desktop.questionnaire.answers import rows as written
from rai_desktop.questionnaire.question import Feed, Kind, Question
from rai_desktop.questionnaire.reading import Reading
from rai_desktop.questionnaire.tier import in_words
from rai_desktop.questionnaire.wording import item_title
from rai_desktop.report.material import Material


class Fed(msgspec.Struct, frozen=True):
    """One given answer with its question."""

    question: Question
    answer: Answer

    @property
    def is_table(self) -> bool:
        """Whether it has rows and columns."""
        return bool(self.question.columns)

    @property
    def words(self) -> str:
        """What was said, in a line; rows of a table one after another."""
        if not self.is_table:
            return in_words(self.question, self.answer.value)
        return "\n".join(", ".join(filter(None, row)) for row in self.rows())

    def heads(self) -> list[str]:
        """The names of a table's columns."""
        return [column.text for column in self.question.columns]

    def rows(self) -> list[list[str]]:
        """The rows in which something is written, choices in words."""
        options = [{o.id: o.text for o in column.options} for column in self.question.columns]
        return [[kinds.get(row.get(c.id, ""), row.get(c.id, ""))
                 for c, kinds in zip(self.question.columns, options, strict=True)] for row in written(self.answer.value)]


def fed(material: Material) -> dict[Feed, list[Fed]]:
    """What is told, by what it is for; only what applies and is given, in the order of packs and questions."""
    found: dict[Feed, list[Fed]] = {}
    for question, answer in _given(material):
        if question.feeds is not None:
            found.setdefault(question.feeds, []).append(Fed(question, answer))
    return found


def _given(material: Material) -> Iterator[tuple[Question, Answer]]:
    for pack in material.packs:
        given, seen = material.project.answers.get(pack.id, {}), flow.reading(pack, material.project.answers)
        for _section, questions in flow.visible(pack, seen):
            for question in questions:
                answer = given.get(question.id)
                if answer is not None and is_given(question, answer.value):
                    yield question, answer
                    yield from within(question, answer, seen)


def within(group: Question, answer: Answer, seen: Reading) -> Iterator[tuple[Question, Answer]]:
    """What is asked of each item of a group and answered there, as questions of their own that name the item."""
    inside = seen.items(group.id) if group.kind is Kind.GROUP else []
    for place, (item, reading) in enumerate(zip(items(answer.value), inside, strict=False)):
        title = item_title(group, place, item)
        for each in group.questions:
            if reading.shown(each.id) and is_given(each, item.get(each.id)):
                text = _("{item}: {question}").format(item=title, question=each.text)
                yield msgspec.structs.replace(each, text=text), Answer(value=cast(AnswerValue, item[each.id]))


def feed_words(feed: Feed) -> str:
    """What an answer is for, as a heading."""
    return {
        Feed.NAME: _("Name and version"), Feed.DESCRIPTION: _("What it does"), Feed.OWNER: _("Who answers for it"),
        Feed.STAGE: _("Stage"), Feed.MAKER: _("Who made it"), Feed.PURPOSE: _("Purpose"), Feed.USES: _("Intended uses"),
        Feed.UNSUPPORTED_USES: _("Unsupported uses"), Feed.STAKEHOLDERS: _("Stakeholders"),
        Feed.RACI: _("Who does, answers, is asked and is told"), Feed.GROUPS: _("Groups to compare"),
        Feed.SETTING: _("Where and how it is used"), Feed.TRAINING_DATA: _("Data it was trained and tested on"),
        Feed.EVALUATION_DATA: _("How the data differ from the people it meets"),
        Feed.SENSITIVE_DATA: _("Personal and sensitive data"), Feed.OVERSIGHT: _("The human role"),
        Feed.HARMS: _("What can go wrong"), Feed.MISUSE: _("Misuse"), Feed.LIMITS: _("Known limits"),
        Feed.MONITORING: _("Watching it in use"),
    }[feed]


def untold(told: Iterable[Feed], wanted: Iterable[Feed]) -> list[Feed]:
    """What nobody has told."""
    there = set(told)
    return [each for each in wanted if each not in there]
