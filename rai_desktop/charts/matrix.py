"""A table of counts or shares as shaded cells, each with its number."""

from matplotlib.colors import to_hex, to_rgb

from rai_desktop.charts import type as typed
from rai_desktop.charts.numbers import COUNTS, number
from rai_desktop.charts.page import SIZE, SMALL, Page
from rai_desktop.findings.measurement import Matrix
from rai_desktop.i18n import _

HEAD = 40.0


def _left(chart: Matrix, width: float) -> float:
    widest = max((typed.width(typed.one_line(r), SIZE) for r in chart.rows), default=0.0)
    return min(widest + 12, 0.3 * width) + 22


def _cell(chart: Matrix, width: float) -> tuple[float, float]:
    many = max(len(chart.columns), 1)
    wide = min((width - _left(chart, width) - 4) / many, 118.0)
    return wide, max(min(wide * 0.62, 62.0, 520.0 / max(len(chart.rows), 1)), 14.0)


def height(chart: Matrix, width: float) -> float:
    """Natural height in points."""
    return HEAD + _cell(chart, width)[1] * len(chart.rows) + 8


def draw(page: Page, chart: Matrix) -> None:
    """Draw the chart on the page."""
    left = _left(chart, page.width)
    wide, natural = _cell(chart, page.width)
    tall = min(natural, (page.height - HEAD - 8) / max(len(chart.rows), 1))
    known = [v for row in chart.values for v in row if v is not None]
    most = max(known, default=1.0) or 1.0
    least = min([0.0, *known])
    middle = left + wide * len(chart.columns) / 2
    page.text(middle, 9, chart.columns_label, size=SMALL, colour=page.colours.muted, align="center")
    page.text(10, HEAD + tall * len(chart.rows) / 2, chart.rows_label, size=SMALL, colour=page.colours.muted,
              align="center", turn=90)
    for at, column in enumerate(chart.columns):
        words = typed.elide(typed.one_line(column), wide - 4, SIZE)
        page.text(left + wide * (at + 0.5), 28, words, align="center")
    for place, name in enumerate(chart.rows):
        y = HEAD + tall * place
        page.text(left - 8, y + tall / 2, typed.elide(typed.one_line(name), left - 30, SIZE), align="right")
        for across in range(len(chart.columns)):
            shade = ((chart.values[place][across] or 0.0) - least) / ((most - least) or 1.0)
            _draw_cell(page, chart, (place, across), (left + wide * across, y, wide, tall), shade)


def _draw_cell(page: Page, chart: Matrix, at: tuple[int, int], box: tuple[float, float, float, float],
               shade: float) -> None:
    row, column = at
    x, y, wide, tall = box
    value = chart.values[row][column]
    fill = _blend(page.colours.low, page.colours.high, shade)
    page.area(x + 1, y + 1, x + wide - 1, y + tall - 1, page.colours.band if value is None else fill)
    ink = page.colours.ink if value is None else _readable_on(fill)
    words, share = number(value, chart.unit), _share(chart, row, value)
    said = f"{chart.rows_label} {chart.rows[row]}, {chart.columns_label} {chart.columns[column]}: {words}"
    page.hover(x, y, x + wide, y + tall, f"{said} ({share})" if share else said)
    size = min(11.0, 0.45 * tall, 11.0 * (wide - 6) / max(typed.width(words, 11.0), 1.0))
    if size < 4.5:
        return
    room = bool(share) and tall > 34 and typed.width(share, SMALL) < wide - 6
    page.text(x + wide / 2, y + tall / 2 - (6 if room else 0), words, size=size, colour=ink, align="center", bold=room)
    if room:
        page.text(x + wide / 2, y + tall / 2 + 9, share, size=SMALL, colour=ink, align="center")


def _share(chart: Matrix, row: int, value: float | None) -> str:
    whole = sum(v or 0.0 for v in chart.values[row])
    if chart.unit not in COUNTS or value is None or not whole:
        return ""
    return _("{share} of the row").format(share=number(value / whole, "share"))


def _blend(low: str, high: str, share: float) -> str:
    mixed = [a + (b - a) * share for a, b in zip(to_rgb(low), to_rgb(high), strict=True)]
    return to_hex((mixed[0], mixed[1], mixed[2]))


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _readable_on(fill: str) -> str:
    dark, light = "#000000", "#ffffff"  # only these two reach 4.5 : 1 on every fill
    against = luminance(fill) + 0.05
    return dark if against / (luminance(dark) + 0.05) >= (luminance(light) + 0.05) / against else light
