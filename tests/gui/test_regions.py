"""F6 round the parts of the window, and Ctrl+J while the engine is still starting."""

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from rai_desktop.project.model import FileRef

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def active(window, project, qtbot):
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow() and QApplication.focusWidget() is not None)
    return window


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)
    QApplication.processEvents()


def test_f6_goes_round_rail_page_and_footer_and_shift_back(active):
    press(Qt.Key.Key_2, CONTROL)
    button = active.rail.buttons["system"]
    button.setFocus()
    press(Qt.Key.Key_F6)
    first = QApplication.focusWidget()
    assert active.step.isAncestorOf(first)
    press(Qt.Key.Key_F6)
    assert QApplication.focusWidget() is active.next
    press(Qt.Key.Key_F6)
    assert QApplication.focusWidget() is button
    press(Qt.Key.Key_F6, SHIFT)
    assert QApplication.focusWidget() is active.next
    press(Qt.Key.Key_F6, SHIFT)
    assert QApplication.focusWidget() is first


def test_a_part_is_entered_where_it_was_left_but_on_the_page_in_sight(active):
    press(Qt.Key.Key_2, CONTROL)
    active.rail.buttons["system"].setFocus()
    press(Qt.Key.Key_F6)
    press(Qt.Key.Key_Tab)
    left = QApplication.focusWidget()
    press(Qt.Key.Key_F6)
    press(Qt.Key.Key_F6, SHIFT)
    assert QApplication.focusWidget() is left
    press(Qt.Key.Key_F6, SHIFT)
    press(Qt.Key.Key_6, CONTROL)
    assert QApplication.focusWidget() is active.rail.buttons[active.step.id]
    press(Qt.Key.Key_F6)
    assert active.step.isAncestorOf(QApplication.focusWidget())


def test_f6_without_a_project_leaves_the_hidden_footer_out(window, qtbot):
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow() and QApplication.focusWidget() is not None)
    window.rail.buttons["start"].setFocus()
    press(Qt.Key.Key_F6)
    assert window.step.isAncestorOf(QApplication.focusWidget())
    press(Qt.Key.Key_F6)
    assert QApplication.focusWidget() is window.rail.buttons["start"]


def test_next_missing_waits_on_assessments_for_the_engine_and_goes_on_to_the_button(active, session):
    infos, session.assessments = session.assessments, []
    session.document.apply("A table", lambda project: msgspec.structs.replace(
        project, inputs=msgspec.structs.replace(project.inputs, data=FileRef(path="/x/people.csv"))))
    press(Qt.Key.Key_4, CONTROL)
    for _ in range(2):
        press(Qt.Key.Key_J, CONTROL)
        assert active.step.id == "assessments"
        assert QApplication.focusWidget() is active.step.run.seed
    session.assessments = infos
    session.looked.emit()
    QApplication.processEvents()
    assert active.step.run.running.isEnabled()
    assert QApplication.focusWidget() is active.step.run.running
