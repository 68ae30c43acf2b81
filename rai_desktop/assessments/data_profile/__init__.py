"""What is in the table, and can it carry the conclusions? Missing cells, equal rows, balance, leaks, personal data."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from rai_desktop.assessments.assessment import Assessment, Need, Progress, Yielded
from rai_desktop.assessments.data_profile.pictures import (
    balance,
    column_words,
    columns_table,
    group_evidence,
    leakage_table,
    missing_bars,
    missing_points,
    personal_table,
    proxy_evidence,
    rows_table,
)
from rai_desktop.errors import Refusal
from rai_desktop.findings.measurement import Interval, Measurement
from rai_desktop.i18n import _
from rai_desktop.loading.coding import FixedCoder
from rai_desktop.loading.settling import group_coder
from rai_desktop.loading.subject import Subject
from rai_desktop.loading.tables import open_table
from rai_desktop.metrics import personal_data, profile
from rai_desktop.metrics.scan import Column, Scan, add_up
from rai_desktop.metrics.suspicion import Answer, Proxy, leaks, proxies
from rai_desktop.project.model import FileRef, Role, Task

ID = "data_profile"
LEVEL = 0.95
MOST = 100  # columns whose missing cells are measured one by one, the worst first


@dataclass(frozen=True)
class Parameters:
    """What the groups are compared with, and what is suspicious."""

    reference: str = field(default="", metadata={
        "title": _("Reference shares"),
        "help": _("For example “sex: female=0.51, male=0.49”; a reference table serves as well.")})
    sample_rows: int = field(default=20_000, metadata={
        "title": _("Rows for leaks and proxies"), "help": _("A seeded sample on which single columns are tried.")})
    suspicious_power: float = field(default=0.95, metadata={
        "title": _("Suspicious power"), "help": _("A single column that predicts the outcome this well is a leakage suspect.")})
    suspicious_association: float = field(default=0.5, metadata={
        "title": _("Suspicious association"),
        "help": _("A feature tied this closely to a sensitive column is a proxy suspect (Cramér's V).")})
    seed: int = field(default=20261123, metadata={"title": _("Seed"), "help": _("Same seed, same rows and same numbers.")})


def run(subject: Subject, parameters: Parameters) -> Iterator[Yielded]:
    """One pass over all rows, then single columns on a seeded sample."""
    expected = _reference(subject, parameters)
    labels = np.zeros(0, dtype=np.int64)
    scan = _new_scan(subject)
    coders = {name: group_coder(subject.table, name, subject.inputs) for name in subject.sensitive}
    for record in subject.table.batches(subject.table.columns):
        scan.add(record, {name: coder.encode(record.column(name)) for name, coder in coders.items()})
        yield Progress(scan.rows, subject.rows, _("rows read"))
    levels = {name: tuple(coder.levels) for name, coder in coders.items()}
    yield from _missing(scan, levels)
    yield from _rows(scan)
    for batch_labels in _labels(subject):
        labels = add_up(labels, batch_labels)
    yield from _balance(subject, labels)
    yield from _groups(scan, levels, expected)
    yield from _personal(scan, subject)
    yield from _suspects(subject, parameters, levels)
    yield from _overlap(subject, scan)


def _new_scan(subject: Subject) -> Scan:
    roles = subject.inputs.roles
    named = [n for n, r in roles.items() if r.role is Role.IDENTIFIER]
    compared = [n for n in subject.table.columns if n not in named]
    return Scan.of(subject.table.schema, compared, subject.features, subject.columns.label)


def _measured(metric: str, value: float | None, n: int, **more: Any) -> Measurement:
    return Measurement(assessment=ID, metric=metric, value=value, n=n, **more)


def _share(metric: str, count: int, n: int, **more: Any) -> Measurement:
    """A share of rows, with Wilson's interval."""
    found = profile.share(count, n, LEVEL)
    if found is None:
        return _measured(metric, None, 0, note=_("There are no rows to count."), **more)
    return _measured(metric, found.value, n, interval=Interval(found.low, found.high, LEVEL, "Wilson"), **more)


# --- missing cells ------------------------------------------------------------------------------------------


