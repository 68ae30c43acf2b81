"""Answers as they are read here: what is chosen, whether anything is said at all, and what is wrong
with it."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol, cast

from rai_desktop.i18n import _, digits
from rai_desktop.questionnaire.question import Kind, Question, choices

Item = Mapping[str, object]
"""An item of a group: answers by question id, and its own id."""
CHOSEN = frozenset({Kind.SINGLE, Kind.MULTIPLE, Kind.YESNO, Kind.SCALE})
"""Answered with ids of options that are looked at one by one."""
Asked = Callable[[int, str], bool]
"""Whether a question is put to the item at a place."""


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


def chosen_or_typed(value: object) -> object:
    """A value as it can be compared: ticked options whatever their order, else as it is."""
    return frozenset(chosen(value)) or value


def rows(value: object) -> list[dict[str, str]]:
    """The rows of a table answer in which something is written."""
    if not isinstance(value, list):
        return []
    return [
        row
        for row in value
        if isinstance(row, dict) and any(str(cell or "").strip() for cell in row.values())
    ]


def cells(question: Question, value: object) -> dict[str, str]:
    """What is chosen for each row of a matrix, in the order of its rows; rows that are gone are
    left out."""
    held = value[0] if isinstance(value, list) and value and isinstance(value[0], dict) else {}
    return {row.id: str(held[row.id]) for row in question.rows if held.get(row.id)}


def items(value: object) -> list[Item]:
    """The items of a group answer, also those in which nothing is written yet."""
    if not isinstance(value, list):
        return []
    return [each for each in value if isinstance(each, dict)]


def part_value(question: Question, part: str, value: object) -> object:
    """What is answered to a row of a matrix; to no part, what a condition looks at: all that is
    chosen in a matrix, the first of a ranking, else the answer."""
    match question.kind:
        case Kind.MATRIX:
            held = cells(question, value)
            return held.get(part) if part else list(held.values())
        case Kind.RANKING:
            return list(chosen(value)[:1])
    return value


def still_offered(question: Question, value: object) -> object:
    """A value without options that the question does not have (any more): they never count."""
    if question.kind not in CHOSEN or not chosen(value):
        return value
    known = {option.id for option in choices(question)}
    kept = [each for each in chosen(value) if each in known]
    if len(kept) == len(chosen(value)):
        return value
    return kept or None


def is_given(question: Question, value: object) -> bool:
    """Whether anything is said; spaces, empty rows and empty items say nothing."""
    match question.kind:
        case Kind.TABLE:
            return any(_is_written(question, row) for row in rows(value))
        case Kind.MATRIX:
            return bool(cells(question, value))
        case Kind.GROUP:
            return any(
                is_given(each, item.get(each.id))
                for item in items(value)
                for each in question.questions
            )
    return any(text.strip() for text in chosen(value))


def _is_written(table: Question, row: Mapping[str, object]) -> bool:
    """Whether a row says anything in the columns there are; what stood in one that is gone does not count, nor does the name of
    a row that is always there."""
    return any(str(row.get(column.id) or "").strip() for column in table.columns if column.id != table.each)


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


def problem(question: Question, value: object, asked: Asked | None = None) -> str:
    """What is wrong with an answer or its value, in one sentence for the place where it is typed;
    "" when nothing is. `asked` tells which questions a group puts to an item; without it, all."""
    value = getattr(value, "value", value)
    if not is_given(question, value):
        return ""
    if question.kind is Kind.GROUP:
        return next(_item_problems(question, items(value), asked or (lambda _item, _id: True)), "")
    return value_problem(question, value)


def value_problem(question: Question, value: object) -> str:
    """What is wrong with a value that is given, of any kind but a group."""
    match question.kind:
        case Kind.SINGLE | Kind.MULTIPLE | Kind.YESNO | Kind.SCALE:
            return _choice_problem(question, value)
        case Kind.MATRIX:
            return _matrix_problem(question, cells(question, value))
        case Kind.RANKING:
            return _ranking_problem(question, chosen(value))
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
    return ""


def _item_problems(question: Question, given: list[Item], asked: Asked) -> Iterator[str]:
    for place, item in enumerate(given):
        for each in question.questions:
            if not asked(place, each.id):
                continue
            value = item.get(each.id)
            if is_given(each, value):
                wrong = value_problem(each, value)
            else:
                wrong = _("This is still to be answered.") if each.required else ""
            if wrong:
                yield _("{item} {number}, “{question}”: {problem}").format(
                    item=question.item or _("Item"),
                    number=place + 1,
                    question=each.text,
                    problem=wrong,
                )


def _matrix_problem(question: Question, held: dict[str, str]) -> str:
    known = {option.id for option in choices(question)}
    for row in question.rows:
        if row.id in held and held[row.id] not in known:
            return _("“{row}”: “{answer}” is not one of the choices.").format(
                row=row.text, answer=held[row.id]
            )
        if row.id not in held and question.required:
            return _("Still to choose: “{row}”.").format(row=row.text)
    return ""


def _ranking_problem(question: Question, order: tuple[str, ...]) -> str:
    known = {option.id: option.text for option in choices(question)}
    if strange := [each for each in order if each not in known]:
        return _("“{answer}” is not one of the choices.").format(answer=strange[0])
    if twice := [each for each, count in Counter(order).items() if count > 1]:
        return _("“{answer}” has two places.").format(answer=known[twice[0]])
    if left := [text for id_, text in known.items() if id_ not in order]:
        return _("“{answer}” has no place yet.").format(answer=left[0])
    return ""


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
    return f"{digits(limit)} {unit}".strip()


def _table_problem(question: Question, given: list[dict[str, str]]) -> str:
    for place, row in enumerate(given, start=1):
        named = _row_name(question, row) or place
        for column in question.columns if _is_written(question, row) else ():
            cell = str(row.get(column.id) or "").strip()
            if column.required and not cell:
                return _("Row {row}: fill in “{column}”.").format(row=named, column=column.text)
            if cell and column.options and cell not in {option.id for option in column.options}:
                return _("Row {row}: “{answer}” is not one of the choices.").format(
                    row=named, answer=cell
                )
    return ""


def _row_name(table: Question, row: Mapping[str, object]) -> str:
    """What a row that is always there is called; "" for one that was added."""
    options = (option for column in table.columns if column.id == table.each for option in column.options)
    return next((option.text for option in options if option.id == row.get(table.each)), "")
