"""Files that a person names are read only where they are files: a pipe or a device might never end."""

from pathlib import Path

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _


def plain(path: Path) -> Path:
    """The path as it is. Raises Refusal where it leads to neither a file nor a folder; one that leads nowhere is the reader's."""
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise Refusal(
            _("{name} is no file but a pipe or a device, which is not read.").format(name=path.name),
            _("Save what it gives as a file, and choose that."),
        )
    return path
