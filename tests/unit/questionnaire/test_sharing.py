"""Shared facts: one answer serves all that ask the same, whatever the order, and unknown serves
nobody."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rai_desktop.errors import Refusal
from rai_desktop.project.model import Answer
from rai_desktop.questionnaire import catalog, flow
from rai_desktop.questionnaire.checks import check_together
from rai_desktop.questionnaire.condition import Condition
from rai_desktop.questionnaire.question import Pack
from rai_desktop.questionnaire.reading import Reading
from rai_desktop.questionnaire.scoring import score
from rai_desktop.questionnaire.sharing import links_of
from rai_desktop.questionnaire.truth import Truth

FINE = [{"id": each, "text": each} for each in ("special", "plain", "none", "unknown")]
COARSE = [{"id": each, "text": each, "points": 3} for each in ("yes", "no")]
MEANS = {"yes": ["special", "plain"], "no": "none"}


def pack_of(id_: str, *questions: dict[str, object], score: str = "") -> Pack:
    section = {"id": "s", "title": "S", "questions": list(questions), "score": score}
    scoring = {"scores": {"fit": {"title": "Fit"}}} if score else None
    head = {"id": id_, "title": id_, "version": "1", "as_of": "2026-01-01"}
    return msgspec.convert({**head, "sections": [section], "scoring": scoring}, Pack)


def choice(id_: str, options: list[dict[str, object]], **more: object) -> dict[str, object]:
    return {"id": id_, "type": "single", "text": id_, "options": options, **more}


HUB = pack_of("hub", choice("data", FINE))
ONE = pack_of(
    "one",
    choice("personal", COARSE, same={"question": "hub/data", "options": MEANS}),
    {
        "id": "then",
        "type": "text",
        "text": "Then?",
        "show_if": {"question": "personal", "is": ["yes"]},
    },
    score="fit",
)
TWO = pack_of("two", choice("people", COARSE, same={"question": "hub/data", "options": MEANS}))
PACKS = {each.id: each for each in (HUB, ONE, TWO)}
PLACES = [("hub", "data"), ("one", "personal"), ("two", "people")]


def read(answers: dict[str, dict[str, object]], packs: dict[str, Pack] | None = None) -> Reading:
    packs = packs or PACKS
    given_ = {
        home: {id_: Answer(value=value) for id_, value in own.items()}  # type: ignore[arg-type]
        for home, own in answers.items()
    }
    first = next(iter(packs.values()))
    return Reading(first, given_, find=packs.get, links=links_of(packs.values()))


def values(seen: Reading) -> list[object]:
    return [seen.value(question, pack) for pack, question in PLACES]


def test_an_answer_is_carried_over_in_the_options_of_each():
    seen = read({"hub": {"data": "special"}})
    assert values(seen) == ["special", "yes", "yes"]
    assert seen.origin("personal", "one") == ("hub", "data")
    assert seen.origin("data", "hub") is None


def test_it_is_carried_through_a_third_where_it_can_mean_one_thing_only():
    assert values(read({"one": {"personal": "yes"}})) == [None, "yes", "yes"]
    assert values(read({"one": {"personal": "no"}})) == ["none", "no", "no"]


def test_ones_own_answer_comes_first_and_differing_is_told():
    seen = read({"hub": {"data": "special"}, "one": {"personal": "no"}})
    assert values(seen) == ["special", "no", "yes"]
    assert seen.otherwise("personal", "one") == ("hub", "data")
    assert seen.origin("personal", "one") is None
    assert read({"hub": {"data": "special"}, "one": {"personal": "yes"}}).otherwise("personal", "one") is None


def test_unknown_serves_nobody_and_lets_no_farther_answer_pass():
    seen = read({"hub": {"data": "unknown"}, "two": {"people": "no"}})
    assert values(seen) == ["unknown", None, "no"]


def test_conditions_scores_and_progress_use_it():
    seen = read({"hub": {"data": "plain"}})
    assert seen.shown("then", "one")
    assert score(ONE, seen).scores == {"fit": 3}
    done = flow.progress(ONE, seen)
    assert (done.asked, done.answered, done.shared, done.missing) == (2, 1, 1, 1)
    condition = Condition(question="personal", is_=["yes"])
    assert seen.truth(condition, "one") is Truth.YES


def test_an_answer_that_does_not_count_where_it_was_given_serves_nobody():
    hidden = pack_of(
        "hub",
        {"id": "ask", "type": "yesno", "text": "Ask?"},
        choice("data", FINE, show_if={"question": "ask", "is": ["yes"]}),
    )
    packs = {"hub": hidden, "one": ONE}
    for said, value in (("yes", "yes"), ("no", None), ("unknown", None), (None, None)):
        seen = read({"hub": {"ask": said, "data": "special"}}, packs)
        assert seen.value("personal", "one") == value, said


def test_an_answer_that_is_hidden_now_hides_no_other_and_settles_nothing():
    """Were it asked again, it would be the answer: what is seen is the other, and statements stay open."""
    near = pack_of("near", choice("data", COARSE, same={"question": "hub/data", "options": MEANS},
                                  show_if={"question": "ask", "is": ["yes"]}),
                   {"id": "ask", "type": "yesno", "text": "Ask?"})
    packs = {"hub": HUB, "near": near, "two": TWO, "one": ONE}
    no, yes = (Condition(question="one/personal", is_=[each]) for each in ("no", "yes"))
    for ask, other, value, truth in (("no", "no", "no", Truth.YES), (None, "no", "no", Truth.OPEN),
                                     ("unknown", "no", "no", Truth.OPEN), ("yes", "no", "yes", Truth.NO),
                                     (None, "yes", "yes", Truth.NO), (None, None, None, Truth.OPEN)):
        seen = read({"near": {"data": "yes", "ask": ask}, "two": {"people": other}}, packs)
        assert seen.value("personal", "one") == value, (ask, other)
        assert seen.truth(no) is truth, (ask, other)
        assert seen.truth(yes) is truth.denied, (ask, other)


def test_a_date_in_a_hidden_fria_does_not_hide_the_same_date_given_openly():
    said = {"fria": {"review": "2027-01-01"}, "iso_42005": {"p12": "2027-06-01"}}
    seen = read(said, {pack.id: pack for pack in catalog.packs()})
    assert not seen.shown("review", "fria")
    assert seen.value("review_by", "system_profile") == "2027-06-01"
    assert seen.origin("review_by", "system_profile") == ("iso_42005", "p12")


option = st.sampled_from(["special", "plain", "none", "unknown", None])
coarse = st.sampled_from(["yes", "no", None])


@given(option, coarse, coarse, st.permutations(PLACES))
def test_the_order_of_answering_does_not_matter(data, personal, people, order):
    said = dict(zip(PLACES, (data, personal, people), strict=True))
    answers: dict[str, dict[str, object]] = {}
    for pack, question in order:
        read(answers)
        if said[pack, question] is not None:
            answers.setdefault(pack, {})[question] = said[pack, question]
    straight: dict[str, dict[str, object]] = {}
    for pack, question in PLACES:
        if said[pack, question] is not None:
            straight.setdefault(pack, {})[question] = said[pack, question]
    assert values(read(answers)) == values(read(straight))


@given(option, coarse, coarse)
def test_turning_an_answer_to_unknown_never_makes_another_pass(data, personal, people):
    """What one knows less of may open a statement, and turn none round."""
    said = {"hub": {"data": data}, "one": {"personal": personal}, "two": {"people": people}}
    less = {**said, "hub": {"data": "unknown"}}
    for pack, question in PLACES[1:]:
        before, after = read(said).value(question, pack), read(less).value(question, pack)
        assert after in (before, None)


def test_tables_are_shared_by_their_columns():
    def table(id_: str, column: str, **more: object) -> dict[str, object]:
        columns = [{"id": column, "text": "What"}, {"id": "who", "text": "Who"}]
        return {"id": id_, "type": "table", "text": id_, "columns": columns, **more}

    same = {"question": "a/risks", "options": {"hazard": "risk"}}
    packs = {
        "a": pack_of("a", table("risks", "risk")),
        "b": pack_of("b", table("hazards", "hazard", same=same)),
    }
    check_together(packs["b"], {"a": packs["a"]}, path_of())
    seen = read({"a": {"risks": [{"risk": "Fire", "who": "All"}]}}, packs)
    assert seen.value("hazards", "b") == [{"hazard": "Fire", "who": "All"}]


def path_of():
    from pathlib import Path

    return Path("b.toml")


@pytest.mark.parametrize(
    ("same", "fault"),
    [
        ({"question": "data"}, "is not a question of another pack"),
        ({"question": "hub/gone"}, "there is no question “hub/gone”"),
        ({"question": "hub/note"}, "a single cannot take the answer of a text"),
        ({"question": "hub/list"}, "a ranking cannot be shared"),
        ({"question": "hub/data"}, "no option has the same id"),
        ({"question": "hub/data", "options": {"yes": "gone"}}, "an option “gone”"),
        ({"question": "hub/data", "options": {"maybe": "plain"}}, "an option “maybe”"),
        (
            {"question": "hub/data", "options": {"yes": "plain", "no": "plain"}},
            "gives one option over there to two",
        ),
    ],
)
def test_a_link_that_does_not_fit_is_refused(same, fault):
    note = {"id": "note", "type": "text", "text": "Note?"}
    order = {"id": "list", "type": "ranking", "text": "Order?", "options": FINE}
    hub = pack_of("hub", choice("data", FINE), note, order)
    one = pack_of("one", choice("personal", COARSE, same=same))
    with pytest.raises(Refusal, match=fault) as refusal:
        check_together(one, {"hub": hub}, path_of())
    assert refusal.value.way_out


def test_a_link_to_a_pack_that_is_not_there_waits_for_it():
    check_together(ONE, {}, path_of())
    assert links_of([ONE]) == {}


def test_links_in_a_ring_are_refused():
    names = {"a": "b", "b": "c", "c": "a"}
    packs = {
        id_: pack_of(id_, choice("q", FINE, same={"question": f"{to}/q"})) for id_, to in names.items()
    }
    with pytest.raises(Refusal, match="links go in a circle: a/q → b/q → c/q → a/q"):
        check_together(packs["a"], {"b": packs["b"], "c": packs["c"]}, path_of())


def test_a_condition_that_hangs_on_itself_through_a_link_is_refused():
    hub = pack_of("hub", choice("data", FINE, show_if={"question": "one/personal", "answered": True}))
    one = pack_of("one", choice("personal", COARSE, same={"question": "hub/data", "options": MEANS}))
    with pytest.raises(Refusal, match="circle"):
        check_together(hub, {"one": one}, path_of())


def test_an_answer_shared_from_one_that_is_carried_over_is_to_be_confirmed_too():
    def seen(carried):
        given_ = {"hub": {"data": Answer(value="special", carried=carried)}}
        return Reading(ONE, given_, find=PACKS.get, links=links_of(PACKS.values()))

    question, (section,) = ONE.question("personal"), ONE.sections
    assert flow.carried_from(question, seen("Last year")) == "Last year"
    assert flow.given_at(question, seen("Last year")) == ("hub", "data")
    found = flow.section_progress(section, [question], seen("Last year"))
    assert (found.answered, found.shared, found.carried, found.done) == (0, 0, 1, False)
    found = flow.section_progress(section, [question], seen(""))
    assert (found.answered, found.shared, found.carried, found.done) == (1, 1, 0, True)


def test_an_answer_of_ones_own_is_not_to_be_confirmed_for_that_of_another():
    given_ = {"hub": {"data": Answer(value="special", carried="Last year")}, "one": {"personal": Answer(value="yes")}}
    seen = Reading(ONE, given_, find=PACKS.get, links=links_of(PACKS.values()))
    assert not flow.is_carried(ONE.question("personal"), seen)
    assert flow.given_at(ONE.question("personal"), seen) == ("one", "personal")


def table_of(id_: str, first: str, worst: str, **more: object) -> dict[str, object]:
    levels = [{"id": each, "text": each} for each in ("low", worst)]
    columns = [{"id": first, "text": first}, {"id": "severity", "text": "Severity", "options": levels}]
    return {"id": id_, "type": "table", "text": id_, "columns": columns, **more}


def test_what_is_chosen_in_a_tables_column_is_carried_over_in_the_words_of_each():
    means = {"hazard": "failure", "severity/grave": "severity/severe"}
    hub = pack_of("hub", table_of("failures", "failure", "severe"))
    one = pack_of("one", table_of("hazards", "hazard", "grave", same={"question": "hub/failures", "options": means}))
    packs = {"hub": hub, "one": one}
    check_together(one, {"hub": hub}, None)  # type: ignore[arg-type]
    theirs = [{"failure": "Wrong no", "severity": "severe"}, {"failure": "Late", "severity": "low"}]
    ours = [{"hazard": "Wrong no", "severity": "grave"}, {"hazard": "Late", "severity": "low"}]
    assert read({"hub": {"failures": theirs}}, packs).value("hazards", "one") == ours
    assert read({"one": {"hazards": ours}}, packs).value("failures", "hub") == theirs


def test_columns_whose_choices_differ_and_are_not_matched_cannot_be_shared():
    hub = pack_of("hub", table_of("failures", "failure", "severe"))
    one = pack_of("one", table_of("hazards", "failure", "grave", same={"question": "hub/failures"}))
    with pytest.raises(Refusal, match="their columns differ"):
        check_together(one, {"hub": hub}, "one.toml")  # type: ignore[arg-type]


ASKED_ONCE = [  # given at the first, it counts at the second, and the other way where the third is not empty
    ("deployment_monitoring/relearn", "bounded", "altai/trs4_1", "yes", None),
    ("deployment_monitoring/relearn", "released", "canada_aia/aboutAlgorithm8", "item2-0", None),
    ("deployment_monitoring/relearn", "free", "model_risk/adapts", "yes", None),
    ("fairness/alternative", "partly", "employment/less", "partly", "partly"),
    ("system_profile/other_systems", "The core", "model_risk/upstream", "The core", "The core"),
    ("workforce_society/heard", "told", "employment/workers", "done", None),
    ("workforce_society/heard", "no", "high_risk_evidence/h26_workers", "no", "no"),
    ("accountability/literacy", "done", "high_risk_evidence/h4_literacy", "done", "done"),
    ("deployment_monitoring/first", "no", "high_risk_evidence/h73_first", "no", "no"),
    ("safety_misuse/residual", "done", "high_risk_evidence/h9_residual", "done", "done"),
    ("security_supply_chain/tested", "partly", "altai/trs_q1_3_b", "some", "partly"),
    ("employment/no_emotion", "done", "workforce_society/no_emotion", "done", "done"),
    ("system_profile/review_by", "2027-01-01", "fria/review", "2027-01-01", "2027-01-01"),
    ("system_profile/review_by", "2027-01-01", "data_protection/review", "2027-01-01", "2027-01-01"),
    ("system_profile/told", "told", "high_risk_evidence/h26_told", "done", "told"),
    ("eu_ai_act/use_5d", "yes", "healthcare/triage", "yes", "yes"),
    ("system_profile/dpia", "under_way", "data_protection/decision", "yes", None),
    ("system_profile/dpia", "not_needed", "data_protection/decision", "no", "not_needed"),
]
ROOM = {  # what lets all of these questions apply
    "system_profile": {"personal_data": "personal"},
    "eu_ai_act": {"ai_system": "yes", "eu_nexus": "yes", "excluded": ["none"], "areas": ["services"], "roles": ["provider", "deployer"]},
    "high_risk_evidence": {"needed": "choice"},
    "fria": {"needed": "choice"},
    "employment": {"place": ["eu"]},
    "workforce_society": {"watching": "yes"},
}


def shipped(place: str, value: object) -> Reading:
    home, _slash, id_ = place.partition("/")
    said = {pack: dict(own) for pack, own in ROOM.items()}
    said.setdefault(home, {})[id_] = value  # type: ignore[assignment]
    return read(said, {pack.id: pack for pack in catalog.packs()})


@pytest.mark.parametrize(("place", "value", "other", "same", "back"), ASKED_ONCE)
def test_the_shipped_packs_ask_the_same_once(place, value, other, same, back):
    home, _slash, id_ = other.partition("/")
    seen = shipped(place, value)
    assert seen.value(id_, home) == same
    assert seen.origin(id_, home) == tuple(place.split("/"))
    pack, _slash, question = place.partition("/")
    assert shipped(other, same).value(question, pack) == back


def test_hazards_and_misuse_are_those_of_the_profile():
    failure = {"failure": "Wrong no", "who": "Poor", "severity": "severe", "measure": "Appeal"}
    seen = shipped("system_profile/failures", [failure])
    assert seen.value("hazards", "safety_misuse") == [
        {"hazard": "Wrong no", "who": "Poor", "severity": "grave", "measure": "Appeal"}]
    seen = shipped("safety_misuse/misuse", [{"how": "Fraud", "who": "Rivals", "measure": "Limits"}])
    misuse = [{"misuse": "Fraud", "who": "Rivals", "measure": "Limits"}]
    assert seen.value("misuse", "system_profile") == seen.value("misuse", "system_impact") == misuse
