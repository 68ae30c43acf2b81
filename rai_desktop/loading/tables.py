"""Opens a table by what its content is, and says how it was read."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from rai_desktop.errors import Refusal, reason
from rai_desktop.i18n import _
from rai_desktop.loading import sniffing
from rai_desktop.loading.delimited import open_delimited
from rai_desktop.loading.hashing import check_sha256, sha256_of
from rai_desktop.loading.jsonlines import open_json
from rai_desktop.loading.names import check_names
from rai_desktop.loading.parquet import from_parquet
from rai_desktop.loading.session import session_dir
from rai_desktop.loading.spreadsheet import open_workbook
from rai_desktop.loading.stored import Table, from_ipc, validated

_opened: dict[tuple[str, str, tuple[tuple[str, str], ...]], "Opened"] = {}


@dataclass(frozen=True)
class Opened:
    """A table, its format, the options with which the same bytes give the same table, and
    warnings."""

    table: Table
    format: str
    options: dict[str, str]
    sha256: str
    warnings: list[str] = field(default_factory=list)


def open_table(path: str, options: Mapping[str, str] | None = None, sha256: str = "") -> Table:
    """The table in a file. `options` override what is sniffed; a file with another hash is
    refused."""
    return open_fully(path, options, sha256).table


def open_fully(path: str, options: Mapping[str, str] | None = None, sha256: str = "") -> Opened:
    """The table with its format, complete options and warnings; opened once while the file is the
    same."""
    file = Path(path)
    head = sniffing.head_of(file)
    check_sha256(file, sha256)
    key = (str(file.resolve()), sha256_of(file), tuple(sorted((options or {}).items())))
    if key not in _opened:
        _opened[key] = _open(file, head, dict(options or {}), key[1])
    return _opened[key]


def _open(file: Path, head: bytes, options: dict[str, str], sha256: str) -> Opened:
    kind = sniffing.format_of(file, head)
    try:
        table, used, warnings = _READERS[kind](file, head, options)
        names = table.columns
    except (pa.ArrowException, OSError, MemoryError, NotImplementedError, UnicodeDecodeError) as error:
        raise Refusal(
            _("{name} is a damaged or cut-off {kind} file: {why}.").format(
                name=file.name, kind=kind, why=reason(error).split("\n")[0].rstrip(".")[:160]
            ),
            _("Copy or export it again."),
        ) from error
    check_names(file.name, names)
    if not table.rows:
        raise Refusal(
            _("{name} has columns but no rows.").format(name=file.name),
            _("Choose a table with data below its header."),
        )
    return Opened(table, kind, used, sha256, warnings)


Read = tuple[Table, dict[str, str], list[str]]


def _parquet(file: Path, _head: bytes, _options: dict[str, str]) -> Read:
    return from_parquet(file), {}, []


def _arrow(file: Path, _head: bytes, _options: dict[str, str]) -> Read:
    return from_ipc(file), {}, []


def _arrow_stream(file: Path, _head: bytes, _options: dict[str, str]) -> Read:
    target = session_dir() / f"{uuid.uuid4().hex}.arrow"
    with (
        pa.ipc.open_stream(pa.memory_map(str(file))) as source,
        pa.ipc.new_file(target, source.schema) as copy,
    ):
        for batch in source:
            copy.write_batch(validated(batch))
    return from_ipc(target), {}, []


_READERS = {
    "csv": open_delimited,
    "parquet": _parquet,
    "arrow": _arrow,
    "arrow stream": _arrow_stream,
    "xlsx": open_workbook,
    "jsonl": open_json,
    "json": open_json,
}
