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
    (folder / "torn.toml").write_text("[[rules", encoding="utf-8")
    (folder / "odd.toml").write_text('[[rules]]\npack = "x"\n', encoding="utf-8")
    monkeypatch.setenv("RAI_SITE", str(tmp_path))
    suggestions.rules.cache_clear()
    try:
        assert ("retirement", "House rule.") in suggested_packs({})
    finally:
        monkeypatch.undo()
        suggestions.rules.cache_clear()
    assert "retirement" not in ids({})
