"""Answers call for packs, with reasons; an unknown may call for more, never for less."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rai_desktop.paths import resource
from rai_desktop.project.model import Answer
from rai_desktop.questionnaire import catalog, suggestions
from rai_desktop.questionnaire.condition import Condition
from rai_desktop.questionnaire.question import choices
from rai_desktop.questionnaire.suggestions import rules, suggested_packs

SAMPLE = msgspec.json.decode(
    (resource("sample") / "answers.json").read_bytes(), type=dict[str, dict[str, Answer]]
)


def ids(answers: dict[str, dict[str, Answer]]) -> list[str]:
    return [id_ for id_, _ in suggested_packs(answers)]


def leaves(condition):
    yield condition
    for part in condition.parts:
        yield from leaves(part)


def test_rules_name_packs_questions_options_and_facts_there_are():
    assert len(rules()) > 15
    for rule in rules():
        assert rule.why.endswith(".")
        assert catalog.find(rule.pack), rule.pack
        for each in [*leaves(rule.when), *leaves(rule.unless or Condition())]:
            assert not each.fact or each.fact in catalog.pack(rule.facts_of).facts
            if each.question:
                pack, _, id_ = each.question.rpartition("/")
                question = catalog.pack(pack).question(id_)
                assert set(each.is_) <= {option.id for option in choices(question)}, each.question


def test_nothing_said_suggests_only_the_start():
    assert ids({}) == ["system_profile", "eu_ai_act"]


def test_the_example_is_led_to_what_a_lender_owes():
    found = ids(SAMPLE)
    assert {"high_risk_evidence", "fria", "model_risk", "lending", "fairness"} <= set(found)
    assert not {"employment", "healthcare", "conversational_ai", "retirement"} & set(found)
    assert len(found) == len(set(found))


def test_a_system_without_use_in_the_union_is_not_led_to_the_act():
    out = {"eu_ai_act": {"eu_nexus": Answer(value="no")}}
    assert ids(out) == ["system_profile"]


SYSTEMS = {
    "credit scores of a bank in Ohio": (
        {"field": ["lending"], "meeting": ["judged", "staff"], "consequence": ["opportunity"], "personal_data": "personal",
         "autonomy": "intervene", "made_by": ["own"], "stage": "in_use"}, "no",
        {"model_risk", "lending", "fairness", "system_impact", "data_protection", "human_oversight", "accountability",
         "data_collection", "deployment_monitoring"}, {"healthcare", "employment", "conversational_ai", "eu_ai_act"}),
    "sorting of applicants in New York": (
        {"field": ["work"], "meeting": ["judged"], "consequence": ["opportunity"], "autonomy": "approve", "made_by": ["vendor"]}, "no",
        {"employment", "fairness", "workforce_society", "human_oversight", "security_supply_chain"}, {"lending", "healthcare"}),
    "alarms at the bedside in a hospital of the United States": (
        {"field": ["health"], "meeting": ["staff", "judged"], "consequence": ["injury"], "personal_data": "special",
         "autonomy": "alerts"}, "no",
        {"healthcare", "safety_misuse", "fairness", "data_protection", "human_oversight"}, {"lending", "employment"}),
    "talk with a shop's customers": (
        {"field": ["commerce"], "meeting": ["talk", "content"], "consequence": ["none"], "autonomy": "handover",
         "deployment": ["public"]}, "no",
        {"conversational_ai", "nist_ai_rmf", "safety_misuse", "inclusive_design", "sustainability", "security_supply_chain"},
        {"lending", "employment", "model_risk"}),
    "benefits of a Canadian department, decided by nobody": (
        {"field": ["public"], "yardsticks": ["canada_federal"], "consequence": ["legal"], "autonomy": "none"}, "no",
        {"canada_aia", "human_oversight", "fairness", "system_impact", "accountability"}, {"altai", "process_checklist", "iso_42001"}),
    "prices of an insurer in Singapore": (
        {"field": ["insurance"], "meeting": ["shown"], "yardsticks": ["ai_verify"], "consequence": ["money"]}, "no",
        {"process_checklist", "model_risk", "fairness"}, {"lending", "canada_aia"}),
    "upkeep of machines by a maker with a certificate": (
        {"field": ["infrastructure"], "meeting": ["staff"], "yardsticks": ["iso_42001"], "consequence": ["none"], "autonomy": "none",
         "personal_data": "no"}, "no",
        {"iso_42001", "iso_42005", "human_oversight"}, {"fairness", "data_protection", "system_impact", "conversational_ai"}),
    "admission to a university in the Union": (
        {"field": ["education"], "meeting": ["judged"], "yardsticks": ["altai", "nist", "iso_42005"], "consequence": ["opportunity"]}, "yes",
        {"eu_ai_act", "altai", "nist_ai_rmf", "iso_42005", "fairness", "system_impact"}, {"lending", "employment", "iso_42001"}),
}


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_plausible_system_is_offered_what_it_needs_wherever_it_is_used(system: str):
    profile, nexus, offered, not_offered = SYSTEMS[system]
    found = set(ids({"system_profile": {id_: Answer(value=value) for id_, value in profile.items()},
                     "eu_ai_act": {"eu_nexus": Answer(value=nexus)}}))
    assert offered - found == set()
    assert not_offered & found == set()


def test_every_shipped_pack_can_be_suggested():
    assert {pack.id for pack in catalog.packs()} - {rule.pack for rule in rules()} == set()


@pytest.mark.parametrize("said", ["yes", "unknown"])
def test_talking_or_not_knowing_calls_for_the_pack_on_talk(said: str):
    base = {"ai_system": Answer(value="yes"), "eu_nexus": Answer(value="yes")}
    open_ = {"eu_ai_act": base | {"t_interacts": Answer(value=said)}}
    assert "conversational_ai" in ids(open_)
    shut = {"eu_ai_act": base | {"t_interacts": Answer(value="no")}}
    assert "conversational_ai" not in ids(shut)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_forgetting_what_one_knew_never_takes_a_suggestion_that_no_would_leave(data):
    own = SAMPLE["eu_ai_act"]
    yes_no = sorted(id_ for id_ in own if own[id_].value in ("yes", "no"))
    some = data.draw(st.sampled_from([id_ for id_ in yes_no if id_.startswith("use_")]))
    no = SAMPLE | {"eu_ai_act": own | {some: Answer(value="no")}}
    unknown = SAMPLE | {"eu_ai_act": own | {some: Answer(value="unknown")}}
    assert set(ids(no)) <= set(ids(unknown))


@pytest.mark.expects_log
def test_a_site_adds_rules_and_a_broken_file_hurts_nobody(tmp_path: Path, monkeypatch):
    folder = tmp_path / "suggestions"
    folder.mkdir()
    rule = '[[rules]]\npack = "retirement"\nwhy = "House rule."\nwhen = {}\n'
    (folder / "ours.toml").write_text(rule, encoding="utf-8")
    stale = '[[rules]]\npack = "fairness"\nwhy = "Stale."\nfacts_of = "eu_ai_act"\nwhen = {}\nunless = { any = [{ fact = "gone" }] }\n'
    (folder / "stale.toml").write_text(stale, encoding="utf-8")
    (folder / "torn.toml").write_text("[[rules", encoding="utf-8")
    (folder / "odd.toml").write_text('[[rules]]\npack = "x"\n', encoding="utf-8")
    monkeypatch.setenv("RAI_SITE", str(tmp_path))
    suggestions.forget()
    try:
        assert ("retirement", "House rule.") in suggested_packs({})
    finally:
        monkeypatch.undo()
        suggestions.forget()
    assert "retirement" not in ids({})
