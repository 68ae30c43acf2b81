"""Pictures every step of the example, run for real: python -m tests.gui.screenshots FOLDER [THEME] [--readme].

RAI_TEXT=200 sets the size of the text, RAI_LANGUAGE=fr the language, RAI_WINDOW=1024x680 the window.

`--readme` writes the pictures of the README: light and dark, 1280 by 800, few colours, so that they stay small.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_SCRATCH = tempfile.mkdtemp(prefix="rai-screenshots-")
os.environ["RAI_HOME"] = str(Path(_SCRATCH) / "home")
os.environ["HOME"] = _SCRATCH

import rai_desktop.gui  # noqa: E402, F401 - before anything of PySide6, see gui/immortal.py
from rai_desktop.gui.app import make_app, make_window  # noqa: E402
from rai_desktop.gui.main_window import MainWindow  # noqa: E402
from rai_desktop.gui.widgets.figure_view import FigureView  # noqa: E402
from rai_desktop.settings import Settings  # noqa: E402

_PATIENCE_S = 180.0
_README_SIZE = 1280, 800
_COLOURS = 255


class Photographer:
    """A window with the example, and a camera."""

    def __init__(self, folder: Path, theme: str, size: tuple[int, int]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.app = make_app([])
        percent = int(os.environ.get("RAI_TEXT", "100"))
        self.window: MainWindow = make_window(self.app, Settings(theme=theme, text_percent=percent))
        self.window.resize(*size)
        self.window.show()

    def wait(self, until: Callable[[], object] = lambda: False, seconds: float = _PATIENCE_S) -> None:
        """Let the window live until something holds, or this many seconds are over."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not until():
            self.app.processEvents()
            time.sleep(0.01)

    def picture(self, name: str, *, small: bool = False) -> None:
        """The window as it is, into a file; `small` with few colours."""
        self.wait(seconds=0.6)
        path = self.folder / f"{name}.png"
        self.window.grab().save(str(path))
        if small:
            from PIL import Image

            with Image.open(path) as full:
                full.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)

    def run_example(self, picture_running: bool) -> None:
        """Open the example and run it to its end."""
        session = self.window.session
        session.start_engine()
        self.window.commands.open_example()
        self.wait(lambda: session.checked is not None)
        self.window.commands.run()
        self.wait(lambda: session.live and session.live.parts)
        if picture_running:
            self.picture("4-running")
        self.wait(lambda: not session.running)
        self.window.notice.hide()

    def drawn(self) -> None:
        """Wait for the pictures in sight."""
        self.wait(lambda: all(view.ready for view in self.window.step.findChildren(FigureView)
                              if not view.visibleRegion().isEmpty()), 30)


def every_page(folder: Path, theme: str) -> None:
    """Each step, and the foot of long pages."""
    width, height = (int(side) for side in os.environ.get("RAI_WINDOW", "1280x840").split("x"))
    camera = Photographer(folder, theme, (width, height))
    camera.picture(f"{theme}-0-welcome")
    camera.run_example(picture_running=True)
    for number, step in enumerate(camera.window.steps, start=1):
        camera.window.show_step(step.id)
        camera.wait(seconds=1)
        camera.picture(f"{theme}-{number}-{step.id}")
        bar = step.scroll.verticalScrollBar()
        for place in range(1, min(4, bar.maximum() // 500 + 1)):
            bar.setValue(place * 500)
            camera.picture(f"{theme}-{number}-{step.id}-{place}")
    camera.window.close()


def for_readme(folder: Path, theme: str) -> None:
    """What the README shows: each step and the evidence on fairness."""
    camera = Photographer(folder, theme, _README_SIZE)
    camera.run_example(picture_running=False)
    tail = "-dark" if theme == "dark" else ""
    for step in camera.window.steps:
        camera.window.show_step(step.id)
        camera.wait(seconds=1)
        camera.picture(f"{step.id}{tail}", small=True)
    camera.window.show_step("findings")
    tabs = camera.window.step.tabs
    tabs.setCurrentIndex(next(place for place in range(tabs.count()) if tabs.widget(place).objectName() == "fairness"))
    camera.wait(seconds=1)
    camera.drawn()
    camera.picture(f"fairness{tail}", small=True)
    camera.window.close()


def main(arguments: list[str]) -> None:
    """One theme in one process: a second application cannot be made."""
    plain = [each for each in arguments if not each.startswith("--")]
    folder, theme = Path(plain[0]), (plain[1:] or [""])[0]
    if "--readme" not in arguments:
        every_page(folder, theme or "light")
    elif theme:
        for_readme(folder, theme)
    else:
        for each in ("light", "dark"):
            subprocess.run([sys.executable, "-m", "tests.gui.screenshots", str(folder), each, "--readme"], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
