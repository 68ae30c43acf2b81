"""How long the clauses of a large law take to count anew after one answer, with every questionnaire answered."""

from collections.abc import Callable

import msgspec

from benchmarks.answering import everything
from rai_desktop.clauses.coverage import coverage, totals
from rai_desktop.clauses.index import Index
from rai_desktop.findings.clauses import clauses_of
from rai_desktop.findings.finding import Finding, Verdict
from rai_desktop.findings.policy import load_policy
from rai_desktop.frameworks.catalog import framework
from rai_desktop.project.model import Answer, Project
from rai_desktop.questionnaire import catalog


def test_counting_the_clauses_of_a_large_law_anew(benchmark: Callable[..., object]) -> None:
    """With 200 findings; what the changed answer does not touch is known from before."""
    known, rules, home = catalog.packs(), load_policy("default").rules, framework("eu_ai_act")
    full = Project(id="p", packs=[pack.id for pack in known], answers=everything())
    findings = [Finding(key=f"k{at}", assessment="f", metric="m", verdict=list(Verdict)[at % 5], sentence="S", policy="d",
                        value=0.5, clauses=clauses_of(rules[at % len(rules)].topics)) for at in range(200)]
    before = Index(full, known, findings, [])
    own = {**full.answers["system_profile"], "name": Answer(value="Another")}
    changed = msgspec.structs.replace(full, answers={**full.answers, "system_profile": own})
    covered = benchmark(lambda: coverage(home, Index(changed, known, findings, [], before)))
    assert totals(covered.values()).evidence > 50  # type: ignore[attr-defined]
