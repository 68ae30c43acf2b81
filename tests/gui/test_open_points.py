"""Before an assessment is handed over: the page Report tells what other pages call open, and says that nothing is only then."""

import msgspec

from rai_desktop.engine import protocol
from rai_desktop.project.model import ResultRef, Run
from rai_desktop.project.register import Risk, Treatment
from rai_desktop.project.reviewing import Comment, ReviewRequest
from rai_desktop.questionnaire import catalog
from rai_desktop.questionnaire.flow import missing

WHEN = "2026-11-20T08:00:00+00:00"
WHOLE = Risk(title="Wrong dose", severity="minor", likelihood="rare", treatment=Treatment.AVOID, plan="Two pairs",
             owner="Ann", due="2999-01-01")


def said(window, session, **parts):
    session.apply("Parts", lambda p: msgspec.structs.replace(p, **parts))
    window.show_step("report")
    return window.step.open_points.text()


def test_risks_comments_and_requests_that_wait_are_told(window, session, project):
    waiting = {"risks": {"a": Risk(title="Late care"), "b": WHOLE}, "requests": [ReviewRequest(of="Bob", by="Ann", when=WHEN)],
               "comments": {"c": Comment(about="", who="Ann", when=WHEN, text="Why?")}}
    words = said(window, session, **waiting)
    assert "1 risk in the register still lacks something." in words
    assert "1 comment is open." in words
    assert "1 request for a review is not answered yet." in words
    done = Comment(about="", who="Ann", when=WHEN, text="Why?", resolved_when=WHEN)
    words = said(window, session, risks={"b": WHOLE}, requests=[], comments={"c": done})
    assert "risk" not in words and "comment" not in words and "request" not in words


def test_a_run_that_was_cut_short_is_told(window, session, project, engine):
    run = Run(id="r", started=WHEN, ended=WHEN, status="died", results={"fairness": ResultRef(sha256="", status="finished")})
    assert "The last run was cut short." in said(window, session, runs=[run])
    assert "cut short" not in said(window, session, runs=[msgspec.structs.replace(run, status="finished")])


def test_what_is_overdue_is_told(window, session, project):
    late = msgspec.structs.replace(WHOLE, due="2020-01-01")
    assert "1 risk or action is overdue." in said(window, session, risks={"a": late})


def test_the_questions_on_the_page_system_are_counted_where_no_questionnaire_is_chosen(window, session, project):
    words = said(window, session, packs=[], answers={})
    needed = sum(len(missing(catalog.pack(id_), {})) for id_ in ("system_profile", "eu_ai_act"))
    assert f"{needed} of them must be answered" in words


def test_a_bundle_is_called_exported_only_of_what_stands_here_now(window, session, project, engine, home, qtbot, monkeypatch):
    monkeypatch.setattr(type(engine), "_answers", lambda _self, request: [protocol.Exported(id=request.id, bundle=str(home))])
    monkeypatch.setattr("rai_desktop.gui.widgets.pdf_preview.PdfPreview.show_file", lambda *_a: None)
    window.show_step("report")
    step = window.step
    step.export_to(home / "bundle")
    qtbot.waitUntil(lambda: step.state(session.project).words == "exported")
    assert not step.outdated.isVisible()
    session.apply("Title", lambda p: msgspec.structs.replace(p, title="Another"))
    assert step.outdated.isVisible()
    assert step.state(session.project).words == "changed since the export"
    session.undo()
    assert not step.outdated.isVisible()
    assert step.state(session.project).words == "exported"
