"""Find a command by a few letters of its name, and do it; without letters, all of them under headings, the latest first."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from rai_desktop.gui.arrow_keys import ArrowKeys
from rai_desktop.gui.dialogs.dialog import PlainDialog
from rai_desktop.gui.findable import Findable
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.search_line import SearchLine
from rai_desktop.i18n import _

_ENTRY = Qt.ItemDataRole.UserRole
_RECENT, _ROWS = 5, 14


class FinderDialog(PlainDialog):
    """Letters above, the commands that hold them below; Enter does the chosen one. `remember` gets the ids that were used
    last, the newest first."""

    def __init__(self, listed: Sequence[Findable], recent: Sequence[str], remember: Callable[[list[str]], object],
                 parent: QWidget | None = None) -> None:
        super().__init__(_("Find a command"), parent, ems=36)
        self._listed, self._recent, self._remember = listed, list(recent), remember
        self.field = SearchLine(_("A few letters of its name"), _("A few letters of the command's name"))
        self.list = _Commands()
        self.nothing = words(_("No command has these letters in its name."), "quiet")
        self.body.addWidget(self.field)
        self.body.addWidget(self.nothing)
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
        parts = letters.casefold().split()
        known = {each.id: each for each in self._listed}
        recent = [known[id_] for id_ in self._recent if id_ in known and not known[id_].not_now]
        if parts:
            self._add([each for each in self._listed if _fits(each, parts)])
        else:
            self._add_group(_("Used last"), recent)
            for group in dict.fromkeys(each.group for each in self._listed):
                self._add_group(group, [each for each in self._listed if each.group == group and each not in recent])
        self.nothing.setVisible(not self.list.count())
        self.list.setVisible(bool(self.list.count()))
        first = next((row for row in range(self.list.count()) if self._entry(row)), -1)
        self.list.setCurrentRow(first)

    def _add_group(self, title: str, entries: Sequence[Findable]) -> None:
        if entries:
            head = QListWidgetItem(title)
            font = self.list.font()
            font.setBold(True)
            head.setFont(font)
            head.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(head)
            self._add(entries)

    def _add(self, entries: Sequence[Findable]) -> None:
        for each in entries:
            item = QListWidgetItem(_told(each))
            item.setData(_ENTRY, each.id)
            if each.not_now:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)

    def _entry(self, row: int) -> Findable | None:
        item: QListWidgetItem | None = self.list.item(row)
        if item is None or not item.flags():
            return None
        return next((each for each in self._listed if each.id == item.data(_ENTRY)), None)

    def _do(self) -> None:
        if entry := self._entry(self.list.currentRow()):
            self._remember([entry.id, *(id_ for id_ in self._recent if id_ != entry.id)][:_RECENT])
            self.accept()
            entry.do()


class _Commands(QListWidget):
    """Tall enough for a good part of them."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Commands"))
        self.setWordWrap(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def sizeHint(self) -> QSize:
        """So many rows, where the screen has the room."""
        return QSize(super().sizeHint().width(), round(self.fontMetrics().height() * 1.5) * _ROWS)

    def showEvent(self, event: QShowEvent) -> None:
        """From the top."""
        super().showEvent(event)
        self.scrollToTop()


def _fits(each: Findable, parts: list[str]) -> bool:
    words = f"{each.group} {each.words}".casefold()
    return all(part in words for part in parts)


def _told(each: Findable) -> str:
    said = f"{each.words}   ({each.keys})" if each.keys else each.words
    return f"{said}   – {each.not_now}" if each.not_now else said
