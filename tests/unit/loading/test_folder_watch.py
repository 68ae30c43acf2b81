"""A folder is watched: what is put into it counts, what was there does not, links lead nowhere, and it speaks once."""

import os
import sys
import threading
from pathlib import Path

import pytest

from rai_desktop.loading.folder_watch import FolderWatch, measured, removed


def test_what_a_folder_holds(tmp_path: Path) -> None:
    assert measured(tmp_path) == (0, 0)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b").write_bytes(os.urandom(100_000))
    held, there = measured(tmp_path)
    assert there == 2
    assert 100_000 <= held < 150_000


def test_links_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "round").symlink_to(tmp_path)
    assert measured(tmp_path)[1] == 1


def test_it_stops_counting_when_there_is_enough(tmp_path: Path) -> None:
    for name in range(50):
        (tmp_path / str(name)).touch()
    assert measured(tmp_path, 10)[1] == 11


@pytest.mark.parametrize(("size", "files"), [(300_000, 1), (0, 30)])
def test_too_much_or_too_many_is_told_once(tmp_path: Path, size: int, files: int) -> None:
    (tmp_path / "was there").write_bytes(os.urandom(500_000))
    told, over = [], threading.Event()
    watch = FolderWatch(tmp_path, 200_000, lambda: (told.append(1), over.set()), files=20)
    assert not over.wait(0.6)
    for name in range(files):
        (tmp_path / str(name)).write_bytes(os.urandom(size))
    assert over.wait(5)
    watch.stop()
    watch.stop()
    assert told == [1]


def test_a_stopped_watch_says_nothing(tmp_path: Path) -> None:
    told: list[int] = []
    watch = FolderWatch(tmp_path, 10, lambda: told.append(1))
    watch.stop()
    (tmp_path / "more").write_bytes(os.urandom(100_000))
    assert not any(thread.name == "folder-watch" for thread in threading.enumerate())
    assert not told


def test_a_folder_that_is_gone_holds_nothing(tmp_path: Path) -> None:
    assert measured(tmp_path / "gone") == (0, 0)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux tells of them")
def test_a_file_that_was_removed_and_is_still_open_counts(tmp_path: Path) -> None:
    over = threading.Event()
    before = removed(tmp_path, os.getpid())  # what pytest itself has open
    watch = FolderWatch(tmp_path, before + 200_000, over.set, pid=os.getpid())
    with (tmp_path / "hidden").open("wb") as file:
        (tmp_path / "hidden").unlink()
        assert not over.wait(0.6)
        file.write(os.urandom(300_000))
        file.flush()
        assert measured(tmp_path) == (0, 0)
        assert over.wait(5)
        assert removed(tmp_path, os.getpid()) >= before + 300_000
    watch.stop()
    assert removed(tmp_path, os.getpid()) < before + 100_000
    assert not removed(tmp_path, 2**22 + 1)
