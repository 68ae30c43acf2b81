"""The first hundred bytes of a project file: is it ours, whole, and of a version we know?"""

from dataclasses import dataclass
from pathlib import Path

from rai_desktop.i18n import _
from rai_desktop.project.beside import cut_short, refuse_beside
from rai_desktop.project.disk import TooNew, damaged, not_ours, told
from rai_desktop.project.plain_files import plain

APPLICATION_ID = 0x52414944  # "RAID"
_MAGIC = b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True)
class Header:
    """What SQLite's file header says: https://www.sqlite.org/fileformat.html, section 1.3."""

    version: int
    pages: int
    page_size: int
    logged: bool  # another program switched it to a write-ahead log


def read_header(path: Path, newest: int) -> Header:
    """Read a header before SQLite sees the file.

    Refusals: NotOurs, TooNew (above version `newest`), Damaged (cut short, a strange journal), one for a log beside it.
    """
    with told(path):
        with plain(path).open("rb") as file:
            raw = file.read(100)
        size = path.stat().st_size
    if not _is_ours(raw):
        raise not_ours(path)
    with told(path):
        refuse_beside(path)
    header = _parse(raw)
    if header.version > newest:
        raise TooNew(
            _(
                "{name} was saved by a newer RAI Desktop (format {theirs}; this one knows {ours})."
            ).format(name=path.name, theirs=header.version, ours=newest),
            _("Open it with the newer program; the file has not been touched."),
        )
    whole = header.pages * header.page_size
    if size < whole and not cut_short(path):
        words = _("it is cut short, {missing} of {whole} bytes are missing")
        raise damaged(path, words.format(missing=whole - size, whole=whole))
    return header


def _is_ours(raw: bytes) -> bool:
    """A new SQLite file carries our application id at byte 68."""
    return (
        len(raw) == 100
        and raw.startswith(_MAGIC)
        and int.from_bytes(raw[68:72], "big") == APPLICATION_ID
    )


def _parse(raw: bytes) -> Header:
    page_size = int.from_bytes(raw[16:18], "big")
    return Header(
        version=int.from_bytes(raw[60:64], "big"),
        pages=int.from_bytes(raw[28:32], "big"),
        page_size=65536 if page_size == 1 else page_size,
        logged=2 in raw[18:20],
    )
