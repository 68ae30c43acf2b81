"""A model file as a bounded stream: unpacked by content, never by name, and never past its limit."""

import bz2
import io
import lzma
import os
import zlib
from typing import IO, Any, Optional

from . import lz4_frames, zstd_frames
from .damage import Unreadable

RAW = "not compressed"
_MIB = 2**20
_ENTRIES = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x5d\x00", "lzma"),
    (b"\x04\x22\x4d\x18", "lz4"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
)
_IN_A_ROW = ("gzip", "bz2", "xz")
_SIGN_BYTES = 16
_LINE_LIMIT = 2**30
_FED = 2**14  # bytes given to an unpacker at a time: at the end of each of many streams it copies what it has left
_FEW_STREAMS, _LEAST = 1000, 2**10  # more streams in a row than this hold so many bytes each, of whatever packer
_MOST_TIMES = 200  # what a packed file may unpack to, as a multiple of its size
__all__ = ["RAW", "Source", "Unreadable", "container", "inflate_limit", "open_source"]


def container(head: bytes) -> str:
    """How the file is packed, told from its first bytes."""
    for prefix, name in _ENTRIES:
        if head.startswith(prefix):
            return name
    if len(head) > 1 and head[0] == 0x78 and (head[0] * 256 + head[1]) % 31 == 0:
        return "zlib"
    return RAW


def inflate_limit(size: int) -> int:
    """Bytes a packed file of `size` bytes may unpack to."""
    return min(max(256 * _MIB, _MOST_TIMES * size), 64 * 1024 * _MIB)


class Source:
    """What the pickle machine reads from: it knows how many bytes are left and gives no more."""

    def __init__(self, stream: IO[bytes], limit: int, exact: bool, packed: Optional[IO[bytes]] = None) -> None:
        self._stream = stream
        self._limit = self._left = limit
        self._exact = exact
        self._packed = packed

    def swells(self) -> bool:
        """Whether what was read so far is more than a packed file may unpack to, by the bytes it was unpacked from."""
        return self._packed is not None and self._limit - self._left > _MOST_TIMES * self._packed.tell()

    def _take(self, count: int) -> None:
        if count > self._left:
            raise Unreadable("cut" if self._exact else "bomb")
        self._left -= count

    def read(self, count: int) -> bytes:
        """Up to `count` bytes, fewer only at the end."""
        if count > self._left and self._exact and count < 2**16:
            count = self._left
        self._take(count)
        data = self._stream.read(count) if count < _MIB else self._read_much(count)
        self._left += count - len(data)
        return data

    def _read_much(self, count: int) -> bytes:
        parts, left = [], count
        while left and (part := self._stream.read(min(left, 16 * _MIB))):
            parts.append(part)
            left -= len(part)
        return b"".join(parts)

    def readline(self) -> bytes:
        """One line with its end."""
        line = self._stream.readline(min(self._left, _LINE_LIMIT))
        self._take(len(line))
        return line

    def readinto(self, room: Any) -> int:
        """Fill a buffer; fewer bytes only at the end."""
        room = memoryview(room).cast("B")
        self._take(len(room))
        at = 0
        while at < len(room):
            got = self._stream.readinto(room[at : at + 16 * _MIB])  # type: ignore[attr-defined]
            if not got:
                break
            at += got
        self._left += len(room) - at
        return at

    def skip(self, count: int) -> None:
        """Pass over bytes. Raises Unreadable when there are not so many."""
        self._take(count)
        if self._exact:
            self._stream.seek(count, os.SEEK_CUR)
            return
        while count:
            part = self._stream.read(min(count, 4 * _MIB))
            if not part:
                raise Unreadable("cut")
            count -= len(part)

    def at_end(self) -> bool:
        """Whether nothing follows, packed or not."""
        if self._stream.read(1):
            return False
        raw = getattr(self._stream, "raw", None)
        return not getattr(raw, "leftover", b"")


class _Inflater(io.RawIOBase):
    """Unpack a stream, or several of one kind that were put one after another, as parallel packers write them.

    What follows their end is kept as `leftover`, for it should not be there.
    """

    def __init__(self, file: IO[bytes], kind: str) -> None:
        super().__init__()
        self._file = file
        self._kind = kind
        self._unpacker = _unpacker(kind)
        self._pending = b""
        self._streams, self._unpacked = 1, 0
        self.leftover = b""

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, room: Any) -> int:
        """Unpack into a buffer; 0 at the end. Raises Unreadable when damaged, cut, or of thousands of empty streams."""
        while not self._unpacker.eof or self._goes_on():
            data = self._next(len(room))
            if data:
                room[: len(data)] = data
                self._unpacked += len(data)
                return len(data)
        return 0

    def _goes_on(self) -> bool:
        """Whether another stream of the kind follows; if so, begin it."""
        rest = self._unpacker.unused_data or self._pending
        if len(rest) < _SIGN_BYTES:
            rest += self._file.read(_FED)
        if self._kind in _IN_A_ROW and container(rest[:_SIGN_BYTES]) == self._kind:
            self._unpacker, self._pending = _unpacker(self._kind), rest
            self._streams += 1
            if self._streams > _FEW_STREAMS and self._unpacked < _LEAST * self._streams:
                raise Unreadable("parts")
            return True
        self._pending = self.leftover = rest
        return False

    def _next(self, count: int) -> bytes:
        wants = getattr(self._unpacker, "needs_input", not self._pending)
        if wants and not self._pending:
            self._pending = self._file.read(_FED)
            if not self._pending:
                raise Unreadable("cut")
        try:
            data: bytes = self._unpacker.decompress(self._pending, count)
        except (zlib.error, lzma.LZMAError, OSError, EOFError, RuntimeError) as error:
            raise Unreadable("damaged", str(error)) from None
        self._pending = getattr(self._unpacker, "unconsumed_tail", b"")
        return data


def _unpacker(kind: str) -> Any:
    if kind in ("zlib", "gzip"):
        return zlib.decompressobj(15 if kind == "zlib" else 31)
    if kind == "bz2":
        return bz2.BZ2Decompressor()
    if kind in ("xz", "lzma"):
        form = lzma.FORMAT_XZ if kind == "xz" else lzma.FORMAT_ALONE
        return lzma.LZMADecompressor(form, memlimit=512 * _MIB)
    try:
        import lz4.frame  # type: ignore[import-not-found]
    except ImportError:
        return lz4_frames.Unpacker()
    return lz4.frame.LZ4FrameDecompressor()


def open_source(path: str, kind: Optional[str] = None) -> Source:
    """A model file as the machine reads it. Raises Unreadable, OSError."""
    file = open(path, "rb", buffering=_MIB)  # noqa: SIM115 - closed with the source
    size = os.fstat(file.fileno()).st_size
    kind = kind or container(file.read(16))
    file.seek(0)
    if kind == RAW:
        return Source(file, size, exact=True)
    if kind == "zstd":
        return Source(io.BufferedReader(zstd_frames.unpacked(file), _MIB), inflate_limit(size), exact=False, packed=file)
    inflater = _Inflater(file, kind)
    return Source(io.BufferedReader(inflater, _MIB), inflate_limit(size), exact=False, packed=file)
