"""A large button with a picture, a title and a line of words, as high as these need."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout

from rai_desktop.gui.steps.step import words
from rai_desktop.gui.theme import give_icon

_WIDE_EMS, _HIGH_LINES = 25, 9


class Tile(QPushButton):
    """Qt sizes a button by its own words, and this one has labels within."""

    def __init__(self, icon: str, title: str, hint: str) -> None:
        super().__init__()
        self.setProperty("tile", True)
        self.setAccessibleName(title)
        self.setAccessibleDescription(hint)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 20, 20, 20)
        self._column.setSpacing(6)
        picture = QLabel()
        give_icon(picture, icon, "accent", 28)
        for label in (picture, words(title, "heading"), words(hint, "muted")):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._column.addWidget(label)
        self._column.addStretch()

    def sizeHint(self) -> QSize:
        """Wide enough for its words to stand in few lines."""
        letters = self.fontMetrics()
        return QSize(letters.averageCharWidth() * _WIDE_EMS, letters.lineSpacing() * _HIGH_LINES)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words may wrap otherwise now."""
        super().resizeEvent(event)
        self._column.invalidate()
        self.setMinimumHeight(self._column.totalHeightForWidth(self.width()))
