"""Write the frames of lz4, with and without copies, so that reading them is tested where its library is not there."""

import struct

_BLOCK = 64 * 2**10


def framed(content: bytes, end: bytes = bytes(4)) -> bytes:
    """A frame of blocks as they are, and every second one packed as one run."""
    head = struct.pack("<IBB", 0x184D2204, 0x60, 0x40) + b"\x82"
    parts = [head]
    for number, start in enumerate(range(0, len(content), _BLOCK)):
        block = content[start : start + _BLOCK]
        packed = run(block)
        odd = number % 2 and len(packed) <= _BLOCK
        parts.append(struct.pack("<I", len(packed)) + packed if odd else struct.pack("<I", len(block) | 1 << 31) + block)
    return b"".join(parts) + end


def run(block: bytes) -> bytes:
    """A block that is one run of bytes without copies."""
    if len(block) < 15:
        return bytes([len(block) << 4]) + block
    rest = len(block) - 15
    return b"\xf0" + b"\xff" * (rest // 255) + bytes([rest % 255]) + block


def copied(start: bytes, distance: int, length: int) -> bytes:
    """A frame of one block: some bytes, then a copy from before, then five bytes as the format wants."""
    over = length - 4
    more = b"" if over < 15 else b"\xff" * ((over - 15) // 255) + bytes([(over - 15) % 255])
    block = bytes([len(start) << 4 | min(over, 15)]) + start + struct.pack("<H", distance) + more + b"\x50" + b"-----"
    return struct.pack("<IBB", 0x184D2204, 0x60, 0x40) + b"\x82" + struct.pack("<I", len(block)) + block + bytes(4)
