"""A card that says what answers come to: a title, a sentence, and lines under headings to unfold."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from rai_desktop.gui.model_page import Line
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.fold import Fold
from rai_desktop.gui.widgets.told_lines import ToldLines


class UnfoldingCard(QFrame):
    """Headings keep the order in which they are first shown; one without lines is out of sight."""

    def __init__(self, folded: str) -> None:
        super().__init__()
        self.setProperty("card", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        self.title, self.sentence, self.marks = words("", "strong"), words(""), words("", "quiet")
        self.more = Fold(folded)
        for part in (self.title, self.sentence, self.marks, self.more):
            column.addWidget(part)
        self._parts: dict[str, tuple[QLabel, ToldLines]] = {}
        self.stand = words("", "quiet")
        self.more.inside.addWidget(self.stand)
        for last in (self.marks, self.stand):
            last.hide()

    def show_parts(self, lines: Mapping[str, Sequence[Line]]) -> None:
        """In place of those before."""
        for head, told in lines.items():
            if head not in self._parts:
                self._parts[head] = words(head, "strong"), ToldLines()
                for part in self._parts[head]:
                    self.more.inside.insertWidget(self.more.inside.count() - 1, part)
            self._parts[head][1].show_lines(told)
            for part in self._parts[head]:
                part.setVisible(bool(told))

    def show_last(self, label: QLabel, said: str) -> None:
        """Marks under the sentence, or what stands below all: in sight where there is something to say."""
        label.setText(said)
        label.setVisible(bool(said))
