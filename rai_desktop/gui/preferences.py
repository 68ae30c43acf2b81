"""What the window remembers on this computer: look, language, recent files, its place. Never in a project."""

from pathlib import Path

import msgspec

from rai_desktop.log import log
from rai_desktop.paths import settings_dir

RECENT = 10


class Preferences(msgspec.Struct, kw_only=True):
    """`theme`: system, light, dark or contrast; `text_size` in percent; `geometry` as Qt saves it, in hex."""

    language: str = ""
    theme: str = "system"
    text_size: int = 100
    recent: list[str] = []
    folder: str = ""
    geometry: str = ""
    analyst: str = ""

    def save(self) -> None:
        """Write to the settings folder; a folder that cannot be written costs only the memory."""
        try:
            target = _path()
            fresh = target.with_suffix(".new")
            fresh.write_bytes(msgspec.json.format(msgspec.json.encode(self)))
            fresh.replace(target)
        except OSError as error:
            log.info("preferences are not remembered: %s", error)

    def remember(self, path: Path) -> None:
        """Put a project at the head of the recent files."""
        name = str(path.resolve())
        self.recent = [name, *(known for known in self.recent if known != name)][:RECENT]
        self.folder = str(path.resolve().parent)
        self.save()


def load_preferences() -> Preferences:
    """What was remembered; the defaults when there is nothing or it cannot be read."""
    try:
        return msgspec.json.decode(_path().read_bytes(), type=Preferences)
    except FileNotFoundError:
        return Preferences()
    except (OSError, msgspec.MsgspecError) as error:
        log.info("preferences could not be read: %s", error)
        return Preferences()


def _path() -> Path:
    return settings_dir() / "window.json"
