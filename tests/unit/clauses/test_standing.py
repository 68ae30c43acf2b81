"""Standing: what an answer says by its scale."""

import msgspec
import pytest

from rai_desktop.clauses.standing import _scales, forget, standing
from rai_desktop.clauses.table import overview
from rai_desktop.errors import Refusal
from rai_desktop.questionnaire.catalog import packs
from rai_desktop.questionnaire.question import Kind, Question, Row, Standing, choices
from rai_desktop.questionnaire.truth import UNKNOWN
from tests.unit.clauses.conftest import scale


def test_every_scale_is_one_of_a_shipped_question():
    used = {frozenset(o.id for o in choices(q)) for each in packs() for _s, q in each.places.values()
            if q.kind in {Kind.SINGLE, Kind.MATRIX}}
    assert len(_scales()) >= 8
    assert set(_scales()) <= used


def test_what_a_scale_says_of_unknown_is_nothing():
    assert all(said[UNKNOWN] is Standing.NOTHING for said in _scales().values() if UNKNOWN in said)


def test_checklists_that_can_be_answered_no_are_on_a_scale():
    """A “not done” must never count as evidence for a clause."""
    left = [(each.id, id_) for each in packs() for id_, (_s, q) in each.places.items()
            if q.kind is Kind.SINGLE and {"done", "na"} <= (ids := {o.id for o in choices(q)}) and frozenset(ids) not in _scales()]
    assert left == []


ROWS = [Row(id="a", text="A"), Row(id="b", text="B"), Row(id="c", text="C")]


@pytest.mark.parametrize(("held", "says"), [
    ({"a": "done", "b": "done", "c": "na"}, (Standing.FULL, False)),
    ({"a": "no", "b": "no", "c": "na"}, (Standing.AGAINST, False)),
    ({"a": "done", "b": "no", "c": "done"}, (Standing.PARTLY, False)),
    ({"a": "na", "b": "na", "c": "na"}, (Standing.NOTHING, False)),
    ({"a": "done", "b": "done"}, (Standing.NOTHING, True)),
])
def test_a_matrix_speaks_as_its_rows_do_together(held, says):
    question = Question(id="q", kind=Kind.MATRIX, text="?", rows=ROWS, options=scale("done", "partly", "no", "na"))
    assert standing(question, [held]) == says


def test_a_matrix_on_no_scale_can_be_read_and_speaks_in_whole():
    question = Question(id="q", kind=Kind.MATRIX, text="?", rows=ROWS, options=scale("x", "y"))
    assert standing(question, [{"a": "x", "b": "y", "c": "x"}]) == (Standing.FULL, False)


@pytest.mark.parametrize(("held", "says"), [
    ({"a": "done", "b": "unknown", "c": "done"}, (Standing.PARTLY, True)),
    ({"a": "na", "b": "unknown", "c": "na"}, (Standing.NOTHING, True)),
    ({"a": "unknown", "b": "unknown", "c": "unknown"}, (Standing.NOTHING, True)),
])
def test_a_matrix_of_which_nothing_is_known_says_nothing(held, says):
    question = Question(id="q", kind=Kind.MATRIX, text="?", rows=ROWS, options=scale("done", "na", "unknown"),
                        says={"na": Standing.NOTHING})
    assert standing(question, [held]) == says


def test_a_site_adds_a_scale(tmp_path):
    folder = tmp_path / "site" / "scales"
    folder.mkdir(parents=True)
    (folder / "ours.toml").write_text('[[scales]]\nname = "ours"\nchoices = { green = "full", amber = "partly", red = "against" }\n')
    forget()
    question = Question(id="q", kind=Kind.SINGLE, text="?", options=scale("green", "amber", "red"))
    assert [standing(question, each)[0] for each in ("green", "amber", "red")] == [
        Standing.FULL, Standing.PARTLY, Standing.AGAINST]


def test_a_broken_file_of_a_site_is_told_by_name_and_no_table_leaves_the_program(tmp_path, caplog):
    folder = tmp_path / "site" / "scales"
    folder.mkdir(parents=True)
    (folder / "ours.toml").write_text('[[scales]]\nname = "ours"\nchoices = { green = "splendid" }\n')
    forget()
    assert standing(Question(id="q", kind=Kind.SINGLE, text="?", options=scale("a", "b")), "a")[0] is Standing.FULL
    with pytest.raises(Refusal, match=r"ours\.toml"):
        overview([], {})
    caplog.clear()


