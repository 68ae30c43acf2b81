"""Start the host program and end it: command, bare environment, bounded log, clock and kill."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Protocol, TypeVar

from rai_desktop.host import host, room
from rai_desktop.loading import macos_profile, scratch, windows_python
from rai_desktop.loading.folder_watch import FolderWatch
from rai_desktop.loading.thread_watch import ThreadWatch
from rai_desktop.paths import resource

T = TypeVar("T")
LOG_LINES = 40
_LOG_BYTES = 16_000
_PIPE_BYTES = 2**20
_SANDBOX_EXEC = "/usr/bin/sandbox-exec"
# A child told to die with its parent dies with the *thread* that started it: one lasting thread starts them all.
_starter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="host-starter")


def start_lasting(start: Callable[[], T]) -> T:
    """Start a child on the thread that lasts, so that "dies with its parent" means with this process."""
    return _starter.submit(start).result()


def command(python: str = "") -> list[str]:
    """The command that starts the host: the model owner's interpreter, the frozen program, or our Python."""
    if python:
        return [python, "-I", "-B", str(_script())]
    if getattr(sys, "frozen", False):
        suffix = ".exe" if os.name == "nt" else ""
        return [str(Path(sys.executable).with_name("rai-host" + suffix))]
    return [sys.executable, "-I", "-B", str(_script())]


def sandboxed() -> bool:
    """Whether macOS's sandbox-exec is put around the host."""
    return sys.platform == "darwin" and Path(_SANDBOX_EXEC).exists()


def _around(scratch: Path, program: Path) -> list[str]:
    """The sandbox that has to be put around a program from outside, if this system has one."""
    if not sandboxed():
        return []
    return [_SANDBOX_EXEC, "-p", macos_profile.profile(scratch, program, (_script().parent, resource("allowlist/names.json")))]


def _script() -> Path:
    return Path(host.__file__).with_suffix(".py").resolve()


