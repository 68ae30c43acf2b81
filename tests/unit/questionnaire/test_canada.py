"""Canada's assessment scored a second time, from the official ids and conditions alone, and compared with ours."""

import json
import math
import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rai_desktop.project.model import Answer
from rai_desktop.questionnaire import catalog
from rai_desktop.questionnaire.question import Kind
from rai_desktop.questionnaire.scoring import score

DATA = Path(__file__).parents[2] / "data"
QUESTIONS = json.loads((DATA / "canada_aia_facts.json").read_text(encoding="utf-8"))["questions"]
REQUIREMENTS = json.loads((DATA / "canada_levels.json").read_text(encoding="utf-8"))["requirements"]
VECTORS = json.loads((DATA / "canada_aia_vectors.json").read_text(encoding="utf-8"))["vectors"]
CHOICES = [each for each in QUESTIONS if "options" in each]
RAW_MAXIMUM, MITIGATION_OF_ONE_FORK = 167, 77
LEAF = re.compile(r'\{([\w-]+)\}\s*(=|contains)\s*\[?"([^"]*)"\]?')
PANEL = {each["id"]: each["panel"] for each in QUESTIONS}


def holds(expression, answers):
    """An official visibleIf: every leaf becomes True or False, and Python reads "and", "or" and brackets.

    In a text "contains" looks for a part, as the official library does; in a list for a member.
    """

    def leaf(found):
        value = answers.get(found[1], [])
        return str(found[3] in value if found[2] == "contains" else found[3] == value)

    plain = LEAF.sub(leaf, expression)
    assert re.fullmatch(r"(?:True|False|and|or|[()\s])+", plain), plain
    return bool(eval(plain, {"__builtins__": {}}))


def shown(question, answers):
    return all(holds(question[key], answers) for key in ("page_visibleIf", "visibleIf") if key in question)


def completed(answers):
    """What is left when hidden answers are dropped, and what hung on them, until nothing changes."""
    left = dict(answers)
    while gone := [q["id"] for q in QUESTIONS if q["id"] in left and not shown(q, left)]:
        del left[gone[0]]
    return left


def points(value):
    """The number after the last hyphen of an option's value, as the official program reads it."""
    tail = value.rpartition("-")[2] if "-" in value else ""
    return int(tail) if tail.isdigit() else 0


def official_score(answers):
    sums = {"raw": 0, "mitigation": 0}
    left = completed(answers)
    for question in CHOICES:
        value = left.get(question["id"])
        if value is not None and question["score"] in sums:
            ticked = value if isinstance(value, list) else [value]
            sums[question["score"]] += sum(points(each) for each in ticked)
    raw, total = sums["raw"], sums["raw"]
    if sums["mitigation"] >= Fraction(8, 10) * MITIGATION_OF_ONE_FORK:
        total = math.floor(Fraction(85, 100) * raw + Fraction(1, 2))
    level = next((n for n in (1, 2, 3) if total <= Fraction(n, 4) * RAW_MAXIMUM), 4)
    return [raw, sums["mitigation"], total, level]


def ours(answers):
    pack = catalog.pack("canada_aia")
    found = score(pack, {id_: Answer(value=value) for id_, value in answers.items()})
    return [found.scores["raw"], found.scores["mitigation"], found.total, found.level]


def an_answer(question):
    values = st.sampled_from(question["options"])
    return st.lists(values, unique=True) if question["type"] == "checkbox" else values


@st.composite
def any_answers(draw):
    """Some questions answered at random, hidden ones among them; now and then all of them, or the weightiest."""
    how = draw(st.sampled_from(["some", "all", "heavy", "light"]))
    answers = {}
    for question in CHOICES:
        if how == "some" and not draw(st.booleans()):
            continue
        if how in ("heavy", "light"):
            ranked = sorted(question["options"], key=points, reverse=how == "heavy")
            pick = ranked[: draw(st.integers(1, 2))]
            answers[question["id"]] = pick if question["type"] == "checkbox" else pick[-1]
        else:
            answers[question["id"]] = draw(an_answer(question))
    return answers


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_the_second_scorer_agrees_with_the_official_program(vector):
    assert official_score(vector["answers"]) == vector["completed"]


@settings(max_examples=150, deadline=None)
@given(any_answers())
def test_any_answers_score_the_same_through_both(answers):
    assert ours(answers) == official_score(answers)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["item1", "item2"]), st.data())
def test_the_deduction_starts_at_the_same_point(phase, data):
    """All raw answers heavy or light, and mitigation just around four fifths of its maximum."""
    fork = "Design" if phase == "item1" else "Implementation"
    answers = {"projectDetailsPhase": phase}
    for question in CHOICES:
        best = max(question["options"], key=points)
        if question["score"] == "raw":
            answers[question["id"]] = [best] if question["type"] == "checkbox" else best
        elif question["score"] == "mitigation" and fork in question["id"]:
            every = [o for o in question["options"] if points(o)] or [best]
            answers[question["id"]] = every if question["type"] == "checkbox" else best
    keys = [key for key in answers if PANEL[key].endswith("-MS")]
    for key in data.draw(st.lists(st.sampled_from(keys), max_size=9, unique=True)):
        del answers[key]
    assert ours(answers) == official_score(answers)


def test_every_question_of_the_official_tool_is_asked_with_its_values_in_its_order():
    pack = catalog.pack("canada_aia")
    assert set(pack.places) == {each["id"] for each in QUESTIONS}
    kinds = {"radiogroup": {Kind.SINGLE}, "checkbox": {Kind.MULTIPLE}, "dropdown": {Kind.SINGLE, Kind.TEXT}}
    for official in QUESTIONS:
        section, question = pack.places[official["id"]]
        assert section.id == official["panel"]
        assert question.kind in kinds.get(official["type"], {Kind.TEXT}), official["id"]
        assert [option.id for option in question.options] == official.get("options", [])
        assert [option.points for option in question.options] == [points(o.id) for o in question.options]
        assert bool(question.show_if) == ("visibleIf" in official)
        assert bool(section.show_if) == ("page_visibleIf" in official)


LEVELS = ["I", "II", "III", "IV"]
NOTHING = "None asked at this level."


def obligations():
    """What the pack asks for: level, then the obligation's id, then our words."""
    return {each.id: each.obligations for each in catalog.pack("canada_aia").scoring.levels}


def test_every_level_brings_the_requirements_of_the_official_tool_and_no_others():
    assert len(REQUIREMENTS) == 7
    assert list(obligations()) == LEVELS
    for level, said in obligations().items():
        assert list(said) == [each["pack"] for each in REQUIREMENTS]
        asked = {id_ for id_, text in said.items() if text != NOTHING}
        assert asked == {each["pack"] for each in REQUIREMENTS if each["levels"][level]}, level
        assert not any(text.startswith("As level") for text in said.values())


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=lambda each: each["pack"])
def test_levels_ask_the_same_where_the_official_tool_does_and_otherwise_where_it_does(requirement):
    ours = {level: said[requirement["pack"]] for level, said in obligations().items()}
    for one in LEVELS:
        for other in LEVELS:
            same = requirement["levels"][one] == requirement["levels"][other]
            assert (ours[one] == ours[other]) == same, f"{one}, {other}"


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=lambda each: each["pack"])
def test_every_demand_of_a_requirement_is_said_on_its_levels_and_on_no_other(requirement):
    for demand in requirement["demands"]:
        said = [level for level in LEVELS if re.search(demand["said"], obligations()[level][requirement["pack"]])]
        assert said == demand["levels"], demand["what"]
