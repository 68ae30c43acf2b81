"""Review as people do it: comments, signing, a reason after approval, a review copy out and back, by mouse and keyboard."""

import msgspec
import pytest
from cryptography.hazmat.primitives import serialization
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QRadioButton

from rai_desktop.engine.protocol import Export, Exported
from rai_desktop.gui.dialogs.history import HistoryDialog
from rai_desktop.gui.dialogs.merge import MergeDialog
from rai_desktop.gui.dialogs.new_key import NewKeyDialog
from rai_desktop.gui.dialogs.reason import ReasonDialog
from rai_desktop.gui.dialogs.request import RequestDialog
from rai_desktop.gui.dialogs.sign import SignDialog
from rai_desktop.gui.steps.step import Done
from rai_desktop.gui.widgets.comments_aside import CommentsAside
from rai_desktop.gui.widgets.place_button import PlaceButton
from rai_desktop.project.document import Document
from rai_desktop.project.model import Answer
from rai_desktop.project.register import Dismissal, Risk
from rai_desktop.project.reviewing import Meaning
from rai_desktop.questionnaire import catalog
from rai_desktop.review.keys import fingerprint, make_key
from rai_desktop.review.requests import with_request_closed
from rai_desktop.review.signing import Intent, sign, target
from rai_desktop.risks.changes import with_dismissal, with_risk
from tests.gui.test_reach import nameless, unread_order


@pytest.fixture
def system(window, project, qtbot):
    window.settings.analyst = "Rita"
    window.show_step("system")
    qtbot.wait(50)  # laid out
    return window.step


@pytest.fixture
def review(window, project):
    window.show_step("review")
    return window.step


def asides(step):
    return [each for each in step.findChildren(CommentsAside) if each.isVisibleTo(step)]


def click(qtbot, button):
    assert button.isEnabled(), button.toolTip()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def dialog(window, kind, qtbot):
    def there():
        assert [each for each in window.findChildren(kind) if each.isVisible()]

    qtbot.waitUntil(there, timeout=10_000)
    return next(each for each in window.findChildren(kind) if each.isVisible())


def in_modal(qtbot, kind, act):
    """When a dialog that waits is there, act on it; fails where it never comes."""
    done = []

    def look(tries=100):
        found = [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()]
        if found:
            act(found[0])
            done.append(True)
        elif tries:
            QTimer.singleShot(20, lambda: look(tries - 1))

    QTimer.singleShot(0, look)
    return done


def approve(document, name="Bob"):
    return sign(document, Intent(meaning=Meaning.APPROVED, name=name), target(document))


# --- comments -------------------------------------------------------------------------------------------------


