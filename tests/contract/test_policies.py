"""Every shipped policy: loads, is dated and sourced, names metrics and topics that exist."""

import re

import pytest

from rai_desktop.errors import Refusal
from rai_desktop.findings.policy import load_policy, policies
from rai_desktop.frameworks.crosswalk import topics

RATES = ["selection_rate", "base_rate", "true_positive_rate", "false_positive_rate", "false_negative_rate",
    "true_negative_rate", "positive_predictive_value", "negative_predictive_value", "accuracy", "roc_auc",
    "expected_calibration_error", "mean_score", "mean_prediction", "mean_error", "mean_absolute_error",
    "root_mean_squared_error"]
METRICS = {
    "performance": {"accuracy", "balanced_accuracy", "precision", "recall", "specificity", "f1_score",
        "matthews_correlation", "roc_auc", "average_precision", "log_loss", "brier_score",
        "expected_calibration_error", "selection_rate", "base_rate", "macro_precision", "macro_recall",
        "macro_f1", "mean_absolute_error", "root_mean_squared_error", "r2_score", "mean_error",
        "median_absolute_error"},
    "fairness": set(RATES)
    | {f"{rate}_{kind}" for rate in RATES for kind in ("difference", "ratio")}
    | {"demographic_parity_difference", "demographic_parity_ratio", "equal_opportunity_difference",
        "equalized_odds_difference", "equalized_odds_ratio", "predictive_parity_difference", "impact_ratio",
        "shortfall_to_parity"},
    "data_profile": {"missing_share", "duplicate_rows", "constant_columns", "label_balance", "group_share",
        "leakage_suspects", "personal_data_suspects"},
    "model_conduct": {"unusable_answers", "changed_answers", "batch_dependence", "label_score_disagreement", "library_versions_differ",
        "confinement_gaps"},
    "explanations": {"mean_absolute_shap", "additivity_error", "surrogate_fidelity"},
}
SHIPPED = {"default", "us-employment", "us-lending", "eu-high-risk"}
RULES = [pytest.param(policy, rule, id=f"{policy.id}-{rule.id}") for policy in policies() for rule in policy.rules]


def test_the_four_policies_are_there_by_their_names():
    assert {policy.id for policy in policies()} >= SHIPPED
    for name in SHIPPED:
        assert load_policy(name).id == name


@pytest.mark.parametrize(("policy", "rule"), RULES)
def test_a_rule_names_what_exists_and_says_where_it_comes_from(policy, rule):
    assert rule.metric in METRICS[rule.assessment]
    assert set(rule.topics) <= set(topics())
    assert rule.topics
    assert rule.source
    assert rule.why
    for day in (rule.valid_from, rule.valid_to):
        assert not day or re.fullmatch(r"\d{4}-\d\d-\d\d", day)
    if rule.applies in ("each_gap", "worst_gap", "each_feature"):
        assert "{group}" in rule.words
        assert "{reference}" in rule.words


@pytest.mark.parametrize("policy", policies(), ids=lambda policy: policy.id)
def test_a_policy_covers_every_assessment_and_is_dated(policy):
    assert {rule.assessment for rule in policy.rules} == set(METRICS)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", policy.date)
    assert policy.notes.strip()
    assert len({rule.id for rule in policy.rules}) == len(policy.rules)


def test_no_convention_is_passed_off_as_law():
    """Only what frameworks.md calls law, guidance or practice may say so."""
    said = {(rule.status, rule.id) for policy in policies() for rule in policy.rules if rule.status != "convention"}
    assert said == {
        ("guidance", "four_fifths_screen"), ("law", "ll144_impact_ratio"), ("practice", "adverse_impact_ratio"),
    }  # fmt: skip


def test_ll144_has_no_pass_mark_and_four_fifths_is_not_its():
    rules = {rule.id: rule for rule in load_policy("us-employment").rules}
    assert rules["ll144_impact_ratio"].informational
    assert rules["ll144_impact_ratio"].good is None
    assert "1607.4(D)" in rules["four_fifths_screen"].source
    assert "rescission" in rules["four_fifths_screen"].caveat


def test_lending_says_what_regulation_b_no_longer_is():
    rules = {rule.id: rule for rule in load_policy("us-lending").rules}
    assert "never codified" in rules["adverse_impact_ratio"].source
    assert "21 July 2026" in rules["adverse_impact_ratio"].caveat


GOOD = """
id = "site"
title = "Ours"
version = "1"
date = "2026-01-01"
[[rules]]
id = "auc"
assessment = "performance"
metric = "roc_auc"
words = "it is {value}"
status = "policy"
source = "Board, 3 March 2026"
good = { min = 0.9 }
bad = { min = 0.8 }
"""


def test_a_site_may_drop_in_a_policy_or_replace_one(tmp_path, monkeypatch):
    folder = tmp_path / "policies"
    folder.mkdir()
    (folder / "site.toml").write_text(GOOD + 'clear = { min = 0.7 }\n', encoding="utf-8")
    monkeypatch.setenv("RAI_SITE", str(tmp_path))
    assert load_policy("site").rules[0].good.min == 0.9
    assert "site" in {policy.id for policy in policies()}
    (folder / "child.toml").write_text(
        'id="child"\ntitle="c"\nversion="1"\ndate="2026-01-01"\nextends="site"\ndrop=["auc"]', encoding="utf-8"
    )
    assert load_policy(folder / "child.toml").rules == ()


@pytest.mark.parametrize(("text", "named"), [
    ("id = ", "mistake"),
    ("title = 'x'", "id"),
    (GOOD, "clear"),
    (GOOD + "clear = { min = 0.85 }", "narrower"),
    (GOOD.replace("{value}", "{valu}") + "clear = { min = 0.7 }", "valu"),
    (GOOD + "clear = { min = 0.7 }\nlimit = 3", "limit"),
    (GOOD + "clear = { min = 0.7 }\ninformational = true", "informational"),
    ('id="a"\ntitle="t"\nversion="1"\ndate="2026-01-01"\nextends="nowhere"', "nowhere"),
])  # fmt: skip
def test_a_mistake_in_a_policy_is_named(tmp_path, text, named):
    path = tmp_path / "bad.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal, match=named):
        load_policy(path)


@pytest.mark.parametrize("name", ["nonsense", "nowhere/x.toml", ""])
def test_an_unknown_policy_is_refused(name):
    with pytest.raises(Refusal):
        load_policy(name)
