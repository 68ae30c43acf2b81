"""Which packs the answers so far call for, and why, after rules in resources/suggestions/*.toml."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

from rai_desktop import toml_files
from rai_desktop.errors import Refusal, reason
from rai_desktop.i18n import _, in_language
from rai_desktop.log import log
from rai_desktop.paths import data_files
from rai_desktop.questionnaire.answers import chosen
from rai_desktop.questionnaire.catalog import find, pack
from rai_desktop.questionnaire.condition import Condition
from rai_desktop.questionnaire.flow import Read, reading
from rai_desktop.questionnaire.reading import Reading
from rai_desktop.questionnaire.truth import UNKNOWN, Truth

FIRST = "system_profile"


class Suggestion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A pack to suggest when its condition holds, `unless` another certainly does. Questions are
    named `pack/question`; `facts_of` is the pack whose facts the conditions may name."""

    pack: str
    why: str
    when: Condition
    unless: Condition | None = None
    facts_of: str = FIRST


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    rules: list[Suggestion]


def suggested_packs(answers: Read) -> list[tuple[str, str]]:
    """Ids of packs that are called for, each with the first reason; answers are keyed by pack.

    A rule speaks when it holds by what is answered so far, or when what it hangs on is answered "not
    known yet": an unknown may call for more, never for less.
    """
    found: dict[str, str] = {}
    for rule in called_for(answers):
        if rule is not None:
            found.setdefault(rule.pack, rule.why)
    return list(found.items())


def called_for(answers: Read) -> Iterator[Suggestion | None]:
    """The rules that speak, each in its place; None for one that does not. Each is a small step of the work."""
    seen = reading(pack(FIRST), answers)
    for rule in rules():
        yield rule if find(rule.pack) and _has_facts(rule) and _speaks(rule, seen) else None


def rules() -> tuple[Suggestion, ...]:
    """Shipped rules, then the site's own; what cannot be read is in `broken()`."""
    return _read_all()[0]


def broken() -> list[Refusal]:
    """Why some files could not be used, one refusal each."""
    return _read_all()[1]


def forget() -> None:
    """Read the files again when next asked."""
    _read_all.cache_clear()


@cache
def _read_all() -> tuple[tuple[Suggestion, ...], list[Refusal]]:
    found: list[Suggestion] = []
    refusals: list[Refusal] = []
    for path in data_files("suggestions", ".toml"):
        try:
            found += _read(path)
        except Refusal as refusal:
            log.warning("suggestions left out: %s", refusal)
            refusals.append(refusal)
    return tuple(found), refusals


def _read(path: Path) -> list[Suggestion]:
    try:
        return in_language(toml_files.read(path, _File).rules, "suggestions", frozenset({"why"}))
    except (OSError, ValueError) as error:
        raise Refusal(_("The file {file}, which says when a questionnaire is suggested, cannot be read: {why}.").format(
            file=path, why=reason(error)), _("Mend or remove that file; docs/packs.md shows the form.")) from None


def _has_facts(rule: Suggestion) -> bool:
    """Not so for the rule of a site whose pack is gone, or names its facts otherwise than it did."""
    home = find(rule.facts_of)
    named = {*_facts(rule.when), *(_facts(rule.unless) if rule.unless else ())}
    return home is not None and named <= home.facts.keys()


def _facts(condition: Condition) -> Iterator[str]:
    if condition.fact:
        yield condition.fact
    for part in condition.parts:
        yield from _facts(part)


def _speaks(rule: Suggestion, seen: Reading) -> bool:
    if rule.unless is not None and seen.truth(rule.unless, rule.facts_of) is Truth.YES:
        return False
    return seen.holds(rule.when, rule.facts_of) or _hangs_on_unknown(rule, seen)


def _hangs_on_unknown(rule: Suggestion, seen: Reading) -> bool:
    return seen.truth(rule.when, rule.facts_of) is Truth.OPEN and any(
        UNKNOWN in chosen(seen.value(question, home))
        for home, question in seen.support(rule.when, rule.facts_of)
    )