def test_a_comment_is_written_replied_to_and_resolved_by_keyboard(system, session, qtbot):
    aside = asides(system)[0]
    assert aside.fold.button.text() == "Add a comment"
    aside.fold.button.setFocus()
    qtbot.keyClick(aside.fold.button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is aside.field)
    qtbot.keyClicks(aside.field, "Whose decision is it?")
    qtbot.keyClick(aside.field, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is aside.adding
    qtbot.keyClick(aside.adding, Qt.Key.Key_Space)
    (comment,) = session.project.comments.values()
    assert (comment.text, comment.who, comment.when.endswith("+00:00")) == ("Whose decision is it?", "Rita", True)
    assert comment.about.startswith("answer:system_profile/")
    assert aside.fold.button.text() == "1 comment, 1 open"
    card = aside.said.cards[0]
    card.reply.setFocus()
    qtbot.keyClick(card.reply, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: card.field.isVisible() and card.field.hasFocus())
    qtbot.keyClicks(card.field, "The head of lending.")
    qtbot.keyClick(card.field, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is card.reply
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert [each.text for each in next(iter(session.project.comments.values())).replies] == ["The head of lending."]
    card = aside.said.cards[0]
    card.resolving.setFocus()
    qtbot.keyClick(card.resolving, Qt.Key.Key_Space)
    resolved = next(iter(session.project.comments.values()))
    assert (resolved.resolved_by, bool(resolved.resolved_when)) == ("Rita", True)
    assert aside.fold.button.text() == "1 comment, 0 open"
    assert aside.said.cards[0].resolving.text() == "Open again"
    session.undo()
    assert aside.fold.button.text() == "1 comment, 1 open"


def test_a_comment_half_written_is_kept_when_the_page_is_left(system, window, session, qtbot):
    aside = asides(system)[1]
    click(qtbot, aside.fold.button)
    qtbot.keyClicks(aside.field, "Not finished")
    window.show_step("inputs")
    assert [each.text for each in session.project.comments.values()] == ["Not finished"]


def test_a_reply_half_written_stays_while_others_comment(system, session, qtbot):
    aside = asides(system)[0]
    click(qtbot, aside.fold.button)
    qtbot.keyClicks(aside.field, "First")
    click(qtbot, aside.adding)
    click(qtbot, aside.said.cards[0].reply)
    qtbot.keyClicks(aside.said.cards[0].field, "Half a rep")
    qtbot.keyClicks(aside.field, "Second")
    click(qtbot, aside.adding)
    assert [card.draft() for card in aside.said.cards] == ["Half a rep", ""]


def test_an_unfolded_aside_reads_in_order_and_has_names(system, qtbot):
    aside = asides(system)[0]
    click(qtbot, aside.fold.button)
    qtbot.keyClicks(aside.field, "First")
    click(qtbot, aside.adding)
    qtbot.wait(50)
    assert nameless(system) == []
    assert unread_order(system)[1] == []


def test_comments_lead_to_their_place(system, window, session, qtbot):
    click(qtbot, asides(system)[2].fold.button)
    field = next(iter(each for each in system._fields.values() if asides(system)[2] in each.asides.widgets))
    qtbot.keyClicks(asides(system)[2].field, "Here")
    click(qtbot, asides(system)[2].adding)
    window.show_step("review")
    qtbot.wait(50)
    (button,) = [each for each in window.step.findChildren(PlaceButton) if each.isVisible()]
    assert field.question.text in button.accessibleName()
    click(qtbot, button)
    assert window.step.id == "system"
    assert field.isAncestorOf(QApplication.focusWidget())


def test_a_finding_has_comments_too_and_is_led_to(window, project, session, qtbot):
    window.show_step("inputs")
    window.step.take_table("/x/people.csv")
    qtbot.waitUntil(lambda: session.checked is not None, timeout=10_000)
    with qtbot.waitSignal(session.run_ended):
        session.start_run()
    window.show_step("findings")
    panel = window.step.findings
    other = panel.list.item(2).data(Qt.ItemDataRole.UserRole)
    panel.choose(other)
    (aside,) = asides(window.step)
    click(qtbot, aside.fold.button)
    qtbot.keyClicks(aside.field, "Too few rows")
    panel.choose(panel.list.item(0).data(Qt.ItemDataRole.UserRole))  # leaves it half-written
    assert [each.about for each in session.project.comments.values()] == [f"finding:{other}"]
    assert aside.fold.button.text() == "Add a comment"
    window.show_step("review")
    click(qtbot, window.step.findChildren(PlaceButton)[0])
    assert window.step.id == "findings"
    assert panel._chosen() == other


def test_all_comments_are_filtered(review, session, qtbot):
    for text in ("One", "Two"):
        qtbot.keyClicks(review.comments.field, text)
        click(qtbot, review.comments.adding)
    panel = review.comments
    click(qtbot, panel.said.cards[0].resolving)
    shown = {}
    for place in range(panel.filter.count()):
        panel.filter.setFocus()
        panel.filter.setCurrentIndex(place)
        panel.filter.activated.emit(place)
        shown[panel.filter.currentData()] = len(panel.said.cards)
    assert shown == {"open": 1, "resolved": 1, "all": 2}
    assert review.state(session.project).words == "1 open comment"


# --- signing --------------------------------------------------------------------------------------------------


def test_signing_asks_for_the_name_again_and_shows_what_is_signed(review, window, session, qtbot):
    assert review.state(session.project).words == "not signed yet"
    click(qtbot, review.signing)
    asked = dialog(window, SignDialog, qtbot)
    digest = target(session.document).digest
    assert any(digest[:8] in label.text() for label in asked.findChildren(type(asked.says)))
    assert nameless(asked) == []
    assert unread_order(asked)[1] == []
    assert not asked.signing.isEnabled()
    assert asked.trouble.sentence == "Type your name again, as it stands above."
    asked.meaning.setCurrentIndex(2)
    qtbot.keyClicks(asked.role, "Chief")
    qtbot.keyClicks(asked.again, "An")
    assert not asked.signing.isEnabled()
    qtbot.keyClicks(asked.again, "n")
    assert asked.trouble.isHidden()
    assert "name alone" in asked.assurance.sentence
    click(qtbot, asked.signing)
    (signature,) = session.project.signatures
    assert (signature.meaning, signature.name, signature.role, signature.digest) == ("approved", "Ann", "Chief", digest)
    assert window.settings.signing_role == "Chief"
    qtbot.waitUntil(lambda: len(review._lines) == 1)
    assert review.state(session.project) == (Done.DONE, "approved")


def test_signing_with_a_key(review, window, session, home, qtbot):
    make_key(home / "me.pem", "open sesame")
    window.settings.signing_key = str(home / "me.pem")
    click(qtbot, review.signing)
    asked = dialog(window, SignDialog, qtbot)
    qtbot.keyClicks(asked.again, "Ann")
    assert not asked.signing.isEnabled()  # the second component
    qtbot.keyClicks(asked.keys.secret, "wrong")
    click(qtbot, asked.signing)
    assert "does not open" in asked.trouble.sentence
    assert session.project.signatures == []
    asked.keys.secret.clear()
    qtbot.keyClicks(asked.keys.secret, "open sesame")
    click(qtbot, asked.signing)
    assert session.project.signatures[0].key


def test_where_the_site_demands_a_key_a_name_is_not_enough(review, window, qtbot):
    window.settings.signatures_need_key = True
    click(qtbot, review.signing)
    asked = dialog(window, SignDialog, qtbot)
    qtbot.keyClicks(asked.again, "Ann")
    assert not asked.signing.isEnabled()
    assert "by key only" in asked.assurance.sentence
    asked.close()


def test_a_key_is_made_in_the_window(review, window, home, qtbot, monkeypatch):
    click(qtbot, review.signing)
    asked = dialog(window, SignDialog, qtbot)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(home / "mine.pem"), ""))
    click(qtbot, asked.keys.making)
    made = dialog(window, NewKeyDialog, qtbot)
    qtbot.keyClicks(made.secret, "one")
    qtbot.keyClicks(made.again, "two")
    assert not made.making.isEnabled()
    made.again.clear()
    qtbot.keyClicks(made.again, "one")
    click(qtbot, made.making)
    assert (home / "mine.pem").is_file()
    assert made.told.tone == "good" and "fingerprint" in made.told.sentence
    click(qtbot, made.told.button)
    public = serialization.load_pem_public_key((home / "mine.pub.pem").read_bytes())
    assert QApplication.clipboard().text() == fingerprint(public)  # sign by sign: it is sent to others
    assert asked.keys.key() == home / "mine.pem"
    made.close()
    asked.close()


