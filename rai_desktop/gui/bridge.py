"""Engine messages as one queued Qt signal: the only file in which threads meet Qt."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from rai_desktop.engine.client import EngineClient
from rai_desktop.engine.protocol import Answer, Request


class Bridge(QObject):
    """Sends requests, and calls back on the window's thread with every answer to each."""

    heard = Signal(object)
    _arrived = Signal(object)

    def __init__(self, make_client: Callable[[Callable[[Answer], None]], EngineClient] = EngineClient) -> None:
        super().__init__()
        self._waiting: dict[int, Callable[[Answer], None]] = {}
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self.client = make_client(self._arrived.emit)

    def ask(self, request: Request, heard: Callable[[Answer], None]) -> int:
        """Send a request; `heard` gets each of its answers, and Died. Returns the request's number."""
        number = self.client.send(request)
        self._waiting[number] = heard
        return number

    def forget(self, number: int) -> None:
        """Answers to this request interest nobody any more."""
        self._waiting.pop(number, None)

    def _deliver(self, answer: Answer) -> None:
        from rai_desktop.engine.protocol import Died

        if isinstance(answer, Died):
            waiting, self._waiting = dict(self._waiting), {}
            for heard in waiting.values():
                heard(answer)
        elif (heard_one := self._waiting.get(answer.id)) is not None:
            heard_one(answer)
        self.heard.emit(answer)
