"""Policies: dated thresholds with source and status, from TOML files shipped or a site's own."""

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Literal

import msgspec

from rai_desktop import toml_files
from rai_desktop.errors import Refusal
from rai_desktop.i18n import _, in_language
from rai_desktop.log import log
from rai_desktop.paths import data_files

Applies = Literal[
    "overall",
    "each_group",
    "worst_group",
    "each_gap",
    "worst_gap",
    "each_feature",
    "each_cohort",
    "worst_cohort",
]
Status = Literal["law", "guidance", "case law", "practice", "convention", "policy"]

BLANKS = frozenset({"value", "gap", "less", "more", "group", "reference", "cohort"})


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An inclusive range; an end left out is open."""

    min: float = -float("inf")
    max: float = float("inf")

    def hold(self, value: float) -> bool:
        """Whether a value is within."""
        return self.min <= value <= self.max

    def beyond(self, value: float) -> float:
        """How far a value is outside; zero or less inside."""
        return max(self.min - value, value - self.max)


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a metric may be: `good` is met, outside `bad` not met, outside `clear` clearly bad.

    `interval`: "required" judges the whole interval; "exact" judges the value, for counts and
    shares of this very file. `n` is the least rows; `cohort` a name, or a start and *.
    `words` is the sentence, see sentences.py. `informational` rules have no limit and no pass.
    `optional` rules say nothing when the run did not measure the metric.
    """

    id: str
    assessment: str
    metric: str
    words: str
    status: Status
    source: str
    applies: Applies = "overall"
    cohort: str = "all"
    good: Limits | None = None
    bad: Limits | None = None
    clear: Limits | None = None
    n: int = 0
    interval: Literal["required", "exact"] = "required"
    tasks: tuple[str, ...] = ("binary", "multiclass", "regression")
    optional: bool = False
    informational: bool = False
    with_note: bool = False
    unit: str = ""
    why: str = ""
    caveat: str = ""
    jurisdiction: str = ""
    valid_from: str = ""
    valid_to: str = ""
    topics: tuple[str, ...] = ()

    def holds_on(self, day: str) -> bool:
        """Whether the rule is in force on an ISO date."""
        return self.valid_from <= day and (not self.valid_to or day <= self.valid_to)


DOMAIN = "policies"
WORDS = frozenset({"title", "notes", "words", "why", "caveat", "source", "status"})


class Policy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A dated set of rules. `extends` names a policy whose rules come first; rules of the same id
    replace them, `drop` leaves some out."""

    id: str
    title: str
    version: str
    date: str
    jurisdiction: str = ""
    notes: str = ""
    extends: str = ""
    drop: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()


def policies() -> list[Policy]:
    """Every shipped and site policy that can be read, complete with what it extends; what cannot is in `broken()`, and refused
    where it is named."""
    return [each for each in _all() if isinstance(each, Policy)]


def broken() -> list[Refusal]:
    """Why some files could not be used, one refusal each."""
    return [each for each in _all() if isinstance(each, Refusal)]


def _all() -> Iterator[Policy | Refusal]:
    for path in data_files("policies", ".toml"):
        try:
            yield in_language(_completed(_read(path)), DOMAIN, WORDS)
        except Refusal as refusal:
            log.info("policy left out: %s", refusal)
            yield refusal


def load_policy(name_or_path: str | Path, *, as_written: bool = False) -> Policy:
    """A policy by its id, or from a TOML file; Refusal when there is none or it has a mistake. Its words are in the
    chosen language, or `as_written`, for a record that is the same in every language."""
    policy = _found(name_or_path)
    return policy if as_written else in_language(policy, DOMAIN, WORDS)


def _found(name_or_path: str | Path) -> Policy:
    path = Path(name_or_path)
    if path.suffix == ".toml" or path.parent != Path():
        return _completed(_read(path))
    for shipped in data_files("policies", ".toml"):
        if shipped.stem == str(name_or_path):
            return _completed(_read(shipped))
    known = ", ".join(shipped.stem for shipped in data_files("policies", ".toml"))
    raise Refusal(
        _("There is no policy {name}.").format(name=name_or_path),
        _("Choose one of {known}, or give the path of a policy file (.toml).").format(known=known),
    )


def limits_sha256(policy: Policy) -> str:
    """SHA-256 of all of a policy that judges: the same in every language, for it holds none of its words."""
    rules = [{name: value for name, value in msgspec.to_builtins(rule).items() if name not in WORDS} for rule in policy.rules]
    plain = {"id": policy.id, "version": policy.version, "date": policy.date, "rules": rules}
    return hashlib.sha256(repr(sorted(plain.items())).encode()).hexdigest()


def find_rule(policy: Policy, rule_id: str) -> Rule | None:
    """A policy's rule by its id."""
    return next((rule for rule in policy.rules if rule.id == rule_id), None)