def memory_limit() -> int:
    """Bytes a model may take: three quarters of what the machine has, at least four GiB."""
    return max(4 * 2**30, _whole_memory() * 3 // 4)


def _whole_memory() -> int:
    """Bytes of memory that the machine has; 0 where the system does not tell."""
    if sys.platform == "win32":
        from rai_desktop.loading.windows_start import whole_memory

        return whole_memory()
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return 0


class Running(Protocol):
    """What is needed of a program that was started, however it was."""

    stdin: IO[bytes] | None
    stdout: IO[bytes] | None
    stderr: IO[bytes] | None
    pid: int
    returncode: int | None

    def wait(self, timeout: float | None = None) -> int:
        """The exit code. Raises subprocess.TimeoutExpired."""

    def kill(self) -> None:
        """End it at once."""


def cores() -> int:
    """Processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def environment(scratch: Path, threads: int) -> dict[str, str]:
    """The bare environment of a model's process: threads, and the scratch folder as home.

    Trees walk rows on many threads and answer alike on any number of them. Matrix products and forests' sums do not:
    their last digits would hang on the machine, so they keep to one.
    """
    bare = dict.fromkeys(("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "LOKY_MAX_CPU_COUNT"), "1")
    bare["OMP_NUM_THREADS"] = str(threads)
    for name in ("TMPDIR", "TMP", "TEMP", "HOME", "USERPROFILE", "MPLCONFIGDIR", "NUMBA_CACHE_DIR"):
        bare[name] = str(scratch)
    kept = ("SYSTEMROOT", "WINDIR", "PATHEXT", "LD_LIBRARY_PATH") if os.name == "nt" else ()
    bare |= {name: os.environ[name] for name in kept if name in os.environ}
    return bare | {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"}


def _widen(*pipes: IO[bytes] | None) -> None:
    """Larger pipes, so that a table goes over in fewer turns; where the system has them."""
    if sys.platform == "linux":
        import fcntl

        for pipe in pipes:
            with suppress(OSError):  # a user may have too many pipes already: small ones do as well
                fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES) if pipe is not None else None


class HostProgram:
    """The running host: its two pipes, its last words, and the one way to end it with all it started."""

    def __init__(self, python: str, threads: int) -> None:
        self.scratch = scratch.make(scratch.HOST)
        self.own = self.scratch / "own" if sys.platform == "linux" else self.scratch  # where the model may write
        self.own.mkdir(exist_ok=True)
        self.timed_out = self.overfilled = self.overcrowded = False
        self._watches: list[FolderWatch | ThreadWatch] = []
        self._words = b""
        self.room = room.make()
        self._popen = _starter.submit(self._start, python, threads).result()
        self._drain = threading.Thread(target=self._listen, name="host-log", daemon=True)
        self._drain.start()

    def _start(self, python: str, threads: int) -> Running:
        if sys.platform == "win32":
            from rai_desktop.loading.windows_start import Started

            words, variables = windows_python.past_launcher(command(python), environment(self.scratch, threads))
            return Started(words, self.scratch, variables, memory_limit())
        words = command(python)
        started = subprocess.Popen(
            [*_around(self.scratch, Path(words[0])), *words],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            cwd=self.own, env=environment(self.own, threads), bufsize=2**20, start_new_session=True,
            pass_fds=[self.room.fd] if self.room else [],
        )  # fmt: skip
        _widen(started.stdin, started.stdout)
        return started

    @property
    def incoming(self) -> IO[bytes]:
        """What the host answers."""
        assert self._popen.stdout is not None
        return self._popen.stdout

    @property
    def outgoing(self) -> IO[bytes]:
        """What the host is asked."""
        assert self._popen.stdin is not None
        return self._popen.stdin

    @property
    def pid(self) -> int:
        """The host's process id."""
        return self._popen.pid

    def _listen(self) -> None:
        """Keep the end of what is printed, however much it is, so that printing neither blocks nor fills."""
        stream = self._popen.stderr
        assert stream is not None
        while part := os.read(stream.fileno(), 65_536):
            self._words = (self._words + part)[-_LOG_BYTES:]

    def exit_code(self) -> int | None:
        """The exit code once the process has ended by itself; None while it lives."""
        try:
            code = self._popen.wait(0.5)
        except subprocess.TimeoutExpired:
            return None
        self._drain.join(1)
        return code

    def last_lines(self) -> list[str]:
        """The last lines the host or its model printed, control characters out."""
        text = self._words.decode("utf-8", "replace")
        lines = ["".join(c if c.isprintable() else " " for c in line)[:400] for line in text.splitlines()]
        return [line for line in lines if line.strip()][-LOG_LINES:]

    @contextmanager
    def clock(self, seconds: float) -> Iterator[None]:
        """Kill the host when the block takes longer; reading or writing then ends at once."""
        timer = threading.Timer(seconds, self._too_late)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _too_late(self) -> None:
        self.timed_out = True
        self.kill()

    def watch(self, most: int) -> None:
        """From now on, kill the host once its folder holds more bytes than these or too many files, or it has many threads."""
        self._watches = [FolderWatch(self.own, most, self._too_full, pid=self.pid), ThreadWatch(self.pid, self._too_many)]

    def _too_many(self) -> None:
        self.overcrowded = True
        self.kill()

    def _too_full(self) -> None:
        self.overfilled = True
        self.kill()

    def kill(self) -> None:
        """End the host and everything it started, now."""
        if os.name == "nt":
            self._popen.kill()
            return
        try:
            os.killpg(self._popen.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            self._popen.kill()

    def end(self) -> int | None:
        """Close the pipes, wait briefly, kill if need be, remove the scratch folder; the exit code."""
        for watch in self._watches:
            watch.stop()
        for stream in (self._popen.stdin, self._popen.stdout):
            if stream:
                with suppress(OSError):  # a dead host's pipe cannot be flushed
                    stream.close()
        try:
            self._popen.wait(2)
        except subprocess.TimeoutExpired:
            self.kill()
            self._popen.wait(10)
        self._drain.join(2)
        if self._popen.stderr and not self._drain.is_alive():
            self._popen.stderr.close()
        if self.room:
            self.room.close()
        shutil.rmtree(self.scratch, ignore_errors=True)
        return self._popen.returncode
