"""Tables with a row for each option of a column: beside it what is answered to the question of that id, and how far it is from
the target."""

from collections.abc import Mapping
from typing import NamedTuple

from rai_desktop.i18n import _, ngettext
from rai_desktop.questionnaire.answers import chosen
from rai_desktop.questionnaire.question import Column, Option, Question, choices
from rai_desktop.questionnaire.reading import Reading
from rai_desktop.questionnaire.wording import in_words


class Now(NamedTuple):
    """How it stands now: in words, and at which of the `levels`, by option id; None where that is not known or none applies."""

    words: str
    level: int | None
    levels: Mapping[str, int]


def key_column(table: Question) -> Column | None:
    """The column whose options have a row each; None where rows are added as one likes."""
    return next((each for each in table.columns if each.id == table.each), None) if table.each else None


def row_options(table: Question) -> list[Option]:
    """What there is a row for, in order."""
    key = key_column(table)
    return key.options if key else []


def nows(table: Question, seen: Reading) -> dict[str, Now]:
    """By row, the answer to the question of its id. `seen` is turned to the table's pack."""
    if table.compared is None:
        return {}
    places = seen.pack.places
    return {each.id: _now(table, places[each.id][1], seen) for each in row_options(table) if each.id in places}


def gap_words(now: Now | None, target: str) -> str:
    """How many steps lie between now and the target; "" where one of them is not known."""
    if now is None or now.level is None or target not in now.levels:
        return ""
    steps = now.levels[target] - now.level
    return ngettext("{n} step", "{n} steps", steps).format(n=steps) if steps > 0 else _("no gap")


def _now(table: Question, asked: Question, seen: Reading) -> Now:
    value, levels = seen.value(asked.id), levels_of(table, asked)
    return Now(in_words(asked, value), levels.get(next(iter(chosen(value)), "")), levels)


def levels_of(table: Question, asked: Question) -> dict[str, int]:
    """The options of a row's question up to the last that can be a target; those after it, as "does not apply", are none."""
    order = [each.id for each in choices(asked)]
    target = next((each for each in table.columns if table.compared and each.id == table.compared.target), None)
    ends = [order.index(each.id) for each in (target.options if target else []) if each.id in order]
    return {id_: place for place, id_ in enumerate(order[: max(ends) + 1])} if ends else {}
