"""Above the questions stand what they come to: a tier, or points and a level, with reasons and demands to unfold."""

import tempfile
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from rai_desktop.project.model import Answer
from rai_desktop.questionnaire import catalog
from tests.unit.questionnaire.test_canada import VECTORS


@pytest.fixture
def show(window, project, session):
    def shown(pack, answers):
        session.document.apply("Answered", lambda known: msgspec.structs.replace(
            known, packs=[pack], answers={pack: {id_: Answer(value=value) for id_, value in answers.items()}}))
        window.show_step("system")
        window.step.show_section(pack, catalog.pack(pack).sections[0].id)
        return window.step

    return shown


def create_example_answers():
    """What the example's bank answered."""
    from rai_desktop.project.example import create_example

    with tempfile.TemporaryDirectory() as folder:
        document = create_example(Path(folder) / "e.rai")
        try:
            return {id_: each.value for id_, each in document.project.answers["eu_ai_act"].items()}
        finally:
            document.close()


def said(part):
    """The words of its labels, without the places where a long one may break."""
    return [label.text().replace("\u200b", "") for label in part.findChildren(QLabel) if label.isVisibleTo(part) and label.text()]


def test_canadas_level_its_points_and_what_it_asks_for(show, qtbot):
    case = next(each for each in VECTORS if each["completed"][3] == 3)
    step = show("canada_aia", case["answers"])
    assert step.score.isVisible()
    assert not step.tier.isVisible()
    assert "Level III: high impact" in step.score.title.text()
    assert f"Raw impact: {case['completed'][0]} of 167 points" in step.score.sentence.text()
    qtbot.mouseClick(step.score.more.button, Qt.MouseButton.LeftButton)
    words = said(step.score)
    assert "Risk profile" in words
    assert "Gender-based Analysis Plus" in words
    assert "Deputy head." in words


def test_another_answer_gives_other_points(show, session):
    step = show("altai", {})
    assert step.score.title.text() == "No answers yet"
    question = next(q for _s, q in catalog.pack("altai").places.values() if any(o.points for o in q.options))
    best = max(question.options, key=lambda each: each.points)
    session.document.apply("One more", lambda known: msgspec.structs.replace(
        known, answers={"altai": {question.id: Answer(value=[best.id] if question.kind == "multiple" else best.id)}}))
    assert step.score.title.text() == "So far: Points"
    assert f"{best.points:g} of" in step.score.sentence.text()


def test_a_pack_without_points_or_tier_has_neither_card(show):
    step = show("system_profile", {})
    assert not step.score.isVisible()
    assert not step.tier.isVisible()


def test_a_tier_that_is_only_not_ruled_out_is_no_verdict(show):
    step = show("eu_ai_act", {})
    assert step.tier.title.text() == "Not ruled out so far: Prohibited practice"
    assert step.tier.property("tone") == "unknown"
    assert "_" not in " ".join(said(step.tier))


def test_duties_and_marks_are_told_in_words(show, qtbot):
    step = show("eu_ai_act", {})
    qtbot.mouseClick(step.tier.more.button, Qt.MouseButton.LeftButton)
    words = said(step.tier)
    assert "Also not ruled out" in words
    assert not [each for each in words if "eu_ai_act:" in each or "FRIA_REQUIRED" in each or "TRANSPARENCY_50" in each]
    assert any("EU AI Act Art.4" in each for each in words)


def test_what_is_not_certain_is_not_told_as_certain(show, qtbot):
    """Duties, roles and coming changes of a tier, and the day and version it is by."""
    step = show("eu_ai_act", {"ai_system": "yes", "eu_nexus": "yes", "excluded": ["none"], "roles": ["provider", "unknown"],
                              "p_ba": "yes"})
    qtbot.mouseClick(step.tier.more.button, Qt.MouseButton.LeftButton)
    words = said(step.tier)
    tier = step.session.standing.tier(catalog.pack("eu_ai_act"), step.session.project.answers)
    for duty in tier.duties:
        line = next(each for each in words if each.startswith(duty.text))
        assert line.replace(duty.note, "").strip().endswith("(not ruled out)") is not duty.certain
        assert duty.note in line
    assert any(not duty.certain for duty in tier.duties)
    for role in tier.roles:
        assert (role.title if role.certain else f"{role.title} (not ruled out)") in words
    assert {each.date for each in tier.changes} <= set(words)
    assert any(tier.on in each and tier.version in each for each in words)
    assert f"and {len(tier.open) - 12} more" in words


def test_answers_that_rule_a_worse_tier_out_stand_apart(show, session):
    sample = create_example_answers()
    step = show("eu_ai_act", sample)
    step.tier.more.open()
    words = said(step.tier)
    tier = session.standing.tier(catalog.pack("eu_ai_act"), session.project.answers)
    because, ruled, after = (words.index(each) for each in ("Because", "A worse tier is ruled out because", "Still open"))
    shown = {each.text: next(at for at, word in enumerate(words) if word.startswith(each.text)) for each in tier.reasons}
    assert because < ruled < after
    for reason in tier.reasons:
        assert (ruled < shown[reason.text] < after) is bool(reason.rules_out)


def test_the_number_in_the_source_stands_under_its_question(show):
    step = show("canada_aia", {})
    asked = catalog.pack("canada_aia").sections[0].questions
    shown = [each for each in asked if each.id in step._fields]
    assert len(shown) > 1
    for question in shown:
        assert any(f"No. {question.source_id} in the source" in each for each in said(step._fields[question.id]))
