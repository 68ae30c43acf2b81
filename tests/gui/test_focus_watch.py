"""The part that has the keyboard stays in sight while its page is brought up to date, and nobody is pulled back to it."""

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from rai_desktop.gui.focus_watch import FocusWatch


@pytest.fixture
def page(qtbot):
    """(area, what grows above, the line that has the keyboard) with the line in sight."""
    area, inside, above, line, below = QScrollArea(), QWidget(), QLabel(), QLineEdit(), QLabel()
    area.setWidgetResizable(True)
    column = QVBoxLayout(inside)
    for each in (above, line, below):
        column.addWidget(each)
    above.setFixedHeight(40)
    below.setFixedHeight(900)
    area.setWidget(inside)
    area.resize(300, 300)
    area.watch = FocusWatch(area)
    qtbot.addWidget(area)
    area.show()
    area.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    qtbot.wait(50)
    assert in_sight(line)
    return area, above, line


def in_sight(part):
    return not part.visibleRegion().isEmpty()


def test_a_page_that_grows_above_takes_the_part_along(page, qtbot):
    _area, above, line = page
    above.setFixedHeight(700)
    qtbot.waitUntil(lambda: in_sight(line))
    qtbot.wait(100)
    assert in_sight(line)


def test_who_has_scrolled_away_is_not_pulled_back(page, qtbot):
    area, above, line = page
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    assert not in_sight(line)
    place = area.verticalScrollBar().value()
    above.setFixedHeight(400)
    qtbot.wait(150)
    assert not in_sight(line)
    assert area.verticalScrollBar().value() == place


def test_who_has_scrolled_to_where_a_piece_is_left_is_not_pulled_back(page, qtbot):
    """A check ended while one was about to press something further down: the page jumped up to the table above it."""
    area, _above, line = page
    bar, lower = area.verticalScrollBar(), area.widget().layout().itemAt(2).widget()
    line.setFixedHeight(120)
    qtbot.wait(100)
    bar.setValue(line.y() + 90)  # a quarter of it is left at the top
    assert 0 < line.visibleRegion().boundingRect().height() < 60
    place = bar.value()
    lower.setFixedHeight(1200)
    qtbot.wait(150)
    assert bar.value() == place


def test_what_grows_above_a_piece_does_not_push_it_away(page, qtbot):
    area, above, line = page
    bar = area.verticalScrollBar()
    line.setFixedHeight(120)
    qtbot.wait(100)
    bar.setValue(line.y() + 90)
    before = line.mapTo(area, line.rect().topLeft()).y()
    above.setFixedHeight(140)
    qtbot.waitUntil(lambda: line.mapTo(area, line.rect().topLeft()).y() == before)
