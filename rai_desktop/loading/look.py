"""Looks at a table: columns, types, missing and distinct values, a preview, and what seems wrong."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from rai_desktop.i18n import _, ngettext
from rai_desktop.loading.coding import in_order, text_of
from rai_desktop.loading.profile import INVISIBLE, Profile, lookalikes, odd_words
from rai_desktop.loading.roles import guess, guess_task, outcome_column
from rai_desktop.loading.settling import quoted, says_favourable
from rai_desktop.loading.stored import Table
from rai_desktop.loading.tables import Opened, open_fully
from rai_desktop.loading.written_dates import are_dates, are_local
from rai_desktop.project.looks import ColumnLook, TableLook

MAX_LEVELS = 50
SEED = 0
_WIDE = 500


def look(path: str, options: Mapping[str, str] | None = None, rows: int = 50) -> TableLook:
    """Everything the window shows of a table, read once; roles, task and favourable outcome are
    guesses. Refuses what is not a usable table."""
    opened = open_fully(path, options)
    table = opened.table
    profiles = profiled(table)
    columns = guess([_column(name, profile) for name, profile in profiles.items()], table.rows)
    task, positive = guess_task(columns)
    outcome = outcome_column(columns)
    positions = _positions(table.rows, rows)
    return TableLook(
        path=path,
        format=opened.format,
        sha256=opened.sha256,
        size=Path(path).stat().st_size,
        rows=table.rows,
        columns=columns,
        options=opened.options,
        warnings=_warnings(opened, profiles),
        first_rows=_cells(table, range(min(rows, table.rows))),
        random_rows=_cells(table, positions),
        random_positions=positions,
        task=task,
        positive=positive,
        positive_said=bool(positive and outcome and says_favourable(outcome.levels)),
    )


def profiled(table: Table) -> dict[str, Profile]:
    """What every column holds, from one pass over all rows."""
    found = {name: Profile(table.schema.field(name).type) for name in table.columns}
    for batch in table.batches(table.columns):
        for name, column in zip(table.columns, batch.columns, strict=True):
            found[name].add(column)
    return found


def _positions(rows: int, count: int) -> list[int]:
    if rows <= count:
        return []
    chosen = np.random.default_rng(SEED).choice(rows, count, replace=False, shuffle=False)
    return [int(position) for position in np.sort(chosen)]


def _cells(table: Table, positions: Sequence[int]) -> list[list[str]]:
    frame = table.rows_at(list(positions), table.columns) if len(positions) else pd.DataFrame()
    return [
        [text_of(value) or "" for value in row] for row in frame.itertuples(index=False, name=None)
    ]


def _column(name: str, profile: Profile) -> ColumnLook:
    few = profile.values is not None and len(profile.values) <= MAX_LEVELS
    return ColumnLook(
        name=name,
        type=type_in_words(profile),
        missing_share=profile.missing / profile.rows,
        distinct=profile.distinct,
        distinct_exact=profile.distinct_exact,
        examples=profile.examples,
        levels=list(in_order(profile.values or ())) if few else [],
        low=profile.low,
        high=profile.high,
    )


def type_in_words(profile: Profile) -> str:
    """The type of a column in plain words."""
    kind = profile.kind.value_type if pa.types.is_dictionary(profile.kind) else profile.kind
    if not profile.there:
        return _("nothing")
    if pa.types.is_boolean(kind):
        return _("true or false")
    if pa.types.is_integer(kind):
        return _("whole numbers")
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return _("numbers")
    if pa.types.is_temporal(kind) or _holds_dates(profile):
        return _("dates")
    return (
        _("categories")
        if pa.types.is_dictionary(profile.kind) or profile.distinct <= MAX_LEVELS
        else _("text")
    )


def _holds_dates(profile: Profile) -> bool:
    """By a handful of its values, or by all of them while there are few."""
    return _is_text(profile.kind) and are_dates(list(profile.values or profile.examples))


def _warnings(opened: Opened, profiles: Mapping[str, Profile]) -> list[str]:
    found = [*opened.warnings, *_of_table(opened, profiles)]
    for name, profile in profiles.items():
        found += _of_column(name, profile)
    return found


def _of_table(opened: Opened, profiles: Mapping[str, Profile]) -> list[str]:
    rows, names = opened.table.rows, list(profiles)
    found = []
    if opened.format == "csv" and opened.options["header"] == "yes" and _headerless(names):
        found.append(
            _("The first row looks like data, not like names ({names}): is there a header?").format(
                names=quoted(names[:4])
            )
        )
    if rows < 30:
        found.append(
            ngettext(
                "The table has only {count} row.", "The table has only {count} rows.", rows
            ).format(count=rows)
        )
    if len(names) > _WIDE:
        found.append(_("The table has {count} columns.").format(count=len(names)))
    empty = [name for name, profile in profiles.items() if not profile.there]
    if empty:
        found.append(_("Empty in every row: {names}.").format(names=quoted(empty)))
    if local := [name for name, p in profiles.items() if _is_text(p.kind) and are_local(list(p.values or p.examples))]:
        example = profiles[local[0]].examples[0]
        found.append(_("Dates written like {example} stay text, as they stand, and are neither sorted nor compared in time: "
                       "{names}.").format(example=example, names=quoted(local)))
    same = [n for n, p in profiles.items() if p.distinct == 1 and not p.missing and p.rows > 1]
    if same:
        found.append(_("The same value in every row: {names}.").format(names=quoted(same)))
    return found


def _headerless(names: Sequence[str]) -> bool:
    return sum(_is_number(name) for name in names) * 2 >= len(names)


def _is_number(text: str) -> bool:
    try:
        float(text.split(" (", maxsplit=1)[0].replace(",", "."))
    except ValueError:
        return False
    return True


def _of_column(name: str, profile: Profile) -> list[str]:
    found = []
    if profile.infinite:
        found.append(
            _("Column “{name}” holds {count} infinite numbers.").format(
                name=name, count=profile.infinite
            )
        )
    if profile.values is None or not _is_text(profile.kind):
        return found
    found += [
        _("Column “{name}” holds values that look alike but differ: {values}.").format(
            name=name, values=", ".join(map(repr, group[:4]))
        )
        for group in lookalikes(profile.values)[:3]
    ]
    if unseen := [v for v in profile.values if any(c in INVISIBLE for c in v)]:
        found.append(
            _("Column “{name}” holds characters that cannot be seen, as in {value}.").format(
                name=name, value=ascii(unseen[0])
            )
        )
    if words := odd_words(profile.values):
        found.append(
            _(
                "Column “{name}” mixes numbers with text such as {values}; it is read as text."
            ).format(name=name, values=quoted(words, 3))
        )
    return found


def _is_text(kind: pa.DataType) -> bool:
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))
