"""Linux: namespaces of our own, a scratch folder in memory, no new privileges, and death together with the engine."""

import ctypes
import os
import signal
from typing import Any, Dict

from .confinement import Unavailable

_USER, _NETWORK, _IPC, _MOUNTS = 0x10000000, 0x40000000, 0x08000000, 0x00020000
_PRIVATE, _RECURSIVE = 0x40000, 0x4000
_NO_SUID, _NO_DEVICES, _NO_PROGRAMS = 2, 4, 8
_FILES = 16_384
_SET_DEATH_SIGNAL, _NO_NEW_PRIVILEGES = 1, 38


def libc() -> Any:
    """The C library, errors kept."""
    return ctypes.CDLL(None, use_errno=True)


def checked(result: int) -> int:
    """A C call's result. Raises OSError when it failed."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def enter(settings: Dict[str, Any]) -> str:
    """A user namespace that owns a network namespace without any interface, and its own shared memory.

    The bytes that the scratch folder holds at most, where it could be given a bound; else nothing.
    """
    user, group = os.geteuid(), os.getegid()
    checked(libc().unshare(_USER | _NETWORK | _IPC))
    for path, text in (
        ("/proc/self/setgroups", "deny"),
        ("/proc/self/uid_map", "{0} {0} 1".format(user)),
        ("/proc/self/gid_map", "{0} {0} 1".format(group)),
    ):
        try:
            with open(path, "w", encoding="ascii") as file:
                file.write(text)
        except OSError:
            pass  # the map is a nicety: without it we run as the overflow user
    return _bound_scratch(str(settings["scratch"]), int(settings.get("scratch_bytes", 0)))


def _bound_scratch(scratch: str, size: int) -> str:
    """Lay a file system in memory over the scratch folder: it cannot fill the disk, and is gone when this process is."""
    if not size:
        return ""
    options = "size={},nr_inodes={},mode=700".format(size, _FILES).encode()
    flags = _NO_SUID | _NO_DEVICES | _NO_PROGRAMS
    try:
        checked(libc().unshare(_MOUNTS))
        checked(libc().mount(None, b"/", None, _PRIVATE | _RECURSIVE, None))
        checked(libc().mount(b"tmpfs", os.fsencode(scratch), b"tmpfs", flags, options))
        os.chdir(scratch)
    except OSError:
        return ""  # some systems let nobody mount; the folder stays on the disk
    return str(size)


def die_with_parent(settings: Dict[str, Any]) -> str:
    """Ask the kernel to kill us when the engine ends; entering a namespace would undo it, so after that."""
    checked(libc().prctl(_SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0))
    if settings.get("parent") and os.getppid() != settings["parent"]:
        os._exit(0)
    return ""


def forbid_privileges(_settings: Dict[str, Any]) -> str:
    """No program started from here can gain rights; Landlock and seccomp ask for this."""
    if libc().prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        raise Unavailable("the kernel refused")
    return ""
