"""Columns of choices in a table are wide enough for their words, and the columns of text share what is left."""

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from benchmarks.answering import everything
from rai_desktop.gui.widgets.table_field import TableField
from rai_desktop.project.model import Answer

ROW = {"who": "Case workers", "harm": "They are blamed for what it decided", "kind": "operator"}


def test_a_choice_is_not_cut_where_there_is_room(window, project, session, qtbot):
    answers = {"system_profile": {"stakeholders": Answer(value=[ROW])}}
    session.apply("Answered", lambda project: replace(project, answers=answers, packs=["system_profile"]))
    window.show_step("system")
    window.step.show_section("system_profile", "people")
    table = window.step.field("stakeholders").field.table
    box = table.cellWidget(0, 3)
    assert box.currentText() == "Runs or oversees it"
    qtbot.waitUntil(lambda: box.width() >= box.fontMetrics().horizontalAdvance(box.currentText()) + 36)
    header = table.horizontalHeader()
    sizes = [header.sectionSize(place) for place in range(4)]
    assert max(sizes[:3]) - min(sizes[:3]) <= 1
    assert sum(sizes) <= table.viewport().width()


def test_tables_come_to_rest_at_every_width(window, project, session, qtbot, monkeypatch):
    """A bar that came and went took its width from the words, whose lines made the table higher and the bar go, without end."""
    session.apply("Answered", lambda project: replace(project, answers=everything(), packs=["system_impact"]))
    window.show_step("system")
    window.step.show_section("system_impact", "information")
    fitted, fit = [], TableField._fit
    monkeypatch.setattr(TableField, "_fit", lambda field: (fitted.append(field), fit(field)))
    for width in (1024, 1060, 1100, 1280):
        window.resize(width, 774)
        assert any(_rests(fitted) for _ in range(10)), width


def _rests(fitted):
    """Whether no table was fitted for a while."""
    fitted.clear()
    QTest.qWait(400)
    return not fitted


def test_a_cell_that_was_left_is_not_sent_again(window, project, session, qtbot):
    """Its line lives until the loop comes round; Qt warns of it, and a warning fails a test."""
    session.apply("Answered", lambda project: replace(project, answers={"system_profile": {"stakeholders": Answer(value=[ROW])}},
                                                      packs=["system_profile"]))
    window.show_step("system")
    window.step.show_section("system_profile", "people")
    field = window.step.field("stakeholders").field
    field.table.setCurrentCell(0, 0)
    field.table.editItem(field.table.item(0, 0))
    line = field.table.viewport().findChildren(QLineEdit)[0]
    line.setText("Clerks")
    field.flush()
    assert field.value()[0]["who"] == "Clerks"
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert field.table.viewport().findChildren(QLineEdit)
    field.flush()
