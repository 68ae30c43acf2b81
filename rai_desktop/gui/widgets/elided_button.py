"""A quiet button whose words are cut to the room there is; a screen reader and the tip have them whole."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from rai_desktop.gui.tips import plain_tip, tip_for_the_keyboard


class ElidedButton(QPushButton):
    """`say` gives it its words."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._whole = ""
        self.setProperty("plain", True)
        self.setStyleSheet("text-align: left;")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.say(text)

    @property
    def whole(self) -> str:
        """All of its words."""
        return self._whole

    def say(self, text: str) -> None:
        """Other words."""
        self._whole = " ".join(text.split())
        self.setAccessibleName(self._whole)
        self.setToolTip(plain_tip(self._whole))
        self._cut()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """By a key: whole, where it is cut."""
        super().focusInEvent(event)
        tip_for_the_keyboard(self, event, self._whole)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less room for words."""
        super().resizeEvent(event)
        self._cut()

    def sizeHint(self) -> QSize:
        """As wide as all its words."""
        height = super().sizeHint().height()
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 32, height)

    def minimumSizeHint(self) -> QSize:
        """A few letters are enough."""
        return QSize(self.fontMetrics().averageCharWidth() * 12, super().minimumSizeHint().height())

    def _cut(self) -> None:
        room = max(self.width() - 24, self.fontMetrics().averageCharWidth() * 6)
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self.setText(shown.replace("&", "&&"))
