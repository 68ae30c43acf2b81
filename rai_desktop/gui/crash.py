"""The net under the window: what nobody caught, in any thread, is logged and shown once, never swallowed."""

import faulthandler
import logging
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler

from rai_desktop.log import log
from rai_desktop.paths import log_dir

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_kept: list[object] = []


class CrashNet(QObject):
    """`caught(traceback)` on the window's thread, whichever thread it happened on."""

    caught = Signal(str)
    _happened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._happened.connect(self.caught, Qt.ConnectionType.QueuedConnection)

    def spread(self, show: Callable[[str], None]) -> None:
        """Catch from now on; `show` gets each traceback."""
        self.caught.connect(show)
        sys.excepthook = self._hook
        threading.excepthook = self._thread_hook
        qInstallMessageHandler(log_qt_message)
        _kept.append(self)
        _keep_native_crashes()

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        words = "".join(traceback.format_exception(kind, error, trace))
        log.error("nobody caught this:\n%s", words)
        self._happened.emit(words)

    def _thread_hook(self, happened: threading.ExceptHookArgs) -> None:
        if happened.exc_value is not None:
            self._hook(happened.exc_type, happened.exc_value, happened.exc_traceback)


def log_qt_message(kind: QtMsgType, _context: QMessageLogContext, words: str) -> None:
    """Qt's own messages go to our log; the one that says nothing of use is left out."""
    if "does not support propagateSizeHints" not in words:
        log.log(_LEVELS.get(kind, logging.WARNING), "Qt: %s", words)


def _keep_native_crashes() -> None:
    """A crash in native code writes where each thread was; the log window finds it at the next start."""
    try:
        file: TextIO = (log_dir() / "native-crash.log").open("a", encoding="utf-8")
    except OSError as error:
        log.info("native crashes will not be noted: %s", error)
        return
    _kept.append(file)
    faulthandler.enable(file)
