"""One pass that several threads share: whoever asks next does the next step."""

import threading
from collections.abc import Callable, Generator, Iterator
from typing import Generic, TypeAlias, TypeVar

Made = TypeVar("Made")
Pass: TypeAlias = Generator[tuple[int, int], None, Made]


class SharedPass(Generic[Made]):
    """Runs `start()` once, a generator that yields (done, all) and returns what was made.

    No thread owns the pass, so one that stops asking holds nobody up, and an error reaches everyone
    who asks after it: the next to ask begins anew.
    """

    def __init__(self, start: Callable[[], Pass[Made]]) -> None:
        self._start = start
        self._lock = threading.RLock()
        self._pass: Pass[Made] | None = None
        self._progress = (0, 0)
        self._made: list[Made] = []

    def steps(self) -> Iterator[tuple[int, int]]:
        """Make it if it is not made yet, yielding (done, all)."""
        while not self._made:
            with self._lock:
                if not self._made:
                    self._step()
                progress = self._progress
            yield progress

    def _step(self) -> None:
        if self._pass is None:
            self._pass = self._start()
        try:
            self._progress = next(self._pass)
        except StopIteration as end:
            self._made.append(end.value)
            self._pass = None
        except BaseException:
            self._pass = None
            raise

    @property
    def is_made(self) -> bool:
        """Whether the pass has come to its end."""
        return bool(self._made)

    @property
    def made(self) -> Made:
        """What the pass makes; made now if absent."""
        for _progress in self.steps():
            pass
        return self._made[0]
