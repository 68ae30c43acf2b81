"""Judging whole runs: hand-worked cases, worst of a family, what did not run, another policy at once."""

import pytest

from rai_desktop.findings.absence import Context, task_of
from rai_desktop.findings.finding import Verdict
from rai_desktop.findings.judge import judge
from rai_desktop.findings.measurement import Interval, Measurement, Result
from rai_desktop.findings.policy import Limits, Policy, Rule, find_rule, load_policy
from rai_desktop.findings.sentences import explain_verdict
from rai_desktop.findings.summary import SEVERITY, summary

GAP = Rule(
    id="gap", assessment="fairness", metric="demographic_parity_difference", applies="each_feature", n=60,
    words="“{group}” received it {gap} less often than “{reference}”", status="policy", source="Board",
    good=Limits(min=-0.05, max=0.05), bad=Limits(min=-0.10, max=0.10), clear=Limits(min=-0.2, max=0.2),
    topics=("fairness",),
)  # fmt: skip
AUC = Rule(
    id="auc", assessment="performance", metric="roc_auc", words="the area is {value}", status="policy", source="Board",
    good=Limits(min=0.7), bad=Limits(min=0.6), clear=Limits(min=0.55), tasks=("binary",), topics=("performance",),
)  # fmt: skip


def policy(*rules, date="2026-11-23"):
    return Policy(id="p", title="P", version="1", date=date, rules=rules)


def gap(group, value, low, high, n=9000, column="sex", **more):
    given = {"assessment": "fairness", "metric": GAP.metric, "value": value, "n": n, "unit": "difference",
             "interval": Interval(low, high, 0.95, "Newcombe"), "group": {column: group},
             "reference": {column: "male"}, "cohort": f"feature={column}"}  # fmt: skip
    return Measurement(**given | more)


def run(*measurements, assessment="fairness", status="finished", reason=""):
    return {assessment: Result(assessment=assessment, status=status, measurements=list(measurements), reason=reason)}


def only(findings):
    assert len(findings) == 1, [finding.sentence for finding in findings]
    return findings[0]


def test_a_hand_worked_concern_reads_as_a_board_member_would_say_it():
    finding = only(judge(run(gap("female", 0.041, 0.028, 0.054)), policy(GAP)))
    assert finding.verdict is Verdict.CONCERN
    assert finding.sentence == (
        "By sex, “female” received it 4.1 points less often than “male” (95 % interval 2.8 to 5.4 points;"
        " 9,000 rows); the policy allows up to 5 points, and the interval reaches beyond."
    )
    assert finding.key == "fairness|demographic_parity_difference|sex||all|gap"
    assert (finding.policy, finding.rule, finding.source, finding.status) == ("p", "gap", "Board", "policy")
    assert finding.threshold == "good: up to 5 points; not met: above 10 points"
    assert ("eu_ai_act", "Art.10(2)(f)", "direct") in [(c.framework, c.id, c.strength) for c in finding.clauses]


@pytest.mark.parametrize(("measurement", "verdict", "ending"), [
    (gap("female", 0.03, 0.02, 0.04), "MET", "9,000 rows); the policy allows up to 5 points."),
    (gap("female", 0.15, 0.12, 0.18), "NOT MET", "the policy is not met above 10 points."),
    (gap("female", 0.07, 0.06, 0.08), "CONCERN", "allows up to 5 points and is not met above 10 points."),
    (gap("female", 0.10, -0.1, 0.30), "NOT ENOUGH EVIDENCE",
     "the interval reaches from good to clearly bad, so it cannot be judged."),
    (gap("female", 0.03, 0.02, 0.04, n=59), "NOT ENOUGH EVIDENCE", "too few rows to judge: the policy asks for 60."),
    (gap("female", 0.03, 0, 0, interval=None), "NOT ENOUGH EVIDENCE", "without an interval it cannot be judged."),
    (gap("female", None, 0, 0, note="No one was selected."), "NOT ENOUGH EVIDENCE",
     "Demographic parity difference could not be estimated for sex “female”: No one was selected."),
    (gap("female", 0.03, 0.02, 0.04, comparisons=6, n=1), "NOT ENOUGH EVIDENCE",
     ("(95 % interval 2.0 to 4.0 points, corrected for 6 comparisons; 1 row); too few rows to judge: the policy"
     " asks for 60.")),
])  # fmt: skip
def test_each_verdict_ends_in_its_own_words(measurement, verdict, ending):
    finding = only(judge(run(measurement), policy(GAP)))
    assert finding.verdict == verdict
    assert finding.sentence.endswith(ending)


