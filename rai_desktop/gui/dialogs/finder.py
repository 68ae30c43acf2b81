"""Find a command by a few letters of its name, and do it."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from rai_desktop.gui.arrow_keys import ArrowKeys
from rai_desktop.gui.dialogs.dialog import PlainDialog
from rai_desktop.gui.widgets.search_line import SearchLine
from rai_desktop.i18n import _

_ACTION = Qt.ItemDataRole.UserRole


class FinderDialog(PlainDialog):
    """Letters above, the commands that hold them below; Enter does the chosen one."""

    def __init__(self, actions: Iterable[QAction], parent: QWidget | None = None) -> None:
        super().__init__(_("Find a command"), parent, ems=32)
        self._actions = [each for each in actions if each.isEnabled()]
        self.field = SearchLine(_("A few letters of its name"), _("A few letters of the command's name"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Commands"))
        self.list.setWordWrap(True)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(self.field)
        self.body.addWidget(self.list, 1)
        self.closing.setAutoDefault(False)
        self.field.sought.connect(self._fill)
        self.field.returnPressed.connect(self._do)
        ArrowKeys(self.field, self.list)
        self.list.itemActivated.connect(lambda _item: self._do())
        self._fill("")
        self.field.setFocus()

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
