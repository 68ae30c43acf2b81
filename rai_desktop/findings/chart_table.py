"""The numbers of a picture as a table, for everyone who reads better than they see."""

from rai_desktop.findings.measurement import (
    Bars,
    Cell,
    Chart,
    Curves,
    Matrix,
    Point,
    Points,
    Scatter,
    Table,
    Waterfall,
)
from rai_desktop.i18n import _


def chart_table(chart: Chart) -> Table:
    """Every number the picture shows; the same id and title."""
    columns, rows, formats = _content(chart)
    return Table(id=f"{chart.id}-table", title=chart.title, columns=columns, rows=rows, formats=formats, note=chart.note)


def _content(chart: Chart) -> tuple[list[str], list[list[Cell]], list[str]]:
    match chart:
        case Points(points=points, axis=axis):
            return _intervals(points, axis.label, axis.unit)
        case Bars(bars=bars, axis=axis):
            return _intervals(bars, axis.label, axis.unit)
        case Waterfall():
            return _waterfall(chart)
        case Curves():
            return _curves(chart)
        case Matrix():
            columns = [f"{chart.rows_label} \\ {chart.columns_label}", *chart.columns]
            rows: list[list[Cell]] = [[name, *values] for name, values in zip(chart.rows, chart.values, strict=True)]
            return columns, rows, ["text", *[_format(chart.unit)] * len(chart.columns)]
        case Scatter():
            return ([chart.x.label, chart.y.label], [[x, y] for x, y in zip(chart.xs, chart.ys, strict=True)],
                    [_format(chart.x.unit), _format(chart.y.unit)])


def _intervals(points: list[Point], label: str, unit: str) -> tuple[list[str], list[list[Cell]], list[str]]:
    several = any(point.series for point in points)
    columns = [_("Group"), *([_("Series")] if several else []), label or _("Value"), _("Low"), _("High"), "n", _("Note")]
    rows: list[list[Cell]] = [
        [point.label, *([point.series] if several else []), point.value, point.low, point.high, point.n, point.note]
        for point in points]
    shape = _format(unit)
    return columns, rows, ["text", *(["text"] if several else []), shape, shape, shape, "count", "text"]


def _waterfall(chart: Waterfall) -> tuple[list[str], list[list[Cell]], list[str]]:
    rows: list[list[Cell]] = [[_("Base value"), chart.base, ""]]
    rows += [[step.label, step.value, step.note] for step in chart.steps]
    rows.append([_("Output"), chart.output, ""])
    return [_("Feature"), chart.axis.label, _("Note")], rows, ["text", "number", "text"]


def _curves(chart: Curves) -> tuple[list[str], list[list[Cell]], list[str]]:
    rows: list[list[Cell]] = []
    for curve in chart.curves:
        low, high = curve.low or [None] * len(curve.x), curve.high or [None] * len(curve.x)
        sizes: list[int | None] = [*curve.sizes] or [None] * len(curve.x)
        rows += [[curve.name, *five] for five in zip(curve.x, curve.y, low, high, sizes, strict=False)]
    shape = _format(chart.y.unit)
    return ([_("Curve"), chart.x.label, chart.y.label, _("Low"), _("High"), "n"], rows,
            ["text", _format(chart.x.unit), shape, shape, shape, "count"])


def _format(unit: str) -> str:
    return {"share": "share", "rows": "count", "people": "count", "ratio": "ratio"}.get(unit, "number")