@pytest.mark.parametrize(("kind", "value", "says"), [
    (Kind.YESNO, "yes", Standing.FULL),
    (Kind.YESNO, "no", Standing.NOTHING),
    (Kind.SINGLE, "none", Standing.NOTHING),
    (Kind.SINGLE, "red", Standing.FULL),
    (Kind.MULTIPLE, ["none"], Standing.NOTHING),
    (Kind.MULTIPLE, ["red"], Standing.FULL),
    (Kind.SCALE, "red", Standing.FULL),
])
def test_a_plain_no_is_an_answer_and_no_evidence(kind, value, says):
    question = Question(id="q", kind=kind, text="?", options=[] if kind is Kind.YESNO else scale("red", "none"))
    assert standing(question, value) == (says, False)


def test_a_question_says_which_answers_are_good():
    threat = Question(id="q", kind=Kind.YESNO, text="Does it harm?", says={"yes": Standing.AGAINST, "no": Standing.FULL})
    assert [standing(threat, each)[0] for each in ("yes", "no")] == [Standing.AGAINST, Standing.FULL]
    rating = Question(id="q", kind=Kind.SCALE, text="?", options=scale("1", "2", "3"), says={"1": Standing.AGAINST, "2": Standing.PARTLY})
    assert [standing(rating, each)[0] for each in ("1", "2", "3")] == [
        Standing.AGAINST, Standing.PARTLY, Standing.FULL]
    means = Question(id="q", kind=Kind.MULTIPLE, text="?", options=scale("a", "b", "none"), says={"none": Standing.AGAINST})
    assert standing(means, ["none"])[0] is Standing.AGAINST
    assert standing(means, ["a", "b"])[0] is Standing.FULL


def test_what_a_question_says_itself_goes_before_its_scale():
    done = Question(id="q", kind=Kind.SINGLE, text="?", options=scale("done", "partly", "no", "na"), says={"no": Standing.FULL})
    assert standing(done, "no")[0] is Standing.FULL
    assert standing(done, "partly")[0] is Standing.PARTLY


def test_each_shipped_yes_or_no_says_what_its_no_is_worth():
    left = [f"{pack.id}/{q.id}" for pack, q in every_question() if q.kind is Kind.YESNO and "no" not in q.says]
    assert left == []


def every_question():
    """Of all packs, those within groups too."""
    for pack in packs():
        for _section, question in pack.places.values():
            yield from ((pack, each) for each in (question, *question.questions))


def found(place):
    *_group, id_ = place.partition("/")[2].split("/")
    return next(q for pack, q in every_question() if pack.id == place.partition("/")[0] and q.id == id_)


