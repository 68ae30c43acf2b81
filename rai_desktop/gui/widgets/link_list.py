"""What a risk or an action rests on: links to follow, and to take off."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from rai_desktop.gui.steps.step import words
from rai_desktop.gui.theme import give_icon
from rai_desktop.gui.widgets.elided_button import ElidedButton
from rai_desktop.i18n import _

Named = Sequence[tuple[str, str]]  # link, words


class LinkList(QWidget):
    """`followed(link)` and `removed(link)`; made anew only when the links or their words are others."""

    followed = Signal(str)
    removed = Signal(str)

    def __init__(self, nothing: str, *, removable: bool = True) -> None:
        super().__init__()
        self._removable = removable
        self._shown: list[tuple[str, str]] | None = None
        self.buttons: dict[str, ElidedButton] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self._nothing = words(nothing, "quiet")
        self._nothing.setVisible(bool(nothing))
        self._layout.addWidget(self._nothing)
        self._rows: list[QWidget] = []

    def show_links(self, named: Named) -> None:
        """Show these links."""
        if list(named) == self._shown:
            return
        self._shown = list(named)
        for row in self._rows:
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.buttons = {}
        self._rows = [self._row(link, text) for link, text in named]
        for row in self._rows:
            self._layout.addWidget(row)
        self._nothing.setVisible(not named and bool(self._nothing.text()))

    def _row(self, link: str, text: str) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        button = ElidedButton(text)
        button.clicked.connect(lambda: self.followed.emit(link))
        self.buttons[link] = button
        layout.addWidget(button, 1)
        if self._removable:
            removing = QToolButton()
            removing.setProperty("plain", True)
            removing.setAccessibleName(_("Take off: {what}").format(what=text))
            removing.setToolTip(_("Take this link off"))
            give_icon(removing, "close", "muted", 12)
            removing.clicked.connect(lambda: self.removed.emit(link))
            layout.addWidget(removing, 0, Qt.AlignmentFlag.AlignRight)
        return row
