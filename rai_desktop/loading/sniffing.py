"""What a file is, by its content: container, text encoding, and how a delimited text is laid out."""

import codecs
import csv
import gzip
import io
import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import BinaryIO

from rai_desktop.errors import Refusal
from rai_desktop.i18n import N_, _
from rai_desktop.project.plain_files import plain

SAMPLE_BYTES = 1 << 18
DELIMITERS = (",", ";", "\t", "|")
_NOT_TABLES = (
    (b"MZ", N_("a Windows program")),
    (b"\x7fELF", N_("a Linux program")),
    (b"%PDF", N_("a PDF document")),
    (b"SQLite format 3", N_("an SQLite database")),
    (b"\x89PNG", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"\x80\x02", N_("a Python pickle")),
    (b"\x80\x03", N_("a Python pickle")),
    (b"\x80\x04", N_("a Python pickle")),
    (b"\x80\x05", N_("a Python pickle")),
    (b"\x93NUMPY", N_("a NumPy array")),
    (b"\x89HDF", N_("an HDF5 file")),
    (b"7z\xbc\xaf", N_("a 7-Zip archive")),
    (b"Rar!", N_("a RAR archive")),
    (b"BZh", N_("a bzip2 archive")),
    (b"FEA1", N_("a Feather file of the old version 1")),
    (
        b"\xd0\xcf\x11\xe0",
        N_("an Excel file of the old binary kind (.xls) or one locked by a password"),
    ),
)


def open_bytes(path: Path) -> BinaryIO:
    """The file's bytes, unpacked when it is gzip."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return gzip.open(path, "rb") if packed else path.open("rb")  # type: ignore[return-value]


def head_of(path: Path) -> bytes:
    """The first bytes, unpacked; refuses a file that is missing, unreadable or empty."""
    try:
        with open_bytes(plain(path)) as file:
            head = file.read(SAMPLE_BYTES)
    except FileNotFoundError:
        raise Refusal(
            _("There is no file {path}.").format(path=path), _("Check the path: it may have been moved or renamed.")
        ) from None
    except (OSError, EOFError) as error:
        raise Refusal(
            _("{name} cannot be read: {why}.").format(
                name=path.name, why=getattr(error, "strerror", None) or error
            ),
            _("Check that it is a file you may open, and copy it again if it is damaged."),
        ) from error
    if not head.strip(b"\x00 \r\n\t\xef\xbb\xbf"):
        raise Refusal(
            _("{name} is empty.").format(name=path.name), _("Choose a file with a table in it.")
        )
    return head


def format_of(path: Path, head: bytes) -> str:
    """ "parquet", "arrow", "arrow stream", "xlsx", "jsonl", "json" or "csv", by content; refuses
    the rest."""
    for magic, found in (
        (b"PAR1", "parquet"),
        (b"ARROW1", "arrow"),
        (b"\xff\xff\xff\xff", "arrow stream"),
    ):
        if head.startswith(magic):
            return found
    if head.startswith(b"PK"):
        return _zip_kind(path)
    for magic, what in _NOT_TABLES:
        if head.startswith(magic):
            raise _no_table(path, what)
    if head[:1] in b"{[" and (kind := _json_kind(path, head)):
        return kind
    return "csv"


def _json_kind(path: Path, head: bytes) -> str:
    if head[:1] == b"{":
        return "jsonl" if re.match(rb'\{\s*("|\})', head) else ""
    return "json" if re.match(rb"\[\s*\{", head) and path.suffix.lower().startswith(".json") else ""


def _zip_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise _no_table(path, _("a damaged ZIP archive or workbook")) from error
    if "xl/workbook.xml" in names:
        return "xlsx"
    raise _no_table(path, _("a ZIP archive"))


def _no_table(path: Path, what: str) -> Refusal:
    return Refusal(
        _("{name} is {what}, not a table.").format(name=path.name, what=_(what)),
        _(
            "Choose CSV, Parquet, XLSX, Feather or JSON lines; unpack or save it as one of these first."
        ),
    )


def encoding_of(path: Path, head: bytes) -> str:
    """The encoding: by byte-order mark, by the pattern of zeros, else UTF-8 if the whole file is,
    else Windows-1252 or Latin-1. Refuses a text with NUL bytes, naming the line."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if head.startswith(mark):
            return name
    return _by_zeros(head) or _by_whole_file(path)


