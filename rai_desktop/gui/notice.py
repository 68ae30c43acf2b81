"""The line above a page that says what went wrong or right, until it is read."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from rai_desktop.i18n import _

_SHAPES = {"bad": "✕", "good": "✓", "warn": "!", "quiet": "•"}


class Notice(QFrame):
    """Hidden until told something."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 8, 12, 8)
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close = QPushButton(_("Close"))
        close.setAccessibleName(_("Close this message"))
        close.clicked.connect(self.hide)
        row.addWidget(self.words, 1)
        row.addWidget(close)
        self.hide()

    def tell(self, sentence: str, tone: str) -> None:
        """Show a sentence; `tone` is bad, warn, good or quiet."""
        self.words.setText(f"{_SHAPES[tone]}  {sentence}")
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()
