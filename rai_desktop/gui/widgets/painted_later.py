"""Puts off what is painted of a view, and paints it in small steps out of sight: a key waits for its new rows or for a step of
their painting, never for all of it, and what is seen changes once."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QRegion
from PySide6.QtWidgets import QAbstractItemView, QWidget
from shiboken6 import isValid

from rai_desktop.gui.later import go_on

_MOMENT_MS = 40
_EVERY_MS = 10  # between two turns what waits is heard
_AT_ONCE_S = 0.002
_LINES = 3  # of text, as high as what is painted at once
_ROUND = 8  # pixels at the corners, where the frame shows what is behind it
_NO_GROUND = QWidget.RenderFlag(0)
_QUIET = {  # of a view and what shows its rows; whatever else happens to them may change how they look
    QEvent.Type.Paint, QEvent.Type.Timer, QEvent.Type.MetaCall, QEvent.Type.LayoutRequest, QEvent.Type.UpdateRequest,
    QEvent.Type.UpdateLater, QEvent.Type.ToolTip, QEvent.Type.DynamicPropertyChange,
}


class PaintedLater(QTimer):
    """Belongs to its view, which has its model; `wait` is called before its rows change."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view, singleShot=True)
        self._view = view
        self._steps: Iterator[None] | None = None
        self._picture: QPixmap | None = None  # whole, and to be shown at the next painting
        self._drawing = False
        self.timeout.connect(self._go_on)
        for shown in (view, view.viewport()):
            shown.installEventFilter(self)
        self._hear_changes()

    def _hear_changes(self) -> None:
        model, chosen = self._view.model(), self._view.selectionModel()
        bars = self._view.verticalScrollBar(), self._view.horizontalScrollBar()
        for told in (model.dataChanged, model.layoutChanged, model.modelReset, model.rowsInserted, model.rowsRemoved,
                     chosen.selectionChanged, chosen.currentChanged, *(bar.valueChanged for bar in bars)):
            told.connect(self._spoil)

    def wait(self) -> None:
        """As it is painted now it stays for a moment."""
        self._drawing, self._picture = False, None
        self._steps = self._draw()
        self._view.setUpdatesEnabled(False)
        self.start(_MOMENT_MS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The first painting shows the picture; a hand on the list, another size, other colours make it wrong."""
        if event.type() not in _QUIET:
            self._spoil()
        elif self._picture is not None and isinstance(event, QPaintEvent) and watched is self._view.viewport():
            return self._show(self._picture, event.region())
        return False

    def _show(self, picture: QPixmap, region: QRegion) -> bool:
        self._picture = None
        painter = QPainter(self._view.viewport())
        painter.setClipRegion(region)
        painter.drawPixmap(0, 0, picture)
        painter.end()
        return True

    def _go_on(self) -> None:
        if self._steps is not None and go_on(self._steps, _AT_ONCE_S):
            self.start(_EVERY_MS)

    def _draw(self) -> Iterator[None]:
        self._view.executeDelayedItemsLayout()
        yield
        self._drawing = True
        port = self._view.viewport()
        picture = QPixmap(port.size() * port.devicePixelRatio())
        picture.setDevicePixelRatio(port.devicePixelRatio())
        picture.fill(Qt.GlobalColor.transparent)
        whole, corners = port.visibleRegion().boundingRect(), _corners(port.rect())
        for band in _bands(whole, self._view.fontMetrics().lineSpacing() * _LINES):
            _render(port, picture, QRegion(band) - corners, QWidget.RenderFlag.DrawWindowBackground)
            yield
        _render(port, picture, corners & QRegion(whole), _NO_GROUND)
        yield
        self._picture = picture
        self._end()

    def _spoil(self, *_what: object) -> None:
        """What is drawn so far is no longer how it looks: it is painted as any view is."""
        self._picture = None
        if self._drawing and isValid(self._view):  # a view that is being deleted is not to be painted
            self._end()

    def _end(self) -> None:
        self.stop()
        self._drawing, self._steps = False, None
        self._view.setUpdatesEnabled(True)


def _bands(whole: QRect, high: int) -> Iterator[QRect]:
    for top in range(whole.top(), whole.bottom() + 1, high):
        yield QRect(whole.left(), top, whole.width(), min(high, whole.bottom() + 1 - top))


def _corners(whole: QRect) -> QRegion:
    small = QRect(whole.topLeft(), QSize(_ROUND, _ROUND))
    across, down = whole.width() - _ROUND, whole.height() - _ROUND
    return QRegion(small) + small.translated(across, 0) + small.translated(0, down) + small.translated(across, down)


def _render(port: QWidget, picture: QPixmap, region: QRegion, ground: QWidget.RenderFlag) -> None:
    if not region.isEmpty():
        port.render(picture, region.boundingRect().topLeft(), region, ground | QWidget.RenderFlag.DrawChildren)
