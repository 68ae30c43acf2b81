"""The step Clauses: choosing, finding, narrowing, saying that a clause does not apply, exporting, as a person does it."""

import csv

import msgspec
import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from rai_desktop.clauses.coverage import Level, totals
from rai_desktop.project.links import Kind, Link


@pytest.fixture
def step(window, project):
    window.show_step("clauses")
    return window.step


def write_reason(qtbot, step, text):
    reason = step.card.inapplicable.reason
    reason.setFocus()
    qtbot.keyClicks(reason, text)
    step.flush()


def test_a_clause_is_shown_from_outside_and_an_unknown_law_is_not(step):
    assert step.show_place(Link(Kind.CLAUSE, "gdpr:22(1)"))
    assert (step.choice.currentData(), step.tree.chosen_id()) == ("gdpr", "22(1)")
    assert not step.show_place(Link(Kind.CLAUSE, "no_such_law:1"))


def test_search_and_return_choose_the_clause(step, qtbot):
    step.show_framework("eu_ai_act")
    step.search.setFocus()
    qtbot.keyClicks(step.search, "Art.15(1)")
    qtbot.keyClick(step.search, Qt.Key.Key_Return)
    assert step.tree.chosen_id() == "Art.15(1)"


def test_a_clause_does_not_apply_only_with_a_reason_is_counted_apart_and_undo_brings_it_back(step, session, qtbot):
    step.show_place(Link(Kind.CLAUSE, "eu_ai_act:Art.15(1)"))
    before = totals(step._covered.values())
    write_reason(qtbot, step, "   ")
    assert not any(why.strip() for why in session.project.inapplicable.values())
    assert totals(step._covered.values()) == before
    write_reason(qtbot, step, "Not a high-risk system")
    after = totals(step._covered.values())
    assert step._covered["Art.15(1)"].level is Level.INAPPLICABLE
    assert after.inapplicable == before.inapplicable + 1
    assert after.clauses == before.clauses
    session.undo()
    assert session.project.inapplicable.get("eu_ai_act:Art.15(1)", "").strip() == ""


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_table_is_exported_through_the_button_and_holds_no_formula(step, session, qtbot, monkeypatch, home, ending):
    session.apply("Put in", lambda p: msgspec.structs.replace(p, inapplicable={"eu_ai_act:Art.15(1)": "=1+1"}))
    step.show_framework("eu_ai_act")
    path = home / f"out.{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_said: (str(path), ""))
    qtbot.mouseClick(step.export, Qt.MouseButton.LeftButton)
    if ending == "csv":
        rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
        (reason,) = [row["reason"] for row in rows if row["clause"] == "Art.15(1)"]
        assert reason.endswith("=1+1") and not reason.startswith("=")
    else:
        cells = [cell for row in openpyxl.load_workbook(path).active.iter_rows() for cell in row]
        assert any(cell.value == "=1+1" for cell in cells)
        assert all(cell.data_type != "f" for cell in cells)
