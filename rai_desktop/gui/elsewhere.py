"""Work done elsewhere than on the window's thread: reading and writing files that may take a second or two."""

import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer

from rai_desktop.errors import Refusal

Made = TypeVar("Made")
_LOOK_MS = 10


class _Watch(QTimer):
    """Looks, on the window's thread, whether the work is done, and goes with the parent. The other thread knows nothing of Qt: a
    signal that it sent from an object just being deleted here would end the program."""

    def __init__(self, parent: QObject, made: list[object], then: Callable[[Any], None], refused: Callable[[str], None]) -> None:
        super().__init__(parent)
        self._made, self._then, self._refused = made, then, refused
        self.timeout.connect(self.look)
        self.start(_LOOK_MS)

    def look(self) -> None:
        """Pass on what was made, or why it was not, once it is there."""
        if not self._made:
            return
        self.stop()
        self.deleteLater()
        found, then, refused = self._made.pop(), self._then, self._refused
        self._then = self._refused = _nobody  # they may hold the parent, which must not go while its child is being deleted
        if isinstance(found, Refusal):
            refused(str(found))
        elif isinstance(found, Exception):
            sys.excepthook(type(found), found, found.__traceback__)
        else:
            then(found)


def elsewhere(parent: QObject, work: Callable[[], Made], then: Callable[[Made], None], refused: Callable[[str], None],
              on: Executor | None = None) -> None:
    """Do `work` on a thread of its own, or `on` one that is given, then call `then` or `refused` on the window's, unless `parent`
    is gone by then."""
    made: list[object] = []
    _Watch(parent, made, then, refused)
    if on is not None:
        on.submit(_do, work, made)
    else:
        threading.Thread(target=_do, args=(work, made), name="elsewhere", daemon=True).start()


def _nobody(_found: object) -> None:
    pass


def _do(work: Callable[[], object], made: list[object]) -> None:
    try:
        made.append(work())
    except Exception as error:  # noqa: BLE001 - heard on the window's thread, where a fault reaches the net
        made.append(error)
