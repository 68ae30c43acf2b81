"""A heading that unfolds wraps where it is too long, and stays one thing for mouse, keyboard and screen reader."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from rai_desktop.gui.theme import Theme, colours
from rai_desktop.gui.widgets.fold import Fold

LONG = "Findings of R&D and other measurements that are close to this question, and what speaks against them in the second run"


@pytest.fixture
def fold(window, qtbot):
    page = QWidget()
    page.setObjectName("page")
    page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    column = QVBoxLayout(page)
    made = Fold(LONG)
    made.inside.addWidget(QLabel("inside"))
    column.addWidget(made)
    column.addStretch()
    page.resize(320, 500)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    return made


def test_its_words_wrap_and_the_last_line_opens_it(fold, qtbot):
    button = fold.button
    assert fold.parent().width() == 320
    assert button.width() <= 320 and button.height() >= 3 * button.fontMetrics().height()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(60, button.height() - 8))
    assert fold.findChild(QLabel).isVisible()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert not fold.findChild(QLabel).isVisible()


def test_it_is_one_button_with_its_words_as_they_are(fold):
    spoken = QAccessible.queryAccessibleInterface(fold.button)
    assert spoken.text(QAccessible.Text.Name) == LONG
    assert spoken.role() in (QAccessible.Role.Button, QAccessible.Role.CheckBox)
    assert fold.button.shortcut().isEmpty()


def test_every_line_is_drawn_and_none_is_cut(fold):
    button = fold.button
    picture, accent = button.grab().toImage(), QColor(colours().accent)
    inked = {y for y in range(picture.height()) for x in range(24, picture.width()) if picture.pixelColor(x, y) == accent}
    assert max(inked) > picture.height() - button.fontMetrics().height() - 6
    assert not any(picture.pixelColor(picture.width() - 2, y) == accent for y in range(4, picture.height() - 4))


def test_larger_letters_need_more_lines(fold, qtbot):
    before = fold.button.height()
    Theme.current.choose("light", 200)
    try:
        qtbot.waitUntil(lambda: fold.button.height() > 2 * before)
        QApplication.processEvents()
        assert fold.parent().minimumSizeHint().width() <= 320
    finally:
        Theme.current.choose("light", 100)
