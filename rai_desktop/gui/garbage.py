"""Collects garbage while nobody types: left to itself Python looks at all objects in the middle of a word, for a tenth of a
second where every questionnaire is loaded."""

import gc

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QWindow

REST_MS = 10_000  # since the last key or click
_SELDOM = 200  # middle collections before Python looks at everything by itself, for hands that never rest
_HANDS = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
                    QEvent.Type.TouchBegin, QEvent.Type.InputMethod})


class Garbage(QObject):
    """One for the program. Everything is looked through in a rest, or while another program is in front; what is left then
    is set apart (`gc.freeze`), so that a collection that Python begins by itself looks only at what is new."""

    def __init__(self, app: QGuiApplication) -> None:
        super().__init__(app)
        young, middle, _old = gc.get_threshold()
        gc.set_threshold(young, middle, _SELDOM)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.collect)
        app.focusWindowChanged.connect(self._watch)
        app.applicationStateChanged.connect(self._turn_away)
        if (window := app.focusWindow()) is not None:
            self._watch(window)

    def settle(self) -> None:
        """Much is new that will stay: set it apart now, which costs nothing, and look through it in the next rest."""
        gc.freeze()
        self._rest.start()

    def collect(self) -> None:
        """Look through everything, also what was set apart, and set apart what is left."""
        self._rest.stop()
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
