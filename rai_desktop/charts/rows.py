"""Named rows with a shared scale: the frame of dots, bars and steps."""

from collections.abc import Sequence
from dataclasses import dataclass

from rai_desktop.charts import type as typed
from rai_desktop.charts.look import MARKERS
from rai_desktop.charts.numbers import number
from rai_desktop.charts.page import SIZE, SMALL, Page, Scale
from rai_desktop.findings.measurement import Axis, Line, Point
from rai_desktop.i18n import _, count

GAP = 10.0
FOOT = 34.0
LEGEND = 17.0
REFERENCE = 13.0


@dataclass(frozen=True, slots=True)
class Grid:
    """Where everything stands: rows of labels, series within a row, columns for value and n."""

    labels: list[str]
    series: list[str]
    legend_lines: int
    reference_lines: int
    left: float
    right: float
    value_at: float
    n_at: float
    counted: bool

    @property
    def top(self) -> float:
        """Where the first row starts."""
        return 6 + LEGEND * self.legend_lines + REFERENCE * self.reference_lines + (14 if self.value_at else 0)

    def pitch(self) -> float:
        """The natural height of a row."""
        return 22.0 + 13.0 * (max(len(self.series), 1) - 1)

    def natural(self) -> float:
        """The natural height of the page."""
        return self.top + self.pitch() * max(len(self.labels), 1) + FOOT


def grid(points: Sequence[Point], axis: Axis, lines: Sequence[Line], width: float) -> Grid:
    """Lay out a chart of named rows on `width` points."""
    labels = list(dict.fromkeys(p.label for p in points))
    series = list(dict.fromkeys(p.series for p in points))
    named = series if len(series) > 1 or series not in ([], [""]) else []
    widest = max((typed.width(typed.one_line(label), SIZE) for label in labels), default=0.0)
    left = min(max(widest, 30.0), 0.34 * width) + GAP
    values = max((typed.width(number(p.value, axis.unit), SMALL) for p in points), default=0.0)
    counted = any(p.n is not None for p in points)
    ns = max((typed.width(count(p.n), SMALL) for p in points if p.n is not None), default=0.0)
    n_at = width - 3
    value_at = n_at - (ns + 14 if counted else 0)
    return Grid(labels=labels, series=series, legend_lines=_legend_lines(named, width - left),
                reference_lines=min(len(lines), 3), left=left, right=value_at - values - 12, value_at=value_at,
                n_at=n_at, counted=counted)


def _legend_lines(names: Sequence[str], room: float) -> int:
    if not names:
        return 0
    lines, at = 1, 0.0
    for name in names:
        wide = _legend_width(name, room)
        lines, at = (lines + 1, wide) if at and at + wide > room else (lines, at + wide)
    return lines


def _legend_width(name: str, room: float) -> float:
    return min(typed.width(typed.one_line(name), SMALL) + 28, room)


def draw_legend(page: Page, names: Sequence[str], left: float, right: float) -> None:
    """Marker and name of each series, from the left, over as many lines as needed."""
    x, y = left, 8.0
    for place, name in enumerate(names):
        wide = _legend_width(name, right - left)
        if x > left and x + wide > right:
            x, y = left, y + LEGEND
        page.mark([x + 5], [y], MARKERS[place % len(MARKERS)], series_colour(page, place))
        page.text(x + 13, y, typed.elide(typed.one_line(name), wide - 14, SMALL), size=SMALL)
        x += wide


def series_colour(page: Page, place: int) -> str:
    """The colour of a series; beyond the palette it repeats, and markers tell further."""
    return page.colours.series[place % len(page.colours.series)]


def row_pitch(page: Page, laid: Grid) -> float:
    """The height of a row on this page: natural, or less where the page is lower."""
    room = (page.height - laid.top - FOOT) / max(len(laid.labels), 1)
    return max(min(room, 1.5 * laid.pitch()), 6.0)


def draw_labels(page: Page, laid: Grid, pitch: float) -> None:
    """Row names at the left, on quiet alternating bands."""
    size = min(SIZE, 0.8 * pitch)
    for place, label in enumerate(laid.labels):
        top = laid.top + place * pitch
        if place % 2 == 0:
            page.area(0, top, page.width, top + pitch, page.colours.band, layer=0.1)
        found = typed.wrap(typed.one_line(label), laid.left - GAP, size, 2 if pitch >= 2.4 * size else 1)
        for at, line in enumerate(found):
            shift = (at - (len(found) - 1) / 2) * 1.15 * size
            page.text(3, top + pitch / 2 + shift, line, size=size)
        page.hover(0, top, laid.left, top + pitch, label)


def draw_heads(page: Page, laid: Grid) -> None:
    """What the columns at the right hold."""
    if laid.counted:
        page.text(laid.n_at, laid.top - 8, "n", size=SMALL, colour=page.colours.muted, align="right", italic=True)
    page.text(laid.value_at, laid.top - 8, _("value"), size=SMALL, colour=page.colours.muted, align="right")


def draw_numbers(page: Page, laid: Grid, point: Point, y: float, unit: str) -> None:
    """Value and n of one point at the right."""
    if point.value is not None:
        page.text(laid.value_at, y, number(point.value, unit), size=SMALL, align="right")
    if point.n is not None:
        page.text(laid.n_at, y, count(point.n), size=SMALL, colour=page.colours.muted, align="right")


def draw_references(page: Page, lines: Sequence[Line], scale: Scale, laid: Grid, bottom: float) -> None:
    """Reference lines with their names above them, each on a line of its own where they would meet."""
    head = 6 + LEGEND * laid.legend_lines
    for place, line in enumerate(sorted(lines, key=lambda each: each.value)):
        if not scale.low <= line.value <= scale.high:
            continue
        x, y = scale(line.value), head + REFERENCE * (place % 3) + 5
        words = typed.elide(typed.one_line(line.label), scale.end - scale.start, SMALL)
        half = typed.width(words, SMALL) / 2
        middle = min(max(x, scale.start + half - 20), scale.end - half + 20)
        page.line([x, x], [y + 6, bottom], page.colours.reference, 1.0, (4, 2.5), layer=1.2)
        page.text(middle, y, words, size=SMALL, colour=page.colours.reference, align="center")
