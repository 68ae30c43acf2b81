"""Points in a plane, with named places for a categorical feature."""

from rai_desktop.charts import type as typed
from rai_desktop.charts.numbers import number
from rai_desktop.charts.page import SMALL, Page, Scale, ends
from rai_desktop.findings.measurement import Scatter
from rai_desktop.i18n import count, ngettext

LEFT, FOOT, TOP = 52.0, 34.0, 20.0
MOST = 2000
HOVERED = 400


def height(_chart: Scatter, _width: float) -> float:
    """Natural height in points."""
    return 250.0


def draw(page: Page, chart: Scatter) -> None:
    """Draw the chart on the page; more than `MOST` points are thinned evenly, and the picture says so."""
    bottom, right = page.height - FOOT, page.width - 8
    pairs = list(zip(chart.xs, chart.ys, strict=True))
    if chart.levels:
        x = Scale(-0.5, len(chart.levels) - 0.5, LEFT, right)
        _draw_levels(page, chart, x, bottom)
    else:
        x = Scale(*ends(chart.xs, chart.x.low, chart.x.high, share=chart.x.unit == "share"), LEFT, right)
        page.x_axis(x, TOP, bottom, chart.x.label, chart.x.unit)
    y = Scale(*ends(chart.ys, chart.y.low, chart.y.high, share=chart.y.unit == "share"), bottom, TOP)
    page.y_axis(y, LEFT, right, chart.y.label, chart.y.unit)
    if y.low < 0 < y.high:
        page.line([LEFT, right], [y(0)] * 2, page.colours.muted, 0.9, layer=1)
    every = -(-len(pairs) // MOST) or 1
    shown = pairs[::every]
    page.mark([x(a + _aside(at, chart)) for at, (a, _) in enumerate(shown)], [y(b) for _, b in shown], "o",
              page.colours.series[0], 3.6, 0.5)
    for a, b in shown[:: -(-len(shown) // HOVERED) or 1]:
        words = f"{chart.x.label} {_name(chart, a)}, {chart.y.label} {number(b, chart.y.unit)}"
        page.hover(x(a) - 3, y(b) - 3, x(a) + 3, y(b) + 3, words)
    if every > 1:
        words = ngettext("{shown} of {all} point shown", "{shown} of {all} points shown", len(pairs))
        page.text(right, 8, words.format(shown=count(len(shown)), all=count(len(pairs))), size=SMALL, colour=page.colours.muted,
                  align="right", italic=True)


def _aside(at: int, chart: Scatter) -> float:
    """A fixed, even scatter to the side (golden ratio), so that points of one level do not hide each other."""
    return (at * 0.6180339887498949 % 1.0 - 0.5) * 0.5 if chart.levels else 0.0


def _name(chart: Scatter, x: float) -> str:
    at = round(x)
    return chart.levels[at] if chart.levels and 0 <= at < len(chart.levels) else number(x, chart.x.unit)


def _draw_levels(page: Page, chart: Scatter, x: Scale, bottom: float) -> None:
    room = (x.end - x.start) / len(chart.levels)
    for at, level in enumerate(chart.levels):
        words = typed.elide(typed.one_line(level), room - 4, SMALL)
        page.text(x(at), bottom + 10, words, size=SMALL, colour=page.colours.muted, align="center")
    page.text((x.start + x.end) / 2, bottom + 24, chart.x.label, size=SMALL, colour=page.colours.muted, align="center")
