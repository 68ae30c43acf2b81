"""The words of a questionnaire are kept with its first answers, also where no person typed them in the window."""

import msgspec
import pytest

from rai_desktop.cli import main
from rai_desktop.project.document import Document
from rai_desktop.project.example import create_example
from rai_desktop.project.first_words import with_first_words
from rai_desktop.project.model import Answer
from rai_desktop.questionnaire import catalog
from rai_desktop.questionnaire.editions import Edition, changes

PACK = """id = "house_rules"
title = "House rules"
version = "{version}"
as_of = 2026-11-01
[[sections]]
id = "who"
title = "Who answers"
[[sections.questions]]
id = "{id}"
type = "text"
text = "Who owns it?"
"""


@pytest.fixture
def site(tmp_path, monkeypatch):
    monkeypatch.setenv("RAI_SITE", str(tmp_path / "site"))
    monkeypatch.setenv("RAI_HOME", str(tmp_path / "home"))
    (tmp_path / "site" / "questionnaires").mkdir(parents=True)

    def write(version, id_):
        (tmp_path / "site" / "questionnaires" / "house_rules.toml").write_text(PACK.format(version=version, id=id_))
        catalog.forget()

    write("1", "owner")
    yield write
    catalog.forget()


def kept(document):
    return msgspec.json.decode(document.read(document.project.pack_editions["house_rules"]), type=Edition)


def test_answers_brought_by_a_form_are_told_of_when_the_questionnaire_changes(site, tmp_path):
    with Document.create(tmp_path / "a.rai", title="A", analyst="Ann"):
        pass
    (tmp_path / "form.json").write_text('{"house_rules": {"owner": "Bob"}}')
    main(["questionnaire", "fill", str(tmp_path / "a.rai"), "--from", str(tmp_path / "form.json"), "--yes", "--overwrite"])
    site("2", "name")
    with Document.open(tmp_path / "a.rai") as document:
        assert document.project.answers["house_rules"]["owner"].value == "Bob"
        assert document.project.pack_versions["house_rules"] == "1"
        found = changes(kept(document), catalog.pack("house_rules"))
        assert (found.before, found.now, found.gone) == ("1", "2", ["Who owns it?"])
        again = with_first_words(document, document.project)  # what is kept already is left alone
        assert again == document.project


def test_answers_given_under_another_version_do_not_get_todays_words(site, tmp_path):
    with Document.create(tmp_path / "a.rai", title="A", analyst="Ann") as document:
        project = msgspec.structs.replace(document.project, pack_versions={"house_rules": "0"},
                                          answers={"house_rules": {"owner": Answer(value="Bob")}, "gone": {"x": Answer(value="y")}})
        assert with_first_words(document, project) == project


def test_the_example_has_the_words_of_its_questionnaires(site, tmp_path):
    with create_example(tmp_path / "example" / "e.rai") as document:
        assert set(document.project.pack_editions) == set(document.project.answers) == set(document.project.pack_versions)
