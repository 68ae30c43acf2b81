"""findings.csv and measurements.csv, safe to open in a spreadsheet."""

from rai_desktop.project.cells import csv_bytes
from rai_desktop.report.record import Judged, Number, Record, Span


def findings_csv(record: Record) -> bytes:
    """One row a finding."""
    head = ["key", "verdict", "sentence", "assessment", "metric", "group", "reference", "cohort", "value", "low", "high",
            "n", "unit", "policy", "rule", "threshold", "status", "source", "clauses", "comment", "owner", "mitigation",
            "due", "accepted_reason"]
    return csv_bytes(head, (_finding_row(f) for f in record.findings))


def measurements_csv(record: Record) -> bytes:
    """One row a measurement."""
    head = ["assessment", "metric", "group", "reference", "cohort", "value", "low", "high", "level", "method", "n", "unit",
            "p_value", "comparisons", "note"]
    return csv_bytes(head, (_number_row(m) for m in record.measurements))


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
