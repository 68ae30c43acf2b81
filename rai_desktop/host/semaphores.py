"""Semaphores of threads in place of those of processes, which a confined process may not make.

joblib's threads ask for process semaphores although no process is ever started here; without them models with
`n_jobs` would run on one thread.
"""

import threading
from typing import Any, Optional


class ThreadSemaphore:
    """What `_multiprocessing.SemLock` offers, for the threads of this process."""

    SEM_VALUE_MAX = 2**31 - 1

    def __init__(self, kind: int, value: int, maxvalue: int, name: str, unlink: bool) -> None:
        self.kind, self.maxvalue, self.name, self.handle = kind, maxvalue, name, 0
        self._held = threading.Semaphore(value)
        self._owner: Optional[int] = None
        self._depth = 0
        del unlink

    def acquire(self, block: bool = True, timeout: Optional[float] = None) -> bool:
        """Take it; kind 0 may be taken again by its owner."""
        if self.kind == 0 and self._owner == threading.get_ident():
            self._depth += 1
            return True
        taken = self._held.acquire(block, timeout if block else None)
        if taken:
            self._owner, self._depth = threading.get_ident(), 1
        return taken

    def release(self) -> None:
        """Give it back."""
        self._depth -= 1
        if self.kind == 0 and self._depth > 0:
            return
        self._owner = None
        self._held.release()

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *_error: Any) -> None:
        self.release()

    def _count(self) -> int:
        return self._depth if self._is_mine() else 0

    def _is_mine(self) -> bool:
        return self._owner == threading.get_ident()

    def _get_value(self) -> int:
        return self._held._value

    def _is_zero(self) -> bool:
        return self._get_value() == 0

    def _after_fork(self) -> None:
        """Nothing forks here."""


def install() -> None:
    """Use them from now on; call before joblib is imported."""
    try:
        import _multiprocessing  # type: ignore[import-not-found]
    except ImportError:
        return
    _multiprocessing.SemLock = ThreadSemaphore
    _multiprocessing.sem_unlink = _nothing  # they have no name that the system knows
    try:
        from multiprocessing import resource_tracker
    except ImportError:
        return  # Windows has none
    for name in ("register", "unregister", "ensure_running"):
        setattr(resource_tracker, name, _nothing)  # it would start a helper process


def _nothing(*_args: Any) -> None:
    """Nothing outlives this process, so nothing needs tracking."""
