"""A page measured in points from its top left: text, lines, marks and areas, and what each says on hover."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Affine2D

from rai_desktop.charts import type as typed
from rai_desktop.charts.look import Look, palette
from rai_desktop.charts.numbers import tick

SIZE = 9.0
SMALL = 8.0


@dataclass(frozen=True, slots=True)
class Hotspot:
    """A box in points from the top left, and its words."""

    x0: float
    y0: float
    x1: float
    y1: float
    text: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Data from `low` to `high` onto points from `start` to `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The place of a value, held to the ends."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + min(max(share, 0.0), 1.0) * (self.end - self.start)

    def ticks(self, apart: float = 62.0) -> list[float]:
        """Round values about `apart` points from each other."""
        most = max(2, int(abs(self.end - self.start) / apart))
        found = MaxNLocator(nbins=most, steps=[1, 2, 2.5, 5, 10]).tick_values(self.low, self.high)
        edge = 1e-9 * (self.high - self.low)
        return [float(each) for each in found if self.low - edge <= each <= self.high + edge]


class Page:
    """One figure with one coordinate system; nothing is shared, so pages may be drawn on any thread."""

    def __init__(self, look: Look, width: float, height: float) -> None:
        self.look, self.width, self.height = look, width, height
        self.colours = palette(look)
        self.figure = Figure(figsize=(width / 72, height / 72), dpi=72, facecolor="none")
        # Straight onto the figure: axes of matplotlib's own would cost half of the time of a picture.
        self._points = Affine2D().scale(1 / width, -1 / height).translate(0, 1) + self.figure.transFigure
        self.hotspots: list[Hotspot] = []

    def text(self, x: float, y: float, words: str, *, size: float = SIZE, colour: str = "", align: str = "left",  # noqa: PLR0913
             bold: bool = False, italic: bool = False, turn: float = 0.0) -> None:
        """One line whose middle is at `y`; `$` is a dollar sign, never mathematics."""
        made = self.figure.text(
            x, y + (0.36 * size if not turn else 0), typed.one_line(words), color=colour or self.colours.ink, ha=align,
            va="baseline" if not turn else "center", rotation=turn, parse_math=False, transform=self._points,
            fontproperties=typed.font(size, bold=bold, italic=italic), zorder=4)
        if turn:
            made.set_rotation_mode("anchor")
            made.set_verticalalignment("baseline")

    def line(self, xs: Sequence[float], ys: Sequence[float], colour: str, width: float = 1.0,
             dashes: Sequence[float] = (), layer: float = 2) -> None:
        """A line through points; NaN breaks it."""
        made = Line2D(xs, ys, color=colour, linewidth=width, zorder=layer,
                      solid_capstyle="butt", dash_capstyle="butt", solid_joinstyle="round", transform=self._points)
        if dashes:
            made.set_dashes(list(dashes))
        self.figure.add_artist(made)

    def mark(self, xs: Sequence[float], ys: Sequence[float], marker: str, colour: str, size: float = 6.5,
             strength: float = 1.0) -> None:
        """Markers with a rim in the colour of the page, so that they stand apart where they meet."""
        rim = self.colours.face if strength == 1.0 else "none"
        self.figure.add_artist(Line2D(
            xs, ys, linestyle="none", marker=marker, markersize=size, markerfacecolor=colour,
            markeredgecolor=rim, markeredgewidth=0.8, alpha=None if strength == 1.0 else strength, zorder=3,
            transform=self._points))

    def area(self, x0: float, y0: float, x1: float, y1: float, colour: str, layer: float = 1) -> None:
        """A filled rectangle."""
        self.figure.add_artist(Rectangle((min(x0, x1), min(y0, y1)), abs(x1 - x0), abs(y1 - y0), facecolor=colour,
                                       edgecolor="none", linewidth=0, zorder=layer, transform=self._points))

    def shape(self, corners: Sequence[tuple[float, float]], colour: str, strength: float = 1.0) -> None:
        """A filled polygon."""
        self.figure.add_artist(Polygon(np.asarray(corners), closed=True, facecolor=colour, edgecolor="none",
                                     linewidth=0, alpha=strength, zorder=1.5, transform=self._points))

    def hover(self, x0: float, y0: float, x1: float, y1: float, words: str) -> None:
        """What the box says under the pointer."""
        self.hotspots.append(Hotspot(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), words))

    def x_axis(self, scale: Scale, top: float, bottom: float, label: str, unit: str) -> None:
        """Grid lines, ticks and label under a plot."""
        ticks = scale.ticks()
        step = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
        for value in ticks:
            self.line([scale(value)] * 2, [top, bottom], self.colours.grid, 0.7, layer=0.5)
            self.text(scale(value), bottom + 10, tick(value, step, unit), size=SMALL, colour=self.colours.muted,
                      align="center")
        words = typed.elide(typed.one_line(label), abs(scale.end - scale.start) + 40, SMALL)
        self.text((scale.start + scale.end) / 2, bottom + 24, words, size=SMALL, colour=self.colours.muted,
                  align="center")

    def y_axis(self, scale: Scale, left: float, right: float, label: str, unit: str) -> None:
        """Grid lines, ticks and turned label beside a plot."""
        ticks = scale.ticks(44.0)
        step = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
        widest = 0.0
        for value in ticks:
            words = tick(value, step, unit)
            widest = max(widest, typed.width(words, SMALL))
            self.line([left, right], [scale(value)] * 2, self.colours.grid, 0.7, layer=0.5)
            self.text(left - 6, scale(value), words, size=SMALL, colour=self.colours.muted, align="right")
        words = typed.elide(typed.one_line(label), abs(scale.end - scale.start) + 30, SMALL)
        self.text(left - widest - 13, (scale.start + scale.end) / 2, words, size=SMALL, colour=self.colours.muted,
                  align="center", turn=90)


def ends(values: Sequence[float | None], low: float | None, high: float | None, *, zero: bool = False,
         share: bool = False) -> tuple[float, float]:
    """Axis ends around the values with a little air; given ends hold, shares stay within 0 and 1."""
    known = [v for v in values if v is not None and np.isfinite(v)] or [0.0, 1.0]
    start, stop = min(known), max(known)
    if zero:
        start, stop = min(start, 0.0), max(stop, 0.0)
    air = 0.06 * (stop - start) or 0.1 * abs(stop) or 0.5
    inside = share and start >= 0 and stop <= 1
    down = start if zero and start == 0 else start - air
    up = stop if zero and stop == 0 else stop + air
    if inside:
        down, up = max(down, 0.0), min(up, 1.0)
    down, up = (down if low is None else low), (up if high is None else high)
    return (down, up) if up > down else (down, down + 1.0)
