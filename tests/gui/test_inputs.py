"""Data and model: what a person does there ends in the project, and what is wrong is said where it is."""

import hashlib

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from rai_desktop.engine import protocol as p
from rai_desktop.gui import input_changes as changes
from rai_desktop.gui.steps.inputs_column import group_names
from rai_desktop.project.files_now import FileNow
from rai_desktop.project.model import ColumnRole, Role, Task
from tests.gui.conftest import model_look, table_look


@pytest.fixture
def step(window, project, qtbot):
    window.show_step("inputs")
    return window.step


@pytest.fixture
def filled(step, session, qtbot):
    step.take_table("/x/people.csv")
    qtbot.waitUntil(lambda: session.project.inputs.data is not None)
    return step


def test_a_table_brings_guessed_roles_task_and_outcome(filled, session):
    inputs = session.project.inputs
    assert inputs.data.sha256 == "a" * 64
    assert inputs.roles["paid"].role == Role.LABEL
    assert inputs.roles["paid"].guessed
    assert inputs.task == Task.BINARY
    assert "(guessed)" in filled.columns.rows.index(0, 1).data()


def test_the_favourable_outcome_is_asked_where_its_word_does_not_say_it(filled, session, qtbot):
    """“yes” of a payment is good news, “yes” of a fraud is not: no guess may pass for the analyst's word."""
    assert session.project.inputs.positive == ""
    assert filled.outcome._asked.tone == "warn"
    assert "paid" in filled.outcome._asked.sentence
    qtbot.mouseClick(filled.columns.confirm_button(), Qt.MouseButton.LeftButton)
    assert filled.state(session.project).words == "Which outcome is favourable?"
    filled.outcome.positive_chosen.emit("no")
    assert session.project.inputs.positive == "no"
    assert filled.outcome._asked.isHidden()
    assert "predicts no" in filled.outcome._hint.text()


def test_a_word_that_says_it_is_taken_for_the_favourable_outcome(project):
    look = msgspec.structs.replace(table_look(), positive="approved", positive_said=True)
    assert changes.with_table(project.project, look).inputs.positive == "approved"


def test_another_table_with_another_label_asks_for_its_favourable_outcome(filled, session):
    session.apply("Choose", lambda p: changes.with_inputs(p, positive="no"))
    same = changes.with_table(session.project, msgspec.structs.replace(table_look(), path="/x/later.csv"))
    assert same.inputs.positive == "no"
    columns = [msgspec.structs.replace(each, name="owed" if each.name == "paid" else each.name) for each in table_look().columns]
    other = changes.with_table(session.project, msgspec.structs.replace(table_look(), columns=columns))
    assert other.inputs.positive == ""


def test_outcomes_come_from_the_prediction_where_no_column_is_the_label(filled, session):
    """Without true outcomes rates of prediction are measured, and they too turn on which outcome is the good one."""
    session.apply("No label", lambda p: changes.with_role(p, ["paid"], Role.IGNORE))
    box = filled.outcome.positive
    assert [box.itemText(place) for place in range(box.count())] == ["no", "yes"]
    assert "guess" in filled.outcome._asked.sentence
    session.apply("Confirm", changes.with_roles_confirmed)
    assert filled.state(session.project).words == "Which outcome is favourable?"


def test_a_question_for_a_file_begins_beside_the_project_or_where_one_was_taken_last(window, step, session, tmp_path, monkeypatch):
    """It began in the folder the program was started in, which says nothing to a person."""
    begun = []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda _p, _q, start, _k: (begun.append(start), ("", ""))[1])
    step.table.file._choose()
    assert begun == [str(session.document.path.parent)]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: (str(tmp_path / "people.csv"), ""))
    step.table.file._choose()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda _p, _q, start, _k: (begun.append(start), ("", ""))[1])
    step.model.file._choose()
    assert begun[1:] == [str(tmp_path)]


