"""Findings: a run that goes on is said, information stands apart, and what was not run says why."""

from types import SimpleNamespace

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from rai_desktop.clauses.piece import Piece
from rai_desktop.engine import protocol
from rai_desktop.findings.finding import Finding, Verdict
from rai_desktop.findings.measurement import Result, Table
from rai_desktop.findings.policy import load_policy
from rai_desktop.gui.steps.step import Done, words
from rai_desktop.gui.widgets.comments_aside import CommentsAside
from rai_desktop.gui.widgets.evidence_view import EvidenceView
from rai_desktop.gui.widgets.page_tabs import PageTabs
from rai_desktop.gui.widgets.piece_list import PieceLine
from rai_desktop.gui.widgets.result_panel import ResultPanel
from rai_desktop.project.model import Task
from tests.gui.conftest import run_answers


@pytest.fixture
def step(window, project, session, qtbot):
    window.show_step("inputs")
    window.step.take_table("/x/people.csv")
    qtbot.waitUntil(lambda: session.checked is not None, timeout=10_000)
    window.show_step("findings")
    return window.step


def _rows(panel):
    return [panel.list.item(place) for place in range(panel.list.count())]


def test_a_run_that_goes_on_is_running_not_done(step, session, engine, window, qtbot):
    engine.hold_run = True
    session.start_run()
    number = session.run_number
    for answer in run_answers(number)[:4]:
        engine.on_answer(answer)
    qtbot.waitUntil(lambda: "data_profile" in session.results())
    assert step.state(session.project).done is Done.STARTED
    qtbot.waitUntil(lambda: "running" in window.rail.buttons["findings"].accessibleName())
    step.show_project(session.project)
    assert "goes on" in step.going_on.sentence
    assert not any(each.verdict is Verdict.NOT_RUN for each in session.judged.findings(session.project))
    for answer in run_answers(number)[4:]:
        engine.on_answer(answer)
    qtbot.waitUntil(lambda: not session.running)
    qtbot.waitUntil(lambda: not step.going_on.isVisible())
    assert step.state(session.project).done is not Done.STARTED


def test_what_was_not_run_says_why(step, session, qtbot):
    with qtbot.waitSignal(session.run_ended):
        session.start_run()
    found = [each for each in session.judged.findings(session.project) if each.verdict is Verdict.NOT_RUN and not each.metric]
    assert found
    step.findings.choose(found[0].key)
    assert step.findings.card.sentence.text() == found[0].sentence
    assert "left out of the plan" in found[0].sentence
    assert "never a pass" in step.findings.card.why.text()


def test_tabs_stand_as_assessments_are_listed_not_as_they_ended(step, session):
    order = [each.id for each in session.assessments]
    assert len(order) > 1
    ended = {id_: Result(assessment=id_, status="finished") for id_ in [*reversed(order), "unlisted"]}
    step._results = ended
    step._lay_out_tabs(session.project)
    names = [step.tabs.widget(place).objectName() for place in range(step.tabs.count())]
    assert [name for name in names if name in ended] == [*order, "unlisted"]


def test_tabs_are_named_anew_when_the_engine_has_told_the_titles(step, session):
    told, session.assessments = session.assessments, []
    session.judged.results = lambda project: {"fairness": Result(assessment="fairness", status="finished")}
    step._run = ("before", ())
    step.show_project(session.project)
    session.assessments = [msgspec.structs.replace(each, title="Équité") for each in told]
    session.looked.emit()
    assert "Équité" in [step.tabs.tabText(place) for place in range(step.tabs.count())]


def _finding(key, verdict, **more):
    return Finding(key=key, assessment="fairness", metric="x", verdict=verdict, sentence=f"About {key}.",
                   policy="default", **more)


def test_information_stands_apart_under_its_heading(step):
    panel = step.findings
    panel.show_findings([_finding("a", Verdict.NOT_MET),
                         _finding("b", Verdict.NOT_ENOUGH_EVIDENCE, informational=True)], load_policy("default"), {})
    first, heading, last = _rows(panel)
    assert "not met" in first.text()
    assert heading.text().startswith("For information") and not heading.flags() & Qt.ItemFlag.ItemIsSelectable
    assert "for information" in last.text() and "not enough evidence" not in last.text()
    panel.choose("b")
    assert "For information" in panel.card.verdict.text()
    assert panel.select_unanswered()
    assert panel._chosen() == "a"


def test_a_place_that_cannot_be_written_is_told(qtbot, tmp_path, monkeypatch):
    view = EvidenceView(Table(id="t", title="T", columns=["A"], rows=[["x"]]))
    qtbot.addWidget(view)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "absent" / "t.csv"), ""))
    (save,) = [each for each in view.findChildren(QPushButton) if each.text().startswith("Save numbers")]
    save.click()
    assert "t.csv cannot be written" in view.problem.sentence
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "t.csv"), ""))
    save.click()
    assert not view.problem.sentence
    assert (tmp_path / "t.csv").read_text("utf-8-sig").startswith("A")


