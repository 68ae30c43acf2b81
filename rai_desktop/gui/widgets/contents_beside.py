"""A table of contents beside its page; where large text leaves no room for both, it waits behind a button above the page."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTreeView, QVBoxLayout, QWidget

from rai_desktop.gui.theme import give_icon

_BOTH_CHARACTERS = 68  # less than this holds no contents and a page of questions side by side
_LEAST_CHARACTERS, _MOST_CHARACTERS = 28, 44
_UNLIMITED = (1 << 24) - 1


class ContentsBeside(QWidget):
    """`turned(narrow)` when it changes between the two; `name` is what the button says."""

    turned = Signal(bool)

    def __init__(self, contents: QTreeView, foot: QWidget, page: QWidget, name: str) -> None:
        super().__init__()
        self.narrow = False
        self._contents, self._page = contents, page
        self.button = QPushButton(name)
        self.button.setCheckable(True)
        give_icon(self.button, "chevron-right", "accent", 14)
        self.button.toggled.connect(self._turn)
        self.button.hide()
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(8)
        left.addWidget(contents, 1)
        left.addWidget(foot)
        row, column = QHBoxLayout(), QVBoxLayout(self)
        row.setSpacing(0)
        row.addWidget(self._left, 2)
        row.addWidget(page, 5)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(row, 1)
        contents.activated.connect(self.show_page)
        contents.clicked.connect(self.show_page)

    def show_page(self) -> None:
        """Back from the contents to the page, where they hide it."""
        if self.button.isChecked():
            self.button.setFocus()
            self.button.setChecked(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the contents as they are."""
        if event.key() == Qt.Key.Key_Escape and self.button.isChecked():
            self.show_page()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Room for both, or not."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Larger letters need more room."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._arrange()

    def _arrange(self) -> None:
        character = self.fontMetrics().averageCharWidth()
        narrow = self.width() < _BOTH_CHARACTERS * character
        self._left.setMinimumWidth(0 if narrow else _LEAST_CHARACTERS * character)
        self._left.setMaximumWidth(_UNLIMITED if narrow else _MOST_CHARACTERS * character)
        if narrow != self.narrow:
            self.narrow = narrow
            self.button.setChecked(False)
            self.button.setVisible(narrow)
            self._show()
            self.turned.emit(narrow)

    def _turn(self, open_: bool) -> None:
        give_icon(self.button, "chevron" if open_ else "chevron-right", "accent", 14)
        self._show()
        if open_:
            self._contents.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        open_ = self.button.isChecked()
        self._left.setVisible(open_ or not self.narrow)
        self._page.setVisible(not (open_ and self.narrow))
