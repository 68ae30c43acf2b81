"""Turns a stream of text columns into a typed table on disk, reading it twice at most, as a rule once."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _
from rai_desktop.loading.kinds import TYPES, Marks, fit
from rai_desktop.loading.parquet import from_parquet
from rai_desktop.loading.session import session_dir
from rai_desktop.loading.stored import Table


@dataclass(frozen=True, slots=True)
class Found:
    """The text table that is being converted."""

    path: Path
    names: list[str]
    marks: Marks


def convert(texts: Callable[[], Iterator[pa.RecordBatch]], found: Found) -> Table:
    """A typed copy of the table that `texts()` streams, in the folder of this session.

    The first batch shows the kinds; a later value that does not fit widens its column, the rest of
    the stream is only looked at, and the table is written again with kinds that every row fits. """
    kinds: list[str] = ["nothing"] * len(found.names)
    # A name of its own: a look and a check may convert the same table at the same time.
    target = session_dir() / f"{found.path.stem[:40]}-{uuid.uuid4().hex}.parquet"
    while not _written(texts(), found, kinds, target):
        continue
    return from_parquet(target)


def _written(
    batches: Iterator[pa.RecordBatch], found: Found, kinds: list[str], target: Path
) -> bool:
    """Whether all rows fitted; `kinds` are widened in place where they did not."""
    writer: pq.ParquetWriter | None = None
    fitted, rows = True, 0
    try:
        for batch in batches:
            rows += batch.num_rows
            arrays = _typed(batch, kinds, found.marks, settle=writer is None and fitted)
            if arrays is None:
                fitted = False
            elif fitted:
                made = _record(arrays, kinds, found.names)
                writer = writer or _writer(target, made.schema)
                writer.write_batch(made)
        if not rows:
            raise Refusal(
                _("{name} has a header but no rows.").format(name=found.path.name),
                _("Choose a table with data below its header."),
            )
        return fitted
    except OSError as error:
        raise _disk(error, found.path) from error
    finally:
        if writer is not None:
            writer.close()


def _writer(target: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """Uncompressed, and only text in dictionaries: the copy lives for a session and is read
    often."""
    texts = [entry.name for entry in schema if pa.types.is_string(entry.type)]
    return pq.ParquetWriter(target, schema, compression="none", use_dictionary=texts or False)


def _typed(
    batch: pa.RecordBatch, kinds: list[str], marks: Marks, *, settle: bool
) -> list[pa.Array] | None:
    """The columns as their kinds, or None when one had to be widened after rows were written."""
    arrays: list[pa.Array] = []
    fits = True
    for number, column in enumerate(batch.columns):
        kind, made = fit(column, kinds[number], marks)
        if kind != kinds[number]:
            fits = fits and settle
            kinds[number] = kind
        arrays.append(made)
    return arrays if fits else None


def _record(arrays: list[pa.Array], kinds: list[str], names: list[str]) -> pa.RecordBatch:
    schema = pa.schema([(name, TYPES[kind]) for name, kind in zip(names, kinds, strict=True)])
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _disk(error: OSError, path: Path) -> Refusal:
    return Refusal(
        _("There is no room to prepare {name}: {why}.").format(
            name=path.name, why=error.strerror or error
        ),
        _("Free space on the disk of the cache folder, or set RAI_HOME to another disk."),
    )
