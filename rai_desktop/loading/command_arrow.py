"""Arrow between the engine and a command: the table as a stream, and the answer as columns that have been checked."""

from pathlib import Path
from typing import BinaryIO

import pandas as pd
import pyarrow as pa

from rai_desktop.errors import reason
from rai_desktop.loading import distrust, stored

_FILE, _STREAM = b"ARROW1", b"\xff\xff\xff\xff"


class Unread(Exception):
    """It is no table in Arrow's form; the text says what Arrow found wrong."""


def write(frame: pd.DataFrame, file: BinaryIO) -> None:
    """The frame as an Arrow stream, a batch after another; its index is left out."""
    table = stored.from_frame(frame)
    with pa.ipc.new_stream(file, table.schema) as stream:
        for batch in table.batches(table.columns):
            stream.write_batch(batch)


def is_arrow(path: Path) -> bool:
    """Whether a file begins as Arrow's stream or file does; no text does."""
    with path.open("rb") as file:
        return file.read(len(_FILE)).startswith((_FILE, _STREAM))


def read(path: Path) -> pa.Table:
    """The table in it, its offsets and codes held against its buffers. Raises Unread."""
    try:
        with pa.memory_map(str(path)) as source:
            is_file = source.read(len(_FILE)) == _FILE
            source.seek(0)
            table = (pa.ipc.open_file(source) if is_file else pa.ipc.open_stream(source)).read_all()
            table.validate(full=True)
    except (pa.ArrowException, OSError, MemoryError, NotImplementedError) as error:
        raise Unread(reason(error).split("\n")[0][:160]) from None
    return table


def values(column: pa.ChunkedArray) -> distrust.Values | None:
    """Numbers, truths or texts as numpy has them; None for a type that is none of these."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    kind = column.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        column = column.cast(pa.float64(), safe=False)
    elif not (pa.types.is_boolean(kind) or pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        return None
    found: distrust.Values = column.to_numpy()
    return found
