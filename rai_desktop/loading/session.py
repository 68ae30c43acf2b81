"""A private folder for this process's copies of tables; gone when the process ends."""

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

from rai_desktop.paths import cache_dir

_STILL_ACTIVE = 259
_PREFIX = "session-"


@cache
def session_dir() -> Path:
    """The folder (only the user may read it); folders of processes that died are cleared away
    first.

    Tables hold personal data, so that a copy made for speed must not outlive the work on it. """
    home = cache_dir()
    for old in home.glob(f"{_PREFIX}*"):
        if not _alive(old.name):
            shutil.rmtree(old, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=home))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def clear_session() -> None:
    """Remove the folder now: for a process that ends without its exit functions."""
    shutil.rmtree(session_dir(), ignore_errors=True)


def _alive(name: str) -> bool:
    pid = name.removeprefix(_PREFIX).split("-")[0]
    if not pid.isdigit() or int(pid) == os.getpid():
        return True
    if os.name == "nt":
        return _alive_on_windows(int(pid))
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _alive_on_windows(pid: int) -> bool:
    """os.kill would end the process there, so the kernel is asked; it knows one that ended while somebody holds it."""
    import ctypes

    kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined]
    handle, code = kernel.OpenProcess(0x1000, False, pid), ctypes.c_uint32()
    if not handle:
        return False
    kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return code.value == _STILL_ACTIVE
