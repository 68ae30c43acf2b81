"""The points and the level the answers give so far: in words, and unfolded by section, with what the level asks for."""

from PySide6.QtWidgets import QFrame, QVBoxLayout

from rai_desktop.gui.model_page import Line
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.theme import give_look
from rai_desktop.gui.widgets.fold import Fold
from rai_desktop.gui.widgets.told_lines import ToldLines
from rai_desktop.i18n import _
from rai_desktop.questionnaire.scored import Scored


class ScoreCard(QFrame):
    """Reads what points and level say; sections and obligations unfold."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: Scored | None = None
        self.setProperty("card", True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 14)
        self.title, self.sentence = words("", "strong"), words("")
        self.more = Fold(_("Points by section"))
        self.sections, self.asks = ToldLines(), ToldLines()
        self._asked = words(_("What this level asks for"), "strong")
        for inner in (self.sections, self._asked, self.asks):
            self.more.inside.addWidget(inner)
        for part in (self.title, self.sentence, self.more):
            layout.addWidget(part)

    def show_scored(self, scored: Scored) -> None:
        """Show it; what is shown already is left alone."""
        if scored == self._shown:
            return
        self._shown = scored
        self.title.setText(scored.headline)
        self.sentence.setText("\n".join(scored.lines))
        self.sections.show_lines([Line(title, told) for title, told in scored.sections])
        self.asks.show_lines([Line(title, told) for title, told in scored.obligations])
        self._asked.setVisible(bool(scored.obligations))
        give_look(self, "tone", "" if scored.certain else "unknown")
