"""Lines of a page of facts: a shape, a head, words beside it; long names break where they may."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from rai_desktop.gui.model_page import Line
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.theme import give_icon
from rai_desktop.gui.widgets.exact_text import ExactText
from rai_desktop.i18n import _

BREAK = "\u200b"  # a place where a line may break, of no width
_HUMP = 8  # letters before a capital at which one breaks


class ToldLines(QWidget):
    """Made anew only when the lines are others; `exact` is the field of a line to be compared sign by sign."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Line] = []
        self.exact: ExactText | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnMinimumWidth(0, 16)
        self._grid.setColumnStretch(1, 3)
        self._grid.setColumnStretch(2, 8)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """In place of those before."""
        if list(lines) == self._lines:
            return
        self._lines, self.exact = list(lines), None
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        numbered = all(line.head.isdigit() or not line.head for line in lines)
        self._grid.setColumnStretch(1, 0 if numbered else 3)
        for row, line in enumerate(lines):
            self._add(row, line)

    def _add(self, row: int, line: Line) -> None:
        top = Qt.AlignmentFlag.AlignTop
        if line.tone:
            self._grid.addWidget(_shape(line.tone), row, 0, top)
        if line.head:
            kind = "strong" if line.tone else "muted"
            middle = Qt.AlignmentFlag.AlignVCenter
            self._grid.addWidget(words(breakable(line.head), kind), row, 1, middle if line.exact else top)
        if line.exact:
            self.exact = ExactText(line.words, line.head)
            self.exact.setProperty("flush", True)
            self._grid.addWidget(self.exact, row, 2, top)
        elif line.words and line.head:
            self._grid.addWidget(words(breakable(line.words)), row, 2, top)
        elif line.words:
            self._grid.addWidget(words(breakable(line.words)), row, 1, 1, 2, top)


def breakable(text: str) -> str:
    """The same to the eye; a word of a path or a dotted name may break after a dot, a slash or a line, ALongName before a
    capital."""
    return " ".join(_loosened(word) if len(word) > 16 else word for word in text.split(" "))


def _loosened(word: str) -> str:
    parts, run = [], 0
    for before, sign in pairwise(" " + word):
        if run >= _HUMP and sign.isupper() and before.islower():
            parts.append(BREAK)
            run = 0
        parts.append(sign)
        run += 1
        if sign in "./\\_-:," or run >= 24:
            parts.append(BREAK)
            run = 0
    return "".join(parts)


def _shape(tone: str) -> QLabel:
    label = QLabel()
    give_icon(label, tone, "accent" if tone == "note" else tone, 16)
    label.setAccessibleName({"good": _("In order"), "warn": _("Warning"), "bad": _("Problem"), "note": _("Note")}[tone])
    return label
