"""rai-engine: the program that computes; it speaks JSON lines on its standard input and output."""

import os
import sys
import threading

from rai_desktop.engine.guard import refuse_network


def main() -> None:
    """Serve requests until the pipe closes."""
    refuse_network()
    # Libraries print; only answers may reach the pipe. Everything else goes to standard error.
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    from rai_desktop.engine.worker import Worker
    from rai_desktop.log import start_log

    start_log("engine")
    threading.Thread(target=_warm, daemon=True, name="warm").start()
    Worker(sys.stdin.buffer, answers).serve()


def _warm() -> None:
    """Import what every run needs while the analyst is still reading."""
    import rai_desktop.assessments.all
    import rai_desktop.loading.look  # noqa: F401


if __name__ == "__main__":
    main()
