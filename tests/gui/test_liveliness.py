"""The window stays alive while a real engine works through a million rows: the largest gap between timer ticks."""

import threading
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from benchmarks.tables import inputs_of, write_predictions
from rai_desktop.gui.app import make_window
from rai_desktop.gui.session import Session, changed
from rai_desktop.project.document import Document
from rai_desktop.settings import Settings

ROWS, TICK_MS = 1_000_000, 10


def waited() -> float:
    """Seconds for which this thread could have run and another program had the processor; Linux tells, others say 0."""
    told = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
    return int(told.read_text().split()[1]) / 1e9 if told.exists() else 0.0


class Pulse:
    """Ticks on the window's thread and notes the time between ticks, in seconds; `own` without what others took."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self.own: list[float] = []
        self._last, self._waited = time.perf_counter(), waited()
        self.timer = QTimer()
        self.timer.setInterval(TICK_MS)
        self.timer.timeout.connect(self._tick)
        self.timer.start()

    def _tick(self) -> None:
        now, others = time.perf_counter(), waited()
        self.gaps.append(now - self._last)
        self.own.append(self.gaps[-1] - (others - self._waited))
        self._last, self._waited = now, others


@pytest.mark.slow
@pytest.mark.parametrize("step", ["assessments", "findings"])
def test_the_window_stays_alive_while_a_million_rows_are_assessed(step: str, qtbot: QtBot, home: Path) -> None:
    table = write_predictions(home / "predictions.parquet", ROWS)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    window = make_window(application, Settings(theme="light"), Session())
    qtbot.addWidget(window)
    window.show()
    session = window.session
    session.start_engine()
    qtbot.waitUntil(lambda: bool(session.assessments), timeout=60_000)
    session.take(Document.create(home / "a.rai", title="A million"))
    session.apply("Choose", lambda project: changed(project, inputs=inputs_of(table)))
    window.show_step(step)
    qtbot.wait(1500)  # what follows a choice is checked first
    pulse = Pulse()
    with qtbot.waitSignal(session.run_ended, timeout=120_000):
        session.start_run()
    qtbot.wait(500)
    pulse.timer.stop()
    assert session.project is not None
    assert session.project.runs[-1].status == "finished"
    assert session.results()["fairness"].status == "finished"
    print(f"\n{ROWS:,} rows, {step}: largest gap {max(pulse.gaps) * 1000:.0f} ms ({max(pulse.own) * 1000:.0f} of its own) of {len(pulse.gaps)} ticks")
    session.close()
    assert max(pulse.own) < 0.5  # the goal is 0.1 s on a machine otherwise idle