def test_a_run_stopped_at_once_leaves_what_was_found_before(step, session, engine, window, qtbot):
    with qtbot.waitSignal(session.run_ended):
        session.start_run()
    before = session.judged.findings(session.project)
    engine.hold_run = True
    session.start_run()
    engine.on_answer(run_answers(session.run_number)[0])
    with qtbot.waitSignal(session.run_ended):
        engine.on_answer(protocol.RunEnded(id=session.run_number, status="cancelled"))
    assert len(session.project.runs) == 2
    assert [each.key for each in session.judged.findings(session.project)] == [each.key for each in before]
    qtbot.waitUntil(lambda: step.tabs.isVisible())
    window.show_step("assessments")
    qtbot.waitUntil(lambda: "cut short before any assessment was finished" in window.step.stale.sentence)
    assert window.step.state(session.project).words.startswith("cut short")


def test_the_page_says_which_outcome_is_favourable_and_leads_to_where_nobody_chose_it(step, session, window, qtbot):
    """A gap in “the favourable outcome” is upside down where that is the bad one."""
    with qtbot.waitSignal(session.run_ended):
        session.start_run()
    run = session.project.runs[-1]
    took = msgspec.structs.replace(run, inputs=msgspec.structs.replace(run.inputs, task=Task.BINARY, positive="yes"))
    session.document.record("As the engine settled it", lambda project: msgspec.structs.replace(project, runs=[took]))
    step.show_project(session.project)
    assert "“paid” is “yes”. Nobody chose it" in step.favourable.sentence
    assert step.about.isHidden()
    qtbot.mouseClick(step.favourable.button, Qt.MouseButton.LeftButton)
    assert window.step.id == "inputs"
    session.apply("Choose", lambda p: msgspec.structs.replace(p, inputs=msgspec.structs.replace(p.inputs, positive="yes")))
    step.show_project(session.project)
    assert step.favourable.isHidden()
    assert step.about.text() == "Favourable outcome: “paid” is “yes”."


def test_a_tab_is_no_taller_than_what_is_on_it(qtbot):
    """The page of the row to be explained could be scrolled a dozen screens down, into nothing."""
    page, tabs, tall, low = QScrollArea(), PageTabs(), QWidget(), QWidget()
    qtbot.addWidget(page)
    for panel, lines in ((tall, 200), (low, 2)):
        column = QVBoxLayout(panel)
        for line in range(lines):
            column.addWidget(words(f"Line {line} that may wrap"))
    tabs.addTab(tall, "Tall")
    tabs.addTab(low, "Low")
    page.setWidgetResizable(True)
    page.setWidget(tabs)
    page.resize(400, 300)
    page.show()
    assert page.verticalScrollBar().maximum() > 1000
    tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: page.verticalScrollBar().maximum() == 0)
    tabs.setCurrentIndex(0)
    qtbot.waitUntil(lambda: page.verticalScrollBar().maximum() > 1000)
    assert tabs.widget(0).height() >= tall.minimumSizeHint().height()


def test_before_a_row_is_explained_the_page_says_what_will_come(step):
    assert "Choose a row" in step.row.hint.text()
    step.row._show(protocol.Explained(id=1, evidence=[]))
    assert step.row.hint.isHidden()


def test_a_long_name_in_a_finding_pushes_nothing_sideways(step, session, qtbot):
    name, line = "W" * 400, step.fontMetrics().averageCharWidth() * 90
    finding = msgspec.structs.replace(_finding("a", Verdict.NOT_MET), sentence=f"By {name}, “{name}” received it less often.")
    panel, piece = step.findings, PieceLine(Piece(link="finding:a", title=finding.sentence), session)
    panel.show_findings([finding], load_policy("default"), {})
    evidence = [Table(id=f"t:{each}", title=f"By {name}", columns=["A"], rows=[["x"]], note=name) for each in (name, "\u202eb")]
    result = ResultPanel(Result(assessment="fairness", status="finished", evidence=evidence))
    qtbot.addWidget(piece)
    qtbot.addWidget(result)
    result.show()
    for each in (panel.card, panel, piece, result):
        assert each.minimumSizeHint().width() < line, each
    assert "[U+202E]b" in [result.choice.itemText(at) for at in range(result.choice.count())]


@pytest.mark.parametrize(("bad", "concern", "said"), [
    (0, 27, "27 of concern"), (1, 0, "1 not met"), (2, 3, "2 not met, 3 of concern"), (0, 0, "nothing of concern")])
def test_the_rail_counts_what_there_is_and_no_noughts(step, session, monkeypatch, bad, concern, said):
    found = [Finding(key=f"{verdict}{number}", assessment="fairness", verdict=verdict, sentence=".", metric="n", policy="p")
             for verdict, many in ((Verdict.NOT_MET, bad), (Verdict.CONCERN, concern)) for number in range(many)]
    monkeypatch.setattr(session.judged, "findings", lambda _project: found)
    run = SimpleNamespace(results={"fairness": SimpleNamespace(status="finished")})
    monkeypatch.setattr("rai_desktop.gui.steps.findings.in_sight", lambda _project: run)
    assert step.state(session.project).words == said


def test_nothing_under_a_finding_is_called_the_same_twice(step):
    card = step.findings.card
    names = [each.text() for each in card.findChildren(QLabel)]
    names += [each.fold.button.text() for each in card.asides.widgets if isinstance(each, CommentsAside)]
    assert "Your view" in names
    assert [each for each in names if "omment" in each] == ["Add a comment"]
