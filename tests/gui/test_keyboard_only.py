"""By keys alone: where Tab goes, that what has the keyboard is in sight, and that it never falls on nothing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton

from rai_desktop.findings.measurement import Table
from rai_desktop.gui.widgets.number_table import NumberTable

STEPS = 9


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    focus = QApplication.focusWidget()
    assert focus is not None and not isinstance(focus, QMainWindow)
    QTest.keyClick(focus, key, modifiers)
    QApplication.processEvents()
    QApplication.processEvents()


@pytest.mark.parametrize("number", range(1, STEPS + 1))
def test_tab_goes_round_a_step_in_sight_and_ends_with_the_footer(window, project, qtbot, number):
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    press(Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
    window.rail.buttons[window.step.id].setFocus()
    order = []
    for _ in range(200):
        press(Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        assert not focus.visibleRegion().isEmpty(), focus
        order.append(focus)
        if focus is window.rail.buttons[window.step.id]:
            break
    assert order[-2] is window.next
    assert all(window.step.isAncestorOf(each) for each in order[:-2])


def test_enter_presses_and_the_keyboard_finds_another_place(window, project, qtbot):
    window.activateWindow()
    pressed = []
    button, beside = QPushButton("Gone"), QPushButton("Beside")
    window.step.body.insertWidget(0, beside)
    window.step.body.insertWidget(0, button)
    button.clicked.connect(lambda: (pressed.append(1), button.deleteLater()))
    qtbot.waitUntil(window.isActiveWindow)
    button.setFocus()
    qtbot.wait(50)
    press(Qt.Key.Key_Return)
    assert pressed == [1]
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)


def test_a_table_of_numbers_is_sorted_by_keys(qtbot):
    table = NumberTable(Table(id="t", title="Groups", columns=["Group", "n"], rows=[["b", 2], ["a", 9], ["c", 5]], formats=["text", "count"]))
    qtbot.addWidget(table)
    table.show()
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 1))

    def order():
        return [table.model().index(row, 0).data() for row in range(3)]

    QTest.keyClick(table, Qt.Key.Key_Return)
    assert order() == ["b", "c", "a"]
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert order() == ["a", "c", "b"]
    QTest.keyClick(table, Qt.Key.Key_Left)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert order() == ["a", "b", "c"]