def _read(path: Path) -> Policy:
    try:
        state = path.stat()
        return _parsed(path, state.st_mtime_ns, state.st_size)
    except OSError as error:
        raise Refusal(
            _("The policy {path} cannot be read ({words}).").format(
                path=path, words=error.strerror or error
            ),
            _("Check the name and the folder."),
        ) from error


@lru_cache(maxsize=64)
def _parsed(path: Path, _changed_ns: int, _size: int) -> Policy:
    """Read once while the file stays the same: a window asks at every change."""
    try:
        policy = toml_files.read(path, Policy)
    except ValueError as error:
        raise _mistake(path, str(error)) from error
    for rule in policy.rules:
        if problem := _problem(rule):
            raise _mistake(path, f"{rule.id}: {problem}")
    return policy


def _mistake(path: Path, words: str) -> Refusal:
    return Refusal(
        _("The policy {name} has a mistake: {words}.").format(
            name=path.name, words=words.rstrip(".")
        ),
        _("Correct the file; docs/policies.md explains its fields."),
    )


def _completed(policy: Policy, seen: tuple[str, ...] = ()) -> Policy:
    if not policy.extends:
        return policy
    if policy.extends in seen:
        raise Refusal(
            _("The policies {names} extend each other.").format(names=", ".join(seen)),
            _("Take `extends` out of one of them."),
        )
    base = _extended(policy, (*seen, policy.id))
    rules = {rule.id: rule for rule in base.rules if rule.id not in policy.drop}
    rules |= {rule.id: rule for rule in policy.rules}
    return msgspec.structs.replace(policy, rules=tuple(rules.values()))


def _extended(policy: Policy, seen: tuple[str, ...]) -> Policy:
    for path in data_files("policies", ".toml"):
        if path.stem == policy.extends:
            return _completed(_read(path), seen)
    raise Refusal(
        _("The policy {id} extends {base}, which is not there.").format(
            id=policy.id, base=policy.extends
        ),
        _("Put {base}.toml into the site's folder of policies.").format(base=policy.extends),
    )


def _problem(rule: Rule) -> str:
    """What is wrong with a rule in itself; "" when nothing."""
    if strange := _strange_blanks(rule.words):
        return _("`words` has a blank {strange}; known are {names}").format(strange=strange, names=", ".join(sorted(BLANKS)))
    if rule.informational:
        return _("an informational rule has no limits") if rule.good or rule.bad or rule.clear else ""
    if rule.good is None:
        return _("`good` is missing")
    if rule.bad and not _wider(rule.bad, rule.good):
        return _("`bad` must not be narrower than `good`")
    if rule.clear and not _wider(rule.clear, rule.bad or rule.good):
        return _("`clear` must not be narrower than `bad`")
    if rule.interval == "required" and rule.clear is None:
        return _("`clear` is missing: beyond which value is it clearly bad?")
    if rule.interval == "required" and rule.clear == rule.good:
        return _("`clear` must lie beyond `good`, or every doubt would be too wide")
    return ""


def _strange_blanks(words: str) -> str:
    blanks = {name for _text, name, _form, _turn in Formatter().parse(words) if name is not None}
    return ", ".join(sorted(blanks - BLANKS))


def _wider(outer: Limits, inner: Limits) -> bool:
    return outer.min <= inner.min and outer.max >= inner.max
