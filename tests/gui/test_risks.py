"""Risks: taken from suggestions, rated, treated, accepted, linked, exported, as a person does it with mouse and keys."""

import csv
import datetime as dt
import io

import icalendar
import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextLayout
from PySide6.QtWidgets import QApplication, QFileDialog, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from rai_desktop.findings.finding import Finding, Response, Verdict
from rai_desktop.gui.dialogs.linking import MOST, LinkingDialog
from rai_desktop.gui.steps.step import Done
from rai_desktop.gui.widgets.date_line import PAUSE_MS, today
from rai_desktop.gui.widgets.findings_panel import FindingsPanel
from rai_desktop.gui.widgets.known_heights import KnownHeights
from rai_desktop.gui.widgets.register_aside import RegisterAside
from rai_desktop.gui.widgets.side_by_side import FittingList
from rai_desktop.project import links
from rai_desktop.project.document import Document
from rai_desktop.project.model import Answer
from rai_desktop.project.person import os_user
from rai_desktop.project.register import Acceptance, Action, Levels, Risk, Treatment

FOUND = Finding(key="fairness|x|sex||all|r", assessment="fairness", metric="x", rule="r", verdict=Verdict.NOT_MET,
                sentence="By sex, women received it less often.", policy="default", group={"sex": "female"})
GONE_BY = (today() - dt.timedelta(days=3)).isoformat()
AHEAD = (today() + dt.timedelta(days=30)).isoformat()


@pytest.fixture
def step(window, project):
    window.show_step("risks")
    return window.step


@pytest.fixture
def answered(session, project):
    """Answers that suggest three risks."""
    own = {"stop": Answer(value="no"), "failures": Answer(value=[
        {"failure": "Refused wrongly", "who": "Applicants", "measure": "A second look"}, {"failure": "Feed broken", "who": "All"}])}
    session.apply("Answered", lambda p: msgspec.structs.replace(p, answers={"system_profile": own}, packs=["system_profile"]))
    return session


def put(session, **parts):
    session.apply("Put in", lambda p: msgspec.structs.replace(p, **parts))


def type_into(qtbot, field, text):
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)


def press(qtbot, button):
    """Click a button once the page has laid it out."""
    qtbot.waitUntil(lambda: button.isVisible() and button.height() > 4)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def choose(qtbot, box, title):
    """Choose in a box with the keyboard's letters, then Enter."""
    box.setFocus()
    box.setCurrentIndex(box.findText(title))
    box.activated.emit(box.currentIndex())


