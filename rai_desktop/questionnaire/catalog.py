"""Packs: read from resources/questionnaires/*.toml and the site's own folder, checked before anyone
is asked."""

import re
import threading
import tomllib
from functools import cache
from pathlib import Path

import msgspec

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _, in_quotes
from rai_desktop.log import log
from rai_desktop.paths import data_files
from rai_desktop.questionnaire.checks import check, check_together
from rai_desktop.questionnaire.circles import Circles
from rai_desktop.questionnaire.dependence import Walk
from rai_desktop.questionnaire.outlandish import Outlandish
from rai_desktop.questionnaire.parsed import keep, parsed
from rai_desktop.questionnaire.question import Feed, Kind, Pack, Standing
from rai_desktop.questionnaire.sharing import Links, links_of
from rai_desktop.questionnaire.spot import Place
from rai_desktop.questionnaire.translated import translated
from rai_desktop.toml_files import content_of

_reading = threading.RLock()


def packs() -> list[Pack]:
    """Every pack that can be read, in the order they ask for; what cannot be read is in
    `broken()`."""
    return sorted(_read_all()[0].values(), key=lambda each: (each.order, each.id))


def pack(id_: str) -> Pack:
    """A pack by id, hyphens as good as underscores; Refusal when there is none or its file is
    broken."""
    wanted = id_.replace("-", "_")
    found, refusals = _read_all()
    if wanted in found:
        return found[wanted]
    for path, refusal in refusals.items():
        if path.stem.replace("-", "_") == wanted:
            raise refusal
    raise Refusal(
        _("There is no questionnaire “{id}”.").format(id=id_),
        _("There are: {names}.").format(names=", ".join(found)),
    )


def find(id_: str) -> Pack | None:
    """A pack by id, or None; for conditions that speak of another pack."""
    return _read_all()[0].get(id_)


@cache
def links() -> Links:
    """Which questions of the packs ask the same."""
    return links_of(_read_all()[0].values())


@cache
def section_needs(pack_id: str, section: str) -> tuple[Place, ...]:
    """The questions whose answers can change what a section asks or how far it is."""
    one = pack(pack_id)
    found = next(each for each in one.sections if each.id == section)
    return tuple(sorted(_walk().section_needs(one, found)))


@cache
def rule_needs(pack_id: str) -> tuple[Place, ...]:
    """The questions whose answers can change what a pack's rules conclude."""
    return tuple(sorted(_walk().rule_needs(pack(pack_id))))


@cache
def contradiction_needs(pack_id: str, id_: str) -> tuple[Place, ...]:
    """The questions whose answers can change whether a contradiction holds."""
    found = next(each for each in pack(pack_id).contradictions if each.id == id_)
    return tuple(sorted(_walk().condition_needs(found.when, pack_id)))


@cache
def _walk() -> Walk:
    return Walk(_read_all()[0], links())


def broken() -> list[Refusal]:
    """Why some pack files could not be used, one refusal each."""
    return list(_read_all()[1].values())


def forget() -> None:
    """Read the files again when next asked; for tests and for a site that changed its folder."""
    for known in (_read_once, links, _walk, section_needs, rule_needs, contradiction_needs):
        known.cache_clear()


def _read_all() -> tuple[dict[str, Pack], dict[Path, Refusal]]:
    """As `_read_once`; whoever asks while another thread reads waits for it."""
    with _reading:
        return _read_once()


@cache
def _read_once() -> tuple[dict[str, Pack], dict[Path, Refusal]]:
    """Packs by id, and refusals by file; shipped files come first, so it is the site's that gives
    way."""
    found: dict[str, tuple[Path, Pack]] = {}
    refusals: dict[Path, Refusal] = {}
    for path in data_files("questionnaires", ".toml"):
        try:
            one = read_pack(path)
            if one.id in found:
                raise Refusal(
                    _("{file}: {other} has a pack with the id “{id}” already.").format(
                        file=path, other=found[one.id][0].name, id=one.id
                    ),
                    _("Give each pack an id of its own."),
                )
            found[one.id] = (path, one)
        except Refusal as refusal:
            refusals[path] = refusal
    circles = Circles(one for _path, one in found.values())
    for id_, (path, one) in reversed(list(found.items())):
        try:
            check_together(
                one, {each: pack for each, (_path, pack) in found.items() if each != id_}, path, circles
            )
        except Refusal as refusal:
            del found[id_]
            refusals[path] = refusal
            circles = Circles(left for _path, left in found.values())
    keep()
    for left_out in refusals.values():
        log.warning("questionnaire left out: %s", left_out)
    return {id_: translated(one) for id_, (_path, one) in found.items()}, refusals


