"""Above the questions stand what they come to: a tier, or points and a level, with reasons and demands to unfold."""

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


def said(part):
    return [label.text() for label in part.findChildren(QLabel) if label.isVisibleTo(part) and label.text()]


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
