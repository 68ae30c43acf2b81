"""A button whose words are a place; cut with dots where there is no room, whole in its tip and its name."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from rai_desktop.gui.tips import plain_tip, tip_for_the_keyboard
from rai_desktop.i18n import _

_PADDING = 24


class PlaceButton(QPushButton):
    """As narrow as it must be."""

    def __init__(self, place: str) -> None:
        super().__init__()
        self._place = place
        self.setProperty("plain", True)
        self.setProperty("place", True)
        self.setAccessibleName(_("Go there: {place}").format(place=place))
        self.setToolTip(plain_tip(self.accessibleName()))
        self.setText(place.replace("&", "&&"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Room for a word or two."""
        return QSize(self.fontMetrics().averageCharWidth() * 12, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """Room for all of it, cut or not."""
        return QSize(self.fontMetrics().horizontalAdvance(self._place) + _PADDING, super().sizeHint().height())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """By a key: whole, where it is cut."""
        super().focusInEvent(event)
        tip_for_the_keyboard(self, event, self._place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As much of it as there is room for."""
        super().resizeEvent(event)
        shown = self.fontMetrics().elidedText(self._place, Qt.TextElideMode.ElideRight, self.width() - _PADDING)
        self.setText(shown.replace("&", "&&"))  # or the letter after it would stand underlined