def test_the_gravest_verdict_speaks_for_the_family_and_names_who_is_unknown():
    finding = only(judge(run(
        gap("a", 0.02, 0.01, 0.03), gap("b", 0.13, 0.11, 0.15), gap("c", 0.30, -0.1, 0.7, n=20),
        gap("d", 0.12, 0.06, 0.18), gap("b", 0.13, 0.11, 0.15),
    ), policy(GAP)))  # fmt: skip
    assert (finding.verdict, finding.group) == (Verdict.NOT_MET, {"sex": "b"})
    assert finding.sentence.endswith("One more is beyond what is good. Not enough evidence to judge: “c”.")


def test_a_family_with_an_unknown_group_is_not_met_by_the_others():
    finding = only(judge(run(gap("a", 0.02, 0.01, 0.03), gap("c", 0.02, -0.4, 0.5, n=20)), policy(GAP)))
    assert finding.verdict is Verdict.NOT_ENOUGH_EVIDENCE


def test_features_are_families_of_their_own():
    found = judge(run(gap("f", 0.02, 0.01, 0.03), gap("old", 0.15, 0.12, 0.18, column="age")), policy(GAP))
    assert [(f.verdict, list(f.group)) for f in found] == [(Verdict.NOT_MET, ["age"]), (Verdict.MET, ["sex"])]
    assert len({finding.key for finding in found}) == 2


def test_all_intersections_are_one_family_and_none_is_lost():
    found = judge(run(
        gap("a, x", 0.02, 0.01, 0.03, cohort="feature=sex × age"),
        gap("b, y", 0.15, 0.12, 0.18, cohort="feature=sex × job"),
        gap("c", 0.02, 0.01, 0.03, note="Left out as too small: d."),
    ), policy(GAP))  # fmt: skip
    assert [(f.verdict, f.key.split("|")[2]) for f in found] == [("NOT MET", "(intersections)"), ("MET", "sex")]
    assert found[1].sentence.endswith("Left out as too small: d.")


def test_an_extreme_that_could_not_be_estimated_is_not_a_missing_metric():
    nothing = Measurement(assessment="fairness", metric=GAP.metric, value=None, n=0, unit="difference",
                          cohort="feature=sex", note="Fewer than two groups.")  # fmt: skip
    finding = only(judge(run(nothing), policy(GAP), context=Context(task="binary")))
    assert finding.verdict is Verdict.NOT_ENOUGH_EVIDENCE
    assert finding.sentence == "Demographic parity difference could not be estimated for sex: Fewer than two groups."


def test_the_worst_gap_of_a_reference_is_found_without_extremes():
    import msgspec

    rule = msgspec.structs.replace(GAP, applies="worst_gap")
    gaps = gap("a", 0.02, 0.01, 0.03, cohort="all"), gap("b", -0.15, -0.18, -0.12, cohort="all")
    found = judge(run(*gaps), policy(rule))
    assert only(found).group == {"sex": "b"}
    assert "15.0 points" in only(found).sentence
    assert "interval 12.0 to 18.0 points" in only(found).sentence


