"""A day as text, checked while it is typed."""

import datetime as dt
import re

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.line import Line
from rai_desktop.i18n import _
from rai_desktop.questionnaire.answers import date

PAUSE_MS = 150
_BEGUN = re.compile(r"(\d{0,4}|\d{4}-\d{0,2}|\d{4}-\d{2}-\d{0,2})")


def today() -> dt.date:
    """Today's date where the analyst sits."""
    return dt.datetime.now().astimezone().date()


class DateLine(QWidget):
    """`left` when it is left changed; a text that is no day is kept, with a sentence beneath that says so."""

    left = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self.line = Line(_("year-month-day"))
        self.line.setAccessibleName(name)
        self.problem = words("", "problem")
        self.problem.hide()
        layout.addWidget(self.line)
        layout.addWidget(self.problem)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(lambda: self._check(self.line.text()))
        self.line.textChanged.connect(lambda _text: self._pause.start())
        self.line.editingFinished.connect(lambda: self._check(self.line.text(), whole=True))
        self.line.left.connect(self.left)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Its name leads to the line. A focus proxy would do so too, and be a second stop of Tab, out of its place."""
        super().focusInEvent(event)
        self.line.setFocus(event.reason())

    def words(self) -> str:
        """The text as typed."""
        return self.line.words()

    def show_words(self, words_: str) -> None:
        """Show a stored day."""
        self.line.show_words(words_)
        self._check(self.line.text(), whole=not self.line.hasFocus())

    def flush(self) -> None:
        """Send what is being typed."""
        self.line.flush()

    def _check(self, text: str, whole: bool = False) -> None:
        """While typing only what can no longer become a day is wrong; said in a pause, for the whole page moves with it."""
        self._pause.stop()
        text = text.strip()
        right = not text or date(text) is not None or (not whole and len(text) < 10 and _BEGUN.fullmatch(text) is not None)
        said = "" if right else _("Give a date as year-month-day, for example 2026-11-23.")
        self.problem.setText(said)
        self.problem.setVisible(bool(said))
        self.line.setAccessibleDescription(said)
