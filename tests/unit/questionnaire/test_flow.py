"""Which questions are asked, which are missing, which comes next."""

import msgspec
import pytest

from rai_desktop.project.model import Answer
from rai_desktop.questionnaire import flow
from rai_desktop.questionnaire.question import Pack

PACK = msgspec.convert(
    {
        "id": "p",
        "title": "P",
        "version": "1",
        "as_of": "2026-01-01",
        "sections": [
            {
                "id": "one",
                "title": "One",
                "questions": [
                    {"id": "a", "type": "yesno", "text": "A"},
                    {
                        "id": "b",
                        "type": "text",
                        "text": "B",
                        "show_if": {"question": "a", "is": ["yes"]},
                    },
                    {
                        "id": "c",
                        "type": "number",
                        "text": "C",
                        "low": 0,
                        "high": 10,
                        "required": False,
                    },
                ],
            },
            {
                "id": "two",
                "title": "Two",
                "show_if": {"question": "a", "is": ["no"]},
                "questions": [{"id": "d", "type": "text", "text": "D"}],
            },
            {
                "id": "three",
                "title": "Three",
                "questions": [{"id": "e", "type": "date", "text": "E"}],
            },
        ],
    },
    Pack,
)


def given(**answers):
    return {"p": {id_: Answer(value=value) for id_, value in answers.items()}}


def ids(questions):
    return [each.id for each in questions]


def test_sections_and_questions_appear_with_their_conditions():
    assert [(s.id, ids(q)) for s, q in flow.visible(PACK, given(a="yes"))] == [
        ("one", ["a", "b", "c"]),
        ("three", ["e"]),
    ]
    assert [(s.id, ids(q)) for s, q in flow.visible(PACK, given(a="no"))] == [
        ("one", ["a", "c"]),
        ("two", ["d"]),
        ("three", ["e"]),
    ]


def test_missing_is_required_shown_and_empty_or_wrong():
    assert ids(flow.missing(PACK, given(a="yes"))) == ["b", "e"]
    assert ids(flow.missing(PACK, given(a="yes", b="  ", e="2026-02-30"))) == ["b", "e"]
    assert ids(flow.missing(PACK, given(a="no", b="kept", c=11, d="x", e="2026-02-03"))) == ["c"]
    assert flow.missing(PACK, given(a="unknown", e="2026-02-03")) == []


@pytest.mark.parametrize(
    ("after", "expected"),
    [("", "b"), ("a", "b"), ("b", "e"), ("e", "b"), ("c", "e"), ("gone", "b")],
)
def test_next_goes_on_and_round(after, expected):
    found = flow.next_missing(PACK, given(a="yes"), after)
    assert found is not None
    assert found.id == expected


def test_next_is_none_when_nothing_is_missing_and_stays_when_only_this_is():
    assert flow.next_missing(PACK, given(a="unknown", e="2026-02-03"), "a") is None
    only = flow.next_missing(PACK, given(a="unknown"), "e")
    assert only is not None
    assert only.id == "e"


def test_going_back_keeps_answers_and_progress_leaves_hidden_ones_out():
    answers = given(a="no", b="typed before", d="x")
    assert ids(flow.hidden_answers(PACK, answers)) == ["b"]
    progress = flow.progress(PACK, answers)
    assert [(s.section, s.answered, s.asked, s.missing) for s in progress.sections] == [
        ("one", 1, 2, 0),
        ("two", 1, 1, 0),
        ("three", 0, 1, 1),
    ]
    assert (progress.answered, progress.asked, progress.missing) == (2, 4, 1)
    assert progress.sections[0].done


def test_answers_of_one_pack_alone_are_understood():
    assert ids(flow.missing(PACK, given(a="yes")["p"])) == ids(flow.missing(PACK, given(a="yes")))
    assert ids(flow.missing(PACK, {})) == ["a", "e"]


def test_problems_name_what_is_wrong_where():
    assert flow.problems(PACK, given(a="yes", c=11)) == {"c": "The number must be 10 or less."}
