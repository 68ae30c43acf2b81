"""Every shipped pack keeps the promises of docs/packs.md, and the example answers them well."""

import datetime as dt
import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rai_desktop.frameworks import catalog as frameworks
from rai_desktop.frameworks import crosswalk
from rai_desktop.paths import resource
from rai_desktop.project.model import Answer
from rai_desktop.questionnaire import catalog, flow
from rai_desktop.questionnaire.answers import problem
from rai_desktop.questionnaire.circles import all_conditions
from rai_desktop.questionnaire.condition import Condition
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


def packaging_script(name: str) -> ModuleType:
    path = Path(__file__).parents[2] / "packaging" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


RUNS = packaging_script("make_source_runs")
HELD = (Path(__file__).parents[1] / "data" / "source_runs.bin").read_bytes()
FINGERPRINTS = {HELD[at : at + RUNS.BYTES] for at in range(0, len(HELD), RUNS.BYTES)}


@by_id
def test_no_words_are_taken_over_from_the_sources(pack: Pack):
    """No run of eight words of a source; its words are kept as fingerprints only."""
    assert len(FINGERPRINTS) > 10_000
    held = msgspec.json.decode(msgspec.json.encode(pack))
    taken = [
        run
        for text in RUNS.texts(held)
        for run in RUNS.runs(text)
        if RUNS.fingerprint(run) in FINGERPRINTS
    ]
    assert taken == []


def test_the_published_schema_is_the_one_packs_are_read_with():
    made = packaging_script("make_pack_schema")
    for name in made.SCHEMAS:
        assert made.schema_text(name) == resource(name).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_packs_fit_the_published_schema(path: Path):
    import tomllib

    import jsonschema

    schema = json.loads(
        (resource("questionnaires") / "pack.schema.json").read_text(encoding="utf-8")
    )
    content = json.loads(json.dumps(tomllib.loads(path.read_text(encoding="utf-8")), default=str))
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(content)) == []


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


def best_choices(pack: Pack) -> dict[str, Answer]:
    """The answer with most points to every question that has any."""
    return {
        each.id: Answer(
            value=[o.id for o in each.options if o.points]
            if each.kind is Kind.MULTIPLE
            else max(each.options, key=lambda option: option.points).id
        )
        for _, each in pack.places.values()
        if any(option.points for option in each.options)
    }


def test_the_checklist_of_oversight_scores_without_code():
    pack = catalog.pack("human-oversight")
    best = best_choices(pack)
    everything = ANSWERS | {"human_oversight": best}
    found = score(pack, everything)
    assert found.total == found.maxima["safeguards"] == 32
    assert found.level_id == "sound"
    worst = best | {
        id_: Answer(value=["none"] if isinstance(best[id_].value, list) else "no")
        for id_ in ("who", "means", "doubt", "bias", "against", "overrides", "learn", "ways", "without")
    }
    assert score(pack, everything | {"human_oversight": worst}).level_id == "weak"
    shown = [
        section.id
        for section, _ in flow.visible(pack, {"system_profile": {"told": Answer(value="nobody")}})
    ]
    assert shown == ["oversight", "trust", "stopping", "skills", "evidence"]
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
    smallest, group, points, tiers = blocks[0], blocks[1], blocks[3], blocks[4]
    path = tmp_path / "house_rules.toml"
    about = '[[sections.questions]]\nid = "about"\ntype = "single"\ntext = "About?"\n'
    about += 'options = [{ id = "people", text = "People" }]\n'
    path.write_text("\n".join([smallest, group, about, points, tiers]), encoding="utf-8")
    pack = catalog.read_pack(path)
    answers = {"house_rules": {"about": Answer(value="people")}}
    found = tier_of(answers, dt.date(2026, 12, 31), pack)
    assert (found.tier, found.certain) == ("HIGH", True)
    assert [each.when for each in found.duties] == ["from 2027-01-01"]
    assert list(pack.inner["uses"].places) == ["name", "about", "children", "stakeholders"]


def asked_refs(id_: str) -> set[str]:
    return {ref for _, each in catalog.pack(id_).places.values() for ref in each.refs}


