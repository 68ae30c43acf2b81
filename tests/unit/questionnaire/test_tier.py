"""The EU AI Act's decision table: every tier, flag and date, and that unknown never lowers
anything."""

import datetime as dt

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rai_desktop.project.model import Answer
from rai_desktop.questionnaire import catalog
from rai_desktop.questionnaire.flow import reading
from rai_desktop.questionnaire.question import Kind
from rai_desktop.questionnaire.tier import flags_named, tier_of

TODAY = dt.date(2026, 11, 23)
PRACTICES = ["p_a", "p_b", "p_c", "p_d", "p_e", "p_f", "p_g", "p_h", "p_ba", "p_bb"]
MINIMAL = dict.fromkeys(
    [
        *PRACTICES,
        "open_source",
        "outside_eu",
        "annex_x",
        "public_body",
        "public_services",
        "public_authority_use",
        "workplace",
        "t_interacts",
        "t_generates",
        "t_biometric",
        "g_model",
    ],
    "no",
) | {
    "ai_system": "yes",
    "eu_nexus": "yes",
    "excluded": ["none"],
    "on_market": "2029-01-10",
    "significant_change": "no",
    "roles": ["provider", "deployer"],
    "decides_about_people": "yes",
    "annex_i_acts": ["none"],
    "areas": ["none"],
}
CREDIT = {
    "areas": ["services"],
    "use_5a": "no",
    "use_5b": "yes",
    "use_5c": "no",
    "use_5d": "no",
    "profiling": "yes",
}
EXCEPTION = {
    "profiling": "no",
    "no_significant_risk": "yes",
    "d_a": "yes",
    "d_b": "no",
    "d_c": "no",
    "d_d": "no",
}
DEVICE = {
    "annex_i_acts": ["annex_a_11"],
    "annex_i_product": "yes",
    "annex_i_safety": "no",
    "annex_i_third_party": "yes",
    "annex_i_other_reasons": "no",
}
COMPONENT = DEVICE | {"annex_i_product": "no", "annex_i_safety": "yes", "annex_i_assists": "no"}
MACHINE = COMPONENT | {"annex_i_acts": ["annex_b_21"]}


LATE = (
    "only after a significant change in design, "
    "since the system was there before the rules apply"
)


def tier(*parts, on=TODAY, **more):
    said = MINIMAL.copy()
    for part in parts:
        said |= part
    return tier_of(
        {"eu_ai_act": {id_: Answer(value=value) for id_, value in (said | more).items()}}, on
    )


def duties(found):
    return {each.id: each for each in found.duties}


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ("MINIMAL", {}),
        ("OUT_OF_SCOPE", {"ai_system": "no"}),
        ("OUT_OF_SCOPE", {"eu_nexus": "no"}),
        *[
            ("OUT_OF_SCOPE", {"excluded": [each]})
            for each in ("military", "research", "before_market", "personal")
        ],
        ("OUT_OF_SCOPE", {"open_source": "yes"}),
        ("MINIMAL", {"open_source": "yes", "t_interacts": "yes", "t_obvious": "no"}),
        ("HIGH_RISK_ANNEX_III", {"open_source": "yes"} | CREDIT),
        ("PROHIBITED", {"open_source": "yes", "p_a": "yes"}),
        *[("PROHIBITED", {each: "yes"}) for each in ("p_a", "p_b", "p_c", "p_e")],
        *[
            ("MINIMAL", {each: "yes", f"{each}_exception": "yes"})
            for each in ("p_d", "p_f", "p_g", "p_h")
        ],
        *[
            ("PROHIBITED", {each: "yes", f"{each}_exception": "no"})
            for each in ("p_d", "p_f", "p_g", "p_h")
        ],
        ("PROHIBITED", CREDIT | {"p_c": "yes"}),
        ("HIGH_RISK_ANNEX_I", DEVICE),
        ("HIGH_RISK_ANNEX_I", COMPONENT),
        ("HIGH_RISK_ANNEX_I", MACHINE),
        ("MINIMAL", DEVICE | {"annex_i_third_party": "no"}),
        ("MINIMAL", DEVICE | {"annex_i_other_reasons": "yes"}),
        ("MINIMAL", DEVICE | {"annex_i_product": "no"}),
        ("MINIMAL", COMPONENT | {"annex_i_assists": "yes", "annex_i_failure": "no"}),
        ("HIGH_RISK_ANNEX_I", COMPONENT | {"annex_i_assists": "yes", "annex_i_failure": "yes"}),
        ("HIGH_RISK_ANNEX_III", CREDIT),
        ("HIGH_RISK_ANNEX_III", CREDIT | EXCEPTION | {"profiling": "yes"}),
        ("HIGH_RISK_ANNEX_III", CREDIT | EXCEPTION | {"no_significant_risk": "no"}),
        ("HIGH_RISK_ANNEX_III", CREDIT | EXCEPTION | {"d_a": "no"}),
        *[
            ("NOT_HIGH_RISK_6_3", CREDIT | EXCEPTION | {"d_a": "no"} | {each: "yes"})
            for each in ("d_a", "d_b", "d_c", "d_d")
        ],
        ("HIGH_RISK_ANNEX_I", DEVICE | CREDIT | EXCEPTION),
    ],
)
def test_each_row_of_the_decision_table(expected, said):
    found = tier(said)
    assert (found.tier, found.certain, found.at_least) == (expected, True, expected)


