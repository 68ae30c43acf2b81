"""The one cell of a question that is answered in one: its value, its look, and what may be typed into it."""

from typing import Any

from rai_desktop.forms.cells import day_of, put
from rai_desktop.forms.lists import Lists
from rai_desktop.forms.wording import labels, worded
from rai_desktop.questionnaire.answers import chosen, number
from rai_desktop.questionnaire.question import Kind, Question, choices


def write_answer(cell: Any, question: Question, value: object, lists: Lists) -> None:
    """Write an answer of a simple kind, other than several choices."""
    match question.kind:
        case Kind.SINGLE | Kind.YESNO | Kind.SCALE:
            known = labels(choices(question))
            ids = chosen(value)
            cell.style = "rai answer"
            put(cell, known.get(ids[0], ids[0]) if ids else "")
            lists.give(cell, list(known.values()))
        case Kind.NUMBER:
            cell.style = "rai number"
            put(cell, _shown_number(question, value))
            lists.give_number(cell, question.low, question.high, whole=question.whole)
        case Kind.DATE:
            cell.style = "rai day"
            put(cell, day_of(value))
            lists.give_day(cell)
        case _:
            cell.style = "rai answer"
            put(cell, worded(question, value))


def _shown_number(question: Question, value: object) -> float | str:
    found = number(value)
    if found is None:
        return worded(question, value)
    return int(found) if found.is_integer() else found
