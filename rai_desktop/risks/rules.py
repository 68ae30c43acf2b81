"""Rules by which answers, rows of tables and findings suggest risks, from resources/risks/*.toml and the site's own."""

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from string import Formatter
from typing import Literal

import msgspec

from rai_desktop import toml_files
from rai_desktop.errors import Refusal, reason
from rai_desktop.i18n import _, in_language
from rai_desktop.log import log
from rai_desktop.paths import data_files
from rai_desktop.questionnaire.condition import Condition

WORDS = frozenset({"title", "harm", "stakeholders", "several"})  # fields that people read
FINDING_BLANKS = frozenset({"columns", "groups", "metric", "sentence"})


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A harm that answers suggest when `when` holds; `facts_of` is the pack whose facts it may name."""

    id: str
    title: str
    when: Condition
    harm: str = ""
    stakeholders: list[str] = []
    facts_of: str = "system_profile"


class TableRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Each row of a table answer in which `needs` is filled in; column ids stand in braces.

    `key` is the column by which a row is known again, wherever it stands.
    """

    question: str
    key: str
    title: str
    needs: str
    harm: str = ""
    stakeholders: str = ""
    plan: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts with blanks."""
        return self.title, self.harm, self.stakeholders, self.plan


class FindingRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Findings NOT MET or of CONCERN; an empty `assessment` is any that no other rule names. `several` is the
    title where columns meet."""

    assessment: str
    together: Literal["columns", "rule"]
    title: str
    several: str = ""
    stakeholders: list[str] = []


class Rules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one file says, or all of them together."""

    rules: list[Rule] = []
    tables: list[TableRule] = []
    findings: list[FindingRule] = []


@cache
def rules() -> Rules:
    """Shipped rules, then the site's own; what cannot be used is in `broken()`."""
    found = _read_all()[0]
    together = Rules(
        rules=[each for one in found for each in one.rules], tables=[each for one in found for each in one.tables],
        findings=[each for one in reversed(found) for each in one.findings])
    return in_language(together, "risks", WORDS)


def broken() -> list[Refusal]:
    """Why some files could not be used, one refusal each."""
    return _read_all()[1]


def forget() -> None:
    """Read the files again when next asked."""
    rules.cache_clear()
    _read_all.cache_clear()


@cache
def _read_all() -> tuple[list[Rules], list[Refusal]]:
    found: list[Rules] = []
    refusals: list[Refusal] = []
    for path in data_files("risks", ".toml"):
        try:
            found.append(read_rules(path))
        except Refusal as refusal:
            log.warning("suggested risks left out: %s", refusal)
            refusals.append(refusal)
    return found, refusals


def read_rules(path: Path) -> Rules:
    """One file, checked; Refusal names the place and the remedy."""
    try:
        made = toml_files.read(path, Rules)
        strange = next(_strange(made), "")
    except (OSError, ValueError) as error:
        raise Refusal(_("{path} cannot be used: {why}.").format(path=path, why=reason(error)),
                      _("Mend that place; docs/risks.md tells the form.")) from None
    if strange:
        raise Refusal(f"{path}: {strange}", _("Mend that place; docs/risks.md tells the form."))
    return made


def _strange(made: Rules) -> Iterator[str]:
    """Ids that are there twice, and blanks that nothing can fill."""
    ids = [each.id for each in made.rules]
    for id_ in ids:
        if ids.count(id_) > 1:
            yield _("the rule “{id}” is there twice.").format(id=id_)
    for table in made.tables:
        if table.question.count("/") not in (1, 2):
            yield _("the question “{question}” must be pack/question, or pack/group/question.").format(question=table.question)
        for blank in (blank for text in table.texts for blank in blanks(text)):
            if not blank.isidentifier():
                yield _("“{blank}” is not the id of a column.").format(blank=blank)
    for rule in made.findings:
        for blank in (blank for text in (rule.title, rule.several, *rule.stakeholders) for blank in blanks(text)):
            if blank not in FINDING_BLANKS:
                yield _("“{blank}” cannot be filled in; known are {known}.").format(
                    blank=blank, known=", ".join(sorted(FINDING_BLANKS)))


@lru_cache(maxsize=512)
def blanks(text: str) -> tuple[str, ...]:
    """The names in braces; of texts of rules, which come again for every row."""
    return tuple(name for _text, name, _form, _turn in Formatter().parse(text) if name is not None)


def filled(text: str, words: dict[str, str]) -> str:
    """The text with its blanks filled, and nothing left at its ends by those that are empty."""
    return text.format_map({name: words.get(name, "") for name in blanks(text)}).strip(" :–")
