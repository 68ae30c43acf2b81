"""What was meant by a cell or a JSON value, in the form the project keeps; a Misfit says what answers nothing."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import cast

from rai_desktop.forms.wording import Misfit, Plain, option_of, short, text_of
from rai_desktop.i18n import _
from rai_desktop.project.model import AnswerValue, ItemValue, RowValue
from rai_desktop.questionnaire.answers import items, number
from rai_desktop.questionnaire.question import ITEM_ID, Column, Kind, Option, Question, choices

# A day as a spreadsheet program counts it, where a cell has lost its look (ECMA-376 Part 1, 18.17.4.1): from 1 March 1900 on,
# before which the programs disagree, to the end of 9999.
_BEFORE_SERIALS = dt.date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 61, 2_958_465


def understood(question: Question, raw: Plain) -> AnswerValue:
    """What was meant; None for nothing. Misfit when it answers nothing."""
    if raw is None or raw == [] or (isinstance(raw, str) and not raw.strip()):
        return None
    match question.kind:
        case Kind.SINGLE | Kind.YESNO | Kind.SCALE:
            return option_of(choices(question), _one(raw))
        case Kind.MULTIPLE:
            return several(question, [option_of(choices(question), each) for each in _words(raw)])
        case Kind.RANKING:
            return [option_of(choices(question), each) for each in _words(raw)] or None
        case Kind.NUMBER:
            return _number(raw, question.unit)
        case Kind.DATE:
            return _day(raw)
        case Kind.TABLE:
            return [_table_row(question.columns, row) for row in _rows(raw)] or None
        case Kind.MATRIX:
            return _matrix(question, _rows(raw))
        case Kind.GROUP:
            return [item for row in _rows(raw) if len(item := _item(question, row)) > 1] or None
    return text_of(raw).strip()


def several(question: Question, ids: Sequence[str]) -> list[str] | None:
    """Chosen options in the order of the question, each once."""
    return [option.id for option in choices(question) if option.id in ids] or None


def ranked(question: Question, places: Mapping[str, int]) -> list[str] | None:
    """Options in the order of their places; Misfit where two have the same."""
    numbers = list(places.values())
    if twice := next((each for each in numbers if numbers.count(each) > 1), None):
        raise Misfit(_("Two choices have the place {number}. Give each a place of its own.").format(number=twice))
    return [option.id for option in sorted((each for each in choices(question) if each.id in places),
                                           key=lambda each: places[each.id])] or None


def place_of(raw: Plain) -> int | None:
    """A place in an order: 1 for the first; None for an empty cell."""
    if not text_of(raw).strip():
        return None
    found = number(text_of(raw).strip())
    if found is None or found < 1 or found != int(found):
        raise Misfit(_("“{words}” is not a place. Type 1 for the first, 2 for the second, and so on.").format(
            words=short(text_of(raw))))
    return int(found)


def cell_of(options: Sequence[Option], words: str) -> str:
    """A cell of a table: an option's id where the column has options, else what was typed."""
    return option_of(options, words) if options else words.strip()


def with_own_ids(question: Question, value: AnswerValue) -> AnswerValue:
    """A group in which no two items have the same id, as they have where somebody copied one: the later one is new."""
    if question.kind is not Kind.GROUP:
        return value
    seen: set[object] = set()
    found = []
    for item in items(value):
        is_copy = item.get(ITEM_ID) in seen
        seen.add(item.get(ITEM_ID))
        found.append({**item, ITEM_ID: new_item_id()} if is_copy else item)
    return cast(AnswerValue, found or value)


def new_item_id() -> str:
    """An id for an item of a group that is new."""
    return uuid.uuid4().hex


def _one(raw: Plain) -> str:
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    if isinstance(raw, Sequence) and not isinstance(raw, str):
        if len(raw) == 1 and isinstance(raw[0], str):
            return raw[0]
        raise Misfit(_("Choose one."))
    return text_of(raw)


def _words(raw: Plain) -> list[str]:
    words = raw if isinstance(raw, Sequence) and not isinstance(raw, str) else [text_of(raw)]
    found = [each for each in words if isinstance(each, str)]
    if len(found) < len(words):
        raise Misfit(_("Give the choices as a list of words."))
    return found


def _number(raw: Plain, unit: str) -> AnswerValue:
    """A number, with the sign % behind it only where that is the unit."""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return raw
    words = "".join(text_of(raw).split())
    found = number(words.removesuffix("%") if unit == "%" else words)
    if found is None:
        raise Misfit(_("“{words}” is not a number. Type digits only, with a point for decimals.").format(
            words=short(text_of(raw))))
    return found


def _day(raw: Plain) -> AnswerValue:
    if isinstance(raw, dt.datetime):
        return raw.date().isoformat()
    if isinstance(raw, dt.date):
        return raw.isoformat()
    if isinstance(raw, int | float) and not isinstance(raw, bool) and _FIRST_SERIAL <= raw <= _LAST_SERIAL:
        return (_BEFORE_SERIALS + dt.timedelta(days=int(raw))).isoformat()
    try:
        return dt.datetime.strptime(text_of(raw).strip(), "%Y-%m-%d").date().isoformat()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise Misfit(_("“{words}” is not a day. Type it as year-month-day, for example 2026-11-23.").format(
            words=short(text_of(raw)))) from None


def _rows(raw: Plain) -> list[RowValue]:
    found = [each for each in raw if isinstance(each, Mapping)] if isinstance(raw, Sequence) and not isinstance(raw, str) else []
    if not found or len(found) < len(raw):  # type: ignore[arg-type]
        raise Misfit(_("Give a list of rows, each with what its columns hold."))
    return found


def _table_row(columns: Sequence[Column], row: RowValue) -> RowValue:
    _check_known(row, {column.id for column in columns})
    return {column.id: cell_of(column.options, text) for column in columns if (text := _cell(row, column.id))}


def _matrix(question: Question, given: list[RowValue]) -> AnswerValue:
    if len(given) > 1:
        raise Misfit(_("Give one row, with a choice for each of: {rows}.").format(
            rows=", ".join(row.id for row in question.rows)))
    _check_known(given[0], {row.id for row in question.rows})
    found = {row.id: option_of(question.options, text) for row in question.rows if (text := _cell(given[0], row.id))}
    return [found] if found else None


def _item(question: Question, row: RowValue) -> dict[str, ItemValue]:
    _check_known(row, {ITEM_ID, *(each.id for each in question.questions)})
    item: dict[str, ItemValue] = {ITEM_ID: _cell(row, ITEM_ID) or new_item_id()}
    for each in question.questions:
        value = understood(each, row.get(each.id))
        if value is not None:
            item[each.id] = value  # type: ignore[assignment]  # nested questions are of simple kinds
    return item


def _cell(row: RowValue, key: str) -> str:
    value = row.get(key)
    if isinstance(value, Sequence) and not isinstance(value, str):
        raise Misfit(_("A cell holds one value, not a list."))
    return text_of(value).strip()


def _check_known(row: RowValue, known: set[str]) -> None:
    if strange := sorted(set(row) - known):
        raise Misfit(_("There is no column “{column}”.").format(column=short(strange[0])))
