"""Every file of a strange folder by name and hash: follows no link, and no odd file stops it."""

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _
from rai_desktop.report import bag

MOST_FILES = 5000
MOST_BYTES = 1 << 30  # all files together; our own are of some megabytes, and a hole of terabytes costs a stranger nothing


class Found(msgspec.Struct):
    """`hashes` by name with /; `problems` name what could not be taken for a plain file."""

    hashes: dict[str, str] = {}
    problems: list[str] = []


def walk(folder: Path) -> Found:
    """Hash all plain files below, once their sizes are known. Raises Refusal when there are more, or larger ones, than any
    bundle has."""
    found, plain = Found(), {}
    for count, (name, entry) in enumerate(_entries(folder, found)):
        if count >= MOST_FILES:
            raise Refusal(_("{path} holds more than {n} files.").format(path=bag.printable(str(folder)), n=MOST_FILES),
                          _("A bundle never does; ask for it again."))
        if _is_plain(name, entry, found):
            plain[name] = entry
    _refuse_huge(folder, plain)
    for name, entry in plain.items():
        _take(name, entry, found)
    found.problems.sort()
    return found


def _refuse_huge(folder: Path, plain: Mapping[str, os.DirEntry[str]]) -> None:
    sizes = {name: entry.stat(follow_symlinks=False).st_size for name, entry in plain.items()}
    if sum(sizes.values()) > MOST_BYTES:
        raise Refusal(_("{path} holds more than {n} MB; {name} alone has {size} MB.").format(
            path=bag.printable(str(folder)), n=MOST_BYTES >> 20, name=bag.printable(largest := max(sizes, key=sizes.__getitem__)),
            size=sizes[largest] >> 20), _("A bundle never does; ask for it again."))


def _entries(folder: Path, found: Found) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Everything but folders, from a list and not by recursion: however deep, it ends."""
    waiting = [("", str(folder))]
    while waiting:
        prefix, path = waiting.pop()
        try:
            with os.scandir(path) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append((f"{prefix}{entry.name}/", entry.path))
                    else:
                        yield prefix + entry.name, entry
        except OSError as error:
            found.problems.append(_unreadable(prefix or ".", error))


def _is_plain(name: str, entry: os.DirEntry[str], found: Found) -> bool:
    shown = bag.printable(name)
    try:
        if entry.is_symlink():
            found.problems.append(_("{name} is a link; a bundle holds only files.").format(name=shown))
        elif not stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode):
            found.problems.append(_("{name} is no plain file; a bundle holds nothing else.").format(name=shown))
        else:
            return True
    except OSError as error:
        found.problems.append(_unreadable(name, error))
    return False


def _take(name: str, entry: os.DirEntry[str], found: Found) -> None:
    try:
        found.hashes[name] = bag.hash_file(Path(entry.path))
    except OSError as error:
        found.problems.append(_unreadable(name, error))


def _unreadable(name: str, error: OSError) -> str:
    return _("{name} cannot be read ({why}).").format(name=bag.printable(name), why=error.strerror)
