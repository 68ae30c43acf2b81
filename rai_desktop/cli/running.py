"""Runs a project without a window: the engine's own functions, with progress on standard error."""

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rai_desktop.engine.guard import refuse_network
from rai_desktop.engine.protocol import Answer, AssessmentEnded, Progressed, Run, RunEnded
from rai_desktop.engine.recording import Recorder
from rai_desktop.errors import Refusal
from rai_desktop.i18n import _, count, figures
from rai_desktop.project.approval import is_approved
from rai_desktop.project.document import Document
from rai_desktop.review.spelling import status_words


class _Told:
    """Says each line once: the last of the predictions is announced when made and when kept."""

    def __init__(self) -> None:
        self._last = ""

    def __call__(self, words: str) -> None:
        if words != self._last:
            say(words)
        self._last = words


def refuse_without_reason(document: Document, reason: str) -> None:
    """After an approval nothing is changed without a reason; Refusal says how to give one."""
    if is_approved(document.project) and not reason:
        raise Refusal(_("{name} has been approved; a change of it needs a reason.").format(name=document.path.name),
                      _("Give one with --reason; it is kept in the history."))


def run_project(document: Document, *, keep: bool = True) -> None:
    """Run the document's plan on its inputs; every result is kept in its file as it comes (`keep`: which stays)."""
    refuse_network()
    from rai_desktop.engine.opening import Opening
    from rai_desktop.engine.running import run_plan

    project = document.project
    recorder = Recorder(document, project.inputs, project.plan)
    opening = Opening()
    turn, told = threading.Lock(), _Told()

    def hear(answer: Answer) -> None:
        with turn:
            recorder.hear(answer)
            _tell(answer, told)

    try:
        with _stopped_by_interrupt() as stopped:
            run_plan(Run(id=1, inputs=project.inputs, plan=project.plan), opening.open(project.inputs), hear, stopped)
    finally:
        opening.close()
    if stopped.is_set():
        kept = (_("What it had found is kept in {path}.").format(path=document.path) if keep
                else _("Give --project to keep what a run finds."))
        raise Refusal(_("The run was stopped on request."), kept)


@contextmanager
def _stopped_by_interrupt() -> Iterator[threading.Event]:
    stopped = threading.Event()
    before: Callable[..., object] | int | None = None
    if threading.current_thread() is threading.main_thread():
        before = signal.signal(signal.SIGINT, lambda _number, _frame: stopped.set())
    try:
        yield stopped
    finally:
        if before is not None:
            signal.signal(signal.SIGINT, before)


def _tell(answer: Answer, told: Callable[[str], None]) -> None:
    if isinstance(answer, AssessmentEnded):
        words = _("{name}: {state} in {seconds} s").format(
            name=answer.assessment, state=status_words(answer.status), seconds=figures(f"{answer.seconds:.1f}"))
        told(f"{words}. {answer.reason}".rstrip(". ") + ".")
    elif isinstance(answer, RunEnded) and answer.isolation:
        from rai_desktop.loading.isolation import in_one_line

        told(in_one_line(answer.isolation))
        if order := answer.isolation.get(_("Columns")):
            told(_("Columns: {order}. In another order its answers are wrong.").format(order=order))
    elif isinstance(answer, Progressed) and answer.total and answer.done == answer.total and not answer.assessment:
        told(_("{what}: {done} of {total}.").format(what=answer.what, done=count(answer.done), total=count(answer.total)))


def say(words: str) -> None:
    """A line for the person at the terminal; results go to standard output."""
    print(words, file=sys.stderr, flush=True)
