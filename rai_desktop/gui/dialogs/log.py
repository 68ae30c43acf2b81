"""The log, as it is now: find, copy, save."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QPushButton, QWidget

from rai_desktop.gui.begin_at import begin_at
from rai_desktop.gui.dialogs.text import TextDialog
from rai_desktop.gui.ending import with_ending
from rai_desktop.gui.widgets.flow_row import FlowRow
from rai_desktop.i18n import _
from rai_desktop.log import memory
from rai_desktop.paths import log_dir

_EVERY_MS = 1000


class LogDialog(TextDialog):
    """Stays open beside the window and follows what happens."""

    def __init__(self, parent: QWidget | None = None) -> None:
        place = _("The log is kept in {path}.").format(path=log_dir())
        super().__init__(_("Log"), place, "", parent)
        self.setModal(False)
        self.body.insertLayout(1, self._finding())
        for before, after in ((self.find_field, self.finding), (self.finding, self.problems), (self.problems, self.text)):
            self.setTabOrder(before, after)
        self.saving = self.add_button(_("Save as …"))
        self.saving.clicked.connect(self._save)
        QShortcut(QKeySequence.StandardKey.Find, self, self.find_field.setFocus)
        self._shown: list[str] = []
        self._clock = QTimer(self)
        self._clock.timeout.connect(self.refresh)
        self._clock.start(_EVERY_MS)
        self.refresh()

    def refresh(self) -> None:
        """Show new lines; the view follows when it is at the end."""
        lines = [line for line in memory.lines if not self.problems.isChecked() or _is_problem(line)]
        if lines == self._shown:
            return
        bar = self.text.verticalScrollBar()
        follows = bar.value() >= bar.maximum() - 2
        self.text.setPlainText("\n".join(lines))
        self._shown = lines
        if follows:
            self.text.moveCursor(QTextCursor.MoveOperation.End)

    def find_next(self) -> None:
        """The next place with the words, from the top again after the last."""
        wanted = self.find_field.text()
        if wanted and not self.text.find(wanted):
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            self.text.find(wanted)

    def _finding(self) -> FlowRow:
        row = FlowRow()
        self.find_field = QLineEdit()
        self.find_field.setPlaceholderText(_("Find in the log"))
        self.find_field.setAccessibleName(_("Find in the log"))
        self.find_field.setClearButtonEnabled(True)
        self.find_field.returnPressed.connect(self.find_next)
        self.finding = find = QPushButton(_("Find next"))
        find.setAutoDefault(False)
        find.clicked.connect(self.find_next)
        self.problems = QCheckBox(_("Only warnings and errors"))
        self.problems.checkStateChanged.connect(lambda _state: self.refresh())
        row.add(self.find_field, 1)
        row.add(find)
        row.add(self.problems)
        return row

    def _save(self) -> None:
        start = begin_at(name="rai-desktop-log.txt")
        kind = _("Text (*.txt)")
        name, _kind = QFileDialog.getSaveFileName(self, _("Save the log"), start, kind)
        if name:
            with_ending(name, kind).write_text(self.text.toPlainText(), encoding="utf-8")


def _is_problem(line: str) -> bool:
    return any(f" {level} " in line for level in ("WARNING", "ERROR", "CRITICAL"))
