"""Arrow's views, runs and nested values, told plainly: few of its own functions know them, and neither does pandas."""

import json

import pyarrow as pa
import pyarrow.compute as pc

_PLAIN = {pa.string_view(): pa.large_string(), pa.binary_view(): pa.large_binary()}


def plain_schema(schema: pa.Schema) -> pa.Schema:
    """The schema as `plainly` gives it."""
    return pa.schema([field.with_type(_plain(field.type)) for field in schema])


def plainly(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch without views and runs, lists and records as their JSON text; the same where it has none."""
    schema = plain_schema(batch.schema)
    if schema.types == batch.schema.types:
        return batch
    columns = [_cast(column, field.type) for column, field in zip(batch.columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _plain(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_run_end_encoded(kind):
        return _plain(kind.value_type)
    if pa.types.is_nested(kind):
        return pa.large_string()
    if not pa.types.is_dictionary(kind):
        return _PLAIN.get(kind, kind)
    if pa.types.is_nested(kind.value_type):
        return pa.large_string()
    return pa.dictionary(kind.index_type, _plain(kind.value_type), kind.ordered)


def _cast(column: pa.Array, kind: pa.DataType) -> pa.Array:
    if column.type == kind:
        return column
    if pa.types.is_run_end_encoded(column.type):
        return _cast(pc.run_end_decode(column), kind)
    if pa.types.is_nested(column.type) or (pa.types.is_dictionary(column.type) and pa.types.is_nested(column.type.value_type)):
        return _as_json(column, kind)
    return column.cast(kind)


def _as_json(column: pa.Array, kind: pa.DataType) -> pa.Array:
    """Raises ArrowInvalid where a record has a name twice, or one that is no text."""
    try:
        return pa.array([_text(value) for value in column.to_pylist()], kind)
    except (ValueError, OverflowError, RecursionError) as error:
        raise pa.ArrowInvalid(str(error)) from error


def _text(value: object) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, default=str)
