"""Memory that engine and host share: the engine lays large tables there, the host looks at a copy of its own.

The engine only ever writes and the host only ever reads, so nothing a host does to it reaches a result; sealed, it can
neither be cut off under the engine nor grown. Linux only: elsewhere, and for small tables, arrays go through the pipe.
"""

import contextlib
import mmap
import os
import sys
import threading
from typing import Any, Iterator, List, Optional, Sequence, Tuple

SIZE = 512 * 2**20  # address space: what is never laid there takes no memory
WORTH = 4 * 2**20  # below this the pipe is as quick
_STRIDE = 8 * 2**20
_WORTH_TWO = 32 * 2**20  # below this one has copied before another begins
_ALIGNED = 64
_POPULATE_READ = 22  # MADV_POPULATE_READ, for which Python has no name yet
_ADD_SEALS, _SEALS = 1033, 0x1 | 0x2 | 0x4  # no more seals, no shrinking, no growing

Place = Tuple[int, int]  # offset, bytes


def places(sizes: Sequence[int]) -> List[Place]:
    """Where arrays of these sizes in bytes lie, one after the other."""
    found, at = [], 0
    for size in sizes:
        found.append((at, size))
        at += -(-size // _ALIGNED) * _ALIGNED
    return found


def fits(sizes: Sequence[int]) -> bool:
    """Whether arrays of these sizes are worth the room and have room in it."""
    whole = sum(size + _ALIGNED for size in sizes)
    return WORTH <= whole <= SIZE


class Room:
    """The engine's side: `fd` is what the host is given."""

    def __init__(self, fd: int) -> None:
        import fcntl

        os.ftruncate(fd, SIZE)
        fcntl.fcntl(fd, _ADD_SEALS, _SEALS)
        self.fd = fd
        self._memory = mmap.mmap(fd, SIZE)
        self._touched = 0
        self._turn = threading.Lock()

    def lay(self, arrays: Sequence[Sequence[Any]]) -> None:
        """Copy arrays, each given as its pieces in order, to their `places`. Raises OSError once it is closed."""
        sizes = [sum(piece.nbytes for piece in pieces) for pieces in arrays]
        with self._turn:  # whoever closes waits: a descriptor that is free again may be another file's
            if self.fd < 0:
                raise OSError("the room is closed")
            self._lay([place for pieces, (start, _size) in zip(arrays, places(sizes)) for place in _one_by_one(pieces, start)])

    def _lay(self, pieces: List[Tuple[Any, int]]) -> None:
        """Where memory was touched before, two copy at once: one alone waits for memory most of the time."""
        end = max((at + piece.nbytes for piece, at in pieces), default=0)
        if end > self._touched or end < _WORTH_TWO:
            self._put_all(pieces)
            return
        from concurrent import futures  # here, as the host that reads the same file never lays anything

        with futures.ThreadPoolExecutor(1) as pool:
            other = pool.submit(self._put_all, pieces[::2])
            self._put_all(pieces[1::2])
            other.result()

    def _put_all(self, pieces: Sequence[Tuple[Any, int]]) -> None:
        for piece, at in pieces:
            self._put(piece, at)

    def _put(self, piece: Any, at: int) -> None:
        import numpy as np

        if at + piece.nbytes <= self._touched:
            there: Any = np.frombuffer(self._memory, piece.dtype, piece.size, at).reshape(piece.shape)
            there[...] = piece
            return
        raw = memoryview(np.ascontiguousarray(piece).reshape(-1).view("u1").data)
        while raw:  # memory never touched before is had sooner by writing than by one page fault after another
            written = os.pwrite(self.fd, raw, at)
            raw, at = raw[written:], at + written
        self._touched = at

    def close(self) -> None:
        """Give the memory back, when what is being laid lies; safe to call twice."""
        with self._turn:
            if self.fd >= 0:
                self._memory.close()
                os.close(self.fd)
            self.fd = -1


def _one_by_one(pieces: Sequence[Any], at: int) -> Iterator[Tuple[Any, int]]:
    for piece in pieces:
        for part in _cut(piece):
            yield part, at
            at += part.nbytes


def _cut(piece: Any) -> List[Any]:
    """A long array as parts, so that two can share it."""
    if piece.nbytes <= _STRIDE or not piece.flags.c_contiguous:
        return [piece]
    flat, long = piece.reshape(-1), _STRIDE // piece.itemsize
    return [flat[start : start + long] for start in range(0, flat.size, long)]


def make() -> Optional[Room]:
    """A room to share with a program started next; None where this system has none to give."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        fd = os.memfd_create("rai-tables", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    except (AttributeError, OSError):
        return None
    try:
        return Room(fd)
    except (OSError, ValueError):
        os.close(fd)
        return None


def look(fd: int, sizes: Sequence[int]) -> Iterator[memoryview]:
    """The host's side: what is laid in `fd`, as this process's own copy, made only where something is changed.

    It may be asked while the engine is still laying; what it gives may be read once that is done.
    """
    found = places(sizes)
    end = found[-1][0] + found[-1][1]
    memory = mmap.mmap(fd, end, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ | mmap.PROT_WRITE)
    with contextlib.suppress(OSError, AttributeError):  # Linux before 5.14: its pages are found one by one, when read
        memory.madvise(_POPULATE_READ)
    whole = memoryview(memory)
    return (whole[at : at + size] for at, size in found)