def clauses_of(framework: str, kind: str = "") -> set[str]:
    """Every clause id of a framework, of one kind if named, as references."""
    known = json.loads((resource("frameworks") / f"{framework}.json").read_text(encoding="utf-8"))
    return {
        f"{framework}:{id_}"
        for id_, clause in known["clauses"].items()
        if not kind or clause["kind"] == kind
    }


@pytest.mark.parametrize(
    ("pack", "framework", "kind", "count"),
    [
        ("nist_ai_rmf", "nist_ai_rmf", "subcategory", 72),
        ("nist_ai_rmf", "nist_ai_rmf", "category", 19),
        ("nist_ai_rmf", "nist_ai_600_1", "", 12),
        ("data_protection", "wp248", "", 9),
        ("data_protection", "uk_gdpr_duaa", "", 19),
        ("model_risk", "sr_26_2", "", 16),
        ("model_risk", "sr_11_7", "", 7),
        ("model_risk", "uk_pra_ss1_23", "", 5),
        ("model_risk", "osfi_e23", "", 3),
        ("healthcare", "imdrf_gmlp", "", 10),
        ("employment", "nyc_ll144", "", 0),
        ("employment", "eeoc_ugesp", "", 6),
        ("employment", "colorado_sb26_189", "", 13),
        ("lending", "ecoa_reg_b", "", 37),
        ("lending", "eu_ccd2", "", 2),
        ("lending", "fcra", "", 1),
        ("data_protection", "gdpr", "", 31),
        ("data_protection", "uk_ico_ai", "", 13),
        ("security_supply_chain", "owasp_ml_2023", "", 10),
        ("security_supply_chain", "owasp_llm_2026", "", 10),
        ("security_supply_chain", "owasp_asi_2026", "", 10),
        ("system_impact", "ms_rai_2022", "goal", 17),
        ("fria", "eu_ai_act", "fria_element", 0),
    ],
)
def test_a_pack_asks_every_clause_it_is_made_for(pack, framework, kind, count):
    wanted = clauses_of(framework, kind)
    assert count in (0, len(wanted))
    # Penalties, and the head of lettered sections, are nothing to be asked.
    assert wanted - asked_refs(pack) <= {"nyc_ll144:20-872", "sr_26_2:IV"}


def test_the_evidence_list_asks_every_requirement_of_the_articles_it_names():
    articles = r"eu_ai_act:(Art\.(4a|9|1[0-9]|2[0-6]|4[378]|49|7[23]|86)(\(|$)|Annex(IV|V|VIII)\.)"
    wanted = {ref for ref in clauses_of("eu_ai_act") if re.match(articles, ref)}
    # Repealed by the amendment of 2026.
    left = {"Art.10(5)", "AnnexVIII.B.7", "AnnexVIII.B.9"}
    missing = wanted - asked_refs("high_risk_evidence")
    assert missing == {f"eu_ai_act:{id_}" for id_ in left}, missing


def test_each_requirement_has_a_question_of_its_own():
    pack = catalog.pack("high_risk_evidence")
    numbered = [each.source_id for _, each in pack.places.values() if each.source_id]
    shared = {id_ for id_ in numbered if numbered.count(id_) > 1}
    assert shared == {"Art.11", "Art.15(4)", "Art.16", "Art.23", "Art.24", "Art.25", "Art.72"}
    asked = {ref for ref in clauses_of("eu_ai_act", "requirement") if ref != "eu_ai_act:Art.10(5)"}
    assert {ref.removeprefix("eu_ai_act:") for ref in asked} - set(numbered) == {"Art.13(3)(b)"}


