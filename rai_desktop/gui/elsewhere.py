"""Work done elsewhere than on the window's thread: reading and writing files that may take a second or two."""

import sys
import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from rai_desktop.errors import Refusal

Made = TypeVar("Made")


class _Herald(QObject):
    """Lives on the window's thread and belongs to the parent, so that what it hears is heard there or not at all."""

    done = Signal(object)

    def __init__(self, parent: QObject, then: Callable[[Any], None], refused: Callable[[str], None]) -> None:
        super().__init__(parent)
        self._then, self._refused = then, refused
        self.done.connect(self.hear, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def hear(self, found: object) -> None:
        """Pass on what was made, or why it was not."""
        then, refused = self._then, self._refused
        self.deleteLater()
        if isinstance(found, Refusal):
            refused(str(found))
        elif isinstance(found, Exception):
            sys.excepthook(type(found), found, found.__traceback__)
        else:
            then(found)


class Elsewhere(Generic[Made]):
    """Does `work` on a thread of its own, then calls `then` or `refused` on the window's, unless `parent` is gone by then."""

    def __init__(self, parent: QObject, work: Callable[[], Made], then: Callable[[Made], None],
                 refused: Callable[[str], None]) -> None:
        self._work = work
        self._herald = _Herald(parent, then, refused)
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
