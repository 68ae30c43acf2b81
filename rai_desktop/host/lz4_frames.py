"""Unpack the frames of lz4 for interpreters without its library: blocks by Arrow, or else in plain Python, megabytes a second."""

import struct
from typing import Any, List, Tuple

from .damage import Damaged
from .lz4_blocks import by_arrow

_HISTORY = 65536
_BLOCK_SIZES = {4: 64 * 2**10, 5: 256 * 2**10, 6: 2**20, 7: 4 * 2**20}
_FEW = 2048
_MAGIC = 0x184D2204


class Unpacker:
    """What `lz4.frame.LZ4FrameDecompressor` offers: `decompress`, `eof`, `needs_input`, `unused_data`."""

    def __init__(self) -> None:
        self.eof = False
        self.needs_input = True
        self.unused_data = b""
        self._input = bytearray()
        self._ready: List[bytes] = []
        self._history = b""
        self._linked = False
        self._sums = (False, False)
        self._block = 0
        self._unpack = by_arrow() or unpack_block

    def decompress(self, data: bytes, count: int) -> bytes:
        """At most about `count` bytes more, and at least one block where there is one."""
        self._input += data
        if not self._ready:
            self._next()
        if not self._ready:
            self.needs_input = not self.eof
            return b""
        part = self._ready.pop()
        if len(part) > count > 0:
            self._ready.append(part[count:])
            part = part[:count]
        self.needs_input = not self._ready and not self._has_block() and not self.eof
        return part

    def _next(self) -> None:
        if not self._block and not self._header():
            return
        while self._has_block() and not self.eof and not self._ready:
            self._take_block()

    def _header(self) -> bool:
        """Read the frame's description once there is enough of it."""
        if len(self._input) < 7:
            return False
        magic, flags, sizes = struct.unpack_from("<IBB", self._input)
        length = 7 + (8 if flags & 8 else 0) + (4 if flags & 1 else 0)
        if magic != _MAGIC or flags >> 6 != 1 or flags & 1 or (sizes >> 4) & 7 not in _BLOCK_SIZES:
            raise Damaged("not a frame that can be unpacked")
        if len(self._input) < length:
            return False
        self._linked, self._sums = not flags & 32, (bool(flags & 16), bool(flags & 4))
        self._block = _BLOCK_SIZES[(sizes >> 4) & 7]
        del self._input[:length]
        return True

    def _has_block(self) -> bool:
        """Whether a whole block, or the end mark with its sum, has arrived."""
        if not self._block or len(self._input) < 4:
            return False
        size = int(struct.unpack_from("<I", self._input)[0]) & 0x7FFFFFFF
        extra = self._sums[0] if size else self._sums[1]
        return len(self._input) >= 4 + size + (4 if extra else 0)

    def _take_block(self) -> None:
        told = struct.unpack_from("<I", self._input)[0]
        size, plain = told & 0x7FFFFFFF, bool(told >> 31)
        if size > self._block:
            raise Damaged("a block larger than the frame allows")
        if not size:
            self.eof = True
            self.unused_data = bytes(self._input[4 + (4 if self._sums[1] else 0) :])
            return
        packed = bytes(self._input[4 : 4 + size])
        del self._input[: 4 + size + (4 if self._sums[0] else 0)]
        unpack = self._unpack if size >= _FEW else unpack_block  # to call Arrow costs more than a few bytes
        part = packed if plain else unpack(packed, self._history, self._block)
        if self._linked:
            self._history = (self._history + part)[-_HISTORY:]
        if part:
            self._ready.append(part)


def unpack_block(packed: bytes, history: bytes, limit: int) -> bytes:
    """One block: runs of bytes as they are, each followed by a copy of what came before."""
    out = bytearray(history)
    start, end, at = len(history), len(packed), 0
    try:
        while at < end:
            token = packed[at]
            at += 1
            length, at = _length(packed, at, token >> 4)
            if at + length > end:
                raise Damaged("a run past the end")
            out += packed[at : at + length]
            at += length
            if at == end:
                break
            distance = packed[at] | packed[at + 1] << 8
            length, at = _length(packed, at + 2, token & 15)
            _copy(out, distance, length + 4)
            if len(out) - start > limit:
                raise Damaged("a block larger than the frame allows")
    except IndexError:
        raise Damaged("cut short") from None
    if len(out) - start > limit:
        raise Damaged("a block larger than the frame allows")
    return bytes(memoryview(out)[start:])


def _length(packed: bytes, at: int, short: int) -> Tuple[int, int]:
    if short < 15:
        return short, at
    while True:
        more = packed[at]
        at += 1
        short += more
        if more != 255:
            return short, at


def _copy(out: Any, distance: int, length: int) -> None:
    """Repeat `length` bytes from `distance` bytes back; they may overlap what is being written."""
    source = len(out) - distance
    if distance == 0 or source < 0:
        raise Damaged("a copy from before the beginning")
    if distance >= length:
        out += out[source : source + length]
        return
    pattern = bytes(out[source:])
    out += (pattern * (length // distance + 1))[:length]
