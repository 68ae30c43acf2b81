"""Evidence inside a project file: results and attached files, each once, by its SHA-256."""

import hashlib
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _
from rai_desktop.project.disk import damaged

TABLE = """CREATE TABLE evidence (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    content BLOB NOT NULL
) STRICT"""
LARGEST = 512 * 1024 * 1024


class Packed(NamedTuple):
    """Evidence ready to be stored."""

    sha256: str
    size: int
    content: bytes


def pack(content: bytes) -> Packed:
    """Compress `content`. Refuses more than LARGEST bytes."""
    if len(content) > LARGEST:
        raise Refusal(
            _("This evidence has {size} MB; a project keeps up to {most} MB a piece.").format(
                size=len(content) // 2**20, most=LARGEST // 2**20
            ),
            _("Attach a smaller file, or only a note that says where the file is kept."),
        )
    return Packed(hashlib.sha256(content).hexdigest(), len(content), zlib.compress(content, 3))


def insert(connection: sqlite3.Connection, packed: Packed) -> None:
    """Store it unless it is there."""
    connection.execute(
        "INSERT INTO evidence (sha256, size, content) VALUES (?, ?, ?)"
        " ON CONFLICT (sha256) DO NOTHING",
        packed,
    )


def select(connection: sqlite3.Connection, sha256: str, path: Path) -> bytes:
    """The content with this SHA-256; KeyError when there is none, Damaged when altered."""
    row = connection.execute(
        "SELECT size, content FROM evidence WHERE sha256 = ?", (sha256,)
    ).fetchone()
    if row is None:
        raise KeyError(sha256)
    content = _unpacked(*row)
    if content is None or hashlib.sha256(content).hexdigest() != sha256:
        raise damaged(path, _("the evidence {start}… has been altered").format(start=sha256[:12]))
    return content


def altered(connection: sqlite3.Connection) -> Iterator[str]:
    """The SHA-256 of every piece whose bytes no longer give it."""
    for sha256, size, content in connection.execute("SELECT sha256, size, content FROM evidence"):
        unpacked = _unpacked(size, content)
        if unpacked is None or hashlib.sha256(unpacked).hexdigest() != sha256:
            yield sha256


def _unpacked(size: int, content: bytes) -> bytes | None:
    """At most `size` bytes, whatever a hostile file packed in; None when they do not fit."""
    if not 0 <= size <= LARGEST:
        return None
    opener = zlib.decompressobj()
    try:
        unpacked = opener.decompress(content, size + 1)
    except zlib.error:
        return None
    return unpacked if len(unpacked) == size and opener.eof else None