def test_a_change_while_the_dialog_is_open_is_refused(review, window, session, qtbot):
    click(qtbot, review.signing)
    asked = dialog(window, SignDialog, qtbot)
    session.apply("Changed", lambda project: __import__("msgspec").structs.replace(project, title="Other"))
    qtbot.keyClicks(asked.again, "Ann")
    click(qtbot, asked.signing)
    assert "has changed since" in asked.trouble.sentence
    assert session.project.signatures == []
    asked.close()


def test_a_later_change_is_shown_with_its_entry(review, window, session, qtbot):
    approve(session.document)
    session.document.standing_reason = "A new name"
    window.show_step("start")
    title(window, qtbot, "Another")
    assert review.state(session.project) == (Done.ATTENTION, "changed since it was signed")
    qtbot.waitUntil(lambda: "changed since" in window.rail.buttons["review"].accessibleName())
    window.show_step("review")
    text = " ".join(label.text() for label in review._lines[0].findChildren(type(review._nobody)))
    assert "Broken from entry 3" in text
    assert "Reason: “A new name”." in text


# --- a reason after approval ----------------------------------------------------------------------------------


def title(window, qtbot, text):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    field = window.step.title_field
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    window.step.analyst_field.setFocus()


@pytest.fixture
def approved(window, project, session):
    approve(session.document)
    window.show_step("start")
    return window


