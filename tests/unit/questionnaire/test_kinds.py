"""Matrix, ranking, scale and repeated group: read, checked, worded, scored and looked into by
conditions."""

import msgspec
import pytest

from rai_desktop.errors import Refusal
from rai_desktop.project.model import Answer
from rai_desktop.questionnaire import flow
from rai_desktop.questionnaire.answers import is_given, problem
from rai_desktop.questionnaire.checks import check
from rai_desktop.questionnaire.condition import Condition
from rai_desktop.questionnaire.question import Pack
from rai_desktop.questionnaire.reading import Reading
from rai_desktop.questionnaire.scoring import score
from rai_desktop.questionnaire.truth import Truth
from rai_desktop.questionnaire.wording import in_words

OPTIONS = [
    {"id": "never", "text": "Never"},
    {"id": "often", "text": "Often", "points": 2},
    {"id": "unknown", "text": "Not known yet"},
]
MATRIX = {
    "id": "likely",
    "type": "matrix",
    "text": "How likely?",
    "rows": [{"id": "denied", "text": "Denied"}, {"id": "hurt", "text": "Hurt"}],
    "options": OPTIONS,
}
RANKING = {
    "id": "goals",
    "type": "ranking",
    "text": "Order?",
    "options": [{"id": each, "text": each.upper()} for each in ("a", "b", "c")],
}
SCALE = {
    "id": "ready",
    "type": "scale",
    "text": "Ready?",
    "ends": ["Not", "Fully"],
    "options": [{"id": str(each), "text": str(each), "points": each} for each in (1, 2, 3)],
}
NESTED = [
    {"id": "name", "type": "text", "text": "Name?"},
    {"id": "public", "type": "yesno", "text": "Public?"},
    {
        "id": "children",
        "type": "yesno",
        "text": "Children?",
        "show_if": {"question": "public", "is": ["yes"]},
    },
]
TABLE = {
    "id": "people",
    "type": "table",
    "text": "Who?",
    "show_if": {"question": "public", "is": ["yes"]},
    "columns": [
        {"id": "who", "text": "Stakeholder", "required": True},
        {"id": "kind", "text": "Kind", "options": [{"id": "hit", "text": "Is hit"}]},
    ],
}
GROUP = {"id": "uses", "type": "group", "text": "Uses?", "item": "Use", "questions": NESTED}


def pack_of(*questions: dict[str, object], score: str = "") -> Pack:
    section = {"id": "s", "title": "S", "questions": list(questions), "score": score}
    head = {"id": "p", "title": "P", "version": "1", "as_of": "2026-01-01"}
    scoring = {"scores": {"fit": {"title": "Fit"}}} if score else None
    return msgspec.convert({**head, "sections": [section], "scoring": scoring}, Pack)


def answers(**values: object) -> dict[str, dict[str, Answer]]:
    return {"p": {id_: msgspec.convert({"value": value}, Answer) for id_, value in values.items()}}


def when(**said: object) -> Condition:
    return msgspec.convert(said, Condition)


def follow(named: str, *options: str) -> dict[str, object]:
    """A question shown only if another is answered so."""
    shown = {"question": named, "is": list(options)}
    return {"id": "then", "type": "text", "text": "Then?", "show_if": shown}


@pytest.mark.parametrize(
    "value",
    [
        [{"denied": "often", "hurt": "never"}],
        ["b", "a"],
        [{"id": "x1", "name": "Loans", "public": "yes", "n": 3.5, "whom": ["a", "b"]}],
        [{"id": "x1", "people": [{"who": "Ann", "kind": "hit"}, {"who": "Bob"}]}],
    ],
)
def test_what_is_stored_is_read_back_as_it_was(value):
    answer = msgspec.convert({"value": value}, Answer)
    again = msgspec.json.decode(msgspec.json.encode(answer), type=Answer)
    assert again == answer
    assert msgspec.to_builtins(again)["value"] == value


def test_a_matrix_wants_every_row_and_counts_each():
    pack = pack_of(MATRIX, score="fit")
    half = answers(likely=[{"hurt": "often"}])
    assert flow.problems(pack, half) == {"likely": "Still to choose: “Denied”."}
    assert score(pack, half).scores == {"fit": 2}
    full = answers(likely=[{"hurt": "often", "denied": "often", "gone": "often"}])
    assert flow.missing(pack, full) == []
    assert (score(pack, full).scores, score(pack, full).maxima) == ({"fit": 4}, {"fit": 4})
    assert in_words(pack.question("likely"), full["p"]["likely"].value) == (
        "Denied: Often\nHurt: Often"
    )


