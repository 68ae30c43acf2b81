"""How one row's output builds up from the base value, step by step."""

from rai_desktop.charts.numbers import MINUS, number
from rai_desktop.charts.page import SMALL, Page, Scale, ends
from rai_desktop.charts.rows import draw_labels, grid, row_pitch
from rai_desktop.findings.measurement import Axis, Point, Waterfall
from rai_desktop.i18n import _


def _rows(chart: Waterfall) -> list[Point]:
    first = Point(label=_("Starting point (average)"), value=chart.base)
    named = [Point(label=f"{s.label} ({s.note})" if s.note else s.label, value=s.value) for s in chart.steps]
    seen: dict[str, int] = {}
    unique = []
    for step in named:  # two steps of one name are two rows
        seen[step.label] = seen.get(step.label, 0) + 1
        label = step.label + "\u200b" * (seen[step.label] - 1)
        unique.append(Point(label=label, value=step.value))
    return [first, *unique, Point(label=_("This row's output"), value=chart.output)]


def height(chart: Waterfall, width: float) -> float:
    """Natural height in points."""
    return grid(_rows(chart), chart.axis, [], width).natural()


def draw(page: Page, chart: Waterfall) -> None:
    """Draw the chart on the page."""
    rows = _rows(chart)
    laid = grid(rows, chart.axis, [], page.width)
    pitch = row_pitch(page, laid)
    bottom = laid.top + pitch * len(rows)
    stands = [chart.base]
    for step in chart.steps:
        stands.append(stands[-1] + (step.value or 0.0))
    low, high = ends([*stands, chart.output], chart.axis.low, chart.axis.high)
    scale = Scale(low, high, laid.left + 6, laid.right)
    draw_labels(page, laid, pitch)
    page.x_axis(scale, laid.top, bottom, chart.axis.label, chart.axis.unit)
    page.text(laid.value_at, laid.top - 8, _("contribution"), size=SMALL, colour=page.colours.muted, align="right")
    _draw_end(page, scale, laid.top + pitch / 2, rows[0], (chart.axis, laid.value_at))
    for place, step in enumerate(chart.steps):
        y = laid.top + (place + 1.5) * pitch
        page.line([scale(stands[place])] * 2, [y - pitch, y], page.colours.muted, 0.7, (2, 2), layer=1.1)
        _draw_step(page, scale, (y, pitch), stands[place], step)
        page.text(laid.value_at, y, signed(step.value or 0.0), size=SMALL, align="right")
    page.line([scale(stands[-1])] * 2, [bottom - 1.5 * pitch, bottom - 0.5 * pitch], page.colours.muted, 0.7, (2, 2))
    _draw_end(page, scale, bottom - pitch / 2, rows[-1], (chart.axis, laid.value_at))


def signed(value: float) -> str:
    """A contribution with its sign, always."""
    words = number(abs(value))
    return words if value == 0 else f"+{words}" if value > 0 else f"{MINUS}{words}"


def _draw_end(page: Page, scale: Scale, y: float, point: Point, at: tuple[Axis, float]) -> None:
    axis, value_at = at
    page.mark([scale(point.value or 0.0)], [y], "D", page.colours.ink, 7)
    page.text(value_at, y, number(point.value, axis.unit), size=SMALL, align="right", bold=True)
    page.hover(scale.start, y - 10, page.width, y + 10, f"{point.label}: {number(point.value, axis.unit)}")


def _draw_step(page: Page, scale: Scale, at: tuple[float, float], before: float, step: Point) -> None:
    y, pitch = at
    change = step.value or 0.0
    start, end = scale(before), scale(before + change)
    half, colour = min(0.33 * pitch, 9.0), page.colours.series[0 if change >= 0 else 1]
    # An arrow's head says the direction without colour.
    neck = end - (1 if end >= start else -1) * min(5.0, abs(end - start))
    page.shape([(start, y - half), (neck, y - half), (end, y), (neck, y + half), (start, y + half)], colour)
    page.hover(scale.start, y - pitch / 2, page.width, y + pitch / 2,
               f"{step.label}{f' ({step.note})' if step.note else ''}: {signed(change)}")
