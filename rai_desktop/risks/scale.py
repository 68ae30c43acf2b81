"""Scale: levels of severity and likelihood, and the rating that two levels make together, from a data file."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec

from rai_desktop import toml_files
from rai_desktop.errors import Refusal
from rai_desktop.i18n import _, in_language
from rai_desktop.log import log
from rai_desktop.paths import data_files
from rai_desktop.risks.scale_checks import problem_of

Tone = Literal["good", "warn", "bad", "worst"]

SHAPES: dict[str, str] = {"good": "○", "warn": "△", "bad": "▲", "worst": "◆"}
UNRATED = "◌"
WORDS = frozenset({"title", "words"})  # fields that people read


class Level(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A level of severity or likelihood; `words` say when it is meant."""

    id: str
    title: str
    words: str = ""

    @property
    def name(self) -> str:
        """How people call it."""
        return self.title

    @property
    def meaning(self) -> str:
        """When it is meant."""
        return self.words


class Rating(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What severity and likelihood make together; `tone` is its look."""

    id: str
    title: str
    tone: Tone

    @property
    def name(self) -> str:
        """How people call it."""
        return self.title

    @property
    def shape(self) -> str:
        """A sign that tells it without colour."""
        return SHAPES[self.tone]


class Scale(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Levels from the least, ratings from the lowest, and a row of ratings for each severity.

    What is left at `accept_from` or above must be accepted by somebody, with a reason.
    """

    id: str
    title: str
    version: str
    severity: list[Level]
    likelihood: list[Level]
    ratings: list[Rating]
    matrix: dict[str, list[str]]
    accept_from: str
    source: str = ""

    def rating(self, severity: str, likelihood: str) -> Rating | None:
        """The rating of two level ids; None unless both are on this scale."""
        column = place_of(self.likelihood, likelihood)
        row = self.matrix.get(severity)
        if row is None or column is None:
            return None
        return next(each for each in self.ratings if each.id == row[column])

    def rank(self, rating: Rating | None) -> int:
        """0 for the lowest; -1 where nothing is rated."""
        return -1 if rating is None else self.ratings.index(rating)

    def must_be_accepted(self, rating: Rating | None) -> bool:
        """Whether somebody must take what is left, by name and with a reason."""
        bound = next(place for place, each in enumerate(self.ratings) if each.id == self.accept_from)
        return rating is not None and self.rank(rating) >= bound


def place_of(levels: Sequence[Level], id_: str) -> int | None:
    """Where a level stands, from 0; None where it is not among them."""
    return next((place for place, level in enumerate(levels) if level.id == id_), None)


def level_name(levels: Sequence[Level], id_: str) -> str:
    """A level's title; the id in quotes where this scale has no such level; "" for none."""
    place = place_of(levels, id_)
    if place is not None:
        return levels[place].name
    return _("“{level}” (not on this scale)").format(level=id_) if id_ else ""


def scales() -> list[Scale]:
    """Every scale that can be read, shipped and the site's; what cannot is in `broken()`."""
    return [each for each in _all() if isinstance(each, Scale)]


def broken() -> list[Refusal]:
    """Why some files could not be used, one refusal each."""
    return [each for each in _all() if isinstance(each, Refusal)]


def load_scale(name: str) -> Scale:
    """A scale by its id; Refusal when there is none, or its file has a mistake."""
    for path in data_files("risk_scales", ".toml"):
        if path.stem == name:
            if isinstance(found := _read(path), Refusal):
                raise Refusal(found.sentence, found.way_out)
            return found
    known = ", ".join(path.stem for path in data_files("risk_scales", ".toml"))
    raise Refusal(_("The scale of risks “{name}” is not on this computer.").format(name=name),
                  _("Put {name}.toml into the folder “risk_scales” of the site folder, or choose one of {known}; "
                    "levels that both scales have stay.").format(name=name, known=known))


def scale_in_use(name: str) -> tuple[Scale | None, str]:
    """A project's scale; without it None and a sentence: levels stay in the project, and nothing can be rated."""
    try:
        return load_scale(name), ""
    except Refusal as refusal:
        return None, str(refusal)


def read_scale(path: Path) -> Scale:
    """One scale file, checked; Refusal names the file, the place in it, and the remedy."""
    try:
        scale = toml_files.read(path, Scale)
    except OSError as error:
        raise Refusal(_("{path} cannot be read: {why}.").format(path=path, why=error.strerror),
                      _("Check the path and its permissions.")) from None
    except ValueError as error:
        raise Refusal(_("{path} is not a scale of risks: {why}.").format(path=path, why=error),
                      _("Mend that place; docs/risks.md tells the form.")) from None
    if found := problem_of(scale, path.stem):
        raise Refusal(f"{path}: {found.sentence}", found.way_out)
    return scale


def _all() -> list[Scale | Refusal]:
    return [_read(path) for path in data_files("risk_scales", ".toml")]


def _read(path: Path) -> Scale | Refusal:
    """Read again only when the file has changed."""
    try:
        state = path.stat()
    except OSError as error:
        return Refusal(_("{path} cannot be read: {why}.").format(path=path, why=error.strerror),
                       _("Check the path and its permissions."))
    return _kept(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=32)
def _kept(path: Path, _changed: int, _size: int) -> Scale | Refusal:
    try:
        return in_language(read_scale(path), "risks", WORDS)
    except Refusal as refusal:
        log.warning("scale left out: %s", refusal)
        return refusal
