"""A re-assessment made from last year's, by the menu and page by page: what comes along, what waits, what stays behind."""

import datetime as dt

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from rai_desktop.cli import main
from rai_desktop.findings.finding import Response
from rai_desktop.gui.widgets.date_line import today
from rai_desktop.project import links
from rai_desktop.project.document import Document
from rai_desktop.project.model import Answer, Attachment, FileRef, Run
from rai_desktop.project.register import Acceptance, Action, Risk, Treatment
from rai_desktop.project.reviewing import Comment, Meaning, ReviewRequest
from rai_desktop.review.signing import Intent, sign, target
from rai_desktop.risks.register import State, state
from rai_desktop.risks.scale import load_scale

GONE_BY = (today() - dt.timedelta(days=30)).isoformat()
AHEAD = (today() + dt.timedelta(days=30)).isoformat()
SCALE = load_scale("default")


@pytest.fixture
def last_year(home):
    path = home / "last.rai"
    with Document.create(path, title="Loans 2025", analyst="Ann") as document:
        letter = FileRef(path="letter.txt", sha256=document.keep(b"a letter"), size=8)
        document.apply("Put in", lambda p: msgspec.structs.replace(
            p, packs=["system_profile"],
            answers={"system_profile": {"name": Answer(value="Scorer", evidence=[Attachment(note="See", file=letter)])}},
            comments={"c": Comment(about="", who="Bob", when="2025-01-01T00:00:00+00:00", text="Last year's remark")},
            requests=[ReviewRequest(by="Ann", of="Bob", when="2025-01-01T00:00:00+00:00", words="Please")],
            responses={"f": Response(comment="Answered last year")},
            runs=[Run(id="r", started="2025-01-01T00:00:00Z", ended="2025-01-01T00:01:00Z", status="finished")],
            risks={"taken": Risk(title="Debt", severity="serious", likelihood="likely", treatment=Treatment.ACCEPT,
                                 sources=[links.answer("system_profile", "name"), links.finding("f")],
                                 acceptance=Acceptance(reason="Rare", who="Board", when="2025-02-01")),
                   "late": Risk(title="Refused", treatment=Treatment.REDUCE, due=GONE_BY, plan="x", owner="y")},
            actions={"done": Action(title="Asked", done="2025-03-01", due="2025-03-01"),
                     "late": Action(title="Ask again", due=GONE_BY), "ahead": Action(title="Look", due=AHEAD)}))
        sign(document, Intent(meaning=Meaning.REVIEWED, name="Bob"), target(document))
    return path


@pytest.fixture
def this_year(window, session, last_year, home, qtbot, monkeypatch):
    assert window.opening.open(last_year)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(home / "this.rai"), ""))
    window.menus.actions["new_from"].trigger()
    qtbot.waitUntil(lambda: session.document is not None and session.document.path.name == "this.rai", timeout=10_000)
    return window


def said(widget):
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_the_window_says_what_waits(this_year):
    words = this_year.notice.sentence
    for part in ("1 answer was carried over and is to be confirmed.", "1 acceptance of a risk is to be confirmed.",
                 "2 due dates of risks and actions have passed.", "Choose data and model anew."):
        assert part in words, words


def test_nothing_that_was_said_of_last_years_comes_along(this_year, session, qtbot):
    project = session.project
    assert (project.comments, project.requests, project.signatures, project.responses, project.runs, project.merges) == (
        {}, [], [], {}, [], [])
    this_year.show_step("review")
    qtbot.wait(20)
    words = said(this_year.step)
    assert "Nobody has signed yet" in words
    assert "Last year's remark" not in words
    assert "Bob" not in words
    this_year.show_step("findings")
    assert "Answered last year" not in said(this_year.step)
    this_year.show_step("assessments")
    assert this_year.step.state(project).words == "not run yet"


def test_the_attached_file_comes_with_its_answer(this_year, session):
    answer = session.project.answers["system_profile"]["name"]
    assert session.document.read(answer.evidence[0].file.sha256) == b"a letter"
    assert "Loans 2025" in answer.carried
    this_year.show_link(links.answer("system_profile", "name"))
    assert this_year.step._fields["name"].evidence.attachments()[0].note == "See"


def test_an_acceptance_counts_only_once_it_is_confirmed(this_year, session, qtbot):
    assert state(SCALE, session.project.risks["taken"]) is State.OPEN
    this_year.show_link(links.risk("taken"))
    fields = this_year.step.register.card.acceptance
    qtbot.waitUntil(lambda: fields.confirm.isVisible() and fields.confirm.height() > 4)
    assert "Does it still hold?" in fields.said.text()
    qtbot.mouseClick(fields.confirm, Qt.MouseButton.LeftButton)
    assert state(SCALE, session.project.risks["taken"]) is State.ACCEPTED
    assert session.project.risks["taken"].acceptance.when == today().isoformat()


def test_what_was_done_is_not_open_and_what_is_late_is_told(this_year, session, qtbot):
    assert {action.title for action in session.project.actions.values()} == {"Ask again", "Look"}
    this_year.show_step("risks")
    qtbot.wait(50)
    assert "overdue" in this_year.step.state(session.project).words


def test_the_command_line_says_the_same(last_year, home, capsys):
    assert main(["new", str(home / "next.rai"), "--from", str(last_year)]) == 0
    words = capsys.readouterr().err
    for part in ("1 answer was carried over and is to be confirmed.", "1 acceptance of a risk is to be confirmed.",
                 "2 due dates of risks and actions have passed."):
        assert part in words
