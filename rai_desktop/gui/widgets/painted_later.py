"""Puts off what is painted of a view by a moment, so that a key waits for its new rows or for their painting, never for both."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractItemView

_MOMENT_MS = 40


class PaintedLater(QTimer):
    """Belongs to its view; `wait` is called before its rows change."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view, singleShot=True, interval=_MOMENT_MS)
        self._view = view
        self.timeout.connect(self._paint)

    def wait(self) -> None:
        """As it is painted now it stays for a moment."""
        self._view.setUpdatesEnabled(False)
        self.start()

    def _paint(self) -> None:
        self._view.setUpdatesEnabled(True)
