"""One run of a command: a folder of its own, the table in, the answers out, and the end of everything it started."""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _
from rai_desktop.loading import command_answers, command_arrow, launching, words
from rai_desktop.loading.folder_watch import FolderWatch
from rai_desktop.project.model import FileRef

_KEPT = ("PATH", "HOME", "USERPROFILE", "JAVA_HOME", "R_HOME", "R_LIBS", "R_LIBS_USER", "LD_LIBRARY_PATH", "APPDATA",
         "LOCALAPPDATA", "PROGRAMFILES")  # fmt: skip
_MEMORY = 64 * 2**30  # runtimes reserve far more than they use
_PROBE_S = 30.0
_FOLDER = 2**30  # answers, what it prints, and what it lays aside
_SUSPENDED = 0x4  # Windows: Family lets it go on
_SPEECH = {"PYTHONIOENCODING": "utf-8:surrogateescape"}  # Windows gives Python's pipes another by itself


_QUOTED = re.compile(r"""\\.|'[^']*'|"(?:\\.|[^"\\])*\"""" if os.name != "nt" else r'"[^"]*"')
_SHELL = re.compile(r"[|<>&;`]|\$(?=[\w({])|(?<!\S)~(?=/|\s|$)" if os.name != "nt" else "[|<>&]")


def split(text: str) -> list[str]:
    """The words of a command. Raises Refusal, also for signs that a shell would act on: there is none, and a program would pass
    over them."""
    sign = _SHELL.search(_QUOTED.sub("x", text))
    if sign:
        raise Refusal(_("The command holds “{sign}”, which only a shell understands; the command is run without one.").format(
            sign=sign[0]), _("Put what it does into a script and name that, or quote it as in: sh -c '…'."))
    try:
        return [word.strip('"') if os.name == "nt" else word for word in shlex.split(text, posix=os.name != "nt")]
    except ValueError as error:
        raise Refusal(_("The command cannot be read: {why}.").format(why=error), _("Close every quotation mark.")) from None


class CommandRun:
    """The command started once, within `above`; several may run at a time, for none sees another's folder."""

    def __init__(self, ref: FileRef, above: Path, threads: int) -> None:
        self._ref, self._threads = ref, threads
        self._scratch = Path(tempfile.mkdtemp(prefix="run-", dir=above))
        self._running: subprocess.Popen[bytes] | None = None
        self._family: Any = None  # on Windows: what holds the program and all it starts
        self._stopped = self._overfilled = False

    def answer(self, frame: pd.DataFrame, classes: list[str], limit_s: float) -> command_answers.Answer:
        """What it says of a table. Raises Refusal."""
        try:
            self._write(frame)
            self._run(split(self._ref.options["command"]), limit_s)
            return command_answers.read(self._scratch / "answers", len(frame), classes)
        finally:
            shutil.rmtree(self._scratch, ignore_errors=True)

    def probe(self) -> dict[str, str]:
        """How far such a program is shut in, tried with one that does nothing."""
        (self._scratch / "table").touch()
        with suppress(Refusal, OSError, ValueError):
            self._run(["true" if os.name != "nt" else "hostname"], _PROBE_S)
            told = json.loads((self._scratch / "told.json").read_text("utf-8"))
            if isinstance(told, dict):
                return {str(name): str(state) for name, state in told.items()}
        return {"self_test": "held:|open:read,write,network,programs,signals"}

    def stop(self) -> None:
        """End it and everything it started, or do not let it start; from any thread."""
        self._stopped = True
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

    def _write(self, frame: pd.DataFrame) -> None:
        if self._ref.options.get("table") == "arrow":
            with (self._scratch / "table").open("wb") as file:
                command_arrow.write(frame, file)
        else:
            frame.to_csv(self._scratch / "table", index=False, encoding="utf-8", lineterminator="\n")

    def _run(self, program: list[str], limit_s: float) -> None:
        """Run it from the table to the answers. Raises Refusal when it fails or takes too long."""
        with (
            (self._scratch / "table").open("rb") as given, (self._scratch / "answers").open("wb") as answers,
            (self._scratch / "err.txt").open("wb") as told,
        ):
            self._running = launching.start_lasting(lambda: subprocess.Popen(
                self._command(program), stdin=given, stdout=answers, stderr=told, env=self._environment(),
                cwd=self._ref.options.get("folder") or self._scratch, start_new_session=os.name != "nt",
                creationflags=_SUSPENDED if os.name == "nt" else 0))
            watch = FolderWatch(self._scratch, _FOLDER, self._too_full)
            try:
                if sys.platform == "win32":
                    from rai_desktop.loading.windows_start import Family

                    self._family = Family(self._running.pid)
                code = self._running.wait(0 if self._stopped else limit_s)
            except subprocess.TimeoutExpired:
                raise Refusal(
                    _("The command took longer than {seconds} seconds and was stopped.").format(seconds=round(limit_s)),
                    _("Try a table with fewer rows, or give the predictions as a column.")) from None
            finally:
                watch.stop()
                self.stop()
        if self._overfilled:
            raise Refusal(
                _("The command filled its folder with more than {mib} MiB or too many files, and was stopped.").format(
                    mib=_FOLDER // 2**20),
                _("Let it write only its answers, or try fewer rows."))
        if code:
            raise Refusal(
                _("The command ended with code {code}. {words}").format(code=code, words=self._last_words()).strip(),
                _("Run it in a terminal on a few rows of the table."))

    def _too_full(self) -> None:
        self._overfilled = True
        self.stop()

    def _command(self, program: list[str]) -> list[str]:
        settings = {"scratch": str(self._scratch), "parent": os.getpid(), "memory": _MEMORY,
                    "told": str(self._scratch / "told.json")}
        return [*launching.command(), "--command", json.dumps(settings), "--", *program]

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        return launching.environment(self._scratch, self._threads) | kept | _SPEECH

    def _last_words(self) -> str:
        text = (self._scratch / "err.txt").read_bytes()[-4000:].decode("utf-8", "replace")
        lines = ["".join(c if c.isprintable() else " " for c in line).strip() for line in text.splitlines()]
        return words.listed([line for line in lines if line][-1:])
