"""Renders every step with the example, run for real, into a folder: python -m tests.gui.screenshots FOLDER [THEME]."""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_SCRATCH = tempfile.mkdtemp(prefix="rai-screenshots-")
os.environ["RAI_HOME"] = str(Path(_SCRATCH) / "home")
os.environ["HOME"] = _SCRATCH

from rai_desktop.gui.app import make_app, make_window  # noqa: E402
from rai_desktop.gui.main_window import MainWindow  # noqa: E402
from rai_desktop.settings import Settings  # noqa: E402

_PATIENCE_S = 180.0


def main(folder: Path, theme: str) -> None:
    """Open the example, run it, and picture each step, the dialogs and the foot of long pages."""
    folder.mkdir(parents=True, exist_ok=True)
    app = make_app([])
    window = make_window(app, Settings(theme=theme))
    if size := os.environ.get("RAI_WINDOW"):
        window.resize(*(int(side) for side in size.split("x")))
    window.show()

    def wait(until: Callable[[], object], seconds: float = _PATIENCE_S) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end and not until():
            app.processEvents()
            time.sleep(0.01)

    def picture(name: str) -> None:
        wait(lambda: False, 0.4)
        window.grab().save(str(folder / f"{theme}-{name}.png"))

    picture("0-welcome")
    window.session.start_engine()
    window.commands.open_example()
    wait(lambda: window.session.checked is not None)
    window.commands.run()
    wait(lambda: window.session.live and window.session.live.parts)
    picture("4-running")
    wait(lambda: not window.session.running)
    for number, step in enumerate(window.steps, start=1):
        window.show_step(step.id)
        wait(lambda: False, 1.5)
        picture(f"{number}-{step.id}")
        _scroll(window, picture, f"{number}-{step.id}")
    window.close()


def _scroll(window: MainWindow, picture: Callable[[str], None], name: str) -> None:
    bar = window.step.scroll.verticalScrollBar()
    for place in range(1, min(4, bar.maximum() // 500 + 1)):
        bar.setValue(place * 500)
        picture(f"{name}-{place}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "light")
