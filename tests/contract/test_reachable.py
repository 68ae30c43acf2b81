"""Every question of every shipped pack is asked under some answers: its conditions, and those they hang on, can hold together."""

import datetime as dt
from collections.abc import Iterator
from itertools import islice, product
from typing import Any

import pytest

from rai_desktop.project.model import Answer
from rai_desktop.questionnaire import flow
from rai_desktop.questionnaire.catalog import find, packs
from rai_desktop.questionnaire.condition import Condition
from rai_desktop.questionnaire.question import Kind, Question, choices
from rai_desktop.questionnaire.spot import spot_of

Given = dict[tuple[str, str], Any]
MANY, DEEP = 60, 12


def any_answer(question: Question) -> Any:
    match question.kind:
        case Kind.SINGLE | Kind.YESNO | Kind.SCALE:
            return choices(question)[0].id
        case Kind.MULTIPLE:
            return [choices(question)[0].id]
        case Kind.RANKING:
            return [each.id for each in question.options]
        case Kind.MATRIX:
            return [{row.id: question.options[0].id for row in question.rows}]
        case Kind.TABLE:
            return [{column.id: column.options[0].id if column.options else "x" for column in question.columns}]
        case Kind.GROUP:
            return [{"id": "1", **{each.id: any_answer(each) for each in question.questions}}]
        case Kind.NUMBER:
            return 5
        case Kind.DATE:
            return "2026-01-01"
    return "text"


def values(condition: Condition, question: Question, part: str) -> list[Any]:
    """Answers of a question that a condition wants to see."""
    inner = question.nested(part) or question
    if condition.is_:
        wanted: list[Any] = [[each] if inner.kind is Kind.MULTIPLE else each for each in condition.is_]
    elif (edge := condition.at_least if condition.at_least is not None else condition.at_most) is not None:
        wanted = [edge if inner.kind is Kind.NUMBER else str(int(edge))]
    elif condition.before:
        wanted = [(condition.before - dt.timedelta(1)).isoformat()]
    else:
        return [any_answer(question)]
    if part:
        whole = any_answer(question)[0]
        wanted = [[{**whole, part: each}] for each in wanted]
    return wanted


def together(*some: Given) -> Given | None:
    """Answers at once; ticks of one question are joined, anything else that differs cannot be."""
    found: Given = {}
    for place, value in (pair for each in some for pair in each.items()):
        held = found.setdefault(place, value)
        if held != value:
            if not all(isinstance(each, list) and all(isinstance(tick, str) for tick in each) for each in (held, value)):
                return None
            found[place] = list(dict.fromkeys([*held, *value]))
    return found


def ways(condition: Condition | None, home: str, depth: int) -> Iterator[Given]:
    """Answers under which a condition may hold; what it rules out is tried by chance of the others."""
    if condition is None or depth > DEEP:
        yield from [{}] if condition is None else []
        return
    parts: list[list[Given]] = []
    if condition.question:
        spot = spot_of(condition.question, home, find)
        question = find(spot.pack).question(spot.question)  # type: ignore[union-attr]
        parts.append([{**need, spot.place: value} for value in values(condition, question, spot.part)
                      for need in islice(shown(spot.pack, spot.question, depth + 1), 3)])
    if condition.fact:
        parts.append(list(islice(ways(find(home).facts[condition.fact], home, depth + 1), MANY)))  # type: ignore[union-attr]
    parts += [list(islice(ways(each, home, depth + 1), MANY)) for each in condition.all]
    if condition.any:
        parts.append([found for each in condition.any for found in islice(ways(each, home, depth + 1), MANY)])
    yield from (found for each in islice(product(*parts), 400) if (found := together(*each)) is not None)


def shown(pack: str, id_: str, depth: int = 0) -> Iterator[Given]:
    section, question = find(pack).places[id_]  # type: ignore[union-attr]
    for outer in islice(ways(section.show_if, pack, depth + 1), MANY):
        for inner in islice(ways(question.show_if, pack, depth + 1), MANY):
            if (found := together(outer, inner)) is not None:
                yield found


def is_asked(pack: str, id_: str, given: Given) -> bool:
    answers: dict[str, dict[str, Answer]] = {}
    for (home, question), value in given.items():
        answers.setdefault(home, {})[question] = Answer(value=value)
    return any(each.id == id_ for _section, many in flow.visible(find(pack), answers) for each in many)  # type: ignore[arg-type]


@pytest.mark.parametrize("pack", [each.id for each in packs()])
def test_every_question_is_asked_under_some_answers(pack: str) -> None:
    never = [id_ for id_ in find(pack).places  # type: ignore[union-attr]
             if not any(is_asked(pack, id_, given) for given in islice(shown(pack, id_), 80))]
    assert never == []
