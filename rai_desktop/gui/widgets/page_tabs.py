"""Tabs as tall as the page in sight: those behind it may be longer, and one would scroll into nothing."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStyle, QStyleOptionTabWidgetFrame, QTabWidget


class PageTabs(QTabWidget):
    """For a page that scrolls as a whole; without tabs it is as any other."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(lambda _place: self.updateGeometry())

    def hasHeightForWidth(self) -> bool:
        """Words that wrap are taller where it is narrow."""
        return self.currentWidget().hasHeightForWidth() if self.count() else super().hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        """That of the page in sight, below the row of tabs; in pixels."""
        return self._below_tabs(self.currentWidget().heightForWidth(width)) if self.count() else super().heightForWidth(width)

    def sizeHint(self) -> QSize:
        """As tall as the page in sight would be."""
        hint = super().sizeHint()
        return QSize(hint.width(), self._below_tabs(self.currentWidget().sizeHint().height())) if self.count() else hint

    def minimumSizeHint(self) -> QSize:
        """No page is pushed together, but only that in sight takes room."""
        hint = super().minimumSizeHint()
        return QSize(hint.width(), self._below_tabs(self.currentWidget().minimumSizeHint().height())) if self.count() else hint

    def _below_tabs(self, height: int) -> int:
        option = QStyleOptionTabWidgetFrame()
        self.initStyleOption(option)
        within = QSize(0, self.tabBar().sizeHint().height() + max(height, 0))
        return self.style().sizeFromContents(QStyle.ContentsType.CT_TabWidget, option, within, self).height()
