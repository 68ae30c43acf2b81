"""The memory that engine and host share: what is laid there arrives, and nothing a host does to it comes back."""

import io
import os
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rai_desktop.host import frames, room, wire

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has sealed memory")


@pytest.fixture
def shared() -> Iterator[room.Room]:
    made = room.make()
    assert made is not None
    yield made
    made.close()


def over(shared: room.Room | None, frame: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """The frame as the host would have it, and how many bytes went through the pipe."""
    stream, arrays = io.BytesIO(), []
    described = frames.pack(frame, arrays)
    wire.send(stream, {"frame": described}, arrays, shared)
    through = stream.tell()
    stream.seek(0)
    header = wire.receive_header(stream)
    got = wire.receive_all(stream, header, shared.fd if shared else -1)
    assert not stream.read()
    return frames.unpack(header["frame"], got), through


def table(rows: int) -> pd.DataFrame:
    rng = np.random.default_rng(rows)
    return pd.DataFrame({
        "a": rng.normal(size=rows), "b": rng.integers(0, 9, rows), "c": rng.normal(size=rows).astype("f4"),
        "d": rng.choice(["x", "y", "z"], rows), "e": rng.normal(size=rows), "f": pd.Categorical(rng.choice(["m", "n"], rows)),
    })  # fmt: skip


def same(got: pd.DataFrame, sent: pd.DataFrame) -> None:
    """To the last bit and type; `assert_frame_equal` takes seconds over as many words."""
    assert list(got.dtypes) == list(sent.dtypes)
    assert got.equals(sent)


def test_a_large_table_arrives_and_passes_the_pipe_by(shared: room.Room) -> None:
    for rows in (300_000, 200_000, 400_000):
        got, through = over(shared, table(rows))
        same(got, table(rows))
        assert through < 2000


def test_a_table_that_two_lay_at_once_arrives(shared: room.Room) -> None:
    for seed in (0, 1, 2):  # the first by one, as memory is met for the first time
        values = np.random.default_rng(seed).normal(size=(1_000_001, 5))
        for laid_out in (values, np.asfortranarray(values)):
            given_frame = pd.DataFrame(laid_out, columns=list("abcde"), copy=False)
            got, through = over(shared, given_frame)
            np.testing.assert_array_equal(got.to_numpy(), values)
            assert through < 2000


def test_two_laying_at_once_is_told_of_what_goes_wrong_in_either(shared: room.Room, monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pd.DataFrame(np.zeros((1_000_001, 5)), columns=list("abcde"), copy=False)
    over(shared, frame)
    put = room.Room._put
    for wrong in (0, room._STRIDE):

        def fail(self: room.Room, piece: object, at: int, wrong: int = wrong) -> None:
            if at == wrong:
                raise OSError("no")
            put(self, piece, at)

        monkeypatch.setattr(room.Room, "_put", fail)
        with pytest.raises(OSError, match="no"):
            over(shared, frame)


def test_columns_that_lie_row_by_row_arrive(shared: room.Room) -> None:
    frame = pd.DataFrame(np.random.default_rng(0).normal(size=(100_000, 8)), columns=list("abcdefgh"))
    for given_frame in (frame, frame[list("hgfe")], frame.iloc[::-2]):
        got, _ = over(shared, given_frame)
        np.testing.assert_array_equal(got.to_numpy(), given_frame.to_numpy())


def test_a_small_table_and_one_that_is_too_large_go_through_the_pipe(
    shared: room.Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert over(shared, table(1000))[1] > 1000 * 30
    monkeypatch.setattr(room, "SIZE", 2**20 * 5)
    got, through = over(shared, table(300_000))
    assert through > 2**20 * 5
    same(got, table(300_000))


def test_without_a_room_all_goes_through_the_pipe() -> None:
    got, through = over(None, table(300_000))
    assert through > 2**20 * 5
    same(got, table(300_000))


def test_what_the_host_changes_is_its_own(shared: room.Room) -> None:
    values = np.arange(1_000_000, dtype=np.float64).reshape(-1, 2)
    shared.lay([[values]])
    mine = np.frombuffer(next(room.look(shared.fd, [values.nbytes])), "<f8").reshape(values.shape)
    mine *= -1
    again = np.frombuffer(next(room.look(shared.fd, [values.nbytes])), "<f8").reshape(values.shape)
    np.testing.assert_array_equal(again, values)


def test_who_closes_it_waits_for_what_is_being_laid(shared: room.Room) -> None:
    """A descriptor that was given back could be another file's by then."""
    began, wait = threading.Event(), threading.Event()

    class Slow:
        nbytes = 8

    def put(_piece: object, _at: int) -> None:
        began.set()
        assert wait.wait(5)
        os.fstat(shared.fd)  # still ours

    shared._put = put  # type: ignore[method-assign]
    with ThreadPoolExecutor(2) as pool:
        laying = pool.submit(shared.lay, [[Slow()]])
        assert began.wait(5)
        closing = pool.submit(shared.close)
        with pytest.raises(TimeoutError):
            closing.result(0.2)
        wait.set()
        laying.result(5)
        closing.result(5)
    with pytest.raises(OSError, match="closed"):
        shared.lay([[Slow()]])


@pytest.mark.parametrize("size", [0, room.SIZE - 4096, room.SIZE + 4096])
def test_nobody_can_cut_it_off_or_grow_it(shared: room.Room, size: int) -> None:
    with pytest.raises(PermissionError):
        os.ftruncate(shared.fd, size)


def test_a_system_that_has_no_such_memory_is_told_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def no(*_: object) -> int:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(os, "memfd_create", no)
    assert room.make() is None


@given(st.lists(st.integers(0, 10_000)))
def test_places_never_overlap_and_are_aligned(sizes: list[int]) -> None:
    end = 0
    for (at, size), wanted in zip(room.places(sizes), sizes, strict=True):
        assert at >= end
        assert at % 64 == 0
        assert size == wanted
        end = at + size
