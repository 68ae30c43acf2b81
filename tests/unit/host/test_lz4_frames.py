"""lz4 without its library: what was packed comes back, whatever the pieces it arrives in, and lies end as damage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rai_desktop.host.lz4_frames import Damaged, Unpacker, unpack_block
from tests.unit.loading.lz4_writer import copied, framed, run


def unpacked(packed: bytes, step: int, count: int) -> tuple[bytes, bytes]:
    unpacker, out, at = Unpacker(), [], 0
    while not unpacker.eof:
        piece = b""
        if unpacker.needs_input:
            piece = packed[at : at + step]
            at += step
            assert piece, "it asks for more than there is"
        out.append(unpacker.decompress(piece, count))
    return b"".join(out), unpacker.unused_data + packed[at:]


@given(st.binary(max_size=300), st.integers(1, 90), st.integers(1, 400))
def test_what_was_packed_comes_back_in_pieces(content: bytes, step: int, count: int) -> None:
    assert unpacked(framed(content), step, count) == (content, b"")


def test_large_blocks_and_what_follows_the_end() -> None:
    content = bytes(range(256)) * 1000
    assert unpacked(framed(content) + b"after", 2**20, 2**20) == (content, b"after")


@given(st.binary(min_size=1, max_size=14), st.data())
def test_copies_repeat_what_came_before_one_byte_at_a_time(start: bytes, data: st.DataObject) -> None:
    distance, length = data.draw(st.integers(1, len(start))), data.draw(st.integers(4, 2000))
    slow = bytearray(start)
    for _ in range(length):
        slow.append(slow[-distance])
    assert unpacked(copied(start, distance, length), 2**20, 2**20) == (bytes(slow) + b"-----", b"")


@pytest.mark.parametrize("packed", [
    b"\x04\x22\x4d\x18\x00\x40\x82" + bytes(4), copied(b"a", 9, 4), copied(b"a", 0, 4),
    framed(b"", b"\xff\xff\xff\x00" + bytes(2**24)), framed(b"", b"\x03\x00\x00\x00\xf0\xff\xff"),
], ids=["version", "before", "nowhere", "huge", "cut"])  # fmt: skip
def test_lies_are_damage(packed: bytes) -> None:
    with pytest.raises(Damaged):
        unpacked(packed + bytes(8), 2**20, 2**20)


@given(st.binary(max_size=60))
def test_any_bytes_are_a_block_or_damage(packed: bytes) -> None:
    try:
        assert len(unpack_block(packed, b"", 2**16)) <= 2**16
    except Damaged:
        pass


def test_a_block_cannot_become_larger_than_its_frame_allows() -> None:
    with pytest.raises(Damaged):
        unpack_block(run(b"a")[:-1] + b"a\x01\x00", b"", 4)
