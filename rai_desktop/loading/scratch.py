"""Folders in the system's temporary folder, named after the process that made them; what a killed one left is cleared away.

They hold copies of models and tables, which must not outlive the work on them.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

HOST, COMMAND, LOOK, ASSESS = "rai-host-", "rai-command-", "rai-look-", "rai-assess-"
_STILL_ACTIVE = 259


def make(prefix: str) -> Path:
    """A new folder that only the user may read, for whoever removes it; those of processes that died are cleared away first."""
    clear_away()
    return Path(tempfile.mkdtemp(prefix=f"{prefix}{os.getpid()}-"))


@contextmanager
def folder(prefix: str) -> Iterator[Path]:
    """The same, gone after the block."""
    made = make(prefix)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@cache
def clear_away() -> None:
    """Remove, once in a process, what others of this user left that died."""
    for prefix in (HOST, COMMAND, LOOK, ASSESS):
        for old in Path(tempfile.gettempdir()).glob(f"{prefix}*-*"):
            if not maker_lives(old.name, prefix) and _is_ours(old):
                shutil.rmtree(old, ignore_errors=True)


def maker_lives(name: str, prefix: str) -> bool:
    """Whether the process in a folder's name still runs; so it is taken to be where the name tells none."""
    pid = name.removeprefix(prefix).split("-")[0]
    if not pid.isdecimal() or int(pid) == os.getpid():
        return True
    if os.name == "nt":
        return _lives_on_windows(int(pid))
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _is_ours(path: Path) -> bool:
    """Whether it is a folder, not a link to one, and of this user: others' processes may be out of sight."""
    try:
        return not path.is_symlink() and path.is_dir() and (os.name == "nt" or path.stat().st_uid == os.getuid())
    except OSError:
        return False


def _lives_on_windows(pid: int) -> bool:
    """os.kill would end the process there, so the kernel is asked; it knows one that ended while somebody holds it."""
    import ctypes

    kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined]
    handle, code = kernel.OpenProcess(0x1000, False, pid), ctypes.c_uint32()
    if not handle:
        return False
    kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return code.value == _STILL_ACTIVE
