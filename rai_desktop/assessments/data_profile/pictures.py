"""Tables and charts of the data profile; never a value that could be somebody's."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

from rai_desktop.findings.measurement import Axis, Bars, Cell, Chart, Line, Point, Points, Table
from rai_desktop.findings.metric_names import metric_name
from rai_desktop.i18n import _
from rai_desktop.metrics import profile
from rai_desktop.metrics.scan import Column, Scan
from rai_desktop.metrics.suspicion import ROW_ORDER, Leak, Proxy

SHOWN = 20
ROWS = 2000


def _point(label: str, count: int, n: int, series: str = "") -> Point:
    found = profile.share(count, n)
    if found is None:
        return Point(label=label, value=None, n=0, series=series)
    return Point(label=label, value=found.value, low=found.low, high=found.high, n=n, series=series)


def missing_bars(lacking: Sequence[Column]) -> Bars:
    """Columns that lack values, the worst first."""
    more = len(lacking) - SHOWN
    note = _("{count} more columns lack values; see the table of columns.").format(count=more) if more > 0 else ""
    return Bars(
        id="missing", title=_("Missing values"), question=_("Where are values missing?"),
        axis=Axis(_("share of rows without a value"), "share", 0.0),
        bars=[_point(c.name, c.missing, c.rows) for c in lacking[:SHOWN]],
        note=note if lacking else _("No value is missing."),
    )  # fmt: skip


def missing_points(scan: Scan, lacking: Sequence[Column], name: str, levels: Sequence[str]) -> Points | None:
    """Missing shares of the worst columns by group; None when nothing is missing elsewhere."""
    points = [
        _point(c.name, _at(c.missing_by.get(name, ()), i), _at(scan.groups[name], i), level)
        for c in lacking[:10] if c.name != name for i, level in enumerate(levels)
    ]  # fmt: skip
    if not points:
        return None
    return Points(
        id=f"missing_by_{name}", title=_("Missing values by {column}").format(column=name),
        question=_("Are values missing more often for one group than for another?"),
        axis=Axis(_("share of rows without a value"), "share", 0.0), points=points,
    )  # fmt: skip


def _at(counts: Sequence[int] | Any, code: int) -> int:
    return int(counts[code + 1]) if code + 1 < len(counts) else 0


def columns_table(scan: Scan) -> Table:
    """Every column: type, missing, different values, range, what is odd about it."""
    twins, constants = dict(scan.twins()), set(scan.constants())
    rows: list[list[Cell]] = []
    for c in list(scan.columns.values())[:ROWS]:
        odd = [_("constant")] if c.name in constants else []
        odd += [_("equals {column}").format(column=twins[c.name])] if c.name in twins else []
        odd += [_("different in every row")] if c.distinct == c.there > 1 and c.kind != "number" else []
        rows.append([c.name, _(c.kind), c.missing / c.rows if c.rows else None, c.distinct, _finite(c.low),
                     _finite(c.high), ", ".join(odd)])  # fmt: skip
    columns = [_("Column"), _("Type"), _("Missing"), _("Different values"), _("Least"), _("Greatest"), _("Remarks")]
    more = len(scan.columns) - ROWS
    return Table(
        id="columns", title=_("Columns"), columns=columns, rows=rows,
        formats=["text", "text", "share", "count", "number", "number", "text"],
        note=_("{count} more columns are not listed.").format(count=more) if more > 0 else "",
    )  # fmt: skip


def _finite(number: float | None) -> float | None:
    return number if number is not None and math.isfinite(number) else None


def rows_table(
    rows: int, again: int, contradictions: int | None, constants: Sequence[str], twins: Sequence[tuple[str, str]]
) -> Table:
    """Repetitions in rows and columns."""
    found: list[list[Cell]] = [
        [_("Rows"), rows, ""], [_("Rows that repeat an earlier one"), again, ""],
        [_("Constant columns"), len(constants), ", ".join(constants[:20])],
        [_("Columns equal to an earlier one"), len(twins), ", ".join(f"{a} = {b}" for a, b in twins[:20])],
    ]  # fmt: skip
    if contradictions is not None:
        found.insert(2, [_("Rows with another's features but another outcome"), contradictions, ""])
    return Table(id="repetitions", title=_("Repetitions"), columns=[_("What"), _("Count"), _("Which")], rows=found,
                 formats=["text", "count", "text"])  # fmt: skip


def balance(known: dict[str, int], unknown: int) -> Bars:
    """Shares of the outcome's values."""
    total = sum(known.values())
    ranked = sorted(known, key=lambda name: -known[name])
    return Bars(
        id="label_balance", title=_("Outcomes"), question=_("How are the outcomes distributed?"),
        axis=Axis(_("share of rows"), "share", 0.0), bars=[_point(name, known[name], total) for name in ranked],
        note=_("{count} rows without an outcome.").format(count=unknown) if unknown else "",
    )  # fmt: skip


