"""Work on another thread: heard on the window's thread, not at all once its parent is gone, and never the end of the program."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QObject

from rai_desktop.errors import Refusal
from rai_desktop.gui.elsewhere import elsewhere

_STRESS = """
import sys, time
import rai_desktop.gui
from PySide6.QtWidgets import QApplication, QWidget
from rai_desktop.gui.elsewhere import elsewhere

sys.setswitchinterval(1e-5)
app, heard, until = QApplication([]), [], time.monotonic() + 4
while time.monotonic() < until:
    parents = [QWidget() for _ in range(4)]
    for parent in parents:
        elsewhere(parent, lambda: [object() for _ in range(1500)], heard.append, print)
    for place, parent in enumerate(parents):
        app.processEvents()
        if place % 2:
            parent.deleteLater()
    del parents, parent
print(len(heard) > 0)
"""


@pytest.fixture
def told(qtbot):
    """What the window's thread hears of a piece of work."""
    parent, heard = QObject(), []

    def do(work):
        elsewhere(parent, work, lambda found: heard.append((found, threading.current_thread())), lambda said: heard.append(said))
        return heard

    return do, parent


def test_the_result_is_heard_on_the_windows_thread(told, qtbot):
    do, _ = told
    heard = do(lambda: threading.current_thread().name)
    qtbot.waitUntil(lambda: bool(heard))
    qtbot.wait(50)
    assert heard == [("elsewhere", threading.main_thread())]


def test_a_refusal_is_a_sentence(told, qtbot):
    def refuse():
        raise Refusal("It cannot be read.", "Ask again.")

    heard = told[0](refuse)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["It cannot be read. Ask again."]


def test_a_fault_reaches_the_net(told, qtbot, monkeypatch):
    caught = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, _trace: caught.append((kind, str(error))))
    heard = told[0](lambda: 1 / 0)
    qtbot.waitUntil(lambda: bool(caught))
    assert caught == [(ZeroDivisionError, "division by zero")]
    assert not heard


def test_who_is_gone_hears_nothing(told, qtbot):
    do, parent = told
    goes_on, done = threading.Event(), threading.Event()
    heard = do(lambda: goes_on.wait(5) and done.set())
    parent.deleteLater()
    qtbot.wait(20)
    goes_on.set()
    assert done.wait(5)
    qtbot.wait(50)
    assert not heard


def test_what_is_closed_while_work_goes_on_does_not_end_the_program():
    done = subprocess.run([sys.executable, "-c", _STRESS], cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (0, "True\n", "")
