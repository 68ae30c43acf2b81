"""A button whose words are a place; cut with dots where there is no room, whole in its tip and its name."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from rai_desktop.gui.tips import plain_tip
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
        self.setText(place)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Room for a word or two."""
        return QSize(self.fontMetrics().averageCharWidth() * 12, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """Room for all of it, cut or not."""
        return QSize(self.fontMetrics().horizontalAdvance(self._place) + _PADDING, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As much of it as there is room for."""
        super().resizeEvent(event)
        self.setText(self.fontMetrics().elidedText(self._place, Qt.TextElideMode.ElideRight, self.width() - _PADDING))