@pytest.mark.parametrize(("place", "value", "ref", "says"), [
    # that harm is possible, or that a goal applies, is told; it is no evidence that the goal is met
    ("system_impact/h_f1", "yes", "ms_rai_2022:5.1", Standing.FULL),
    ("system_impact/h_f1", "no", "ms_rai_2022:F1", Standing.NOTHING),
    ("system_impact/g_ps2", "yes", "ms_rai_2022:PS2", Standing.NOTHING),
    ("system_impact/g_ps2", "no", "ms_rai_2022:5.2", Standing.FULL),
    ("system_impact/per_use/quality", "no", "ms_rai_2022:2.4", Standing.FULL),
    ("system_impact/per_use/quality", "yes", "ms_rai_2022:F1", Standing.NOTHING),
    # a fact is evidence where it is to be told, not where something is to be shown or done
    ("system_impact/per_use/readiness", "research", "ms_rai_2022:2.5", Standing.FULL),
    ("system_impact/per_use/readiness", "research", "nist_ai_rmf:MEASURE 2.3", Standing.NOTHING),
    ("system_impact/per_use/people", "alerts", "eu_ai_act:Art.14(3)(a)", Standing.PARTLY),
    ("system_profile/autonomy", "alerts", "eu_ai_act:Art.14(3)(a)", Standing.PARTLY),
    ("system_profile/autonomy", "none", "iso_42005:6.6", Standing.FULL),
    ("system_profile/autonomy", "none", "gdpr:22(1)", Standing.NOTHING),
    ("system_profile/readiness", "research", "nist_ai_rmf:MEASURE 2.3", Standing.NOTHING),
    ("system_profile/readiness", "research", "iso_42005:6.3", Standing.FULL),
    ("system_profile/complexity", "static", "nist_ai_rmf:MEASURE 2.3", Standing.NOTHING),
    ("system_impact/exist", "no", "ms_rai_2022:4.2", Standing.FULL),
    ("system_impact/exist", "yes", "iso_42005:6.4", Standing.NOTHING),
    ("system_impact/sure", "5", "nist_ai_rmf:MEASURE 2.13", Standing.NOTHING),
    ("healthcare/device", "yes", "imdrf_gmlp:1", Standing.NOTHING),
    ("fairness/traits", "none", "gdpr:9", Standing.NOTHING),
    # that a duty arises settles the scope, and is no evidence for the duty
    ("eu_ai_act/outside_eu", "yes", "eu_ai_act:Art.2", Standing.FULL),
    ("eu_ai_act/outside_eu", "yes", "eu_ai_act:Art.22", Standing.NOTHING),
    ("eu_ai_act/g_designated", "yes", "eu_ai_act:Art.51", Standing.FULL),
    ("eu_ai_act/g_designated", "yes", "eu_ai_act:Art.55", Standing.NOTHING),
    ("data_protection/solely", "yes", "gdpr:22(1)", Standing.NOTHING),
    ("data_protection/solely", "yes", "uk_gdpr_duaa:22A", Standing.FULL),
    ("eu_ai_act/outside_eu", "no", "eu_ai_act:Art.22", Standing.NOTHING),
    ("eu_ai_act/t_interacts", "no", "eu_ai_act:Art.50(1)", Standing.NOTHING),
    ("eu_ai_act/t_obvious", "yes", "eu_ai_act:Art.50(1)", Standing.NOTHING),
    ("eu_ai_act/no_significant_risk", "no", "eu_ai_act:Art.6(4)", Standing.NOTHING),
    ("eu_ai_act/annex_i_acts", ["none"], "eu_ai_act:Art.6(1)", Standing.FULL),
    ("data_protection/personal", "no", "gdpr:35(1)", Standing.FULL),
    ("data_protection/personal", "no", "gdpr:5(2)", Standing.NOTHING),
    ("lending/eu", "no", "eu_ai_act:AnnexIII.5(b)", Standing.FULL),
    ("lending/eu", "no", "eu_ccd2:18(8)", Standing.NOTHING),
    # a ban is kept where what it bans is not done; where it has an exception, that decides
    ("data_protection/c2", "no", "gdpr:22(1)", Standing.FULL),
    ("eu_ai_act/p_f", "yes", "eu_ai_act:Art.5(1)(f)", Standing.NOTHING),
    ("eu_ai_act/p_f_exception", "no", "eu_ai_act:Art.5(1)(f)", Standing.AGAINST),
    ("eu_ai_act/p_h_exception", "no", "eu_ai_act:Art.5(1)(h)", Standing.AGAINST),
    ("eu_ai_act/areas", ["none"], "eu_ai_act:AnnexIII.4", Standing.FULL),
    # one means serves one demand
    ("human_oversight/means", ["training"], "eu_ai_act:Art.14(4)(d)", Standing.NOTHING),
    ("human_oversight/means", ["authority"], "eu_ai_act:Art.14(4)(d)", Standing.FULL),
    ("human_oversight/means", ["authority", "time", "training"], "eu_ai_act:Art.14(4)(d)", Standing.FULL),
    ("human_oversight/means", ["none"], "eu_ai_act:Art.14(4)(c)", Standing.AGAINST),
    ("human_oversight/ways", ["reasons", "person"], "gdpr:22(3)", Standing.FULL),
    ("data_protection/safeguards", ["informed"], "gdpr:22(3)", Standing.NOTHING),
    ("model_risk/independence", "self", "uk_pra_ss1_23:P4", Standing.AGAINST),
    ("model_risk/independence", "self", "sr_26_2:V", Standing.PARTLY),
    ("healthcare/way", "harbor", "hipaa_safe_harbor:ii", Standing.NOTHING),
    ("healthcare/way", "harbor", "hipaa_safe_harbor:expert", Standing.NOTHING),
    ("data_protection/uk_special_condition", "consent", "uk_gdpr_duaa:22B(3)", Standing.NOTHING),
    ("data_protection/uk_special_condition", "none", "uk_gdpr_duaa:22B(3)", Standing.AGAINST),
])
def test_an_answer_can_be_worth_something_to_one_clause_and_nothing_to_another(place, value, ref, says):
    question = found(place)
    assert ref in question.refs
    assert standing(question, value, ref=ref) == (says, False)