def test_guesses_follow_what_the_model_reads_before_they_are_confirmed(filled, session, engine, qtbot):
    """One was asked to confirm a feature that the model does not read, and a sensitive column that it does."""
    used = {"age": ColumnRole(role=Role.SENSITIVE_FEATURE, guessed=True), "guess": ColumnRole(role=Role.IGNORE, guessed=True)}
    engine.used_roles = used
    filled.take_model("/x/model.joblib")
    qtbot.waitUntil(lambda: "Sensitive and feature" in filled.columns.rows.index(1, 1).data(), timeout=10_000)
    filled.columns.select("age")
    assert filled.columns.panel._why.text() == "Guessed: The model reads it."
    filled.columns.select("guess")
    assert filled.columns.panel._why.text() == "Guessed: The model does not read it."
    qtbot.mouseClick(filled.columns.confirm_button(), Qt.MouseButton.LeftButton)
    roles = session.project.inputs.roles
    assert (roles["age"].role, roles["age"].bins, roles["age"].guessed) == (Role.SENSITIVE_FEATURE, [30.0, 50.0], False)
    assert roles["guess"].role == Role.IGNORE
    assert roles["sex"].role == Role.SENSITIVE


def test_without_its_model_the_roles_are_guessed_as_before(filled, session, engine, qtbot):
    engine.used_roles = {"age": ColumnRole(role=Role.SENSITIVE_FEATURE, guessed=True)}
    filled.take_model("/x/model.joblib")
    qtbot.waitUntil(lambda: "Sensitive and feature" in filled.columns.rows.index(1, 1).data(), timeout=10_000)
    session.apply("Remove", lambda p: changes.with_model(p, None))
    qtbot.waitUntil(lambda: filled.columns.rows.index(1, 1).data() == "Sensitive (guessed)")


def test_a_score_of_the_other_outcome_can_be_chosen_and_its_threshold_is_named_for_it(filled, session):
    session.apply("Other", lambda p: changes.with_role(p, ["guess"], Role.OTHER_SCORE))
    assert filled.columns.rows.index(3, 1).data() == "Other score"
    assert filled.outcome.form.labelForField(filled.outcome.threshold).text() == "Score counts as the other outcome from"
    assert "guess" in filled.model.file._name.text()
    session.apply("Score", lambda p: changes.with_role(p, ["guess"], Role.SCORE))
    assert filled.outcome.form.labelForField(filled.outcome.threshold).text() == "Score counts as favourable from"


def test_confirming_takes_the_word_guessed_away(filled, session, qtbot):
    qtbot.mouseClick(filled.columns.confirm_button(), Qt.MouseButton.LeftButton)
    assert not any(had.guessed for had in session.project.inputs.roles.values())
    assert "(guessed)" not in filled.columns.rows.index(0, 1).data()
    assert session.document.undo_label == "Confirm the roles"


def test_next_goes_to_the_first_missing_thing(filled, session, qtbot):
    assert filled.next_missing()
    assert filled.columns.confirm_button().hasFocus()


def test_only_one_column_is_the_label(filled, session, qtbot):
    filled.columns.select("guess")
    box = filled.columns.panel.role
    box.setCurrentIndex(box.findData("label"))
    box.activated.emit(box.currentIndex())
    roles = session.project.inputs.roles
    assert roles["guess"].role == Role.LABEL
    assert roles["paid"].role == Role.IGNORE
    assert session.project.inputs.positive == ""


def test_groups_are_cut_where_the_analyst_says(filled, session, qtbot):
    filled.columns.select("age")
    field = filled.columns.panel.bins
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "25; 65")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert session.project.inputs.roles["age"].bins == [25.0, 65.0]


def test_cuts_that_do_not_rise_are_refused_at_the_field(filled, session, qtbot):
    filled.columns.select("age")
    field = filled.columns.panel.bins
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "65 25")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert session.project.inputs.roles["age"].bins == [30.0, 50.0]
    assert "65 25" in filled.columns.panel._groups.text()


def test_names_of_groups():
    assert group_names([25, 40]) == ["under 25", "25 to under 40", "40 and over"]


def test_another_delimiter_reads_the_table_again(filled, session, engine, qtbot):
    box = filled.table._boxes["delimiter"]
    box.setCurrentIndex(box.findData(";"))
    box.activated.emit(box.currentIndex())
    qtbot.waitUntil(lambda: session.project.inputs.data.options["delimiter"] == ";")
    assert engine.last(p.Look).options["delimiter"] == ";"