USES = {
    each.id: section
    for section in catalog.pack("eu_ai_act").sections
    for each in section.questions
    if each.id.startswith("use_")
}
AREAS = {each: catalog.pack("eu_ai_act").question(each).show_if.is_[0] for each in USES}


def test_every_use_of_annex_iii_is_asked():
    wanted = {
        f"AnnexIII.{point}({letter})"
        for point, letters in {
            1: "abc",
            3: "abcd",
            4: "ab",
            5: "abcd",
            6: "abcde",
            7: "abcd",
            8: "ab",
        }.items()
        for letter in letters
    } | {"AnnexIII.2"}
    assert {
        ref.removeprefix("eu_ai_act:")
        for id_ in USES
        for ref in catalog.pack("eu_ai_act").question(id_).refs
    } == wanted


@pytest.mark.parametrize("use", USES)
def test_every_use_of_annex_iii_is_high_risk(use):
    alone = (
        {"areas": [AREAS[use]]}
        | {each: "no" for each in USES if AREAS[each] == AREAS[use]}
        | {use: "yes", "profiling": "yes"}
    )
    assert tier(alone).tier == "HIGH_RISK_ANNEX_III"


@pytest.mark.parametrize(
    ("said", "worst", "least"),
    [
        ({"p_a": "unknown"}, "PROHIBITED", "MINIMAL"),
        ({"p_f": "yes", "p_f_exception": "unknown"}, "PROHIBITED", "MINIMAL"),
        (CREDIT | {"p_a": "unknown"}, "PROHIBITED", "HIGH_RISK_ANNEX_III"),
        ({"areas": None}, "HIGH_RISK_ANNEX_III", "MINIMAL"),
        (CREDIT | {"use_5b": "unknown"}, "HIGH_RISK_ANNEX_III", "MINIMAL"),
        (CREDIT | EXCEPTION | {"profiling": "unknown"}, "HIGH_RISK_ANNEX_III", "NOT_HIGH_RISK_6_3"),
        (
            CREDIT | EXCEPTION | {"no_significant_risk": "unknown"},
            "HIGH_RISK_ANNEX_III",
            "NOT_HIGH_RISK_6_3",
        ),
        (DEVICE | {"annex_i_third_party": "unknown"}, "HIGH_RISK_ANNEX_I", "MINIMAL"),
        (DEVICE | {"annex_i_other_reasons": "unknown"}, "HIGH_RISK_ANNEX_I", "MINIMAL"),
        (
            COMPONENT | {"annex_i_assists": "yes", "annex_i_failure": "unknown"},
            "HIGH_RISK_ANNEX_I",
            "MINIMAL",
        ),
        ({"ai_system": "unknown"}, "MINIMAL", "OUT_OF_SCOPE"),
        ({"excluded": ["unknown"]}, "MINIMAL", "OUT_OF_SCOPE"),
        ({"open_source": "unknown"}, "MINIMAL", "OUT_OF_SCOPE"),
    ],
)
def test_unknown_fails_closed(said, worst, least):
    found = tier(said)
    assert (found.tier, found.at_least, found.certain) == (worst, least, False)
    assert any(worst in each.could_bring for each in found.open)
    assert "Not decided yet" in found.sentence