def test_names_from_the_data_cannot_break_a_sentence():
    name = "{value} %s <b>“x”</b>"
    finding = only(judge(run(gap(name, 0.041, 0.028, 0.054), gap(name + "2", 0.2, -1, 1, n=3)), policy(GAP)))
    assert f"“{name}”" in finding.sentence
    assert name + "2" in finding.sentence


# --- what did not run --------------------------------------------------------------------------------


@pytest.mark.parametrize(("results", "planned", "sentence"), [
    ({}, ["fairness"], "The assessment “Fairness” was planned but has not run."),
    ({}, [], "The assessment “Fairness” was left out of the plan."),
    (run(status="refused", reason="No column is sensitive."), ["fairness"],
     "The assessment “Fairness” could not run: No column is sensitive."),
    (run(status="failed", reason="out of memory"), ["fairness"], "The assessment “Fairness” failed: out of memory."),
    (run(status="died"), ["fairness"], "The assessment “Fairness” failed."),
    (run(status="cancelled"), ["fairness"], "The assessment “Fairness” was stopped before its end."),
])  # fmt: skip
def test_what_did_not_run_is_said_with_its_reason(results, planned, sentence):
    finding = only(judge(results, policy(GAP), planned=planned))
    assert (finding.verdict, finding.sentence) == (Verdict.NOT_RUN, sentence)


def test_a_cancelled_run_keeps_and_marks_what_it_measured():
    found = judge(run(gap("f", 0.02, 0.01, 0.03), status="cancelled"), policy(GAP), planned=["fairness"])
    assert [finding.verdict for finding in found] == [Verdict.NOT_RUN, Verdict.MET]
    assert "what it had measured is judged" in found[0].sentence


def test_a_metric_the_task_has_but_the_run_does_not_is_not_run():
    results = run(Measurement(assessment="performance", metric="accuracy", value=0.9, n=9), assessment="performance")
    assert judge(results, policy(AUC), context=Context(task="regression")) == []
    finding = only(judge(results, policy(AUC), context=Context(task="binary")))
    assert (finding.verdict, finding.sentence) == (Verdict.NOT_RUN, "ROC AUC was not measured in this run.")


def test_a_planned_assessment_without_rules_that_failed_is_not_hidden():
    found = judge(run(status="failed", reason="x", assessment="drift"), policy(), planned=["drift"])
    assert only(found).verdict is Verdict.NOT_RUN


def test_availability_reasons_reach_the_sentence():
    context = Context(reasons={"fairness": "No column has the role sensitive."})
    assert "No column has the role" in only(judge({}, policy(GAP), context=context)).sentence


@pytest.mark.parametrize(("metric", "task"), [
    ("r2_score", ""), ("root_mean_squared_error", "regression"), ("macro_f1", "multiclass"), ("f1_score", "binary"),
])  # fmt: skip
def test_the_task_shows_in_the_metrics(metric, task):
    assert task_of(run(Measurement(assessment="performance", metric=metric, value=0, n=1))) == task


# --- policies ----------------------------------------------------------------------------------------


def test_another_policy_judges_the_same_results_at_once():
    ratio = gap("female", 0.84, 0.82, 0.86, metric="demographic_parity_ratio", unit="ratio")
    results = run(ratio)
    by = {
        name: {f.rule: f.verdict for f in judge(results, load_policy(name))}
        for name in ("default", "us-employment", "us-lending")
    }
    assert by["default"]["selection_ratio"] is Verdict.CONCERN
    assert by["us-lending"]["adverse_impact_ratio"] is Verdict.CONCERN
    assert by["us-employment"]["four_fifths_screen"] is Verdict.MET


def test_a_rule_holds_only_in_its_time():
    import msgspec

    dated = msgspec.structs.replace(GAP, valid_from="2027-12-02", valid_to="2028-12-31")
    results = run(gap("f", 0.02, 0.01, 0.03))
    assert judge(results, policy(dated)) == []
    assert len(judge(results, policy(dated), context=Context(on="2027-12-02"))) == 1
    assert judge(results, policy(dated), context=Context(on="2029-01-01")) == []


