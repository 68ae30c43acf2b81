"""Packs that follow a published list ask all of it and nothing else: ids and numbers written down from the sources, not from what ships."""

import json
import re
from pathlib import Path

import pytest

from rai_desktop.frameworks import catalog as frameworks
from rai_desktop.project.model import Answer
from rai_desktop.questionnaire import catalog, flow
from rai_desktop.questionnaire.question import Pack, Question, choices
from rai_desktop.questionnaire.scoring import score

SOURCES = json.loads((Path(__file__).parents[1] / "data" / "source_ids.json").read_text(encoding="utf-8"))


def questions(pack: str) -> list[Question]:
    return [each for _, each in catalog.pack(pack).places.values()]


def numbered(pack: str) -> dict[str, Question]:
    """Questions by the number of the source."""
    return {each.source_id: each for each in questions(pack) if each.source_id}


def of_kind(framework: str, *kinds: str) -> list[str]:
    """Ids of the catalogue, of these kinds."""
    return [id_ for id_, clause in frameworks.framework(framework).clauses.items() if clause.kind in kinds]


# ALTAI ----------------------------------------------------------------------------------------------------------------------------
ALTAI = SOURCES["altai"]
# Ids begin with a short name of their requirement; fundamental rights have no rating.
SCORE_OF = {
    "HAO": "agency", "TRS": "robustness", "PDG": "privacy", "T": "transparency", "DNF": "fairness", "SEW": "wellbeing",
    "AC": "accountability",
}  # fmt: skip


def test_the_self_assessment_asks_every_question_of_its_source():
    assert len(ALTAI["questions"]) == sum(ALTAI["requirements"]) == 150
    assert set(ALTAI["questions"]) == set(numbered("altai"))
    assert len(numbered("altai")) == len([each for each in questions("altai") if each.source_id])


def test_the_self_assessment_rates_what_its_source_rates_with_its_points():
    own = numbered("altai")
    assert len(ALTAI["points"]) == 28
    assert {id_ for id_, each in own.items() if any(o.points for o in each.options)} == set(ALTAI["points"])
    assert set(ALTAI["points"]) == {id_ for id_ in ALTAI["questions"] if id_.endswith("-R")}
    # Its source gives this one points and forgets to count them; here it counts.
    assert set(ALTAI["rated_but_not_flagged"]) < set(ALTAI["points"])
    for id_, points in ALTAI["points"].items():
        assert [option.points for option in own[id_].options] == points, id_


def test_every_rating_counts_towards_the_score_of_its_requirement():
    pack = catalog.pack("altai")
    wanted = dict.fromkeys(SCORE_OF.values(), 0)
    for id_, points in ALTAI["points"].items():
        wanted[SCORE_OF[id_.split("-")[0]]] += max(points)
    found = score(pack, {})
    assert found.maxima == wanted
    assert found.unanswered == len(ALTAI["points"])
    shown = {each.id for _, many in flow.visible(pack, {}) for each in many}
    for id_, points in ALTAI["points"].items():
        question = numbered("altai")[id_]
        best = max(question.options, key=lambda option: option.points)
        scores = score(pack, {"altai": {question.id: Answer(value=best.id)}}).scores
        assert question.id in shown, id_
        assert scores == dict.fromkeys(wanted, 0) | {SCORE_OF[id_.split("-")[0]]: max(points)}, id_