def _by_zeros(head: bytes) -> str:
    """UTF-16 and UTF-32 without a mark: mostly-ASCII text has its zeros in fixed places."""
    sample = head[: len(head) // 4 * 4]
    if not sample or sample.count(0) < len(sample) * 0.3:
        return ""
    zeros = [sample[i::4].count(0) * 4 / len(sample) for i in range(4)]
    patterns = {
        "utf-32-le": (0, 1, 1, 1),
        "utf-32-be": (1, 1, 1, 0),
        "utf-16-le": (0, 1, 0, 1),
        "utf-16-be": (1, 0, 1, 0),
    }
    for name, wanted in patterns.items():
        if all((z > 0.6) if w else (z < 0.3) for z, w in zip(zeros, wanted, strict=True)):
            return name
    return ""


def _by_whole_file(path: Path) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    found, lines = "utf-8", 0
    with open_bytes(path) as file:
        while chunk := file.read(1 << 20):
            if (zero := chunk.find(b"\0")) >= 0:
                raise _nul(path, lines + chunk[:zero].count(b"\n") + 1)
            lines += chunk.count(b"\n")
            if found == "utf-8":
                found = _still_utf8(decoder, chunk)
            if found == "cp1252" and _NOT_CP1252.search(chunk):
                found = "latin-1"
    return "cp1252" if found == "utf-8" and decoder.getstate()[0] else found


_NOT_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")


def _still_utf8(decoder: codecs.IncrementalDecoder, chunk: bytes) -> str:
    try:
        decoder.decode(chunk)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _nul(path: Path, line: int) -> Refusal:
    return Refusal(
        _("{name} holds NUL bytes, first in line {line}, so it is not a text table.").format(
            name=path.name, line=line
        ),
        _("Export the table again as CSV in UTF-8, or as Parquet."),
    )


# --- layout of delimited text ---------------------------------------------------------------------------


def sample_text(head: bytes, encoding: str) -> str:
    """The decodable beginning of a text, without its last, cut line."""
    text = codecs.getincrementaldecoder(encoding)("replace").decode(head)
    return text if len(head) < SAMPLE_BYTES else text[: text.rfind("\n") + 1]


def layout_of(text: str, name: str = "") -> dict[str, str]:
    """Delimiter and quote character under which the first lines have the most even number of
    cells."""
    best, best_score = {"delimiter": "\t" if name.endswith(".tsv") else ",", "quote": '"'}, 0.0
    for delimiter in DELIMITERS:
        for quote in ('"', "'"):
            score = _evenness(text, delimiter, quote)
            if score > best_score * 1.0001:
                best, best_score = {"delimiter": delimiter, "quote": quote}, score
    return best


def rows_of(text: str, delimiter: str, quote: str, most: int = 200) -> list[list[str]]:
    """The first rows of cells; lines without any cell are left out."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quotechar=quote)
    rows: list[list[str]] = []
    try:
        for row in reader:
            if row:
                rows.append(row)
            if len(rows) == most:
                break
    except csv.Error:
        return rows
    return rows


def _evenness(text: str, delimiter: str, quote: str) -> float:
    """Share of rows with the commonest width, times the log of that width; 0 for one column. A
    quote character counts only where it stands at the edge of a cell."""
    rows = rows_of(text, delimiter, quote)
    if not rows:
        return 0.0
    width, count = Counter(map(len, rows)).most_common(1)[0]
    if width < 2:
        return 0.0
    header_fits = 1.0 if len(rows[0]) == width else 0.7
    unclosed = sum(cell.count('"') % 2 for row in rows for cell in row) if quote == "'" else 0
    return count / len(rows) * header_fits * (1 + min(width, 50) / 200) * (0.5 if unclosed else 1.0)


_DECIMAL_COMMA = re.compile(
    r"[+-]?(\d+|\d{1,3}([. \u00a0\u202f’']\d{3})+),\d+(e[+-]?\d+)?", re.IGNORECASE
)
_THOUSANDS_COMMA = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_DECIMAL_POINT = re.compile(r"[+-]?\d*\.\d+(e[+-]?\d+)?", re.IGNORECASE)
_GROUPED = re.compile(r"[+-]?\d{1,3}([. \u00a0\u202f’'])\d{3}(\1\d{3})*(,\d+)?")


def numbers_of(rows: list[list[str]], delimiter: str) -> dict[str, str]:
    """Decimal mark, and thousands separator if there is one, judged column by column."""
    votes: Counter[tuple[str, str]] = Counter()
    for column in zip(*(row for row in rows[1:] if len(row) == len(rows[0])), strict=True):
        cells = [cell.strip() for cell in column if cell.strip()]
        if cells:
            votes[_marks(cells, delimiter)] += 1
    votes.pop(("", ""), None)
    if not votes:
        return {"decimal": "."}
    decimal, thousands = votes.most_common(1)[0][0]
    return {"decimal": decimal or ".", **({"thousands": thousands} if thousands else {})}


def _marks(cells: list[str], delimiter: str) -> tuple[str, str]:
    commas = [cell for cell in cells if "," in cell]
    if commas and all(_THOUSANDS_COMMA.fullmatch(c) for c in commas) and _points(cells, delimiter):
        return ".", ","
    if commas and all(_DECIMAL_COMMA.fullmatch(c) or _whole(c) for c in cells):
        return ",", _separator(cells)
    if (
        not commas
        and all(_GROUPED.fullmatch(c) or _whole(c) for c in cells)
        and _separator(cells) not in {"", "."}
    ):
        return ".", _separator(cells)
    return (".", "") if any(_DECIMAL_POINT.fullmatch(c) for c in cells) else ("", "")


def _points(cells: list[str], delimiter: str) -> bool:
    """Whether commas can only be thousands: a point follows, two commas in a cell, or commas
    delimit."""
    return delimiter == "," or any("." in cell or cell.count(",") > 1 for cell in cells)


def _whole(cell: str) -> bool:
    return bool(re.fullmatch(r"[+-]?\d+|[+-]?\d{1,3}([. \u00a0\u202f’'])\d{3}(\1\d{3})*", cell))


def _separator(cells: list[str]) -> str:
    found = Counter(m.group(1) for c in cells if (m := _GROUPED.fullmatch(c)))
    return found.most_common(1)[0][0] if found else ""