def click_cell(qtbot, map_, severity, likelihood):
    row = [map_.model().headerData(each, Qt.Orientation.Vertical) for each in range(map_.rowCount())].index(severity)
    column = [map_.model().headerData(each, Qt.Orientation.Horizontal) for each in range(map_.columnCount())].index(likelihood)
    place = map_.visualRect(map_.model().index(row, column)).center()
    qtbot.mouseClick(map_.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
    return row, column


def only_risk(session):
    (found,) = session.project.risks.values()
    return found


def texts(rows):
    return [rows.list.item(place).text() for place in range(rows.list.count())]


# --- empty, and suggestions --------------------------------------------------------------------------------------


def test_an_empty_register_says_what_to_do_first(step, session, window):
    assert step.empty.isVisible() and not step.register.isVisible()
    assert "Answer the questions under System" in step.first.text()
    assert not step.look.isVisible()
    assert step.state(session.project) == (Done.TODO, "none yet")
    assert not step.export.isEnabled()
    assert step.actions_.empty.text().startswith("Nothing is to be done")


def test_suggestions_are_taken_or_said_to_be_none(step, answered, session, qtbot):
    assert step.state(session.project).words == "3 suggested"
    assert "3 possible harms" in step.first.text()
    press(qtbot, step.look)
    panel = step.suggestions
    assert panel.isVisible()
    assert [text.splitlines()[0] for text in texts(panel.rows)] == [
        "Refused wrongly", "Feed broken", "It cannot be switched off when it does harm"]
    press(qtbot, panel.add)
    risk = only_risk(session)
    assert (risk.title, risk.stakeholders, risk.plan) == ("Refused wrongly", ["Applicants"], "A second look")
    assert risk.sources == [links.answer("system_profile", "failures")]
    assert panel.title.text() == "Feed broken"
    assert not panel.none.isEnabled()
    type_into(qtbot, panel.reason, "The feed is checked")
    press(qtbot, panel.none)
    (said,) = session.project.dismissed.values()
    assert (said.title, said.reason, said.who, said.when) == ("Feed broken", "The feed is checked", "Ann", today().isoformat())
    assert step.tabs.tabText(2) == "Suggested (1)"
    assert texts(panel.rows)[-1].startswith("Not a risk here: Feed broken")
    panel.rows.list.setCurrentRow(1)
    assert "The feed is checked" in panel.harm.text()
    press(qtbot, panel.back)
    assert session.project.dismissed == {}
    assert step.tabs.tabText(2) == "Suggested (2)"


@pytest.mark.parametrize(("settings", "analyst", "who"), [("Rita", "Ann", "Rita"), ("", "Ann", "Ann"), ("", "", os_user())])
def test_who_said_that_it_is_no_risk_is_whoever_is_at_the_desk(settings, analyst, who, step, answered, session, qtbot):
    session.settings = msgspec.structs.replace(session.settings, analyst=settings)
    put(session, analyst=analyst)
    step.tabs.setCurrentIndex(2)
    type_into(qtbot, step.suggestions.reason, "The feed is checked")
    press(qtbot, step.suggestions.none)
    assert [said.who for said in session.project.dismissed.values()] == [who]


def test_a_risk_taken_out_is_suggested_again_and_undo_brings_it_back(step, answered, session, qtbot):
    step.tabs.setCurrentIndex(2)
    step.suggestions.add.click()
    step.tabs.setCurrentIndex(0)
    press(qtbot, step.register.card.take_out)
    assert session.project.risks == {}
    assert step.tabs.tabText(2) == "Suggested (3)"
    session.undo()
    assert only_risk(session).title == "Refused wrongly"


# --- one risk ----------------------------------------------------------------------------------------------------


def test_a_risk_is_written_rated_treated_and_accepted(step, session, qtbot, window):
    press(qtbot, step.new)
    card = step.register.card
    assert card.title.hasFocus()
    qtbot.keyClicks(card.title, "Somebody is refused")
    qtbot.keyClick(card.title, Qt.Key.Key_Tab)
    qtbot.keyClicks(card.harm, "No credit")
    qtbot.keyClick(card.harm, Qt.Key.Key_Tab)
    qtbot.keyClicks(card.stakeholders, "Applicants")
    qtbot.keyClick(card.stakeholders, Qt.Key.Key_Return)
    qtbot.keyClicks(card.stakeholders, "Households")
    qtbot.keyClick(card.stakeholders, Qt.Key.Key_Tab)
    risk = only_risk(session)
    assert (risk.title, risk.harm, risk.stakeholders) == ("Somebody is refused", "No credit", ["Applicants", "Households"])
    assert step.state(session.project).words == "1 risk, 1 not rated"
    choose(qtbot, card.before.severity, "Critical")
    choose(qtbot, card.before.likelihood, "Likely")
    assert card.before.rating.text() == "◆ Very high"
    assert "Expected to happen within the year" in card.before.meaning.text()
    choose(qtbot, card.treatment, "Reduce")
    assert card.missing.text() == "Still missing: a plan, an owner, a due date, what is left after treatment."
    assert not card.acceptance.isVisible()
    choose(qtbot, card.after.severity, "Critical")
    choose(qtbot, card.after.likelihood, "Almost certain")
    assert card.acceptance.isVisible()
    assert "rated Very high" in card.acceptance.asked.text()
    assert "acceptance with reason and name" in card.missing.text()
    assert step.state(session.project) == (Done.ATTENTION, "1 risk, 1 to be accepted")
    type_into(qtbot, card.acceptance.who, "The board")
    qtbot.keyClick(card.acceptance.who, Qt.Key.Key_Tab)
    assert only_risk(session).acceptance == Acceptance(reason="", who="The board", when="")
    assert "reason is missing" in card.acceptance.said.text()
    assert "acceptance" in card.missing.text()
    qtbot.keyClicks(card.acceptance.reason, "No other way")
    step.flush()
    assert only_risk(session).acceptance == Acceptance(
        reason="No other way", who="The board", when=today().isoformat(), levels=Levels(
            severity="critical", likelihood="likely", residual_severity="critical", residual_likelihood="almost_certain"))
    assert "Accepted on" in card.acceptance.said.text()
    assert "accepted" in texts(step.register.rows)[0]


def test_what_is_being_typed_is_kept_when_the_step_or_the_risk_is_left(step, session, qtbot, window):
    put(session, risks={"a": Risk(title="First"), "b": Risk(title="Second")})
    step.register.select("a")
    type_into(qtbot, step.register.card.owner, "Bob")
    step.register.rows.list.setCurrentRow(1)
    assert session.project.risks["a"].owner == "Bob"
    assert session.project.risks["b"].owner == ""
    assert step.register.card.owner.words() == ""
    type_into(qtbot, step.register.card.plan, "Do it")
    window.show_step("system")
    assert session.project.risks["b"].plan == "Do it"


def test_a_change_elsewhere_does_not_take_what_is_being_typed(step, session, qtbot):
    put(session, risks={"a": Risk(title="First")})
    type_into(qtbot, step.register.card.owner, "Bo")
    session.apply("Elsewhere", lambda p: msgspec.structs.replace(p, title="Other"))
    qtbot.keyClicks(step.register.card.owner, "b")
    step.flush()
    assert only_risk(session).owner == "Bob"


@pytest.mark.parametrize(("typed", "wrong"), [("2027-0", False), ("2027-02-3", False), ("2027-02-30", True), ("tomorrow", True),
                                              ("20270", True), ("2027-12-01", False)])
def test_a_date_is_checked_as_it_is_typed(step, session, qtbot, typed, wrong):
    put(session, risks={"a": Risk(title="First")})
    due = step.register.card.due
    type_into(qtbot, due.line, typed)
    qtbot.wait(2 * PAUSE_MS)
    assert due.problem.isVisible() is wrong
    qtbot.keyClick(due.line, Qt.Key.Key_Tab)
    assert only_risk(session).due == typed
    assert due.problem.isVisible() is (typed != "2027-12-01")


def test_a_closed_risk_stays_in_the_register(step, session, qtbot):
    put(session, risks={"a": Risk(title="First", due=GONE_BY)})
    assert step.state(session.project).words == "1 risk, 1 not rated, 1 overdue"
    press(qtbot, step.register.card.close_)
    assert only_risk(session).closed == today().isoformat()
    assert step.state(session.project) == (Done.DONE, "1 risk")
    press(qtbot, step.register.card.close_)
    assert only_risk(session).closed == ""


def test_an_acceptance_of_an_earlier_assessment_is_confirmed(step, session, qtbot):
    taken = Acceptance(reason="No other way", who="The board", when=GONE_BY, carried="Last year")
    put(session, risks={"a": Risk(title="A", acceptance=taken)})
    fields = step.register.card.acceptance
    assert fields.said.text() == f"Accepted on {GONE_BY} by The board in the earlier assessment “Last year”. Does it still hold?"
    press(qtbot, fields.confirm)
    assert only_risk(session).acceptance == msgspec.structs.replace(taken, when=today().isoformat(), carried="", levels=Levels())
    assert not fields.confirm.isVisible()
    assert "Accepted on" in fields.said.text()


def test_a_risk_that_is_rated_worse_is_to_be_accepted_anew(step, session, qtbot):
    taken = Acceptance(reason="No other way", who="The board", when=GONE_BY, levels=Levels(severity="minor", likelihood="rare"))
    put(session, risks={"a": Risk(title="Debt", severity="minor", likelihood="rare", treatment=Treatment.ACCEPT, acceptance=taken)})
    card, fields = step.register.card, step.register.card.acceptance
    assert fields.said.text() == f"Accepted on {GONE_BY} by The board for Minor × Rare."
    assert not fields.confirm.isVisible()
    choose(qtbot, card.before.likelihood, "Likely")
    assert only_risk(session).acceptance == taken
    assert fields.said.text() == (f"Accepted on {GONE_BY} by The board for Minor × Rare. The risk is rated worse since: "
                                  "the acceptance counts again once it is confirmed.")
    assert "its acceptance, given before it was rated worse, to be confirmed" in card.missing.text()
    assert "open, acceptance to be confirmed" in texts(step.register.rows)[0]
    assert step.state(session.project) == (Done.ATTENTION, "1 risk, 1 to be accepted")
    card.focus_missing()
    assert fields.confirm.hasFocus()
    session.undo()
    assert "accepted" in texts(step.register.rows)[0] and not fields.confirm.isVisible()
    session.redo()
    press(qtbot, fields.confirm)
    assert only_risk(session).acceptance == msgspec.structs.replace(
        taken, when=today().isoformat(), levels=Levels(severity="minor", likelihood="likely"))
    assert fields.said.text() == f"Accepted on {today().isoformat()} by The board for Minor × Likely."
    choose(qtbot, card.before.likelihood, "Unlikely")
    assert step.state(session.project) == (Done.DONE, "1 risk")


def test_an_acceptance_on_another_scale_is_confirmed_once_the_risk_is_rated(step, session, qtbot):
    taken = Acceptance(reason="No other way", who="The board", when=GONE_BY, levels=Levels(severity="dreadful", likelihood="rare"))
    put(session, risks={"a": Risk(title="Debt", severity="dreadful", likelihood="rare", treatment=Treatment.ACCEPT, acceptance=taken)})
    fields = step.register.card.acceptance
    assert "“dreadful” (not on this scale) × Rare. These levels cannot be compared" in fields.said.text()
    assert not fields.confirm.isVisible()
    choose(qtbot, step.register.card.before.severity, "Minor")
    press(qtbot, fields.confirm)
    assert step.state(session.project) == (Done.DONE, "1 risk")


def test_what_is_accepted_as_it_is_shows_no_second_rating(step, session, qtbot):
    put(session, risks={"a": Risk(title="First", severity="minor", likelihood="rare")})
    card = step.register.card
    assert card.after.isVisible()
    choose(qtbot, card.treatment, "Accept")
    assert not card.after.isVisible()
    assert card.acceptance.isVisible()
    assert card.missing.text() == "Still missing: an acceptance with reason and name."


# --- the map -----------------------------------------------------------------------------------------------------


@pytest.fixture
def three(session, project):
    put(session, risks={
        "worst": Risk(title="Worst", severity="critical", likelihood="likely", treatment=Treatment.REDUCE, residual_severity="minor",
                      residual_likelihood="rare"),
        "same": Risk(title="Same cell", severity="critical", likelihood="likely"),
        "small": Risk(title="Small", severity="minor", likelihood="rare"),
        "unrated": Risk(title="Unrated"),
        "closed": Risk(title="Closed", severity="critical", likelihood="likely", closed="2026-01-01"),
    })


def test_the_map_counts_and_says_its_ratings(step, three, window):
    map_ = step.register.map
    said = {map_.item(row, column).data(Qt.ItemDataRole.AccessibleTextRole)
            for row in range(map_.rowCount()) for column in range(map_.columnCount())}
    assert len(said) == 25
    assert "Critical, Likely: Very high, 2 risks" in said
    assert "Minor, Rare: Low, 1 risk" in said
    assert "4 open risks. 1 is not on this map" in step.register.counts.text()


def test_a_click_on_a_cell_lists_only_its_risks(step, three, qtbot):
    panel = step.register
    click_cell(qtbot, panel.map, "Critical", "Likely")
    assert [text.splitlines()[1] for text in texts(panel.rows)] == ["Same cell", "Worst"]
    assert "2 risks of the chosen cell" in panel.counts.text()
    click_cell(qtbot, panel.map, "Minor", "Rare")
    assert [text.splitlines()[1] for text in texts(panel.rows)] == ["Small"]
    click_cell(qtbot, panel.map, "Minor", "Rare")
    assert panel.rows.list.count() == 5
    click_cell(qtbot, panel.map, "Major", "Rare")
    assert panel.rows.list.count() == 0
    assert not panel.card.isVisible()
    press(qtbot, panel.all)
    assert panel.rows.list.count() == 5


def test_the_map_by_keys_alone(step, three, qtbot):
    panel = step.register
    panel.map.setFocus()
    panel.map.setCurrentCell(0, 2)
    qtbot.keyClick(panel.map, Qt.Key.Key_Right)
    qtbot.keyClick(panel.map, Qt.Key.Key_Return)
    assert panel.rows.list.count() == 2
    assert panel.map.item(0, 3).data(Qt.ItemDataRole.AccessibleTextRole).endswith("Only these are listed.")
    qtbot.keyClick(panel.map, Qt.Key.Key_Escape)
    assert panel.rows.list.count() == 5
    qtbot.keyClick(panel.map, Qt.Key.Key_Down)
    qtbot.keyClick(panel.map, Qt.Key.Key_Space)
    assert panel.rows.list.count() == 0


def test_after_treatment_the_map_is_another(step, three, qtbot):
    panel = step.register
    qtbot.mouseClick(panel.after, Qt.MouseButton.LeftButton, pos=QPoint(10, panel.after.height() // 2))
    said = [panel.map.item(row, column).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(5) for column in range(5)]
    assert [each for each in said if not each.endswith("0 risks")] == ["Minor, Rare: Low, 1 risk"]
    assert "3 are not on this map" in panel.counts.text()


def test_a_link_to_a_risk_takes_the_filter_back(step, three, qtbot, window):
    click_cell(qtbot, step.register.map, "Minor", "Rare")
    window.show_link(links.risk("worst"))
    assert step.register.card.title.words() == "Worst"
    assert step.register.rows.list.count() == 5


# --- the scale ---------------------------------------------------------------------------------------------------


def test_a_scale_that_is_gone_is_said_and_loses_nothing(step, session, three):
    put(session, risk_scale="bank")
    assert "“bank” is not on this computer" in step.problem.sentence
    assert not step.register.map.isVisible()
    assert not step.register.card.before.severity.isEnabled()
    assert step.register.card.before.severity.currentText() in {"“critical” (not on this scale)", "“minor” (not on this scale)", "Not rated"}
    assert session.project.risks["worst"].severity == "critical"
    step.scale.setCurrentIndex(step.scale.findData("default"))
    step.scale.activated.emit(step.scale.currentIndex())
    assert session.project.risk_scale == "default"
    assert step.register.map.isVisible()


# --- actions and links -------------------------------------------------------------------------------------------


def test_an_action_for_a_risk(step, session, qtbot):
    put(session, risks={"a": Risk(title="First")})
    press(qtbot, step.register.card.act)
    card = step.actions_.card
    assert step.tabs.currentWidget() is step.actions_
    assert card.title.hasFocus()
    qtbot.keyClicks(card.title, "Look again")
    qtbot.keyClick(card.title, Qt.Key.Key_Tab)
    type_into(qtbot, card.due.line, GONE_BY)
    step.flush()
    ((id_, action),) = session.project.actions.items()
    assert (action.title, action.due, action.sources) == ("Look again", GONE_BY, [links.risk("a")])
    assert card.state.text() == "It is overdue."
    assert "overdue" in texts(step.actions_.rows)[0]
    assert step.state(session.project).words.endswith("1 overdue")
    qtbot.mouseClick(card.done, Qt.MouseButton.LeftButton, pos=QPoint(12, card.done.height() // 2))
    assert session.project.actions[id_].done == today().isoformat()
    card.sources.buttons[links.risk("a")].click()
    assert step.tabs.currentIndex() == 0
    assert list(step.register.card.actions_.buttons) == [links.action(id_)]
    step.register.card.actions_.buttons[links.action(id_)].click()
    assert step.tabs.currentWidget() is step.actions_
    press(qtbot, card.take_out)
    assert session.project.actions == {}


def test_linking_a_clause_by_letters_and_taking_it_off(step, session, qtbot):
    put(session, actions={"a": Action(title="Do")})
    step.tabs.setCurrentWidget(step.actions_)
    press(qtbot, step.actions_.card.link)
    (dialog,) = step.findChildren(LinkingDialog)
    qtbot.waitUntil(dialog.isVisible)
    qtbot.waitUntil(lambda: dialog.list.count() == MOST)  # the first at once, the others while nobody waits
    everything = dialog.list.count()
    qtbot.keyClicks(dialog.field, "eu ai act art.10(3)")
    qtbot.waitUntil(lambda: 1 <= dialog.list.count() < everything)
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert session.project.actions["a"].sources == [links.clause("eu_ai_act:Art.10(3)")]
    step.actions_.card.sources.removed.emit(links.clause("eu_ai_act:Art.10(3)"))
    assert session.project.actions["a"].sources == []


def test_a_link_leads_to_the_question(step, answered, session, window, qtbot):
    put(session, risks={"a": Risk(title="First", sources=[links.answer("system_profile", "stop"), links.answer("gone", "x")])})
    step.register.card.sources.buttons[links.answer("system_profile", "stop")].click()
    assert window.step.id == "system"
    assert window.step._fields["stop"].isAncestorOf(window.focusWidget())
    window.show_link(links.answer("gone", "x"))
    assert "not in the assessment" in window.notice.sentence


def test_a_copy_is_open_and_its_own(step, session, qtbot):
    put(session, risks={"a": Risk(title="First", owner="Bob", suggestion="s", closed=GONE_BY,
                                  acceptance=Acceptance(who="A", reason="B", when=GONE_BY))})
    press(qtbot, step.register.card.copy)
    copy = next(risk for id_, risk in session.project.risks.items() if id_ != "a")
    assert copy == Risk(title="Copy of First", owner="Bob")
    assert step.register.card.title.words() == "Copy of First"
    session.undo()
    assert list(session.project.risks) == ["a"]


def test_the_list_is_narrowed_and_ordered(step, three, qtbot):
    panel = step.register
    titles = lambda: [text.splitlines()[1] for text in texts(panel.rows)]  # noqa: E731
    assert titles()[0] in {"Same cell", "Worst"} and len(titles()) == 5
    qtbot.keyClicks(panel.view.search, "cell")
    qtbot.waitUntil(lambda: titles() == ["Same cell"])
    panel.view.search.clear()
    panel.view.order.setFocus()
    qtbot.keyClick(panel.view.order, Qt.Key.Key_Down)
    qtbot.keyClick(panel.view.order, Qt.Key.Key_Down)
    assert titles() == ["Closed", "Same cell", "Small", "Unrated", "Worst"]
    panel.view.only.setCurrentIndex(panel.view.only.findText("Closed"))
    assert titles() == ["Closed"]
    panel.view.only.setCurrentIndex(panel.view.only.findText("Overdue"))
    assert panel.none.isVisible() and not panel.rows.isVisible()
    press(qtbot, panel.all)
    assert len(titles()) == 5 and not panel.none.isVisible()


def test_while_letters_are_typed_the_list_alone_is_narrowed(step, three, qtbot):
    panel = step.register
    panel.rows.list.setCurrentRow(0)
    shown, height = panel.card.title.text(), panel.rows.list.height()
    other = next(text.splitlines()[1] for text in texts(panel.rows) if text.splitlines()[1] != shown)
    for letter in other:
        qtbot.keyClick(panel.view.search, letter)
    qtbot.waitUntil(lambda: panel.rows.list.count() == 1)
    assert panel.card.title.text() == shown
    assert panel.rows.list.height() == height
    assert not panel.all.isVisible()
    qtbot.waitUntil(lambda: panel.card.title.text() == other)
    assert panel.rows.list.height() < height
    assert panel.all.isVisible()


def test_a_list_that_is_narrowed_is_not_measured_anew(step, three, qtbot, monkeypatch):
    panel, measured = step.register, []
    whole = QStyledItemDelegate.sizeHint
    monkeypatch.setattr(QStyledItemDelegate, "sizeHint", lambda *given: measured.append(given[2].data()) or whole(*given))
    for _again in range(2):  # in the width with a bar to scroll with, and without
        measured.clear()
        panel.view.search.setText("cell")
        panel.view.search.settle()
        assert panel.rows.list.count() == 1
        panel.view.search.clear()
        assert panel.rows.list.count() == 5
        qtbot.wait(50)
    assert not measured
    panel.rows.list.setFixedWidth(panel.rows.list.width() - 60)
    qtbot.waitUntil(lambda: len(set(measured)) == 5)


class Forgetful(KnownHeights):
    def sizeHint(self, option, index):
        self._known.clear()
        return super().sizeHint(option, index)


def test_remembered_heights_are_those_of_a_list_that_remembers_nothing(window, qtbot):
    known, plain = FittingList("Known"), FittingList("Plain")
    plain.setItemDelegate(Forgetful(plain))
    for listed in (known, plain):
        qtbot.addWidget(listed)
        listed.addItems([f"{number} What may happen to people who ask for a loan" * (1 + number % 3) for number in range(9)])
        listed.show()
    for width in [*range(180, 420, 11), *range(420, 180, -7)]:
        for listed in (known, plain):
            listed.resize(width, 300)
            QApplication.processEvents()
        assert [known.visualItemRect(known.item(row)) for row in range(9)] == [plain.visualItemRect(plain.item(row)) for row in range(9)]


def lines_cut_off(listed):
    """The items of a list whose words are drawn in less height than they need."""
    cut = []
    for row in range(listed.count()):
        option, drawn = QStyleOptionViewItem(), listed.visualItemRect(listed.item(row))
        listed.initViewItemOption(option)
        drawn.setWidth(min(drawn.width(), listed.viewport().width() - 2 * listed.spacing()))  # as a list draws its items
        option.rect = drawn
        listed.itemDelegate().initStyleOption(option, listed.model().index(row, 0))
        place = listed.style().subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, listed)
        margin = listed.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, option, listed) + 1
        words = QTextLayout(option.text.replace("\n", "\u2028"), option.font)
        words.beginLayout()
        high = 0.0
        while (line := words.createLine()).isValid():
            line.setLineWidth(place.width() - 2 * margin)
            high += line.height()
        words.endLayout()
        if high > place.height():
            cut.append(option.text)
    return cut


@pytest.mark.parametrize("of_findings", [False, True])
def test_a_list_leaves_room_for_every_line_as_it_is_drawn(window, session, qtbot, of_findings):
    page = FindingsPanel(session) if of_findings else FittingList("Suggested risks")
    listed = page.list if of_findings else page
    qtbot.addWidget(page)
    listed.setParent(None)
    qtbot.addWidget(listed)
    listed.addItems(["Sensitive data are disclosed or used against a person\nPeople whose data are used",
                     "Outputs are worse than the policy allows: balanced accuracy\nPeople it is used on"])
    listed.show()
    for width in range(200, 460, 3):
        listed.resize(width, 300)
        QApplication.processEvents()
        assert lines_cut_off(listed) == [], width


# --- under questions and findings --------------------------------------------------------------------------------


def aside_of(field):
    return next(each for each in field.asides.widgets if isinstance(each, RegisterAside))


def test_under_a_question_its_risks_and_a_new_one(window, answered, session, qtbot):
    window.show_step("system")
    window.step.show_section("system_profile", "human_role")
    fields = window.step._fields
    assert not aside_of(fields["overseers"]).isVisible()
    aside = aside_of(fields["stop"])
    qtbot.waitUntil(aside.isVisible)
    assert not aside.list.isVisible()
    aside.new_risk.trigger()
    assert window.step.id == "risks"
    assert only_risk(session).sources == [links.answer("system_profile", "stop")]
    qtbot.keyClicks(window.step.register.card.title, "Cannot stop")
    window.show_step("system")
    assert aside.list.isVisible()
    ((_link, button),) = aside.list.buttons.items()
    assert button.whole == "Risk: Cannot stop, ◌ not rated, open"
    button.click()
    assert window.step.id == "risks"
    window.show_step("system")
    aside.new_action.trigger()
    (action,) = session.project.actions.values()
    assert action.sources == [links.answer("system_profile", "stop")]


@pytest.fixture
def found(window, project, session, qtbot, monkeypatch):
    window.show_step("inputs")
    window.step.take_table("/x/people.csv")
    qtbot.waitUntil(lambda: session.checked is not None, timeout=10_000)
    with qtbot.waitSignal(session.run_ended):
        session.start_run()
    listed = [FOUND]
    monkeypatch.setattr(session.judged, "findings", lambda _project: listed)
    window.show_step("findings")
    return window


def test_a_response_becomes_an_action_once_and_contradictions_are_said(found, session, qtbot):
    card = found.step.findings.card
    aside = aside_of(card)
    assert aside.isVisible() and not aside.promise.isVisible()
    type_into(qtbot, card.mitigation, "Train again")
    qtbot.keyClick(card.mitigation, Qt.Key.Key_Tab)
    type_into(qtbot, card.owner, "Ann")
    type_into(qtbot, card.due, AHEAD)
    qtbot.keyClick(card.due, Qt.Key.Key_Tab)
    assert aside.promise.isVisible()
    press(qtbot, aside.promise)
    (action,) = session.project.actions.values()
    assert action == Action(title="Train again", owner="Ann", due=AHEAD, sources=[links.finding(FOUND.key)])
    assert found.step.id == "risks"
    found.step.actions_.card.sources.buttons[links.finding(FOUND.key)].click()
    assert found.step.id == "findings"
    assert not aside.promise.isVisible()
    assert [button.whole for button in aside.list.buttons.values()] == [f"Action: Train again, due {AHEAD}"]
    type_into(qtbot, card.due, "2031-01-01")
    qtbot.keyClick(card.due, Qt.Key.Key_Tab)
    assert "2031-01-01" in aside.apart.sentence
    found.show_step("risks")
    assert "2031-01-01" in found.step.problem.sentence


def test_a_finding_suggests_a_risk_that_leads_back(found, session, qtbot):
    found.show_step("risks")
    assert "Suggested (1)" in found.step.tabs.tabText(2)
    found.step.tabs.setCurrentIndex(2)
    found.step.suggestions.add.click()
    assert only_risk(session).title == "People are treated unequally by sex"
    found.step.tabs.setCurrentIndex(0)
    found.step.register.card.sources.buttons[links.finding(FOUND.key)].click()
    assert found.step.id == "findings"
    assert "People are treated unequally by sex" in aside_of(found.step.findings.card).list.buttons[
        links.risk(next(iter(session.project.risks)))].whole


def test_a_response_that_accepts_what_the_register_treats_is_said(found, session):
    put(session, risks={"a": Risk(title="R", treatment=Treatment.REDUCE, sources=[links.finding(FOUND.key)])},
        responses={FOUND.key: Response(accepted_reason="Small")})
    assert "accepts it, but the register treats" in aside_of(found.step.findings.card).apart.sentence


def test_a_finding_of_the_assessment_before_is_not_led_to(found, session, home, qtbot, monkeypatch):
    """In a new assessment made from it, nothing is measured yet: its findings stay behind."""
    said = []
    session.refused.connect(said.append)
    monkeypatch.setattr(session.judged, "findings", lambda _project: [])
    session.take(Document.create(home / "next.rai"))
    qtbot.wait(20)
    put(session, risks={"a": Risk(title="R", sources=[links.finding(FOUND.key)])})
    found.show_step("findings")
    assert not found.step.next_missing()
    found.show_step("risks")
    button = found.step.register.card.sources.buttons[links.finding(FOUND.key)]
    assert button.whole.startswith("(nothing has been measured that says so) Finding: ")
    button.click()
    assert said == ["What this link names is not in the assessment as it is now."]


# --- the footer, and export --------------------------------------------------------------------------------------


def test_next_missing_goes_through_what_is_unfinished(step, three, window, session):
    assert window.step.next_missing()
    assert step.register.card.title.words() in {"Same cell", "Small", "Unrated", "Worst"}
    first = step.register.card.title.words()
    window.go_to_next_missing()
    assert step.register.card.title.words() != first
    assert window.step.id == "risks"


@pytest.fixture
def saves(monkeypatch, tmp_path):
    def save_as(name):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(tmp_path / name), ""))
        return tmp_path / name
    return save_as


def test_export_of_register_and_actions(step, session, saves, window, qtbot):
    put(session, risks={"a": Risk(title="=1+1", due=AHEAD)}, actions={"b": Action(title="Do", due=AHEAD)})
    register, actions, calendar = step.exporting
    path = saves("r.csv")
    type_into(qtbot, step.register.card.owner, "Bob")
    register.trigger()
    (row,) = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    assert (row["title"], row["owner"]) == ("'=1+1", "Bob")
    assert "r.csv" in window.notice.sentence
    path = saves("a.csv")
    actions.trigger()
    assert "Do" in path.read_text(encoding="utf-8-sig")
    path = saves("a.ics")
    calendar.trigger()
    first = path.read_bytes()
    assert [str(task["summary"]) for task in icalendar.Calendar.from_ical(first).walk("VTODO")] == ["Do"]
    calendar.trigger()
    assert path.read_bytes() == first
    assert [each.name for each in path.parent.glob(".a.ics*")] == []


def test_an_export_that_fails_says_why_and_leaves_nothing(step, session, saves, window):
    put(session, actions={"b": Action(title="Do")})
    path = saves("gone/a.csv")
    step.exporting[1].trigger()
    assert "could not be written" in window.notice.sentence
    assert not path.parent.exists()


def test_at_twice_the_text_in_the_smallest_window_nothing_is_pushed_sideways(step, three, window, qtbot):
    from PySide6.QtWidgets import QApplication

    from rai_desktop.gui.theme import apply_theme

    window.resize(1024, 680)
    try:
        apply_theme(QApplication.instance(), "light", 200)
        for place in range(3):
            step.tabs.setCurrentIndex(place)
            qtbot.wait(80)
            assert step.scroll.horizontalScrollBar().maximum() == 0
    finally:
        apply_theme(QApplication.instance(), "light", 100)