# What is asked only where what comes before it is not denied, as the indents of the published list have it. Its public tool hides
# more: whether people rely on it too much, when they only know that it is a machine; those are risks of their own, always asked.
FOLLOWS = {
    "HAO1": ["HAO1.1", "HAO-Q1-B"], "HAO1.2": ["HAO-Q2-B"], "HAO1.3": ["HAO-Q3-B"], "HAO1.4": ["HAO-Q4-B"], "own_soc": ["HAO-Q8-B"],
    "TRS-Q2.1-B": ["TRS-Q2.1.1-B", "TRS-Q2.1.2-B"], "TRS-Q2.5-B": ["TRS-Q2.5.1-B"],
    "TRS3": [f"TRS-Q3.{n}-B" for n in range(1, 5)], "TRS4": [f"TRS-Q4.{n}-B" for n in range(1, 7)], "TRS4.1": ["TRS-Q4.7-B"],
    "PDG1": ["PDG-Q3-B", "PDG-Q4-B"], "DNF-Q1.8-B": ["DNF-Q1.9-B"], "DNF-Q1.11-B": ["DNF-Q1.12-B"],
    "SEW1": ["SEW-Q1.2-B"], "SEW2": ["SEW-Q2.1-B", "SEW-Q2.2-B", "SEW-Q2.5-B", "SEW-Q2.6-B"], "SEW2.3": ["SEW-Q2.4-B"],
    "SEW2.7": ["SEW-Q2.8-B"], "AC-Q3-B": ["AC-Q31-B"], "AC-Q6-B": ["AC-Q6.1-B", "AC-Q6.2-B"], "AC-Q7-B": ["AC-Q8-B"],
}  # fmt: skip
# Told of only where it is there: not where nobody knows.
DETAILS = {"HAO-Q10-B": ["HAO-Q10-EX-B"], "TRS-Q1.1-B": ["TRS-Q1.1.1-B"], "DNF-Q2.6-B": ["DNF-Q2.6-EX-B"], "DNF-Q2.7-B": ["DNF-Q2.7-EX-B"]}


def shown_of_altai(answers: dict[str, object]) -> set[str]:
    given = {id_: Answer(value=value) for id_, value in answers.items()}  # type: ignore[arg-type]
    return {each.id for _, many in flow.visible(catalog.pack("altai"), {"altai": given}) for each in many}


@pytest.mark.parametrize(("first", "then", "unknown"), [
    *((first, then, True) for first, then in FOLLOWS.items()), *((first, then, False) for first, then in DETAILS.items())])
def test_what_follows_is_asked_where_it_can_be_and_never_hidden_for_not_knowing(first, then, unknown):
    own = numbered("altai")
    parent = own.get(first) or catalog.pack("altai").question(first)
    for option in choices(parent):
        shown = shown_of_altai({parent.id: option.id})
        asked = {"yes": True, "some": True, "unknown": unknown, "no": False, "na": False}[option.id]
        assert {own[each].id in shown for each in then} == {asked}, (first, option.id)


def test_nothing_else_of_the_self_assessment_hangs_on_an_answer_but_what_learns_by_itself():
    hanging = {each.source_id for each in questions("altai") if each.show_if}
    listed = {each for many in (*FOLLOWS.values(), *DETAILS.values()) for each in many}
    assert hanging == listed | {"HAO-Q11-B"}
    further = numbered("altai")["HAO-Q11-B"].id
    for said, asked in (({"hao2": ["a"]}, True), ({"hao2": ["unknown"]}, True), ({"hao2": ["b"]}, False),
                        ({"hao2": ["b"], "trs4_1": "yes"}, True), ({"hao2": ["b"], "trs4_1": "unknown"}, True)):
        assert (further in shown_of_altai(said)) is asked, said


def shown_of(pack: str, **said: object) -> set[str]:
    home = {id_: Answer(value=value) for id_, value in said.items()}  # type: ignore[arg-type]
    return {each.id for _, many in flow.visible(catalog.pack(pack), {pack: home}) for each in many}


def test_without_data_about_people_data_protection_asks_nothing_more():
    assert shown_of("data_protection", personal="no") == {"personal", "evidence_list"}
    for said in ("yes", "unknown"):
        assert {"law", "c1", "c9", "describe", "risks", "solely"} <= shown_of("data_protection", personal=said)


