"""A line to write a sentence into: it asks for enough room to read what is written, so that its label goes above it."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLineEdit

_EMS = 12


class RoomyLine(QLineEdit):
    """A form wraps a row whose field would get less than this."""

    def minimumSizeHint(self) -> QSize:
        """So many ems, in today's size of text."""
        least = super().minimumSizeHint()
        return QSize(max(least.width(), self.fontMetrics().height() * _EMS), least.height())
