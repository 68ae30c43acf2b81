"""Standing: how much an answer says of a clause its question names, by what the question says of its choices, or the scale
they are on."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgspec

from rai_desktop import toml_files
from rai_desktop.errors import Refusal, reason
from rai_desktop.i18n import _
from rai_desktop.log import log
from rai_desktop.paths import data_files, resource
from rai_desktop.questionnaire.answers import cells, chosen, is_given, problem
from rai_desktop.questionnaire.question import CHOOSING, Kind, Question, Standing, choices
from rai_desktop.questionnaire.truth import UNKNOWN

ON_SCALES = frozenset({Kind.SINGLE, Kind.MATRIX})
PLAIN_NO = ("no", "none", "nothing", "never", "not", "neither")
"""Ids of choices that deny; where nobody says what such a choice is worth, it is worth nothing."""


class Scale(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Choices by id, and what each says."""

    name: str
    choices: dict[str, Standing]


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    scales: list[Scale]


def standing(question: Question, value: object, wrong: str | None = None, ref: str = "") -> tuple[Standing, bool]:
    """What an answer says of the clause `ref`, and whether its question is still open. One that is missing, wrong, or "not
    known yet" says nothing, and leaves a question that must be answered open; so does "not known yet" one that need not be.
    `wrong` is what is wrong with it where others know better, as of a group whose items are not asked everything."""
    if not is_given(question, value):
        return Standing.NOTHING, question.required
    ticked = chosen(value)
    if UNKNOWN in ticked or (problem(question, value) if wrong is None else wrong):
        return Standing.NOTHING, True
    how = _on_scale(question, value, ref)
    if _unknown_within(question, value):
        return (how if how is Standing.NOTHING else Standing.PARTLY), True
    return how, False


def _unknown_within(question: Question, value: object) -> bool:
    """Whether a row of a matrix is "not known yet"."""
    if question.kind is not Kind.MATRIX or not isinstance(value, list):
        return False
    return any(UNKNOWN in chosen(part) for each in value if isinstance(each, dict) for part in each.values())


def _on_scale(question: Question, value: object, ref: str) -> Standing:
    """By what the question says of the clause, or of all its clauses, else by its scale, else in whole; save that a plain no is
    an answer and no evidence, and that "not known yet" says nothing."""
    if question.kind not in CHOOSING - {Kind.RANKING}:
        return Standing.FULL
    scale = _scales().get(frozenset(each.id for each in choices(question)), {}) if question.kind in ON_SCALES else {}
    said = {**dict.fromkeys((*PLAIN_NO, UNKNOWN), Standing.NOTHING), **scale, **question.says, **question.says_of.get(ref, {})}
    held = cells(question, value).values() if question.kind is Kind.MATRIX else chosen(value)
    return together([said.get(each, Standing.FULL) for each in held])


def together(said: Iterable[Standing]) -> Standing:
    """What rows, ticks, or items that are alike say as one; what differs says in part. One that says nothing takes nothing from
    it."""
    found = set(said) - {Standing.NOTHING}
    return Standing.PARTLY if len(found) > 1 else next(iter(found), Standing.NOTHING)


@cache
def _scales() -> dict[frozenset[str], dict[str, Standing]]:
    """Choices by the set of their ids; a site's file comes last and wins, unless it cannot be read."""
    return {frozenset(each.choices): each.choices for scales in _read_all()[0] for each in scales}


def broken() -> list[Refusal]:
    """What is wrong with files of scales that cannot be read; without theirs, answers count as if nothing were said of them."""
    return _read_all()[1]


def refuse_broken() -> None:
    """Raise the first of them."""
    for refusal in broken():
        raise refusal


@cache
def _read_all() -> tuple[list[list[Scale]], list[Refusal]]:
    found, refusals = [], []
    for path in data_files("scales", ".toml"):
        try:
            found.append(_read(path))
        except Refusal as refusal:
            log.warning("scales left out: %s", refusal)
            refusals.append(refusal)
            shipped = resource("scales") / path.name
            found += [_read(shipped)] if shipped.exists() and shipped != path else []
    return found, refusals


def _read(path: Path) -> list[Scale]:
    try:
        return toml_files.read(path, _File).scales
    except (OSError, ValueError) as error:
        raise Refusal(_("The file of scales {file} cannot be read: {why}.").format(file=path, why=reason(error)),
                      _("Mend or remove that file; docs/clauses.md shows the form.")) from None


def forget() -> None:
    """Read the files again when next asked; for tests and for a site that changed its folder."""
    _scales.cache_clear()
    _read_all.cache_clear()
