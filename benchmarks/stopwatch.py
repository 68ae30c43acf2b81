"""Times what happens on the window's thread: on the clock, in processor time of that thread alone, and in garbage collection."""

import gc
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from PySide6.QtCore import QAbstractEventDispatcher

_LONG_MS = 8


class Act(NamedTuple):
    """Something that was done in the window, in milliseconds; `collected` is the longest collection of garbage meanwhile."""

    place: str
    what: str
    wall: float
    processor: float
    collected: float


class Stopwatch:
    """`acts` holds what was timed; `idle` what else kept the loop from hearing a key, each with what came before it.

    Other programs on the machine lengthen time on the clock, not processor time of the thread."""

    def __init__(self) -> None:
        self.acts: list[Act] = []
        self.idle: list[Act] = []
        self.after = "start"
        self._timing = self._resting = False
        self._awake = time.perf_counter(), time.thread_time()
        self._marks = deque([self._awake], maxlen=200)  # when the loop woke or went to rest
        self._collections: deque[tuple[float, float]] = deque(maxlen=200)  # when one ended, and how long it took
        self._collecting = 0.0
        gc.callbacks.append(self._hear_collection)
        dispatcher = QAbstractEventDispatcher.instance()
        dispatcher.awake.connect(self._wake)
        dispatcher.aboutToBlock.connect(self._rest)

    @contextmanager
    def timing(self, place: str, what: str, due: float | None = None) -> Iterator[None]:
        """Time what is done within; from the moment it was due on, where the loop was still busy then. What the loop was busy
        with counts whole, also what of it was done before that moment."""
        began = due or time.perf_counter()
        worked = next((worked for when, worked in reversed(self._marks) if when <= began), time.thread_time())
        self._timing = True
        yield
        wall, processor = _ms(time.perf_counter() - began), _ms(time.thread_time() - worked)
        self.acts.append(Act(place, what, wall, processor, self._collected_since(began)))
        self._timing, self._resting, self.after = False, True, f"{place}: {what}"
        self._wake()

    def _wake(self) -> None:
        if self._timing:
            return
        self._marks.append((time.perf_counter(), time.thread_time()))
        if self._resting:  # it also wakes to what follows what timers did, without a rest between
            self._awake, self._resting = self._marks[-1], False

    def _rest(self) -> None:
        if self._timing:
            return
        self._marks.append((time.perf_counter(), time.thread_time()))
        self._resting = True
        worked = _ms(time.thread_time() - self._awake[1])
        if worked > _LONG_MS:
            wall = _ms(time.perf_counter() - self._awake[0])
            self.idle.append(Act("", self.after, wall, worked, self._collected_since(self._awake[0])))

    def _hear_collection(self, phase: str, _info: dict[str, int]) -> None:
        if phase == "start":
            self._collecting = time.thread_time()
        else:
            self._collections.append((time.perf_counter(), _ms(time.thread_time() - self._collecting)))

    def _collected_since(self, began: float) -> float:
        return max((took for ended, took in self._collections if ended >= began), default=0.0)


def _ms(seconds: float) -> float:
    return seconds * 1000
