"""Has a window laid out whole before it is painted.

A part that grows asks what it is within to be laid out, which asks in turn; each of these requests waits behind the painting that
the one before it asked for (QCoreApplication::sendPostedEvents in Qt 6 keeps new events behind those it has begun with). So a
page was painted three or four times, ever less crooked, and a key waited for all of them.
"""

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QWidget

_LEVELS = 8  # of parts within parts that are waited for; what goes on asking beyond that is painted meanwhile


class LaidOut(QObject):
    """Belongs to its window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.installEventFilter(self)

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:
        """What asks to be laid out comes before the painting, one level at a time."""
        if event.type() == QEvent.Type.UpdateRequest:
            for _level in range(_LEVELS):
                QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        return False
