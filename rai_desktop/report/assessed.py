"""One chapter for each assessment: its charts under their questions, its tables, its numbers."""

import msgspec

from rai_desktop.charts.numbers import COUNTS, number
from rai_desktop.findings.measurement import (
    Bars,
    Cell,
    Chart,
    Curves,
    Matrix,
    Measurement,
    Points,
    Result,
    Scatter,
    Table,
)
from rai_desktop.findings.metric_names import assessment_name, metric_name
from rai_desktop.i18n import _, count, ngettext
from rai_desktop.report.blocks import Block, Callout, Chapter, Figure, Heading, Sheet, Text
from rai_desktop.report.interval_names import interval_name
from rai_desktop.report.material import Material
from rai_desktop.report.wording import group_words, status_words, valued

MOST_ROWS = 60
MOST_COLUMNS = 8
PAIRED = " × "  # how assessments name intersections of columns; they would fill a hundred pages
SMALL_GROUP = 30


def assessment_chapters(material: Material) -> list[Chapter]:
    """In the order of their ids."""
    return [Chapter(f"assessment-{name}", assessment_name(name), list(_blocks(result)))
            for name, result in material.results.items()]


def _blocks(result: Result) -> list[Block]:
    blocks: list[Block] = []
    paired = 0
    if result.status != "finished":
        blocks.append(Callout("NOT RUN", _("Ended as: {status}").format(status=status_words(result.status)),
                              result.reason or _("What had been found until then is kept below.")))
    for evidence in result.evidence:
        if isinstance(evidence, Table):
            blocks += sheets(evidence)
        elif PAIRED in evidence.title:
            paired += 1
        elif is_empty(evidence):
            blocks.append(Text(_("{question} There is nothing to show.").format(question=evidence.question), "note"))
        else:
            blocks.append(Figure(name=picture_name(result.assessment, evidence.id), question=evidence.question,
                                 title=evidence.title, chart=evidence, note=evidence.note))
    if paired:
        blocks.append(Text(ngettext("{n} more picture, of pairs of features, is in the folder pictures.",
                                    "{n} more pictures, of pairs of features, are in the folder pictures.",
                                    paired).format(n=paired), "note"))
    if small := small_groups(result.measurements):
        blocks.append(Text(ngettext("Small group (fewer than {limit} rows), to be read with care: {names}.",
                                    "Small groups (fewer than {limit} rows), to be read with care: {names}.",
                                    len(small)).format(limit=SMALL_GROUP, names=_("; ").join(small)), "note"))
    if result.measurements:
        blocks += [Heading(_("Numbers")), _numbers(result.measurements)]
    return blocks


def picture_name(assessment: str, evidence: str) -> str:
    """The name of a picture's file, safe on every system."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in f"{assessment}-{evidence}")


def small_groups(measurements: list[Measurement]) -> list[str]:
    """Groups that rest on few rows, each named once."""
    found = {group_words(m.group, {}, "all"): m.n for m in measurements if m.group and 0 <= m.n < SMALL_GROUP}
    return [f"{name} (n = {n})" for name, n in sorted(found.items())]


def is_empty(chart: Chart) -> bool:
    """Whether a picture of it would be blank."""
    match chart:
        case Points():
            return not chart.points
        case Bars():
            return not chart.bars
        case Curves():
            return not any(curve.x for curve in chart.curves)
        case Matrix():
            return not chart.rows or not chart.columns
        case Scatter():
            return not chart.xs
    return False


def sheets(table: Table) -> list[Sheet]:
    """A table as wide as a page can hold; a wider one in parts, each with the columns that name its rows."""
    kinds = [*table.formats, *["text"] * (len(table.columns) - len(table.formats))]
    names = next((at for at, kind in enumerate(kinds) if kind != "text"), len(kinds)) or 1
    if len(table.columns) <= MOST_COLUMNS or names >= MOST_COLUMNS:
        return [sheet(table)]
    room = MOST_COLUMNS - names
    starts = range(names, len(table.columns), room)
    parts = [[*range(names), *range(start, min(start + room, len(table.columns)))] for start in starts]
    return [sheet(msgspec.structs.replace(
        table, columns=[table.columns[at] for at in part], formats=[kinds[at] for at in part],
        rows=[[row[at] for at in part] for row in table.rows], note=table.note if part is parts[-1] else "",
        title=_("{title}, part {n} of {all}").format(title=table.title, n=n, all=len(parts))))
        for n, part in enumerate(parts, 1)]


def sheet(table: Table) -> Sheet:
    """A table of an assessment in words; long ones are cut, and say so."""
    formats = [*table.formats, *["text"] * (len(table.columns) - len(table.formats))]
    rows = [[_cell(value, kind) for value, kind in zip(row, formats, strict=False)] for row in table.rows[:MOST_ROWS]]
    note, left = table.note, len(table.rows) - MOST_ROWS
    if left > 0:
        more = ngettext("{n} more row is in the bundle's evidence folder.",
                        "{n} more rows are in the bundle's evidence folder.", left).format(n=left)
        note = f"{note} {more}".strip()
    return Sheet(title=table.title, columns=list(table.columns), rows=rows, right=[f != "text" for f in formats],
                 weights=[_weight(at, rows, table.columns[at]) for at in range(len(table.columns))], note=note)


def _weight(at: int, rows: list[list[str]], head: str) -> int:
    longest = max([len(row[at]) for row in rows if at < len(row)], default=4)
    word = max(map(len, head.split()), default=4)
    return min(max(longest, word, 6), 32)


def _cell(value: Cell, kind: str) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str):
        return value
    return number(float(value), "rows" if kind == "count" else kind if kind in ("share", "ratio", *COUNTS) else "")


def _numbers(measurements: list[Measurement]) -> Sheet:
    rows = [[metric_name(m.metric), group_words(m.group, m.reference, m.cohort), valued(m.value, m.interval, m.unit),
             count(m.n), m.note] for m in measurements[:MOST_ROWS]]
    left = len(measurements) - MOST_ROWS
    methods = sorted({f"{interval_name(m.interval.method)} ({m.interval.level:.0%})" for m in measurements if m.interval})
    note = _("Intervals: {methods}.").format(methods=", ".join(methods)) if methods else ""
    if left > 0:
        note += " " + ngettext("{n} more number is in measurements.csv.", "{n} more numbers are in measurements.csv.",
                               left).format(n=left)
    return Sheet(title=_("Measured"), columns=[_("Metric"), _("Of"), _("Value (interval)"), _("n"), _("Note")],
                 rows=rows, right=[False, False, False, True, False], weights=[22, 28, 24, 8, 18], note=note.strip())
