"""What SQLite and the file system say of a project file, as sentences for the user."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _

_MOVED = 1032  # SQLITE_READONLY_DBMOVED, which Python 3.11 does not name


class NotOurs(Refusal):
    """The file is not a RAI Desktop project."""


class Damaged(Refusal):
    """The file is a project, but part of it is missing or altered."""


class TooNew(Refusal):
    """The file was written by a newer RAI Desktop."""


class ReadOnlyPlace(Refusal):
    """The file can be read here, but not changed: offer to open it for reading only."""


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn troubles of disk and database into Refusals; the program's mistakes stay exceptions."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code is None:
            if isinstance(error, sqlite3.OperationalError) and "decode" in str(error):
                raise damaged(path, _("its database cannot be read")) from error  # bytes in a text that are no text
            raise
        raise _refusal(code, path, str(error)) from error
    except UnicodeDecodeError as error:  # SQLite quotes a schema that is no text
        raise damaged(path, _("its database cannot be read")) from error
    except OSError as error:
        raise _refusal_of_system(error, path) from error


def damaged(path: Path, what: str) -> Damaged:
    """A Refusal that says what is wrong inside the file."""
    return Damaged(
        _("{name} is damaged: {what}.").format(name=path.name, what=what),
        _("Use a backup copy of it, or the newest report bundle made from it."),
    )


def _refusal(code: int, path: Path, words: str) -> Refusal:
    if code == _MOVED:
        return Refusal(
            _("{name} was moved or deleted while it was open.").format(name=path.name),
            _("Save a copy under a new name, or put the file back and open it again."),
        )
    if code == sqlite3.SQLITE_READONLY_ROLLBACK:
        return Refusal(
            _("The last change to {name} was cut short, and it is not taken back where a file is only read.").format(
                name=path.name),
            _("Open it for changing, with the file {name}-journal beside it; then it can be read.").format(name=path.name),
        )
    match code & 0xFF:
        case sqlite3.SQLITE_FULL:
            return _disk_full(path)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_CANTOPEN:
            return _read_only(path)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return Refusal(
                _("Another program is using {name} at this moment.").format(name=path.name),
                _("Wait a few seconds and try again; what was saved before is safe."),
            )
        case sqlite3.SQLITE_NOTADB:
            return not_ours(path)
        case sqlite3.SQLITE_CORRUPT:
            return damaged(path, _("its database cannot be read"))
    return Refusal(
        _("{name} could not be read or written ({words}).").format(name=path.name, words=words),
        _("Check the disk or network folder it is on; what was saved before is safe."),
    )


def _refusal_of_system(error: OSError, path: Path) -> Refusal:
    if error.errno == 28:  # ENOSPC
        return _disk_full(path)
    if isinstance(error, PermissionError) or error.errno == 30:  # EROFS
        return _read_only(path)
    if isinstance(error, FileNotFoundError):
        return Refusal(
            _("There is no file {path}.").format(path=path), _("Check the name and the folder.")
        )
    return Refusal(
        _("{name} could not be read or written ({words}).").format(
            name=path.name, words=error.strerror or error
        ),
        _("Check the disk or network folder it is on."),
    )


def not_ours(path: Path) -> NotOurs:
    """The Refusal for a file of another kind; a ZIP archive may hold what is meant."""
    if _is_archive(path):
        return NotOurs(
            _("{name} is a ZIP archive, not a RAI Desktop project.").format(name=path.name),
            _("Unpack it and choose what is in it: a project is a file that ends in .rai, a bundle the folder with bagit.txt."),
        )
    return NotOurs(
        _("{name} is not a RAI Desktop project.").format(name=path.name),
        _("Choose a file that RAI Desktop saved; its name usually ends in .rai."),
    )


def _is_archive(path: Path) -> bool:
    with suppress(OSError), path.open("rb") as file:
        return file.read(4) == b"PK\3\4"
    return False


def no_place(path: Path) -> Refusal:
    """The Refusal for a new file where none can be made: there is nothing yet to open or to copy."""
    return Refusal(
        _("{name} cannot be made in {folder}: the folder is read-only or not there.").format(
            name=path.name, folder=path.parent
        ),
        _("Choose a folder in which you may write."),
    )


def _disk_full(path: Path) -> Refusal:
    return Refusal(
        _("The disk that holds {name} is full, so the last change was not saved.").format(
            name=path.name
        ),
        _("Nothing saved before was lost. Free some space and make the change again."),
    )


def _read_only(path: Path) -> ReadOnlyPlace:
    return ReadOnlyPlace(
        _("{name} cannot be changed: the file or its folder is read-only.").format(name=path.name),
        _("Open it for reading only, or copy it to a folder of your own."),
    )
