"""A private folder for this process's copies of tables; gone when the process ends."""

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

from rai_desktop.loading import scratch
from rai_desktop.paths import cache_dir

_PREFIX = "session-"


@cache
def session_dir() -> Path:
    """The folder (only the user may read it); folders of processes that died are cleared away
    first.

    Tables hold personal data, so that a copy made for speed must not outlive the work on it. """
    scratch.clear_away()
    home = cache_dir()
    for old in home.glob(f"{_PREFIX}*"):
        if not scratch.maker_lives(old.name, _PREFIX):
            shutil.rmtree(old, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=home))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def clear_session() -> None:
    """Remove the folder now: for a process that ends without its exit functions."""
    shutil.rmtree(session_dir(), ignore_errors=True)