def test_a_reason_is_asked_and_kept(approved, session, qtbot):
    def answer(asked):
        assert not asked.changing.isEnabled()
        assert nameless(asked) == []
        qtbot.keyClicks(asked.why, "A typing mistake")
        click(qtbot, asked.changing)

    done = in_modal(qtbot, ReasonDialog, answer)
    title(approved, qtbot, "Another")
    assert done
    assert session.project.title == "Another"
    assert [row.reason for row in session.document.history()] == ["", "", "A typing mistake"]


def test_cancelling_leaves_everything_and_tells_what_was_typed(approved, session, qtbot):
    done = in_modal(qtbot, ReasonDialog, lambda asked: qtbot.keyClick(asked, Qt.Key.Key_Escape))
    title(approved, qtbot, "Typed at length")
    assert done
    assert session.project.title == "A title"
    assert approved.step.title_field.text() == "A title"
    assert "Typed at length" in approved.notice.sentence
    assert len(session.document.history()) == 2


def test_one_reason_for_what_follows(approved, session, qtbot):
    def answer(asked):
        qtbot.keyClicks(asked.why, "Audit")
        asked.stands.setFocus()
        qtbot.keyClick(asked.stands, Qt.Key.Key_Space)
        click(qtbot, asked.changing)

    assert in_modal(qtbot, ReasonDialog, answer) == []
    title(approved, qtbot, "One")
    title(approved, qtbot, "Two")
    assert session.project.title == "Two"
    assert [row.reason for row in session.document.history()[2:]] == ["Audit", "Audit"]


def test_undo_and_redo_ask_too(window, project, session, qtbot):
    window.show_step("start")
    title(window, qtbot, "Before")
    approve(session.document)
    for command, text in (("undo", "It was wrong"), ("redo", "It was right")):
        done = in_modal(qtbot, ReasonDialog, lambda asked, text=text: (qtbot.keyClicks(asked.why, text), click(qtbot, asked.changing)))
        window.menus.actions[command].trigger()
        assert done
    assert [row.reason for row in session.document.history()[-2:]] == ["It was wrong", "It was right"]


def test_a_run_asks_too_and_cancelling_runs_nothing(approved, session, engine, qtbot):
    approved.show_step("inputs")
    session.document.standing_reason = "Set up"
    approved.step.take_table("/x/people.csv")
    qtbot.waitUntil(lambda: session.checked is not None, timeout=10_000)
    session.document.standing_reason = ""
    asked_before = len(engine.asked)
    done = in_modal(qtbot, ReasonDialog, lambda asked: qtbot.keyClick(asked, Qt.Key.Key_Escape))
    session.start_run()
    assert done
    assert session.project.runs == []
    assert len(engine.asked) == asked_before
    done = in_modal(qtbot, ReasonDialog, lambda asked: (qtbot.keyClicks(asked.why, "New data"), click(qtbot, asked.changing)))
    with qtbot.waitSignal(session.run_ended):
        session.start_run()
    assert done
    qtbot.waitUntil(lambda: session.project.runs and session.project.runs[-1].status == "finished")
    assert {row.reason for row in session.document.history() if "run" in row.label or "Recorded" in row.label} == {"New data"}


