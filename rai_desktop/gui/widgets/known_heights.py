"""Draws the items of a list, and remembers how high their wrapped words are: measuring them is most of what laying out costs."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

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
        """As the style has it, asked once for the same words in the same width."""
        font = self._list.font().key()
        if font != self._font or len(self._known) > _MOST:
            self._font, self._known = font, {}
        key = str(index.data()), option.rect.width()
        if key not in self._known:
            self._known[key] = super().sizeHint(option, index)
        return self._known[key]
