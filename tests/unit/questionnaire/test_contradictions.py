"""Answers that cannot be true together are told where they were given, when they are certain, and only then."""

import itertools
import json

import msgspec
import pytest

from rai_desktop.errors import Refusal
from rai_desktop.paths import resource
from rai_desktop.project.model import Answer
from rai_desktop.questionnaire import catalog, flow
from rai_desktop.questionnaire.checks import check
from rai_desktop.questionnaire.contradictions import clashes
from rai_desktop.questionnaire.question import Pack
from rai_desktop.questionnaire.standing import Standing

PACKS = catalog.packs()
SCOPE = {"eu_ai_act": {"ai_system": "yes", "eu_nexus": "yes", "excluded": ["none"], "areas": ["services", "employment", "biometrics"]}}
FIRE = [  # pack and id of the contradiction, with the answers that do not go together
    ("system_profile", "nobody_judged", {"system_profile": {"told": "nobody"}, "eu_ai_act": {"decides_about_people": "yes"}}),
    ("system_profile", "nobody_met", {"system_profile": {"meeting": ["none"]}, "eu_ai_act": {"t_interacts": "yes"}}),
    ("system_profile", "nobody_met_in_public", {"system_profile": {"meeting": ["none"], "deployment": ["public"]}}),
    ("system_profile", "no_consequence", {"system_profile": {"consequence": ["none"]}, "eu_ai_act": {"use_5b": "yes"}}),
    ("system_profile", "no_talk", {"system_profile": {"meeting": ["talk"]}, "eu_ai_act": {"t_interacts": "no"}}),
    ("system_profile", "no_content", {"system_profile": {"meeting": ["content", "talk"]}, "eu_ai_act": {"t_generates": "no"}}),
    ("system_profile", "not_personal_but_sensitive",
     {"system_profile": {"personal_data": "no"}, "data_protection": {"personal": "yes", "c4": "yes"}}),
    ("system_profile", "not_personal_but_input", {"system_profile": {"personal_data": "no"}, "canada_aia": {"aboutDataSource1": "item1-2"}}),
    ("system_profile", "not_personal_but_profiled", {"system_profile": {"personal_data": "no"}, "eu_ai_act": {"use_5b": "yes", "profiling": "yes"}}),
    ("system_profile", "not_special_but_sensitive",
     {"system_profile": {"personal_data": "personal"}, "data_protection": {"law": ["eu"], "solely": "yes", "special_auto": "consent"}}),
    ("system_profile", "nobody_involved", {"system_profile": {"autonomy": "none"}, "altai": {"hao2": ["b"]}}),
    ("system_profile", "approved_but_alone",
     {"system_profile": {"autonomy": "approve", "personal_data": "personal"}, "data_protection": {"solely": "yes"}}),
    ("system_profile", "can_be_stopped", {"system_profile": {"stop": "yes"}, "altai": {"hao_q10_b": "no"}}),
    ("system_profile", "not_in_use_yet", {"system_profile": {"stage": "idea"}, "deployment_monitoring": {"steps": "used"}}),
    ("system_profile", "nothing_bought", {"system_profile": {"made_by": ["own", "vendor"]}, "model_risk": {"bought": "no"}}),
    ("system_impact", "chances_denied", {"system_profile": {"consequence": ["opportunity"]}, "system_impact": {"life": "no"}}),
    ("system_impact", "injury_denied", {"system_profile": {"consequence": ["injury", "money"]}, "system_impact": {"injury": "no"}}),
    ("system_impact", "rights_denied", {"system_profile": {"consequence": ["rights"]}, "system_impact": {"rights": "no"}}),
    ("system_impact", "no_consequence_but_sensitive", {"system_profile": {"consequence": ["none"]}, "system_impact": {"rights": "yes"}}),
    ("system_impact", "no_risk_but_sensitive", {"eu_ai_act": {"use_5b": "yes", "profiling": "no", "no_significant_risk": "yes"},
                                                "system_impact": {"injury": "yes"}}),
    ("employment", "no_emotion", {"employment": {"no_emotion": "done"}, "eu_ai_act": {"use_1c": "yes"}}),
    ("employment", "union", {"employment": {"place": ["eu", "nyc"]}, "eu_ai_act": {"eu_nexus": "no"}}),
    ("lending", "union", {"lending": {"eu": "yes"}, "eu_ai_act": {"eu_nexus": "no"}}),
    ("conversational_ai", "obvious", {"conversational_ai": {"told": "obvious"}, "eu_ai_act": {"t_interacts": "yes", "t_obvious": "no"}}),
    ("workforce_society", "no_work_changes", {"workforce_society": {"jobs": 3}, "altai": {"sew2": "no"}}),
]


def answers_of(said):
    places = [(home, id_) for home, own in said.items() for id_ in own]
    whole = {home: {**SCOPE.get(home, {}), **said.get(home, {})} for home in {*SCOPE, *said}}
    return places, {home: {id_: Answer(value=value) for id_, value in own.items()} for home, own in whole.items()}