def test_conditions_look_into_a_matrix_by_row_or_as_a_whole():
    for named, given, shown in (
        ("likely/hurt", {"hurt": "often"}, True),
        ("likely/hurt", {"denied": "often"}, False),
        ("likely", {"denied": "often"}, True),
        ("p/likely/hurt", {"hurt": "often"}, True),
    ):
        pack = pack_of(MATRIX, follow(named, "often"))
        assert Reading(pack, answers(likely=[given])).shown("then") is shown, named


def test_a_row_not_known_or_not_chosen_is_open():
    seen = Reading(pack_of(MATRIX), answers(likely=[{"hurt": "unknown"}]))
    assert seen.truth(when(question="likely/hurt", **{"is": ["often"]})) is Truth.OPEN
    assert seen.truth(when(question="likely/denied", **{"is": ["often"]})) is Truth.OPEN
    assert seen.truth(when(question="likely", **{"is": ["often"]})) is Truth.OPEN


def test_a_ranking_is_whole_or_told_and_read_by_what_stands_first():
    pack = pack_of(RANKING, follow("goals", "b"))
    question = pack.question("goals")
    assert problem(question, ["b", "a", "c"]) == ""
    assert problem(question, ["b", "a"]) == "“C” has no place yet."
    assert problem(question, ["b", "b", "a", "c"]) == "“B” has two places."
    assert Reading(pack, answers(goals=["b", "a", "c"])).shown("then")
    assert not Reading(pack, answers(goals=["a", "b", "c"])).shown("then")
    assert in_words(question, ["b", "a", "c"]) == "1. B; 2. A; 3. C"


def test_a_scale_counts_its_degree_and_compares_as_a_number():
    pack = pack_of(SCALE, score="fit")
    found = score(pack, answers(ready="2"))
    assert (found.scores, found.maxima) == ({"fit": 2}, {"fit": 3})
    seen = Reading(pack, answers(ready="2"))
    assert seen.truth(when(question="ready", at_least=2)) is Truth.YES
    assert seen.truth(when(question="ready", at_least=3)) is Truth.NO
    assert problem(pack.question("ready"), "7") == "“7” is not one of the choices."


def test_each_item_shows_its_own_questions():
    pack = pack_of(GROUP)
    seen = Reading(pack, answers(uses=[{"id": "1", "public": "yes"}, {"id": "2", "public": "no"}]))
    first, second = seen.items("uses")
    assert (first.shown("children"), second.shown("children")) == (True, False)


def test_an_item_may_hang_on_the_pack_around_it():
    nested = [{**NESTED[0], "show_if": {"question": "ready", "is": ["3"]}}]
    pack = pack_of(SCALE, {**GROUP, "questions": nested})
    for degree, shown in (("3", True), ("1", False)):
        seen = Reading(pack, answers(ready=degree, uses=[{"id": "1"}]))
        assert seen.items("uses")[0].shown("name") is shown


def test_any_item_satisfies_a_condition_and_hidden_answers_of_items_do_not():
    pack = pack_of(GROUP, follow("uses/children", "yes"))
    yes = {"id": "1", "public": "yes", "children": "yes"}
    hidden = {"id": "2", "public": "no", "children": "yes"}
    assert Reading(pack, answers(uses=[{"id": "0", "public": "no"}, yes])).shown("then")
    assert not Reading(pack, answers(uses=[hidden])).shown("then")


@pytest.mark.parametrize(
    ("given", "truth"),
    [
        (None, Truth.OPEN),
        ([{"id": "1", "public": "no"}], Truth.NO),
        ([{"id": "1", "public": "unknown"}], Truth.OPEN),
        ([{"id": "1", "public": "yes"}], Truth.OPEN),
        ([{"id": "1", "public": "yes", "children": "no"}], Truth.NO),
        ([{"id": "1", "public": "no"}, {"id": "2", "public": "yes", "children": "yes"}], Truth.YES),
    ],
)
def test_items_are_true_false_or_open(given, truth):
    seen = Reading(pack_of(GROUP), answers(uses=given))
    assert seen.truth(when(question="uses/children", **{"is": ["yes"]})) is truth


def test_what_is_missing_in_an_item_is_named_with_the_item():
    pack = pack_of(GROUP)
    half = answers(uses=[{"id": "1", "name": "Loans", "public": "no"}, {"id": "2", "name": "Ads"}])
    assert flow.problems(pack, half) == {
        "uses": "Use 2, “Public?”: This is still to be answered."
    }
    whole = answers(uses=[{"id": "1", "name": "Loans", "public": "no"}])
    assert flow.missing(pack, whole) == []
    words = in_words(pack.question("uses"), whole["p"]["uses"].value)
    assert words == "Use 1: Loans\n  Name? Loans\n  Public? No"


