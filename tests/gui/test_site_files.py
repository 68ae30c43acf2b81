"""Files of the site that were changed while the program runs hold from the next assessment that is opened."""

from rai_desktop.paths import site_dir
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