def found(answers, used=None):
    return clashes(PACKS, flow.reading(PACKS[0], answers), used)


def test_every_shipped_contradiction_is_tried_below():
    shipped = [(pack.id, each.id) for pack in PACKS for each in pack.contradictions]
    assert [each[:2] for each in FIRE] == sorted(shipped, key=[each[:2] for each in FIRE].index)
    assert len(shipped) == len(FIRE) >= 10


@pytest.mark.parametrize(("home", "id_", "said"), FIRE, ids=[f"{each[0]}/{each[1]}" for each in FIRE])
def test_it_is_told_at_both_questions_and_goes_with_either_answer(home, id_, said):
    _places, answers = answers_of(said)
    sentence = next(each.sentence for each in catalog.pack(home).contradictions if each.id == id_)
    (clash,) = [each for each in found(answers) if each.sentence == sentence]
    assert len(clash.places) == 2
    assert all(id_ in said.get(pack, {}) for pack, id_ in clash.places)
    for pack, id_ in clash.places:
        for instead in (None, "unknown"):
            left = {**answers, pack: {key: each for key, each in answers[pack].items() if key != id_}}
            if instead:
                left[pack][id_] = Answer(value=instead)
            assert sentence not in [each.sentence for each in found(left)], (pack, id_, instead)
    used = {pack for pack, _id in clash.places}
    assert sentence in [each.sentence for each in found(answers, used)]
    assert all(sentence not in [each.sentence for each in found(answers, used - {one})] for one in used)


def test_the_example_and_an_empty_project_have_none():
    told = json.loads((resource("sample/answers.json")).read_text(encoding="utf-8"))
    answers = {pack: {id_: Answer(value=each["value"]) for id_, each in own.items()} for pack, own in told.items()}
    assert sum(map(len, answers.values())) > 50
    assert found(answers) == found({}) == []


def test_an_answer_to_what_is_not_asked_contradicts_nothing():
    _places, answers = answers_of({"system_profile": {"consequence": ["none"]}, "eu_ai_act": {"use_5b": "yes", "areas": ["none"]}})
    assert found(answers) == []


def test_standing_tells_anew_only_when_answers_or_packs_are_others():
    standing = Standing()
    _places, answers = answers_of(FIRE[0][2])
    one = standing.clashes(answers, ["system_profile", "eu_ai_act"])
    assert len(one) == 1
    assert standing.clashes(answers, ["eu_ai_act", "system_profile"]) is one
    assert standing.clashes(answers, ["eu_ai_act"]) == []


def test_standing_misses_none_as_answers_come_and_go_one_by_one():
    """It works out anew only what an answer touches."""
    standing, answers, told = Standing(), {}, 0
    used = {pack.id for pack in PACKS}
    for said in [each[2] for each in FIRE for _twice in range(2)]:
        _places, wanted = answers_of(said)
        steps = [(home, id_, None) for home, own in answers.items() for id_ in own] + [
            (home, id_, answer) for home, own in wanted.items() for id_, answer in own.items()]
        for home, id_, answer in steps:
            own = {key: each for key, each in answers.get(home, {}).items() if key != id_}
            answers = {**answers, home: {**own, id_: answer} if answer else own}
            direct = found(answers, used)
            assert standing.clashes(answers, used) == direct
            told += len(direct)
    assert told >= len(FIRE)


def pack_of(*said):
    head = {"id": "one", "title": "One", "version": "1", "as_of": "2026-01-01"}
    ask = [{"id": id_, "type": "yesno", "text": id_} for id_ in ("a", "b")]
    return msgspec.convert({**head, "sections": [{"id": "s", "title": "S", "questions": ask}], "contradictions": list(said)}, Pack)


def test_both_yes_is_told_and_nothing_else_of_all_ways_to_answer():
    when = {"all": [{"question": "a", "is": ["yes"]}, {"question": "b", "is": ["yes"]}]}
    pack = pack_of({"id": "x", "sentence": "Both.", "when": when})
    for a, b in itertools.product(("yes", "no", "unknown", None), repeat=2):
        given = {id_: Answer(value=value) for id_, value in (("a", a), ("b", b)) if value}
        told = clashes([pack], flow.Reading(pack, {"one": given}))
        assert [each.places for each in told] == ([(("one", "a"), ("one", "b"))] if (a, b) == ("yes", "yes") else [])


@pytest.mark.parametrize(("said", "fault"), [
    ([{"id": "x", "sentence": "S.", "when": {}}], "it always holds"),
    ([{"id": "x", "sentence": "S.", "when": {"question": "c", "is": ["yes"]}}], "there is no question “c”"),
    ([{"id": "x", "sentence": "S.", "when": {"question": "a", "is": ["perhaps"]}}], "no option “perhaps”"),
    ([{"id": "x", "sentence": "S.", "when": {"question": "a", "is": ["yes"]}}] * 2, "the id is used twice"),
])
def test_what_could_not_be_told_is_refused(said, fault):
    with pytest.raises(Refusal, match=fault):
        check(pack_of(*said), "one.toml")
