"""Collects garbage on the window's own thread, and all of it while nobody types.

Left to itself Python collects in whatever thread makes objects. A widget of ours that only a collection ends would then be
destroyed on a thread that is not the window's, which ends the program; and Python would look at all objects in the middle of
a word, for a tenth of a second where every questionnaire is loaded.
"""

import gc

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QWindow

REST_MS = 10_000  # since the last key or click
LOOK_MS = 100
_FEW = 700  # new objects, as Python has them, before they are looked at
_MANY = 10_000  # new objects that stayed, which to look at again would cost more than a millisecond or two
_SELDOM = 200  # times that so many were set apart before everything is looked at, for hands that never rest
_HANDS = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
                    QEvent.Type.TouchBegin, QEvent.Type.InputMethod})


class Garbage(QObject):
    """One for the program; from now on Python collects nothing by itself. Everything is looked through in a rest, or while
    another program is in front; what is left then is set apart (`gc.freeze`), so that what is looked at in between is new."""

    def __init__(self, app: QGuiApplication) -> None:
        super().__init__(app)
        self._stayed = self._apart = 0
        gc.disable()
        self._looking = QTimer(self, interval=LOOK_MS)
        self._looking.timeout.connect(self.look)
        self._looking.start()
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.collect)
        app.focusWindowChanged.connect(self._watch)
        app.applicationStateChanged.connect(self._turn_away)
        if (window := app.focusWindow()) is not None:
            self._watch(window)

    def look(self) -> None:
        """Collect what is new, as Python would have done meanwhile on any thread; what stayed is set apart before it is much."""
        new = gc.get_count()[0]
        if new > _FEW:
            self._stayed += new
            if self._stayed > _MANY:
                self.settle()
            else:
                gc.collect(0)

    def settle(self) -> None:
        """Set what is new apart, which costs nothing, and look through it in the next rest."""
        gc.freeze()
        self._stayed, self._apart = 0, self._apart + 1
        if self._apart > _SELDOM:
            self.collect()
        elif not self._rest.isActive():
            self._rest.start()

    def collect(self) -> None:
        """Look through everything, also what was set apart, and set apart what is left."""
        self._rest.stop()
        self._stayed = self._apart = 0
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A key or a click is the end of a rest."""
        if event.type() in _HANDS:
            self._rest.start()
        return super().eventFilter(watched, event)

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # again does no harm: a filter counts once

    def _turn_away(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationInactive:
            self.collect()
