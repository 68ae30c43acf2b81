"""A table that is read in batches, whatever it is stored in: columns, row count, stream, single rows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa

from rai_desktop.errors import Refusal, reason
from rai_desktop.i18n import _
from rai_desktop.loading.coding import as_text
from rai_desktop.loading.far_dates import refuse_far
from rai_desktop.loading.views import plain_schema, plainly

BATCH_ROWS = 131_072
FRAME_ROWS = 65_536
Positions: TypeAlias = np.ndarray[Any, np.dtype[np.int64]]
Stream: TypeAlias = Callable[[list[str], int, Sequence[int] | None, bool], Iterator[pa.RecordBatch]]


@dataclass(frozen=True)
class Table:
    """A stored table. `segments` are the rows of its parts (Parquet row groups, Arrow batches), in
    order; `stream(columns, size, segments or None, coded)` gives record batches of at most `size`
    rows, with text dictionary-encoded where that is faster if `coded`."""

    schema: pa.Schema
    segments: tuple[int, ...]
    stream: Stream
    frame: pd.DataFrame | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Column names in table order."""
        return tuple(self.schema.names)

    @property
    def rows(self) -> int:
        """All rows."""
        return sum(self.segments)

    def batches(self, columns: Sequence[str], size: int = BATCH_ROWS) -> Iterator[pa.RecordBatch]:
        """All rows in order, of these columns; text may come dictionary-encoded."""
        return self.stream(list(columns), size, None, True)

    def frames(self, columns: Sequence[str], size: int = FRAME_ROWS) -> Iterator[pd.DataFrame]:
        """All rows in order as pandas frames; the index is the 0-based position in the table."""
        names = list(columns)
        if self.frame is not None:
            for start in range(0, len(self.frame), size):
                yield self.frame[names].iloc[start : start + size]
            return
        start = 0
        for batch in self.stream(names, size, None, False):
            yield to_frame(batch, names, np.arange(start, start + batch.num_rows))
            start += batch.num_rows

    def rows_at(self, positions: Sequence[int] | Positions, columns: Sequence[str]) -> pd.DataFrame:
        """Rows at 0-based positions, in the order given; the index is the position."""
        names, wanted = list(columns), np.asarray(positions, dtype=np.int64)
        if self.frame is not None:
            return self.frame[names].iloc[wanted]
        ordered = np.unique(wanted)
        found = pa.Table.from_batches(
            list(self._taken(ordered, names)), _fields(self.schema, names)
        )
        return to_frame(found, names, ordered).loc[wanted]

    def _taken(self, ordered: Positions, names: list[str]) -> Iterator[pa.RecordBatch]:
        ends = np.cumsum(self.segments)
        for segment in np.unique(np.searchsorted(ends, ordered, side="right")):
            start = int(ends[segment]) - self.segments[segment]
            for batch in self.stream(names, BATCH_ROWS, [int(segment)], False):
                low, high = np.searchsorted(ordered, [start, start + batch.num_rows])
                if high > low:
                    yield batch.take(pa.array(ordered[low:high] - start))
                start += batch.num_rows


def _fields(schema: pa.Schema, names: list[str]) -> pa.Schema:
    return pa.schema([schema.field(name) for name in names])


def to_frame(data: pa.RecordBatch | pa.Table, names: list[str], index: Positions) -> pd.DataFrame:
    """A pandas frame as `read_csv` or `read_parquet` would give it; decimals become floats."""
    columns = {}
    for name in names:
        column = data.column(name)
        if pa.types.is_decimal(column.type):
            column = column.cast(pa.float64(), safe=False)
        columns[name] = _in_pandas(name, column)
    return pd.DataFrame(columns, columns=names).set_axis(index)


def _in_pandas(name: str, column: pa.Array | pa.ChunkedArray) -> Any:
    """The column; what pandas cannot hold as it is stored comes plain. Raises Refusal."""
    try:
        return column.to_pandas()
    except ValueError as error:
        if pa.types.is_dictionary(column.type):  # a category twice, or one that is missing
            return _in_pandas(name, column.cast(column.type.value_type))
        if pa.types.is_time(column.type):  # finer than microseconds
            return column.cast(pa.string()).to_pandas()
        raise Refusal(
            _("The column “{name}” cannot be read: {why}.").format(name=name, why=reason(error).split("\n")[0].rstrip(".")[:160]),
            _("Export the table again, or without that column."),
        ) from error


def from_arrow(table: pa.Table) -> Table:
    """A table in memory."""
    whole = table.combine_chunks()

    def stream(
        columns: list[str], size: int, _segments: Sequence[int] | None, _coded: bool
    ) -> Iterator[pa.RecordBatch]:
        if columns:
            yield from whole.select(columns).to_batches(max_chunksize=size)

    return Table(table.schema, (table.num_rows,), stream)


def from_frame(frame: pd.DataFrame) -> Table:
    """A table over a pandas frame; columns of mixed kinds are coded by their text."""
    named = frame.set_axis([str(name) for name in frame.columns], axis=1).reset_index(drop=True)
    arrays = [_array(named[name]) for name in named.columns]
    return replace(from_arrow(pa.Table.from_arrays(arrays, names=list(named.columns))), frame=named)


def _array(series: "pd.Series[Any]") -> pa.Array:
    try:
        array = pa.array(series, from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        array = pa.array(as_text(series.tolist()), type=pa.string())
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def validated(batch: pa.RecordBatch) -> pa.RecordBatch:
    """A batch whose offsets and codes lie within its buffers, whose texts are text and whose dates are some: a file may say
    otherwise. Raises ArrowInvalid, and Refusal for dates."""
    batch.validate(full=True)
    refuse_far(batch)
    return batch


def whole_or_said(path: Path, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Batches as they come; damage that only shows on reading is said. Raises Refusal."""
    try:
        yield from batches
    except (pa.ArrowException, OSError, MemoryError) as error:
        raise Refusal(
            _("{name} is damaged: {why}.").format(name=path.name, why=reason(error).split("\n")[0].rstrip(".")[:160]),
            _("Copy or export it again."),
        ) from error


def from_ipc(path: Path) -> Table:
    """An Arrow IPC file (Feather 2), memory-mapped, one stored batch at a time."""
    with pa.memory_map(str(path)) as source:
        reader = pa.ipc.open_file(source)
        schema = reader.schema
        sizes = tuple(reader.get_batch(i).num_rows for i in range(reader.num_record_batches))

    def stream(
        columns: list[str], size: int, segments: Sequence[int] | None, _coded: bool
    ) -> Iterator[pa.RecordBatch]:
        options = pa.ipc.IpcReadOptions(
            included_fields=[schema.get_field_index(c) for c in columns]
        )
        with pa.memory_map(str(path)) as source:
            reader = pa.ipc.open_file(source, options=options)
            wanted = range(len(sizes)) if segments is None else segments
            batches = (plainly(validated(reader.get_batch(number).select(columns))) for number in wanted)
            for whole in whole_or_said(path, batches):
                for start in range(0, whole.num_rows, size):
                    yield whole.slice(start, size)

    return Table(plain_schema(schema), sizes, stream)
