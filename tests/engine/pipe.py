"""A listener on the engine's answers, for tests that wait for one."""

import threading
import time
from collections.abc import Callable

from rai_desktop.engine.protocol import Answer


class Heard:
    """Keeps every answer in order; `wait` blocks until one fits."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self._news = threading.Condition()

    def __call__(self, answer: Answer) -> None:
        with self._news:
            self.answers.append(answer)
            self._news.notify_all()

    def wait(self, fits: Callable[[Answer], bool] | type, timeout_s: float = 60) -> Answer:
        """The first answer of a type, or that fits; AssertionError with what was heard when none comes."""
        test = (lambda answer: isinstance(answer, fits)) if isinstance(fits, type) else fits
        end = time.monotonic() + timeout_s
        with self._news:
            while True:
                for answer in self.answers:
                    if test(answer):
                        return answer
                left = end - time.monotonic()
                assert left > 0, f"not heard within {timeout_s} s; heard {self.answers[-5:]}"
                self._news.wait(left)
