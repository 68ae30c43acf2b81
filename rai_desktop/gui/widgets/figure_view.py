"""A chart on screen: drawn off the window's thread at the width it has, with numbers under the pointer."""

import atexit
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QHelpEvent, QHideEvent, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolTip, QWidget

from rai_desktop.findings.measurement import Chart
from rai_desktop.gui.elsewhere import elsewhere
from rai_desktop.gui.tips import plain_tip
from rai_desktop.i18n import _
from rai_desktop.log import log

Spot = tuple[float, float, float, float, str]
Drawn = tuple[QImage, list[Spot], float, int]

_drawer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="draw")
atexit.register(_drawer.shutdown, wait=False, cancel_futures=True)
_WIDEST = 1100  # logical pixels; wider pictures only stretch their white
_NOTHING = (0, "", 0.0)


class FigureView(QWidget):
    """Draws when it is first seen, and again when its width or the theme changes."""

    def __init__(self, chart: Chart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart = chart
        self._image: QImage | None = None
        self._spots: list[Spot] = []
        self._asked = _NOTHING
        self._awaited: list[bool] = []  # empty once nobody waits for the picture that was asked for
        self.setAccessibleName(chart.question or chart.title)
        self.setAccessibleDescription(chart.note)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(60)
        self._later.timeout.connect(self._ask)
        self.setFixedHeight(280)

    @property
    def ready(self) -> bool:
        """Whether the picture is there."""
        return self._image is not None

    def sizeHint(self) -> QSize:
        """Wide enough to read."""
        return QSize(640, 280)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw anew at the new width, once it has settled."""
        super().resizeEvent(event)
        self._later.start()

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew in another theme."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.StyleChange}:
            self._later.start()

    def _ask(self) -> None:
        wanted = (self.width(), self._look(), self.devicePixelRatioF())
        if not self.isVisible() or wanted == self._asked or wanted[0] < 80:
            return
        self._asked, self._awaited = wanted, [True]
        elsewhere(self, partial(_draw, self._awaited, self.chart, *wanted), self._take, log.error, on=_drawer)

    def _look(self) -> str:
        return "dark" if self.palette().window().color().lightness() < 128 else "light"

    def _take(self, drawn: Drawn | None) -> None:
        if drawn is None or drawn[3] != self._asked[0]:
            return
        self._awaited = []
        image, spots, scale, _width = drawn
        image.setDevicePixelRatio(scale)
        self._image, self._spots = image, spots
        self.setFixedHeight(round(image.height() / scale))
        self.update()

    def showEvent(self, event: object) -> None:
        """Draw when first seen."""
        self._later.start(0)

    def hideEvent(self, event: QHideEvent) -> None:
        """What still waits to be drawn is not drawn beside whatever is done on another page, but when it is seen again."""
        super().hideEvent(event)
        if self._awaited:
            self._awaited.clear()
            self._asked = _NOTHING

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture, or a word that it comes."""
        painter = QPainter(self)
        if self._image is None:
            painter.setPen(self.palette().placeholderText().color())
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, _("Drawing …"))
        else:
            painter.drawImage(0, 0, self._image)

    def event(self, event: QEvent) -> bool:
        """Numbers under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = self.words_at(event.pos().x(), event.pos().y())
            if text:
                QToolTip.showText(event.globalPos(), plain_tip(text), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def words_at(self, x: float, y: float) -> str:
        """What lies at a place of the picture, with its numbers."""
        return next((text for x0, y0, x1, y1, text in reversed(self._spots) if x0 <= x <= x1 and y0 <= y <= y1), "")

    def copy(self) -> None:
        """Put the picture on the clipboard."""
        if self._image is not None:
            QApplication.clipboard().setImage(self._image)


def _draw(awaited: list[bool], chart: Chart, width: int, look: str, scale: float) -> Drawn | None:
    """On the drawing thread: matplotlib is imported here, never on the window's thread. Nothing where nobody waits for it any
    more. A picture that cannot be drawn is an error of ours, and belongs in the log."""
    if not awaited:
        return None
    from rai_desktop.charts.draw import picture
    from rai_desktop.charts.look import Look

    try:
        drawn = picture(chart, Look(look), min(width, _WIDEST), scale=scale)
    except Exception as error:  # noqa: BLE001 - the page with its numbers goes on without its picture
        log.error("a picture could not be drawn: %s: %s", type(error).__name__, error)
        return None
    image = QImage(drawn.rgba, drawn.width, drawn.height, 4 * drawn.width, QImage.Format.Format_RGBA8888).copy()
    return image, drawn.hotspots, scale, width
