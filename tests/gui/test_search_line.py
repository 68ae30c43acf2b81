"""What is looked for is told in a pause of the typing, or when somebody cannot wait for one."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from rai_desktop.gui.widgets.search_line import SearchLine


@pytest.fixture
def line(qtbot):
    made = SearchLine("Find", "Find it")
    qtbot.addWidget(made)
    made.show()
    made.heard = []
    made.sought.connect(made.heard.append)
    return made


def test_letters_are_looked_for_once_in_a_pause(line, qtbot):
    qtbot.keyClicks(line, "abc")
    assert line.heard == []
    qtbot.waitUntil(lambda: line.heard == ["abc"])
    qtbot.wait(200)
    assert line.heard == ["abc"]


def test_enter_and_clearing_do_not_wait(line, qtbot):
    entered = []
    line.returnPressed.connect(lambda: entered.append(list(line.heard)))
    qtbot.keyClicks(line, "abc")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert entered == [["abc"]]
    line.clear()
    assert line.heard == ["abc", ""]
    line.settle()
    assert line.heard == ["abc", ""]


def test_leaving_does_not_wait(line, qtbot):
    other = QLineEdit()
    qtbot.addWidget(other)
    other.show()
    line.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    qtbot.keyClicks(line, "abc")
    line.clearFocus()
    assert line.heard == ["abc"]
