"""One signature on screen: who, as what, how it stands, and what vouches for it."""

from PySide6.QtWidgets import QFrame, QVBoxLayout

from rai_desktop.gui.steps.step import words
from rai_desktop.i18n import _
from rai_desktop.review.standing import Standing, State
from rai_desktop.review.told import assurance_words, grouped, headline, state_words

_TONES = {State.STANDS: "good", State.RESTORED: "good", State.BROKEN: "warn", State.NOT_VALID: "bad"}
_SHAPES = {State.STANDS: "●", State.RESTORED: "◑", State.BROKEN: "▲", State.NOT_VALID: "■"}


class SignatureLine(QFrame):
    """A framed part; its shape and words carry what its colour does."""

    def __init__(self, standing: Standing) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setProperty("tone", _TONES[standing.state])
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(4)
        column.addWidget(words(f"{_SHAPES[standing.state]}  {headline(standing.signature)}", "strong", selectable=True))
        column.addWidget(words(state_words(standing), "text", selectable=True))
        column.addWidget(words(assurance_words(standing), "quiet", selectable=True))
        signed = standing.signature
        column.addWidget(words(_("Signed at entry {entry}. SHA-256 {digest}").format(
            entry=signed.entry, digest=grouped(signed.digest)), "small", selectable=True))