def test_closing_stays_where_the_reason_was_sent_away(approved, session, qtbot):
    field = approved.step.title_field
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "Typed last")
    done = in_modal(qtbot, ReasonDialog, lambda asked: qtbot.keyClick(asked, Qt.Key.Key_Escape))
    approved.close()
    assert done
    assert approved.isVisible()
    assert session.document is not None


def test_comments_need_no_reason(approved, session, qtbot):
    approved.show_step("review")
    qtbot.keyClicks(approved.step.comments.field, "Well done")
    click(qtbot, approved.step.comments.adding)
    assert len(session.project.comments) == 1


def test_the_history_shows_reasons(approved, session, qtbot):
    session.document.standing_reason = "Audit"
    title(approved, qtbot, "Other")
    approved.commands.show_history()
    shown = dialog(approved, HistoryDialog, qtbot)
    heads = [shown.table.horizontalHeaderItem(column).text() for column in range(shown.table.columnCount())]
    assert shown.table.item(0, heads.index("Reason")).text() == "Audit"
    shown.close()


# --- requests and copies --------------------------------------------------------------------------------------


def test_a_review_is_requested_and_closed(review, window, session, qtbot):
    click(qtbot, review.requests.requesting)
    asked = dialog(window, RequestDialog, qtbot)
    assert nameless(asked) == []
    qtbot.keyClicks(asked.whom, "Rita")
    qtbot.keyClicks(asked.due, "tomorrow")
    assert not asked.asking.isEnabled()
    asked.due.clear()
    qtbot.keyClicks(asked.due, "2099-12-24")
    qtbot.keyClicks(asked.words, "The thresholds")
    click(qtbot, asked.asking)
    (request,) = session.project.requests
    assert (request.of, request.by, request.due, request.words) == ("Rita", "Ann", "2099-12-24", "The thresholds")
    assert review.state(session.project).words == "1 review requested"
    click(qtbot, next(each for each in review.findChildren(QPushButton) if each.text() == "Close …"))
    from rai_desktop.gui.dialogs.outcome import OutcomeDialog

    closing = dialog(window, OutcomeDialog, qtbot)
    click(qtbot, closing.taking)
    assert session.project.requests[0].outcome == "declined"


def test_a_review_that_is_overdue_is_told(review, window, session, qtbot):
    click(qtbot, review.requests.requesting)
    asked = dialog(window, RequestDialog, qtbot)
    qtbot.keyClicks(asked.whom, "Rita")
    qtbot.keyClicks(asked.due, "2026-01-31")
    click(qtbot, asked.asking)
    assert review.state(session.project) == (Done.ATTENTION, "1 review overdue")
    told = [label.text() for label in review.requests.findChildren(QLabel)]
    assert [each for each in told if each.endswith("Due 2026-01-31: it is overdue.")]
    request = session.project.requests[0]
    session.apply("Closed", lambda project: with_request_closed(project, request, "2026-02-03T08:00:00+00:00", "withdrawn"))
    assert review.state(session.project).words == "not signed yet"


@pytest.fixture
def copy_path(review, window, session, home, qtbot, monkeypatch):
    """A review copy, saved from the menu."""
    path = home / "for Rita.rai"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(path), ""))
    window.menus.actions["save_review_copy"].trigger()
    asked = dialog(window, RequestDialog, qtbot)
    assert asked.copying.isChecked()
    qtbot.keyClicks(asked.whom, "Rita")
    click(qtbot, asked.asking)
    assert path.is_file()
    return path


def merge(window, path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(path), ""))
    window.menus.actions["merge_review_copy"].trigger()