def read_pack(path: Path) -> Pack:
    """One pack file, checked; Refusal names the file, the place in it, and the remedy."""
    try:
        content = parsed(content_of(path))
    except OSError as error:
        raise Refusal(
            _("{file} cannot be read: {why}.").format(file=path, why=error.strerror),
            _("Check the path and its permissions."),
        ) from None
    except UnicodeDecodeError:
        raise Refusal(_("{file} is not UTF-8 text.").format(file=path), _("Save the file as UTF-8.")) from None
    except tomllib.TOMLDecodeError as error:
        raise Refusal(
            _("{file} is not valid TOML: {why}.").format(file=path, why=error),
            _("Mend that line; strings stand in quotes."),
        ) from None
    except Outlandish as error:
        place = _in_words(error.where, error.content)
        sentence = _("{file}: {place}: {fault}.").format(file=path, place=place, fault=error.fault)
        raise Refusal(sentence, error.remedy) from None
    try:
        one = msgspec.convert(content, Pack)
    except msgspec.ValidationError as error:
        raise _misfit(path, content, str(error)) from None
    check(one, path)
    return one


def _misfit(path: Path, content: dict[str, object], message: str) -> Refusal:
    said, _at, where = message.partition(" - at ")
    sentence = _("{file}: {place}: {fault}.").format(
        file=path, place=_in_words(where.strip("`"), content), fault=_fault(said)
    )
    return Refusal(sentence, _remedy(said, where))


def _fault(said: str) -> str:
    """What does not fit, in the chosen language where we know the reader's sentence."""
    for pattern, words in (
        (r"Object missing required field `(\w+)`", _("the field “{name}” is missing")),
        (r"Object contains unknown field `(\w+)`", _("there is no field “{name}”")),
        (r"Invalid enum value '(.*)'", _("“{name}” is none of the words that may stand there")),
    ):
        if found := re.fullmatch(pattern, said):
            return words.format(name=found[1])
    return f"{said[0].lower()}{said[1:]}"


def _in_words(where: str, content: object) -> str:
    """`$.sections[0].questions[2].type` with the ids of what stands there, as an author would look
    for it."""
    words: list[str] = []
    at: object = content
    for name, number in re.findall(r"\.?([A-Za-z_]+)|\[(\d+|\.\.\.)\]", where.removeprefix("$")):
        at = _step(at, name or number)
        id_ = at.get("id") if isinstance(at, dict) and number else None
        if number:
            words[-1] += f" {in_quotes(id_)}" if id_ else f" {int(number) + 1}" if number.isdigit() else ""
        else:
            words.append(name)
    return ", ".join(words) or _("the file")


def _step(at: object, key: str) -> object:
    if isinstance(at, dict):
        return at.get(key)
    if isinstance(at, list) and key.isdigit() and int(key) < len(at):
        return at[int(key)]
    return None


def _remedy(said: str, where: str) -> str:
    if "missing required field" in said:
        return _("Add that field.")
    if "unknown field" in said:
        return _("Remove it, or check its spelling against docs/packs.md.")
    if "Invalid enum value" in said:
        known = Feed if ".feeds" in where else Standing if ".says" in where else Kind
        return _("Use one of {names}.").format(names=", ".join(known))
    if "RFC3339" in said:
        return _("Write the day as in 2026-11-23, without quotes.")
    if "xpected `float" in said or "xpected `int" in said:
        return _("Write a number, without quotes.")
    return _("See docs/packs.md for what belongs there.")
