"""Ends a program once it has more threads than it may: no layer bounds them, and the system has only so many for everyone."""

import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from rai_desktop.loading.watch import Watch

MOST = 4_096


class ThreadWatch(Watch):
    """Counts a process's threads."""

    def __init__(self, pid: int, over: Callable[[], None], *, most: int = MOST) -> None:
        self._pid, self._most = pid, most
        super().__init__("thread-watch", over)

    def exceeds(self) -> bool:
        """Whether there are more threads than it may have."""
        return counted(self._pid) > self._most


def counted(pid: int) -> int:
    """How many threads a process has; Linux tells, others say 0."""
    if not sys.platform.startswith("linux"):
        return 0
    with suppress(OSError, ValueError, IndexError):  # it is gone
        text = Path(f"/proc/{pid}/status").read_text("utf-8", "replace")
        return int(text.partition("\nThreads:")[2].split()[0])
    return 0
