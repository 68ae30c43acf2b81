"""A fingerprint that is selected and copied by hand is the fingerprint."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit

from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.told_lines import BREAK, breakable

HASH = "c4f0a2" * 11


@pytest.fixture
def put(window, qtbot):
    """Puts a widget into the window, with the keyboard in it and all of its words selected."""
    def into(made, length):
        window.middle.layout().insertWidget(0, made)
        made.setFocus()
        qtbot.waitUntil(made.hasFocus)
        made.setSelection(0, length)
        qtbot.keySequence(made, QKeySequence(QKeySequence.StandardKey.Copy))
        return QApplication.clipboard().text()

    return into


def test_what_is_copied_from_a_label_has_no_places_to_break_in_it(put):
    label = words(breakable(HASH), selectable=True)
    label.setTextInteractionFlags(label.textInteractionFlags() | Qt.TextInteractionFlag.TextSelectableByKeyboard)
    assert BREAK in label.text()
    assert put(label, len(label.text())) == HASH


def test_what_is_copied_from_a_field_is_what_stands_there(put):
    text = f"one{BREAK}two"
    assert put(QLineEdit(text), len(text)) == text


def test_what_another_program_put_there_is_left_alone(window):
    QApplication.clipboard().setText(f"one{BREAK}two")  # nothing of the window has the keyboard
    window.setFocus()
    assert QApplication.clipboard().text() == f"one{BREAK}two"
