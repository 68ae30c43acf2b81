"""The tier the answers give so far: in words, with its marks, what is open, and what to do by when."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QToolButton, QVBoxLayout

from rai_desktop.gui.theme import give_look
from rai_desktop.i18n import _
from rai_desktop.questionnaire.tier import Tier, flags_named

_TONES = ((4, "bad"), (2, "warn"), (0, "good"))


class TierCard(QFrame):
    """Reads a Tier; reasons and duties unfold."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: Tier | None = None
        self.setProperty("card", True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 14)
        self.title = _label("strong")
        self.sentence = _label("text")
        self.marks = _label("quiet")
        self.more = QToolButton()
        self.more.setText(_("Reasons, open points and duties"))
        self.more.setCheckable(True)
        self.more.setProperty("plain", True)
        self.more.setArrowType(Qt.ArrowType.RightArrow)
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.details = _label("text")
        self.details.hide()
        self.more.toggled.connect(self._fold)
        for part in (self.title, self.sentence, self.marks, self.more, self.details):
            layout.addWidget(part)

    def show_tier(self, tier: Tier) -> None:
        """Show it; the very tier that is shown already is left alone."""
        if tier is self._shown:
            return
        self._shown = tier
        self.title.setText(_("So far: {title}").format(title=tier.title) if not tier.certain else tier.title)
        self.sentence.setText(tier.sentence)
        marks = flags_named(tier.flags)
        self.marks.setText(_("Also: {marks}").format(marks=", ".join(marks)))
        self.marks.setVisible(bool(marks))
        self.details.setText(_details(tier))
        give_look(self, "tone", next(tone for low, tone in _TONES if tier.severity >= low))

    def _fold(self, open_: bool) -> None:
        self.details.setVisible(open_)
        self.more.setArrowType(Qt.ArrowType.DownArrow if open_ else Qt.ArrowType.RightArrow)


def _details(tier: Tier) -> str:
    parts = []
    if tier.reasons:
        parts.append(_("Because") + "\n" + "\n".join(f"  •  {each.text} {each.answer}" for each in tier.reasons))
    if tier.open:
        parts.append(_("Still open") + "\n" + "\n".join(f"  •  {each.text}" for each in tier.open[:12]))
    if tier.duties:
        parts.append(_("What it brings") + "\n" + "\n".join(
            f"  •  {each.text} ({', '.join(each.clauses)}; {each.when})" for each in tier.duties))
    return "\n\n".join(parts)


def _label(kind: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("kind", kind)
    return label
