"""The wheel moves the page under a choice or a number, and leaves both as they are."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDateEdit,
    QLabel,
    QListWidget,
    QScrollArea,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from rai_desktop.gui.wheel import Wheel


def choice():
    field = QComboBox()
    field.addItems(["Identifier", "Weight", "Not used"])
    return field


def turn(widget, notches=-1):
    """The wheel turned over the middle of a widget, as the window system tells the window."""
    QApplication.sendEvent(widget.window().windowHandle(), turned(widget, notches))


def turned(widget, notches):
    at = widget.mapToGlobal(widget.rect().center())
    here = QPointF(widget.window().mapFromGlobal(at))
    return QWheelEvent(here, QPointF(at), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
                       Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)


def value(field):
    return field.currentText() if isinstance(field, QComboBox) else field.text() if isinstance(field, QDateEdit) else field.value()


def page(qtbot, field):
    area, inside = QScrollArea(), QWidget()
    column = QVBoxLayout(inside)
    column.addWidget(field)
    column.addSpacing(2000)
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.resize(300, 200)
    qtbot.addWidget(area)
    area.show()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is area.windowHandle())
    return area


@pytest.fixture
def wheel(qapp):
    made = Wheel(qapp)
    yield made
    made.deleteLater()


@pytest.mark.parametrize("make", [choice, QSpinBox, QDateEdit, lambda: QSlider(Qt.Orientation.Horizontal)])
def test_the_page_moves_and_the_answer_stays(make, wheel, qtbot):
    field = make()
    area = page(qtbot, field)
    before = value(field)
    turn(field)
    assert value(field) == before
    assert area.verticalScrollBar().value() > 0


def test_a_choice_in_a_list_that_cannot_scroll_moves_the_page(wheel, qtbot):
    """A choice in a cell stands in a table of two rows: the page around the table is what is turned."""
    table = QListWidget()
    table.setFixedHeight(80)
    table.addItem("")
    field = choice()
    table.setItemWidget(table.item(0), field)
    area = page(qtbot, table)
    turn(field)
    assert field.currentText() == "Identifier"
    assert area.verticalScrollBar().value() > 0


def test_elsewhere_the_wheel_is_left_alone(wheel, qtbot):
    label = QLabel("words")
    area = page(qtbot, label)
    assert not wheel.eventFilter(area.windowHandle(), turned(label, -1))


def test_the_window_keeps_its_choices_from_the_wheel(window, project, qtbot):
    window.show_step("assessments")
    policy = window.step.findChild(QComboBox)
    qtbot.waitUntil(lambda: QApplication.focusWindow() is window.windowHandle())
    before = policy.currentText()
    turn(policy)
    assert policy.count() > 1
    assert policy.currentText() == before
