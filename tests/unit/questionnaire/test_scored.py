"""Scores in words: checked against a hand-worked pack and Canada's published vectors."""

import datetime as dt

import msgspec
import pytest

from rai_desktop.project.model import Answer
from rai_desktop.questionnaire import catalog, flow
from rai_desktop.questionnaire.question import Pack
from rai_desktop.questionnaire.scored import of_most, scored
from rai_desktop.questionnaire.scoring import score
from tests.unit.questionnaire.test_canada import VECTORS

OPTIONS = [{"id": "none", "text": "None", "points": 0}, {"id": "some", "text": "Some", "points": 4}]
PACK = msgspec.convert({
    "id": "own", "title": "Own", "version": "1", "as_of": dt.date(2026, 1, 1),
    "scoring": {
        "total": "risk", "scores": {"risk": {"title": "Risk"}, "care": {"title": "Care"}},
        "deduction": {"score": "care", "reach": 0.5, "share": 0.25}, "obligation_titles": {"tell": "Telling"},
        "levels": [{"id": "low", "title": "Low", "up_to": 0.5, "obligations": {"tell": "Tell nobody.", "keep": "Keep it."}},
                   {"id": "high", "title": "High", "obligations": {"tell": "Tell everybody."}}]},
    "sections": [
        {"id": "a", "title": "First", "score": "risk", "questions": [
            {"id": "q1", "type": "single", "text": "?", "options": OPTIONS},
            {"id": "q2", "type": "single", "text": "?", "options": OPTIONS}]},
        {"id": "b", "title": "Second", "score": "care", "questions": [
            {"id": "q3", "type": "single", "text": "?", "options": OPTIONS,
             "show_if": {"question": "q1", "is": ["some"]}}]}]}, Pack)


def told(**values):
    return scored(PACK, {"own": {id_: Answer(value=value) for id_, value in values.items()}})


def test_before_any_answer_no_level_is_named():
    found = told()
    assert found.headline == "No answers yet"
    assert found.obligations == []
    assert found.lines[-1] == "2 questions are open. What has no answer counts no points so far."
    assert found.sections == [("First", "Risk: 0 of 8 points (0 %); 2 open")]  # the other section is not asked


def test_with_open_questions_the_level_is_so_far():
    found = told(q1="some")
    assert found.headline == "So far: Low"
    assert found.lines == [
        "Risk: 4 of 8 points (50 %)", "Care: 0 of 4 points (0 %)",
        "From 50 % of the points of “Care” on, 25 % would be taken off.",
        "2 questions are open. What has no answer counts no points so far."]
    assert found.sections == [("First", "Risk: 4 of 8 points (50 %); 1 open"), ("Second", "Care: 0 of 4 points (0 %); 1 open")]


def test_a_deduction_is_told_with_what_it_leaves():
    found = told(q1="some", q2="some", q3="some")
    assert found.certain
    assert found.headline == "High"
    assert found.lines == [
        "Risk: 8 of 8 points (100 %)", "Care: 4 of 4 points (100 %)",
        "“Care” reaches 50 % of its points, so 25 % is taken off, which leaves 6 of 8 points (75 %)."]
    assert found.obligations == [("Telling", "Tell everybody.")]


def test_an_obligation_without_a_title_goes_by_its_id():
    assert told(q1="none", q2="none").obligations == [("Telling", "Tell nobody."), ("keep", "Keep it.")]


def test_a_pack_without_points_has_nothing_to_tell():
    assert scored(catalog.pack("system_profile"), {}) is None


@pytest.mark.parametrize("case", VECTORS[::6], ids=lambda case: case["name"])
def test_canadas_words_are_those_of_its_score(case):
    pack = catalog.pack("canada_aia")
    answers = {"canada_aia": {id_: Answer(value=value) for id_, value in case["answers"].items()}}
    found, numbers = scored(pack, answers), score(pack, answers)
    assert found.title == numbers.level_title
    assert found.lines[0] == f"Raw impact: {of_most(numbers.scores['raw'], 167)}"
    left = f"which leaves {of_most(numbers.total, 167)}."
    assert (left in found.lines[2]) is numbers.deducted
    shown = {section.title for section, _questions in flow.visible(pack, answers)}
    assert {title for title, _words in found.sections} <= shown
    assert [title for title, _words in found.obligations] == [
        "Notice", "Explanation", "Peer review", "Gender-based Analysis Plus", "Training", "Human involvement", "Approval"]
