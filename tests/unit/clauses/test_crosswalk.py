"""All fourteen topics of measurement reach their clauses; what nothing here measures is not promised."""

import json

import pytest

from rai_desktop.clauses.coverage import Level, coverage
from rai_desktop.clauses.index import Index
from rai_desktop.clauses.pointers import forget, pointers
from rai_desktop.findings.clauses import clauses_of
from rai_desktop.findings.finding import Finding, Verdict
from rai_desktop.findings.policy import policies
from rai_desktop.frameworks.catalog import framework
from rai_desktop.frameworks.crosswalk import topic_words
from rai_desktop.paths import resource
from rai_desktop.project.model import Project

WRITTEN = json.loads((resource("frameworks") / "crosswalk.json").read_text(encoding="utf-8"))["assessments"]
TOPICS = {"performance", "data_quality", "representativeness", "fairness", "explainability", "error_analysis", "robustness",
          "privacy_membership_inference", "privacy_k_anonymity", "model_file_security", "drift", "calibration_uncertainty",
          "human_oversight_deferral", "sustainability_energy"}


def finding(topic, **more):
    return Finding(**{"key": topic, "assessment": topic, "metric": "m", "verdict": Verdict.MET, "sentence": f"About {topic}.",
                      "policy": "d", "value": 0.5, "clauses": clauses_of([topic])} | more)


def index_of(*findings):
    return Index(Project(id="p"), [], list(findings), [])


@pytest.fixture(autouse=True)
def _fresh():
    forget()
    yield
    forget()


def test_there_are_fourteen():
    assert set(WRITTEN) == TOPICS
    assert len(TOPICS) == 14


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_a_finding_reaches_every_clause_the_file_names(topic):
    """Read from the file itself: direct clauses are evidence, those only added to are partly so, and no other clause changes."""
    index = index_of(finding(topic))
    wanted = {f"{home}:{id_}": Level.PARTLY for home, ids in WRITTEN[topic].get("supporting", {}).items() for id_ in ids}
    wanted |= {f"{home}:{id_}": Level.EVIDENCE for home, ids in WRITTEN[topic]["direct"].items() for id_ in ids}
    assert len(wanted) > 10
    assert set(index.clauses) == set(wanted)
    homes = {ref.partition(":")[0] for ref in wanted}
    found = {f"{home}:{id_}": each.level for home in homes for id_, each in coverage(framework(home), index).items()}
    assert {ref for ref, level in found.items() if level is not Level.NONE} == set(wanted)
    assert {ref: found[ref] for ref in wanted} == wanted


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_what_was_not_run_reaches_none_with_evidence(topic):
    index = index_of(finding(topic, verdict=Verdict.NOT_RUN, value=None))
    homes = {ref.partition(":")[0] for ref in index.clauses}
    assert homes
    assert {each.level for home in homes for each in coverage(framework(home), index).values()} == {Level.NONE}


def test_a_card_promises_no_measurement_that_no_policy_judges():
    judged = {topic_words(topic) for each in policies() for rule in each.rules for topic in rule.topics}
    named, own = set(), set()
    for home in {home for each in WRITTEN.values() for home in each["direct"]}:
        for id_ in framework(home).clauses:
            for said in pointers(f"{home}:{id_}", [], []):
                head, _space, rest = said.partition(" on " if said.startswith("A document") else " of ")
                if head == "Measurements":
                    named |= set(rest.removesuffix(".").split(", "))
                elif head.startswith("A document"):
                    own |= set(rest.partition(":")[0].split(", "))
    assert named == judged
    assert own == {topic_words(topic) for topic in TOPICS} - judged
    assert len(own) == 5


def test_pages_name_what_nothing_here_measures():
    from tests.contract.test_docs import ROOT, text_of

    judged = {topic for each in policies() for rule in each.rules for topic in rule.topics}
    page = " ".join(text_of(ROOT / "docs" / "clauses.md").split())
    here = page.partition("The shipped rules measure nine: ")[2].partition(".")[0]
    gone = page.partition("the other five: ")[2].partition(".")[0]
    assert {each for each in TOPICS if f"`{each}`" in here} == judged
    assert {each for each in TOPICS if f"`{each}`" in gone} == TOPICS - judged
