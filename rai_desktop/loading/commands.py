"""A command as a model: a table as CSV or Arrow on its standard input, its answers as either on its standard output.

So models in R, Java, SAS or anything else can be assessed. Each question starts the program once.
"""

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import pandas as pd

from rai_desktop.errors import Refusal, UnsafeFile
from rai_desktop.host import explaining
from rai_desktop.i18n import _
from rai_desktop.loading import approved_commands, command_answers, command_arrow, distrust, isolation, launching, words
from rai_desktop.loading.hashing import sha256_of
from rai_desktop.loading.hosting import ModelProcess
from rai_desktop.project.looks import ModelFacts
from rai_desktop.project.model import COMMAND, FileRef, Inputs

_KEPT = ("PATH", "HOME", "USERPROFILE", "JAVA_HOME", "R_HOME", "R_LIBS", "R_LIBS_USER", "LD_LIBRARY_PATH", "APPDATA",
         "LOCALAPPDATA", "PROGRAMFILES")  # fmt: skip
_MEMORY = 64 * 2**30  # runtimes reserve far more than they use
_PROBE_S = 30.0
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
    words_ = _split(text)
    program = _program(words_[0], folder) if words_ else None
    if program is None:
        raise Refusal(
            _("There is no program {name} to run as the model.").format(name=words_[0] if words_ else "“”"),
            _("Give the command as in a terminal, for example “Rscript score.R”."))
    named = _named_files(words_[1:], folder)
    first = named[0] if named else Path(program)
    options = {"command": text, "program": program, "folder": str(folder), "classes": classes,
               "table": "arrow" if arrow else ""}
    ref = FileRef(path=str(first.resolve()), sha256=sha256_of(first), size=first.stat().st_size, format=COMMAND,
                  options={name: value for name, value in options.items() if value})
    approved_commands.approve(ref)
    return ref


def _split(text: str) -> list[str]:
    try:
        return [word.strip('"') if os.name == "nt" else word for word in shlex.split(text, posix=os.name != "nt")]
    except ValueError as error:
        raise Refusal(_("The command cannot be read: {why}.").format(why=error), _("Close every quotation mark.")) from None


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
    if not inputs.allowed_reason.strip():
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
        self._scratch = Path(tempfile.mkdtemp(prefix="rai-command-"))
        self._turn = threading.Lock()
        self._ended = ""
        self._running: subprocess.Popen[bytes] | None = None
        self._family: Any = None  # on Windows: what holds the program and all it starts
        self._last: tuple[pd.DataFrame, command_answers.Answer] | None = None
        classes = [name.strip() for name in ref.options.get("classes", "").split(",") if name.strip()]
        self.facts = ModelFacts(kind=COMMAND, estimator=ref.options["command"][:300], classes=classes,
                                has_scores=bool(classes))
        told = self._probe()
        held, open_ = isolation.doors(told)
        self.facts = msgspec.structs.replace(
            self.facts, isolation=isolation.told(told), doors_tried=len(held) + len(open_), doors_open=open_)

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
        fewer = {**options, "method": "outside", "max_evaluations": min(
            float(options.get("max_evaluations") or _EVALUATIONS), _EVALUATIONS)}
        try:
            return explaining.explain(
                None, frame, background, fewer, predict=self.predict,
                predict_proba=self.predict_proba if self.facts.has_scores else None, classes=self.facts.classes)
        except ValueError as error:
            raise Refusal(str(error)) from None

    def close(self) -> None:
        """End what runs and remove the scratch folder; safe to call twice and from any thread."""
        if not self._ended:
            self._ended = _("The model was closed.")
            self._kill()
            shutil.rmtree(self._scratch, ignore_errors=True)

    def _answer(self, frame: pd.DataFrame) -> command_answers.Answer:
        with self._turn:
            if self._ended:
                raise Refusal(self._ended, _("Load the model again."))
            if self._last is None or self._last[0] is not frame:
                self._write(frame)
                self._run(_split(self._ref.options["command"]), self.timeout_s)
                answer = command_answers.read(self._scratch / "answers", len(frame), self.facts.classes)
                self._last = frame, answer
            return self._last[1]

    def _write(self, frame: pd.DataFrame) -> None:
        if self._ref.options.get("table") == "arrow":
            with (self._scratch / "table").open("wb") as file:
                command_arrow.write(frame, file)
        else:
            frame.to_csv(self._scratch / "table", index=False, encoding="utf-8", lineterminator="\n")

    def _probe(self) -> dict[str, str]:
        """How far such a program is shut in, tried with one that does nothing."""
        (self._scratch / "table").touch()
        with suppress(Refusal, OSError, ValueError):
            self._run(["true" if os.name != "nt" else "hostname"], _PROBE_S)
            told = json.loads((self._scratch / "told.json").read_text("utf-8"))
            if isinstance(told, dict):
                return {str(name): str(state) for name, state in told.items()}
        return {"self_test": "held:|open:read,write,network,programs,signals"}

    def _run(self, program: list[str], limit_s: float) -> None:
        """Run it once from the table to the answers. Raises Refusal when it fails or takes too long."""
        with (
            (self._scratch / "table").open("rb") as given, (self._scratch / "answers").open("wb") as answers,
            (self._scratch / "err.txt").open("wb") as told,
        ):
            self._running = launching.start_lasting(lambda: subprocess.Popen(
                self._command(program), stdin=given, stdout=answers, stderr=told, env=self._environment(),
                cwd=self._ref.options.get("folder") or self._scratch, start_new_session=os.name != "nt"))
            if sys.platform == "win32":
                from rai_desktop.loading.windows_start import Family

                self._family = Family(self._running.pid)
            try:
                code = self._running.wait(limit_s)
            except subprocess.TimeoutExpired:
                raise Refusal(
                    _("The command took longer than {seconds} seconds and was stopped.").format(seconds=round(limit_s)),
                    _("Allow more time in the settings, or try fewer rows.")) from None
            finally:
                self._kill()
        if code:
            raise Refusal(
                _("The command ended with code {code}. {words}").format(code=code, words=self._last_words()).strip(),
                _("Run it in a terminal on a few rows of the table."))

    def _command(self, program: list[str]) -> list[str]:
        settings = {"scratch": str(self._scratch), "parent": os.getpid(), "memory": _MEMORY,
                    "told": str(self._scratch / "told.json")}
        return [*launching.command(), "--command", json.dumps(settings), "--", *program]

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        return launching.environment(self._scratch, self._threads) | kept

    def _last_words(self) -> str:
        text = (self._scratch / "err.txt").read_bytes()[-4000:].decode("utf-8", "replace")
        lines = ["".join(c if c.isprintable() else " " for c in line).strip() for line in text.splitlines()]
        return words.listed([line for line in lines if line][-1:])

    def _kill(self) -> None:
        """End it and everything it started."""
        if self._running is None:
            return
        if sys.platform == "win32":
            if self._family:
                self._family.end()
            self._running.kill()
        else:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._running.pid, signal.SIGKILL)
        self._running.wait()
