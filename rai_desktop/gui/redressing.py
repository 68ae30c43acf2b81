"""Puts a new style sheet on the program: what is in sight at once, the rest piece by piece or when it is shown.

Given a sheet, `QApplication.setStyleSheet` dresses every widget as often as it has widgets around it, one after the other,
which takes seconds (QStyleSheetStyle::repolish in Qt 6 walks down from each). It also walks over plain pointers: a handler of
StyleChange that lets go of a widget leaves it one to nothing. Here each is dressed once, and looked at before.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from rai_desktop.gui.one_font import keep_one_font

_PIECE_S = 0.008  # at once, of what is not in sight
_EVERY_MS = 15


class Redressing(QObject):
    """One for the program."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._waiting: dict[QWidget, None] = {}  # in the order in which they are dressed; a parent comes before its children
        self._turn = QTimer(self, interval=_EVERY_MS)
        self._turn.timeout.connect(self._dress_piece)

    def put_on(self, sheet: str) -> None:
        """Widgets in sight wear it when this returns. Whoever calls it holds all widgets until then."""
        if not self._app.styleSheet():  # the first one: nothing is in sight yet
            self._app.setStyleSheet(sheet)
            keep_one_font(self._app)
            return
        self._app.style().unpolish(self._app)  # forgets what was worked out for each, so that setting walks over none
        self._app.setStyleSheet(sheet)
        keep_one_font(self._app)
        self._waiting.clear()
        for window in self._app.topLevelWidgets():
            if isValid(window):
                self._dress_tree(window)
        self._turn.start()

    @contextmanager
    def undressed(self) -> Iterator[None]:
        """For building a window: under a sheet, Qt dresses all of a part anew with each parent it is given, five levels deep
        five times. What is built here is dressed once, at the end."""
        sheet = self._app.styleSheet()
        self._app.setStyleSheet("")
        keep_one_font(self._app)
        try:
            yield
        finally:
            self._app.setStyleSheet(sheet)
            keep_one_font(self._app)

    @property
    def waiting(self) -> int:
        """How many widgets are still to be dressed."""
        return len(self._waiting)

    def finish(self) -> None:
        """Dress all of the rest now."""
        while self._waiting:
            self._dress(next(iter(self._waiting)))
        self._turn.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What comes into sight is dressed before it is painted, with what it may show next."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
            for part in [each for each in self._waiting if isValid(each) and (each is watched or watched.isAncestorOf(each))]:
                self._dress(part)
        return False

    def _dress_tree(self, window: QWidget) -> None:
        """All that is in sight of a window; its hidden parts wait."""
        for part, hidden in list(_walk(window, hidden=window.isHidden())):
            self._waiting[part] = None
            if not hidden:
                self._dress(part)
            elif isValid(part) and part.isHidden():
                part.installEventFilter(self)

    def _dress(self, part: QWidget) -> None:
        """Whatever is left of it: a handler of another may have taken it away."""
        self._waiting.pop(part, None)
        if isValid(part):
            part.removeEventFilter(self)
            _dress(part)

    def _dress_piece(self) -> None:
        """Some of the rest."""
        end = time.perf_counter() + _PIECE_S
        while self._waiting and time.perf_counter() < end:
            self._dress(next(iter(self._waiting)))
        if not self._waiting:
            self._turn.stop()


def _walk(part: QWidget, *, hidden: bool) -> Iterator[tuple[QWidget, bool]]:
    """It and all within, parents first, and whether it is out of sight; windows within are told of by themselves."""
    yield part, hidden
    for child in part.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if not child.isWindow():
            yield from _walk(child, hidden=hidden or child.isHidden())


def _arranges(part: QWidget) -> bool:
    """Whether our own code arranges it by its size, as so many letters, which may have grown while the size did not."""
    return any("resizeEvent" in vars(each) for each in type(part).__mro__ if each.__module__.startswith("rai_desktop"))


def _dress(part: QWidget) -> None:
    """What was never shown is dressed by Qt when it is."""
    from rai_desktop.gui.theme import show_icon

    if part.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        part.style().polish(part)
        QCoreApplication.sendEvent(part, QEvent(QEvent.Type.StyleChange))
        if isValid(part) and _arranges(part):
            QCoreApplication.sendEvent(part, QResizeEvent(part.size(), part.size()))
    if isValid(part):
        show_icon(part)
