"""F6 and Shift+F6 lead round the parts of the window: the steps, the page, the footer."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from rai_desktop.gui.reading_order import parts_as_read


class Regions(QObject):
    """Comes back to where the keyboard last was in a part, while that is still in sight."""

    def __init__(self, window: QWidget, regions: list[QWidget]) -> None:
        super().__init__(window)
        self._regions = regions
        self._left: dict[QWidget, QWidget] = {}
        QApplication.instance().focusChanged.connect(self._moved)  # type: ignore[union-attr]

    def go(self, step: int) -> None:
        """To the next part (1) or the one before (-1) that has a place for the keyboard; round at both ends."""
        here = self._holding(QApplication.focusWidget())
        at = self._regions.index(here) if here is not None else -1 if step > 0 else 0
        for turn in range(1, len(self._regions) + 1):
            place = self._place_in(self._regions[(at + step * turn) % len(self._regions)])
            if place is not None:
                place.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def _moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        region = self._holding(now)
        if region is not None and now is not None:
            self._left[region] = now

    def _holding(self, part: QWidget | None) -> QWidget | None:
        return next((each for each in self._regions if part is not None and each.isAncestorOf(part)), None)

    def _place_in(self, region: QWidget) -> QWidget | None:
        left = self._left.get(region)
        if left is not None and isValid(left) and _takes_keyboard(left):
            return left
        return next((each for each in parts_as_read(region) if each.focusPolicy() & Qt.FocusPolicy.TabFocus
                     and _takes_keyboard(each)), None)


def _takes_keyboard(part: QWidget) -> bool:
    return part.isVisible() and part.isEnabled()
