"""The tier the answers give so far: in words, with its marks, what is open, and what to do by when."""

from collections.abc import Iterable

from PySide6.QtWidgets import QFrame, QVBoxLayout

from rai_desktop.frameworks.catalog import label
from rai_desktop.gui.model_page import Line
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.theme import give_look
from rai_desktop.gui.widgets.fold import Fold
from rai_desktop.gui.widgets.told_lines import ToldLines
from rai_desktop.i18n import _
from rai_desktop.questionnaire.outcome import Duty
from rai_desktop.questionnaire.tier import Tier, marks

_TONES = ((4, "bad"), (2, "warn"), (0, "good"))
_MOST_OPEN = 12


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
        self._parts = {each: (words(each, "strong"), ToldLines()) for each in _headings()}
        for head, lines in self._parts.values():
            self.more.inside.addWidget(head)
            self.more.inside.addWidget(lines)

    def show_tier(self, tier: Tier) -> None:
        """Show it; the very tier that is shown already is left alone. A tier that is only not ruled out is no verdict, and
        has no colour of one."""
        if tier is self._shown:
            return
        self._shown = tier
        self.title.setText(tier.title if tier.certain else _("Not ruled out so far: {title}").format(title=tier.title))
        self.sentence.setText(tier.sentence if tier.certain else _(
            "It can be anything from “{least}” to that; the open questions decide.").format(least=tier.at_least_title))
        self._show_marks(tier)
        for (head, lines), told in zip(self._parts.values(), _details(tier), strict=True):
            lines.show_lines(told)
            for part in (head, lines):
                part.setVisible(bool(told))
        give_look(self, "tone", next(tone for low, tone in _TONES if tier.severity >= low) if tier.certain else "unknown")

    def _show_marks(self, tier: Tier) -> None:
        sure = marks(each for each in tier.flags if each.certain)
        self.marks.setText(_("Also: {marks}").format(marks="; ".join(sure)))
        self.marks.setVisible(bool(sure))


def _headings() -> list[str]:
    return [_("Because"), _("Still open"), _("Also not ruled out"), _("What it brings")]


def _details(tier: Tier) -> list[list[Line]]:
    """What stands under each heading, in their order."""
    return [
        [Line(each.text, each.answer) for each in tier.reasons],
        _listed(each.text for each in tier.open[:_MOST_OPEN]),
        _listed(marks(each for each in tier.flags if not each.certain)),
        [Line(each.when, _duty(each)) for each in tier.duties]]


def _listed(said: Iterable[str]) -> list[Line]:
    return [Line("", each, "") for each in said]


def _duty(duty: Duty) -> str:
    clauses = ", ".join(label(each) for each in duty.clauses)
    return _("{duty} ({clauses})").format(duty=duty.text, clauses=clauses) if clauses else duty.text
