"""A look at something a program must not exceed, four times a second, in a thread of its own."""

import threading
from collections.abc import Callable

_EVERY_S = 0.25


class Watch:
    """Asks `exceeds` until it is stopped, or until that is so; then calls `over` once."""

    def __init__(self, name: str, over: Callable[[], None]) -> None:
        self._over = over
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, name=name, daemon=True)
        self._thread.start()

    def exceeds(self) -> bool:
        """Whether it is more than it may be."""
        raise NotImplementedError

    def stop(self) -> None:
        """End the watch; safe to call twice."""
        self._done.set()
        if self._thread is not threading.current_thread():
            self._thread.join(2)

    def _look(self) -> None:
        while not self._done.wait(_EVERY_S):
            if self.exceeds():
                self._over()
                return
