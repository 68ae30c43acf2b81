"""Clauses: choosing a law, searching, narrowing, going to what speaks and back, reasons, the table; evidence beside answers."""

import csv
import hashlib
import io

import msgspec
import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from rai_desktop.clauses import standing
from rai_desktop.clauses.staleness import stale_because
from rai_desktop.findings.finding import ClauseRef, Finding, Verdict
from rai_desktop.findings.measurement import Interval
from rai_desktop.frameworks import catalog as frameworks
from rai_desktop.gui.widgets.measured_aside import MeasuredAside
from rai_desktop.gui.widgets.piece_list import PieceLine
from rai_desktop.project import links
from rai_desktop.project.document import Document
from rai_desktop.project.files_now import FileNow
from rai_desktop.project.model import Answer

PROBLEM = "Which problem does it solve, for whom?"  # speaks to MAP 1.3, among others
FOUND = Finding(key="fairness|x|sex||all|r", assessment="fairness", metric="selection_rate", rule="r", verdict=Verdict.NOT_MET,
                sentence="By sex, women received it less often.", policy="default", group={"sex": "female"}, value=0.5, n=1200,
                interval=Interval(0.25, 0.75, 0.95, "Wilson"), unit="share",
                clauses=[ClauseRef("nist_ai_rmf", "MEASURE 2.11"), ClauseRef("nist_ai_rmf", "MAP 1.3", "supporting")])


def put(session, **parts):
    session.apply("Put in", lambda p: msgspec.structs.replace(p, **parts))


@pytest.fixture
def told(window, session, project, monkeypatch, qtbot):
    """An answer, and a run with a finding."""
    window.show_step("inputs")
    window.step.take_table("/x/people.csv")
    qtbot.waitUntil(lambda: session.checked is not None, timeout=10_000)
    with qtbot.waitSignal(session.run_ended):
        session.start_run()
    listed = [FOUND]
    monkeypatch.setattr(session.judged, "findings", lambda _project: listed)
    put(session, packs=["system_profile"], answers={"system_profile": {"problem": Answer(value="Small loans")}})
    return session


@pytest.fixture
def step(window, told):
    window.show_step("clauses")
    choose(window.step, "nist_ai_rmf")
    return window.step


def choose(step, id_):
    """As a person does: open the list, take one, Enter."""
    place = step.choice.findData(id_)
    assert place >= 0
    step.choice.setFocus()
    step.choice.setCurrentIndex(place)
    step.choice.activated.emit(place)


def shown(step):
    return [id_ for id_, item in step.tree._items.items() if id_ in step.tree._fitting and not item.isHidden()]


def lines(step):
    QApplication.processEvents()
    return [each for each in step.card.findChildren(PieceLine) if each.isVisible()]


def texts(widget):
    QApplication.processEvents()  # what was put into a layout is shown by the next event
    return [each.text() for each in widget.findChildren(QLabel) if each.isVisible()]


def press(qtbot, button):
    qtbot.waitUntil(lambda: button.isVisible() and button.height() > 4)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


# --- the view -----------------------------------------------------------------------------------------------------


def test_an_empty_project_shows_a_clause_and_what_could_speak_to_it(window, project):
    window.show_step("clauses")
    step = window.step
    assert "evidence about 0 of" in step.counts.text()
    assert step.card.coverage.text() != "A heading"
    choose(step, "nist_ai_rmf")
    step.tree.choose("MEASURE 2.11")
    assert lines(step) == []
    assert any(text.startswith("Measurements of ") and "fairness" in text for text in texts(step.card))


def test_a_law_is_chosen_and_counted(step):
    assert step.counts.text().startswith("NIST AI RMF: evidence about ")
    assert "something speaks against 2" in step.counts.text()  # the clause itself, and one that the finding adds to
    assert step.tree.chosen_id() == "MAP 1.3"  # the first that anything speaks to
    choose(step, "wp248")
    assert step.counts.text().startswith("WP248")
    assert set(step.tree._items) >= {"1", "9"}


