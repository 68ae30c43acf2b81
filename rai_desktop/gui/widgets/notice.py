"""A sentence in its tone (good, warn, bad, note): a shape, words, and perhaps one thing to do about it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton

from rai_desktop.gui.theme import give_icon, give_look
from rai_desktop.gui.widgets.flow_row import FlowRow
from rai_desktop.i18n import _

_SPOKEN = {"good": "In order", "warn": "Warning", "bad": "Problem", "note": "Note"}


class Notice(QFrame):
    """`acted` when its button is pressed; with `closable` the reader can send it away."""

    acted = Signal()

    def __init__(self, sentence: str = "", tone: str = "note", *, action: str = "", closable: bool = False) -> None:
        super().__init__()
        self._said: tuple[str, str, str] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(10)
        self._shape = QLabel()
        row.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignTop)
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        flow = FlowRow()
        flow.add(self._words, 1)
        self.button = QPushButton(action)
        self.button.clicked.connect(self.acted)
        flow.add(self.button)
        row.addLayout(flow, 1)
        self.closing = QToolButton()
        self.closing.setProperty("plain", True)
        self.closing.setAccessibleName(_("Close this message"))
        self.closing.setToolTip(_("Close this message"))
        give_icon(self.closing, "close", "muted", 14)
        self.closing.clicked.connect(self.hide)
        self.closing.setVisible(closable)
        row.addWidget(self.closing, 0, Qt.AlignmentFlag.AlignTop)
        self.say(sentence, tone, action)

    def say(self, sentence: str, tone: str = "note", action: str = "") -> None:
        """Show a sentence; an empty one hides the notice. What is said already is left alone."""
        if self._said == (sentence, tone, action) and self.isHidden() != bool(sentence):
            return
        self._said = sentence, tone, action
        give_look(self, "tone", tone)
        give_icon(self._shape, tone, "accent" if tone == "note" else tone, 18)
        self._shape.setAccessibleName(_(_SPOKEN[tone]))
        self._words.setText(sentence)
        self.setAccessibleName(f"{_(_SPOKEN[tone])}: {sentence}")
        self.button.setText(action)
        self.button.setVisible(bool(action))
        if not sentence or self.parentWidget() is not None:  # else it would flash up as a window of its own
            self.setVisible(bool(sentence))
        else:
            self._said = None  # hidden by chance only: the layout that takes it will show it

    @property
    def tone(self) -> str:
        """In which tone it says it."""
        return self._said[1] if self._said else ""

    @property
    def sentence(self) -> str:
        """What it says."""
        return self._words.text()