def group_evidence(name: str, counts: dict[str, int], unknown: int, reference: dict[str, float]) -> Iterator[Chart | Table]:
    """Group sizes, beside the reference where there is one."""
    total = sum(counts.values())
    levels = list(dict.fromkeys([*counts, *reference]))
    note = _("{count} rows without a group.").format(count=unknown) if unknown else ""
    points = [_point(level, counts.get(level, 0), total, _("this table") if reference else "") for level in levels]
    points += [Point(label=level, value=reference.get(level, 0.0), series=_("reference")) for level in levels if reference]
    yield Points(
        id=f"groups_{name}", title=_("Groups by {column}").format(column=name), points=points, note=note,
        question=_("Are all groups there in numbers that carry a conclusion?"),
        axis=Axis(_("share of rows"), "share", 0.0),
    )  # fmt: skip
    rows: list[list[Cell]] = [
        [level, counts.get(level, 0), counts.get(level, 0) / total if total else None, reference.get(level)]
        for level in levels
    ]
    yield Table(
        id=f"groups_{name}_table", title=_("Groups by {column}").format(column=name), rows=rows, note=note,
        columns=[name, _("Rows"), _("Share"), _("Reference share")], formats=["text", "count", "share", "share"],
    )  # fmt: skip


def personal_table(found: Sequence[tuple[Column, str, str, int]], features: Sequence[str]) -> Table:
    """Columns that look personal, and why; counts only."""
    rows: list[list[Cell]] = [
        [column.name, _(named), _(kind), count, count / column.there if column.there else None,
         _("yes") if column.name in features else _("no")]
        for column, named, kind, count in found
    ]  # fmt: skip
    return Table(
        id="personal_data", title=_("Columns that look like personal data"), rows=rows,
        columns=[_("Column"), _("By its name"), _("By its values"), _("Rows that match"), _("Share"), _("A feature")],
        formats=["text", "text", "text", "count", "share", "text"],
        note=_("All rows were looked at; values are not kept.") if rows else _("No column looks like personal data."),
    )  # fmt: skip


def column_words(leak: Leak) -> str:
    """The column, or what stands in its place where the order of the rows was tried."""
    return _("(row order)") if leak.column == ROW_ORDER else leak.column


def leakage_table(found: Sequence[Leak], n: int) -> Table:
    """Single columns by how well they predict the outcome alone."""
    ranked = sorted(found, key=lambda leak: -leak.power.value if leak.power else math.inf)
    rows: list[list[Cell]] = []
    for leak in ranked[:ROWS]:
        power = leak.power
        ends: list[Cell] = [None, None, None, ""] if power is None else [
            power.value, power.low, power.high, metric_name(power.metric)]
        rows.append([column_words(leak), *ends, _("suspect") if leak.suspect else "", leak.named])
    columns = [_("Column"), _("Power alone"), _("from"), _("to"), _("Measured by"), _("Leak"),
               _("Word of the outcome in its name")]
    return Table(
        id="leakage", title=_("What single columns give away"), columns=columns, rows=rows,
        formats=["text", "number", "number", "number", "text", "text", "text"],
        note=_("On a seeded sample of {n} rows, learnt on one half and judged on the other.").format(n=n),
    )  # fmt: skip


def proxy_evidence(name: str, ranked: Sequence[Proxy], limit: float) -> Bars:
    """Columns most closely tied to a sensitive one."""
    bars = [Point(label=t.column, value=t.strength.value, low=t.strength.low, high=t.strength.high) for t in ranked[:SHOWN]]
    return Bars(
        id=f"proxies_{name}", title=_("What stands in for {column}").format(column=name), bars=bars,
        question=_("From which columns could {column} be guessed?").format(column=name),
        axis=Axis(_("association (Cramér's V)"), "score", 0.0, 1.0), lines=[Line(limit, _("suspicious"))],
    )  # fmt: skip
