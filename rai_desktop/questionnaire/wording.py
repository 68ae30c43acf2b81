"""Answers in words: what was chosen or typed, as it was put."""

from rai_desktop.i18n import _, digits, figures
from rai_desktop.questionnaire.answers import Asked, Item, cells, chosen, is_given, items, rows
from rai_desktop.questionnaire.question import YES_NO, Kind, Option, Question, choices


def in_words(question: Question | None, value: object, asked: Asked | None = None) -> str:
    """An answer as it was put: the words of the options chosen, or what was typed; a line for each
    row and item. `asked` tells which questions a group puts to an item; without it, all."""
    if question is None:
        return _("; ").join(chosen(value))
    match question.kind:
        case Kind.MATRIX:
            return "\n".join(_matrix_lines(question, value))
        case Kind.TABLE:
            return "\n".join(_table_lines(question, value))
        case Kind.GROUP:
            return "\n".join(
                _item_words(question, place, item, asked or (lambda _item, _id: True))
                for place, item in enumerate(items(value))
            )
        case Kind.RANKING:
            order = [_named(choices(question), each) for each in chosen(value)]
            return _("; ").join(f"{place}. {each}" for place, each in enumerate(order, start=1))
        case Kind.NUMBER if isinstance(value, int | float):
            return figures(digits(value))
    return _("; ").join(_named(choices(question), each) for each in chosen(value))


def in_source(question: Question) -> str:
    """The number that the source gives the question; "" where it gives none."""
    return _("No. {id} in the source").format(id=question.source_id) if question.source_id else ""


def item_title(question: Question, place: int, item: Item) -> str:
    """What an item of a group is called: its number, and its first text where one is written."""
    name = next((each.id for each in question.questions if each.kind is Kind.TEXT), "")
    written = str(item.get(name) or "").strip()
    called = question.item or _("Item")
    if not written:
        return _("{item} {number}").format(item=called, number=place + 1)
    short = written if len(written) <= 60 else f"{written[:57]}…"
    return _("{item} {number}: {name}").format(item=called, number=place + 1, name=short)


def row_title(question: Question, place: int, row: Item) -> str:
    """What a row of a table is called: the first thing written in it, else its number."""
    written = (_named(column.options, str(row[column.id])) for column in question.columns if row.get(column.id))
    return next(written, _("Row {number}").format(number=place + 1))


def option_words(question: Question, id_: str) -> str:
    """An option by its words, also of a column or of a question within; what is none of them as it is."""
    lists = [choices(question), *(column.options for column in question.columns)]
    found = next((_named(each, id_) for each in lists if any(option.id == id_ for option in each)), "")
    return found or next(filter(lambda words: words != id_, (option_words(each, id_) for each in question.questions)), id_)


def _named(options: list[Option], id_: str) -> str:
    words = next((option.text for option in options if option.id == id_), id_)
    return _(words) if options is YES_NO else words  # a pack's own words are in its catalogue, if anywhere


def _matrix_lines(question: Question, value: object) -> list[str]:
    held = cells(question, value)
    return [
        _("{row}: {answer}").format(row=row.text, answer=_named(question.options, held[row.id]))
        for row in question.rows
        if row.id in held
    ]


def _table_lines(question: Question, value: object) -> list[str]:
    return [
        _("; ").join(
            _named(column.options, row[column.id]) for column in question.columns if row.get(column.id)
        )
        for row in rows(value)
    ]


def _item_words(question: Question, place: int, item: Item, asked: Asked) -> str:
    lines = [
        line
        for each in question.questions
        if asked(place, each.id) and is_given(each, item.get(each.id))
        for line in _nested_lines(each, item[each.id])
    ]
    return "\n".join([item_title(question, place, item), *(f"  {line}" for line in lines)])


def _nested_lines(question: Question, value: object) -> list[str]:
    """A question and its answer in a line; the rows of a table each in one below it."""
    if question.kind is Kind.TABLE:
        return [question.text, *(f"  • {line}" for line in _table_lines(question, value))]
    return [_("{question} {answer}").format(question=question.text, answer=in_words(question, value))]