def test_an_open_product_question_does_not_rename_a_certain_listed_use():
    found = tier(CREDIT, DEVICE, annex_i_third_party="unknown")
    assert (found.tier, found.certain) == ("HIGH_RISK_ANNEX_III", True)
    assert found.possible == ["HIGH_RISK_ANNEX_I", "HIGH_RISK_ANNEX_III"]


def test_nothing_answered_rules_nothing_out():
    found = tier_of({}, TODAY)
    assert (found.tier, found.at_least, found.certain) == ("PROHIBITED", "OUT_OF_SCOPE", False)
    assert "ai_system" in [each.question for each in found.open]


@pytest.mark.parametrize("practice", ["p_ba", "p_bb"])
def test_the_new_prohibitions_bite_from_december_2026(practice):
    before, after = (
        tier({practice: "yes", "p_safeguards": "no"}),
        tier({practice: "yes", "p_safeguards": "no"}, on=dt.date(2026, 12, 2)),
    )
    assert before.tier == "MINIMAL"
    assert [(each.date, each.tier) for each in before.changes] == [("2026-12-02", "PROHIBITED")]
    assert duties(before)["stop_2026"].when == "from 2026-12-02"
    assert after.tier == "PROHIBITED"
    assert duties(after)["stop_2026"].applies_now
    assert tier({practice: "yes", "p_safeguards": "yes"}, on=dt.date(2027, 1, 1)).tier == "MINIMAL"


@pytest.mark.parametrize(
    ("said", "flags"),
    [
        ({"t_interacts": "yes", "t_obvious": "no"}, ["TRANSPARENCY_50[50(1)]"]),
        ({"t_interacts": "yes", "t_obvious": "yes"}, []),
        (
            {
                "t_generates": "yes",
                "t_generates_exempt": "no",
                "t_deepfake": "yes",
                "t_public_text": "no",
            },
            ["TRANSPARENCY_50[50(2),50(4)-deepfake]"],
        ),
        (
            {
                "t_generates": "yes",
                "t_generates_exempt": "yes",
                "t_deepfake": "no",
                "t_public_text": "yes",
                "t_reviewed": "no",
            },
            ["TRANSPARENCY_50[50(4)-text]"],
        ),
        (
            {
                "t_generates": "yes",
                "t_generates_exempt": "yes",
                "t_deepfake": "no",
                "t_public_text": "yes",
                "t_reviewed": "yes",
            },
            [],
        ),
        ({"t_biometric": "yes"}, ["TRANSPARENCY_50[50(3)]"]),
        ({"g_model": "yes", "g_compute": "no", "g_designated": "no"}, ["GPAI"]),
        ({"g_model": "yes", "g_compute": "yes", "g_designated": "no"}, ["GPAI_SYSTEMIC"]),
        ({"g_model": "yes", "g_compute": "no", "g_designated": "yes"}, ["GPAI_SYSTEMIC"]),
        (CREDIT, ["FRIA_REQUIRED"]),
        (CREDIT | {"roles": ["provider"]}, []),
        (CREDIT | EXCEPTION, []),
        ({"areas": ["employment"], "use_4a": "yes", "use_4b": "no", "profiling": "yes"}, []),
        (
            {
                "areas": ["employment"],
                "use_4a": "yes",
                "use_4b": "no",
                "profiling": "yes",
                "public_body": "yes",
            },
            ["FRIA_REQUIRED"],
        ),
        (
            {
                "areas": ["employment"],
                "use_4a": "yes",
                "use_4b": "no",
                "profiling": "yes",
                "public_services": "yes",
            },
            ["FRIA_REQUIRED"],
        ),
        (
            {"areas": ["infrastructure"], "use_2": "yes", "profiling": "yes", "public_body": "yes"},
            [],
        ),
        (MACHINE, ["ANNEX_I_SECTION_B"]),
        ({"ai_system": "no", "t_biometric": "yes", "g_model": "yes"}, []),
    ],
)
def test_flags_stand_beside_the_tier(said, flags):
    found = tier(said)
    assert flags_named(found.flags) == flags
    assert all(each.certain for each in found.flags)


def test_a_public_body_registers_no_use_of_critical_infrastructure():
    def registers(**said):
        duties = tier({"profiling": "yes", "public_body": "yes", "roles": ["provider", "deployer"], **said}).duties
        return {each.id for each in duties} & {"register_use", "registration", "registration_national"}

    assert registers(areas=["infrastructure"], use_2="yes") == {"registration_national"}
    assert registers(areas=["services"], use_5a="yes", use_5b="no", use_5c="no", use_5d="no") == {"register_use", "registration"}