def test_search_finds_by_number_and_words_and_enter_goes_there(step, qtbot):
    step.search.setFocus()
    qtbot.keyClicks(step.search, "measure 2.11")
    qtbot.waitUntil(lambda: shown(step) == ["MEASURE 2.11"])
    qtbot.keyClick(step.search, Qt.Key.Key_Return)
    assert step.tree.chosen_id() == "MEASURE 2.11"
    assert not step.nothing.isVisible()
    qtbot.keyClicks(step.search, " zebra")
    qtbot.waitUntil(lambda: shown(step) == [])
    assert not step.nothing.isVisible()  # it would move the page between two letters
    qtbot.waitUntil(step.nothing.isVisible)
    step.search.clear()
    assert not step.nothing.isVisible()
    assert len(shown(step)) > 70


def test_narrowing_shows_only_a_level(step):
    kept = {}
    for value in ("evidence", "partly", "none", "not applicable", "against"):
        step.filter.setCurrentIndex(step.filter.findData(value))
        kept[value] = shown(step)
    assert kept["against"] == ["MAP 1.3", "MEASURE 2.11"]
    assert kept["partly"] == ["MEASURE 2.11"]  # evidence, but a required question about it is open
    assert kept["evidence"] == ["MAP 1.3", "MAP 1.4", "MAP 3.1"]
    assert kept["not applicable"] == []
    counted = sum(map(len, (kept["evidence"], kept["partly"], kept["none"])))
    assert counted == sum(each.counted for each in step._covered.values())


def test_the_way_to_a_finding_and_back(step, window, qtbot):
    step.tree.choose("MEASURE 2.11")
    (line,) = [each for each in lines(step) if any(FOUND.sentence in text for text in texts(each))]
    assert any("■" in text for text in texts(line))
    assert "Not met" in texts(line)
    press(qtbot, line.button)
    assert window.step.id == "findings"
    assert window.step.findings.card.sentence.text() == FOUND.sentence
    qtbot.keyClick(window, Qt.Key.Key_7, Qt.KeyboardModifier.ControlModifier)
    assert window.step is step
    assert step.tree.chosen_id() == "MEASURE 2.11"


def test_the_way_to_an_answer_and_back(step, window, qtbot):
    step.tree.choose("MAP 1.3")
    (line,) = [each for each in lines(step) if any(PROBLEM in text for text in texts(each))]
    assert any("Small loans" in text for text in texts(line))
    press(qtbot, line.button)
    assert window.step.id == "system"
    qtbot.waitUntil(lambda: "problem" in window.step._fields)
    qtbot.waitUntil(lambda: window.step._fields["problem"].isVisible())
    window.show_link(links.clause("nist_ai_rmf:MAP 1.3"))
    assert window.step is step
    assert step.tree.chosen_id() == "MAP 1.3"


def test_not_applicable_takes_a_reason_and_can_be_taken_back(step, session, qtbot):
    step.tree.choose("MEASURE 2.11")
    field = step.card.inapplicable
    assert not field.applies.isVisible()
    field.reason.setFocus()
    qtbot.keyClicks(field.reason, "Nobody is judged")
    assert session.project.inapplicable == {}
    step.search.setFocus()
    assert session.project.inapplicable == {"nist_ai_rmf:MEASURE 2.11": "Nobody is judged"}
    assert "not applicable 1" in step.counts.text()
    assert "something speaks against 1" in step.counts.text()
    assert any(FOUND.sentence in text for text in texts(step.card))  # still shown
    press(qtbot, field.applies)
    assert session.project.inapplicable == {}
    session.undo()
    assert session.project.inapplicable == {"nist_ai_rmf:MEASURE 2.11": "Nobody is judged"}


def test_a_heading_that_does_not_apply_says_so_and_why(step, session, qtbot):
    tree = step.tree
    item = tree._items["GOVERN 1"]
    top = tree._items["GOVERN"]
    assert " of " in top.text(1)
    tree.choose("GOVERN")
    step.card.inapplicable.reason.setFocus()
    qtbot.keyClicks(step.card.inapplicable.reason, "We only use it")
    step.search.setFocus()
    assert top.text(1) == item.text(1) == "not applicable"
    assert "GOVERN does not apply: We only use it" in top.toolTip(1)
    assert step.card.coverage.text().endswith("Not applicable") and "We only use it" in step.card.why.text()
    assert " of " in tree._items["MAP"].text(1)