def test_local_law_144_is_information_and_the_screen_is_the_eeoc_s():
    employment = load_policy("us-employment")
    results = run(
        gap("female", 0.796, 0.77, 0.82, metric="impact_ratio", unit="ratio", cohort="all"),
        gap("female", 0.796, 0.77, 0.79, metric="demographic_parity_ratio", unit="ratio"),
    )
    found = {f.rule: f for f in judge(results, employment)}
    law = found["ll144_impact_ratio"]
    assert law.informational
    assert law.verdict is Verdict.NOT_ENOUGH_EVIDENCE
    assert "0.796" in law.sentence
    assert "no pass mark" in law.sentence
    assert "EEOC four-fifths screen" in found["four_fifths_screen"].sentence
    assert found["four_fifths_screen"].verdict is Verdict.NOT_MET
    assert sum(summary([law]).values()) == 0


def test_a_finding_explains_itself():
    employment = load_policy("us-employment")
    results = run(gap("female", 0.7, 0.65, 0.75, metric="demographic_parity_ratio", unit="ratio"))
    finding = next(f for f in judge(results, employment) if f.rule == "four_fifths_screen")
    rule = find_rule(employment, finding.rule)
    lines = explain_verdict(finding, rule)
    assert "Good: at least 0.8; not met: below 0.8." in lines
    assert any("(guidance)" in line and "1607.4(D)" in line for line in lines)
    assert any("rescission" in line for line in lines)
    assert any("from at least 60 rows" in line and "below 0.6" in line for line in lines)


def test_findings_come_gravest_first_and_are_counted():
    results = run(gap("f", 0.02, 0.01, 0.03), gap("old", 0.15, 0.12, 0.18, column="age"))
    found = judge(results, load_policy("us-lending"), planned=["fairness"])
    order = [SEVERITY[finding.verdict] for finding in found]
    assert order == sorted(order)
    counts = summary(found)
    assert list(counts) == list(SEVERITY)
    assert sum(counts.values()) == len(found)
    assert counts[Verdict.NOT_MET] == 1


def test_a_category_without_a_ratio_does_not_hide_the_lowest_one():
    rule = find_rule(load_policy("us-employment"), "ll144_impact_ratio")
    ratios = [Measurement(assessment="fairness", metric="impact_ratio", value=value, n=500, unit="ratio",
                          group={"sex": name}, reference={"sex": "male"})
              for name, value in (("(missing)", None), ("male", 1.0), ("female", 0.71))]  # fmt: skip
    assert "0.710, for “female”" in only(judge(run(*ratios), policy(rule))).sentence


@pytest.mark.parametrize(("policy_id", "rule_id"), [
    ("default", "equal_opportunity"), ("default", "predictive_parity"), ("default", "accuracy_gap"),
    ("default", "ranking_gap"), ("eu-high-risk", "wrongly_favoured"), ("eu-high-risk", "accuracy_gap"),
])  # fmt: skip
def test_a_gap_says_whom_it_is_to_the_disadvantage_of(policy_id, rule_id):
    rule = find_rule(load_policy(policy_id), rule_id)
    assert any(f" {word} " in rule.words for word in ("less", "more", "lower"))


def test_a_name_that_turns_writing_round_does_not_turn_its_finding():
    """In the window what follows such a name was written backwards; in a table it could pass for another."""
    told = judge(run(gap("\u202efe\u202cmale", 0.041, 0.028, 0.054, column="se\u2066x"),
                     gap("\u202ex", 0.15, 0.12, 0.18, column="se\u2066x"), gap("\u202ey", 0.15, 0.12, 0.18, n=9, column="se\u2066x")), policy(GAP))
    told += judge({}, policy(GAP), planned=["\u202eplanned"])
    assert all(not set(each.sentence) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") for each in told)
    assert any("By se[U+2066]x, “[U+202E]" in each.sentence for each in told)