def test_an_unknown_keeps_a_flag_up():
    found = tier({"g_model": "yes", "g_compute": "unknown", "g_designated": "no"})
    assert [(each.id, each.certain) for each in found.flags] == [("GPAI_SYSTEMIC", False)]
    assert [(each.id, each.certain) for each in tier(CREDIT, roles=["unknown"]).flags] == [
        ("FRIA_REQUIRED", False)
    ]


def test_roles_and_how_one_becomes_a_provider():
    def held(**said):
        return [(each.id, each.certain) for each in tier(CREDIT, DEVICE, **said).roles]

    assert held(roles=["deployer"], becomes_provider="no") == [("deployer", True)]
    assert held(roles=["deployer"], becomes_provider="yes") == [
        ("provider", True),
        ("deployer", True),
    ]
    assert held(roles=["product_manufacturer"], becomes_provider="no") == [
        ("provider", True),
        ("product_manufacturer", True),
    ]
    assert ("provider", False) in held(roles=["deployer"], becomes_provider="unknown")


@pytest.mark.parametrize(
    ("said", "duty", "when"),
    [
        ({}, "literacy", "applies now"),
        (CREDIT, "risk_management", "from 2027-12-02"),
        (CREDIT, "fria", "from 2027-12-02"),
        (CREDIT, "explain", "applies now"),
        (DEVICE, "risk_management", "from 2028-08-02"),
        (DEVICE | CREDIT, "risk_management", "from 2027-12-02"),
        (DEVICE | CREDIT | {"use_5b": "unknown"}, "risk_management", "from 2027-12-02"),
        (MACHINE, "product_law", "from 2028-08-02"),
        (
            CREDIT | {"on_market": "2027-03-01", "significant_change": "yes"},
            "risk_management",
            "from 2027-12-02",
        ),
        (
            CREDIT | {"on_market": "2027-03-01", "significant_change": "unknown"},
            "risk_management",
            "from 2027-12-02",
        ),
        (CREDIT | {"on_market": None}, "risk_management", "from 2027-12-02"),
        (
            CREDIT | {"on_market": "2027-03-01", "public_authority_use": "yes"},
            "risk_management",
            "from 2030-08-02",
        ),
        (
            CREDIT | {"on_market": "2027-03-01"},
            "risk_management",
            LATE,
        ),
        ({"t_generates": "yes", "t_generates_exempt": "no"}, "mark_content", "applies now"),
        (
            {"t_generates": "yes", "t_generates_exempt": "no", "on_market": "2026-08-01"},
            "mark_content",
            "from 2026-12-02",
        ),
        (
            {"g_model": "yes", "g_provider": "yes", "g_on_market": "2025-08-02"},
            "model_copyright",
            "applies now",
        ),
        (
            {"g_model": "yes", "g_provider": "yes", "g_on_market": "2025-08-01"},
            "model_copyright",
            "from 2027-08-02",
        ),
        (CREDIT | EXCEPTION, "document_exception", "from 2027-12-02"),
        (
            CREDIT | {"on_market": "2027-03-01", "public_authority_use": "yes", "annex_x": "yes"},
            "risk_management",
            "from 2030-12-31",
        ),
        (CREDIT | {"roles": ["importer"]}, "import", "from 2027-12-02"),
        (CREDIT | {"roles": ["distributor"]}, "distribute", "from 2027-12-02"),
        (DEVICE | {"roles": ["authorised_representative"]}, "represent", "from 2028-08-02"),
        (CREDIT | {"outside_eu": "yes"}, "name_representative", "from 2027-12-02"),
        (
            {"g_model": "yes", "g_provider": "yes", "g_compute": "yes", "g_on_market": "2026-01-01"},
            "model_notify",
            "applies now",
        ),
    ],
)
def test_duties_say_from_when_they_bind(said, duty, when):
    assert duties(tier(said))[duty].when == when


def test_what_is_said_of_the_general_date_is_not_said_beside_another():
    assert "general date" in duties(tier(CREDIT))["explain"].note
    there_before = duties(tier(CREDIT, on_market="2026-08-01", public_authority_use="yes"))["explain"]
    assert (there_before.when, there_before.note) == ("from 2030-08-02", "")


