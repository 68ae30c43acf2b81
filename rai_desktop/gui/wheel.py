"""The mouse wheel moves the page and never an answer: a choice or a number under the pointer stays as it is."""

from PySide6.QtCore import QEvent, QObject, QPointF
from PySide6.QtGui import QWheelEvent, QWindow
from PySide6.QtWidgets import QAbstractScrollArea, QAbstractSpinBox, QApplication, QComboBox, QSlider, QWidget

_KEPT = (QComboBox, QAbstractSpinBox, QSlider)


class Wheel(QObject):
    """Listens to the windows, not to the fields: one filter for every field of today and of pages that come later.

    A list that has dropped down is a window of its own, and the wheel goes through it as ever.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        QApplication.instance().focusWindowChanged.connect(self._watch)  # type: ignore[union-attr]
        self._watch(QApplication.focusWindow())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Over such a field the wheel turns what the field stands in."""
        if event.type() != QEvent.Type.Wheel or not isinstance(event, QWheelEvent):
            return False
        field = _field_at(event)
        if field is None:
            return False
        if (area := _movable_around(field)) is not None:
            QApplication.sendEvent(area.viewport(), _over(area.viewport(), event))
        event.accept()
        return True

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # again does no harm: a filter counts once


def _field_at(event: QWheelEvent) -> QWidget | None:
    widget = QApplication.widgetAt(event.globalPosition().toPoint())
    while widget is not None and not isinstance(widget, _KEPT):
        widget = None if widget.isWindow() else widget.parentWidget()
    return widget


def _movable_around(field: QWidget) -> QAbstractScrollArea | None:
    """The nearest that has more to show above or below: a table of two rows is passed over for the page around it."""
    parent = field.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractScrollArea) and parent.verticalScrollBar().maximum() > 0:
            return parent
        parent = None if parent.isWindow() else parent.parentWidget()
    return None


def _over(viewport: QWidget, event: QWheelEvent) -> QWheelEvent:
    here = QPointF(viewport.mapFromGlobal(event.globalPosition()))
    return QWheelEvent(here, event.globalPosition(), event.pixelDelta(), event.angleDelta(), event.buttons(),
                       event.modifiers(), event.phase(), event.inverted(), event.source())
