"""Files of the site that were changed while the program runs hold from the next assessment that is opened."""

import msgspec
import pytest

from rai_desktop.engine.protocol import Exported
from rai_desktop.gui.dialogs.packs import PacksDialog
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.paths import resource, site_dir
from rai_desktop.project.document import Document
from rai_desktop.questionnaire import catalog
from tests.gui.test_editions import FIRST, SECOND, answered


def put(text, name="house.toml"):
    folder = site_dir() / "questionnaires"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def reopened(window, session, qtbot):
    path = session.document.path
    session.leave()
    session.take(Document.open(path))
    qtbot.wait(20)
    window.show_step("system")
    return window.step


def test_a_newer_pack_put_in_meanwhile_shows_what_changed_and_asks_its_questions(window, project, session, qtbot):
    put(FIRST)
    reopened(window, session, qtbot)
    before = dict(answered(window, session, owner="Ann", often="year", seat="Hall", public="no").session.project.answers["house"])
    put(SECOND)
    step = reopened(window, session, qtbot)
    assert "New questions: 1, gone: 1, asked otherwise: 3" in step.news.changed.sentence
    assert [each.id for each in step._fields["often"].question.options] == ["week", "month"]
    assert "Hall" in step.news._gone.text()
    assert session.project.answers["house"] == before


def test_other_words_of_the_same_questions_are_shown(window, project, session, qtbot):
    put(FIRST)
    reopened(window, session, qtbot)
    answered(window, session, owner="Ann")
    put(FIRST.replace('version = "1"', 'version = "2"').replace("Weekly", "Every week"))
    step = reopened(window, session, qtbot)
    assert step._fields["often"].question.options[0].text == "Every week"


def test_a_pack_taken_out_meanwhile_keeps_its_answers_and_comes_back(window, project, session, qtbot):
    put(FIRST)
    reopened(window, session, qtbot)
    before = dict(answered(window, session, owner="Ann").session.project.answers["house"])
    (site_dir() / "questionnaires" / "house.toml").unlink()
    step = reopened(window, session, qtbot)
    assert "house" in step.news.missing.sentence
    assert session.project.answers["house"] == before
    put(FIRST)
    assert not reopened(window, session, qtbot).news.missing.isVisible()


def test_what_nobody_changed_is_not_read_again(window, project, session, qtbot):
    put(FIRST)
    reopened(window, session, qtbot)
    known = catalog.pack("house")
    reopened(window, session, qtbot)
    assert catalog.pack("house") is known


def test_the_window_goes_by_the_files_that_the_bundle_is_written_from(window, project, session, engine, home, qtbot, monkeypatch):
    put(FIRST)
    reopened(window, session, qtbot)
    step = answered(window, session, owner="Ann", often="year")
    put(SECOND)
    assert [each.id for each in catalog.pack("house").sections[0].questions][2] == "seat"
    told = []
    session.told.connect(told.append)
    monkeypatch.setattr(type(engine), "_answers", lambda _self, request: [Exported(id=request.id, bundle=str(home))])
    monkeypatch.setattr("rai_desktop.gui.widgets.pdf_preview.PdfPreview.show_file", lambda *_a: None)
    window.show_step("report")
    window.step.export_to(home / "bundle")
    assert [each.id for each in catalog.pack("house").sections[0].questions][2] == "rooms"
    qtbot.waitUntil(lambda: len(told) == 2)
    assert "Files of your site were changed meanwhile" in told[0]
    window.show_step("system")
    assert "New questions: 1" in step.news.changed.sentence
    told.clear()
    window.show_step("report")
    window.step.export_to(home / "bundle")
    qtbot.waitUntil(lambda: bool(told))
    assert "Files of your site" not in told[0]


def test_rules_of_risks_changed_meanwhile_suggest_anew_once_the_bundle_is_written(window, project, session, engine, home, qtbot, monkeypatch):
    put(FIRST)
    reopened(window, session, qtbot)
    answered(window, session, often="year")
    window.show_step("risks")
    step = window.step
    assert [each.title for each in step._open(session.project)] == []
    (site_dir() / "risks").mkdir()
    (site_dir() / "risks" / "house.toml").write_text(
        '[[rules]]\nid = "seldom"\ntitle = "Seen too late"\nwhen = { question = "house/often", is = ["year"] }\n', encoding="utf-8")
    monkeypatch.setattr(type(engine), "_answers", lambda _self, request: [Exported(id=request.id, bundle=str(home))])
    session.export_bundle(home / "bundle", lambda _done: None, lambda _done: None)
    assert [each.title for each in step._open(session.project)] == ["Seen too late"]
    assert step.tabs.tabText(2) == "Suggested (1)"


@pytest.mark.expects_log
def test_files_of_risks_that_cannot_be_read_are_told_on_the_page_of_risks(window, project, session, qtbot):
    for folder in ("risks", "risk_scales"):
        (site_dir() / folder).mkdir(parents=True)
        (site_dir() / folder / "house.toml").write_text("id = 1\n", encoding="utf-8")
    reopened(window, session, qtbot)
    window.show_step("risks")
    unread = window.step.unread
    assert unread.isVisible() and unread.tone == "warn"
    assert str(site_dir() / "risks" / "house.toml") in unread.sentence
    assert str(site_dir() / "risk_scales" / "house.toml") in unread.sentence
    put_risk_scale(session)
    assert str(site_dir() / "risk_scales" / "house.toml") in window.step.problem.sentence
    assert "risk_scales" not in unread.sentence  # it is told once
    for folder in ("risks", "risk_scales"):
        (site_dir() / folder / "house.toml").unlink()
    reopened(window, session, qtbot)
    window.show_step("risks")
    assert not unread.isVisible()


def put_risk_scale(session):
    session.apply("scale", lambda project: msgspec.structs.replace(project, risk_scale="house"))


@pytest.mark.expects_log
def test_a_file_of_suggestions_that_cannot_be_read_is_told_where_questionnaires_are_chosen(window, project, session, qtbot):
    (site_dir() / "suggestions").mkdir(parents=True)
    (site_dir() / "suggestions" / "house.toml").write_text("[[rules", encoding="utf-8")
    reopened(window, session, qtbot).choose_packs()
    asked = window.findChild(PacksDialog)
    said = [each.sentence for each in asked.findChildren(Notice) if each.isVisible()]
    assert len(said) == 1 and str(site_dir() / "suggestions" / "house.toml") in said[0]
    asked.reject()


def test_policies_put_in_meanwhile_are_offered_and_one_with_a_mistake_is_told(window, project, session, qtbot):
    window.show_step("assessments")
    offered = window.step.run.policy
    assert offered.findData("house") < 0
    folder = site_dir() / "policies"
    folder.mkdir(parents=True)
    shipped = (resource("policies") / "default.toml").read_text(encoding="utf-8")
    (folder / "house.toml").write_text(shipped.replace('id = "default"', 'id = "house"', 1), encoding="utf-8")
    (folder / "torn.toml").write_text("id = ", encoding="utf-8")
    reopened(window, session, qtbot)
    window.show_step("assessments")
    assert offered.findData("house") >= 0
    assert "The policy torn.toml has a mistake" in window.step.unread.sentence
    session.apply("Policy", lambda project: msgspec.structs.replace(project, plan=msgspec.structs.replace(project.plan, policy="torn")))
    assert offered.currentData() == "torn"
    session.apply("Policy", lambda project: msgspec.structs.replace(project, plan=msgspec.structs.replace(project.plan, policy="house")))
    assert (offered.currentData(), offered.findData("torn")) == ("house", -1)