def test_a_refused_table_is_told_at_the_table(step, session, engine, qtbot):
    engine.refuse[p.Look] = "people.csv is empty."
    step.take_table("/x/people.csv")
    qtbot.waitUntil(lambda: step.table.problem.isVisible())
    assert step.table.problem.sentence == "people.csv is empty."
    assert session.project.inputs.data is None


def test_unknown_names_need_a_reason(filled, session, engine, qtbot):
    engine.model = model_look("ask")
    filled.take_model("/x/model.joblib")
    names = filled.inspection.names
    qtbot.waitUntil(lambda: names.asking.isVisible() and names.allowing.height() > 10)
    assert not names.allowing.isEnabled()
    qtbot.keyClicks(names.reason, "ours")
    qtbot.mouseClick(names.allowing, Qt.MouseButton.LeftButton)
    assert session.project.inputs.allowed_names == ["theirs.Thing"]
    assert session.project.inputs.allowed_reason == "ours"
    assert not names.asking.isVisible()


def test_another_model_forgets_what_was_allowed(filled, session, engine, qtbot):
    engine.model = model_look("ask")
    filled.take_model("/x/model.joblib")
    qtbot.waitUntil(lambda: filled.inspection.names.asking.isVisible())
    filled.flow._allow(["theirs.Thing"], "ours")
    import msgspec

    engine.model = msgspec.structs.replace(model_look(), sha256="c" * 64)
    filled.take_model("/x/other.joblib")
    qtbot.waitUntil(lambda: session.project.inputs.model.sha256 == "c" * 64)
    assert session.project.inputs.allowed_names == []


def test_inputs_are_checked_by_themselves(filled, session, engine, qtbot):
    qtbot.waitUntil(lambda: session.checked is not None, timeout=10_000)
    assert engine.last(p.Check).inputs == session.project.inputs
    assert filled.check.verdict.sentence == "They fit. All 2 assessments can run."


def test_problems_stand_in_the_card_and_in_the_rail(filled, session, engine, window, qtbot):
    engine.problems = ["The model wants the column income, which the table has not."]
    qtbot.waitUntil(lambda: session.checked is not None, timeout=10_000)
    assert "income" in filled.check.problems.sentence
    qtbot.waitUntil(lambda: "needs attention" in window.rail.buttons["inputs"].accessibleName())


def test_undo_takes_the_table_back(filled, session, window):
    window.commands.undo()
    assert session.project.inputs.data is None


@pytest.mark.parametrize("which", ["reference", "train"])
def test_a_table_beside_the_data_is_chosen_told_and_removed(filled, session, which, qtbot):
    filled.beside.fold.open()
    filled.beside.files[which].chosen.emit("/x/census.csv")
    qtbot.waitUntil(lambda: getattr(session.project.inputs, which) is not None)
    assert getattr(session.project.inputs, which).sha256 == "a" * 64
    assert session.project.inputs.data.path == "/x/people.csv"
    assert session.table.path == "/x/people.csv"
    assert "9,000 rows" in filled.beside.files[which]._facts.text()
    qtbot.mouseClick(filled.beside.files[which].removing, Qt.MouseButton.LeftButton)
    assert getattr(session.project.inputs, which) is None


def test_a_table_beside_that_is_refused_says_so_in_its_place(filled, session, engine, qtbot):
    engine.refuse[p.Look] = "It is empty."
    filled.take_beside("train", "/x/none.csv")
    qtbot.waitUntil(lambda: filled.beside.problems["train"].sentence == "It is empty.")
    assert session.project.inputs.train is None


def test_the_check_says_how_the_model_is_shut_in(filled, session, qtbot):
    qtbot.waitUntil(lambda: session.checked is not None, timeout=10_000)
    qtbot.waitUntil(lambda: "a process of its own, which is in force" in filled.check.shut_in.sentence)


