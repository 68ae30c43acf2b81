"""The tier the answers give so far: in words, with its marks, what is open, and what to do by when."""

from rai_desktop.gui.theme import give_look
from rai_desktop.gui.tier_lines import tier_lines
from rai_desktop.gui.widgets.unfolding_card import UnfoldingCard
from rai_desktop.i18n import _
from rai_desktop.questionnaire.tier import Tier, marks

_TONES = ((4, "bad"), (2, "warn"), (0, "good"))


class TierCard(UnfoldingCard):
    """Reads a Tier; reasons and duties unfold."""

    def __init__(self) -> None:
        super().__init__(_("Reasons, open points and duties"))
        self._shown: Tier | None = None

    def show_tier(self, tier: Tier) -> None:
        """Show it; the very tier that is shown already is left alone. A tier that is only not ruled out is no verdict, and
        has no colour of one."""
        if tier is self._shown:
            return
        self._shown = tier
        self.title.setText(tier.title if tier.certain else _("Not ruled out so far: {title}").format(title=tier.title))
        self.sentence.setText(tier.sentence)
        sure = marks(each for each in tier.flags if each.certain)
        self.show_last(self.marks, _("Also: {marks}").format(marks=_("; ").join(sure)) if sure else "")
        self.show_parts(tier_lines(tier))
        self.show_last(self.stand, _("As the rules stand on {day}; version {version} of this questionnaire.").format(
            day=tier.on, version=tier.version))
        give_look(self, "tone", next(tone for low, tone in _TONES if tier.severity >= low) if tier.certain else "unknown")
