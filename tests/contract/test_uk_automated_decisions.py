"""UK GDPR Articles 22A to 22D: each paragraph has its clause, its date and its question, asked only where UK law may apply and the
paragraph bears on the answers.

The list is typed from the Data (Use and Access) Act 2025, section 80(1), and the day from SI 2026/82, regulation 2(j)."""

from typing import Any

import pytest

from rai_desktop.frameworks import catalog as frameworks
from rai_desktop.project.model import Answer
from rai_desktop.questionnaire import catalog, flow

PARAGRAPHS = {
    "22A": ["22A(1)(a)", "22A(1)(b)", "22A(2)"],
    "22B": ["22B(1)", "22B(2)", "22B(3)", "22B(4)"],
    "22C": ["22C(1)", "22C(2)(a)", "22C(2)(b)", "22C(2)(c)", "22C(2)(d)"],
    "22D": ["22D(1)", "22D(2)", "22D(3)"],
}
IN_FORCE = "2026-02-05"
PACK = catalog.pack("data_protection")
SECTION = next(each for each in PACK.sections if each.id == "automated_uk")
MEANING = {"uk_effect", "uk_profiling"}
LIMITS, SAFEGUARDS = {"uk_special", "uk_recognised"}, {"uk_inform", "uk_views", "uk_person", "uk_contest"}
WATCHED = {"uk_rules", "uk_rules_effect", "uk_rules_safeguards"}
TABLE = "uk_safeguards_work"
ROWS = ["before", "sees", "able", "decides"]


def shown(**said: Any) -> set[str]:
    """What is asked in the section for the United Kingdom under these answers."""
    answers = {PACK.id: {id_: Answer(value=value) for id_, value in said.items()}}
    return {each.id for section, many in flow.visible(PACK, answers) if section.id == SECTION.id for each in many}


def uk(**said: Any) -> set[str]:
    return shown(**{"law": ["uk"], "solely": "yes", "uk_effect": ["legal"]} | said)


def test_the_catalogue_has_every_paragraph_under_its_article_with_the_day_it_came_into_force():
    clauses = frameworks.framework("uk_gdpr_duaa").clauses
    assert set(clauses) == {*PARAGRAPHS, *(each for many in PARAGRAPHS.values() for each in many)}
    assert frameworks.framework("uk_gdpr_duaa").applies_from == IN_FORCE
    for article, paragraphs in PARAGRAPHS.items():
        for id_ in (article, *paragraphs):
            assert clauses[id_].applies_from == IN_FORCE, id_
            assert clauses[id_].parent == ("" if id_ == article else article), id_


@pytest.mark.parametrize("id_", [each for many in PARAGRAPHS.values() for each in many])
def test_every_paragraph_is_asked_about_in_the_section_of_the_united_kingdom(id_):
    asking = [each for each in SECTION.questions if f"uk_gdpr_duaa:{id_}" in each.refs]
    assert asking
    assert any(each.why and (each.help or each.id in WATCHED | {TABLE}) for each in asking)


def test_each_safeguard_has_a_question_of_its_own():
    numbers = [each.source_id for each in SECTION.questions if each.source_id.startswith("22C(2)")]
    assert numbers == PARAGRAPHS["22C"][1:]
    assert len(PACK.question(TABLE).columns[0].options) == 4


@pytest.mark.parametrize("law", [["eu"], ["other"], ["eu", "other"], None])
def test_nothing_is_asked_where_no_answer_names_the_united_kingdom(law):
    assert shown(law=law, solely="yes", uk_effect=["legal"], uk_special="yes", uk_recognised="yes") == set()


def test_a_decision_of_the_machine_alone_is_asked_its_meaning_limits_safeguards_and_what_to_watch():
    assert uk() == MEANING | LIMITS | SAFEGUARDS | WATCHED | {TABLE}
    assert uk(law=["eu", "uk"]) == uk()


def test_a_law_that_is_not_known_yet_rules_the_united_kingdom_not_out():
    assert uk(law=["unknown"]) == uk()


@pytest.mark.parametrize("solely", ["nominal", "unknown"])
def test_a_signature_without_weight_is_asked_the_same_and_what_the_person_does(solely):
    assert uk(solely=solely) == uk() | {"uk_meaningful"}


def test_a_person_who_decides_is_asked_what_the_person_does_and_the_rest_only_where_that_falls_short():
    meaningful = dict.fromkeys(ROWS, "always")
    assert uk(solely="no", uk_meaningful=[meaningful]) == MEANING | WATCHED | {"uk_meaningful"}
    for row in ROWS:
        for short in ("some", "no", "unknown"):
            assert uk(solely="no", uk_meaningful=[meaningful | {row: short}]) == uk() | {"uk_meaningful"}


def test_what_is_not_significant_or_not_decided_is_not_asked_for_limits_and_safeguards():
    assert uk(uk_effect=["neither"]) == MEANING | WATCHED
    assert uk(solely="none") == WATCHED
    for effect in (["similar"], ["unknown"], None):
        assert uk(uk_effect=effect) == uk()


@pytest.mark.parametrize("special", ["yes", "unknown"])
def test_special_category_data_want_a_condition_and_its_proof(special):
    assert uk(uk_special=special) == uk() | {"uk_special_condition"}
    for condition in ("consent", "contract", "law"):
        found = uk(uk_special=special, uk_special_condition=condition)
        assert found == uk() | {"uk_special_condition", "uk_special_shown"}


@pytest.mark.parametrize(
    "said",
    [{"uk_recognised": "yes"}, {"uk_special": "yes", "uk_special_condition": "none"}],
    ids=["recognised interest", "no condition"],
)
def test_what_the_articles_bar_asks_how_it_ends(said):
    assert "uk_stopped" in uk(**said)
    assert "uk_stopped" not in uk(**said, uk_effect=["neither"])
    assert "uk_stopped" not in uk(uk_special="yes", uk_special_condition="consent", uk_recognised="no")


def test_the_questions_of_the_union_are_asked_unless_the_law_is_the_united_kingdoms_alone():
    def union(law: Any) -> set[str]:
        answers = {PACK.id: {"law": Answer(value=law), "solely": Answer(value="yes")}}
        asked = {each.id for _, many in flow.visible(PACK, answers) for each in many}
        return asked & {"exception", "safeguards", "special_auto"}

    assert union(["uk"]) == set()
    assert union(["other"]) == union(["uk", "other"]) == {"safeguards", "special_auto"}
    for law in (["eu"], ["eu", "uk"], ["unknown"], None):
        assert union(law) == {"exception", "safeguards", "special_auto"}
