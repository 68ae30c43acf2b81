"""What our dialogs share: a heading, a body, a row of buttons, and a size the screen can hold."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from rai_desktop.gui.reading_order import order_as_read
from rai_desktop.gui.steps.step import words
from rai_desktop.i18n import _


class PlainDialog(QDialog):
    """Parts go into `body`; a Close button is always there."""

    def __init__(self, title: str, parent: QWidget | None, *, heading: str = "", ems: int = 44) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._ordered = False
        self.outer = outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 24, 24, 16)
        outer.setSpacing(16)
        outer.addWidget(words(heading or title, "heading"))
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        outer.addLayout(self.body, 1)
        self.buttons = QDialogButtonBox()
        self.closing = self.buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.rejected.connect(self.reject)
        outer.addWidget(self.buttons)
        self._fit(ems)

    def add_button(self, text: str) -> QPushButton:
        """Another button, at the left of Close."""
        return self.buttons.addButton(text, QDialogButtonBox.ButtonRole.ActionRole)

    def showEvent(self, event: QShowEvent) -> None:
        """The body comes before the buttons under it, for Tab as for the eye."""
        if not self._ordered:  # a widget that is put in anew goes to the end of the tab chain
            self._ordered = True
            self.buttons.setParent(None)
            self.outer.addWidget(self.buttons)
            self.buttons.show()
        super().showEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes as one reads, also to what came after its neighbours."""
        order_as_read(self)
        return super().focusNextPrevChild(forward)

    def _fit(self, ems: int) -> None:
        em = self.fontMetrics().height()
        room = QGuiApplication.primaryScreen().availableSize()
        self.resize(min(ems * em, room.width() * 9 // 10), min(ems * em * 2 // 3, room.height() * 9 // 10))
