"""Work that may wait a moment: done in small steps, so that a key or a click never waits for more than one of them."""

import time
from collections.abc import Callable, Generator, Iterator

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 15  # between two turns what waits is heard and painted
_AT_ONCE_S = 0.004  # of a turn, after which no further step is begun

Piece = Callable[[], object]
"""A piece of work; where it returns a generator, its steps are what is left to do."""


class Later(QObject):
    """`do` keeps a piece of work under its name; asked again before its end, only the newest is done."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: dict[str, Iterator[None]] = {}
        self._turn = QTimer(self, interval=_EVERY_MS)
        self._turn.timeout.connect(self._do_next)
        self._ended = False

    def do(self, name: str, piece: Piece) -> None:
        """Do it at its turn; after the end not at all."""
        if self._ended:  # a window that is taken apart may still tell of changes
            return
        self._pieces[name] = _steps(piece)
        if not self._turn.isActive():
            self._turn.start()

    def finish(self) -> None:
        """Do all of it now."""
        while self._pieces:
            self._do_next()

    def end(self) -> None:
        """What waits is dropped, and nothing is taken on any more: nobody is left to see it."""
        self._ended = True
        self._pieces.clear()
        self._turn.stop()

    def _do_next(self) -> None:
        """The next turn; the first to find nothing left is the last, even after a piece that failed or had turns of its own. What
        it asked to be laid out and painted has the whole of the time between two turns."""
        try:
            if self._pieces:
                self._do_first()
        finally:
            if self._pieces:
                self._turn.start()
            else:
                self._turn.stop()

    def _do_first(self) -> None:
        """The next steps of the first piece. While they are done it is not among what waits: it may ask for itself anew."""
        name = next(iter(self._pieces))
        steps = self._pieces.pop(name)
        if _go_on(steps) and name not in self._pieces and not self._ended:
            self._pieces = {name: steps, **self._pieces}


def _steps(piece: Piece) -> Iterator[None]:
    left = piece()
    if isinstance(left, Generator):
        yield from left


def _go_on(steps: Iterator[None]) -> bool:
    """Do steps for a moment; whether any are left."""
    end = time.perf_counter() + _AT_ONCE_S
    return any(time.perf_counter() > end for _step in steps)
