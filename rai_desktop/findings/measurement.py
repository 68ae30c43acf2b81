"""What an assessment yields: numbers with n and an interval, and evidence as plain data."""

from typing import TypeAlias

import msgspec


class Interval(msgspec.Struct, frozen=True):
    """Where the true value may lie; `level` is the nominal coverage (0.95), `method` names the method."""

    low: float
    high: float
    level: float
    method: str


class Measurement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One number. `value` is None when it cannot be estimated; `note` then says why.

    `group` is {column: level} and empty for the whole table; `reference` is the group a gap or ratio is
    measured against. `n` counts the rows the number rests on. `comparisons` is how many values of the
    family the interval or p-value was corrected for (1: none). `unit`: share, ratio, difference, score, rows, …
    """

    assessment: str
    metric: str
    value: float | None
    n: int
    interval: Interval | None = None
    group: dict[str, str] = {}
    reference: dict[str, str] = {}
    cohort: str = "all"
    unit: str = "share"
    note: str = ""
    p_value: float | None = None
    comparisons: int = 1


Cell: TypeAlias = str | int | float | bool | None


class Table(msgspec.Struct, frozen=True, kw_only=True, tag="table", omit_defaults=True):
    """A table shown in window and report. `formats` holds one of text, count, number, share, ratio per column."""

    id: str
    title: str
    columns: list[str]
    rows: list[list[Cell]]
    formats: list[str] = []
    note: str = ""


class Axis(msgspec.Struct, frozen=True, omit_defaults=True):
    """A named axis; `unit` as in Measurement; `low`/`high` fix its ends when given."""

    label: str
    unit: str = ""
    low: float | None = None
    high: float | None = None


class Point(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A labelled value with its interval and n."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    series: str = ""
    note: str = ""


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """A reference line: a threshold, the overall rate, parity."""

    value: float
    label: str


class Points(msgspec.Struct, frozen=True, kw_only=True, tag="points", omit_defaults=True):
    """Groups as points with intervals, against reference lines: who differs, and is it more than chance?"""

    id: str
    title: str
    question: str
    axis: Axis
    points: list[Point]
    lines: list[Line] = []
    note: str = ""


class Bars(msgspec.Struct, frozen=True, kw_only=True, tag="bars", omit_defaults=True):
    """Bars with optional spread, longest first: importances, shares, counts."""

    id: str
    title: str
    question: str
    axis: Axis
    bars: list[Point]
    lines: list[Line] = []
    note: str = ""


class Curve(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One curve; `low`/`high` are its pointwise band, `sizes` the rows behind each point."""

    name: str
    x: list[float]
    y: list[float | None]
    low: list[float | None] = []
    high: list[float | None] = []
    sizes: list[int] = []
    n: int | None = None


class Curves(msgspec.Struct, frozen=True, kw_only=True, tag="curves", omit_defaults=True):
    """Curves over a shared axis (ROC, PR, calibration, threshold sweep); `diagonal` draws y = x."""

    id: str
    title: str
    question: str
    x: Axis
    y: Axis
    curves: list[Curve]
    diagonal: bool = False
    markers: bool = False
    note: str = ""


class Matrix(msgspec.Struct, frozen=True, kw_only=True, tag="matrix", omit_defaults=True):
    """Counts or shares by row and column (confusion matrix, heat map)."""

    id: str
    title: str
    question: str
    rows_label: str
    columns_label: str
    rows: list[str]
    columns: list[str]
    values: list[list[float | None]]
    unit: str = "rows"
    note: str = ""


class Waterfall(msgspec.Struct, frozen=True, kw_only=True, tag="waterfall", omit_defaults=True):
    """How one row's output builds up from the base value; `steps` carry signed contributions."""

    id: str
    title: str
    question: str
    axis: Axis
    base: float
    output: float
    steps: list[Point]
    note: str = ""


class Scatter(msgspec.Struct, frozen=True, kw_only=True, tag="scatter", omit_defaults=True):
    """Points in a plane (SHAP dependence); `levels` names the x positions of a categorical feature."""

    id: str
    title: str
    question: str
    x: Axis
    y: Axis
    xs: list[float]
    ys: list[float]
    levels: list[str] = []
    note: str = ""


Chart: TypeAlias = Points | Bars | Curves | Matrix | Waterfall | Scatter
Evidence: TypeAlias = Table | Chart


class Result(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All that one assessment gave in one run. `status`: finished, cancelled, refused, failed or died."""

    assessment: str
    status: str
    measurements: list[Measurement] = []
    evidence: list[Evidence] = []
    reason: str = ""
    parameters: dict[str, Cell | list[Cell]] = {}
    seconds: float = 0.0
    version: str = "1"
