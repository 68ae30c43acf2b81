"""Plan and run: what is ticked is run, progress is true, stop answers at once, results are on disk."""

import pytest
from PySide6.QtCore import Qt

from rai_desktop.engine import protocol as p
from rai_desktop.findings.measurement import Result
from tests.gui.conftest import run_answers


@pytest.fixture
def step(window, project, session, qtbot):
    window.show_step("inputs")
    window.step.take_table("/x/people.csv")
    qtbot.waitUntil(lambda: session.checked is not None, timeout=10_000)
    window.show_step("assessments")
    return window.step


def test_all_are_planned_at_first(step):
    assert step.run.running.text() == "Run 2 assessments"


def test_leaving_one_out(step, session, qtbot):
    step.cards["fairness"].tick.click()
    assert [each.assessment for each in session.project.plan.assessments] == ["data_profile"]
    assert step.run.running.text() == "Run 1 assessment"


def test_what_cannot_run_says_why(step, session, engine, qtbot):
    engine.problems = ["No."]
    session.check_inputs()
    qtbot.waitUntil(lambda: step.cards["fairness"]._why.isVisible())
    assert step.cards["fairness"]._why.text() == "Cannot run: No sensitive column."
    assert not step.run.running.isEnabled()


def test_why_an_assessment_cannot_run_is_said_once(step, session, engine, qtbot):
    engine.problems = ["No."]
    session.check_inputs()
    card = step.cards["fairness"]
    qtbot.waitUntil(card._why.isVisible)
    card.show_result(Result(assessment="fairness", status="refused", reason="No sensitive column."))
    assert card._doing.isHidden()
    card.show_result(Result(assessment="fairness", status="refused", reason="It was another one then."))
    assert card._doing.text() == "It was another one then."


def test_a_parameter_is_kept_only_where_it_differs(step, session, qtbot):
    field = step.cards["fairness"].form.fields["rows"]
    field.box.setText("5")
    field.flush()
    assert session.project.plan.assessments[1].parameters == {"rows": 5}
    field.box.setText("100")
    field.flush()
    assert session.project.plan.assessments[1].parameters == {}


def test_a_run_is_on_disk_when_it_ends(step, session, qtbot):
    with qtbot.waitSignal(session.run_ended):
        qtbot.mouseClick(step.run.running, Qt.MouseButton.LeftButton)
    assert session.project.runs[-1].status == "finished"
    assert session.results()["fairness"].measurements[0].value == 0.5
    assert "1 figure" in step.cards["fairness"]._status.text()


def test_progress_is_shown_in_the_users_nouns(step, session, engine, qtbot):
    engine.hold_run = True
    qtbot.mouseClick(step.run.running, Qt.MouseButton.LeftButton)
    number = session.run_number
    for answer in run_answers(number)[:2]:
        engine.on_answer(answer)
    card = step.cards["fairness"]
    qtbot.waitUntil(card.bar.isVisible)
    qtbot.waitUntil(lambda: card._doing.text() == "Group women: 1 of 2")
    assert (card.bar.value(), card.bar.maximum()) == (1, 2)


def test_stop_answers_at_once_and_keeps_what_was_found(step, session, engine, qtbot):
    engine.hold_run = True
    qtbot.mouseClick(step.run.running, Qt.MouseButton.LeftButton)
    number = session.run_number
    for answer in run_answers(number)[:4]:
        engine.on_answer(answer)
    qtbot.waitUntil(lambda: "data_profile" in session.results())
    qtbot.mouseClick(step.run.stopping, Qt.MouseButton.LeftButton)
    assert step.run.stopping.text() == "Stopping …"
    assert not step.run.stopping.isEnabled()
    assert engine.stopped == [number]
    engine.on_answer(p.AssessmentEnded(id=number, assessment="fairness", status="cancelled"))
    engine.on_answer(p.RunEnded(id=number, status="cancelled"))
    qtbot.waitUntil(lambda: not session.running)
    assert step.cards["fairness"]._status.text() == "stopped, 1 figure kept"
    assert session.project.runs[-1].status == "cancelled"


def test_results_of_other_inputs_are_marked(step, session, window, qtbot):
    with qtbot.waitSignal(session.run_ended):
        session.start_run()
    assert not step.stale.isVisible()
    window.show_step("inputs")
    window.step.outcome.positive_chosen.emit("no")
    window.show_step("assessments")
    assert step.stale.isVisible()
    qtbot.waitUntil(lambda: "inputs have changed" in window.rail.buttons["assessments"].accessibleName())


def test_an_engine_that_dies_is_told_and_loses_nothing(step, session, engine, window, qtbot):
    engine.hold_run = True
    session.start_run()
    for answer in run_answers(session.run_number)[:4]:
        engine.on_answer(answer)
    with qtbot.waitSignal(session.failed):
        engine.on_answer(p.Died(exit_code=-9, last_lines=["out of memory"]))
    assert session.project.runs[-1].status == "died"
    assert session.results()["data_profile"].status == "finished"
    assert session.results()["fairness"].status == "died"


def test_looking_at_the_plan_changes_nothing(step, session, window, qtbot):
    before = len(session.document.history())
    window.show_step("findings")
    window.show_step("assessments")
    step.flush()
    assert len(session.document.history()) == before


def test_the_button_that_runs_stands_at_the_end_of_its_card_and_stop_in_its_place(step, session, engine, qtbot):
    def end(of):
        return step.run.width() - 1 - of.mapTo(step.run, of.rect().topRight()).x()

    margin = step.run._said.x()
    assert end(step.run.running) == margin
    engine.hold_run = True
    step.run.running.click()
    qtbot.waitUntil(step.run.stopping.isVisible)
    qtbot.waitUntil(lambda: end(step.run.stopping) == margin)


def test_the_button_does_not_count_to_nought(step, session):
    step.run.show_plan(session.project.plan, 0, "Why not.")
    assert step.run.running.text() == "Run the assessments"
