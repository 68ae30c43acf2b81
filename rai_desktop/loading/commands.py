"""A command as a model: a table as CSV or Arrow on its standard input, its answers as either on its standard output.

So models in R, Java, SAS or anything else can be assessed. Each question starts the program once; questions that are known
beforehand are asked some at a time.
"""

import shutil
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

import msgspec
import pandas as pd

from rai_desktop.errors import Refusal, UnsafeFile
from rai_desktop.host import explaining
from rai_desktop.i18n import _, in_quotes
from rai_desktop.loading import approved_commands, command_answers, distrust, isolation, launching, scratch
from rai_desktop.loading.command_runs import CommandRun, split
from rai_desktop.loading.hashing import sha256_of
from rai_desktop.loading.hosting import ModelProcess
from rai_desktop.project.given import given
from rai_desktop.project.looks import ModelFacts
from rai_desktop.project.model import COMMAND, FileRef, Inputs

_TOGETHER = 4
_EVALUATIONS = 20_000  # every question starts a program: explain fewer rows


def command_ref(text: str, classes: str = "", folder: Path | None = None, *, arrow: bool = False) -> FileRef:
    """The record of a command: its words, the folder it is run in, whether it reads Arrow, and a hash of the file it
    names. Raises Refusal.

    To be called only with what this computer's user has given: it makes the command one that may run here.
    """
    folder = folder or Path.cwd()
    if not folder.is_dir():
        raise Refusal(_("There is no folder {folder} to run the command in.").format(folder=folder),
                      _("Choose the folder the program expects to be started in."))
    words_ = split(text)
    program = _program(words_[0], folder) if words_ else None
    if program is None:
        raise Refusal(
            _("There is no program {name} to run as the model.").format(name=words_[0] if words_ else in_quotes("")),
            _("Give the command as in a terminal, for example “Rscript score.R”."))
    named = _named_files(words_[1:], folder)
    first = named[0] if named else Path(program)
    options = {"command": text, "program": program, "folder": str(folder), "classes": classes,
               "table": "arrow" if arrow else ""}
    ref = FileRef(path=str(first.resolve()), sha256=sha256_of(first), size=first.stat().st_size, format=COMMAND,
                  options={name: value for name, value in options.items() if value})
    approved_commands.approve(ref)
    return ref


def _program(name: str, folder: Path) -> str | None:
    """Where a program is: by its path as seen from the folder it is run in, else on the search path."""
    return shutil.which(str(folder / name)) if Path(name).name != name else shutil.which(name)


def _named_files(arguments: list[str], folder: Path) -> list[Path]:
    """Files among the arguments, `--file=score.R` included."""
    found = [folder / part for word in arguments for part in (word, word.partition("=")[2]) if part]
    return [path for path in found if path.is_file()]


def start_command(inputs: Inputs, timeout_s: float, threads: int) -> "CommandModel":
    """The command behind a model's interface. Raises UnsafeFile without the analyst's reason, Refusal if changed."""
    ref = inputs.model
    assert ref is not None
    if not given(inputs.allowed_reason):
        raise UnsafeFile(
            _("The model is a command: assessing it runs “{command}” on this computer.").format(
                command=ref.options.get("command", "")),
            _("Allow that only for a reason you can defend."))
    if not approved_commands.is_approved(ref):
        raise UnsafeFile(
            _("The project asks to run the command “{command}”, which was not named on this computer.").format(
                command=ref.options.get("command", "")),
            _("If you trust it, name the command yourself; a project from elsewhere cannot start programs here."))
    path = Path(ref.path)
    if not path.is_file() or (ref.sha256 and sha256_of(path) != ref.sha256):
        raise Refusal(_("{name}, which the command runs, has changed or is gone.").format(name=path.name),
                      _("Choose the command again."))
    return CommandModel(ref, timeout_s, threads)


