"""Ends a program once the folder it may write in holds more than it may: the bound where no file system of its own is one."""

import os
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from rai_desktop.loading.watch import Watch

FILES = 16_384  # as many as the file system in memory would hold


class FolderWatch(Watch):
    """Looks at a folder.

    What the folder holds when the watch begins does not count. Between two looks a program can write as much as the disk takes in
    that time; `RLIMIT_FSIZE` bounds each file besides. Files that the process `pid` has open there and removed count too.
    """

    def __init__(self, folder: Path, most: int, over: Callable[[], None], *, files: int = FILES, pid: int = 0) -> None:
        self._folder, self._pid = folder, pid
        held, there = measured(folder)
        self._most, self._files = held + most, there + files
        super().__init__("folder-watch", over)

    def exceeds(self) -> bool:
        """Whether the folder holds more bytes or entries than it may."""
        held, there = measured(self._folder, self._files)
        return held + removed(self._folder, self._pid) > self._most or there > self._files


def measured(folder: Path, enough: int | None = None) -> tuple[int, int]:
    """Bytes on the disk and entries below a folder, links not followed; it stops once `enough` entries are passed."""
    held = there = 0
    rooms = [str(folder)]
    while rooms and (enough is None or there <= enough):
        for entry in _entries(rooms.pop()):
            there += 1
            held += _size(entry)
            if entry.is_dir(follow_symlinks=False):
                rooms.append(entry.path)
            if enough is not None and there > enough:
                break
    return held, there


def removed(folder: Path, pid: int) -> int:
    """Bytes on a folder's disk in files that a process has open and no folder names any more; Linux tells, others say 0."""
    if not pid or not sys.platform.startswith("linux"):
        return 0
    with suppress(OSError):  # the process or the folder is gone
        disk, opened = folder.stat().st_dev, {}
        for link in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):  # closed since
                told = link.stat()
                if not told.st_nlink and told.st_dev == disk and stat.S_ISREG(told.st_mode):
                    opened[told.st_ino] = told.st_blocks * 512
        return sum(opened.values())
    return 0


def _entries(room: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(room) as entries:
            return list(entries)
    except OSError:  # gone since, or shut by the program itself
        return []


def _size(entry: os.DirEntry[str]) -> int:
    try:
        told = entry.stat(follow_symlinks=False)
    except OSError:
        return 0
    return int(getattr(told, "st_blocks", -(-told.st_size // 512)) * 512)
