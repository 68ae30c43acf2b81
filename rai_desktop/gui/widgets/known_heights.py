"""Draws the items of a list, and remembers how high their wrapped words are: measuring them is most of what laying out costs."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

_MOST = 2_000  # words that are remembered; a list of more has them measured anew


class KnownHeights(QStyledItemDelegate):
    """For items that have words alone; what is remembered holds for one font of its list. A bar to scroll with comes and goes as
    a list is narrowed, so heights of more than one width are remembered."""

    def __init__(self, listed: QListView) -> None:
        super().__init__(listed)
        self._list = listed
        self._font = ""
        self._known: dict[tuple[str, int], QSize] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as the words are drawn, asked once for the same words in the same width."""
        font = self._list.font().key()
        if font != self._font or len(self._known) > _MOST:
            self._font, self._known = font, {}
        key = str(index.data()), self._room(option)
        if key not in self._known:
            self._known[key] = super().sizeHint(self._within(option, index), index)
        return self._known[key]

    def _room(self, option: QStyleOptionViewItem) -> int:
        """The width that the item is drawn in: a list that is asked for a single item's place forgets its own spacing."""
        return option.rect.width() - 2 * max(0, self._list.spacing() - option.rect.x())

    def _within(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QStyleOptionViewItem:
        """As narrow as the words are drawn: Qt measures them in the item's whole width, forgets what the style sheet pads, and
        so cuts the last line off where it would not fit."""
        narrow = QStyleOptionViewItem(option)
        if option.rect.width() > 0:  # else nobody has said how wide the list is
            self.initStyleOption(narrow, index)
            narrow.rect.setWidth(self._room(option))
            inside = self._list.style().subElementRect(QStyle.SubElement.SE_ItemViewItemText, narrow, self._list)
            narrow = QStyleOptionViewItem(option)
            narrow.rect = option.rect.adjusted(0, 0, inside.width() - option.rect.width(), 0)
        return narrow
