"""One person's visit, through the real window, engine and host: example, answer, run, judge, respond, hand over, verify."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit, QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

import rai_desktop.gui  # noqa: F401 - before anything of PySide6
from rai_desktop.findings.finding import Verdict
from rai_desktop.gui.app import make_window
from rai_desktop.gui.main_window import MainWindow
from rai_desktop.project.example import create_example
from rai_desktop.report.verify import verify
from rai_desktop.settings import Settings


@pytest.fixture
def window(qtbot: QtBot, qapp: object, tmp_path: Path) -> Iterator[MainWindow]:
    """A window on the example, with a real engine."""
    create_example(tmp_path / "example.rai").close()
    made = make_window(qapp, Settings())  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.show()
    made.session.start_engine()
    assert made.opening.open(tmp_path / "example.rai")
    yield made
    made.close()


def step(window: MainWindow, id_: str) -> object:
    window.show_step(id_)
    return next(each for each in window.steps if each.id == id_)


def press(qtbot: QtBot, button: QPushButton) -> None:
    assert button.isEnabled(), button.toolTip()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def answer(qtbot: QtBot, field: object) -> None:
    """Answer a question of any kind as a person does: click, type, add a row."""
    inner = field.field
    if inner.findChild(QTableWidget):
        press(qtbot, inner.add)
        inner.table.item(inner.table.rowCount() - 1, 0).setText("Model validation")
    elif buttons := inner.findChildren(QAbstractButton):
        qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    else:
        qtbot.keyClicks(inner.findChild(QLineEdit) or inner.findChild(QPlainTextEdit), "12")
        field.flush()
        if line := inner.findChild(QLineEdit):
            line.editingFinished.emit()


@pytest.mark.slow
def test_from_first_question_to_verified_bundle(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    session = window.session
    # Describe: the next missing question is brought up, answered and on disk at once.
    system = step(window, "system")
    assert system.next_missing()
    before = system.state(session.project).words
    field = next(each for each in system._fields.values() if each.isAncestorOf(system.focusWidget()))
    answer(qtbot, field)
    assert system.state(session.project).words != before
    # Data and model: looked at, inspected, and found to fit.
    step(window, "inputs")
    qtbot.waitUntil(lambda: session.checked is not None and bool(session.assessments), timeout=60_000)
    assert session.checked.problems == []
    assert session.checked.model.isolation
    # Run all four, seeing true progress.
    assessments = step(window, "assessments")
    qtbot.waitUntil(lambda: assessments.run.running.isEnabled(), timeout=60_000)
    with qtbot.waitSignal(session.run_ended, timeout=180_000) as ended:
        press(qtbot, assessments.run.running)
    assert ended.args == ["finished"]
    results = session.results()
    assert {name: each.status for name, each in results.items()} == dict.fromkeys(
        ("data_profile", "model_conduct", "performance", "fairness", "explanations"), "finished")
    # Judge: findings in sight, another policy judges at once without a run.
    findings = step(window, "findings")
    first = dict(findings.findings._findings)
    assert {each.verdict for each in first.values()} >= {Verdict.MET, Verdict.CONCERN}
    runs = len(session.project.runs)
    findings.policy.setCurrentIndex(findings.policy.findData("us-lending"))
    findings.policy.activated.emit(findings.policy.currentIndex())
    assert {each.policy for each in findings.findings._findings.values()} == {"us-lending"}
    assert len(session.project.runs) == runs
    # Respond, and take it back.
    assert findings.next_missing()
    card = findings.findings.card
    qtbot.keyClicks(card.comment, "Known since spring; under review")
    card.comment.clearFocus()
    card.flush()
    assert [each.comment for each in session.project.responses.values()] == ["Known since spring; under review"]
    window.commands.undo()
    assert session.project.responses == {}
    window.commands.redo()
    # See: a picture is drawn, and numbers lie under the pointer.
    findings.tabs.setCurrentIndex(next(i for i in range(findings.tabs.count()) if findings.tabs.tabText(i) == "Fairness"))
    panel = findings.tabs.currentWidget()
    figure = panel._views[0].figure
    qtbot.waitUntil(lambda: figure.ready, timeout=30_000)
    assert any("%" in text for *_place, text in figure._spots)
    # Reasons for one row.
    findings.tabs.setCurrentWidget(findings.row)
    findings.row.number.setValue(5)
    press(qtbot, findings.row.ask)
    qtbot.waitUntil(lambda: bool(findings.row._views), timeout=60_000)
    # Hand over.
    report = step(window, "report")
    report.export_to(tmp_path / "bundle")
    qtbot.waitUntil(lambda: report._bundle is not None, timeout=120_000)
    checked = verify(tmp_path / "bundle")
    assert checked.ok, checked.problems
    text = (tmp_path / "bundle" / "data" / "report.html").read_text(encoding="utf-8")
    assert "Known since spring" in text
    assert session.document.verify_history().ok