def _missing(scan: Scan, levels: dict[str, tuple[str, ...]]) -> Iterator[Yielded]:
    cells = scan.rows * len(scan.columns)
    lacking = sorted((c for c in scan.columns.values() if c.missing), key=lambda c: -c.missing)
    total = sum(c.missing for c in lacking)
    yield _measured("missing_share", total / cells if cells else None, cells, unit="share", note=_("Of all cells."))
    yield _share("incomplete_rows_share", scan.incomplete, scan.rows, note=_("Rows that lack at least one value."))
    whole = [c for c in scan.columns.values() if not c.missing]
    for column in [*lacking, *whole][:MOST]:
        yield _share("missing_share", column.missing, scan.rows, cohort=f"column={column.name}")
    for column in lacking[:MOST]:
        yield from _missing_by_group(scan, column, levels, len(lacking[:MOST]))
    yield missing_bars(lacking)
    for name, names in levels.items():
        chart = missing_points(scan, lacking, name, names)
        if chart is not None:
            yield chart
    yield columns_table(scan)


def _missing_by_group(
    scan: Scan, lacking: Column, levels: dict[str, tuple[str, ...]], columns: int
) -> Iterator[Measurement]:
    column = lacking.name
    cohort = f"column={column}"
    for name, names in levels.items():
        counts = lacking.missing_by.get(name)
        if counts is None or column == name:
            continue
        pairs = [(level, (_at(counts, i), _at(scan.groups[name], i))) for i, level in enumerate(names)]
        pairs = [(level, pair) for level, pair in pairs if pair[1]]
        for level, (count, n) in pairs:
            yield _share("missing_share", count, n, group={name: level}, cohort=cohort)
        if len(pairs) > 1:
            most, least = max(pairs, key=_rate), min(pairs, key=_rate)
            family = columns * len(levels) * len(pairs) * (len(pairs) - 1) // 2
            gap = profile.share_gap(most[1], least[1], 1 - (1 - LEVEL) / family)
            assert gap is not None
            yield _measured(
                "missing_share_difference", gap.value, most[1][1] + least[1][1], unit="difference", cohort=cohort,
                interval=Interval(gap.low, gap.high, LEVEL, "Newcombe, Bonferroni"), group={name: most[0]},
                reference={name: least[0]}, p_value=min(1.0, gap.p_value * family), comparisons=family,
            )  # fmt: skip


def _rate(pair: tuple[str, tuple[int, int]]) -> float:
    return pair[1][0] / pair[1][1]


def _at(counts: Any, code: int) -> int:
    """Rows of a level's code; the first place counts rows without a level."""
    return int(counts[code + 1]) if code + 1 < len(counts) else 0


# --- rows and columns that repeat ---------------------------------------------------------------------------


def _rows(scan: Scan) -> Iterator[Yielded]:
    again, bound = scan.repeated(), profile.collision_bound(scan.rows)
    note = _("Rows equal to an earlier one in every column but identifiers; found by 64-bit hashes, "
             "any mistake less likely than {bound:.1e}.").format(bound=max(bound, 1e-18))  # fmt: skip
    yield _measured("duplicate_rows", float(again), scan.rows, unit="rows", note=note)
    yield _share("duplicate_share", again, scan.rows, note=note)
    contradictions = scan.contradictions()
    if contradictions is not None:
        yield _measured("contradicting_rows", float(contradictions), scan.rows, unit="rows",
                        note=_("Rows whose features equal another row's but whose outcome differs."))  # fmt: skip
    constants, twins = scan.constants(), scan.twins()
    yield _measured("constant_columns", float(len(constants)), len(scan.columns), unit="columns", note=_listed(constants))
    yield _measured("identical_columns", float(len(twins)), len(scan.columns), unit="columns",
                    note=_listed([f"{one} = {other}" for one, other in twins]))  # fmt: skip
    yield rows_table(scan.rows, again, contradictions, constants, twins)


def _listed(names: list[str]) -> str:
    return ", ".join(names[:10]) + (" …" if len(names) > 10 else "")


# --- outcome and groups -------------------------------------------------------------------------------------


def _labels(subject: Subject) -> Iterator[Any]:
    """Label codes of all rows, read straight from the table: a profile must not make the model predict."""
    label = subject.columns.label
    if label and subject.classes:
        coder = FixedCoder(label, subject.classes)
        for record in subject.table.batches([label]):
            yield coder.encode(record.column(0))


def _balance(subject: Subject, counts: Any) -> Iterator[Yielded]:
    if not len(counts):
        return
    known = {name: _at(counts, i) for i, name in enumerate(subject.classes)}
    total = sum(known.values())
    if subject.positive is not None:
        note = _("The share of the favourable outcome, “{name}”.").format(name=_positive(subject))
        yield _share("label_balance", known[_positive(subject)], total, note=note)
    for name, count in known.items():
        yield _share("label_balance", count, total, cohort=f"class={name}")
    yield balance(known, _at(counts, -1))