def test_where_nobody_can_contest_and_no_person_is_reached_nothing_is_asked_of_how():
    contesting = {"reviewer", "days", "barriers", "standstill", "appeals"}
    assert not contesting & shown_of("human_oversight", ways=["none"])
    assert contesting <= shown_of("human_oversight", ways=["person"])
    assert not {"by_itself", "context"} & shown_of("conversational_ai", handover="no")
    assert {"by_itself", "context"} <= shown_of("conversational_ai", handover="hours")


# AI Verify: eleven principles, and the organisation beside them -------------------------------------------------------------------
VERIFY = SOURCES["ai_verify"]


def parts_of(processes: list[str] | set[str], length: int) -> set[str]:
    return {".".join(id_.split(".")[:length]) for id_ in processes}


def test_the_list_of_processes_holds_together():
    assert (len(VERIFY["principles"]), len(VERIFY["criteria"]), len(VERIFY["processes"])) == (11, 72, 97)
    assert parts_of(VERIFY["processes"], 2) == set(VERIFY["criteria"])
    assert parts_of(VERIFY["processes"], 1) == {*VERIFY["principles"], VERIFY["organisation"]}


def test_the_process_checklist_asks_eleven_principles_and_the_organisation_in_72_criteria_and_97_processes():
    own = numbered("process_checklist")
    assert list(own) == VERIFY["processes"]
    assert parts_of(set(own), 2) == set(VERIFY["criteria"])
    titles = {section.title.split(" ")[0]: section for section in catalog.pack("process_checklist").sections if section.title[0].isdigit()}
    assert list(titles) == [*VERIFY["principles"], VERIFY["organisation"]]
    for number, section in titles.items():
        inside = {each.source_id for each in section.questions if each.source_id}
        assert inside == {id_ for id_ in VERIFY["processes"] if id_.split(".")[0] == number}, number
        assert ("principle" in section.intro) == (number == VERIFY["organisation"])


def test_the_catalogue_counts_eleven_principles_and_not_the_organisation_among_them():
    assert of_kind("sg_ai_verify", "principle") == VERIFY["principles"]
    assert of_kind("sg_ai_verify", "organisation") == [VERIFY["organisation"]]
    assert set(of_kind("sg_ai_verify", "process_check")) <= set(VERIFY["processes"])


def test_the_catalogue_has_the_72_criteria_under_their_principles_and_each_process_speaks_to_its_own():
    clauses = frameworks.framework("sg_ai_verify").clauses
    assert of_kind("sg_ai_verify", "criterion") == VERIFY["criteria"]
    for id_ in VERIFY["criteria"]:
        assert clauses[id_].parent == id_.split(".")[0]
    checks = of_kind("sg_ai_verify", "process_check")
    assert {id_: clauses[id_].parent for id_ in checks} == {id_: id_.rpartition(".")[0] for id_ in checks}
    for id_, question in numbered("process_checklist").items():
        wanted = [id_.rpartition(".")[0], *([id_] if id_ in checks else [])]
        assert question.refs == [f"sg_ai_verify:{each}" for each in wanted]


def test_every_process_has_three_answers_and_a_place_for_evidence():
    for each in numbered("process_checklist").values():
        assert [option.id for option in each.options] == ["done", "not", "na"]
    tables = [each for each in questions("process_checklist") if each.columns]
    assert {option.text for each in tables for option in each.columns[0].options} == set(VERIFY["processes"])
    for each in tables:
        assert {"evidence", "elaboration"} <= {column.id for column in each.columns}


# NIST AI RMF ----------------------------------------------------------------------------------------------------------------------
NIST = SOURCES["nist_ai_rmf"]


def test_the_catalogue_has_4_functions_19_categories_and_72_subcategories():
    assert (len(NIST["functions"]), len(NIST["categories"]), len(NIST["subcategories"])) == (4, 19, 72)
    for kind, ids in (("function", "functions"), ("category", "categories"), ("subcategory", "subcategories")):
        assert set(of_kind("nist_ai_rmf", kind)) == set(NIST[ids])


