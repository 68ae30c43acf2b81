"""The chapter of answers: what counts stands there with where it came from: here, another questionnaire, or last year."""

import pytest

from rai_desktop.project.model import Answer, Project
from rai_desktop.questionnaire import catalog, flow
from rai_desktop.report.answered import answer_chapter, numbered
from rai_desktop.report.blocks import Facts, Heading, Sheet, Text
from rai_desktop.report.material import gather

PACKS = ["system_profile", "system_impact"]


def told(project, title):
    """What the chapter says under a questionnaire's heading, by question."""
    found, here = {}, False
    for block in answer_chapter(gather(project, {})).blocks:
        if isinstance(block, Heading):
            here = block.text == title
        elif here and isinstance(block, Facts):
            found |= dict(block.rows)
    return found


@pytest.fixture
def shared():
    """A question of the second pack that asks what one of the first asks in words."""
    seen = flow.reading(catalog.pack("system_impact"), {})
    for id_, (_section, question) in catalog.pack("system_impact").places.items():
        for home, other in seen.linked(id_):
            if home == "system_profile" and question.kind == "text":
                return id_, other
    raise AssertionError("the shipped packs share no text")


def test_an_answer_given_elsewhere_stands_where_it_counts_with_its_origin(shared):
    here, there = shared
    project = Project(id="p", packs=PACKS, answers={"system_profile": {there: Answer(value="Said once only")}})
    pack = catalog.pack("system_impact")
    said = told(project, pack.title)[numbered(pack.question(here))]
    assert said.startswith("Said once only")
    assert catalog.pack("system_profile").title in said
    assert pack.question(here) not in flow.missing(pack, project.answers)


def test_what_is_carried_over_is_marked_until_it_is_confirmed():
    pack = catalog.pack("system_profile")
    answers = {"system_profile": {"name": Answer(value="Ada", carried="Last year")}}
    project = Project(id="p", packs=["system_profile"], answers=answers)
    assert "not confirmed" in told(project, pack.title)[numbered(pack.question("name"))]
    texts = [block.text for block in answer_chapter(gather(project, {})).blocks if isinstance(block, Text)]
    assert any("Carried over and not confirmed (1)" in text for text in texts)
    confirmed = Project(id="p", packs=["system_profile"], answers={"system_profile": {"name": Answer(value="Ada")}})
    assert told(confirmed, pack.title)[numbered(pack.question("name"))] == "Ada"


def test_so_is_an_answer_that_was_given_where_the_same_is_asked_and_carried_over(shared):
    here, there = shared
    answers = {"system_profile": {there: Answer(value="Said once only", carried="Last year")}}
    project, pack = Project(id="p", packs=PACKS, answers=answers), catalog.pack("system_impact")
    assert "not confirmed" in told(project, pack.title)[numbered(pack.question(here))]
    blocks = answer_chapter(gather(project, {})).blocks
    unconfirmed = [after.items for text, after in zip(blocks, blocks[1:], strict=False)
                   if isinstance(text, Text) and text.text.startswith("Carried over and not confirmed")]
    assert any(pack.question(here).text in each for each in unconfirmed)


def test_a_row_that_says_nothing_in_the_columns_there_are_is_no_empty_line():
    pack = catalog.pack("accountability")
    table = next(question for _section, question in pack.places.values() if question.columns and not question.feeds)
    held = [{"a_column_that_is_gone": "Ann"}, {table.columns[0].id: "Bob", "a_column_that_is_gone": "Eve"}]
    project = Project(id="p", packs=[pack.id], answers={pack.id: {table.id: Answer(value=held)}})
    sheets = [block for block in answer_chapter(gather(project, {})).blocks if isinstance(block, Sheet) and block.title == table.text]
    assert [row[0] for sheet in sheets for row in sheet.rows] == ["Bob"]
    assert not any("Eve" in cell for sheet in sheets for row in sheet.rows for cell in row)


@pytest.mark.parametrize(("question", "old"), [
    ("stakeholders", "Applicants, and their families"), ("name", [{"who": "Ada", "part": "Maker"}]),
    ("uses", ["credit", "rent"]), ("stage", [{"a": "pilot"}])])
def test_an_old_answer_that_does_not_fit_the_question_any_more_is_told_and_no_blank(question, old):
    pack = catalog.pack("system_profile")
    answers = {"system_profile": {question: Answer(value=old, note="Of 2024")}}
    said = told(Project(id="p", packs=["system_profile"], answers=answers), pack.title)[numbered(pack.question(question))]
    for word in [old] if isinstance(old, str) else [cell for each in old for cell in (each.values() if isinstance(each, dict) else [each])]:
        assert word in said
    assert "It is kept, and does not count" in said
    assert "Of 2024" in said
