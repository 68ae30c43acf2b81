"""A part of a page that can be folded away, for what only some readers want."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rai_desktop.gui.widgets.fold_button import FoldButton


class Fold(QWidget):
    """A heading to press, and below it `inside`, hidden at first."""

    def __init__(self, title: str, *, open_: bool = False) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.button = FoldButton(title)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self._part = QWidget()
        self.inside = QVBoxLayout(self._part)
        self.inside.setContentsMargins(24, 0, 0, 8)
        self.inside.setSpacing(8)
        self._part.hide()
        column.addWidget(self._part)
        self.button.toggled.connect(self._part.setVisible)
        if open_:
            self.open()

    def rename(self, title: str) -> None:
        """Another heading."""
        self.button.say(title)

    def open(self) -> None:
        """Show what is inside."""
        self.button.setChecked(True)
