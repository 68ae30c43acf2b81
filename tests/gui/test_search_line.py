"""What is looked for is told in a pause of the typing, or when somebody cannot wait for one."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QStyle, QStyleOptionFrame, QToolButton, QVBoxLayout, QWidget

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


def test_what_takes_long_follows_in_a_rest_and_then_once(line, qtbot):
    rests = []
    line.rested.connect(lambda: rests.append(list(line.heard)))
    qtbot.keyClicks(line, "abc")
    qtbot.waitUntil(lambda: line.heard == ["abc"])
    assert not rests and not line.resting
    qtbot.waitUntil(lambda: line.resting)
    assert rests == [["abc"]]
    line.settle()
    assert rests == [["abc"]]


def test_enter_is_the_end_of_waiting(line, qtbot):
    rests = []
    line.rested.connect(lambda: rests.append(list(line.heard)))
    qtbot.keyClicks(line, "abc")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert rests == [["abc"]]
    assert line.resting


def test_the_button_clears_and_is_there_with_letters_alone(line, qtbot):
    button = line.findChild(QToolButton)
    assert button.isHidden()
    qtbot.keyClicks(line, "abc")
    assert button.isVisible()
    assert line.rect().contains(button.geometry())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert line.text() == "" and line.heard == [""]
    assert button.isHidden()


def test_the_button_goes_also_where_nobody_hears_of_the_clearing(line, qtbot):
    qtbot.keyClicks(line, "abc")
    line.blockSignals(True)
    line.clear()
    line.blockSignals(False)
    assert line.findChild(QToolButton).isHidden()


def test_letters_lay_nothing_out_anew_round_the_line(qtbot):
    page = Page()
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    qtbot.wait(50)
    page.laid_out = 0
    qtbot.keyClicks(page.line, "a")
    qtbot.keyClick(page.line, Qt.Key.Key_Backspace)
    qtbot.wait(50)
    assert page.laid_out == 0


class Page(QWidget):
    """Counts how often what is in it asks for another place."""

    def __init__(self):
        super().__init__()
        self.laid_out = 0
        self.line = SearchLine("Find", "Find it")
        QVBoxLayout(self).addWidget(self.line)

    def event(self, event):
        self.laid_out += event.type() == QEvent.Type.LayoutRequest
        return super().event(event)


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


def test_an_empty_line_says_all_of_what_can_be_found(window, project):
    window.show_step("system")
    QApplication.processEvents()
    line = window.step.seeking.search.line
    option = QStyleOptionFrame()
    line.initStyleOption(option)
    room = line.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, line)
    room = room.marginsRemoved(line.textMargins()).width() - 4  # Qt's own, of two pixels at either side
    assert line.fontMetrics().horizontalAdvance(line.placeholderText()) <= room
