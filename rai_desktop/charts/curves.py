"""Curves over a shared axis, with bands, a diagonal, and names beside them."""

import math

from rai_desktop.charts import type as typed
from rai_desktop.charts.look import DASHES, MARKERS
from rai_desktop.charts.numbers import number, span
from rai_desktop.charts.page import SMALL, Page, Scale, ends
from rai_desktop.charts.rows import series_colour
from rai_desktop.findings.measurement import Curve, Curves
from rai_desktop.i18n import count

LEFT, FOOT, TOP = 52.0, 34.0, 8.0
HOVERED = 40


def _is_square(chart: Curves) -> bool:
    seen = [v for c in chart.curves for v in (*c.x, *c.y) if v is not None]
    return chart.diagonal or (bool(seen) and min(seen) >= 0 and max(seen) <= 1)


def _names_at(chart: Curves, width: float) -> float:
    """Where the column of names begins; the whole width when one unnamed curve needs none."""
    if len(chart.curves) == 1 and not chart.curves[0].name:
        return width
    widest = max((typed.width(_name(c), SMALL) for c in chart.curves), default=0.0)
    return width - min(widest + 40, 0.4 * width)


def _name(curve: Curve) -> str:
    name = typed.one_line(curve.name)
    return f"{name} (n = {count(curve.n)})" if curve.n is not None else name


def height(chart: Curves, width: float) -> float:
    """Natural height in points: square for shares against shares."""
    side = min(_names_at(chart, width) - LEFT - 10, 290.0) if _is_square(chart) else 200.0
    return max(side + TOP + FOOT, TOP + 18 * len(chart.curves) + 10)


def draw(page: Page, chart: Curves) -> None:
    """Draw the chart on the page."""
    names_at = _names_at(chart, page.width)
    right, bottom = names_at - 10, page.height - FOOT
    if _is_square(chart):
        right = min(right, LEFT + bottom - TOP)
    xs = [v for c in chart.curves for v in c.x]
    ys = [v for c in chart.curves for v in (*c.y, *c.low, *c.high)]
    x = Scale(*_limits(chart, xs, x=True), LEFT, right)
    y = Scale(*_limits(chart, ys, x=False), bottom, TOP)
    page.x_axis(x, TOP, bottom, chart.x.label, chart.x.unit)
    page.y_axis(y, LEFT, right, chart.y.label, chart.y.unit)
    if chart.diagonal:
        low, high = max(x.low, y.low), min(x.high, y.high)
        page.line([x(low), x(high)], [y(low), y(high)], page.colours.reference, 1.0, (4, 2.5), layer=1)
    for place, curve in enumerate(chart.curves):
        _draw_band(page, curve, x, y, series_colour(page, place))
    for place in range(len(chart.curves)):
        _draw_curve(page, chart, place, x, y)
    if names_at < page.width:
        _draw_names(page, chart, right + 16)


def _limits(chart: Curves, seen: list[float] | list[float | None], *, x: bool) -> tuple[float, float]:
    axis = chart.x if x else chart.y
    if _is_square(chart) and axis.low is None and axis.high is None and (chart.diagonal or axis.unit == "share"):
        return 0.0, 1.0
    return ends(list(seen), axis.low, axis.high, share=axis.unit == "share")


def _draw_band(page: Page, curve: Curve, x: Scale, y: Scale, colour: str) -> None:
    rows = [(a, b, c) for a, b, c in zip(curve.x, curve.low, curve.high, strict=False)
            if b is not None and c is not None]
    if len(rows) > 1:
        page.shape([(x(a), y(b)) for a, b, _ in rows] + [(x(a), y(c)) for a, _, c in reversed(rows)], colour, 0.16)


def _draw_curve(page: Page, chart: Curves, place: int, x: Scale, y: Scale) -> None:
    curve, colour = chart.curves[place], series_colour(page, place)
    xs = [x(v) for v in curve.x]
    ys = [math.nan if v is None else y(v) for v in curve.y]
    page.line(xs, ys, colour, 1.6, DASHES[place % len(DASHES)])
    if chart.markers:
        page.mark(xs, ys, MARKERS[place % len(MARKERS)], colour, 5.5)
    every = 1 if chart.markers else max(1, len(xs) // HOVERED)
    for at in range(0, len(xs), every):
        if curve.y[at] is not None:
            page.hover(xs[at] - 5, ys[at] - 5, xs[at] + 5, ys[at] + 5, spoken_at(chart, curve, at))


def spoken_at(chart: Curves, curve: Curve, at: int) -> str:
    """One place of a curve in words."""
    words = f"{chart.x.label} {number(curve.x[at], chart.x.unit)}, {chart.y.label} {number(curve.y[at], chart.y.unit)}"
    if at < len(curve.low) and at < len(curve.high) and (interval := span(curve.low[at], curve.high[at], chart.y.unit)):
        words += f" ({interval})"
    if at < len(curve.sizes):
        words += f", n = {count(curve.sizes[at])}"
    return f"{curve.name}: {words}" if curve.name else words


def _draw_names(page: Page, chart: Curves, left: float) -> None:
    for place, curve in enumerate(chart.curves):
        at, colour = TOP + 8 + 18 * place, series_colour(page, place)
        page.line([left, left + 18], [at, at], colour, 1.8, DASHES[place % len(DASHES)])
        if chart.markers:
            page.mark([left + 9], [at], MARKERS[place % len(MARKERS)], colour, 5.5)
        page.text(left + 24, at, typed.elide(_name(curve), page.width - left - 26, SMALL), size=SMALL)
        page.hover(left, at - 9, page.width, at + 9, _name(curve))
