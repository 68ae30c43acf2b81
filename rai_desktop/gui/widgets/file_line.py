"""A chosen file: its name, facts about it, its folder, and a button to choose another."""

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QPushButton, QToolButton, QVBoxLayout, QWidget

from rai_desktop.gui.begin_at import begin_at, took
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.theme import give_icon, give_look
from rai_desktop.gui.tips import plain_tip
from rai_desktop.gui.widgets.flow_row import FlowRow
from rai_desktop.gui.widgets.told_lines import breakable
from rai_desktop.i18n import _
from rai_desktop.paths import name_of


class FileLine(QWidget):
    """`chosen(path)` when the analyst picks a file, `removed` when there is to be none; `main` is coloured while it is empty."""

    chosen = Signal(str)
    removed = Signal()

    def __init__(self, verb: str, question: str, kinds: str, *, can_remove: bool = False, main: bool = True) -> None:
        super().__init__()
        self._question, self._kinds, self._path = question, kinds, ""
        row = FlowRow()
        self.setLayout(row)
        told = QWidget()
        column = QVBoxLayout(told)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self._name = words("", "strong", selectable=True)
        self._facts = words("", "small", selectable=True)
        column.addWidget(self._name)
        column.addWidget(self._facts)
        row.add(told, 1)
        self.folder = QToolButton()
        self.folder.setProperty("plain", True)
        self.folder.setToolTip(_("Show in its folder"))
        give_icon(self.folder, "folder", "muted")
        self.folder.clicked.connect(self._show_folder)
        row.add(self.folder)
        self.removing = QPushButton(_("Remove"))
        self.removing.setProperty("plain", True)
        self.removing.clicked.connect(self.removed)
        self._can_remove, self._main = can_remove, main
        row.add(self.removing)
        self.choosing = QPushButton(verb)
        self.choosing.clicked.connect(self._choose)
        row.add(self.choosing)
        self.show_file("", "")

    def show_file(self, path: str, facts: str, nothing: str = "") -> None:
        """Name and facts of a file; `nothing` is said when there is none."""
        self._path = path
        name = name_of(path)
        self._name.setText(breakable(name) if path else nothing)
        self._name.setToolTip(plain_tip(path))
        self._facts.setText(breakable(facts))
        self._facts.setVisible(bool(facts))
        self.folder.setAccessibleName(_("Show {what} in its folder").format(what=name))
        self.removing.setAccessibleName(_("Remove: {what}").format(what=name))
        self.folder.setVisible(bool(path))
        self.removing.setVisible(self._can_remove and bool(path))
        give_look(self.choosing, "primary", self._main and not path)

    def _choose(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(self, self._question, begin_at(self._path), self._kinds)
        if name:
            took(name)
            self.chosen.emit(name)

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(self._path).parent)))
