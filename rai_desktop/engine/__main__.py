"""rai-engine: the program that computes; it speaks JSON lines on its standard input and output."""

import os
import sys
import threading
from typing import IO

from rai_desktop.engine.guard import die_with_parent, refuse_network

_INPUT = 0xFFFFFFF6  # STD_INPUT_HANDLE


def main() -> None:
    """Serve requests until the pipe closes."""
    refuse_network()
    die_with_parent()
    requests = _take_requests()
    # Libraries print; only answers may reach the pipe. Everything else goes to standard error.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    from rai_desktop.engine.worker import Worker
    from rai_desktop.log import start_log

    start_log("engine")
    warm = threading.Event()
    threading.Thread(target=_warm, args=(warm,), daemon=True, name="warm").start()
    Worker(requests, answers, warm).serve()


def _take_requests() -> IO[bytes]:
    """Our end of the pipe, with nothing left at standard input: on Windows a library that looks there while it is loaded,
    as numpy's does, waits until whoever reads the pipe is given something."""
    taken, nothing = os.dup(0), os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    if sys.platform == "win32":
        import ctypes
        import msvcrt

        msvcrt.setmode(taken, os.O_BINARY)
        ctypes.WinDLL("kernel32").SetStdHandle(ctypes.c_uint32(_INPUT), ctypes.c_void_p(msvcrt.get_osfhandle(0)))
    return os.fdopen(taken, "rb")


def _warm(warm: threading.Event) -> None:
    """Import what every run needs while the analyst is still reading; one thread, since large packages import
    themselves in circles that two threads at once can break."""
    try:
        import fairlearn.metrics  # noqa: F401

        import rai_desktop.assessments.all
        import rai_desktop.engine.opening
        import rai_desktop.loading.look  # noqa: F401
    finally:
        warm.set()


if __name__ == "__main__":
    main()