def _positive(subject: Subject) -> str:
    return "" if subject.positive is None else subject.classes[subject.positive]


def _reference(subject: Subject, p: Parameters) -> dict[str, dict[str, float]]:
    """Expected shares by sensitive column: from the reference table, and above it from the parameter."""
    found = {} if subject.inputs.reference is None else _counted_reference(subject, subject.inputs.reference)
    try:
        found |= profile.parse_shares(p.reference)
    except ValueError as wrong:
        raise Refusal(
            _("The reference shares cannot be read at “{part}”.").format(part=wrong),
            _("Write them like “sex: female=0.51, male=0.49; age: under 30=0.3, 30 and over=0.7”."),
        ) from None
    if unknown := set(found) - set(subject.sensitive):
        raise Refusal(
            _("The reference shares name “{column}”, which is not a sensitive column.").format(column=min(unknown)),
            _("Sensitive columns are: {columns}.").format(columns=", ".join(subject.sensitive) or _("none")),
        )
    return found


def _counted_reference(subject: Subject, ref: FileRef) -> dict[str, dict[str, float]]:
    table = open_table(ref.path, ref.options, ref.sha256)
    found = {}
    for name in subject.sensitive:
        if name in table.columns:
            coder, counts = group_coder(subject.table, name, subject.inputs), np.zeros(0, dtype=np.int64)
            for record in table.batches([name]):
                counts = add_up(counts, coder.encode(record.column(0)))
            known = {level: _at(counts, i) for i, level in enumerate(coder.levels)}
            total = sum(known.values())
            if total:
                found[name] = {level: count / total for level, count in known.items()}
    return found


def _groups(
    scan: Scan, levels: dict[str, tuple[str, ...]], expected: dict[str, dict[str, float]]
) -> Iterator[Yielded]:
    for name, names in levels.items():
        counts = {level: _at(scan.groups[name], i) for i, level in enumerate(names)}
        total, reference = sum(counts.values()), expected.get(name, {})
        for level in dict.fromkeys([*counts, *reference]):
            yield _share("group_share", counts.get(level, 0), total, group={name: level})
        if reference and total:
            yield from _against(name, counts, reference)
        yield from group_evidence(name, counts, _at(scan.groups[name], -1), reference)


def _against(name: str, counts: dict[str, int], reference: dict[str, float]) -> Iterator[Measurement]:
    tested = profile.fit(counts, reference)
    known = sum(counts.get(level, 0) for level in reference)
    strangers = [level for level in counts if level not in reference and counts[level]]
    note = _("Not in the reference: {levels}.").format(levels=_listed(strangers)) if strangers else ""
    if tested and tested[1]:
        note += _(" The test is rough: {few} groups were expected fewer than five times.").format(few=tested[1])
    for level, expected in reference.items():
        found = profile.share(counts.get(level, 0), known, 1 - (1 - LEVEL) / len(reference))
        if found is not None:
            ends = Interval(found.low - expected, found.high - expected, LEVEL, "Wilson, Bonferroni")
            yield _measured("group_share_difference", found.value - expected, known, unit="difference", interval=ends,
                            group={name: level}, comparisons=len(reference), p_value=tested[0] if tested else None,
                            note=note.strip())  # fmt: skip


# --- personal data, leaks, proxies, overlap -----------------------------------------------------------------


def _personal(scan: Scan, subject: Subject) -> Iterator[Yielded]:
    """Columns that look personal by name or by their values, counted over all rows; no value is ever shown."""
    found = []
    for column in scan.columns.values():
        kind, count = personal_data.by_values(column.patterns, column.there)
        named = personal_data.by_name(column.name)
        if kind or named:
            found.append((column, named, kind, count))
            if kind:
                yield _share("personal_data_share", count, column.there, cohort=f"column={column.name}", note=_(kind))
    names = [column.name for column, *_rest in found]
    yield _measured("personal_data_suspects", float(len(found)), len(scan.columns), unit="columns", note=_listed(names))
    yield personal_table(found, subject.features)


def _suspects(subject: Subject, p: Parameters, levels: dict[str, tuple[str, ...]]) -> Iterator[Yielded]:
    sample = subject.sample(p.sample_rows, p.seed)
    yield from _leaks(subject, sample, p)
    groups = {name: _codes(group_coder(subject.table, name, subject.inputs), sample[name]) for name in levels}
    tried = [name for name in subject.features if groups]
    found: list[Proxy] = []
    for done, (_name, ties) in enumerate(proxies(sample, tried, groups, p.seed), start=1):
        found += ties
        yield Progress(done, len(tried), _("columns tried as proxies"))
    for name in levels:
        yield from _proxies([t for t in found if t.sensitive == name], name, len(sample), p.suspicious_association)


