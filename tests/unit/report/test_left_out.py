"""What of the answers no questionnaire asks for here is told in the report, and never left out without a word."""

import msgspec
import pytest

from rai_desktop.paths import site_dir
from rai_desktop.project.document import new_project
from rai_desktop.project.model import Answer
from rai_desktop.questionnaire import catalog
from rai_desktop.report import html
from rai_desktop.report.content import build
from rai_desktop.report.material import gather

PACK = """
id = "house"
title = "House rules"
version = "2"
as_of = 2026-01-01
[[sections]]
id = "s"
title = "S"
[[sections.questions]]
id = "owner"
type = "text"
text = "Who answers for it?"
"""


@pytest.fixture
def report():
    """The report of a project that answered two questions of version 1, as words."""
    one = msgspec.structs.replace(
        new_project("A"), packs=["system_profile", "house"], pack_versions={"house": "1"},
        answers={"house": {"owner": Answer(value="Ann"), "seat": Answer(value="Hall")}})

    def words(pack):
        folder = site_dir() / "questionnaires"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "house.toml").write_text(pack, encoding="utf-8")
        catalog.forget()
        return html.render(build(gather(one, {})))

    return words


def test_a_newer_version_and_what_it_asks_no_more(report):
    said = report(PACK)
    assert "It was answered under version 1; what is asked here is that of version 2." in said
    assert "1 answer to what is no longer asked is kept and does not count: seat." in said


@pytest.mark.expects_log
def test_a_questionnaire_that_cannot_be_read_is_told_on_the_first_page_and_among_the_answers(report):
    said = report(PACK.replace('"text"', '"texts"'))
    assert said.count("The questionnaire house is in use, and not on this computer or its file cannot be read: 2 answers") == 2


def test_of_a_questionnaire_as_it_was_answered_nothing_is_told(report):
    assert "answered under version" not in report(PACK.replace('"2"', '"1"'))
