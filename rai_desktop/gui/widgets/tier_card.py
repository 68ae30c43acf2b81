"""The tier the answers give so far: in words, with its marks, what is open, and what to do by when."""

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from rai_desktop.gui.model_page import Line
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.theme import give_look
from rai_desktop.gui.tier_lines import tier_lines
from rai_desktop.gui.widgets.fold import Fold
from rai_desktop.gui.widgets.told_lines import ToldLines
from rai_desktop.i18n import _
from rai_desktop.questionnaire.tier import Tier, marks

_TONES = ((4, "bad"), (2, "warn"), (0, "good"))


class TierCard(QFrame):
    """Reads a Tier; reasons and duties unfold."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: Tier | None = None
        self.setProperty("card", True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 14)
        self.title, self.sentence, self.marks = words("", "strong"), words(""), words("", "quiet")
        self.more = Fold(_("Reasons, open points and duties"))
        for part in (self.title, self.sentence, self.marks, self.more):
            layout.addWidget(part)
        self._parts: dict[str, tuple[QLabel, ToldLines]] = {}
        self._stand = words("", "quiet")
        self.more.inside.addWidget(self._stand)

    def show_tier(self, tier: Tier) -> None:
        """Show it; the very tier that is shown already is left alone. A tier that is only not ruled out is no verdict, and
        has no colour of one."""
        if tier is self._shown:
            return
        self._shown = tier
        self.title.setText(tier.title if tier.certain else _("Not ruled out so far: {title}").format(title=tier.title))
        self.sentence.setText(tier.sentence)
        self._show_marks(tier)
        for head, told in tier_lines(tier).items():
            self._show_part(head, told)
        self._stand.setText(_("As the rules stand on {day}; version {version} of this questionnaire.").format(
            day=tier.on, version=tier.version))
        give_look(self, "tone", next(tone for low, tone in _TONES if tier.severity >= low) if tier.certain else "unknown")

    def _show_part(self, head: str, told: list[Line]) -> None:
        if head not in self._parts:
            self._parts[head] = words(head, "strong"), ToldLines()
            for part in self._parts[head]:
                self.more.inside.insertWidget(self.more.inside.count() - 1, part)
        self._parts[head][1].show_lines(told)
        for part in self._parts[head]:
            part.setVisible(bool(told))

    def _show_marks(self, tier: Tier) -> None:
        sure = marks(each for each in tier.flags if each.certain)
        self.marks.setText(_("Also: {marks}").format(marks="; ".join(sure)))
        self.marks.setVisible(bool(sure))