def _leaks(subject: Subject, sample: pd.DataFrame, p: Parameters) -> Iterator[Yielded]:
    label = subject.columns.label
    sample = sample[sample[label].notna()] if label else sample.iloc[:0]
    answer = _answer(subject, sample) if len(sample) else None
    if answer is None:
        return
    named = [n for n, r in subject.inputs.roles.items() if r.role is Role.IDENTIFIER and n in sample]
    tried, found = [*subject.features, *named], []
    for done, leak in enumerate(leaks(sample, tried, answer, p.suspicious_power, p.seed), start=1):
        found.append(leak)
        yield Progress(done, len(tried) + 1, _("columns tried for leaks"))
    suspects = [leak for leak in found if leak.suspect]
    for leak in suspects:
        if leak.power is not None:
            ends = Interval(leak.power.low, leak.power.high, LEVEL, "normal, cross-fitted halves")
            yield _measured("single_column_power", leak.power.value, len(sample), unit="score", interval=ends,
                            cohort=f"column={leak.column}", note=leak.power.metric)  # fmt: skip
    yield _measured("leakage_suspects", float(len(suspects)), len(found), unit="columns",
                    note=_listed([column_words(leak) for leak in suspects]))  # fmt: skip
    yield leakage_table(found, len(sample))


def _answer(subject: Subject, sample: pd.DataFrame) -> Answer | None:
    label = subject.columns.label
    if subject.task is Task.REGRESSION:
        return Answer(label, sample[label].to_numpy(dtype=float), "regression")
    codes = _codes(FixedCoder(label, subject.classes), sample[label])
    if subject.task is Task.BINARY:
        codes = codes == (1 if subject.positive is None else subject.positive)
    return Answer(label, codes.astype(float), str(subject.task))


def _codes(coder: Any, column: "pd.Series[Any]") -> Any:
    array = pa.array(column, from_pandas=True)
    return coder.encode(array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array)


def _proxies(tried: list[Proxy], name: str, n: int, limit: float) -> Iterator[Yielded]:
    ranked = sorted(tried, key=lambda t: -t.strength.value)
    close = [t for t in ranked if t.strength.value >= limit]
    yield _measured("proxy_suspects", float(len(close)), len(ranked), unit="columns", cohort=f"sensitive={name}",
                    note=_listed([t.column for t in close]))  # fmt: skip
    for t in ranked[:5]:
        yield _measured(
            "proxy_association", t.strength.value, n, unit="score", cohort=f"column={t.column}, sensitive={name}",
            interval=Interval(t.strength.low, t.strength.high, LEVEL, "percentile bootstrap over cells"),
        )  # fmt: skip
    if ranked:
        yield proxy_evidence(name, ranked, limit)


def _overlap(subject: Subject, scan: Scan) -> Iterator[Yielded]:
    """Which share of these rows also stands in the training table, over the columns both have."""
    ref = subject.inputs.train
    if ref is None:
        return
    table = open_table(ref.path, ref.options, ref.sha256)
    shared = [n for n in table.columns if n in scan.compared]
    if not shared:
        yield _measured("train_overlap", None, 0, note=_("The training table has none of these columns."))
        return
    known: list[profile.Hashes] = []
    own: list[profile.Hashes] = []
    for parts, source in ((known, table), (own, subject.table)):
        done = 0
        for record in source.batches(shared):
            columns = zip(shared, record.columns, strict=True)
            parts.append(np.sum([profile.salted(profile.hashes(a), n) for n, a in columns], axis=0, dtype=np.uint64))
            done += record.num_rows
            yield Progress(done, source.rows, _("rows compared with the training table"))
    twice = int(np.isin(np.concatenate(own), np.unique(np.concatenate(known))).sum())
    yield _share("train_overlap", twice, subject.rows, note=_("Equal in {count} shared columns.").format(count=len(shared)))


DATA_PROFILE = Assessment(
    id=ID, title=_("Data profile"), question=_("What is in the table, and can it carry the conclusions drawn from it?"),
    needs=(Need.DATA,), parameters=Parameters, run=run,
    limits=_("Finds what can be counted: it cannot tell whether values are true or whether people agreed to their use."),
    sources=("Wilson 1927", "Newcombe 1998", "Bergsma 2013", "ISO/IEC 5259-2"),
    crosswalk=("data_quality", "representativeness", "privacy_k_anonymity"),
)  # fmt: skip
