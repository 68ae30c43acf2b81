"""Commands that this computer's user has named as models: a project file from elsewhere cannot make one run."""

import hashlib
import json

from rai_desktop.log import log
from rai_desktop.paths import settings_dir
from rai_desktop.project.model import FileRef

_FILE = "approved_commands.json"
_KEPT = 500


def approve(ref: FileRef) -> None:
    """Remember a command that the user has just named: its words, its folder and the file it runs, by hash."""
    known = [key for key in _known() if key != _key(ref)]
    try:
        (settings_dir() / _FILE).write_text(json.dumps([*known, _key(ref)][-_KEPT:]), "utf-8")
    except OSError as error:
        log.warning("the command could not be remembered: %s", error)


def is_approved(ref: FileRef) -> bool:
    """Whether exactly this was named here before."""
    return _key(ref) in _known()


def _key(ref: FileRef) -> str:
    parts = [ref.options.get("command", ""), ref.options.get("folder", ""), ref.path, ref.sha256]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _known() -> list[str]:
    try:
        told = json.loads((settings_dir() / _FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return [key for key in told if isinstance(key, str)] if isinstance(told, list) else []