def test_not_known_yet_says_nothing_of_any_clause():
    asked = 0
    for _pack, question in every_question():
        if UNKNOWN in {each.id for each in choices(question)}:
            asked += 1
            assert {standing(question, not_known(question), ref=ref) for ref in question.refs} <= {(Standing.NOTHING, True)}, question.id
    assert asked > 100


def not_known(question):
    if question.kind is Kind.MATRIX:
        return [{each.id: UNKNOWN for each in question.rows}]
    return [UNKNOWN] if question.kind is Kind.MULTIPLE else UNKNOWN


def test_what_is_said_of_a_clause_is_said_of_one_the_question_names_and_differs_from_what_is_said_of_all():
    for pack, question in every_question():
        assert set(question.says_of) <= set(question.refs), f"{pack.id}/{question.id}"
        same = msgspec.structs.replace(question, says_of={})
        for ref, said in question.says_of.items():
            idle = [each for each in said if standing(question, held(question, each), ref=ref) == standing(same, held(question, each))]
            assert not idle, f"{pack.id}/{question.id} {ref}"


def held(question, choice):
    return [choice] if question.kind is Kind.MULTIPLE else choice


def test_one_means_more_never_lessens_the_evidence():
    """Of several ticks those that say in full and in part say in part together; only that something is done once and no more may."""
    mixed = {(pack.id, question.id) for pack, question in every_question() if question.kind is Kind.MULTIPLE
             for ref in question.refs if {Standing.FULL, Standing.PARTLY} <= each_tick(question, ref)}
    assert mixed == {("iso_42005", "p4")}


def each_tick(question, ref):
    return {standing(question, [each.id], ref=ref)[0] for each in question.options}


def test_a_reason_why_a_goal_does_not_apply_is_no_evidence_that_it_is_met():
    reasons = [q for pack, q in every_question() if pack.id == "system_impact" and q.id.startswith(("no_", "clash_"))]
    assert len(reasons) == 30
    assert {ref for each in reasons for ref in each.refs} == {"ms_rai_2022:5.2"}


@pytest.mark.parametrize(("place", "value"), [
    ("human_oversight/bias", "no"), ("human_oversight/means", ["none"]), ("accountability/one", "no"), ("system_profile/stop", "no"),
    ("eu_ai_act/p_a", "yes"), ("data_protection/uk_recognised", "yes"), ("altai/trs_s4_r", "a"), ("altai/hao_q10_ex_b", ["e"]),
    ("canada_aia/consultationDesign1", "item2-0"), ("model_risk/dev_tests", ["none"]), ("human_oversight/cost", "risk"),
])
def test_what_is_not_done_speaks_against_in_shipped_packs(place, value):
    pack, _, id_ = place.partition("/")
    question = next(q for each in packs() if each.id == pack for q in [each.places[id_][1]])
    assert standing(question, value)[0] is Standing.AGAINST


@pytest.mark.parametrize(("place", "value"), [
    ("altai/hao1_3", "no"), ("eu_ai_act/p_a", "no"), ("model_risk/is_model", "no"), ("deployment_monitoring/relearn", "no"),
    ("conversational_ai/memory", "nothing"), ("canada_aia/consultationDesign1", "item1-2"),
])
def test_a_no_that_is_good_is_evidence(place, value):
    pack, _, id_ = place.partition("/")
    question = next(q for each in packs() if each.id == pack for q in [each.places[id_][1]])
    assert standing(question, value)[0] is Standing.FULL


@pytest.mark.parametrize(("place", "value"), [
    ("fria/needed", "law"), ("high_risk_evidence/needed", "choice"), ("eu_ai_act/t_interacts", "yes"), ("lending/us", "yes"),
    ("data_protection/law", ["eu", "uk"]), ("employment/place", ["nyc"]), ("model_risk/bought", "yes"), ("system_profile/stage", "idea"),
])
def test_that_a_duty_arises_is_no_evidence_that_it_is_met(place, value):
    pack, _, id_ = place.partition("/")
    question = next(q for each in packs() if each.id == pack for q in [each.places[id_][1]])
    assert standing(question, value) == (Standing.NOTHING, False)
