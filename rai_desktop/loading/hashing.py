"""Hashes of files: SHA-256, remembered while size and time stay the same."""

import hashlib
from pathlib import Path

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _

_known: dict[tuple[str, int, int], str] = {}


def sha256_of(path: Path) -> str:
    """SHA-256 of a file in hex; read again only when its size or time of change differ."""
    state = path.stat()
    key = (str(path.resolve()), state.st_size, state.st_mtime_ns)
    if key not in _known:
        with path.open("rb") as file:
            _known[key] = hashlib.file_digest(file, "sha256").hexdigest()
    return _known[key]


def check_sha256(path: Path, wanted: str, name: str = "") -> None:
    """Refuse a file that is not the one that was chosen; `name` is what the user knows a copy by."""
    if wanted and sha256_of(path) != wanted:
        raise Refusal(
            _("{name} has changed since it was chosen.").format(name=name or path.name),
            _("Choose the file again, so that its new contents are assessed."),
        )
