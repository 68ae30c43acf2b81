"""Engine messages on the window's thread, a little at a time: the only file in which threads meet Qt."""

import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QObject, Qt, Signal

from rai_desktop.engine.client import EngineClient
from rai_desktop.engine.protocol import Answer, Died, Request

_AT_ONCE_S = 0.01  # a run says thousands of numbers: between handfuls of them the window stays alive

Heard = Callable[[Answer], None]


class Bridge(QObject):
    """Sends requests, and calls back on the window's thread with every answer to each."""

    heard = Signal(object)
    _woken = Signal()

    def __init__(self, make_client: Callable[[Heard], EngineClient] = EngineClient) -> None:
        super().__init__()
        self._waiting: dict[int, Heard] = {}
        self._keeping: dict[int, Heard] = {}
        self._arrived: deque[tuple[Answer, bool]] = deque()  # answer, and whether it has been kept
        self._turn = threading.Lock()
        self._awake = False
        self._keeper: ThreadPoolExecutor | None = None
        self._woken.connect(self._drain, Qt.ConnectionType.QueuedConnection)
        self.client = make_client(lambda answer: self._arrive([(answer, False)]))

    def ask(self, request: Request, heard: Heard, keep: Heard | None = None) -> int:
        """Send a request; `heard` gets each of its answers, and Died. Returns the request's number.

        `keep` gets each answer before, on a thread of its own where it may wait for the disk.
        """
        number = self.client.send(request)
        self._waiting[number] = heard
        if keep is not None:
            self._keeping[number] = keep
            self._keeper = self._keeper or ThreadPoolExecutor(1, thread_name_prefix="keeping")
        return number

    def forget(self, number: int) -> None:
        """Answers to this request interest nobody any more; on return none is still being kept."""
        self._waiting.pop(number, None)
        self._keeping.pop(number, None)
        if self._keeper is not None and not self._keeping:
            self._keeper.shutdown()
            self._keeper = None

    def _arrive(self, answers: list[tuple[Answer, bool]]) -> None:
        """On any thread: queue answers and wake the window's thread once."""
        self._arrived.extend(answers)
        with self._turn:
            waking, self._awake = not self._awake, True
        if waking:
            self._woken.emit()

    def _drain(self) -> None:
        with self._turn:
            self._awake = False
        until = time.monotonic() + _AT_ONCE_S
        unkept: list[tuple[Heard, Answer]] = []
        while self._arrived and time.monotonic() < until:
            answer, kept = self._arrived.popleft()
            keep = self._keep_of(answer)
            if kept or keep is None:
                self._deliver(answer)
            else:
                unkept.append((keep, answer))
        if unkept and self._keeper is not None:
            self._keeper.submit(self._keep, unkept)
        if self._arrived:
            self._arrive([])

    def _keep_of(self, answer: Answer) -> Heard | None:
        if isinstance(answer, Died):  # a run is the only thing that is kept, and there is one at a time
            return next(iter(self._keeping.values()), None)
        return self._keeping.get(answer.id)

    def _keep(self, answers: list[tuple[Heard, Answer]]) -> None:
        """On the keeping thread: keep, then queue to be heard; what cannot be kept is heard all the same."""
        for keep, answer in answers:
            try:
                keep(answer)
            except Exception as error:  # noqa: BLE001 - goes to the net under the window, and the run goes on
                sys.excepthook(type(error), error, error.__traceback__)
            self._arrive([(answer, True)])

    def _deliver(self, answer: Answer) -> None:
        if isinstance(answer, Died):
            waiting, self._waiting = dict(self._waiting), {}
            for heard in waiting.values():
                heard(answer)
        elif (heard_one := self._waiting.get(answer.id)) is not None:
            heard_one(answer)
        self.heard.emit(answer)
