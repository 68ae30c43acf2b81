"""A Parquet file as a table, read column by column; text comes dictionary-encoded where Arrow can give it so."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from rai_desktop.i18n import _
from rai_desktop.loading.stored import Table, validated, whole_or_said
from rai_desktop.loading.views import plain_schema, plainly

_CANNOT = "DictAccumulator"  # Arrow's word: texts stored as differences cannot be given dictionary-encoded


def from_parquet(path: Path) -> Table:
    """A Parquet file, memory-mapped.

    What a row group tells of its columns is left to Arrow's own reader: asked for it from Python, a footer that
    contradicts itself ends the process.
    """
    with pq.ParquetFile(path, memory_map=True) as file:
        schema, meta = file.schema_arrow, file.metadata
    texts = {f.name for f in schema if pa.types.is_string(f.type) or pa.types.is_large_string(f.type)}

    def stream(
        columns: list[str], size: int, segments: Sequence[int] | None, coded: bool
    ) -> Iterator[pa.RecordBatch]:
        def read(dictionaries: list[str]) -> Iterator[pa.RecordBatch]:
            # without a pre-buffer, whole row groups do not pile up in memory; it is no slower
            with pq.ParquetFile(
                path, metadata=meta, memory_map=True, read_dictionary=dictionaries, pre_buffer=False
            ) as file:
                yield from map(plainly, map(validated, file.iter_batches(size, row_groups=segments, columns=columns)))

        told = sum(groups if segments is None else (groups[segment] for segment in segments))
        batches = _coded_or_plain(read, [name for name in columns if coded and name in texts])
        yield from whole_or_said(path, _counted(batches, told))

    groups = tuple(meta.row_group(i).num_rows for i in range(meta.num_row_groups))
    return Table(plain_schema(schema), groups, stream)


def _coded_or_plain(
    read: Callable[[list[str]], Iterator[pa.RecordBatch]], dictionaries: list[str]
) -> Iterator[pa.RecordBatch]:
    """Batches with these columns dictionary-encoded; from the first that cannot be, all the rest are plain."""
    seen = 0
    try:
        for batch in read(dictionaries):
            yield batch
            seen += batch.num_rows
        return
    except OSError as error:
        if _CANNOT not in str(error):
            raise
    for batch in read([]):
        if seen < batch.num_rows:
            yield batch.slice(seen)
        seen = max(0, seen - batch.num_rows)


def _counted(batches: Iterator[pa.RecordBatch], rows: int) -> Iterator[pa.RecordBatch]:
    """All batches, when they have as many rows as the file says: its columns tell theirs too. Raises ArrowInvalid."""
    seen = 0
    for batch in batches:
        seen += batch.num_rows
        yield batch
    if seen != rows:
        raise pa.ArrowInvalid(_("it says {said} rows and holds {held}").format(said=rows, held=seen))
