"""A repeated group that follows a table: which of the rows told there still have no item, and which items no row."""

from collections.abc import Iterable
from typing import NamedTuple

from rai_desktop.i18n import _
from rai_desktop.questionnaire.answers import Item, items, rows
from rai_desktop.questionnaire.question import Kind, Question
from rai_desktop.questionnaire.reading import Reading


class Followed(NamedTuple):
    """What the table tells of, in its order and each once; which of it has no item yet (`missing`), and which items
    are not told of there (`strange`)."""

    table: Question
    told: list[str]
    missing: list[str]
    strange: list[str]


def followed(question: Question, seen: Reading) -> Followed | None:
    """How a group stands to the table it follows; None where it follows none, or nothing is told there. `seen` is turned
    to the group's pack."""
    spot = seen.spot(question.follows.question) if question.follows else None
    table = seen.question(spot) if spot else None
    if question.follows is None or spot is None or table is None:
        return None
    cells = (row.get(question.follows.column, "") for row in rows(seen.value(spot.question, spot.pack)))
    told = _once(str(each) for each in cells)
    if not told:
        return None
    here = _once(item_name(question, item) for item in items(seen.value(question.id)))
    return Followed(table, [*told.values()], _but(told, here), _but(here, told))


def naming(group: Question) -> str:
    """The id of the question whose answer names an item: the first text; "" where there is none."""
    return next((each.id for each in group.questions if each.kind is Kind.TEXT), "")


def item_name(group: Question, item: Item) -> str:
    """What is written as the name of an item."""
    return str(item.get(naming(group)) or "").strip()


def unfollowed(question: Question, seen: Reading) -> str:
    """What of the table has no item yet, in one sentence; "" when nothing is left."""
    found = followed(question, seen)
    if found is None or not found.missing:
        return ""
    sentence = _("“{table}” tells {told}; answered for here: {here}. Still missing: {names}.").format(
        table=found.table.text, told=len(found.told), here=len(found.told) - len(found.missing), names=_named(found.missing))
    if not found.strange:
        return sentence
    return _("{sentence} Here, and not told there: {names}.").format(sentence=sentence, names=_named(found.strange))


def _once(names: Iterable[str]) -> dict[str, str]:
    """Names as first written, by what they are compared by: neither case nor spaces make another use."""
    found: dict[str, str] = {}
    for name in names:
        if key := " ".join(name.split()).casefold():
            found.setdefault(key, name.strip())
    return found


def _but(names: dict[str, str], others: dict[str, str]) -> list[str]:
    return [name for key, name in names.items() if key not in others]


def _named(names: list[str]) -> str:
    return ", ".join(_("“{name}”").format(name=each) for each in names)