def test_a_review_copy_goes_out_is_worked_in_and_comes_back(copy_path, window, session, home, qtbot, monkeypatch):
    assert session.project.requests[0].of == "Rita"
    assert not window.copy_notice.isVisible()
    ours = session.document.path
    assert window.opening.open(copy_path)
    assert window.copy_notice.isVisible()
    assert "review copy for Rita" in window.copy_notice.sentence
    window.settings.analyst = "Rita"
    window.show_step("start")
    title(window, qtbot, "Theirs")
    window.show_step("review")
    qtbot.keyClicks(window.step.comments.field, "Looks right")
    click(qtbot, window.step.comments.adding)
    click(qtbot, window.step.signing)
    asked = dialog(window, SignDialog, qtbot)
    assert asked.meaning.currentData() == Meaning.REVIEWED  # what a reviewer is asked for stands there first
    assert "have read" in asked.says.text()
    qtbot.keyClicks(asked.again, "Rita")
    click(qtbot, asked.signing)
    assert window.opening.open(ours)
    assert not window.copy_notice.isVisible()
    window.settings.analyst = "Ann"
    window.show_step("start")
    title(window, qtbot, "Mine")
    merge(window, copy_path, monkeypatch)
    shown = dialog(window, MergeDialog, qtbot)
    assert nameless(shown) == []
    text = " ".join(label.text() for label in shown.findChildren(type(window.saved)))
    for words in ("Title", "A title", "Mine", "Theirs", "Ann (", "Rita (", "1 place was changed on both sides"):
        assert words in text, words
    assert [each.text() for each in shown.findChildren(QRadioButton)] == ["Keep what is here", "Take the copy's"]
    theirs = next(each for each in shown.findChildren(QRadioButton) if each.text() == "Take the copy's")
    click(qtbot, theirs)
    click(qtbot, shown.merging)
    qtbot.waitUntil(lambda: session.project.title == "Theirs")
    assert [each.text for each in session.project.comments.values()] == ["Looks right"]
    assert session.project.requests[0].outcome == "reviewed"
    (standing,) = session.reviewed().standings
    assert (standing.holds, standing.copy_of) == (True, "Rita")
    assert "is merged" in window.notice.sentence
    window.show_step("review")
    assert "Title: took the copy's, “Theirs”. Here it was “Mine”." in window.step.decisions.text()
    merge(window, copy_path, monkeypatch)
    assert "merged already" in window.notice.sentence
    session.undo()
    assert session.project.title == "Mine"


def test_a_suggestion_dismissed_here_and_taken_in_the_copy_is_shown_and_both_are_kept(
        copy_path, window, session, qtbot, monkeypatch):
    ours = session.document.path
    assert window.opening.open(copy_path)
    session.apply("Taken", with_risk("r", Risk(title="Refused wrongly", harm="No credit", suggestion="row|x")))
    assert window.opening.open(ours)
    session.apply("Dismissed", with_dismissal("row|x", Dismissal(title="Refused wrongly", reason="Caught", who="Ann", when="2026-11-20")))
    merge(window, copy_path, monkeypatch)
    shown = dialog(window, MergeDialog, qtbot)
    text = " ".join(label.text() for label in shown.findChildren(QLabel))
    for words in ("Suggested risks that are none here: Refused wrongly", "Because: Caught", "In the register:", "Harm: No credit"):
        assert words in text, words
    both = next(each for each in shown.findChildren(QRadioButton) if each.isChecked())
    assert both.text() == "Keep the risk, with a comment on why it was dismissed"
    click(qtbot, shown.merging)
    qtbot.waitUntil(lambda: "r" in session.project.risks)
    assert not session.project.dismissed
    window.show_step("review")
    assert "the risk stays in the register, with a comment" in window.step.decisions.text()


def test_that_a_copy_is_merged_is_not_said_once_the_merge_is_undone(copy_path, window, session, qtbot, monkeypatch):
    ours = session.document.path
    assert window.opening.open(copy_path)
    window.show_step("start")
    title(window, qtbot, "Theirs")
    assert window.opening.open(ours)
    window.show_step("start")
    merge(window, copy_path, monkeypatch)
    click(qtbot, dialog(window, MergeDialog, qtbot).merging)
    qtbot.waitUntil(lambda: session.project.title == "Theirs")
    session.apply("Mine", lambda project: msgspec.structs.replace(project, title="Mine"))
    assert "is merged" in window.notice.sentence
    session.undo()
    assert session.project.title == "Theirs"
    assert window.notice.isVisible()  # what was undone is another change
    session.undo()
    assert session.project.title == "A title"
    assert not window.notice.isVisible()