def test_the_tier_pack_asks_every_practice_product_and_use():
    pack = catalog.pack("eu_ai_act")
    asked = asked_refs("eu_ai_act")
    assert clauses_of("eu_ai_act", "prohibition") <= asked
    assert clauses_of("eu_ai_act", "prohibition_detail") <= asked
    assert clauses_of("eu_ai_act", "classification_rule") <= asked
    uses = clauses_of("eu_ai_act", "annex_usecase")
    own = [each for each in pack.places if each.startswith("use_")]
    assert uses <= asked
    assert len(uses) == 24
    assert len(own) == 25  # critical infrastructure has no lettered points
    acts = {id_.rsplit(".", 1)[1] for id_ in clauses_of("eu_ai_act") if "AnnexI." in id_ and id_[-1].isdigit()}
    choices = {option.id for option in pack.question("annex_i_acts").options}
    assert {id_.rsplit("_", 1)[1] for id_ in choices if id_.startswith("annex_")} == acts - {"1"}
    assert len(pack.question("areas").options) == 8 + 2


def test_every_duty_of_the_act_is_told_with_the_date_of_its_clauses():
    rules = catalog.pack("eu_ai_act").classification
    told = {ref for duty in rules.duties for ref in duty.clauses}
    # A condition, an exception, and two rules on how to report.
    spared = {"eu_ai_act:Art.4a", "eu_ai_act:Art.53(2)", "eu_ai_act:Art.73(5)", "eu_ai_act:Art.73(6)"}
    assert clauses_of("eu_ai_act", "obligation") - told == spared
    # The first carries the general date but hangs on Article 26(8), the second the date of penalties.
    later = {f"eu_ai_act:{id_}" for id_ in ("Art.49(3)", "Art.99")}
    for duty in rules.duties:
        for ref in duty.clauses:
            clause = frameworks.resolve(ref)
            if ref.startswith("eu_ai_act:") and ref not in later:
                assert clause.applies_from == rules.schedules[duty.schedule].applies_from.isoformat(), ref


@pytest.mark.parametrize("id_", ["fria", "high_risk_evidence"])
def test_facts_read_from_the_tier_pack_are_the_same_there(id_: str):
    def at_home(condition: Condition) -> Condition:
        return msgspec.structs.replace(
            condition,
            question=condition.question.removeprefix("eu_ai_act/"),
            all=[at_home(each) for each in condition.all],
            any=[at_home(each) for each in condition.any],
            none=[at_home(each) for each in condition.none],
        )

    own, home = catalog.pack(id_).facts, catalog.pack("eu_ai_act").facts
    assert len(own) > 5
    for name, condition in own.items():
        assert name == "asked" or at_home(condition) == home[name], name


def test_the_rights_form_is_asked_where_the_tier_needs_it_and_by_choice():
    def shown(answers: dict[str, dict[str, Answer]], needed: str) -> set[str]:
        own = {"fria": {"needed": Answer(value=needed)}}
        return {section.id for section, _ in flow.visible(catalog.pack("fria"), answers | own)}

    assert len(shown(ANSWERS, "no")) == 8
    assert len(shown({}, "choice")) == len(shown({}, "unknown")) == 8
    assert shown({}, "no") == {"start"}


def test_the_twelve_risks_are_asked_when_the_system_generates():
    def risks(generates: str) -> int:
        answers = {"nist_ai_rmf": {"generates": Answer(value=generates)}}
        shown = flow.visible(catalog.pack("nist_ai_rmf"), answers)
        return sum(each.source_id.startswith("GAI-") for _, many in shown for each in many)

    assert (risks("yes"), risks("unknown"), risks("no")) == (12, 12, 0)


IMPACT = catalog.pack("system_impact")


def test_the_impact_assessment_follows_every_section_and_repeats_the_second_for_each_use():
    parts = {ref.partition(":")[2] for ref in clauses_of("ms_rai_2022", "part")}
    asked = {each.source_id.split()[0] for _, each in IMPACT.places.values() if each.source_id}
    group = IMPACT.question("per_use")
    repeated = {each.source_id for each in group.questions}
    assert asked | repeated == {part for part in parts if "." in part}
    assert repeated == {"1.8", *(f"2.{n}" for n in range(1, 9))}
    scales = {each.source_id: len(each.options) for each in group.questions if each.options}
    assert scales == {"2.5": 5, "2.6": 3, "2.7": 5, "2.8": 3}
    assert {ref for each in group.questions for ref in each.refs} <= set(group.refs)
    assert not {each.source_id for _, each in IMPACT.places.values() if each.source_id.startswith("2.")}
    tables = {(each.source_id, each.refs[1].partition(":")[2]): each for each in group.questions if each.kind == "table"}
    assert [part for part, _clause in tables] == ["2.2", "2.4", "2.4", "2.4"]
    for goal in ("F1", "F2", "F3"):
        assert {"who", "group", "effect", "priority", "measure"} == {each.id for each in tables["2.4", goal].columns}
    assert {"who", "benefit", "harm"} <= {each.id for each in tables["2.2", "6.7"].columns}


