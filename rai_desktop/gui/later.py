"""Work that may wait a moment: done piece by piece, so that a key or a click never waits for more than one piece."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 15  # between two pieces what waits is heard and painted


class Later(QObject):
    """`do` keeps a piece of work under its name; asked again before its turn, only the newest is done."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: dict[str, Callable[[], object]] = {}
        self._turn = QTimer(self, interval=_EVERY_MS)
        self._turn.timeout.connect(self._do_next)

    def do(self, name: str, piece: Callable[[], object]) -> None:
        """Do it at its turn."""
        self._pieces[name] = piece
        if not self._turn.isActive():
            self._turn.start()

    def finish(self) -> None:
        """Do all of it now."""
        while self._pieces:
            self._do_next()

    def _do_next(self) -> None:
        name = next(iter(self._pieces))
        piece = self._pieces.pop(name)
        if not self._pieces:
            self._turn.stop()
        piece()
