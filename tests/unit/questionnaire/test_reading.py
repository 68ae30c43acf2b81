"""Two readings of conditions: plain for what is shown, three-valued for what is concluded."""

import itertools

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rai_desktop.project.model import Answer
from rai_desktop.questionnaire.condition import Condition
from rai_desktop.questionnaire.question import Pack
from rai_desktop.questionnaire.reading import Reading
from rai_desktop.questionnaire.truth import Truth


def pack_of(questions: list[dict[str, object]], **more: object) -> Pack:
    plain = [{"type": "yesno", "text": str(each["id"])} | each for each in questions]
    return msgspec.convert(
        {
            "id": "p",
            "title": "P",
            "version": "1",
            "as_of": "2026-01-01",
            "sections": [{"id": "s", "title": "S", "questions": plain}],
        }
        | more,
        Pack,
    )


def reading(pack: Pack, **answers: object) -> Reading:
    return Reading(pack, {"p": {id_: Answer(value=value) for id_, value in answers.items()}})


def when(**said: object) -> Condition:
    return msgspec.convert(said, Condition)


@pytest.mark.parametrize(
    ("answer", "truth"),
    [
        ("yes", Truth.YES),
        ("no", Truth.NO),
        ("unknown", Truth.OPEN),
        (None, Truth.OPEN),
        (True, Truth.YES),
        (False, Truth.NO),
        ("", Truth.OPEN),
    ],
)
def test_an_answer_is_true_false_or_open(answer, truth):
    pack = pack_of([{"id": "a"}])
    assert reading(pack, a=answer).truth(when(question="a", **{"is": ["yes"]})) is truth


def test_and_or_not_follow_kleene():
    pack = pack_of([{"id": "a"}, {"id": "b"}])
    values = {"yes": Truth.YES, "no": Truth.NO, "unknown": Truth.OPEN}
    for (a, first), (b, second) in itertools.product(values.items(), repeat=2):
        seen = reading(pack, a=a, b=b)
        both = [{"question": "a", "is": ["yes"]}, {"question": "b", "is": ["yes"]}]
        assert seen.truth(when(all=both)) is min(first, second)
        assert seen.truth(when(any=both)) is max(first, second)
        assert seen.truth(when(none=both)) is Truth(2 - max(first, second))


def test_a_hidden_answer_is_kept_and_never_counts():
    pack = pack_of(
        [
            {"id": "a"},
            {"id": "b", "show_if": {"question": "a", "is": ["yes"]}},
            {"id": "c", "show_if": {"question": "b", "is": ["yes"]}},
        ]
    )
    seen = reading(pack, a="no", b="yes", c="yes")
    assert [seen.shown(each) for each in "abc"] == [True, False, False]
    assert seen.value("b") is None
    assert seen.given("p")["b"].value == "yes"
    assert seen.truth(when(question="c", **{"is": ["yes"]})) is Truth.NO


def test_a_question_hidden_by_an_unknown_stays_open():
    pack = pack_of([{"id": "a"}, {"id": "b", "show_if": {"question": "a", "is": ["yes"]}}])
    assert (
        reading(pack, a="unknown", b="no").truth(when(question="b", **{"is": ["yes"]}))
        is Truth.OPEN
    )
    assert reading(pack, b="no").truth(when(question="b", **{"is": ["yes"]})) is Truth.OPEN


def test_support_names_the_answers_that_could_settle_it():
    pack = pack_of([{"id": "a"}, {"id": "b"}, {"id": "c"}])
    condition = when(
        all=[{"question": "a", "is": ["yes"]}],
        any=[{"question": "b", "is": ["yes"]}, {"question": "c", "is": ["yes"]}],
    )
    assert reading(pack, a="yes", b="unknown", c="no").support(condition) == [("p", "b")]
    assert reading(pack, a="no", b="yes", c="no").support(condition) == [("p", "a")]
    assert reading(pack, a="yes", b="yes", c="no").support(condition) == [("p", "a"), ("p", "b")]


def test_conditions_may_speak_of_another_pack_numbers_and_days():
    other = pack_of([{"id": "n", "type": "number"}, {"id": "d", "type": "date"}])
    pack = msgspec.structs.replace(
        pack_of(
            [
                {"id": "a", "show_if": {"question": "p/n", "at_least": 5, "at_most": 9}},
                {"id": "b", "show_if": {"question": "p/d", "before": "2027-12-02"}},
            ]
        ),
        id="mine",
    )
    for number, day, shown in [
        (5, "2027-12-01", [True, True]),
        (9.5, "2027-12-02", [False, False]),
        ("x", "soon", [False, False]),
    ]:
        answers = {"p": {"n": Answer(value=number), "d": Answer(value=day)}, "mine": {}}
        seen = Reading(pack, answers, find={"p": other}.get)
        assert [seen.shown("a"), seen.shown("b")] == shown


questions = ["a", "b", "c", "d"]


@st.composite
def conditions(draw, depth: int = 2):
    leaf = {
        "question": draw(st.sampled_from(questions)),
        "is": draw(st.sampled_from([["yes"], ["no"], ["yes", "unknown"]])),
    }
    if depth == 0 or draw(st.booleans()):
        return leaf
    return {
        draw(st.sampled_from(["all", "any", "none"])): draw(
            st.lists(conditions(depth - 1), min_size=1, max_size=3)
        )
    }


@settings(max_examples=150, deadline=None)
@given(
    st.lists(conditions(), min_size=3, max_size=3),
    conditions(),
    st.lists(st.sampled_from(["yes", "no", "unknown", None]), min_size=4, max_size=4),
    st.integers(0, 3),
    st.sampled_from(["unknown", None]),
)
def test_forgetting_an_answer_never_settles_anything(gates, condition, answers, place, forgotten):
    """Information only grows: what is true or false stays so, or becomes open, when an answer is
    taken away. "Not known yet" is no answer to take away, though conditions may name it."""
    assume(answers[place] in ("yes", "no"))
    shown = [{"id": "a"}] + [
        {"id": id_, "show_if": _earlier(gate, id_)} for id_, gate in zip("bcd", gates, strict=True)
    ]
    pack, asked = pack_of(shown), msgspec.convert(condition, Condition)
    said = dict(zip(questions, answers, strict=True))
    before, after = reading(pack, **said), reading(pack, **(said | {questions[place]: forgotten}))
    assume(not any(after.shown(each) and not before.shown(each) for each in questions if said[each]))
    assert after.truth(asked) in (before.truth(asked), Truth.OPEN)


def test_an_answer_that_comes_up_again_counts_again():
    """With b "no", d is hidden while nobody knows whether b counts; without b, d is asked, and was
    answered."""
    gates = {
        "b": {"question": "a", "is": ["yes", "unknown"]},
        "c": {"question": "a", "is": ["yes"]},
        "d": {"none": [{"question": "b", "is": ["no"]}]},
    }
    pack = pack_of([{"id": "a"}, *({"id": id_, "show_if": gate} for id_, gate in gates.items())])
    asked = when(question="d", **{"is": ["yes"]})
    hidden, up = reading(pack, a="unknown", b="no", d="no"), reading(pack, a="unknown", d="no")
    assert (hidden.shown("d"), hidden.truth(asked)) == (False, Truth.OPEN)
    assert (up.shown("d"), up.truth(asked)) == (True, Truth.NO)


def _earlier(gate, id_):
    """A condition that only speaks of questions before `id_`, so that conditions go in no
    circle."""
    if "question" in gate:
        return gate | {"question": gate["question"] if gate["question"] < id_ else "a"}
    return {key: [_earlier(each, id_) for each in parts] for key, parts in gate.items()}
