"""lz4 without its library: what was packed comes back, whatever the pieces it arrives in, and lies end as damage."""

import io
import pickle
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.tree import DecisionTreeClassifier

from rai_desktop.host import lz4_blocks, lz4_frames
from rai_desktop.host.lz4_frames import Damaged, Unpacker, unpack_block
from rai_desktop.loading.hosting import start_model
from rai_desktop.project.model import FileRef
from tests.unit.loading.lz4_writer import copied, framed, run


@pytest.fixture(params=["arrow", "plain"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "plain":
        monkeypatch.setattr(lz4_frames, "by_arrow", lambda: None)
    return str(request.param)


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


def texts() -> Iterator[bytes]:
    chance = random.Random(4)
    words = [chance.randbytes(chance.randint(1, 30)) for _ in range(500)]
    for length in (0, 1, 1000, 40_000, 90_000):
        yield b"".join(chance.choices(words, k=length))


@pytest.mark.usefixtures("way")
def test_blocks_that_go_on_from_those_before_come_back() -> None:
    for content in texts():
        packed = pyarrow.Codec("lz4").compress(content, asbytes=True)
        assert unpacked(packed + b"after", 2**14, 2**20) == (content, b"after")


def test_arrow_unpacks_the_blocks_of_every_size_and_no_more_than_a_frame_allows() -> None:
    unpack = lz4_blocks.by_arrow()
    assert unpack is not None
    for limit in (2**16, 2**18, 2**20, 2**22):
        near = limit - limit // 100
        assert unpack(run(bytes(near)), b"", limit) == bytes(near)
        assert unpack(b"\x1fa\x01\x00\x00\x50-----", b"before", limit) == b"a" * 20 + b"-----"
        with pytest.raises(Damaged):
            unpack(b"\x1fa\x01\x00" + b"\xff" * (limit // 255 + 1) + b"\x00\x50-----", b"", limit)


def test_arrow_unpacks_where_the_library_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """But for a few bytes, for which it costs more to be called."""
    sizes: list[int] = []
    monkeypatch.setattr(lz4_frames, "unpack_block", lambda packed, *rest: sizes.append(len(packed)) or unpack_block(packed, *rest))
    content = max(texts(), key=len)
    assert unpacked(pyarrow.Codec("lz4").compress(content, asbytes=True), 2**20, 2**20) == (content, b"")
    assert unpacked(pyarrow.Codec("lz4").compress(bytes(9000), asbytes=True), 2**20, 2**20) == (bytes(9000), b"")
    assert sizes and max(sizes) < lz4_frames._FEW


def test_a_packed_model_is_looked_at_and_opened(tmp_path: Path) -> None:
    rows = np.random.default_rng(0).normal(size=(3000, 3))
    model, held = DecisionTreeClassifier(random_state=0).fit(rows, rows.sum(axis=1) ** 3 % 1 > 0.5), io.BytesIO()
    pickle.dump(model, held)
    (tmp_path / "model.pkl.lz4").write_bytes(pyarrow.Codec("lz4").compress(held.getvalue(), asbytes=True))
    with start_model(FileRef(path=str(tmp_path / "model.pkl.lz4"))) as process:
        assert process.facts.estimator == "DecisionTreeClassifier"


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


def test_a_copy_from_nowhere_is_damage_in_plain_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library of lz4 and Arrow take it for nothing."""
    monkeypatch.setattr(lz4_frames, "by_arrow", lambda: None)
    with pytest.raises(Damaged):
        unpacked(copied(b"a", 0, 4) + bytes(8), 2**20, 2**20)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("packed", [
    b"\x04\x22\x4d\x18\x00\x40\x82" + bytes(4), copied(b"a", 9, 4),
    framed(b"", b"\xff\xff\xff\x00" + bytes(2**24)), framed(b"", b"\x03\x00\x00\x00\xf0\xff\xff"),
], ids=["version", "before", "huge", "cut"])  # fmt: skip
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
