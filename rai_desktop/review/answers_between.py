"""What answers two versions of an assessment do not share, in the words of their questionnaires."""

from collections.abc import Iterator

from rai_desktop.i18n import _
from rai_desktop.project.model import Answer, Project
from rai_desktop.questionnaire.answers import is_given, items
from rai_desktop.questionnaire.catalog import find
from rai_desktop.questionnaire.question import Question
from rai_desktop.questionnaire.wording import in_words
from rai_desktop.review.difference import Difference, Part, between


def answers_between(a: Project, b: Project) -> Iterator[Difference]:
    """By questionnaire, in the order asked; questions that this computer does not know go by their id."""
    for pack in dict.fromkeys([*a.answers, *b.answers]):
        yield from between(Part.ANSWERS, _worded(pack, a, b), _worded(pack, b, a))


def _worded(pack_id: str, project: Project, other: Project) -> dict[str, str]:
    """Answers in words by place; those that only the other side has come with no words, so that order is kept."""
    pack = find(pack_id)
    given, also = project.answers.get(pack_id, {}), other.answers.get(pack_id, {})
    known = list(pack.places) if pack else []
    order = [*known, *(id_ for id_ in dict.fromkeys([*given, *also]) if id_ not in known)]
    found = {}
    for id_ in order:
        if id_ in given or id_ in also:
            question = pack.question(id_) if pack and id_ in pack.places else None
            place = f"{pack.title if pack else pack_id}: {question.text if question else id_}"
            while place in found:
                place += f" ({id_})"
            found[place] = answer_words(question, given.get(id_, Answer()))
    return found


def answer_words(question: Question | None, answer: Answer) -> str:
    """An answer, its note and its files in words. Whether it is confirmed does not change what it says."""
    said = [_value_words(question, answer.value),
            _("Note: {note}").format(note=answer.note) if answer.note else "",
            *(_("Evidence: {what}").format(what=_evidence(each.note, each.file.path if each.file else ""))
              for each in answer.evidence)]
    return "\n".join(line for line in said if line)


def _evidence(note: str, path: str) -> str:
    name = path.replace("\\", "/").rpartition("/")[2]
    return _("; ").join(part for part in (note, name) if part)


def _value_words(question: Question | None, value: object) -> str:
    if question is not None:
        whole = isinstance(value, float) and value.is_integer()
        return in_words(question, f"{value:.0f}" if whole else value) if is_given(question, value) else ""
    return "\n".join(_("; ").join(map(_cell_words, row.values())) for row in items(value)) or in_words(None, value)


def _cell_words(cell: object) -> str:
    """A cell of a question that this computer does not know; it may hold choices or the rows of a table."""
    return ", ".join(in_words(None, each) for row in items(cell) for each in row.values()) or in_words(None, cell)
