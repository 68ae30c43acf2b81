"""What contradicts another answer is told above both questions, with a way from one to the other, and nothing is changed."""

import msgspec
import pytest
from PySide6.QtCore import Qt

from rai_desktop.project.model import Answer
from rai_desktop.questionnaire import catalog
from rai_desktop.report.content import build
from rai_desktop.report.material import gather

SAID = {
    "system_profile": {"consequence": Answer(value=["none"])},
    "system_impact": {"injury": Answer(value="yes")},
}
SENTENCE = "It is told that the output means nothing for a person, and that a use is sensitive."


@pytest.fixture
def step(window, project, session, qtbot):
    """Two answers that do not go together."""
    window.resize(1280, 900)
    window.show_step("system")
    window.step.answering.use(["system_profile", "system_impact"])
    session.apply("Answers", lambda project: msgspec.structs.replace(project, answers=SAID))
    qtbot.wait(30)
    return window.step


def told(step, question):
    return [notice for notice in step._fields[question]._notices if SENTENCE in notice.sentence]


def test_it_stands_above_both_questions_and_leads_from_one_to_the_other(step, qtbot, session):
    pack = "system_impact"
    section = next(each.section.id for each in session.standing.sections(catalog.pack(pack), SAID)
                   if any(question.id == "injury" for question in each.questions))
    step.show_section(pack, section)
    (notice,) = told(step, "injury")
    assert "“What can its output mean for a person?” in “System profile and intended uses”" in notice.sentence
    assert not told(step, "life")
    qtbot.mouseClick(notice.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "consequence" in step._fields)
    (notice,) = told(step, "consequence")
    assert "“Can it lead to injury of body or mind?”" in notice.sentence
    assert {pack: dict(own) for pack, own in session.project.answers.items()} == SAID


def test_it_goes_with_the_answer_and_is_silent_about_packs_out_of_use(step, qtbot, session):
    step.show_section("system_profile", "people")
    assert told(step, "consequence")
    step.answering.use(["system_profile"])
    assert not told(step, "consequence")
    step.answering.use(["system_profile", "system_impact"])
    assert told(step, "consequence")
    step.answering.answer(catalog.pack("system_profile"), "consequence", Answer(value=["injury"]))
    assert not told(step, "consequence")


def test_the_report_tells_it_in_both_chapters(step, session):
    found = str(build(gather(session.project, {})))
    assert found.count(SENTENCE) == 2
    assert "It rests on “{}” in “System profile and intended uses”; “{}” in".format(*(
        catalog.pack(pack).question(id_).text for pack, id_ in (("system_profile", "consequence"), ("system_impact", "injury")))) in found