def test_a_strangers_file_is_refused_in_a_sentence(review, window, session, home, monkeypatch):
    Document.create(home / "other.rai", title="Other").close()
    before = session.project
    merge(window, home / "other.rai", monkeypatch)
    assert "share no history" in window.notice.sentence
    assert session.project == before


# --- the bundle -----------------------------------------------------------------------------------------------


def test_the_window_signs_bundles(window, project, session, engine, home, qtbot, monkeypatch):
    make_key(home / "me.pem", "open sesame")
    window.settings.signing_key = str(home / "me.pem")
    monkeypatch.setattr(type(engine), "_answers", lambda _self, request: [Exported(id=request.id, bundle=str(home))])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(home / "bundle"), ""))
    monkeypatch.setattr("rai_desktop.gui.widgets.pdf_preview.PdfPreview.show_file", lambda *_a: None)
    window.show_step("report")
    click(qtbot, window.step.signing)
    from rai_desktop.gui.dialogs.bundle_key import BundleKeyDialog

    asked = dialog(window, BundleKeyDialog, qtbot)
    assert nameless(asked) == []
    qtbot.keyClicks(asked.fields.secret, "wrong")
    click(qtbot, asked.going_on)
    assert "does not open" in asked.trouble.sentence
    asked.fields.secret.clear()
    qtbot.keyClicks(asked.fields.secret, "open sesame")
    click(qtbot, asked.going_on)
    request = engine.last(Export)
    assert (request.key, request.passphrase, request.out) == (str(home / "me.pem"), "open sesame", str(home / "bundle"))


def test_an_answer_that_is_taken_from_the_copy_is_shown_before_and_after(copy_path, window, session, qtbot, monkeypatch):
    def answered(document, value):
        document.apply("Answered", lambda p: msgspec.structs.replace(p, answers={"eu_ai_act": {"p_a": Answer(value=value)}}))

    with Document.open(copy_path) as copy:
        answered(copy, "yes")
    merge(window, copy_path, monkeypatch)
    shown = dialog(window, MergeDialog, qtbot)
    text = [label.text() for label in shown.findChildren(type(window.saved))]
    assert text[text.index(catalog.pack("eu_ai_act").question("p_a").text) + 1] == "(nothing) → Yes"
    shown.reject()


def test_why_a_review_cannot_be_requested_yet_is_said_without_a_mouse(review, window, qtbot):
    window.menus.actions["save_review_copy"].trigger()
    asked = dialog(window, RequestDialog, qtbot)
    assert asked.trouble.sentence == "Type a name."
    qtbot.keyClicks(asked.whom, "Rita")
    assert not asked.trouble.isVisible()
    qtbot.keyClicks(asked.due, "soon")
    assert "“soon” is not a date" in asked.trouble.sentence
    asked.reject()


def test_a_request_stays_when_no_place_for_the_copy_is_chosen(review, window, session, qtbot, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: ("", ""))
    window.menus.actions["save_review_copy"].trigger()
    asked = dialog(window, RequestDialog, qtbot)
    qtbot.keyClicks(asked.whom, "Rita")
    qtbot.keyClicks(asked.words, "Typed at length")
    click(qtbot, asked.asking)
    (request,) = session.project.requests
    assert (request.of, request.words) == ("Rita", "Typed at length")
    assert "no copy was saved" in window.notice.sentence


def test_that_nothing_was_changed_is_not_said_once_it_was(approved, session, qtbot):
    assert in_modal(qtbot, ReasonDialog, lambda asked: qtbot.keyClick(asked, Qt.Key.Key_Escape)) == []
    title(approved, qtbot, "Another")
    assert "Nothing was changed" in approved.notice.sentence
    assert approved.notice.isVisible()

    def answer(asked):
        qtbot.keyClicks(asked.why, "Now with a reason")
        click(qtbot, asked.changing)

    in_modal(qtbot, ReasonDialog, answer)
    title(approved, qtbot, "Another")
    assert session.project.title == "Another"
    assert not approved.notice.isVisible()
