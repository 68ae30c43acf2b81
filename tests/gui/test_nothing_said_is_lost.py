"""What is typed into comments is lost neither by the next button nor by a refusal, and what was not done is not told as done."""

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QAccessible

from rai_desktop.findings.finding import Response
from rai_desktop.forms.returned import Entry, Returned
from rai_desktop.gui.dialogs.bringing_back import BringBackDialog
from rai_desktop.gui.reasons import Given
from rai_desktop.gui.widgets.comments_aside import CommentsAside
from rai_desktop.project.document import Document
from rai_desktop.project.model import Answer
from rai_desktop.project.reviewing import Meaning
from rai_desktop.questionnaire import catalog
from rai_desktop.review.signing import Intent, sign, target


@pytest.fixture
def review(window, project):
    window.show_step("review")
    return window.step


def comment(panel, text):
    panel.field.setPlainText(text)
    panel.adding.click()


def only(session):
    (found,) = session.project.comments.values()
    return found


def test_a_reply_that_is_being_typed_is_sent_when_the_comment_is_resolved(review, session):
    comment(review.comments, "Whose decision is it?")
    card = review.comments.said.cards[0]
    card.reply.click()
    card.field.setPlainText("The head of lending.")
    card.resolving.click()
    assert [each.text for each in only(session).replies] == ["The head of lending."]
    assert only(session).resolved_when


def test_a_reply_that_is_being_typed_is_sent_when_others_are_shown(review, session):
    comment(review.comments, "Whose decision is it?")
    card = review.comments.said.cards[0]
    card.reply.click()
    card.field.setPlainText("The head of lending.")
    review.comments.filter.setCurrentIndex(1)
    review.comments.filter.activated.emit(1)
    assert [each.text for each in only(session).replies] == ["The head of lending."]


def test_a_comment_that_cannot_be_kept_stays_to_be_copied(review, session, window):
    path = session.document.path
    comment(review.comments, "First")
    session.leave()
    session.take(Document.open(path, read_only=True))
    window.show_step("review")
    comment(review.comments, "Whose decision is it?")
    assert review.comments.field.words() == "Whose decision is it?"
    assert len(session.project.comments) == 1
    card = review.comments.said.cards[0]
    card.reply.click()
    card.field.setPlainText("The head of lending.")
    card.reply.click()
    assert card.draft() == "The head of lending."


@pytest.fixture
def suggested(window, session, project):
    """Three suggestions, the first of them chosen."""
    own = {"stop": Answer(value="no"), "failures": Answer(value=[
        {"failure": "Refused wrongly", "who": "Applicants"}, {"failure": "Feed broken", "who": "All"}])}
    session.apply("Answered", lambda p: replace(p, answers={"system_profile": own}, packs=["system_profile"]))
    window.show_step("risks")
    window.step.tabs.setCurrentIndex(2)
    return window.step.suggestions


def test_a_reason_typed_on_a_suggestion_waits_there_while_others_are_looked_at(suggested, session):
    suggested.reason.setText("A second person decides")
    suggested.rows.list.setCurrentRow(1)
    assert suggested.reason.words() == ""
    suggested.reason.setText("The feed is checked")
    suggested.rows.list.setCurrentRow(0)
    assert suggested.reason.words() == "A second person decides"
    assert suggested.none.isEnabled()
    suggested.none.click()
    assert [each.reason for each in session.project.dismissed.values()] == ["A second person decides"]
    assert suggested.title.text() == "Feed broken"
    assert suggested.reason.words() == "The feed is checked"


def test_a_reason_typed_on_a_suggestion_is_asked_about_before_the_window_closes(suggested, window, monkeypatch):
    asked = []
    monkeypatch.setattr("rai_desktop.gui.dialogs.leaving.may_lose", lambda _window, unsent: asked.append(unsent))
    assert window.may_leave()
    suggested.reason.setText("A second person decides")
    assert not window.may_leave()
    assert "A second person decides" in asked[0]
    suggested.none.click()
    assert window.may_leave()


def test_a_reason_typed_on_a_suggestion_survives_a_dismissal_that_is_given_up(suggested, session):
    sign(session.document, Intent(meaning=Meaning.APPROVED, name="Bob"), target(session.document))
    session.reasons.ask = lambda _label: None
    suggested.reason.setText("A second person decides")
    suggested.none.click()
    assert session.project.dismissed == {}
    assert suggested.reason.words() == "A second person decides"
    session.reasons.ask = None


