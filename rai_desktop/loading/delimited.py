"""Reads delimited text: every value kept as text until its column's kind is known over all rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pacsv

from rai_desktop.errors import Refusal, reason
from rai_desktop.i18n import _
from rai_desktop.loading import sniffing
from rai_desktop.loading.converting import Found, convert
from rai_desktop.loading.kinds import Marks
from rai_desktop.loading.names import MAX_COLUMNS, told_apart
from rai_desktop.loading.stored import Table

MISSING = (
    "",
    "NA",
    "N/A",
    "n/a",
    "NaN",
    "nan",
    "null",
    "NULL",
    "None",
    "#N/A",
    "<NA>",
    "#NA",
    "-nan",
    "-NaN",
)
_REAL_WORDS = {"None", "NA"}
BLOCK = 4 << 20
_TOO_RAGGED = 0.1


@dataclass
class Ragged:
    """Rows with another number of cells than the header."""

    count: int = 0
    first: list[str] = field(default_factory=list)

    def skip(self, row: Any) -> str:
        """Leave a row out and remember where it was."""
        self.count += 1
        if len(self.first) < 5:
            self.first.append(
                _("line {row} has {found} cells").format(
                    row=row.number or "?", found=row.actual_columns
                )
            )
        return "skip"


def sniffed(path: Path, head: bytes, given: Mapping[str, str]) -> dict[str, str]:
    """How a text is to be read: what was given, and what its content shows for the rest."""
    encoding = given.get("encoding") or sniffing.encoding_of(path, head)
    text = _decoded(head, encoding, path)
    layout = sniffing.layout_of(text, path.name.lower().removesuffix(".gz")) | _part(
        given, "delimiter", "quote"
    )
    rows = sniffing.rows_of(text, layout["delimiter"], layout["quote"])
    numbers = sniffing.numbers_of(rows, layout["delimiter"]) if rows else {"decimal": "."}
    return {"encoding": encoding, **layout, "header": "yes", **numbers, **given}


def _decoded(head: bytes, encoding: str, path: Path) -> str:
    try:
        return sniffing.sample_text(head, encoding)
    except LookupError:
        raise Refusal(
            _("There is no text encoding “{encoding}” to read {name} with.").format(
                encoding=encoding, name=path.name
            ),
            _("Use a name such as utf-8, cp1252, latin-1 or utf-16."),
        ) from None


def _part(options: Mapping[str, str], *keys: str) -> dict[str, str]:
    return {key: options[key] for key in keys if options.get(key)}


def open_delimited(
    path: Path, head: bytes, options: Mapping[str, str]
) -> tuple[Table, dict[str, str], list[str]]:
    """The table, the options that read it, and warnings. Rows of another width are left out and
    named."""
    chosen = sniffed(path, head, options)
    rows = sniffing.rows_of(
        _decoded(head, chosen["encoding"], path), chosen["delimiter"], chosen["quote"]
    )
    if not rows:
        raise Refusal(
            _("{name} holds no rows of cells.").format(name=path.name), _("Choose another table.")
        )
    names, warnings = _names(path, rows, chosen)
    ragged = Ragged()
    marks = Marks(chosen["decimal"], chosen.get("thousands", ""))

    def texts() -> Iterator[pa.RecordBatch]:
        ragged.count, ragged.first = 0, []
        return _texts(path, names, chosen, ragged)

    table = convert(texts, Found(path, names, marks))
    warnings += _words_for_missing(names, rows, chosen)
    return table, chosen, warnings + _told(path, ragged, table, len(names))


def _words_for_missing(names: list[str], rows: list[list[str]], chosen: Mapping[str, str]) -> list[str]:
    """Says where a word that may be a real answer (religion: None) is read as missing."""
    if "missing" in chosen:
        return []
    found = {(name, cell) for row in rows[1:] for name, cell in zip(names, row, strict=False) if cell in _REAL_WORDS}
    return [
        _("Column “{name}” holds “{word}”, which is read as missing; the option missing=… changes that.").format(
            name=name, word=word
        )
        for name, word in sorted(found)
    ]


def _names(
    path: Path, rows: list[list[str]], chosen: Mapping[str, str]
) -> tuple[list[str], list[str]]:
    width = len(rows[0])
    if width > MAX_COLUMNS:
        raise Refusal(
            _("{name} has {count} columns, more than {most}.").format(
                name=path.name, count=width, most=MAX_COLUMNS
            ),
            _("Keep the columns that are needed."),
        )
    if chosen["header"] == "no":
        return [_("column {number}").format(number=i + 1) for i in range(width)], []
    return told_apart(rows[0])


def _texts(
    path: Path, names: list[str], chosen: Mapping[str, str], ragged: Ragged
) -> Iterator[pa.RecordBatch]:
    encoding = "utf-8" if chosen["encoding"] == "utf-8-sig" else chosen["encoding"]
    read = pacsv.ReadOptions(
        column_names=names,
        skip_rows=0,
        skip_rows_after_names=int(chosen["header"] != "no"),
        encoding=encoding,
        block_size=BLOCK,
        use_threads=False,
    )
    parse = pacsv.ParseOptions(
        delimiter=chosen["delimiter"],
        quote_char=chosen["quote"] or False,
        double_quote=True,
        newlines_in_values=True,
        invalid_row_handler=ragged.skip,
    )
    missing = chosen["missing"].split("|") if "missing" in chosen else list(MISSING)
    made = pacsv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()),
        null_values=missing,
        strings_can_be_null=True,
        quoted_strings_can_be_null=True,
        check_utf8=True,
    )
    try:
        with pa.input_stream(str(path)) as source:
            yield from pacsv.open_csv(
                source, read_options=read, parse_options=parse, convert_options=made
            )
    except UnicodeDecodeError as error:
        raise _wrong_encoding(path, chosen["encoding"], str(error.reason)) from error
    except pa.ArrowInvalid as error:
        raise _unreadable(path, chosen, str(error)) from error
    except (OSError, EOFError) as error:
        raise Refusal(
            _("{name} cannot be read to its end: {why}.").format(name=path.name, why=reason(error)),
            _("Copy the file again; it may be damaged."),
        ) from error


def _unreadable(path: Path, chosen: Mapping[str, str], why: str) -> Refusal:
    if "UTF8" in why or "UTF-8" in why:
        return _wrong_encoding(path, chosen["encoding"], why)
    if "straddling" in why or "Empty CSV" in why:
        return Refusal(
            _(
                "{name} has a cell of more than {size} MB, perhaps after a quotation mark never closed."
            ).format(name=path.name, size=BLOCK >> 20),
            _("Choose another quotation mark, or mend the row."),
        )
    return Refusal(
        _("{name} cannot be read: {why}.").format(name=path.name, why=why.rstrip(".")[:200]),
        _("Check the delimiter and the quotation mark."),
    )


def _wrong_encoding(path: Path, encoding: str, why: str) -> Refusal:
    return Refusal(
        _("{name} is not written in {encoding}: {why}.").format(
            name=path.name, encoding=encoding, why=why[:120]
        ),
        _("Choose another encoding, for example cp1252 or latin-1."),
    )


def _told(path: Path, ragged: Ragged, table: Table, width: int) -> list[str]:
    if not ragged.count:
        return []
    where = _("; ").join(ragged.first) + (_("; ") + "…" if ragged.count > len(ragged.first) else "")
    if ragged.count > _TOO_RAGGED * (table.rows + ragged.count):
        raise Refusal(
            _(
                "{name} is ragged: {count} rows do not have the {width} cells of the header ({where})."
            ).format(name=path.name, count=ragged.count, width=width, where=where),
            _("Check the delimiter and the quotation mark, or mend these rows."),
        )
    return [
        _(
            "{count} rows do not have the {width} cells of the header and are left out ({where})."
        ).format(count=ragged.count, width=width, where=where)
    ]
