"""Who has a project file open: a lock file beside it, released by the system if its owner dies."""

import os
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import msgspec

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _
from rai_desktop.project.disk import ReadOnlyPlace, told
from rai_desktop.project.person import host_name, os_user
from rai_desktop.project.plain_files import plain

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_LONGEST = 10_000  # bytes; our own are far below
_FAR = 1 << 30  # Windows locks bytes against reading too, so we lock one far behind the words


class Owner(msgspec.Struct, frozen=True, kw_only=True):
    """The window that has the file open; `since` is UTC ISO time."""

    host: str
    pid: int
    user: str
    since: str


class InUse(Refusal):
    """Another window has the file open: offer reading only, or, for a dead machine, taking over."""

    def __init__(self, path: Path, owner: Owner | None) -> None:
        self.owner = owner
        who = _("in another window")
        if owner:
            who = _("in another window, by {user} on {host} since {since} (UTC)").format(
                user=owner.user, host=owner.host, since=owner.since[:16].replace("T", " ")
            )
        super().__init__(
            _("{name} is already open {who}.").format(name=path.name, who=who),
            _("Close it there first, or open it here for reading only."),
        )


class Lock:
    """Held from `__init__` to `release`. Raises InUse, or ReadOnlyPlace where none can be made."""

    def __init__(self, path: Path, *, take_over: bool = False) -> None:
        self.path = lock_path(path)
        self._file = self._claim(path, take_over)

    def release(self) -> None:
        """Give the file back; calling again does nothing."""
        if self._file.closed:
            return
        if sys.platform == "win32":
            self._file.close()  # Windows does not delete an open file
            with suppress(PermissionError):  # nor one that a scanner or another window is reading: it names a dead owner then
                self.path.unlink(missing_ok=True)
        else:
            self.path.unlink(missing_ok=True)
            self._file.close()

    def _claim(self, path: Path, take_over: bool) -> BinaryIO:
        with told(path):
            for _attempt in range(5):
                file = self._open()
                if not _lock(file):
                    file.close()
                    raise InUse(path, read_owner(path))
                if self._still_there(file):
                    self._write(file, path, take_over)
                    return file
                file.close()  # its owner deleted it between our opening and our locking
        raise InUse(path, None)

    def _open(self) -> BinaryIO:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
        return os.fdopen(os.open(plain(self.path), flags, 0o644), "r+b")

    def _still_there(self, file: BinaryIO) -> bool:
        try:
            return os.path.samestat(os.fstat(file.fileno()), self.path.stat())
        except FileNotFoundError:
            return False

    def _write(self, file: BinaryIO, path: Path, take_over: bool) -> None:
        """We hold the lock: an owner on this machine is dead, one elsewhere may be out of reach."""
        left = _decode(file.read(_LONGEST))
        if left and left.host != host_name() and not take_over:
            file.close()
            raise InUse(path, left)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        owner = Owner(host=host_name(), pid=os.getpid(), user=os_user(), since=now)
        file.seek(0)
        file.truncate()
        file.write(msgspec.json.encode(owner))
        file.flush()


def lock_path(path: Path) -> Path:
    """The hidden file beside a project that names its owner."""
    return path.with_name(f".~{path.name}.lock")


def read_owner(path: Path) -> Owner | None:
    """Who says to have the file open; None when nobody does or the words cannot be read."""
    try:
        with plain(lock_path(path)).open("rb") as file:
            return _decode(file.read(_LONGEST))
    except (OSError, Refusal):
        return None


def _decode(raw: bytes) -> Owner | None:
    try:
        return msgspec.json.decode(raw, type=Owner)
    except msgspec.MsgspecError:
        return None


def _lock(file: BinaryIO) -> bool:
    """Whether the system gave us the lock; it takes it back when we end, however we end."""
    try:
        if sys.platform == "win32":
            file.seek(_FAR)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            file.seek(0)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except PermissionError as error:
        if sys.platform == "win32":
            return False
        raise ReadOnlyPlace(str(error)) from error
    return True
