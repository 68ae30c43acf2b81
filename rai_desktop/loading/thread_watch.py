"""Ends a program once it has more threads than it may: no layer bounds them, and the system has only so many for everyone."""

import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

MOST = 4_096
_EVERY_S = 0.25


class ThreadWatch:
    """Counts a process's threads four times a second, in a thread of its own, until it is stopped or calls `over` once."""

    def __init__(self, pid: int, over: Callable[[], None], *, most: int = MOST) -> None:
        self._pid, self._over, self._most = pid, over, most
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, name="thread-watch", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the watch; safe to call twice."""
        self._done.set()
        if self._thread is not threading.current_thread():
            self._thread.join(2)

    def _look(self) -> None:
        while not self._done.wait(_EVERY_S):
            if counted(self._pid) > self._most:
                self._over()
                return


def counted(pid: int) -> int:
    """How many threads a process has; Linux tells, others say 0."""
    if not sys.platform.startswith("linux"):
        return 0
    with suppress(OSError, ValueError, IndexError):  # it is gone
        text = Path(f"/proc/{pid}/status").read_text("utf-8", "replace")
        return int(text.partition("\nThreads:")[2].split()[0])
    return 0
