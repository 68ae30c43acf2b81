"""Groups as dots with intervals against reference lines."""

from rai_desktop.charts import type as typed
from rai_desktop.charts.look import MARKERS
from rai_desktop.charts.numbers import spoken
from rai_desktop.charts.page import SMALL, Page, Scale, ends
from rai_desktop.charts.rows import (
    Grid,
    draw_heads,
    draw_labels,
    draw_legend,
    draw_numbers,
    draw_references,
    grid,
    row_pitch,
    series_colour,
)
from rai_desktop.findings.measurement import Point, Points
from rai_desktop.i18n import _


def height(chart: Points, width: float) -> float:
    """Natural height in points."""
    return grid(chart.points, chart.axis, chart.lines, width).natural()


def draw(page: Page, chart: Points) -> None:
    """Draw the chart on the page."""
    laid = grid(chart.points, chart.axis, chart.lines, page.width)
    pitch = row_pitch(page, laid)
    bottom = laid.top + pitch * len(laid.labels)
    seen = [v for p in chart.points for v in (p.value, p.low, p.high)] + [line.value for line in chart.lines]
    low, high = ends(seen, chart.axis.low, chart.axis.high, share=chart.axis.unit == "share")
    scale = Scale(low, high, laid.left + 6, laid.right)
    if laid.legend_lines:
        draw_legend(page, laid.series, laid.left, page.width)
    draw_labels(page, laid, pitch)
    draw_heads(page, laid)
    page.x_axis(scale, laid.top, bottom, chart.axis.label, chart.axis.unit)
    draw_references(page, chart.lines, scale, laid, bottom)
    for point in chart.points:
        _draw_point(page, chart, point, scale, (laid, pitch))


def _draw_point(page: Page, chart: Points, point: Point, scale: Scale, at: tuple[Grid, float]) -> None:
    laid, pitch = at
    place = laid.series.index(point.series)
    inner = pitch / max(len(laid.series), 1)
    if len(laid.series) > 1:
        inner = (pitch - 6) / len(laid.series)
    middle = laid.top + laid.labels.index(point.label) * pitch + pitch / 2
    y = middle + (place - (len(laid.series) - 1) / 2) * inner
    colour = series_colour(page, place)
    page.hover(scale.start, y - inner / 2, page.width, y + inner / 2, spoken(point, chart.axis.unit))
    draw_numbers(page, laid, point, y, chart.axis.unit)
    if point.value is None:
        words = _("not estimable: {why}").format(why=point.note) if point.note else _("not estimable")
        words = typed.elide(typed.one_line(words), scale.end - scale.start - 8, SMALL)
        fill = page.colours.band if laid.labels.index(point.label) % 2 == 0 else page.colours.face
        page.area(scale.start + 2, y - 6, scale.start + 8 + typed.width(words, SMALL), y + 6, fill, layer=1.3)
        page.text(scale.start + 4, y, words, size=SMALL, colour=page.colours.muted, italic=True)
        return
    if point.low is not None and point.high is not None:
        page.line([scale(point.low), scale(point.high)], [y, y], colour, 2.0)
        for end in (point.low, point.high):
            page.line([scale(end)] * 2, [y - 2.6, y + 2.6], colour, 1.1)
    page.mark([scale(point.value)], [y], MARKERS[place % len(MARKERS)], colour)
