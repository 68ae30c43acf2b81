"""Find a command by a few letters of its name, and do it."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from rai_desktop.gui.dialogs.dialog import PlainDialog
from rai_desktop.i18n import _

_ACTION = Qt.ItemDataRole.UserRole


class FinderDialog(PlainDialog):
    """Letters above, the commands that hold them below; Enter does the chosen one."""

    def __init__(self, actions: Iterable[QAction], parent: QWidget | None = None) -> None:
        super().__init__(_("Find a command"), parent, ems=32)
        self._actions = [each for each in actions if each.isEnabled()]
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("A few letters of its name"))
        self.field.setAccessibleName(_("A few letters of the command's name"))
        self.field.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Commands"))
        self.body.addWidget(self.field)
        self.body.addWidget(self.list, 1)
        self.closing.setAutoDefault(False)
        self.field.textChanged.connect(self._fill)
        self.field.returnPressed.connect(self._do)
        self.field.installEventFilter(self)
        self.list.itemActivated.connect(lambda _item: self._do())
        self._fill("")
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down choose in the list while letters are typed."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self.field:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if step is not None and self.list.count():
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
        return super().eventFilter(watched, event)

    def _fill(self, letters: str) -> None:
        self.list.clear()
        for action in self._actions:
            words = action.text().replace("&", "")
            if all(part in words.lower() for part in letters.lower().split()):
                keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
                item = QListWidgetItem(f"{words}   ({keys})" if keys else words)
                item.setData(_ACTION, action)
                self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _do(self) -> None:
        item: QListWidgetItem | None = self.list.currentItem()
        if item is not None:
            action: QAction = item.data(_ACTION)
            self.accept()
            action.trigger()
