"""A process with too many threads is told of once; one that keeps to its bound is left alone."""

import os
import sys
import threading

import pytest

from rai_desktop.loading.thread_watch import ThreadWatch, counted

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux tells of them")


def test_too_many_threads_are_told_once() -> None:
    told, over, go = [], threading.Event(), threading.Event()
    watch = ThreadWatch(os.getpid(), lambda: (told.append(1), over.set()), most=counted(os.getpid()) + 10)
    assert not over.wait(0.6)
    crowd = [threading.Thread(target=go.wait) for _ in range(20)]
    for thread in crowd:
        thread.start()
    assert over.wait(5)
    go.set()
    for thread in crowd:
        thread.join()
    watch.stop()
    watch.stop()
    assert told == [1]


def test_a_process_that_is_gone_has_none() -> None:
    assert counted(2**22 + 1) == 0
