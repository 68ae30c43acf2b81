"""The step Clauses: found by words and by level, with the way to what speaks to each, said not to apply, and as a table."""

import csv

import msgspec
import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from rai_desktop.clauses.coverage import Level
from rai_desktop.gui.widgets.clause_tree import totals_words
from rai_desktop.project import links
from rai_desktop.project.model import Answer

ANSWERS = {"eu_ai_act": {"ai_system": Answer(value="yes", note="=1+1"), "eu_nexus": Answer(value="yes")}}


@pytest.fixture
def step(window, project, session, qtbot):
    session.apply("Answered", lambda p: msgspec.structs.replace(p, packs=["system_profile", "eu_ai_act"], answers=ANSWERS))
    window.show_step("clauses")
    qtbot.wait(20)
    return window.step


def visible(step):
    found, waiting = [], [step.tree.topLevelItem(place) for place in range(step.tree.topLevelItemCount())]
    while waiting:
        item = waiting.pop()
        if not item.isHidden():
            found.append(item.text(0))
            waiting += [item.child(place) for place in range(item.childCount())]
    return found


def test_a_law_is_shown_with_its_counts(step):
    assert step.choice.currentData() == "eu_ai_act"
    assert step.tree.chosen_id()
    counts = {level: sum(each.counted and each.level is level for each in step._covered.values()) for level in Level}
    assert counts[Level.EVIDENCE] > 0
    assert str(counts[Level.EVIDENCE]) in step.counts.text()
    assert sum(counts.values()) == sum(each.counted for each in step._covered.values())


def test_another_law_is_chosen(step, qtbot):
    place = step.choice.findData("gdpr")
    step.choice.setCurrentIndex(place)
    step.choice.activated.emit(place)
    assert step._framework == "gdpr"
    assert step.counts.text().startswith("GDPR")


def test_found_by_words_and_by_level(step, qtbot):
    everything = len(visible(step))
    qtbot.keyClicks(step.search, "oversight")
    found = visible(step)
    assert 0 < len(found) < everything
    assert any("oversight" in each.casefold() for each in found)
    qtbot.keyClick(step.search, Qt.Key.Key_Return)
    assert step.card.isVisible()
    step.search.clear()
    step.filter.setCurrentIndex(step.filter.findData(Level.EVIDENCE.value))
    assert 0 < len(visible(step)) < everything


def test_the_way_to_an_answer_and_back(step, window, session, qtbot):
    session.wanted.emit(links.clause("eu_ai_act:Art.2"))
    assert step.tree.chosen_id() == "Art.2"
    shown = next(each for each in step.card.findChildren(QPushButton) if each.text() == "Show" and each.isVisible())
    qtbot.mouseClick(shown, Qt.MouseButton.LeftButton)
    assert window.step.id == "system"
    session.wanted.emit(links.clause("eu_ai_act:Art.2"))
    assert window.step is step


def test_a_clause_that_is_not_there_is_told(step, window, session):
    session.wanted.emit("clause:no_such_law:Art.1")
    assert "not in the assessment" in window.notice.sentence


def test_not_applicable_needs_a_reason_and_is_counted_apart(step, session, qtbot):
    session.wanted.emit(links.clause("eu_ai_act:Art.14"))
    before = step.counts.text()
    field = step.card.inapplicable.reason
    field.setFocus()
    qtbot.keyClicks(field, "No person can step in, and none needs to.")
    step.flush()
    assert session.project.inapplicable == {"eu_ai_act:Art.14": "No person can step in, and none needs to."}
    assert step._covered["Art.14"].level is Level.INAPPLICABLE
    assert step.counts.text() != before
    qtbot.mouseClick(step.card.inapplicable.applies, Qt.MouseButton.LeftButton)
    assert session.project.inapplicable == {}
    assert step.counts.text() == before
    session.undo()
    assert "eu_ai_act:Art.14" in session.project.inapplicable


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_as_a_table_that_no_spreadsheet_runs(step, window, home, ending):
    path = home / f"clauses.{ending}"
    step.export_to(path)
    assert str(path) in window.notice.sentence
    if ending == "csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = list(csv.DictReader(file))
        assert {row["framework"] for row in table} == {"eu_ai_act"}
        assert not any(str(cell).startswith(("=", "+", "@")) for row in table for cell in row.values())
        assert any(row["answers"] for row in table)
    else:
        sheet = load_workbook(path).active
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
        assert sheet.max_row > 300


def test_a_table_that_cannot_be_written_is_told(step, window, home):
    step.export_to(home / "no" / "such" / "clauses.csv")
    assert window.notice.sentence
    assert not (home / "no").exists()


def test_totals_in_words_add_up(step):
    from rai_desktop.clauses.coverage import totals

    counts = totals(step._covered.values())
    assert counts.clauses == counts.evidence + counts.partly + counts.none + counts.inapplicable
    assert totals_words(counts) in step.counts.text()
