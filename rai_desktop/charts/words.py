"""A picture in words, for those who do not see it."""

from rai_desktop.charts.numbers import number, spoken
from rai_desktop.findings.measurement import Bars, Chart, Curves, Matrix, Points, Scatter, Waterfall
from rai_desktop.i18n import _, count, ngettext

MOST = 30


def describe(chart: Chart) -> str:
    """What the picture shows, with its numbers; long pictures name the first and count the rest."""
    said = _said(chart)
    rest = len(said) - MOST
    more = ngettext("and {n} more", "and {n} more", rest).format(n=rest) if rest > 0 else ""
    return "; ".join([*said[:MOST], *([more] if more else [])]) + "."


def _said(chart: Chart) -> list[str]:
    match chart:
        case Points():
            lines = [f"{line.label}: {number(line.value, chart.axis.unit)}" for line in chart.lines]
            return [chart.axis.label, *(spoken(p, chart.axis.unit).rstrip(".") for p in chart.points), *lines]
        case Bars():
            return [chart.axis.label, *(spoken(p, chart.axis.unit).rstrip(".") for p in chart.bars)]
        case Curves():
            named = [f"{c.name} (n = {count(c.n)})" if c.n is not None else c.name for c in chart.curves]
            return [_("{y} against {x}").format(y=chart.y.label, x=chart.x.label), *filter(None, named)]
        case Matrix():
            return [f"{chart.rows_label} {r}, {chart.columns_label} {c}: {number(v, chart.unit)}"
                    for r, values in zip(chart.rows, chart.values, strict=True)
                    for c, v in zip(chart.columns, values, strict=True)]
        case Waterfall():
            steps = [f"{s.label}: {number(s.value)}" for s in chart.steps]
            return [_("from {base} to {output}").format(
                base=number(chart.base, chart.axis.unit), output=number(chart.output, chart.axis.unit)), *steps]
        case Scatter():
            return [_("{y} against {x}, {n} points").format(y=chart.y.label, x=chart.x.label, n=count(len(chart.xs)))]