def test_the_profile_of_nist_has_current_target_gap_owner_and_date_for_all_72():
    own = numbered("nist_ai_rmf")
    assert {id_ for id_ in own if not id_.startswith("GAI-")} >= set(NIST["subcategories"])
    assert len([each for each in questions("nist_ai_rmf") if each.source_id in NIST["subcategories"]]) == 72
    plans = [each for each in questions("nist_ai_rmf") if each.id.endswith("_plan") and each.id != "gai_plan"]
    assert {id_ for id_ in NIST["categories"] if any(f"nist_ai_rmf:{id_}" in each.refs for each in plans)} == set(NIST["categories"])
    assert len(plans) == 19
    for each in plans:
        assert [column.id for column in each.columns] == ["subcategory", "target", "gap", "owner", "due"]
    assert {option.text for each in plans for option in each.columns[0].options} == set(NIST["subcategories"])
    rows = [option.id for each in plans for option in next(c for c in each.columns if c.id == each.each).options]
    subcategories = [each.id for each in questions("nist_ai_rmf") if each.source_id in NIST["subcategories"]]
    assert sorted(rows) == sorted(subcategories)
    for each in plans:
        assert each.compared and (each.compared.now, each.compared.gap, each.compared.target) == ("Current", "Gap", "target")
        assert [column.id for column in each.columns] == ["subcategory", "target", "gap", "owner", "due"]


# Lists of healthcare and data protection ------------------------------------------------------------------------------------------
GMLP, HIPAA, WP248 = (SOURCES[each] for each in ("imdrf_gmlp", "hipaa_safe_harbor", "wp248"))


def test_each_of_the_ten_principles_of_good_practice_is_asked_once_by_number():
    assert GMLP["principles"] == [str(number) for number in range(1, 11)]
    assert of_kind("imdrf_gmlp", "principle") == GMLP["principles"]
    asked = [each.source_id for each in questions("healthcare") if each.source_id]
    assert asked == GMLP["principles"]
    for number, each in numbered("healthcare").items():
        assert f"imdrf_gmlp:{number}" in each.refs


def test_each_of_the_eighteen_identifiers_has_its_row_under_its_letter():
    assert len(HIPAA["identifiers"]) == 18
    assert of_kind("hipaa_safe_harbor", "identifier") == list(HIPAA["identifiers"])
    question = catalog.pack("healthcare").question("present")
    assert [each.id.upper() for each in question.rows] == list(HIPAA["identifiers"])
    assert set(question.refs) == {f"hipaa_safe_harbor:{letter}" for letter in HIPAA["identifiers"]}
    for row, (letter, word) in zip(question.rows, HIPAA["identifiers"].items(), strict=True):
        assert re.match(rf"{letter} .*{word}", row.text, re.IGNORECASE), row.text
        assert re.search(word, frameworks.clause("hipaa_safe_harbor", letter).title, re.IGNORECASE), letter


def test_each_of_the_nine_criteria_has_a_question_in_its_order():
    assert of_kind("wp248", "criterion") == list(WP248["criteria"])
    asked = [each for each in questions("data_protection") if each.source_id.isdigit()]
    assert [each.source_id for each in asked] == list(WP248["criteria"])
    assert len(asked) == 9
    for each, (number, word) in zip(asked, WP248["criteria"].items(), strict=True):
        assert each.text.startswith(f"{number}. ")
        assert re.search(word, each.text, re.IGNORECASE), each.text
        assert f"wp248:{number}" in each.refs


@pytest.mark.parametrize("pack", ["altai", "process_checklist", "nist_ai_rmf", "healthcare"])
def test_no_question_of_a_list_is_asked_twice(pack):
    asked: Pack = catalog.pack(pack)
    ids = [each.source_id for _, each in asked.places.values() if each.source_id]
    assert len(ids) == len(set(ids))
