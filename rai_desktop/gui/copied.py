"""What is copied from a label is copied sign by sign: the places where its lines may break stay behind, for a fingerprint or a
path with them is not the same."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLabel

from rai_desktop.gui.widgets.told_lines import BREAK


class Copied(QObject):
    """Listens to the clipboard; what is copied from fields, and in other programs (no label of ours has the keyboard then), is
    left as it is."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._clipboard = QApplication.clipboard()
        self._clipboard.dataChanged.connect(self._clean)

    def _clean(self) -> None:
        if isinstance(QApplication.focusWidget(), QLabel) and BREAK in (text := self._clipboard.text()):
            self._clipboard.setText(text.replace(BREAK, ""))