def test_a_reason_being_typed_is_kept_when_another_clause_is_chosen(step, session, qtbot):
    step.tree.choose("MEASURE 2.11")
    step.card.inapplicable.reason.setFocus()
    qtbot.keyClicks(step.card.inapplicable.reason, "No")
    step.tree.choose("MAP 1.3")
    assert session.project.inapplicable == {"nist_ai_rmf:MEASURE 2.11": "No"}
    assert step.card.inapplicable.reason.words() == ""


def test_a_reason_of_spaces_is_none(step, session, qtbot):
    step.tree.choose("MEASURE 2.11")
    step.card.inapplicable.reason.setFocus()
    qtbot.keyClicks(step.card.inapplicable.reason, "   ")
    step.search.setFocus()
    assert not any(why.strip() for why in session.project.inapplicable.values())
    assert "not applicable 0" in step.counts.text()


def test_the_table_is_exported(step, qtbot, tmp_path, monkeypatch, session):
    out = tmp_path / "out.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(out), ""))
    with qtbot.waitSignal(session.told):
        press(qtbot, step.export)
    rows = {row["clause"]: row for row in csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig")))}
    assert set(rows) == set(step.tree._items)
    assert rows["MEASURE 2.11"]["coverage"] == "partly"
    assert rows["MAP 1.3"]["coverage"] == "evidence"
    assert rows["MEASURE 2.11"]["against"] == "1"
    assert FOUND.sentence in rows["MEASURE 2.11"]["findings"]


def test_the_workbook_runs_nothing(step, session, tmp_path):
    put(session, inapplicable={"nist_ai_rmf:MEASURE 2.11": "=1+1"})
    step.export_to(tmp_path / "out.xlsx")
    cells = [cell for row in load_workbook(tmp_path / "out.xlsx").active.iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == "=1+1"] == ["s"]
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_a_clause_that_is_not_there_is_told(step, window, session):
    session.wanted.emit("clause:no_such_law:Art.1")
    assert "not in the assessment" in window.notice.sentence


def test_a_table_that_cannot_be_written_is_told(step, qtbot, tmp_path, session):
    with qtbot.waitSignal(session.refused) as refused:
        step.export_to(tmp_path / "gone" / "out.csv")
    assert "could not be written" in refused.args[0]


def test_another_project_leaves_nothing_behind(step, session, home):
    from rai_desktop.project.document import Document

    step.tree.choose("MEASURE 2.11")
    session.take(Document.create(home / "b.rai", title="Another", analyst="Ann"))
    assert "evidence about 1" not in step.counts.text()
    assert session.project.inapplicable == {}


# --- evidence beside answers --------------------------------------------------------------------------------------


@pytest.fixture
def aside(window, told):
    """What is measured, beneath the question on groups, which names fairness."""
    window.show_link(links.answer("system_profile", "groups"))
    return aside_of(window)


def aside_of(window):
    field = window.step._fields["groups"]
    (found,) = [each for each in field.asides.widgets if isinstance(each, MeasuredAside)]
    return found


def test_a_finding_stands_beneath_with_value_interval_count_and_day(aside, session):
    assert aside.isVisible()
    said = " ".join(texts(aside))
    assert f"■  Not met: {FOUND.sentence}" in said
    for part in ("50.0", "25.0 to 75.0", "n = 1,200", f"run of {session.project.runs[-1].ended[:10]}"):
        assert part in said
    assert "Stale" not in said


def test_it_answers_nothing(aside, session):
    assert set(session.project.answers["system_profile"]) == {"problem"}


def test_changed_inputs_make_it_stale_and_the_same_again_do_not(aside, window, session):
    inputs = session.project.inputs
    put(session, inputs=msgspec.structs.replace(inputs, data=msgspec.structs.replace(inputs.data, sha256="b" * 64)))
    aside = aside_of(window)
    assert "Stale: The data have changed since the run." in " ".join(texts(aside))
    assert FOUND.sentence in " ".join(texts(aside))  # still told
    window.show_link(links.clause("nist_ai_rmf:MEASURE 2.11"))
    assert window.step._covered["MEASURE 2.11"].level == "partly"
    assert window.step._covered["MEASURE 2.11"].against == 1  # never ages into silence
    session.undo()
    window.show_link(links.answer("system_profile", "groups"))
    assert stale_because(session.project, session.judged.policy(session.project)) == []
    assert "Stale" not in " ".join(texts(aside_of(window)))


def test_its_button_leads_to_the_finding(aside, window, qtbot):
    from PySide6.QtWidgets import QPushButton

    (button,) = [each for each in aside.findChildren(QPushButton) if each.accessibleName().endswith(FOUND.sentence)]
    press(qtbot, button)
    assert window.step.id == "findings"
    assert window.step.findings.card.sentence.text() == FOUND.sentence


def test_without_a_run_nothing_stands_there(window, project, session):
    put(session, packs=["system_profile"])
    window.show_link(links.answer("system_profile", "groups"))
    assert not aside_of(window).isVisible()


# --- a small window -----------------------------------------------------------------------------------------------


def test_in_a_narrow_window_the_tree_stands_above_the_clause_and_nothing_scrolls_sideways(step, window, qtbot):
    sideways = step.scroll.horizontalScrollBar()
    character = step.fontMetrics().averageCharWidth()
    step.setFixedWidth(character * 110)
    qtbot.waitUntil(lambda: step.tree.mapTo(step, step.tree.rect().topRight()).x() < step.card.mapTo(step, step.card.rect().topLeft()).x())
    step.setFixedWidth(character * 60)
    qtbot.waitUntil(lambda: step.tree.mapTo(step, step.tree.rect().bottomLeft()).y() < step.card.mapTo(step, step.card.rect().topLeft()).y())
    qtbot.waitUntil(lambda: sideways.maximum() == 0)
    assert step.tree.columnWidth(0) > character * 20
    step.setFixedWidth(character * 110)
    qtbot.waitUntil(lambda: step.body.indexOf(step._left) < 0)


def test_the_ai_act_comes_first_whenever_something_speaks_to_it(window, session, home, qtbot):
    """A project that is opened counts what it counted when it was begun, not the first law of the alphabet."""
    answers = {"canada_aia": {"riskProfile1": Answer(value="item1-3")}, "eu_ai_act": {"ai_system": Answer(value="yes")}}
    with Document.create(home / "two.rai", title="Two") as made:
        made.apply("Answered", lambda p: msgspec.structs.replace(p, packs=["canada_aia", "eu_ai_act"], answers=answers))
    with qtbot.waitSignal(session.counted, timeout=15_000):
        assert window.opening.open(home / "two.rai")
    step = next(each for each in window.steps if each.id == "clauses")
    assert step.state(session.project).words.startswith("EU AI Act: ")


def test_the_law_in_sight_follows_the_questionnaires_until_somebody_chooses_one(window, session, project, qtbot):
    """Somebody who fills in Canada's assessment alone was shown the law of another continent, with nothing in it."""
    put(session, packs=["canada_aia"])
    window.show_step("clauses")
    step = window.step
    assert step.choice.currentData() == "canada_aia"
    put(session, packs=["canada_aia", "eu_ai_act"])
    assert step.choice.currentData() == "eu_ai_act"
    choose(step, "nist_ai_rmf")
    put(session, packs=["canada_aia"])
    assert step.choice.currentData() == "nist_ai_rmf"


def test_a_file_overwritten_in_place_makes_it_stale_on_every_page(window, engine, session, project, monkeypatch, qtbot, home):
    path = home / "people.csv"
    path.write_text("sex,paid\nf,yes\n")
    engine.table = msgspec.structs.replace(
        engine.table, size=path.stat().st_size, sha256=hashlib.sha256(path.read_bytes()).hexdigest())
    window.show_step("inputs")
    window.step.take_table(str(path))
    qtbot.waitUntil(lambda: session.checked is not None, timeout=10_000)
    with qtbot.waitSignal(session.run_ended):
        session.start_run()
    monkeypatch.setattr(session.judged, "findings", lambda _project: [FOUND])
    put(session, packs=["system_profile"])
    window.show_link(links.answer("system_profile", "groups"))
    session.disk.look()
    qtbot.waitUntil(lambda: len(session.disk.files) == 1)
    assert "Stale" not in " ".join(texts(aside_of(window)))
    path.write_text("sex,paid\nm,yes\n")
    session.disk.look()
    qtbot.waitUntil(lambda: "Stale: “people.csv” has been changed on the disk" in " ".join(texts(aside_of(window))))
    window.show_step("clauses")
    assert "“people.csv” has been changed on the disk" in " ".join(texts(window.step.stale))
    choose(window.step, "nist_ai_rmf")
    assert window.step._covered["MEASURE 2.11"].level == "partly"
    window.show_step("assessments")
    assert "“people.csv” has been changed on the disk" in " ".join(texts(window.step.stale))
    window.show_step("findings")
    assert "“people.csv” has been changed on the disk" in window.step.stale.sentence
    assert window.step.stale.isVisible()
    qtbot.mouseClick(window.step.stale.button, Qt.MouseButton.LeftButton)
    assert window.step.id == "assessments"
    window.show_step("report")
    assert "“people.csv” has been changed on the disk" in window.step.open_points.text()
    path.unlink()
    session.disk.look()
    window.show_step("clauses")
    qtbot.waitUntil(lambda: "is not where it was" in " ".join(texts(window.step.unseen)))
    assert not window.step.stale.isVisible()


def test_a_disk_that_hangs_never_blocks_the_window(step, session, monkeypatch, qtbot):
    import threading

    free = threading.Event()
    monkeypatch.setattr("rai_desktop.gui.disk_watch.files_now", lambda _project: free.wait(20) and {"/x/a.csv": FileNow.CHANGED})
    for _again in range(3):
        session.disk.look()
    assert not step.stale.isVisible()
    free.set()
    qtbot.waitUntil(lambda: "“a.csv” has been changed" in " ".join(texts(step.stale)))


def test_scales_that_cannot_be_read_are_told_on_the_page_and_no_table_leaves_it(step, tmp_path, monkeypatch, caplog):
    (tmp_path / "site" / "scales").mkdir(parents=True)
    (tmp_path / "site" / "scales" / "ours.toml").write_text('[[scales]]\nname = "ours"\nchoices = { green = "splendid" }\n')
    monkeypatch.setenv("RAI_SITE", str(tmp_path / "site"))
    assert step.unread.isHidden()
    standing.forget()
    try:
        choose(step, "eu_ai_act")
        assert step.unread.isVisible()
        assert "ours.toml" in step.unread.sentence
        step.export_to(tmp_path / "clauses.csv")
        assert not (tmp_path / "clauses.csv").exists()
    finally:
        standing.forget()
        caplog.clear()


@pytest.mark.expects_log
def test_frameworks_of_the_site_that_cannot_be_read_are_told_on_the_page(step, tmp_path, monkeypatch):
    (tmp_path / "site" / "frameworks").mkdir(parents=True)
    for name in ("ours", "gdpr"):
        (tmp_path / "site" / "frameworks" / f"{name}.json").write_text('{"id": 1}', encoding="utf-8")
    monkeypatch.setenv("RAI_SITE", str(tmp_path / "site"))
    frameworks.forget()
    try:
        choose(step, "eu_ai_act")
        assert "ours.json cannot be read" in step.unread.sentence and "gdpr.json cannot be read" in step.unread.sentence
        assert frameworks.framework("gdpr").clauses  # the shipped one in its place
    finally:
        monkeypatch.undo()
        frameworks.forget()
    choose(step, "eu_ai_act")
    assert not step.unread.isVisible()
