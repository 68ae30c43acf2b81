"""Fields of a newer questionnaire keep what was answered to an older one: cells of columns that are gone, choices that are gone."""

import msgspec
import pytest
from PySide6.QtCore import Qt

from rai_desktop.gui.widgets.answer_fields import field_for
from rai_desktop.questionnaire.question import Question

OPTIONS = [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}]
TABLE = {"id": "t", "type": "table", "text": "T?", "columns": [{"id": "who", "text": "Who"}, {"id": "kind", "text": "Kind", "options": OPTIONS}]}
ANN, BOB = {"who": "Ann", "kind": "a", "harm": "Refused"}, {"who": "Bob", "kind": "old", "harm": "Dearer"}


@pytest.fixture
def field(qtbot):
    def made(plain, value):
        found = field_for(msgspec.convert(plain, Question))
        qtbot.addWidget(found)
        found.show_asked(lambda _place, _id: True)
        found.show_value(value)
        return found
    return made


def test_a_table_keeps_the_cells_of_columns_that_are_gone(field):
    table = field(TABLE, [ANN, BOB])
    assert table.value() == [ANN, BOB]
    table.table.item(0, 0).setText("Anna")
    assert table.value() == [ANN | {"who": "Anna"}, BOB]
    table.add.click()
    table.table.item(2, 0).setText("Eve")
    table.table.setCurrentCell(0, 0)
    table.remove.click()
    assert table.value() == [BOB, {"who": "Eve", "kind": ""}]
    table.show_value([ANN])
    assert table.value() == [ANN]


def test_a_cell_keeps_a_choice_that_is_gone_until_one_chooses_again(field):
    table = field(TABLE, [BOB])
    box = table.table.cellWidget(0, 1)
    assert box.currentText() == "“old”, no longer a choice"
    box.setCurrentIndex(box.findData("b"))
    assert table.value() == [BOB | {"kind": "b"}]


def test_a_table_within_an_item_keeps_them_too(field):
    single = {"id": "s", "type": "single", "text": "S?", "options": OPTIONS}
    group = {"id": "g", "type": "group", "text": "G?", "questions": [{"id": "name", "type": "text", "text": "Name?"}, TABLE, single]}
    held = {"id": "1", "name": "Loans", "t": [ANN], "s": "old"}
    found = field(group, [held])
    (card,) = found.cards.values()
    card.fields["name"].line.setText("Credit")
    assert found.value() == [held | {"name": "Credit"}]
    card.fields["t"].table.item(0, 0).setText("Anna")
    assert found.value() == [held | {"name": "Credit", "t": [ANN | {"who": "Anna"}]}]


@pytest.mark.parametrize(("plain", "value"), [
    ({"type": "single", "options": OPTIONS}, "old"),
    ({"type": "multiple", "options": OPTIONS}, ["a", "old"]),
    ({"type": "scale", "options": OPTIONS}, "old"),
    ({"type": "ranking", "options": OPTIONS}, ["old", "b"]),
    ({"type": "matrix", "options": OPTIONS, "rows": [{"id": "r", "text": "R"}, {"id": "s", "text": "S"}]}, [{"r": "old", "s": "b", "q": "a"}]),
])
def test_a_choice_that_is_gone_is_kept_until_one_chooses_again(field, plain, value):
    assert field(plain | {"id": "q", "text": "Q?"}, value).value() == value


def test_choosing_again_takes_its_place(field, qtbot):
    matrix = field({"id": "q", "text": "Q?", "type": "matrix", "options": OPTIONS, "rows": [{"id": "r", "text": "R"}]}, [{"r": "old"}])
    qtbot.mouseClick(matrix.buttons["r"]["a"], Qt.MouseButton.LeftButton)
    assert matrix.value() == [{"r": "a"}]
    several = field({"id": "q", "text": "Q?", "type": "multiple", "options": OPTIONS}, ["a", "old"])
    qtbot.mouseClick(several._buttons["b"], Qt.MouseButton.LeftButton)
    assert several.value() == ["a", "b"]
    scale = field({"id": "q", "text": "Q?", "type": "scale", "options": OPTIONS}, "old")
    qtbot.mouseClick(scale.buttons["b"], Qt.MouseButton.LeftButton)
    assert scale.value() == "b"
