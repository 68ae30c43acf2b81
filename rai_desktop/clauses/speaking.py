"""Speaking: what an answer says of each of its question's clauses; of a repeated group, what is answered within says it."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rai_desktop.clauses.standing import standing, together
from rai_desktop.questionnaire.question import Kind, Question, Standing
from rai_desktop.questionnaire.reading import Reading


class Said(NamedTuple):
    """What an answer says of some clauses alike, and whether something it says of them is still open."""

    standing: Standing
    open: bool
    refs: tuple[str, ...]


def said(question: Question, value: object, seen: Reading, wrong: str) -> list[Said]:
    """Each clause of the question once. `wrong` is what is wrong with the answer as a whole; `seen` is where it is read."""
    inside = seen.items(question.id) if question.kind is Kind.GROUP else []
    if not inside and not question.says_of:
        return [Said(*standing(question, value, wrong), tuple(dict.fromkeys(question.refs)))]
    found: dict[tuple[Standing, bool], list[str]] = {}
    for ref in dict.fromkeys(question.refs):
        found.setdefault(_of_clause(question, value, inside, wrong, ref), []).append(ref)
    return [Said(how, open_, tuple(refs)) for (how, open_), refs in found.items()]


def _of_clause(question: Question, value: object, inside: Iterable[Reading], wrong: str, ref: str) -> tuple[Standing, bool]:
    """Of a group by what its items answer; one without items as any other question."""
    parts = list(_of_items(question, inside, ref))
    if not parts:
        return standing(question, value, wrong, ref)
    return together(how for how, _open in parts), any(open_ for _how, open_ in parts)


def _of_items(group: Question, inside: Iterable[Reading], ref: str) -> Iterator[tuple[Standing, bool]]:
    """By the questions that name the clause; all of them speak to one that only the group names."""
    named = [each for each in group.questions if ref in each.refs] or group.questions
    for item in inside:
        yield from (standing(each, item.value(each.id), ref=ref) for each in named if item.shown(each.id))
