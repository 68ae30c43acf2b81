"""Every shipped pack keeps the promises of docs/packs.md, and the example answers them well."""

import datetime as dt
import importlib.util
import json
import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rai_desktop.frameworks import catalog as frameworks
from rai_desktop.frameworks import crosswalk
from rai_desktop.paths import resource
from rai_desktop.project.model import Answer
from rai_desktop.questionnaire import catalog, flow
from rai_desktop.questionnaire.circles import all_conditions
from rai_desktop.questionnaire.question import Kind, Pack
from rai_desktop.questionnaire.scoring import score
from rai_desktop.questionnaire.tier import flags_named, tier_of

FILES = sorted(resource("questionnaires").glob("*.toml"))
PACKS = [catalog.read_pack(path) for path in FILES]
by_id = pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)


def test_every_shipped_file_is_a_pack_named_as_its_file():
    assert not catalog.broken()
    assert (
        {each.id for each in catalog.packs()}
        == {path.stem for path in FILES}
        >= {"system_profile", "eu_ai_act", "human_oversight"}
    )


@by_id
def test_every_question_says_why_it_is_asked_and_what_it_is_evidence_for(pack: Pack):
    for _, question in pack.places.values():
        assert question.text.strip(), question.id
        assert question.why.strip(), question.id
        assert question.refs, question.id


@by_id
def test_every_reference_resolves_to_a_clause_with_words_and_a_known_standing(pack: Pack):
    for _, question in pack.places.values():
        for ref in question.refs:
            clause = frameworks.resolve(ref)
            assert clause.title
            assert clause.verified in ("source text", "secondary source", "from memory, unverified")
            assert not ref.startswith("eu_ai_act:") or dt.date.fromisoformat(clause.applies_from)


@by_id
def test_modules_are_topics_of_the_crosswalk(pack: Pack):
    assert set(pack.modules) <= {*crosswalk.modules(), *crosswalk.topics()}


@by_id
def test_every_question_can_be_reached_and_an_empty_pack_can_be_scored(pack: Pack):
    assert flow.missing(pack, {})
    assert score(pack, {}).pack == pack.id
    for where, condition in all_conditions(pack):
        if condition.question and "/" not in condition.question:
            assert condition.question in pack.places, where


def test_the_tier_pack_asks_everything_its_modules_list():
    asked = {
        ref for _, question in catalog.pack("eu_ai_act").places.values() for ref in question.refs
    }
    for module in catalog.pack("eu_ai_act").modules:
        for home, id_, _ in crosswalk.clauses_for(module):
            assert f"{home}:{id_}" in asked, f"{module}: {id_}"


def test_the_profile_speaks_to_its_module():
    asked = {
        ref
        for _, question in catalog.pack("system_profile").places.values()
        for ref in question.refs
    }
    known = {f"{home}:{id_}" for home, id_, _ in crosswalk.clauses_for("system_profile")}
    assert len(asked & known) / len(known) > 0.7


def test_the_published_schema_is_the_one_packs_are_read_with():
    path = Path(__file__).parents[2] / "packaging" / "make_pack_schema.py"
    spec = importlib.util.spec_from_file_location("make_pack_schema", path)
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    assert made.schema_text() == (resource("questionnaires") / "pack.schema.json").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_packs_fit_the_published_schema(path: Path):
    import tomllib

    import jsonschema

    schema = json.loads(
        (resource("questionnaires") / "pack.schema.json").read_text(encoding="utf-8")
    )
    content = json.loads(json.dumps(tomllib.loads(path.read_text(encoding="utf-8")), default=str))
    jsonschema.Draft202012Validator(schema).validate(content)


ANSWERS = msgspec.json.decode(
    (resource("sample") / "answers.json").read_bytes(), type=dict[str, dict[str, Answer]]
)


