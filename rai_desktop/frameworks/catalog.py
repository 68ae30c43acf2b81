"""Frameworks and their clauses in the chosen language, read from resources/frameworks/*.json and the site's own folder
when first asked."""

import re
from functools import cache
from pathlib import Path

import msgspec

from rai_desktop.errors import Refusal, reason
from rai_desktop.frameworks.clause import Clause, Framework
from rai_desktop.i18n import _, in_language, language
from rai_desktop.log import log
from rai_desktop.paths import data_files, resource
from rai_desktop.site_bytes import site_bytes

CROSSWALK = "crosswalk.json"
CATALOGUE = "frameworks"  # of their words in other languages; a framework may have one of its own id besides
_ANNEX = re.compile(r"Annex(?=[A-Z])")
_CODE = re.compile(r"(^|\.)[a-z][A-Za-z_-]{3,}( \(|$)")
_LONG, _ASIDE, _BRACKET = 50, re.compile(r"[:;?(]|\u00a0[:;?]"), re.compile(r" \(")
_broken: dict[str, Refusal] = {}
WORDS = frozenset({"name", "short", "title", "applies_note", "undated", "dates_source", "source"})


@cache
def _files() -> dict[str, Path]:
    return {path.stem: path for path in data_files("frameworks", ".json") if path.name != CROSSWALK}


def framework(id_: str) -> Framework:
    """A framework by id; Refusal when there is none, or its file cannot be read."""
    return _in_language(id_, language())


@cache
def _in_language(id_: str, _language: str) -> Framework:
    return in_language(in_language(_read(id_), CATALOGUE, WORDS), id_, WORDS)


@cache
def _read(id_: str) -> Framework:
    path = _files().get(id_)
    if path is None:
        raise Refusal(
            _("There is no framework “{id}”.").format(id=id_),
            _("There are: {names}.").format(names=", ".join(sorted(_files()))),
        )
    try:
        return _decoded(path)
    except Refusal as refusal:
        shipped = resource("frameworks") / path.name
        if shipped == path or not shipped.exists():
            raise
        _broken[id_] = refusal
        log.warning("the shipped file is read instead: %s", refusal)
        return _decoded(shipped)


def _decoded(path: Path) -> Framework:
    try:
        return msgspec.json.decode(site_bytes(path), type=Framework)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal(
            _("The framework file {file} cannot be read: {why}.").format(file=path, why=reason(error)),
            _("Mend or remove that file; docs/packs.md shows the form."),
        ) from None


@cache
def _can_be_read(id_: str) -> bool:
    try:
        _read(id_)
    except Refusal as refusal:
        _broken[id_] = refusal
        log.warning("framework left out: %s", refusal)
        return False
    return True


def frameworks() -> list[Framework]:
    """Every framework, by name; reads them all. A file of the site that cannot be read is left out, and in `broken()`."""
    return sorted((framework(each) for each in _files() if _can_be_read(each)), key=lambda each: each.name)


def broken() -> list[Refusal]:
    """Why some files of the site could not be used, one refusal each; reads them all."""
    frameworks()
    return list(_broken.values())


def has_clause(framework_id: str, id_: str) -> bool:
    """Whether the catalogue knows that clause."""
    return framework_id in _files() and id_ in framework(framework_id).clauses


def clause(framework_id: str, id_: str) -> Clause:
    """A clause by framework and id; Refusal when there is none."""
    home = framework(framework_id)
    if id_ not in home.clauses:
        raise Refusal(
            _("{law} has no clause “{id}” in the catalogue.").format(law=home.name, id=id_),
            _("Check the id in the file {file}.").format(file=_files()[framework_id].name),
        )
    return home.clauses[id_]


def split_ref(ref: str) -> tuple[str, str]:
    """`framework:id` into its two halves; ids may hold colons themselves."""
    home, _colon, id_ = ref.partition(":")
    return home, id_


def resolve(ref: str) -> Clause:
    """The clause that a reference `framework:id` names."""
    return clause(*split_ref(ref))


def label(ref: str) -> str:
    """A reference for people: "EU AI Act Art.5(1)(a)", "EU AI Act Annex III.5(b)"; where the id is a code that nobody says,
    the clause's own words: "Canada AIA: Risk profile"."""
    home, id_ = split_ref(ref)
    found = framework(home)
    if (named := called(found, id_)) != id_:
        return _("{law}: {clause}").format(law=found.short or found.name, clause=named)
    annex = _("Annex") + " "
    return f"{found.short or found.name} {_ANNEX.sub(annex, id_)}"


def is_code(id_: str) -> bool:
    """Whether a clause's id is a code of its source, such as "RS.riskProfile", rather than a number that people cite."""
    return bool(_CODE.search(id_))


def called(home: Framework, id_: str) -> str:
    """What people call a clause: its id, unless that is a code such as "RS.riskProfile"; then the beginning of its title."""
    known = home.clauses.get(id_)
    if known is None or not known.title or not is_code(id_):
        return id_
    end = _ASIDE if len(known.title) > _LONG else _BRACKET
    return end.split(known.title, maxsplit=1)[0].strip()


def forget() -> None:
    """Read the files again when next asked; for tests and for a site that changed its folder."""
    _files.cache_clear()
    _read.cache_clear()
    _can_be_read.cache_clear()
    _broken.clear()
    _in_language.cache_clear()
