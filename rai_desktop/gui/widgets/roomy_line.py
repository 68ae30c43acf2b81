"""Room for the words of a line: of a sentence to be written, or of what an empty line says of itself."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLineEdit

_EMS = 12
_MOST_EMS = 16
_BESIDE_EMS = 2  # of the words: padding, and what stands at its end


def hint_with_words(line: QLineEdit, hint: QSize, beside: int = 0) -> QSize:
    """A line's hint, widened to what it says while it is empty, within reason; `beside` pixels of it belong to something else."""
    metrics = line.fontMetrics()
    words = metrics.horizontalAdvance(line.placeholderText()) + metrics.height() * _BESIDE_EMS + beside
    return QSize(max(hint.width(), min(words, metrics.height() * _MOST_EMS)), hint.height())


class RoomyLine(QLineEdit):
    """A form wraps a row whose field would get less than this."""

    def minimumSizeHint(self) -> QSize:
        """So many ems, in today's size of text."""
        least = super().minimumSizeHint()
        return QSize(max(least.width(), self.fontMetrics().height() * _EMS), least.height())
