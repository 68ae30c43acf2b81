"""A name typed into a file dialog without an ending: it is given the one of the kind that was chosen, and writes over nothing."""

import pytest
from PySide6.QtWidgets import QFileDialog

from rai_desktop.gui.ending import with_ending

KINDS = "Excel (*.xlsx);;CSV (*.csv)"


@pytest.mark.parametrize(("name", "chosen", "kept"), [
    ("clauses", "", "clauses.xlsx"), ("clauses", "CSV (*.csv)", "clauses.csv"), ("clauses.CSV", "Excel (*.xlsx)", "clauses.CSV"),
    ("Ward 3.2", "CSV (*.csv)", "Ward 3.2.csv"), ("St. Anne", "", "St. Anne.xlsx")])
def test_the_ending_is_that_of_the_kind_chosen_unless_one_was_typed(tmp_path, name, chosen, kept):
    assert with_ending(str(tmp_path / name), KINDS, chosen) == tmp_path / kept


def test_a_file_that_nobody_was_asked_about_is_left_alone(tmp_path):
    (tmp_path / "clauses.csv").write_text("mine")
    assert with_ending(str(tmp_path / "clauses"), KINDS, "CSV (*.csv)") == tmp_path / "clauses 2.csv"
    assert with_ending(str(tmp_path / "clauses.csv"), KINDS, "CSV (*.csv)") == tmp_path / "clauses.csv"  # it was asked about


def test_the_clauses_are_exported_under_a_name_without_an_ending(window, session, project, home, monkeypatch, qtbot):
    window.show_step("clauses")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(home / "clauses"), "CSV (*.csv)"))
    window.step._choose_file()
    qtbot.waitUntil((home / "clauses.csv").is_file)
    assert window.notice.tone == "good"
