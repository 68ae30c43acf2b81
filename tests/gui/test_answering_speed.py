"""The window with every questionnaire answered: what a keystroke and leaving a field cost, and how long opening takes."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from benchmarks.answering import everything
from rai_desktop.gui.app import make_window
from rai_desktop.gui.main_window import MainWindow
from rai_desktop.gui.session import Session
from rai_desktop.gui.steps.questionnaire import QuestionnaireStep
from rai_desktop.project.document import Document
from rai_desktop.project.model import Project
from rai_desktop.questionnaire import catalog
from rai_desktop.questionnaire.question import Kind, Pack
from rai_desktop.settings import Settings

FRAME_MS, OPENING_MS = 16, 1000
WORDS = "A name typed as people type"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def full() -> Project:
    packs = [pack.id for pack in catalog.packs()]
    return Project(id="p", title="Everything", packs=packs, answers=everything())


@pytest.fixture
def window(full: Project, home: Path, qtbot: QtBot) -> MainWindow:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    window = make_window(application, Settings(theme="light"), Session())
    qtbot.addWidget(window)
    window.show()
    Document.begin(home / "all.rai", full, "Began").close()
    window.session.take(Document.open(home / "all.rai"))
    window.show_step("system")
    qtbot.wait(300)
    return window


def timed(deed: Callable[[], object]) -> float:
    """Milliseconds until it is done and painted."""
    application = QApplication.instance()
    assert application is not None
    began = time.perf_counter()
    deed()
    application.processEvents()
    return (time.perf_counter() - began) * 1000


def test_typing_in_any_questionnaire(window: MainWindow, qtbot: QtBot) -> None:
    """A keystroke in the first text field of each questionnaire, and leaving it, by which the answer is on disk."""
    step, figures = window.step, {}
    assert isinstance(step, QuestionnaireStep)
    for pack in catalog.packs():
        field = _first_text(step, pack, qtbot)
        if field is None:
            continue
        count = len(window.session.document.history())  # type: ignore[union-attr]
        keys = [timed(lambda key=key: QTest.keyClick(field, key)) for key in WORDS]  # type: ignore[misc]
        leaving = timed(step.flush)
        assert len(window.session.document.history()) == count + 1  # type: ignore[union-attr]
        figures[pack.id] = statistics.median(keys), max(keys), leaving
    for name, (typical, most, leaving) in figures.items():
        print(f"{name}: a keystroke {typical:.1f} ms, at most {most:.1f} ms; leaving the field {leaving:.0f} ms")
    assert len(figures) > 20
    assert max(typical for typical, _most, _leaving in figures.values()) < FRAME_MS


def _first_text(step: QuestionnaireStep, pack: Pack, qtbot: QtBot) -> QWidget | None:
    """The first field of a text question, in sight and with the keyboard."""
    for section in pack.sections:
        step.show_section(pack.id, section.id)
        for shown in step._fields.values():
            if shown.question.kind is Kind.TEXT and shown.question.id in {each.id for each in section.questions}:
                qtbot.wait(50)
                shown.focus_field()
                return QApplication.focusWidget()
    return None


def test_opening(full: Project, home: Path, qtbot: QtBot) -> None:
    """From the file to the questions in sight, the questionnaires read already as they are in a running program."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    window = make_window(application, Settings(theme="light"), Session())
    qtbot.addWidget(window)
    window.show()
    window.show_step("system")
    Document.begin(home / "all.rai", full, "Began").close()
    qtbot.wait(300)
    took = timed(lambda: window.session.take(Document.open(home / "all.rai")))
    print(f"\nopening a project with every questionnaire: {took:.0f} ms")
    assert took < OPENING_MS
    window.session.close()