def test_the_example_answers_what_is_asked_and_leaves_a_little_open():
    for id_, own in ANSWERS.items():
        pack = catalog.pack(id_)
        assert set(own) <= set(pack.places)
        assert flow.problems(pack, ANSWERS) == {}
        assert flow.hidden_answers(pack, ANSWERS) == []
        assert 1 <= len(flow.missing(pack, ANSWERS)) <= 4


def test_the_example_is_high_risk_and_needs_the_rights_assessment():
    found = tier_of(ANSWERS, dt.date(2026, 11, 23))
    assert (found.tier, found.certain, flags_named(found.flags)) == (
        "HIGH_RISK_ANNEX_III",
        True,
        ["FRIA_REQUIRED"],
    )
    assert [(each.id, each.certain) for each in found.roles] == [
        ("provider", True),
        ("deployer", True),
    ]


def test_the_example_owns_up_to_its_data():
    said = str(ANSWERS["system_profile"]["representative"].value)
    assert "Taiwan" in said
    assert "2005" in said
    assert re.search(r"[Nn]othing shows", said)


def test_a_third_pack_needs_no_code():
    pack = catalog.pack("human-oversight")
    best = {
        "who": "named",
        "means": ["authority", "time", "training", "reasons"],
        "bias": "yes",
        "bias_share": 4,
        "ways": ["reasons", "correct", "person", "outside"],
    }
    own = {id_: Answer(value=value) for id_, value in best.items()}
    everything = ANSWERS | {"human_oversight": own}
    assert [each.id for each in flow.missing(pack, everything)] == []
    assert (score(pack, everything).total, score(pack, everything).level_id) == (13, "sound")
    assert (
        score(
            pack,
            {
                "human_oversight": own
                | {
                    "who": Answer(value="no"),
                    "means": Answer(value=["none"]),
                    "ways": Answer(value=["none"]),
                }
            },
        ).level_id
        == "weak"
    )
    shown = [
        section.id
        for section, _ in flow.visible(pack, {"system_profile": {"told": Answer(value="nobody")}})
    ]
    assert shown == ["oversight"]
    assert {question.kind for _, question in pack.places.values()} >= {
        Kind.SINGLE,
        Kind.MULTIPLE,
        Kind.NUMBER,
        Kind.DATE,
        Kind.TABLE,
    }


def test_the_pack_shown_in_the_docs_is_a_pack(tmp_path: Path):
    text = (Path(__file__).parents[2] / "docs" / "packs.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```toml\n(.*?)```", text, flags=re.DOTALL)
    smallest, points, tiers = blocks[0], blocks[2], blocks[3]
    path = tmp_path / "house_rules.toml"
    about = '[[sections.questions]]\nid = "about"\ntype = "single"\ntext = "About?"\n'
    about += 'options = [{ id = "people", text = "People" }]\n'
    path.write_text("\n".join([smallest, about, points, tiers]), encoding="utf-8")
    pack = catalog.read_pack(path)
    answers = {"house_rules": {"about": Answer(value="people")}}
    found = tier_of(answers, dt.date(2026, 12, 31), pack)
    assert (found.tier, found.certain) == ("HIGH", True)
    assert [each.when for each in found.duties] == ["from 2027-01-01"]


words = st.text(max_size=6) | st.sampled_from(["yes", "no", "unknown", "none", "2027-01-01", "item1"])
anything = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), words, st.lists(words, max_size=3),
    st.lists(st.dictionaries(words, words, max_size=2), max_size=2),
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_no_answer_whatever_makes_a_pack_fall_over(data):
    everything = {
        pack.id: {
            id_: Answer(value=data.draw(anything))
            for id_ in data.draw(st.lists(st.sampled_from(list(pack.places)), max_size=8))
        }
        for pack in PACKS
    }
    for pack in PACKS:
        assert flow.progress(pack, everything).asked >= 1
        assert score(pack, everything).version == pack.version
        assert all(flow.problems(pack, everything).values())
    assert tier_of(everything, dt.date(2026, 11, 23)).severity >= 1