def test_that_they_fit_is_said_only_where_all_can_run(window, qtbot):
    """Without a model there is nothing that the table could fit."""
    from rai_desktop.gui.steps.inputs_check import CheckCard

    card = CheckCard()
    qtbot.addWidget(card)
    able = [p.Availability(assessment="data_profile", available=True, why=""),
            p.Availability(assessment="performance", available=False, why="It needs a model or a prediction column.")]
    card.show_check(p.Checked(id=1, availability=able, problems=[], warnings=[]), busy=False)
    assert card.verdict.sentence == "1 of 2 assessments can run. The next step says what the rest needs."
    assert card.verdict.tone == "note"


def seen_on_disk(session, state):
    session.disk.files = {"/x/people.csv": state}
    session.disk.changed.emit()


def test_a_file_that_was_overwritten_and_put_back_is_looked_at_and_checked_each_time(filled, session, qtbot):
    engine = session.bridge.client

    def asked():
        return [sum(isinstance(each, kind) for each in engine.asked) for kind in (p.Look, p.Check)]

    def answered(*numbers):  # the answer comes on another thread, some time after the question was asked
        qtbot.waitUntil(lambda: asked() == list(numbers) and session.checked is not None)

    qtbot.waitUntil(lambda: session.checked is not None)
    seen_on_disk(session, FileNow.SAME)  # the first look finds what was chosen
    looks, checks = asked()
    engine.problems = ["It has changed since it was chosen."]
    seen_on_disk(session, FileNow.CHANGED)
    answered(looks + 1, checks + 1)
    assert filled.state(session.project).words == "1 problem"
    engine.problems = []
    seen_on_disk(session, FileNow.SAME)
    answered(looks + 2, checks + 2)
    assert filled.state(session.project).words != "1 problem"


def test_a_folder_that_was_moved_brings_its_files_along(step, engine, session, project, home, qtbot):
    """As when an assessment is sent to a reviewer with its table: the paths in it are those of another computer."""
    old, beside = home / "old" / "people.csv", project.path.parent / "people.csv"
    old.parent.mkdir()
    old.write_text("sex,paid\nf,yes\n")
    engine.table = msgspec.structs.replace(
        engine.table, size=old.stat().st_size, sha256=hashlib.sha256(old.read_bytes()).hexdigest())
    step.take_table(str(old))
    qtbot.waitUntil(lambda: session.project.inputs.data is not None)
    assert step.moved.isHidden()
    old.rename(beside)
    session.disk.look()
    qtbot.waitUntil(step.moved.isVisible, timeout=10_000)
    assert "“people.csv” is not where it was." in step.moved.sentence
    looks = sum(isinstance(each, p.Look) for each in engine.asked)
    qtbot.mouseClick(step.moved.button, Qt.MouseButton.LeftButton)
    assert session.project.inputs.data.path == str(beside)
    assert step.moved.isHidden()
    assert sum(isinstance(each, p.Look) for each in engine.asked) == looks + 1
    assert engine.last(p.Look).path == str(beside)
    session.undo()
    assert session.project.inputs.data.path == str(old)
    qtbot.waitUntil(step.moved.isVisible, timeout=10_000)


def test_another_file_of_the_same_name_beside_the_assessment_is_not_offered(filled, session, project, qtbot):
    other = project.path.parent / "people.csv"
    other.write_bytes(b"x" * 1000)  # as large as the one that was chosen, and it is another
    session.disk.look()
    qtbot.waitUntil(lambda: not session.disk._looking, timeout=10_000)
    assert filled.moved.isHidden()


def test_while_a_column_is_looked_for_the_panel_keeps_still(filled, qtbot):
    card = filled.columns
    card.select("paid")
    assert "paid" in card.panel._title.text()
    for letter in "zzz":
        qtbot.keyClick(card.find_field, letter)
    qtbot.waitUntil(lambda: card.selected() == [])
    assert "paid" in card.panel._title.text()
    assert not card.table.updatesEnabled()  # a moment later, so that a key waits for the rows or for their painting
    qtbot.waitUntil(card.table.updatesEnabled)
    qtbot.waitUntil(lambda: "paid" not in card.panel._title.text())
