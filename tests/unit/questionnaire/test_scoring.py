"""Points into scores and levels, against the official scorer of Canada's assessment."""

import json
import math
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rai_desktop.project.model import Answer
from rai_desktop.questionnaire import catalog
from rai_desktop.questionnaire.question import Pack
from rai_desktop.questionnaire.scoring import as_json, score

OFFICIAL = json.loads(
    (Path(__file__).parents[2] / "data" / "canada_aia_vectors.json").read_text(encoding="utf-8")
)
RULES = {
    "scores": {"raw": {"title": "Raw"}, "mitigation": {"title": "Mitigation", "maximum": 77}},
    "total": "raw",
    "deduction": {"score": "mitigation", "reach": 0.8, "share": 0.15},
    "levels": [
        {"id": "I", "title": "I", "up_to": 0.25},
        {"id": "II", "title": "II", "up_to": 0.5},
        {"id": "III", "title": "III", "up_to": 0.75},
        {"id": "IV", "title": "IV", "obligations": {"review": "Two"}},
    ],
}


CANADA = catalog.pack("canada-aia")


def given_answers(values):
    return {id_: Answer(value=value) for id_, value in values.items()}


@pytest.mark.parametrize("vector", OFFICIAL["vectors"], ids=lambda vector: vector["name"])
def test_canada_equals_the_official_scorer(vector):
    found = score(CANADA, given_answers(vector["answers"]))
    assert [found.scores["raw"], found.scores["mitigation"], found.total, found.level] == vector[
        "completed"
    ]


def test_levels_bring_obligations():
    worst = max(OFFICIAL["vectors"], key=lambda vector: vector["completed"][2])
    found = score(CANADA, given_answers(worst["answers"]))
    assert (found.level_id, found.obligations["approval"]) == ("IV", "Treasury Board.")
    assert "at least two" in found.obligations["peer_review"]


def test_maxima_count_every_question_and_both_branches():
    found = score(CANADA, {})
    assert found.maxima == {"raw": 167, "mitigation": 77}
    assert sum(each.maximum for each in found.sections if each.score == "mitigation") == 2 * 77
    assert sum(each.maximum for each in found.sections if each.score == "raw") == 167
    assert (found.total, found.level, found.deducted) == (0, 1, False)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(OFFICIAL["vectors"]), st.randoms(use_true_random=False))
def test_any_order_of_answering_gives_the_same_score(vector, random):
    order = list(vector["answers"].items())
    random.shuffle(order)
    assert score(CANADA, given_answers(dict(order))) == score(
        CANADA, given_answers(vector["answers"])
    )


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(OFFICIAL["vectors"]), st.data())
def test_answers_of_hidden_questions_never_count(vector, data):
    from rai_desktop.questionnaire.flow import reading

    seen = reading(CANADA, {"canada_aia": given_answers(vector["answers"])})
    places = [each for _, each in CANADA.places.values() if each.options]
    hidden = [each for each in places if not seen.shown(each.id)]
    stale = {each.id: data.draw(st.sampled_from([o.id for o in each.options])) for each in hidden}
    assert (
        score(CANADA, given_answers(vector["answers"] | stale)).scores
        == score(CANADA, given_answers(vector["answers"])).scores
    )


def points_pack(top: int) -> Pack:
    return msgspec.convert(
        {
            "id": "p",
            "title": "P",
            "version": "1",
            "as_of": "2026-01-01",
            "scoring": RULES | {"scores": {"raw": {"title": "Raw"}, "mitigation": {"title": "M"}}},
            "sections": [
                {
                    "id": "r",
                    "title": "R",
                    "score": "raw",
                    "questions": [
                        {
                            "id": "r",
                            "type": "single",
                            "text": "R",
                            "options": [
                                {"id": f"n{n}", "text": "N", "points": n} for n in range(top + 1)
                            ],
                        },
                        {"id": "free", "type": "yesno", "text": "No points"},
                    ],
                },
                {
                    "id": "m",
                    "title": "M",
                    "score": "mitigation",
                    "questions": [
                        {
                            "id": "m",
                            "type": "multiple",
                            "text": "M",
                            "options": [
                                {"id": "four", "text": "4", "points": 4},
                                {"id": "one", "text": "1", "points": 1},
                            ],
                        }
                    ],
                },
            ],
        },
        Pack,
    )


@pytest.mark.parametrize("raw", range(168))
def test_the_deduction_rounds_half_up_as_javascript_does(raw):
    found = score(points_pack(167), given_answers({"r": f"n{raw}", "m": ["four"]}))
    assert found.deducted
    assert found.total == math.floor(0.85 * raw + 0.5)


def test_just_short_of_the_mark_nothing_is_taken_off():
    found = score(points_pack(10), given_answers({"r": "n10", "m": ["one"]}))
    assert (found.total, found.deducted, found.level_id) == (10, False, "IV")
    assert found.obligations == {"review": "Two"}


def test_unanswered_scoring_questions_are_counted_and_unknown_options_score_nothing():
    assert score(points_pack(10), {}).unanswered == 2
    assert score(
        points_pack(10), given_answers({"r": "strange", "m": ["four", "four"]})
    ).scores == {"raw": 0, "mitigation": 4}


def test_json_holds_each_score_by_name():
    found = as_json(score(points_pack(10), given_answers({"r": "n10", "m": ["four"]})))
    assert {key: found[key] for key in ("raw", "mitigation", "total", "level")} == {
        "raw": 10,
        "mitigation": 4,
        "total": 9,
        "level": 4,
    }
    json.dumps(found)
