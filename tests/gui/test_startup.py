"""The window is painted before anything heavy is imported, and soon."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

HEAVY = {"numpy", "pandas", "sklearn", "matplotlib", "scipy", "shap", "fairlearn", "pyarrow", "joblib", "skops"}
_CHILD = """
import os, sys
from rai_desktop.gui.app import make_app, make_window
from PySide6.QtCore import QEvent, QObject
from rai_desktop.settings import load_settings

class Watch(QObject):
    def eventFilter(self, seen, event):
        if event.type() == QEvent.Type.Paint and seen is window.rail:
            print(*sorted({name.partition(".")[0] for name in sys.modules}), flush=True)
            os._exit(0)
        return False

app = make_app(["rai-desktop"])
window = make_window(app, load_settings())
watch = Watch()
app.installEventFilter(watch)
window.show()
app.exec()
"""


def first_paint(home: Path) -> tuple[float, set[str]]:
    """Seconds from the start of the process until the window paints itself, and the packages imported by then."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "RAI_HOME": str(home)}
    began = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", _CHILD], stdout=subprocess.PIPE, text=True, env=environment) as child:
        assert child.stdout is not None
        line = child.stdout.readline()
        took = time.perf_counter() - began
    return took, set(line.split())


@pytest.mark.timeout(120)
def test_nothing_heavy_is_imported_before_the_first_paint(tmp_path: Path) -> None:
    _seconds, imported = first_paint(tmp_path)
    assert "PySide6" in imported
    assert not imported & HEAVY


@pytest.mark.timeout(120)
def test_the_window_is_there_soon(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    used = []
    for _ in range(2):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        took, _imported = first_paint(tmp_path)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        print(f"\nfirst paint after {took:.2f} s, {used[-1]:.2f} s of them processor time")
    assert min(used) < 3  # processor time, for other tests run beside it; the goal is 2 s in all on a machine otherwise idle
