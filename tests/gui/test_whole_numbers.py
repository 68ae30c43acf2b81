"""A number is shown with every digit it has: what a field shows is what it sends when something beside it is changed."""

import msgspec
import pytest

from rai_desktop.gui.steps.inputs_column import ColumnPanel
from rai_desktop.gui.steps.inputs_outcome import OutcomeCard
from rai_desktop.gui.widgets.answer_fields import field_for
from rai_desktop.gui.widgets.question_field import QuestionField, Shown
from rai_desktop.project.model import Answer, ColumnRole, Inputs, Role, Task
from rai_desktop.questionnaire import catalog
from rai_desktop.questionnaire.question import Question
from rai_desktop.questionnaire.wording import in_words
from tests.gui.conftest import table_look

NUMBERS = [0.0, 12.0, 1234567.0, 67_000_000.0, 0.1234567, 1e-7, 123456789.25]


@pytest.mark.parametrize("value", NUMBERS)
def test_a_number_is_sent_as_it_was_kept(qtbot, value):
    field = field_for(msgspec.convert({"id": "n", "type": "number", "text": "N?"}, Question))
    qtbot.addWidget(field)
    field.show_value(value)
    assert field.value() == value


def test_a_note_beside_a_number_leaves_the_number_alone(qtbot):
    question = catalog.pack("system_profile").question("how_many")
    field, sent = QuestionField(question, "1"), []
    qtbot.addWidget(field)
    field.answered.connect(lambda _id, answer: sent.append(answer))
    field.show_answer(Shown(Answer(value=1234567.0), 1234567.0, (), lambda _place, _id: True))
    assert field.field.line.text() == "1234567"
    field.evidence.show_evidence("As of 2026", [])
    field.evidence.changed.emit()
    assert [each.value for each in sent] == [1234567.0]
    assert in_words(question, 1234567.0) == "1234567"


def test_leaving_a_threshold_as_it_is_changes_nothing(qtbot):
    part, sent = OutcomeCard(), []
    qtbot.addWidget(part)
    part.threshold_chosen.connect(sent.append)
    part.show_outcome(Inputs(task=Task.BINARY, threshold=0.1234567), table_look())
    part.threshold.editingFinished.emit()
    assert sent == [0.1234567]


def test_leaving_cuts_as_they_are_changes_nothing(qtbot):
    part, sent = ColumnPanel(), []
    qtbot.addWidget(part)
    part.bins_chosen.connect(lambda name, bins: sent.append((name, bins)))
    age = next(each for each in table_look().columns if each.name == "age")
    part.show_columns([(age, ColumnRole(role=Role.SENSITIVE, bins=[1234567.0, 2345678.5]))])
    part.bins.editingFinished.emit()
    assert sent == []
    assert "under 1234567" in part._groups.text()
