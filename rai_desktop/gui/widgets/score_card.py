"""The points and the level the answers give so far: in words, and unfolded by section, with what the level asks for."""

from rai_desktop.gui.model_page import Line
from rai_desktop.gui.theme import give_look
from rai_desktop.gui.widgets.unfolding_card import UnfoldingCard
from rai_desktop.i18n import _
from rai_desktop.questionnaire.scored import Scored


class ScoreCard(UnfoldingCard):
    """Reads what points and level say; sections and obligations unfold."""

    def __init__(self) -> None:
        super().__init__(_("Points and demands"))
        self._shown: Scored | None = None

    def show_scored(self, scored: Scored) -> None:
        """Show it; what is shown already is left alone."""
        if scored == self._shown:
            return
        self._shown = scored
        self.title.setText(scored.headline)
        self.sentence.setText("\n".join(scored.lines))
        self.show_parts({_("Points by section"): [Line(*each) for each in scored.sections],
                         _("What this level asks for"): [Line(*each) for each in scored.obligations]})
        give_look(self, "tone", "" if scored.certain else "unknown")
