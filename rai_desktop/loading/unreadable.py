"""A model file that cannot be read at all: why, in words, and the way out."""

import errno
from pathlib import Path

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _
from rai_desktop.loading import other_files, other_words, words
from rai_desktop.paths import folder_of, name_of

_MOST = 2000  # names in a folder that are looked at


def check(path: Path) -> None:
    """Raise OSError or Refusal for what is no file: reading a pipe or a device would never end."""
    if path.is_dir():
        kind = _holds(path)
        way_out = words.not_loadable(kind)[1] if kind else _("Choose the model file in it.")
        raise Refusal(other_words.folder(kind, path.name), way_out)
    if path.exists() and not path.is_file():
        raise OSError(0, _("it is no file"))


def refusal(path: Path, error: OSError) -> Refusal:
    """What to tell when the system refuses to read it."""
    name = name_of(str(path))
    if error.errno in (errno.EACCES, errno.EPERM):
        return Refusal(_("You may not read the model file {name}.").format(name=name),
                       _("Ask whoever owns it for the right to read it, or copy it to a folder of your own."))
    if error.errno == errno.ELOOP or (error.errno == errno.ENOENT and path.is_symlink()):
        return Refusal(_("{name} is a link that leads to no file.").format(name=name), _("Choose the file that holds the model."))
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return Refusal(_("There is no model file {name} in {folder}.").format(name=name, folder=folder_of(str(path))),
                       _("Check its name, or choose it again: it may have been moved or renamed."))
    return Refusal(_("The model file {name} cannot be read: {why}.").format(name=name, why=error.strerror or error),
                   _("Check that it is there and that you may read it."))


def _holds(folder: Path) -> str:
    """What other_files makes of the names in a folder."""
    try:
        found = [each.relative_to(folder).as_posix() for each, _count in zip(folder.glob("*"), range(_MOST), strict=False)]
        found += [each.relative_to(folder).as_posix() for each, _count in zip(folder.glob("*/*"), range(_MOST), strict=False)]
    except OSError:
        return ""
    return other_files.of_members(found)