def test_a_machine_of_section_b_owes_only_its_own_law():
    assert "risk_management" not in duties(tier(MACHINE))


def test_open_source_models_owe_less_unless_systemic():
    model = {
        "g_model": "yes",
        "g_provider": "yes",
        "g_open_source": "yes",
        "g_compute": "no",
        "g_designated": "no",
    }
    assert "model_documentation" not in duties(tier(model))
    assert "model_documentation" in duties(tier(model, g_compute="yes"))
    assert "model_systemic" in duties(tier(model, g_compute="yes"))
    assert duties(tier(model, g_compute="unknown"))["model_documentation"].certain is False


def test_what_is_prohibited_owes_nothing_but_to_stop():
    assert set(duties(tier(CREDIT, p_a="yes"))) == {"stop"}
    assert set(duties(tier(ai_system="no"))) == set()
    assert set(duties(tier(open_source="yes"))) == set()
    assert set(duties(tier(open_source="yes", p_ba="yes", p_safeguards="no"))) == {"stop_2026"}


def test_reasons_name_the_answers_that_led_there_and_those_that_ruled_worse_out():
    found = tier(CREDIT)
    led = {each.question: each.answer for each in found.reasons if not each.rules_out}
    assert led == {
        "ai_system": "Yes",
        "eu_nexus": "Yes",
        "excluded": "None of these",
        "use_5b": "Yes",
        "profiling": "Yes",
    }
    assert {each.question for each in found.reasons if each.rules_out == "PROHIBITED"} == set(
        PRACTICES
    )


def test_the_tier_is_plain_data():
    found = tier(CREDIT)
    assert msgspec.json.decode(msgspec.json.encode(found))["tier"] == "HIGH_RISK_ANNEX_III"
    assert found.sentence.startswith("The system is high-risk")


PACK = catalog.pack("eu_ai_act")


def value_for(question):
    match question.kind:
        case Kind.YESNO:
            return st.sampled_from(["yes", "no", "unknown", None])
        case Kind.DATE:
            return st.sampled_from(
                ["2025-01-01", "2026-09-01", "2027-06-01", "2028-03-01", "2029-01-01", None]
            )
        case _:
            return st.lists(
                st.sampled_from([each.id for each in question.options]), max_size=3, unique=True
            )


def mostly(value, question):
    """Random answers are nearly always prohibited; starting from a plain system reaches every
    tier."""
    return st.one_of(st.just(value), st.just(value), value_for(question))


everything = st.fixed_dictionaries(
    {
        question.id: mostly(
            (MINIMAL | CREDIT | EXCEPTION | COMPONENT).get(
                question.id, "no" if question.kind is Kind.YESNO else None
            ),
            question,
        )
        for _, question in PACK.places.values()
    }
)


def asked(answers, on=TODAY):
    return tier_of({"eu_ai_act": {id_: Answer(value=value) for id_, value in answers.items()}}, on)


@settings(max_examples=60, deadline=None)
@given(
    everything,
    st.sampled_from(list(PACK.places)),
    st.sampled_from(["unknown", None]),
    st.sampled_from([TODAY, dt.date(2027, 1, 1)]),
)
def test_replacing_any_answer_by_unknown_never_lowers_the_tier(answers, question, forgotten, on):
    assume(answers[question] not in (None, []))
    before, after = asked(answers, on), asked(answers | {question: forgotten}, on)
    assert after.severity >= before.severity
    assert set(before.possible) <= set(after.possible) | {
        each for each in before.possible if each == "OUT_OF_SCOPE"
    }
    assert {each.id for each in before.flags if each.certain} <= {
        each.id for each in after.flags
    } | replaced(after)


def replaced(found):
    return {"GPAI"} if any(each.id == "GPAI_SYSTEMIC" for each in found.flags) else set()


@settings(max_examples=60, deadline=None)
@given(everything, st.randoms(use_true_random=False))
def test_any_order_of_answering_gives_the_same_tier(answers, random):
    order = list(answers.items())
    random.shuffle(order)
    assert asked(dict(order)) == asked(answers)


@settings(max_examples=60, deadline=None)
@given(everything)
def test_hidden_questions_never_count(answers):
    seen = reading(
        PACK, {"eu_ai_act": {id_: Answer(value=value) for id_, value in answers.items()}}
    )
    shown = {id_: value for id_, value in answers.items() if seen.shown(id_)}
    assert asked(shown) == asked(answers)
