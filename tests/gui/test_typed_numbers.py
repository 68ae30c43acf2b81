"""What is typed where a number is asked is kept as it was typed: of 2,5 the comma was left out, and 25 was kept."""

import msgspec
import pytest
from PySide6.QtTest import QTest

from rai_desktop.gui import figures
from rai_desktop.gui.widgets.answer_fields import field_for
from rai_desktop.questionnaire.question import Question


@pytest.fixture
def typed(qtbot):
    """What is sent once these words are typed and the field is left by Enter."""
    def made(words):
        field, sent = field_for(msgspec.convert({"id": "n", "type": "number", "text": "N?"}, Question)), []
        qtbot.addWidget(field)
        field.finished.connect(lambda: sent.append(field.value()))
        QTest.keyClicks(field.line, f"{words}\r")
        assert field.line.text() == words
        return sent[-1]

    return made


@pytest.mark.parametrize(("words", "value"), [
    ("12", 12.0), ("-0.125", -0.125), ("1,234,567.5", 1234567.5), ("1 234", 1234.0), ("2e3", 2000.0), (".5", 0.5)])
def test_a_number_is_understood(typed, words, value):
    assert typed(words) == value


@pytest.mark.parametrize("words", ["2,5", "about 5", "5e", "1.5.2", "1,23", "nan", "inf", "1e999", "-", "1 2"])
def test_what_is_no_number_is_kept_as_typed(typed, words):
    assert typed(words) == words


@pytest.mark.parametrize(("words", "value"), [("2,5", 2.5), ("-0,125", -0.125), ("1 234,5", 1234.5), ("2.5", 2.5), ("1,2,3", "1,2,3")])
def test_a_comma_is_the_point_in_french(typed, monkeypatch, words, value):
    monkeypatch.setattr(figures, "language", lambda: "fr")
    assert typed(words) == value
