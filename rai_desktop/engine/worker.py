"""The engine's end of the pipe: reads requests, answers each on a thread of its own."""

import os
import sys
import threading
import traceback
from collections.abc import Callable
from typing import IO, TYPE_CHECKING

import msgspec

from rai_desktop.engine import protocol
from rai_desktop.engine.protocol import Answer, Failed, Refused, Request
from rai_desktop.engine.versions import versions
from rai_desktop.errors import Refusal, UnsafeFile
from rai_desktop.i18n import _
from rai_desktop.log import log

if TYPE_CHECKING:
    from rai_desktop.engine.opening import Opened, Opening
    from rai_desktop.project.model import Inputs

_LINGER_S = 3.0


class Worker:
    """Answers requests until the pipe closes; every answer is one line. Work begins once `warm` is set."""

    def __init__(self, requests: IO[bytes], answers: IO[bytes], warm: threading.Event) -> None:
        self._requests, self._answers = requests, answers
        self._writing = threading.Lock()
        self._stops: dict[int, threading.Event] = {}
        self._warm = warm
        self._opening: Opening | None = None
        self._first = threading.Lock()

    def serve(self) -> None:
        """Read until Quit or the end of the pipe, then stop what still runs and leave."""
        self._say(protocol.Ready(versions=versions()))
        for line in self._requests:
            try:
                request = protocol.decode_request(line)
            except msgspec.MsgspecError as error:
                log.error("not a request: %s", error)
                continue
            if isinstance(request, protocol.Quit):
                break
            self._begin(request)
        self._leave()

    def _begin(self, request: Request) -> None:
        if isinstance(request, protocol.Cancel):
            if stop := self._stops.get(request.id):
                stop.set()
            return
        stop = self._stops[request.id] = threading.Event()
        threading.Thread(target=self._answer, args=(request, stop), daemon=True, name=type(request).__name__).start()

    def _answer(self, request: Request, stop: threading.Event) -> None:
        try:
            self._warm.wait()
            self._do(request, stop)
        except Refusal as refusal:
            self._say(Refused(id=request.id, sentence=refusal.sentence, way_out=refusal.way_out,
                              safety=isinstance(refusal, UnsafeFile), field=refusal.field,
                              model=getattr(refusal, "facts", None)))
        except Exception as error:  # noqa: BLE001 - the engine outlives a failing request, which is reported
            log.error("%s failed:\n%s", type(request).__name__, traceback.format_exc())
            self._say(Failed(id=request.id, details=traceback.format_exc(), sentence=_(
                "The engine could not finish this: {error}.").format(error=f"{type(error).__name__}: {error}")))
        finally:
            self._stops.pop(request.id, None)

    def _do(self, request: Request, stop: threading.Event) -> None:
        number = request.id
        match request:
            case protocol.Describe():
                from rai_desktop.engine.describing import describe
                self._say(protocol.Described(id=number, assessments=describe()))
            case protocol.Look(path=path, options=options, rows=rows):
                from rai_desktop.loading.look import look
                self._say(protocol.Looked(id=number, table=look(path, options, rows)))
            case protocol.Inspect(path=path, code=code):
                from rai_desktop.loading.inspection import inspect_model
                self._say(protocol.Inspected(id=number, model=inspect_model(path, code)))
            case protocol.LookAtCode() | protocol.FindInterpreters() | protocol.AskInterpreter() | protocol.NameCommand():
                from rai_desktop.engine.surroundings import answer
                self._say(answer(request))
            case protocol.Check(inputs=inputs):
                from rai_desktop.engine.opening import check
                self._say(check(self._open(inputs), number))
            case protocol.Run():
                from rai_desktop.engine.running import run_plan
                run_plan(request, self._open(request.inputs), self._say, stop)
            case protocol.ExplainRow():
                self._explain(request, stop)
            case protocol.Export():
                from rai_desktop.engine.exporting import export
                self._say(export(request, self._progress(number)))

    def _explain(self, request: protocol.ExplainRow, stop: threading.Event) -> None:
        from rai_desktop.assessments.explanations import explain_row
        opened = self._open(request.inputs)
        if opened.predict(lambda _done, _total: None, stop):
            evidence = explain_row(opened.subject, request.row, request.seed)
            self._say(protocol.Explained(id=request.id, evidence=list(evidence)))

    def _open(self, inputs: "Inputs") -> "Opened":
        from rai_desktop.engine.opening import Opening
        with self._first:
            self._opening = self._opening or Opening()
        return self._opening.open(inputs)

    def _progress(self, number: int) -> Callable[[int, int, str], None]:
        def progressed(done: int, total: int, what: str) -> None:
            self._say(protocol.Progressed(id=number, assessment="", done=done, total=total, what=what))

        return progressed

    def _say(self, answer: Answer) -> None:
        line = protocol.encode(answer)
        with self._writing:
            try:
                self._answers.write(line)
                self._answers.flush()
            except (OSError, ValueError):  # nobody listens any more: serve() sees the pipe close and leaves
                log.info("an answer had no listener")

    def _leave(self) -> None:
        for stop in list(self._stops.values()):
            stop.set()
        # A loop in C never reaches its next yield: leave without it.
        timer = threading.Timer(_LINGER_S, os._exit, args=(0,))
        timer.daemon = True
        timer.start()
        if self._opening is not None:
            self._opening.close()
        if "rai_desktop.loading.session" in sys.modules:
            from rai_desktop.loading.session import clear_session
            clear_session()
        sys.stderr.flush()
        os._exit(0)