class CommandModel(ModelProcess):
    """A command that is asked like a model's process; `facts.isolation` tells how far it is shut in."""

    def __init__(self, ref: FileRef, timeout_s: float, threads: int) -> None:
        self.timeout_s = timeout_s
        self._ref, self._threads = ref, threads
        self._scratch = scratch.make(scratch.COMMAND)
        self._turn, self._runs_turn = threading.Lock(), threading.Lock()
        self._ended = ""
        self._runs: set[CommandRun] = set()
        self._ahead: list[tuple[pd.DataFrame, Future[command_answers.Answer]]] = []
        self._last: tuple[pd.DataFrame, pd.DataFrame, command_answers.Answer] | None = None
        classes = [name.strip() for name in ref.options.get("classes", "").split(",") if name.strip()]
        self.facts = ModelFacts(kind=COMMAND, estimator=ref.options["command"][:300], classes=classes,
                                has_scores=bool(classes))
        told = CommandRun(ref, self._scratch, threads).probe()
        held, open_ = isolation.doors(told)
        self.facts = msgspec.structs.replace(
            self.facts, isolation=isolation.told(told), doors_tried=len(held) + len(open_), doors_open=open_)

    def prepare(self, frames: Sequence[pd.DataFrame]) -> None:
        """Start the program for each of these tables, some at a time: every question has a run of its own all the same."""
        with self._turn:
            if not self._ended:
                pool = ThreadPoolExecutor(min(launching.cores(), _TOGETHER), thread_name_prefix="command")
                self._ahead += [(frame, pool.submit(self._asked, frame)) for frame in frames]
                pool.shutdown(wait=False)

    def predict(self, frame: pd.DataFrame) -> distrust.Values:
        """Its column `prediction`."""
        return self._answer(frame).prediction

    def predict_proba(self, frame: pd.DataFrame) -> distrust.Values | None:
        """Its columns `probability_<class>`, in the order of the classes; None when no classes were told."""
        return self._answer(frame).probabilities if self.facts.has_scores else None

    def decision_function(self, frame: pd.DataFrame) -> distrust.Values | None:  # noqa: ARG002
        """A command has none."""
        return None

    def explain(
        self, frame: pd.DataFrame, background: pd.DataFrame | None, options: dict[str, Any]
    ) -> dict[str, Any]:
        """Reasons by the command's answers alone."""
        fewer = {**options, "method": "outside", "together": True, "max_evaluations": min(
            float(options.get("max_evaluations") or _EVALUATIONS), _EVALUATIONS)}
        try:
            return explaining.explain(
                None, frame, background, fewer, predict=self.predict,
                predict_proba=self.predict_proba if self.facts.has_scores else None, classes=self.facts.classes)
        except ValueError as error:
            raise Refusal(str(error)) from None

    def close(self) -> None:
        """End what runs and remove the scratch folder; safe to call twice and from any thread."""
        if self._ended:
            return
        self._ended = _("The model was closed.")
        with self._runs_turn:
            running = list(self._runs)
        for run in running:
            run.stop()
        for _frame, answer in self._ahead:
            answer.cancel()
        wait([answer for _frame, answer in self._ahead])
        shutil.rmtree(self._scratch, ignore_errors=True)

    def _answer(self, frame: pd.DataFrame) -> command_answers.Answer:
        with self._turn:
            if self._ended:
                raise Refusal(self._ended, _("Load the model again."))
            if self._last is None or not _is_same(self._last[:2], frame):
                self._last = frame, frame.copy(), self._taken(frame)
            return self._last[2]

    def _taken(self, frame: pd.DataFrame) -> command_answers.Answer:
        """The answer that a run ahead gives, once; else that of a run of its own."""
        for at, (asked, answer) in enumerate(self._ahead):
            if asked is frame:
                del self._ahead[at]
                return answer.result()
        return self._asked(frame)

    def _asked(self, frame: pd.DataFrame) -> command_answers.Answer:
        run = CommandRun(self._ref, self._scratch, self._threads)
        with self._runs_turn:
            self._runs.add(run)
        try:
            if self._ended:
                raise Refusal(self._ended, _("Load the model again."))
            return run.answer(frame, self.facts.classes, self.timeout_s)
        finally:
            with self._runs_turn:
                self._runs.discard(run)


def _is_same(last: tuple[pd.DataFrame, pd.DataFrame], frame: pd.DataFrame) -> bool:
    """Whether it is the table asked last, and not changed since; an equal one is another question."""
    return last[0] is frame and last[1].equals(frame)
