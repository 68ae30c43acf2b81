"""What is wrong with an answer is said in one sentence."""

import msgspec
import pytest

from rai_desktop.project.model import Answer
from rai_desktop.questionnaire.answers import is_given, problem
from rai_desktop.questionnaire.question import Question

CHOICES = [
    {"id": "x", "text": "X"},
    {"id": "y", "text": "Y"},
    {"id": "none", "text": "None of these", "alone": True},
]
COLUMNS = [
    {"id": "who", "text": "Who", "required": True},
    {"id": "kind", "text": "Kind", "options": CHOICES},
]


def question(type_: str, **more: object) -> Question:
    return msgspec.convert({"id": "q", "type": type_, "text": "Q"} | more, Question)


@pytest.mark.parametrize(
    ("asked", "value", "sentence"),
    [
        (question("single", options=CHOICES), "x", ""),
        (question("single", options=CHOICES), "z", "“z” is not one of the choices."),
        (question("single", options=CHOICES), ["x", "y"], "Choose one."),
        (question("multiple", options=CHOICES), ["x", "y"], ""),
        (
            question("multiple", options=CHOICES),
            ["x", "none"],
            "“None of these” cannot be ticked together with others.",
        ),
        (question("yesno"), "unknown", ""),
        (question("yesno"), True, ""),
        (question("yesno"), "maybe", "“maybe” is not one of the choices."),
        (
            question("number", low=0, high=1, unit="share"),
            1.5,
            "The number must be 1 share or less.",
        ),
        (question("number", low=0), "-1", "The number must be 0 or more."),
        (question("number", whole=True), 1.5, "Give a whole number."),
        (question("number"), "many", "Give a number."),
        (question("number"), "nan", "Give a number."),
        (question("date"), "2026-11-23", ""),
        (question("date"), "23.11.2026", "Give a date as year-month-day, for example 2026-11-23."),
        (question("text"), "words", ""),
        (question("text"), 3, "This answer should be text."),
        (
            question("table", columns=COLUMNS),
            [{"who": "A", "kind": "x"}, {"who": "", "kind": ""}],
            "",
        ),
        (question("table", columns=COLUMNS), [{"kind": "x"}], "Row 1: fill in “Who”."),
        (
            question("table", columns=COLUMNS),
            [{"who": "A", "kind": "q"}],
            "Row 1: “q” is not one of the choices.",
        ),
    ],
)
def test_problem(asked, value, sentence):
    assert problem(asked, Answer(value=value)) == sentence


@pytest.mark.parametrize(
    ("type_", "value", "given"),
    [
        ("text", " ", False),
        ("text", "a", True),
        ("number", 0, True),
        ("multiple", [], False),
        ("yesno", False, True),
        ("table", [{"who": " "}], False),
        ("table", [{"who": "A"}], True),
        ("date", None, False),
    ],
)
def test_only_what_says_something_is_given(type_, value, given):
    more = (
        {"options": CHOICES}
        if type_ == "multiple"
        else {"columns": COLUMNS}
        if type_ == "table"
        else {}
    )
    assert is_given(question(type_, **more), value) is given


def test_nothing_is_no_problem():
    assert problem(question("number", low=1), None) == ""
    assert problem(question("number", low=1), Answer()) == ""
