"""One log: a rotating file, and a memory that the log window reads."""

import logging
import logging.handlers
from collections import deque

from rai_desktop.paths import log_dir

log = logging.getLogger("rai_desktop")
_FORMAT = "%(asctime)s %(levelname)s %(processName)s %(name)s: %(message)s"


class Memory(logging.Handler):
    """Keeps the last lines for the log window and error reports."""

    def __init__(self, lines: int = 2000) -> None:
        super().__init__()
        self.lines: deque[str] = deque(maxlen=lines)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one formatted line."""
        self.lines.append(self.format(record))


memory = Memory()


def start_log(program: str) -> None:
    """Write to `<program>.log` in the log folder and to memory; call once, at start-up."""
    file = logging.handlers.RotatingFileHandler(
        log_dir() / f"{program}.log", maxBytes=2_000_000, backupCount=3, encoding="utf-8", delay=True
    )
    for handler in (file, memory):
        handler.setFormatter(logging.Formatter(_FORMAT))
        log.addHandler(handler)
    log.setLevel(logging.INFO)
