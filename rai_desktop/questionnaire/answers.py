"""Answers as they are read here: what is chosen, whether anything is said at all, and what is wrong
with it."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Protocol, cast

from rai_desktop.i18n import _
from rai_desktop.questionnaire.question import Kind, Question, choices


class Answered(Protocol):
    """An answer as the project keeps it (project.model.Answer); only its value matters here."""

    @property
    def value(self) -> Any: ...


Own = Mapping[str, Answered]
Answers = Mapping[str, Own] | Own


def by_pack(pack: str, answers: Answers) -> Mapping[str, Own]:
    """Answers keyed by pack, then question; answers of one pack alone are put under its id."""
    if all(isinstance(value, Mapping) for value in answers.values()):
        return cast(Mapping[str, Own], answers)
    return {pack: cast(Own, answers)}


def value_of(answers: Own, question: str) -> object:
    """The value given, or None."""
    answer = answers.get(question)
    return None if answer is None else answer.value


def chosen(value: object) -> tuple[str, ...]:
    """A value as option ids: true and false are yes and no, a list is itself, anything else its
    text."""
    if value is None or value == "":
        return ()
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    if isinstance(value, list):
        return tuple(str(each) for each in value if not isinstance(each, dict))
    return (str(value),)


def rows(value: object) -> list[dict[str, str]]:
    """The rows of a table answer in which something is written."""
    if not isinstance(value, list):
        return []
    return [
        row
        for row in value
        if isinstance(row, dict) and any(str(cell or "").strip() for cell in row.values())
    ]


def is_given(question: Question, value: object) -> bool:
    """Whether anything is said; spaces and empty rows say nothing."""
    if question.kind is Kind.TABLE:
        return bool(rows(value))
    return any(text.strip() for text in chosen(value))


def number(value: object) -> float | None:
    """A number given as such or as text; None when it is not one."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except ValueError:
        return None
    return found if found == found and abs(found) != float("inf") else None


def date(value: object) -> dt.date | None:
    """A day given as YYYY-MM-DD; None when it is not one."""
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None


def problem(question: Question, answer: Answered | None) -> str:
    """What is wrong with an answer, in one sentence for the place where it is typed; "" when
    nothing is."""
    value = None if answer is None else answer.value
    if not is_given(question, value):
        return ""
    match question.kind:
        case Kind.SINGLE | Kind.MULTIPLE | Kind.YESNO:
            return _choice_problem(question, value)
        case Kind.NUMBER:
            return _number_problem(question, number(value))
        case Kind.DATE:
            return (
                "" if date(value) else _("Give a date as year-month-day, for example 2026-11-23.")
            )
        case Kind.TABLE:
            return _table_problem(question, rows(value))
        case Kind.TEXT:
            return "" if isinstance(value, str) else _("This answer should be text.")


def _choice_problem(question: Question, value: object) -> str:
    known = {option.id: option for option in choices(question)}
    ticked = chosen(value)
    if strange := [each for each in ticked if each not in known]:
        return _("“{answer}” is not one of the choices.").format(answer=strange[0])
    if question.kind is not Kind.MULTIPLE and len(ticked) > 1:
        return _("Choose one.")
    if len(ticked) > 1 and (alone := [known[each].text for each in ticked if known[each].alone]):
        return _("“{answer}” cannot be ticked together with others.").format(answer=alone[0])
    return ""


def _number_problem(question: Question, found: float | None) -> str:
    if found is None:
        return _("Give a number.")
    if question.low is not None and found < question.low:
        return _("The number must be {limit} or more.").format(
            limit=_plain(question.low, question.unit)
        )
    if question.high is not None and found > question.high:
        return _("The number must be {limit} or less.").format(
            limit=_plain(question.high, question.unit)
        )
    return _("Give a whole number.") if question.whole and found != int(found) else ""


def _plain(limit: float, unit: str) -> str:
    return f"{limit:g} {unit}".strip()


def _table_problem(question: Question, given: list[dict[str, str]]) -> str:
    for place, row in enumerate(given, start=1):
        for column in question.columns:
            cell = str(row.get(column.id) or "").strip()
            if column.required and not cell:
                return _("Row {row}: fill in “{column}”.").format(row=place, column=column.text)
            if cell and column.options and cell not in {option.id for option in column.options}:
                return _("Row {row}: “{answer}” is not one of the choices.").format(
                    row=place, answer=cell
                )
    return ""
