"""The window's end of the pipe: start the engine, send, listen, stop it by degrees, notice its death."""

import contextlib
import io
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from rai_desktop.engine import protocol
from rai_desktop.engine.protocol import Answer, Cancel, Died, Quit, Request
from rai_desktop.i18n import VARIABLE
from rai_desktop.log import log

GRACE_S = 5.0
# A child told to die with its parent dies with the *thread* that started it: one lasting thread starts the engine.
_starter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="host-starter")


def command() -> list[str]:
    """How the engine is started: its own program beside a frozen one, else the module."""
    if getattr(sys, "frozen", False):
        name = "rai-engine.exe" if os.name == "nt" else "rai-engine"
        return [str(Path(sys.executable).with_name(name))]
    return [sys.executable, "-m", "rai_desktop.engine"]


class EngineClient:
    """One engine process. `on_answer` is called on a reader thread, in order, once per answer."""

    def __init__(self, on_answer: Callable[[Answer], None]) -> None:
        self._on_answer = on_answer
        self._process: subprocess.Popen[bytes] | None = None
        self._ids = 0
        self._lock = threading.Lock()
        self._ended: dict[int, threading.Event] = {}
        self._last_lines: deque[str] = deque(maxlen=40)
        self._threads: list[threading.Thread] = []
        self._closing = self._stopping = False

    @property
    def running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the process if it is not running; returns at once, Ready follows."""
        if self.running:
            return
        self._closing = self._stopping = False
        self._last_lines.clear()
        process = self._process = _starter.submit(_started).result()
        errors = threading.Thread(target=self._drain, args=(process,), daemon=True, name="engine errors")
        answers = threading.Thread(target=self._listen, args=(process, errors), daemon=True, name="engine answers")
        self._threads = [errors, answers]
        for thread in self._threads:
            thread.start()

    def send(self, request: Request) -> int:
        """Send a request under a new id, which is returned; starts the engine when it is not running."""
        self.start()
        with self._lock:
            self._ids += 1
            number = self._ids
            self._ended[number] = threading.Event()
        self._write(msgspec.structs.replace(request, id=number))
        return number

    def stop(self, number: int, grace_s: float = GRACE_S) -> None:
        """Stop request `number`: at its next yield, else terminate the engine, else kill its group."""
        self._write(Cancel(id=number))
        threading.Thread(target=self._escalate, args=(number, grace_s), daemon=True, name="engine stop").start()

    def close(self, grace_s: float = 2.0) -> None:
        """End the engine and wait for its threads."""
        self._closing = True
        process = self._process
        if process is None:
            return
        if self.running:
            self._write(Quit())
        with contextlib.suppress(OSError):
            if process.stdin:
                process.stdin.close()
        try:
            process.wait(grace_s)
        except subprocess.TimeoutExpired:
            _kill_group(process, signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
            process.wait()
        for thread in self._threads:
            thread.join(5)

    def _write(self, request: Request) -> None:
        process = self._process
        if process is None or process.stdin is None:
            return
        try:
            with self._lock:
                process.stdin.write(protocol.encode(request))
                process.stdin.flush()
        except (OSError, ValueError):  # the reader thread reports the death, with its reasons
            log.info("the engine no longer listens")

    def _escalate(self, number: int, grace_s: float) -> None:
        ended = self._ended.get(number)
        process = self._process
        if ended is None or process is None or ended.wait(grace_s):
            return
        log.info("the engine did not stop at a yield within %.0f s; ending it", grace_s)
        self._stopping = True
        _kill_group(process, signal.SIGTERM)
        try:
            process.wait(grace_s)
        except subprocess.TimeoutExpired:
            _kill_group(process, signal.SIGKILL if os.name == "posix" else signal.SIGTERM)

    def _listen(self, process: subprocess.Popen[bytes], errors: threading.Thread) -> None:
        out = process.stdout or io.BytesIO()
        for line in out:
            try:
                answer = protocol.decode_answer(line)
            except msgspec.MsgspecError:
                log.error("the engine said something that is not an answer: %r", line[:200])
                continue
            self._note_end(answer)
            self._on_answer(answer)
        code = process.wait()
        errors.join(2)
        for ended in list(self._ended.values()):
            ended.set()
        out.close()
        if not self._closing:
            self._on_answer(Died(exit_code=code, last_lines=list(self._last_lines), stopped=self._stopping))

    def _note_end(self, answer: Answer) -> None:
        ending = (protocol.RunEnded, protocol.Refused, protocol.Failed, protocol.Exported, protocol.Explained,
                  protocol.Looked, protocol.Inspected, protocol.Checked, protocol.Described)
        if isinstance(answer, ending) and (ended := self._ended.pop(answer.id, None)):
            ended.set()

    def _drain(self, process: subprocess.Popen[bytes]) -> None:
        errors = process.stderr or io.BytesIO()
        for line in errors:
            text = line.decode("utf-8", "replace").rstrip()
            self._last_lines.append(text)
            log.info("engine: %s", text)
        errors.close()


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=os.name == "posix", env=_environment(), cwd=_root(),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0))


_PYTHONS = ("VIRTUAL_ENV", "CONDA_PREFIX", "PYENV_ROOT", "WORKON_HOME")  # where Pythons are looked for
_RUNTIMES = ("JAVA_HOME", "R_HOME", "R_LIBS", "R_LIBS_USER", "PROGRAMFILES")  # of a command as a model


def _environment() -> dict[str, str]:
    """Only what the engine needs; one OpenMP thread, since assessments already run side by side."""
    kept = ("PATH", "HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG",
            "LANGUAGE", "LC_ALL", VARIABLE, "RAI_HOME", "RAI_SITE", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME",
            "OMP_NUM_THREADS", "COVERAGE_PROCESS_START", *_PYTHONS, *_RUNTIMES)
    return {"OMP_NUM_THREADS": "1"} | {name: os.environ[name] for name in kept if name in os.environ}


def _root() -> str | None:
    """In a checkout the module is found from its root; frozen or installed it needs no folder."""
    root = Path(__file__).resolve().parents[2]
    return str(root) if (root / "pyproject.toml").exists() else None


def _kill_group(process: subprocess.Popen[bytes], how: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if os.name == "posix":
            os.killpg(process.pid, how)
        else:
            process.kill()