def test_empty_items_say_nothing():
    question = pack_of(GROUP).question("uses")
    assert not is_given(question, [{"id": "1"}])
    assert is_given(question, [{"id": "1", "public": "no"}])


def test_a_table_is_asked_of_each_item_that_it_concerns():
    pack = pack_of({**GROUP, "questions": [*NESTED[:2], TABLE]})
    yes = {"id": "1", "name": "Loans", "public": "yes"}
    no = {"id": "2", "name": "Ads", "public": "no"}
    for rows, wrong in (
        (None, "Use 1, “Who?”: This is still to be answered."),
        ([{"who": "", "kind": ""}], "Use 1, “Who?”: This is still to be answered."),
        ([{"who": "Ann"}, {"kind": "hit"}], "Use 1, “Who?”: Row 2: fill in “Stakeholder”."),
        ([{"who": "Ann", "kind": "?"}], "Use 1, “Who?”: Row 1: “?” is not one of the choices."),
    ):
        given = answers(uses=[{**yes, **({"people": rows} if rows else {})}, no])
        assert flow.problems(pack, given) == {"uses": wrong}
        assert [each.id for each in flow.missing(pack, given)] == ["uses"]
    whole = answers(uses=[{**yes, "people": [{"who": "Ann", "kind": "hit"}, {"who": "Bob"}]}, no])
    assert flow.missing(pack, whole) == []
    assert in_words(pack.question("uses"), whole["p"]["uses"].value).splitlines()[:6] == [
        "Use 1: Loans", "  Name? Loans", "  Public? Yes", "  Who?", "    • Ann; Is hit", "    • Bob",
    ]


@pytest.mark.parametrize(
    ("question", "fault"),
    [
        ({**MATRIX, "rows": []}, "“likely”: the matrix has no rows"),
        ({**RANKING, "options": []}, "“goals”: there is nothing to choose"),
        ({**RANKING, "options": OPTIONS}, "“goals”: a ranking does not score"),
        ({**SCALE, "ends": ["one"]}, "“ready”: a scale has two ends"),
        ({**SCALE, "rows": MATRIX["rows"]}, "“ready”: a scale has no rows"),
        ({**GROUP, "questions": []}, "“uses”: the group asks nothing"),
        ({**GROUP, "questions": [GROUP]}, "“uses/uses”: a group cannot ask a group"),
        ({**GROUP, "questions": [MATRIX]}, "“uses/likely”: a group cannot ask a matrix"),
        ({**GROUP, "questions": [{**NESTED[0], "type": "table"}]}, "“uses/name”: the table has no columns"),
        ({**GROUP, "questions": [SCALE]}, "“uses/ready”: points within a group do not count"),
        ({**GROUP, "questions": [{**NESTED[0], "id": "id"}]}, "“id” cannot be an id"),
        ({**GROUP, "questions": [{**NESTED[0], "refs": ["gdpr:22(1)"]}]}, "“uses/name”: it names the clause “gdpr:22"),
        ({**GROUP, "questions": [NESTED[0], NESTED[0]]}, "“uses”: “name” stands there twice"),
        ({**GROUP, "questions": [NESTED[2]]}, "“children”: there is no question “public”"),
    ],
)
def test_a_question_that_does_not_fit_its_kind_is_refused(question, fault, tmp_path):
    with pytest.raises(Refusal, match=fault.replace("(", r"\(")) as refusal:
        check(pack_of(question), tmp_path / "p.toml")
    assert refusal.value.way_out


@pytest.mark.parametrize(
    ("named", "fault"),
    [
        ("likely/gone", "there is no question “likely/gone”"),
        ("uses/gone", "there is no question “uses/gone”"),
        ("uses", "is a group"),
        ("likely/hurt", "has no option “yes”"),
    ],
)
def test_a_condition_on_a_part_that_is_not_there_is_refused(named, fault, tmp_path):
    with pytest.raises(Refusal, match=fault):
        check(pack_of(MATRIX, GROUP, follow(named, "yes")), tmp_path / "p.toml")


def test_a_circle_through_an_item_is_refused(tmp_path):
    nested = [{**NESTED[0], "show_if": {"question": "then", "answered": True}}]
    pack = pack_of({**GROUP, "questions": nested}, follow("uses/name", "x"))
    with pytest.raises(Refusal, match="circle"):
        check(pack, tmp_path / "p.toml")
