"""findings.csv and measurements.csv, safe to open in a spreadsheet."""

import csv
import io
import math
from collections.abc import Iterable, Sequence

from rai_desktop.report.record import Judged, Number, Record, Span

# A text that begins with one of these would be run as a formula (OWASP ASVS 1.2.10; the wide forms too).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def guarded(cell: object) -> object:
    """A text that a spreadsheet would run as a formula gets an apostrophe; numbers stay numbers; infinity is empty."""
    if isinstance(cell, float) and not math.isfinite(cell):
        return None  # an open end, null in results.json
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def findings_csv(record: Record) -> bytes:
    """One row a finding."""
    head = ["key", "verdict", "sentence", "assessment", "metric", "group", "reference", "cohort", "value", "low", "high",
            "n", "unit", "policy", "rule", "threshold", "status", "source", "clauses", "comment", "owner", "mitigation",
            "due", "accepted_reason"]
    return written(head, (_finding_row(f) for f in record.findings))


def measurements_csv(record: Record) -> bytes:
    """One row a measurement."""
    head = ["assessment", "metric", "group", "reference", "cohort", "value", "low", "high", "level", "method", "n", "unit",
            "p_value", "comparisons", "note"]
    return written(head, (_number_row(m) for m in record.measurements))


def _finding_row(f: Judged) -> list[object]:
    clauses = "; ".join(f"{c.framework}:{c.id} ({c.strength})" for c in f.clauses)
    said = [f.response.comment, f.response.owner, f.response.mitigation, f.response.due, f.response.accepted_reason]
    return [f.key, f.verdict, f.sentence, f.assessment, f.metric, _group(f.group), _group(f.reference), f.cohort, f.value,
            *_ends(f.interval), f.n, f.unit, f.policy, f.rule, f.threshold, f.status, f.source, clauses, *said]


def _number_row(m: Number) -> list[object]:
    level, method = (m.interval.level, m.interval.method) if m.interval else (None, "")
    return [m.assessment, m.metric, _group(m.group), _group(m.reference), m.cohort, m.value, *_ends(m.interval), level,
            method, m.n, m.unit, m.p_value, m.comparisons, m.note]


def _group(group: dict[str, str]) -> str:
    return "; ".join(f"{column}={level}" for column, level in group.items())


def _ends(interval: Span | None) -> tuple[float | None, float | None]:
    return (interval.low, interval.high) if interval else (None, None)


def written(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file that no spreadsheet takes for a program."""
    into = io.StringIO(newline="")
    writer = csv.writer(into, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return into.getvalue().encode("utf-8-sig")  # with the mark by which Excel knows UTF-8
