"""Choose what a risk or an action is linked to, by a few letters of its words."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from rai_desktop.gui.arrow_keys import ArrowKeys
from rai_desktop.gui.dialogs.dialog import PlainDialog
from rai_desktop.gui.later import Later
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.known_heights import KnownHeights
from rai_desktop.gui.widgets.painted_later import PaintedLater
from rai_desktop.gui.widgets.search_line import SearchLine
from rai_desktop.i18n import _, ngettext

_LINK = Qt.ItemDataRole.UserRole
MOST = 60
_AT_ONCE = 12  # as many as are in sight; a key does not wait for the others


class LinkingDialog(PlainDialog):
    """Letters above, what holds them below; Enter links the chosen one."""

    def __init__(self, places: Sequence[tuple[str, str]], take: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(_("Link"), parent, heading=_("What is it linked to?"), ems=40)
        self._places = [(link, text, text.casefold()) for link, text in places]
        self._take = take
        self.field = SearchLine(_("A few letters: a word of a finding, a question, the number of an article"),
                                _("A few letters of what to link"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("What can be linked"))
        self.list.setWordWrap(True)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(KnownHeights(self.list))
        self._painted_later = PaintedLater(self.list)
        self._later = Later()
        self._later.setParent(self)  # and ends with it
        self.more = words("", "quiet")
        for part in (self.field, self.list, self.more):
            self.body.addWidget(part)
        self.link = self.add_button(_("Link"))
        self.link.setProperty("primary", True)
        self.link.setDefault(True)
        self.link.clicked.connect(self._do)
        self.closing.setAutoDefault(False)
        self.field.sought.connect(self._fill)
        ArrowKeys(self.field, self.list)
        self.list.itemActivated.connect(lambda _item: self._do())
        self._fill("")
        self.field.setFocus()

    def _fill(self, letters: str) -> None:
        parts = letters.casefold().split()
        found = [(link, text) for link, text, low in self._places if all(part in low for part in parts)]
        self._painted_later.wait()
        self.list.clear()
        self._add(found[:_AT_ONCE])
        self._later.do("the others", partial(self._add_others, found[_AT_ONCE:MOST], len(found)))
        self.list.setCurrentRow(0 if found else -1)
        self.link.setEnabled(bool(found))

    def _add(self, places: Sequence[tuple[str, str]]) -> None:
        for link, text in places:
            item = QListWidgetItem(text)
            item.setData(_LINK, link)
            self.list.addItem(item)

    def _add_others(self, places: Sequence[tuple[str, str]], found: int) -> Iterator[None]:
        for first in range(0, len(places), _AT_ONCE):
            yield
            self._add(places[first:first + _AT_ONCE])
        yield
        left = found - MOST
        self.more.setText(ngettext("{n} more; type some letters.", "{n} more; type some letters.", left).format(n=left)
                          if left > 0 else "" if found else _("Nothing has these letters."))

    def _do(self) -> None:
        item: QListWidgetItem | None = self.list.currentItem()
        if item is not None:
            link = str(item.data(_LINK))
            self.accept()
            self._take(link)
