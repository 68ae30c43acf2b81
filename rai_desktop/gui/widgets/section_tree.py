"""Questionnaires and their sections with how far each is; only what has changed is written anew."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTreeWidget, QTreeWidgetItem

from rai_desktop.gui.rail import SHAPES, state_words
from rai_desktop.gui.steps.step import Done
from rai_desktop.gui.theme import themed_icon
from rai_desktop.gui.tips import plain_tip
from rai_desktop.i18n import _, ngettext
from rai_desktop.questionnaire.flow import SectionProgress
from rai_desktop.questionnaire.question import Pack
from rai_desktop.questionnaire.standing import Asked

_PLACE, _MARK = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_CELL_PAD, _MARK_PAD, _TALLEST = 16, 6, 1 << 15  # beside a cell's text, as the style sheet has it
Listed = Sequence[tuple[Pack, list[Asked]]]


class _Lines(QStyledItemDelegate):
    """As high as the title's lines at the width there is; a tree wraps its words, and by itself makes no room for them. A
    mark for how far a section is stands before its lines, as in the rail."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Drawn in today's colours."""
        super().initStyleOption(option, index)
        if mark := index.data(_MARK):
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
            option.icon = themed_icon(*SHAPES[Done(mark)])
            option.decorationSize = QSize(_mark_side(option), _mark_side(option))

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Qt's own for one line, and more for more."""
        hint, tree = super().sizeHint(option, index), self.parent()
        if not isinstance(tree, QTreeWidget):
            return hint
        self.initStyleOption(option, index)
        metrics = QFontMetrics(option.font)
        inset = tree.indentation() + _mark_side(option) + _MARK_PAD if index.parent().isValid() else 0
        room = QRect(0, 0, max(tree.columnWidth(0) - inset - _CELL_PAD - metrics.averageCharWidth(), 1), _TALLEST)
        lines = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, option.text).height()
        return QSize(hint.width(), metrics.height() + _CELL_PAD // 2 + max(0, lines - metrics.height()))


def _mark_side(option: QStyleOptionViewItem) -> int:
    return round(QFontMetrics(option.font).ascent())


class SectionTree(QTreeWidget):
    """`chosen(pack, section)` when the analyst goes to another section."""

    chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._filling = False
        self.packs: list[str] = []
        self._order: list[tuple[str, str]] = []
        self._items: dict[tuple[str, str], QTreeWidgetItem] = {}
        self._shown: dict[tuple[str, str], object] = {}
        self.setAccessibleName(_("Sections of the questionnaires"))
        self.setHeaderHidden(True)
        self.setColumnCount(2)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        # one that fits its contents by itself would measure all lines at every word that is written
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        self.setRootIsDecorated(False)
        self.setWordWrap(True)
        self.setItemDelegateForColumn(0, _Lines(self))
        self.header().sectionResized.connect(self.scheduleDelayedItemsLayout)
        self.setIndentation(10)
        self.currentItemChanged.connect(self._current_changed)

    def show_packs(self, listed: Listed) -> None:
        """Show how far each section is; the tree is built anew only when sections come or go."""
        order = [(pack.id, each.section.id) for pack, sections in listed for each in sections]
        heads = [(pack.id, "") for pack, _sections in listed]
        self.packs = [pack.id for pack, _sections in listed]
        if [*heads, *order] != self._order:
            self._order = [*heads, *order]
            self._build(listed)
        for pack, sections in listed:
            self._write(pack, sections)
        self.resizeColumnToContents(1)

    def _write(self, pack: Pack, sections: list[Asked]) -> None:
        self._write_head(pack, sections)
        for each in sections:
            if self._shown.get((pack.id, each.section.id)) is not each:
                self._shown[pack.id, each.section.id] = each
                _write(self._items[pack.id, each.section.id], each.progress)

    def mark(self, pack: str, section: str) -> None:
        """Show which section is in sight."""
        item = self._items.get((pack, section))
        if item is not None and item is not self.currentItem():
            self._filling = True
            self.setCurrentItem(item)
            self._filling = False

    def changeEvent(self, event: QEvent) -> None:
        """Larger text needs more room for the counts."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.resizeColumnToContents(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A suggestion below takes some of its room: the section in sight stays in sight here too."""
        super().resizeEvent(event)
        self._show_current()

    def _show_current(self) -> None:
        item: QTreeWidgetItem | None = self.currentItem()
        if item is not None:
            self.scrollToItem(item)

    def _build(self, listed: Listed) -> None:
        self._filling = True
        self.clear()
        self._items.clear()
        self._shown.clear()
        for pack, sections in listed:
            top = QTreeWidgetItem([pack.title])
            top.setFlags(Qt.ItemFlag.ItemIsEnabled)
            font = top.font(0)
            font.setBold(True)
            top.setFont(0, font)
            top.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._items[pack.id, ""] = top
            for each in sections:
                item = QTreeWidgetItem()
                item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                item.setData(0, _PLACE, (pack.id, each.section.id))
                self._items[pack.id, each.section.id] = item
                top.addChild(item)
            self._write(pack, sections)  # before the tree has them: it measures its columns at every word
            self.addTopLevelItem(top)
        self.expandAll()
        self._filling = False

    def _write_head(self, pack: Pack, sections: list[Asked]) -> None:
        key = tuple(id(each) for each in sections)
        if self._shown.get((pack.id, "")) != key:
            self._shown[pack.id, ""] = key
            found = [each.progress for each in sections]
            asked, answered = sum(each.asked for each in found), sum(each.answered for each in found)
            item = self._items[pack.id, ""]
            item.setText(1, f"{answered}/{asked}" if asked else "–")
            item.setToolTip(0, plain_tip("\n".join([pack.title, saving(answered, asked, sum(each.shared for each in found))])))

    def _current_changed(self, item: QTreeWidgetItem | None, _before: object) -> None:
        if not self._filling and item is not None and (place := item.data(0, _PLACE)):
            self.chosen.emit(*place)


def saving(answered: int, asked: int, shared: int) -> str:
    """How much of a questionnaire is answered, and how much of that elsewhere."""
    words = ngettext("{answered} of {n} question already answered", "{answered} of {n} questions already answered",
                     asked).format(answered=answered, n=asked)
    if not shared:
        return words
    elsewhere = ngettext("{n} of them in another questionnaire", "{n} of them in other questionnaires", shared)
    return _("{saving}, {elsewhere}").format(saving=words, elsewhere=elsewhere.format(n=shared))


def _write(item: QTreeWidgetItem, each: SectionProgress) -> None:
    mark = Done.DONE if each.done else Done.STARTED if each.answered or each.carried else Done.TODO
    item.setText(0, each.title)
    item.setData(0, _MARK, mark.value)
    item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{each.title}: {state_words(mark)}")
    item.setText(1, f"{each.answered}/{each.asked}")
    lines = [each.title]
    if each.missing:
        lines.append(_("{missing} still needed").format(missing=each.missing))
    if each.carried:
        lines.append(ngettext("{n} to confirm", "{n} to confirm", each.carried).format(n=each.carried))
    if each.shared:
        lines.append(ngettext("{n} answered in another questionnaire", "{n} answered in other questionnaires",
                              each.shared).format(n=each.shared))
    item.setToolTip(0, plain_tip("\n".join(lines)))
