"""Settings: shipped defaults, restricted by the site, chosen by the user."""

from pathlib import Path

import msgspec

from rai_desktop import toml_files
from rai_desktop.log import log
from rai_desktop.paths import settings_dir, site_dir

_FILE = "settings.json"
_INTERPRETERS = "interpreters.json"
_STRICTEST = {"allow_unknown_classes": False, "signatures_need_key": True}  # what only a site may set
_OPEN = {name: not strict for name, strict in _STRICTEST.items()}


class Settings(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What a user may choose, and what only a site may: whether unknown model classes can be accepted, and whether
    assessments are signed by key only."""

    language: str = ""
    theme: str = "system"
    text_percent: int = 100
    analyst: str = ""
    recent: list[str] = []
    folder: str = ""
    window: str = ""
    commands: list[str] = []
    allow_unknown_classes: bool = True
    signing_key: str = ""
    signing_role: str = ""
    signatures_need_key: bool = False

    def remember(self, **chosen: object) -> None:
        """Change and write; a folder that cannot be written is logged, never fatal."""
        for name, value in chosen.items():
            setattr(self, name, value)
        try:
            own = msgspec.structs.replace(self, **_OPEN)  # a site's word is not the user's, and may change
            (settings_dir() / _FILE).write_bytes(msgspec.json.format(msgspec.json.encode(own), indent=2))
        except OSError as error:
            log.warning("settings could not be written: %s", error)

    def remember_file(self, path: str) -> None:
        """Put a project first among the ten recent ones."""
        self.remember(recent=[path, *(each for each in self.recent if each != path)][:10])


def load_settings() -> Settings:
    """The user's settings under the site's restrictions; a broken file counts as none and is logged."""
    settings = _user_settings()
    policy = site_dir() / "settings.toml"
    if policy.exists():
        restrictions = _restrictions(policy)
        for name, said in restrictions.items():
            setattr(settings, name, said)
    return settings


def _restrictions(policy: Path) -> dict[str, bool]:
    """What a site restricts. Where its file does not say so plainly, the strictest holds: no mistake in it opens a door."""
    try:
        said = toml_files.read(policy, dict[str, object])
    except (OSError, ValueError) as error:
        log.warning("the strictest settings hold, for %s cannot be read: %s", policy, error)
        return dict(_STRICTEST)
    given = {name: strictest for name, strictest in _STRICTEST.items() if name in said}
    return {name: _plainly(said[name], strictest, f"{name} in {policy}") for name, strictest in given.items()}


def _plainly(said: object, strictest: bool, where: str) -> bool:
    if isinstance(said, bool):
        return said
    log.warning("the strictest setting holds, for %s is neither true nor false", where)
    return strictest


def _user_settings() -> Settings:
    path = settings_dir() / _FILE
    if not path.exists():
        return Settings()
    try:
        return msgspec.structs.replace(msgspec.json.decode(path.read_bytes(), type=Settings), **_OPEN)
    except (OSError, msgspec.MsgspecError) as error:
        log.warning("settings in %s could not be read: %s", path, error)
        return Settings()


def approve_interpreter(path: str) -> None:
    """Remember a Python that this computer's user has named: only such a one is ever started for a model."""
    known = _approved_interpreters()
    if path and path not in known:
        (settings_dir() / _INTERPRETERS).write_bytes(msgspec.json.encode([*known, path]))


def is_approved_interpreter(path: str) -> bool:
    """Whether a Python was named on this computer; one that only a project file names was not."""
    return path in _approved_interpreters()


def _approved_interpreters() -> list[str]:
    try:
        return msgspec.json.decode((settings_dir() / _INTERPRETERS).read_bytes(), type=list[str])
    except (OSError, msgspec.MsgspecError):  # none yet, or not ours: nothing is approved
        return []
