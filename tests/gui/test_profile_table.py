"""The profile of NIST AI RMF as an analyst fills it in: a row for each subcategory, the gap follows, and no old answer is lost."""

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from rai_desktop.project.model import Answer

PLAN = "govern_2_plan"


@pytest.fixture
def step(window, project, session, qtbot):
    """The section GOVERN 2, not answered yet."""
    window.resize(1280, 900)
    window.show_step("system")
    window.step.answering.use(["nist_ai_rmf"])
    window.step.show_section("nist_ai_rmf", "govern_2")
    qtbot.wait(30)
    return window.step


def put(session, **answers):
    own = {id_: Answer(value=value) for id_, value in answers.items()}
    session.apply("Answers", lambda project: msgspec.structs.replace(project, answers={"nist_ai_rmf": own}))


def field(step):
    return step._fields[PLAN].field


def shown(step):
    """The cells as one sees them, from left to right; of a choice its words."""
    table, across = field(step).table, field(step).table.horizontalHeader()
    found = []
    for row in range(table.rowCount()):
        line = []
        for visual in range(table.columnCount()):
            place = across.logicalIndex(visual)
            box, item = table.cellWidget(row, place), table.item(row, place)
            line.append((box.currentText() if box.currentData() else "") if box else item.text() if item else "")
        found.append(line)
    return found


def choose(step, row, column, option):
    box = field(step).table.cellWidget(row, column)
    box.setCurrentIndex(box.findData(option))
    box.activated.emit(box.currentIndex())


def stored(session):
    return session.project.answers["nist_ai_rmf"][PLAN].value


def test_each_subcategory_has_its_row_and_nothing_is_stored_by_looking(step, session):
    assert [line[0] for line in shown(step)] == ["GOVERN 2.1", "GOVERN 2.2", "GOVERN 2.3"]
    header = field(step).table.horizontalHeader()
    titles = [field(step).table.horizontalHeaderItem(header.logicalIndex(place)).text() for place in range(7)]
    assert titles == ["Subcategory", "Current", "Target", "Gap", "What is missing", "Owner", "Due date"]
    assert field(step).value() is None
    assert PLAN not in session.project.answers.get("nist_ai_rmf", {})
    assert field(step).add.isHidden()
    assert len(field(step).table.findChildren(QComboBox)) == 3  # of the targets alone


def test_the_gap_follows_the_target_and_the_answer(step, session, qtbot):
    put(session, govern_2_2="none")
    qtbot.waitUntil(lambda: shown(step)[1][1] == "Not begun")
    choose(step, 1, 1, "fully")
    assert shown(step)[1][:4] == ["GOVERN 2.2", "Not begun", "In place, with evidence", "3 steps"]
    assert stored(session) == [{"subcategory": "govern_2_2", "target": "fully", "gap": "", "owner": "", "due": ""}]
    put(session, govern_2_2="mostly", govern_2_plan=stored(session))
    qtbot.waitUntil(lambda: shown(step)[1][3] == "1 step")


def test_what_stands_there_in_another_order_twice_or_with_a_choice_that_is_gone_is_kept_as_it_is(step, session, qtbot):
    old = [{"subcategory": "govern_2_3", "target": "fully", "owner": "Ann", "beyond": "kept"},
           {"subcategory": "govern_2_1", "target": "mostly"}, {"subcategory": "govern_9_9", "owner": "Who?"},
           {"subcategory": "govern_2_3", "gap": "Twice"}]
    put(session, govern_2_plan=old)
    qtbot.waitUntil(lambda: len(shown(step)) == 5)
    assert [line[0] for line in shown(step)][:3] == ["GOVERN 2.1", "GOVERN 2.2", "GOVERN 2.3"]
    choose(step, 1, 1, "partly")
    kept = [{key: cell for key, cell in row.items() if cell} for row in stored(session)]
    assert kept == [*old, {"subcategory": "govern_2_2", "target": "partly"}]


def test_a_row_is_emptied_and_stays(step, session, qtbot):
    put(session, govern_2_plan=[{"subcategory": "govern_2_1", "owner": "Ann"}, {"subcategory": "govern_2_3", "owner": "Bob"}])
    qtbot.waitUntil(lambda: shown(step)[0][5] == "Ann")
    field(step).table.setCurrentCell(0, 0)
    qtbot.mouseClick(field(step).remove, Qt.MouseButton.LeftButton)
    assert [row["owner"] for row in stored(session)] == ["Bob"]
    assert [line[0] for line in shown(step)] == ["GOVERN 2.1", "GOVERN 2.2", "GOVERN 2.3"]
    assert not field(step).table.item(0, 0).flags() & Qt.ItemFlag.ItemIsEditable
