"""What every test is held to: no unexpected log line, no network, no thread or child left behind, no stray files."""

import gc
import logging
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_NUM_THREADS", "1")

from rai_desktop.engine.guard import refuse_network

refuse_network()  # for the whole test run: any use of the network raises

_ALLOWED_THREADS = ("draw", "host-starter", "pymain", "ThreadPoolExecutor", "Loky", "QueueFeeder", "asyncio")


def pytest_collection_finish() -> None:
    """What is there before the first test stays to the end: no collection of garbage need look through it, which took a
    fifth of the time and more. What is new is looked through less often, too."""
    _set_apart()
    gc.set_threshold(10_000, 10, 10)


@pytest.fixture(autouse=True, scope="module")
def still_set_apart() -> Iterator[None]:
    """Tests of garbage itself put everything back."""
    yield
    if not gc.get_freeze_count():
        _set_apart()


def _set_apart() -> None:
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Settings, logs and caches of a test stay in its own folder."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("RAI_HOME", str(home))
    monkeypatch.setenv("RAI_SITE", str(home / "site"))
    yield home
    if (home / "site" / "questionnaires").exists():  # the packs that are remembered are not those of the next test
        from rai_desktop.questionnaire import catalog

        catalog.forget()


@pytest.fixture(autouse=True)
def no_unexpected_log(caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning or error in our log fails the test, unless it says @pytest.mark.expects_log."""
    yield
    if request.node.get_closest_marker("expects_log"):
        return
    bad = [record for when in ("setup", "call") for record in caplog.get_records(when)
           if record.levelno >= logging.WARNING and record.name.startswith("rai_desktop")]
    assert not bad, f"unexpected in the log: {[record.getMessage() for record in bad]}"


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """Threads and children that a test starts end with it."""
    threads, children = set(threading.enumerate()), _children()
    yield
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and (_new_threads(threads) or _children() - children):
        time.sleep(0.02)
    assert not _new_threads(threads), f"threads left: {_new_threads(threads)}"
    assert not _children() - children, f"children left: {_children() - children}"


def _new_threads(before: set[threading.Thread]) -> list[str]:
    return [each.name for each in threading.enumerate()
            if each not in before and not each.name.startswith(_ALLOWED_THREADS) and each.is_alive()]


def _children() -> set[int]:
    """Living children of this process (Linux; elsewhere none are known)."""
    if not sys.platform.startswith("linux"):
        return set()
    found: set[int] = set()
    for task in Path("/proc/self/task").iterdir():
        try:
            pids = (task / "children").read_text().split()
        except OSError:
            continue
        found |= {int(pid) for pid in pids if _alive(int(pid))}
    return found


def _alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
