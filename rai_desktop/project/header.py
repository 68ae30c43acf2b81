"""The first hundred bytes of a project file: is it ours, whole, and of a version we know?"""

import os
from dataclasses import dataclass
from pathlib import Path

from rai_desktop.i18n import _
from rai_desktop.project.disk import TooNew, damaged, not_ours, told
from rai_desktop.project.plain_files import plain

APPLICATION_ID = 0x52414944  # "RAID"
_MAGIC = b"SQLite format 3\x00"
_JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")


@dataclass(frozen=True, slots=True)
class Header:
    """What SQLite's file header says: https://www.sqlite.org/fileformat.html, section 1.3."""

    version: int
    pages: int
    page_size: int


def read_header(path: Path, newest: int) -> Header:
    """Read a header before SQLite sees the file.

    Refusals: NotOurs, TooNew (above version `newest`), Damaged (cut short).
    """
    with told(path):
        with plain(path).open("rb") as file:
            raw = file.read(100)
        size = path.stat().st_size
        named = _names_another_file(path)
    if not _is_ours(raw):
        raise not_ours(path)
    if named:
        raise damaged(path, _("the journal beside it names a file elsewhere, which SQLite would delete"))
    header = _parse(raw)
    if header.version > newest:
        raise TooNew(
            _(
                "{name} was saved by a newer RAI Desktop (format {theirs}; this one knows {ours})."
            ).format(name=path.name, theirs=header.version, ours=newest),
            _("Open it with the newer program; the file has not been touched."),
        )
    whole = header.pages * header.page_size
    if size < whole and not _being_repaired(path):
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
    )


def _names_another_file(path: Path) -> bool:
    """Whether a journal beside it ends in the name of a super-journal: SQLite deletes that file once it has rolled back,
    whatever it is. We never write to several databases at once, so no journal of ours ends so."""
    journal = plain(_journal(path))  # SQLite would wait for a pipe
    if not journal.is_file() or journal.stat().st_size < len(_JOURNAL_MAGIC):
        return False
    with journal.open("rb") as file:
        file.seek(-len(_JOURNAL_MAGIC), os.SEEK_END)
        return file.read() == _JOURNAL_MAGIC


def _journal(path: Path) -> Path:
    real = path.resolve()  # where SQLite looks for it
    return real.with_name(real.name + "-journal")


def _being_repaired(path: Path) -> bool:
    """A rollback journal beside it: the last writer was killed, SQLite will mend the length."""
    journal = _journal(path)
    return journal.exists() and journal.stat().st_size > 0