def test_a_misuse_may_say_which_use_it_concerns_and_need_not():
    for home in ("system_profile", "system_impact"):
        question = catalog.pack(home).question("misuse")
        for row in ({"misuse": "Score staff"}, {"misuse": "Score staff", "use": "Loans"}):
            assert problem(question, [row]) == ""
    old = {"system_profile": {"misuse": Answer(value=[{"misuse": "Score staff", "use": "Loans"}])}}
    assert flow.reading(IMPACT, old).value("misuse") == [{"misuse": "Score staff", "use": "Loans"}]


def test_every_goal_that_does_not_apply_wants_a_reason():
    goals = [ref.partition(":")[2].lower() for ref in clauses_of("ms_rai_2022", "goal")]
    answers = {f"g_{each}": Answer(value="no") for each in goals}
    harms = [each for each in IMPACT.places if each.startswith("h_")]
    assert len(harms) == 13

    def missing(more: dict[str, Answer]) -> set[str]:
        return {each.id for each in flow.missing(IMPACT, {"system_impact": answers | more})}

    reasons = {each for each in missing({}) if each.startswith(("no_", "clash_"))}
    assert reasons == {f"no_{each}" for each in goals}
    found = missing({id_: Answer(value="yes") for id_ in harms})
    assert {each for each in found if each.startswith("clash_")} == {
        id_.replace("h_", "clash_") for id_ in harms
    }
    assert "harms" in found
    assert {option.id for option in IMPACT.question("harms").columns[2].options} == set(goals)


def test_a_sensitive_use_is_asked_after_by_each_of_its_three_triggers():
    for trigger in ("life", "injury", "rights"):
        answers = {"system_impact": {trigger: Answer(value="yes")}}
        shown = {each.id for _, many in flow.visible(IMPACT, answers) for each in many}
        assert {"sensitive_how", "sensitive_told"} <= shown
    none = {id_: Answer(value="no") for id_ in ("life", "injury", "rights")}
    shown = {each.id for _, many in flow.visible(IMPACT, {"system_impact": none}) for each in many}
    assert "sensitive_how" not in shown


def test_annex_a_is_covered_control_by_control():
    wanted = {ref for ref in clauses_of("iso_42001") if re.fullmatch(r".*:A(\.\d+){2,3}", ref)}
    wanted -= {"iso_42001:A.6.1", "iso_42001:A.6.2"}
    assert len(wanted) == 38
    assert wanted <= asked_refs("iso_42001")


def test_every_identifier_of_the_safe_harbor_and_every_clause_of_an_assessment_is_asked():
    assert clauses_of("hipaa_safe_harbor") <= asked_refs("healthcare")
    left = {"5", "6", "AnnexA", "AnnexB", "AnnexE"}
    assert clauses_of("iso_42005") - asked_refs("iso_42005") <= {f"iso_42005:{x}" for x in left}


def test_packs_stand_under_headings_that_stay_together():
    headings = [each.group for each in catalog.packs()]
    assert all(headings)
    assert headings[0] == "Start here"
    runs = [each for place, each in enumerate(headings) if headings[place - 1 : place] != [each]]
    assert len(runs) == len(set(runs))


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


def test_what_a_pack_may_name_as_measured_are_the_assessments_there_are():
    from rai_desktop.assessments.all import ALL
    from rai_desktop.findings.metric_names import _names
    from rai_desktop.questionnaire.checks import ASSESSMENTS

    assert {each.id for each in ALL} == ASSESSMENTS
    named = [each for pack in PACKS for _, question in pack.places.values() for each in question.measured]
    assert named
    assert {each.partition("/")[2] for each in named} - {""} <= set(_names())
