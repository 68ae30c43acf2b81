"""Linux: stay beside a foreign program to end it, and all that it started, when the engine ends: the kernel ends only us."""

import os
import signal
from typing import List, NoReturn

from .namespaces import checked, libc

_SET_DEATH_SIGNAL = 1


def mind(program: List[str], engine: int) -> NoReturn:
    """Start the program in our process group, end as it ends, and end the group when the engine does. Raises OSError."""
    signal.signal(signal.SIGTERM, _end_all)
    checked(libc().prctl(_SET_DEATH_SIGNAL, signal.SIGTERM, 0, 0, 0))
    if os.getppid() != engine:  # it ended before it could be told
        _end_all()
    child = os.fork()
    if child == 0:
        _become(program)
    _end_like(os.waitpid(child, 0)[1])


def _end_all(*_signal: object) -> None:
    if os.getpgrp() == os.getpid():  # the engine starts us as the head of a group; another's is none of ours
        os.killpg(0, signal.SIGKILL)
    os._exit(0)


def _become(program: List[str]) -> NoReturn:
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        checked(libc().prctl(_SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0))
        become(program)
    finally:
        os._exit(127)


def become(program: List[str]) -> None:
    """Be the program from here on, or say why not."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # Python ignores it: `… | head` in a shell would never end
    try:
        os.execvp(program[0], program)  # noqa: S606
    except OSError as error:
        os.write(2, "{}: {}\n".format(program[0], error.strerror).encode("utf-8", "surrogateescape"))
        os._exit(127)


def _end_like(status: int) -> NoReturn:
    """With its exit code, or by the signal that ended it."""
    if os.WIFSIGNALED(status):
        signal.signal(os.WTERMSIG(status), signal.SIG_DFL) if os.WTERMSIG(status) != signal.SIGKILL else None
        os.kill(os.getpid(), os.WTERMSIG(status))
    os._exit(os.WEXITSTATUS(status))
