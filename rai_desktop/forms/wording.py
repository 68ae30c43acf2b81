"""Answers in the words of a form: options by their text, days and numbers as a person types them."""

import datetime as dt
from collections.abc import Sequence

from rai_desktop.i18n import _, in_quotes
from rai_desktop.project.model import AnswerValue
from rai_desktop.questionnaire.answers import cells, chosen, is_given, items, number, rows
from rai_desktop.questionnaire.question import Kind, Option, Question
from rai_desktop.questionnaire.unasked import asked_only
from rai_desktop.questionnaire.wording import in_words

TICKED = "x"
_TICKS = {"x", "✓", "✔", "☑", "yes", "true", "1", "oui", "ja"}
_CROSSES = {"", "no", "false", "0", "-", "–", "non", "nein"}

Plain = AnswerValue | dt.date
"""What a cell or a JSON value holds once it is read."""


class Misfit(ValueError):
    """A value that answers nothing; its words say what is wrong and what to do."""


def labels(options: Sequence[Option]) -> dict[str, str]:
    """The words of each option by its id; where two read alike, the id is added."""
    texts = [folded(_(option.text)) for option in options]
    return {option.id: (_(option.text).strip() if texts.count(text) == 1 else f"{_(option.text).strip()} ({option.id})")
            for option, text in zip(options, texts, strict=True)}


def option_of(options: Sequence[Option], words: str) -> str:
    """The id of the option that reads so, in the window's language, in the pack's, or by its id; Misfit when none does."""
    wanted = folded(words)
    if (id_ := _id_of(options, wanted)) or (id_ := _id_of(options, _rewritten(wanted))):
        return id_
    raise Misfit(_("“{words}” is not one of the choices. Choose one of: {choices}.").format(
        words=short(words), choices=_("; ").join(map(in_quotes, labels(options).values()))))


def _id_of(options: Sequence[Option], wanted: str) -> str:
    for known in (labels(options), {each.id: each.text for each in options}, {each.id: each.id for each in options}):
        for id_, text in known.items():
            if folded(text) == wanted:
                return id_
    return ""


def _rewritten(wanted: str) -> str:
    """What spreadsheet programs make of a choice: TRUE of yes, 3.0 of 3."""
    whole, point, rest = wanted.partition(".")
    if point and whole.isdecimal() and not rest.strip("0"):
        return whole
    return {"true": "yes", "false": "no"}.get(wanted, wanted)


def ticked(raw: Plain) -> bool:
    """Whether a cell for one of several choices is ticked; Misfit when that cannot be told."""
    words = _rewritten(folded(text_of(raw)))
    if words in _TICKS:
        return True
    if words in _CROSSES:
        return False
    raise Misfit(_("“{words}” is neither a tick nor empty. Type x, or leave the cell empty.").format(words=short(words)))


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
    if isinstance(value, int | float) and not isinstance(value, bool):
        return text_of(value)
    return in_words(question, value)


def settled(question: Question, value: object) -> object:
    """A value such that two that say the same are equal: empty rows, cells and items, white space at
    the ends, 5 and 5.0, true and yes, whatever stands where nothing is asked any more.

    Items of a group are compared by what they say: a new one gets its id only when it is read.
    """
    value = asked_only(question, value)
    match question.kind:
        case Kind.TABLE:
            return [{key: text.strip() for key, text in row.items() if text and text.strip()} for row in rows(value)]
        case Kind.MATRIX:
            return cells(question, value)
        case Kind.GROUP:
            return [found for item in items(value) if (found := {
                each.id: settled(each, item.get(each.id)) for each in question.questions if is_given(each, item.get(each.id))})]
        case Kind.MULTIPLE:
            return sorted(chosen(value))
        case Kind.SINGLE | Kind.YESNO | Kind.SCALE | Kind.RANKING:
            return chosen(value)
        case Kind.NUMBER:
            found_number = number(value)
            return text_of(value).strip() if found_number is None and isinstance(value, str) else _as_cells_keep(found_number)
    return str("" if value is None else value).strip()


def _as_cells_keep(value: float | None) -> float | None:
    """Spreadsheet programs keep 15 significant digits, so a number that came back without its last bits is the same.

    Rounded to 16 first, as it is written, or a number halfway between two would differ from itself.
    """
    return None if value is None else float(f"{float(f'{value:.16g}'):.15g}")


def folded(words: str) -> str:
    """Words as they are compared: case and spaces do not count."""
    return " ".join(words.split()).casefold()


def short(words: str) -> str:
    """Words for a message."""
    return words if len(words) <= 60 else words[:59] + "…"
