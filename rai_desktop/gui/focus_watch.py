"""Keeps the keyboard on a part of the window, and that part in sight."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from shiboken6 import isValid

from rai_desktop.gui.reading_order import parts_as_read


class FocusWatch(QObject):
    """Qt scrolls only to what is reached from within the same page, loses it when the page grows above it, and leaves the
    keyboard on nothing when the part that has it is deleted; all are mended here for every window of the program."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._within: list[QWidget] = []
        self._height = 0
        self._in_sight = self._whole = False
        self._place = 0
        QApplication.instance().focusChanged.connect(self._moved)  # type: ignore[union-attr]

    def _moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        QTimer.singleShot(0, self, self._bring_up if now is not None else self._find_again)  # once it is laid out
        if now is not None:
            self._within = _ancestors(now)
            self._height = now.mapToGlobal(QPoint()).y()

    def _bring_up(self) -> None:
        part: QWidget | None = QApplication.focusWidget()
        if part is None or QApplication.mouseButtons():  # what is pressed stays where it is
            return
        for area in _ancestors(part):
            if isinstance(area, QScrollArea) and (page := area.widget()) is not None and page.isAncestorOf(part):
                _bring_into(area, page, part)
                page.installEventFilter(self)  # again does no harm: a filter counts once
        self._in_sight = self._whole = True

    def _hold(self, page: QWidget) -> None:
        """Who scrolled until only a piece of the part is left goes on reading there, neither pushed away nor pulled back."""
        part: QWidget | None = QApplication.focusWidget()
        area = next((each for each in _ancestors(page) if isinstance(each, QScrollArea)), None)
        if part is not None and area is not None and page.isAncestorOf(part):
            bar = area.verticalScrollBar()
            bar.setValue(bar.value() + part.mapTo(area, QPoint()).y() - self._place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A page that grows or shrinks takes its part along, unless somebody had scrolled away from it."""
        if event.type() == QEvent.Type.Move and isinstance(watched, QWidget):
            self._note_sight(watched)
        elif event.type() == QEvent.Type.Resize and self._in_sight and isinstance(watched, QWidget):
            page = watched
            QTimer.singleShot(0, self, self._bring_up if self._whole else lambda: self._hold(page))  # once it is laid out
        return super().eventFilter(watched, event)

    def _note_sight(self, page: QWidget) -> None:
        part: QWidget | None = QApplication.focusWidget()
        area = next((each for each in _ancestors(page) if isinstance(each, QScrollArea)), None)
        seen = part.visibleRegion().boundingRect() if part is not None else QRect()
        self._in_sight = not seen.isEmpty()
        if part is not None and area is not None and page.isAncestorOf(part):
            self._whole = seen.height() >= min(part.height(), area.viewport().height())
            self._place = part.mapTo(area, QPoint()).y()

    def _find_again(self) -> None:
        """To what stands nearest to the part that is gone, within the smallest frame that has something left."""
        window: QWidget | None = QApplication.activeWindow()
        if window is None or QApplication.focusWidget() or QApplication.activePopupWidget():
            return
        for frame in [each for each in self._within if isValid(each) and each.isVisible() and each.window() is window]:
            left = [each for each in parts_as_read(frame) if each.isVisible() and each.isEnabled()
                    and each.focusPolicy() & Qt.FocusPolicy.TabFocus]  # words to be marked with the mouse show no focus
            if left:
                min(left, key=lambda each: abs(each.mapToGlobal(QPoint()).y() - self._height)).setFocus()
                return


def pass_keyboard(part: QWidget, heir: QWidget) -> None:
    """From a part that is about to be hidden, else Qt goes on to what comes after it, be that after the whole page."""
    now: QWidget | None = QApplication.focusWidget()
    if now is not None and (now is part or part.isAncestorOf(now)):
        heir.setFocus()


def _bring_into(area: QScrollArea, page: QWidget, part: QWidget) -> None:
    """All of it with a heading above, where there is room; else the line or cell of it that is being read."""
    beside, top = 3 * part.fontMetrics().lineSpacing(), part.mapTo(page, QPoint())
    if part.height() + 2 * beside > area.viewport().height():
        area.ensureWidgetVisible(part, 0, beside)
        return
    for height in (top.y() + part.height(), top.y()):
        area.ensureVisible(top.x(), height, 0, beside)


def _ancestors(part: QWidget) -> list[QWidget]:
    found, each = [], part.parentWidget()
    while each is not None:
        found.append(each)
        each = each.parentWidget()
    return found
