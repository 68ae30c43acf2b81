"""Work done elsewhere than on the window's thread: reading and writing files that may take a second or two."""

import sys
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from rai_desktop.errors import Refusal

Made = TypeVar("Made")


class _Herald(QObject):
    done = Signal(object)


class Elsewhere(Generic[Made]):
    """Does `work` on a thread of its own, then calls `then` or `refused` on the window's, unless `parent` is gone by then."""

    def __init__(self, parent: QObject, work: Callable[[], Made], then: Callable[[Made], None],
                 refused: Callable[[str], None]) -> None:
        self._work, self._then, self._refused = work, then, refused
        self._herald = _Herald(parent)
        self._herald.done.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        threading.Thread(target=self._run, name="elsewhere", daemon=True).start()

    def _run(self) -> None:
        found: object
        try:
            found = self._work()
        except Exception as error:  # noqa: BLE001 - heard on the window's thread, where a fault reaches the net
            found = error
        try:
            self._herald.done.emit(found)
        except RuntimeError:  # the dialog was closed meanwhile
            return

    def _hear(self, found: Made | Exception) -> None:
        self._herald.deleteLater()
        if isinstance(found, Refusal):
            self._refused(str(found))
        elif isinstance(found, Exception):
            sys.excepthook(type(found), found, found.__traceback__)
        else:
            self._then(found)
