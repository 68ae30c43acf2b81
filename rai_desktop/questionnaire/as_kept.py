"""A question together with what an edition still knows of it: choices, parts and questions that are gone."""

import msgspec

from rai_desktop.i18n import _
from rai_desktop.questionnaire.gone import whole
from rai_desktop.questionnaire.kept_words import Edition, Worded
from rai_desktop.questionnaire.question import CHOOSING, YES_NO, Column, Kind, Option, Question, Row, choices


def as_kept(question: Question | None, id_: str, before: Edition) -> Question | None:
    """For telling answers only, never for asking or counting. None where neither today's pack nor the edition knows it."""
    words = before.questions.get(id_) or before.gone.get(id_)
    if question is None:
        return _as_it_was(id_, words) if words else None
    words = whole(words or Worded(text=question.text, kind=question.kind), id_, before.gone)
    dropped = {option: text for option, (text, _version) in before.dropped.get(id_, {}).items()}
    return _with_gone(question, msgspec.structs.replace(words, options=dropped | words.options))


def _as_it_was(id_: str, words: Worded) -> Question:
    kind = Kind(words.kind) if words.kind in set(Kind) else Kind.TEXT
    return Question(
        id=id_,
        kind=kind,
        text=words.text,
        options=[] if kind is Kind.YESNO and words.options.keys() == {each.id for each in YES_NO} else _options(words),
        columns=[_column(part, words) for part in words.parts] if kind is Kind.TABLE else [],
        rows=[Row(id=part, text=text) for part, text in words.parts.items()] if kind is Kind.MATRIX else [],
        questions=[_as_it_was(part, _inner(part, words)) for part in words.parts] if kind is Kind.GROUP else [],
    )


def _with_gone(question: Question, words: Worded) -> Question:
    match question.kind:
        case Kind.TABLE:
            gone = [_column(part, words) for part in words.parts if all(part != each.id for each in question.columns)]
            now = [_column_with_gone(each, words) for each in question.columns]
            return msgspec.structs.replace(question, columns=[*now, *gone])
        case Kind.GROUP:
            lost = [_as_it_was(part, _inner(part, words)) for part in words.parts if question.nested(part) is None]
            held = [_with_gone(each, words.inner[each.id]) if each.id in words.inner else each for each in question.questions]
            return msgspec.structs.replace(question, questions=[*held, *lost])
    return _with_options(question, words) if question.kind in CHOOSING else question


def _with_options(question: Question, words: Worded) -> Question:
    """Options, and rows of a matrix; where none is gone, the question as it is."""
    rows = [Row(id=part, text=text) for part, text in words.parts.items() if all(part != row.id for row in question.rows)]
    if question.kind is Kind.MATRIX and rows:
        question = msgspec.structs.replace(question, rows=[*question.rows, *rows])
    now = choices(question)
    gone = [each for each in _options(words) if all(each.id != option.id for option in now)]
    if not gone:
        return question
    own = [msgspec.structs.replace(each, text=_(each.text)) for each in now] if now is YES_NO else now
    return msgspec.structs.replace(question, options=[*own, *gone])


def _column_with_gone(column: Column, words: Worded) -> Column:
    """A column that is free text today says what was typed."""
    before = words.inner.get(column.id)
    known = {each.id for each in column.options}
    gone = [each for each in _options(before) if each.id not in known] if before and known else []
    return msgspec.structs.replace(column, options=[*column.options, *gone]) if gone else column


def _column(id_: str, words: Worded) -> Column:
    return Column(id=id_, text=words.parts[id_], options=_options(_inner(id_, words)))


def _inner(id_: str, words: Worded) -> Worded:
    """Editions kept by earlier programs have the texts of parts only; their choices stood with the question."""
    return words.inner.get(id_) or Worded(text=words.parts[id_], kind=Kind.TEXT, options=words.options)


def _options(words: Worded) -> list[Option]:
    return [Option(id=id_, text=text) for id_, text in words.options.items()]
