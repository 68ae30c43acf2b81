"""What answers hold beyond what is asked today: columns, rows of a matrix and questions within groups that a newer pack
dropped. It is handed out to nobody, and kept when an answer comes back without it."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from rai_desktop.questionnaire.answers import Item, items
from rai_desktop.questionnaire.question import ITEM_ID, Kind, Question


def asked_only(question: Question, value: object) -> object:
    """An answer without what is no longer asked."""
    known = _known(question)
    if not known or not isinstance(value, list):
        return value
    kept = [{key: _part(question, key, cell) for key, cell in each.items() if key in known} for each in items(value)]
    return [each for each in kept if question.kind is Kind.GROUP or _says(each)] or None if items(value) else value


def with_unasked(question: Question, value: object, before: object) -> object:
    """An answer that came from elsewhere, with what was held until now under what is no longer asked:
    nobody took it away."""
    match question.kind:
        case Kind.GROUP:
            held = {item.get(ITEM_ID): item for item in items(before)}
            return [_whole_item(question, item, held.get(item.get(ITEM_ID), {})) for item in items(value)] or value
        case Kind.MATRIX:
            beside = _beside(question, next(iter(items(before)), {}))
            return [{**beside, **next(iter(items(value)), {})}] if beside else value
        case Kind.TABLE:
            return [*_whole_rows(question, items(value), items(before))] or value
    return value


def beside(known: Sequence[str], row: Mapping[str, object]) -> dict[str, Any]:
    """What a row holds under none of these ids."""
    return {key: cell for key, cell in row.items() if key not in known}


def _known(question: Question) -> list[str]:
    """What is asked of each row or item; nothing where a question has neither."""
    match question.kind:
        case Kind.TABLE:
            return [column.id for column in question.columns]
        case Kind.MATRIX:
            return [row.id for row in question.rows]
        case Kind.GROUP:
            return [ITEM_ID, *(each.id for each in question.questions)]
    return []


def _part(question: Question, key: str, cell: object) -> object:
    nested = question.nested(key) if question.kind is Kind.GROUP else None
    return asked_only(nested, cell) if nested else cell


def _beside(question: Question, row: Mapping[str, object]) -> dict[str, Any]:
    return beside(_known(question), row)


def _whole_item(question: Question, item: Item, held: Item) -> Item:
    tables = {
        each.id: whole
        for each in question.questions
        if each.kind is Kind.TABLE
        and (whole := with_unasked(each, item.get(each.id), held.get(each.id))) is not None
    }
    return {**_beside(question, held), **item, **tables}


def _whole_rows(table: Question, now: list[Item], before: list[Item]) -> Iterator[Item]:
    """Rows have no id: the same words are the same row, and between such rows they go in order. Rows that say
    nothing of what is asked today stand nowhere in a form, and stay at the end."""
    asked = [row for row in before if _words(table, row)]
    for is_same, now_part, before_part in _runs(table, now, asked):
        for place, row in enumerate(now_part):
            held = before_part[place] if is_same or place < len(before_part) else {}
            yield {**_beside(table, held), **row}
    yield from (row for row in before if not _words(table, row) and _says(row))


def _runs(
    table: Question, now: list[Item], before: list[Item]
) -> Iterator[tuple[bool, list[Item], list[Item]]]:
    words = [_words(table, row) for row in now], [_words(table, row) for row in before]
    matcher = SequenceMatcher(None, words[1], words[0], autojunk=False)
    for kind, start, end, begin, stop in matcher.get_opcodes():
        yield kind == "equal", now[begin:stop], before[start:end]


def _words(table: Question, row: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    found = ((id_, str(row.get(id_) or "").strip()) for id_ in _known(table))
    return tuple((id_, cell) for id_, cell in found if cell)


def _says(row: Mapping[str, object]) -> bool:
    return any(str(cell or "").strip() for cell in row.values())