def test_a_dismissal_that_was_said_is_not_typed_again_where_it_is_taken_back(suggested, session):
    suggested.reason.setText("A second person decides")
    suggested.none.click()
    session.undo()
    suggested.rows.list.setCurrentRow(0)
    assert suggested.title.text() == "Refused wrongly"
    assert suggested.reason.words() == ""


def answer(session, **values):
    def change(project):
        own = project.answers.get("data_protection", {}) | {name: Answer(value=value) for name, value in values.items()}
        return replace(project, packs=["data_protection"], answers={**project.answers, "data_protection": own})
    session.apply("Answered", change)


def test_a_comment_being_typed_is_kept_when_its_question_is_asked_no_more(window, session, project, qtbot):
    window.show_step("system")
    answer(session, personal="yes", solely="no")
    window.step.show_section("data_protection", catalog.pack("data_protection").places["involvement"][0].id)
    aside = window.step.field("involvement").findChild(CommentsAside)
    aside.fold.button.click()
    aside.field.setPlainText("Ask the data protection officer.")
    answer(session, solely="yes")
    assert window.step.field("involvement") is None
    qtbot.waitUntil(lambda: [each.text for each in session.project.comments.values()] == ["Ask the data protection officer."])
    assert only(session).about == "answer:data_protection/involvement"


def test_answers_that_were_not_taken_over_are_not_told_as_taken(window, session, project, qtbot):
    sign(session.document, Intent(meaning=Meaning.APPROVED, name="Bob"), target(session.document))
    told = []
    session.told.connect(told.append)
    session.reasons.ask = lambda _label: None
    entry = Entry(pack="system_profile", question="name", place="row 5", value="Scorer")
    returned = Returned(project=project.project.id, entries=[entry])
    dialog = BringBackDialog(session, session.document.path.with_name("f.xlsx"), returned, window)
    dialog.show()
    dialog.taking.click()
    assert session.project.answers == {}
    assert told == []
    assert dialog.isVisible()
    session.reasons.ask = None
    dialog.reject()


@pytest.fixture
def given_up(window, session, project):
    """An approved assessment whose analyst gives every change up: what the window says then."""
    use = {"uses": Answer(value=[{"use": "As it was"}])}
    session.apply("Answered", lambda project: replace(project, answers={"system_profile": use}))
    sign(session.document, Intent(meaning=Meaning.APPROVED, name="Bob"), target(session.document))
    session.reasons.ask = lambda _label: None
    yield lambda: window.notice.sentence
    session.reasons.ask = None


@pytest.mark.parametrize("parts", [
    {"responses": {"x": Response(comment="Known since spring")}},
    {"answers": {"fairness": {"groups": Answer(value=[{"group": "Known since spring"}])}}},
    {"answers": {"system_profile": {"uses": Answer(value=[{"use": "As it was"}, {"use": "Known since spring"}])}}}])
def test_what_was_typed_is_told_however_deep_it_lies(given_up, session, parts):
    session.apply("Answered", lambda project: replace(project, **parts))
    assert given_up().endswith("You had put in: “Known since spring”")


def test_a_risk_that_was_given_up_is_not_looked_for(given_up, window, session):
    window.show_step("risks")
    window.step.changes.new_risk()
    assert "was not done" in given_up()
    window.step.changes.new_action()
    assert "was not done" in given_up()


def test_an_undo_that_was_given_up_tells_nothing_as_put_in(given_up, session):
    session.reasons.ask = lambda _label: Given("It was wrong", stands=False)
    session.apply("Answered", lambda project: replace(project, answers={"system_profile": {"name": Answer(value="Scorer")}}))
    session.reasons.ask = lambda _label: None
    session.undo()
    assert "was not done" in given_up()
    assert "put in" not in given_up()
    assert session.project.answers == {"system_profile": {"name": Answer(value="Scorer")}}


def test_title_and_analyst_put_in_without_the_keyboard_are_both_kept(window, session, project):
    """As a program that dictates or reads the screen does: no field is ever left."""
    window.show_step("start")
    for field, words in ((window.step.title_field, "Readmission"), (window.step.analyst_field, "Ada Okoye")):
        QAccessible.queryAccessibleInterface(field).setText(QAccessible.Text.Value, words)
    window.show_step("system")
    assert (session.project.title, session.project.analyst) == ("Readmission", "Ada Okoye")
