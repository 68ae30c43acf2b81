"""Pages of which one is in sight: it alone says how large they want to be."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget


class Pages(QStackedWidget):
    """Qt asks every page, seen or not, for its size and its height at each width; that took longer than the page in sight itself.
    Each page scrolls, so the window need not be as large as the largest of them."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """As large as the page in sight would be."""
        page = self.currentWidget()
        return page.sizeHint() if page else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """No smaller than the page in sight can be."""
        page = self.currentWidget()
        return page.minimumSizeHint() if page else super().minimumSizeHint()

    def hasHeightForWidth(self) -> bool:
        """It takes the height that is left. Qt would go past this class to its layout, which asks every page."""
        return False
