"""Bars with their spread, one row each."""

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
from rai_desktop.findings.measurement import Bars, Point
from rai_desktop.i18n import _


def height(chart: Bars, width: float) -> float:
    """Natural height in points."""
    return grid(chart.bars, chart.axis, chart.lines, width).natural()


def draw(page: Page, chart: Bars) -> None:
    """Draw the chart on the page."""
    laid = grid(chart.bars, chart.axis, chart.lines, page.width)
    pitch = row_pitch(page, laid)
    bottom = laid.top + pitch * len(laid.labels)
    seen = [v for p in chart.bars for v in (p.value, p.low, p.high)] + [line.value for line in chart.lines]
    low, high = ends(seen, chart.axis.low, chart.axis.high, zero=True, share=chart.axis.unit == "share")
    scale = Scale(low, high, laid.left + 2, laid.right)
    if laid.legend_lines:
        draw_legend(page, laid.series, laid.left, page.width)
    draw_labels(page, laid, pitch)
    draw_heads(page, laid)
    page.x_axis(scale, laid.top, bottom, chart.axis.label, chart.axis.unit)
    page.line([scale(0)] * 2, [laid.top, bottom], page.colours.muted, 0.9)
    draw_references(page, chart.lines, scale, laid, bottom)
    for bar in chart.bars:
        _draw_bar(page, chart, bar, scale, (laid, pitch))


def _draw_bar(page: Page, chart: Bars, bar: Point, scale: Scale, at: tuple[Grid, float]) -> None:
    laid, pitch = at
    place, many = laid.series.index(bar.series), max(len(laid.series), 1)
    inner = (pitch - (0 if many == 1 else 5)) / many
    y = laid.top + laid.labels.index(bar.label) * pitch + pitch / 2 + (place - (many - 1) / 2) * inner
    colour = series_colour(page, place)
    page.hover(scale.start, y - inner / 2, page.width, y + inner / 2, spoken(bar, chart.axis.unit))
    draw_numbers(page, laid, bar, y, chart.axis.unit)
    if bar.value is None:
        page.text(scale.start + 4, y, _("not estimable"), size=SMALL, colour=page.colours.muted, italic=True)
        return
    half = min(0.31 * inner if many == 1 else 0.4 * inner, 9.0)
    page.area(scale(0), y - half, scale(bar.value), y + half, colour, layer=1.5)
    if bar.low is not None and bar.high is not None:
        page.line([scale(bar.low), scale(bar.high)], [y, y], page.colours.ink, 1.1)
        for end in (bar.low, bar.high):
            page.line([scale(end)] * 2, [y - 2.4, y + 2.4], page.colours.ink, 1.1)
    if many > 1:
        page.mark([scale(bar.value)], [y], MARKERS[place % len(MARKERS)], colour, 5.0)
