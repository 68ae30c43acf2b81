"""Any chart as a figure, a picture for the window, or SVG for the report."""

from dataclasses import dataclass

import msgspec
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from rai_desktop.charts import bars, curves, matrix, points, scatter, waterfall
from rai_desktop.charts.look import Look, palette
from rai_desktop.charts.page import Page
from rai_desktop.charts.vector import to_svg
from rai_desktop.charts.words import describe
from rai_desktop.findings.measurement import Bars, Chart, Curves, Matrix, Points, Scatter, Waterfall

WIDTH_INCHES = 6.7
PIXELS_PER_INCH = 96
_MOST_DRAWN = 400
_drawn: dict[tuple[bytes, Look, float], str] = {}


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels for the window: `rgba` rows from the top, straight alpha, `width` by `height` device pixels.

    `hotspots` are (x0, y0, x1, y1, text) in logical pixels from the top left: what to say under the pointer.
    Later ones lie on top of earlier ones.
    """

    rgba: bytes
    width: int
    height: int
    hotspots: list[tuple[float, float, float, float, str]]


def natural_size(chart: Chart, width_inches: float = WIDTH_INCHES) -> tuple[float, float]:
    """Width and the height the chart wants for it, in inches: many groups make a tall picture."""
    return width_inches, _height(chart, 72 * width_inches) / 72


def figure(chart: Chart, look: Look, size_inches: tuple[float, float] | None = None) -> Figure:
    """The chart as a matplotlib figure (never pyplot; safe on any thread)."""
    return compose(chart, look, size_inches).figure


def compose(chart: Chart, look: Look, size_inches: tuple[float, float] | None = None) -> Page:
    """The drawn page; without a size it takes the natural one."""
    width, height = size_inches or natural_size(chart)
    page = Page(Look(look), 72 * width, 72 * height)
    _draw(page, chart)
    return page


def picture(chart: Chart, look: Look, width_px: int, height_px: int = 0, scale: float = 1.0,
            *, opaque: bool = False) -> Picture:
    """The chart at logical pixels times `scale`; height 0 takes the natural one. Transparent unless `opaque`."""
    inches = width_px / PIXELS_PER_INCH
    tall = height_px / PIXELS_PER_INCH if height_px else natural_size(chart, inches)[1]
    page = compose(chart, look, (inches, tall))
    page.figure.set_dpi(PIXELS_PER_INCH * scale)
    if opaque:
        page.figure.set_facecolor(palette(Look(look)).face)
    canvas = FigureCanvasAgg(page.figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    width, height = canvas.get_width_height()
    ratio = PIXELS_PER_INCH / 72
    spots = [(h.x0 * ratio, h.y0 * ratio, h.x1 * ratio, h.y1 * ratio, h.text) for h in page.hotspots]
    pixels = bytes(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
    return Picture(pixels, width, height, spots)


def svg(chart: Chart, look: Look = Look.PRINT, width_inches: float = WIDTH_INCHES) -> str:
    """The chart as one <svg> element of its natural size; the same chart gives the same bytes."""
    # A bundle shows every picture three times (HTML, PDF, file): it is drawn once.
    key = (msgspec.json.encode(chart), look, width_inches)
    if key not in _drawn:
        page = compose(chart, look, natural_size(chart, width_inches))
        if len(_drawn) >= _MOST_DRAWN:
            _drawn.pop(next(iter(_drawn)))
        _drawn[key] = to_svg(page, chart.id, chart.question or chart.title, describe(chart))
    return _drawn[key]


def _height(chart: Chart, width: float) -> float:
    match chart:
        case Points():
            return points.height(chart, width)
        case Bars():
            return bars.height(chart, width)
        case Curves():
            return curves.height(chart, width)
        case Matrix():
            return matrix.height(chart, width)
        case Waterfall():
            return waterfall.height(chart, width)
        case Scatter():
            return scatter.height(chart, width)


def _draw(page: Page, chart: Chart) -> None:
    match chart:
        case Points():
            points.draw(page, chart)
        case Bars():
            bars.draw(page, chart)
        case Curves():
            curves.draw(page, chart)
        case Matrix():
            matrix.draw(page, chart)
        case Waterfall():
            waterfall.draw(page, chart)
        case Scatter():
            scatter.draw(page, chart)
