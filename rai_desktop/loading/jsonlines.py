"""Reads JSON lines (or one JSON array): an object a row, nested values kept as their JSON text."""

import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _
from rai_desktop.loading.coding import as_text
from rai_desktop.loading.names import MAX_COLUMNS
from rai_desktop.loading.sniffing import encoding_of, open_bytes
from rai_desktop.loading.stored import Table, from_arrow

CHUNK = 65_536
MAX_ARRAY, MAX_LINE, _PIECE = 1 << 29, 1 << 26, 1 << 20
Record = dict[str, Any]


def open_json(
    path: Path, head: bytes, _options: Mapping[str, str]
) -> tuple[Table, dict[str, str], list[str]]:
    """The table of the objects; a key that an object lacks is missing there."""
    records = _one_array(path, head) if head[:1] == b"[" else _lines(path, head)
    kinds: dict[str, set[type]] = {}
    chunks: list[pa.RecordBatch] = []
    part: list[Record] = []
    for record in records:
        part.append(record)
        _learn(path, record, kinds)
        if len(part) == CHUNK:
            chunks.append(_loose(part, kinds))
            part = []
    if part:
        chunks.append(_loose(part, kinds))
    return from_arrow(_together(chunks, kinds)), {}, _repeated(path, head)


def _lines(path: Path, head: bytes) -> Iterator[Record]:
    decoder = msgspec.json.Decoder(dict[str, Any])
    for number, line in enumerate(_texts(path, head), start=1):
        if not line.strip():
            continue
        try:
            yield decoder.decode(line)
        except (msgspec.DecodeError, msgspec.ValidationError, RecursionError) as error:
            raise _no_object(path, number, str(error)) from error


def _texts(path: Path, head: bytes) -> Iterator[str]:
    """Line by line; only a line feed ends one, since JSON texts may hold all that Unicode calls a line end."""
    number = 0
    with io.TextIOWrapper(open_bytes(path), encoding_of(path, head), newline="\n") as text:
        try:
            while line := text.readline(MAX_LINE + 1):
                number += 1
                if len(line) > MAX_LINE:
                    raise _no_object(path, number, _("it has more than {size} MB").format(size=MAX_LINE >> 20))
                yield line
        except UnicodeDecodeError as error:
            raise _no_object(path, number + 1, str(error)) from error


def _no_object(path: Path, line: int, why: str) -> Refusal:
    return Refusal(
        _("Line {line} of {name} is not a JSON object: {why}.").format(line=line, name=path.name, why=why[:120].rstrip(".")),
        _("Put one object on each line."),
    )


def _one_array(path: Path, head: bytes) -> list[Record]:
    content = bytearray()
    with open_bytes(path) as file:  # in pieces: a read of so many bytes sets them all aside, however small the file
        while len(content) <= MAX_ARRAY and (piece := file.read(_PIECE)):
            content += piece
    if len(content) > MAX_ARRAY:
        raise Refusal(
            _("{name} is one JSON array of more than {size} MB.").format(
                name=path.name, size=MAX_ARRAY >> 20
            ),
            _("Save it as JSON lines or Parquet."),
        )
    try:
        text = content.decode(encoding_of(path, head))
        return msgspec.json.decode(text, type=list[dict[str, Any]])
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal(
            _("{name} is not an array of JSON objects: {why}.").format(
                name=path.name, why=str(error)[:120].rstrip(".")
            ),
            _("Save it as JSON lines: one object on each line."),
        ) from error


def _learn(path: Path, record: Record, kinds: dict[str, set[type]]) -> None:
    """Add what occurs in a record to `kinds`. Raises Refusal where that are too many columns."""
    for name, value in record.items():
        kinds.setdefault(name, set()).add(type(value))
    if len(kinds) > MAX_COLUMNS:
        raise Refusal(
            _("{name} has {count} columns, more than {most}.").format(name=path.name, count=len(kinds), most=MAX_COLUMNS),
            _("Keep the keys that are needed."),
        )


def _loose(records: list[Record], kinds: Mapping[str, set[type]]) -> pa.RecordBatch:
    """The records by column in whatever kind this chunk allows."""
    return pa.RecordBatch.from_pydict(
        {name: _array([record.get(name) for record in records], kinds[name]) for name in kinds}
    )


def _array(values: list[Any], kinds: set[type]) -> pa.Array:
    real = kinds - {type(None)}
    if real <= {int, float} and not _too_long(values):
        return pa.array(
            [None if v is None else float(v) for v in values] if float in real else values,
            pa.float64() if float in real or not real else pa.int64(),
        )
    if real == {bool}:
        return pa.array(values, pa.bool_())
    return pa.array(as_text(map(_flat, values)), pa.string())


def _too_long(values: list[Any]) -> bool:
    return any(isinstance(v, int) and abs(v) > 2**63 - 1 for v in values)


def _flat(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value


def _together(chunks: list[pa.RecordBatch], kinds: Mapping[str, set[type]]) -> pa.Table:
    """One table: where chunks differ in kind, numbers become floats and anything else text."""
    arrays = []
    for name in kinds:
        parts = [c.column(name) if name in c.schema.names else pa.nulls(c.num_rows) for c in chunks]
        types = {str(part.type) for part in parts if part.null_count < len(part)}
        arrays.append(pa.chunked_array([_as(part, _common(types)) for part in parts]))
    return pa.Table.from_arrays(arrays, names=list(kinds))


def _common(types: set[str]) -> pa.DataType:
    if len(types) == 1:
        return {"int64": pa.int64(), "double": pa.float64(), "bool": pa.bool_()}.get(
            types.pop(), pa.string()
        )
    return pa.float64() if types <= {"int64", "double"} else pa.string()


def _as(array: pa.Array, kind: pa.DataType) -> pa.Array:
    if array.type == kind:
        return array
    if pa.types.is_string(kind) and array.null_count < len(array):
        return pa.array(as_text(array), pa.string())
    return array.cast(kind, safe=False)


def _repeated(path: Path, head: bytes) -> list[str]:
    """A warning if one of the first objects has a key twice."""
    twice: list[str] = []

    def pairs(found: list[tuple[str, Any]]) -> None:
        names = [name for name, _value in found]
        twice.extend(name for name in names if names.count(name) > 1)

    for line in head.split(b"\n")[:200]:
        try:
            json.loads(line, object_pairs_hook=pairs)
        except (ValueError, RecursionError):
            break
    if not twice:
        return []
    return [
        _("Key “{key}” occurs twice in one object of {name}; the last is read.").format(
            key=twice[0], name=path.name
        )
    ]
