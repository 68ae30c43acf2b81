"""Answers in the words of a form, and back: options by their text, days and numbers as a person types them."""

import datetime as dt
from collections.abc import Sequence

from rai_desktop.i18n import _
from rai_desktop.project.model import AnswerValue
from rai_desktop.questionnaire.answers import chosen, number, rows
from rai_desktop.questionnaire.question import Kind, Option, Question, choices

TICKED = "x"
_TICKS = {"x", "✓", "✔", "☑", "yes", "true", "1", "oui", "ja"}
_CROSSES = {"", "no", "false", "0", "-", "–", "non", "nein"}

Plain = AnswerValue | dt.date
"""What a cell or a JSON value holds once it is read."""


class Misfit(ValueError):
    """A value that answers nothing; its words say what is wrong and what to do."""


def labels(options: Sequence[Option]) -> dict[str, str]:
    """The words of each option by its id; where two read alike, the id is added."""
    texts = [_plain(_(option.text)) for option in options]
    return {option.id: (_(option.text).strip() if texts.count(text) == 1 else f"{_(option.text).strip()} ({option.id})")
            for option, text in zip(options, texts, strict=True)}


def option_of(options: Sequence[Option], words: str) -> str:
    """The id of the option that reads so, in the window's language, in the pack's, or by its id; Misfit when none does."""
    wanted = _plain(words)
    for known in (labels(options), {each.id: each.text for each in options}, {each.id: each.id for each in options}):
        for id_, text in known.items():
            if _plain(text) == wanted:
                return id_
    raise Misfit(_("“{words}” is not one of the choices. Choose one of: {choices}.").format(
        words=_short(words), choices="; ".join(f"“{text}”" for text in labels(options).values())))


def ticked(raw: Plain) -> bool:
    """Whether a cell for one of several choices is ticked; Misfit when that cannot be told."""
    words = _plain(text_of(raw))
    if words in _TICKS:
        return True
    if words in _CROSSES:
        return False
    raise Misfit(_("“{words}” is neither a tick nor empty. Type x, or leave the cell empty.").format(words=_short(words)))


def understood(question: Question, raw: Plain) -> AnswerValue:
    """What was meant, in the form the project keeps; None for nothing. Misfit when it answers nothing."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    match question.kind:
        case Kind.SINGLE | Kind.YESNO:
            return option_of(choices(question), _one(raw))
        case Kind.MULTIPLE:
            return _several(question, raw)
        case Kind.NUMBER:
            return _number(raw)
        case Kind.DATE:
            return _day(raw)
        case Kind.TABLE:
            return _table(question, raw)
    return text_of(raw).strip()


def text_of(raw: Plain) -> str:
    """A value as it reads: whole numbers without a point, days as year-month-day."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float):
        return f"{raw:.0f}" if raw.is_integer() and abs(raw) < 1e15 else repr(raw)
    if isinstance(raw, dt.datetime):
        return raw.date().isoformat() if raw.time() == dt.time() else raw.isoformat(" ")
    return raw.isoformat() if isinstance(raw, dt.date) else str(raw)


def worded(question: Question, value: object) -> str:
    """An answer in words, for a preview or a comparison."""
    if value is None:
        return ""
    if question.kind is Kind.TABLE:
        return "\n".join(_row_words(question, row) for row in rows(value))
    known = labels(choices(question))
    if question.kind in (Kind.SINGLE, Kind.YESNO, Kind.MULTIPLE):
        return "; ".join(known.get(each, each) for each in chosen(value))
    return text_of(value) if isinstance(value, str | int | float) else str(value)


def settled(question: Question, value: object) -> object:
    """A value such that two that say the same are equal: empty rows and cells, spaces, 5 and 5.0, true and yes."""
    match question.kind:
        case Kind.TABLE:
            return [{key: text.strip() for key, text in row.items() if text and text.strip()} for row in rows(value)]
        case Kind.MULTIPLE:
            return sorted(chosen(value))
        case Kind.SINGLE | Kind.YESNO:
            return chosen(value)
        case Kind.NUMBER:
            found = number(value)
            return found if found is not None else text_of(value).strip() if isinstance(value, str | int | float) else ""
    return str(value or "").strip()


def _row_words(question: Question, row: dict[str, str]) -> str:
    known = {column.id: labels(column.options) for column in question.columns}
    return " | ".join(known[column.id].get(cell, cell) for column in question.columns if (cell := row.get(column.id, "")))


def _one(raw: Plain) -> str:
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    if isinstance(raw, Sequence) and not isinstance(raw, str):
        if len(raw) == 1 and isinstance(raw[0], str):
            return raw[0]
        raise Misfit(_("Choose one."))
    return text_of(raw)


def _several(question: Question, raw: Plain) -> AnswerValue:
    words = raw if isinstance(raw, Sequence) and not isinstance(raw, str) else [text_of(raw)]
    if strange := [each for each in words if not isinstance(each, str)]:
        raise Misfit(_("“{words}” is not one of the choices.").format(words=_short(str(strange[0]))))
    ids = {option_of(choices(question), str(each)) for each in words}
    return [option.id for option in choices(question) if option.id in ids] or None


def _number(raw: Plain) -> AnswerValue:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return raw
    found = number(text_of(raw).strip().replace("\u00a0", "").replace(" ", ""))
    if found is None:
        raise Misfit(_("“{words}” is not a number. Type digits only, with a point for decimals.").format(
            words=_short(text_of(raw))))
    return found


def _day(raw: Plain) -> AnswerValue:
    if isinstance(raw, dt.datetime):
        return raw.date().isoformat()
    if isinstance(raw, dt.date):
        return raw.isoformat()
    try:
        return dt.datetime.strptime(text_of(raw).strip(), "%Y-%m-%d").date().isoformat()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise Misfit(_("“{words}” is not a day. Type it as year-month-day, for example 2026-11-23.").format(
            words=_short(text_of(raw)))) from None


def _table(question: Question, raw: Plain) -> AnswerValue:
    if not isinstance(raw, Sequence) or isinstance(raw, str) or not all(isinstance(each, dict) for each in raw):
        raise Misfit(_("A table is a list of rows, each with its columns."))
    found: list[str | dict[str, str]] = []
    for row in rows(list(raw)):
        if strange := sorted(set(row) - {column.id for column in question.columns}):
            raise Misfit(_("There is no column “{column}”.").format(column=_short(strange[0])))
        found.append({column.id: cell_of(column.options, str(row[column.id])) for column in question.columns
                      if str(row.get(column.id) or "").strip()})
    return found or None


def cell_of(options: Sequence[Option], words: str) -> str:
    """A cell of a table: an option's id where the column has options, else what was typed."""
    return option_of(options, words) if options else words.strip()


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()


def _short(words: str) -> str:
    return words if len(words) <= 60 else words[:59] + "…"
