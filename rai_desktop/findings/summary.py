"""Findings counted and put in order, the gravest first."""

from collections.abc import Iterable

from rai_desktop.findings.finding import Finding, Verdict

SEVERITY = {
    Verdict.NOT_MET: 0,
    Verdict.CONCERN: 1,
    Verdict.NOT_ENOUGH_EVIDENCE: 2,
    Verdict.NOT_RUN: 3,
    Verdict.MET: 4,
}


def by_severity(findings: Iterable[Finding]) -> list[Finding]:
    """The gravest first, information last; equals stay in the policy's order."""
    return sorted(findings, key=lambda each: (each.informational, SEVERITY[each.verdict]))


def summary(findings: Iterable[Finding]) -> dict[Verdict, int]:
    """How many have each verdict, the gravest first, zeros included, information left out."""
    counts = dict.fromkeys(SEVERITY, 0)
    for finding in findings:
        if not finding.informational:
            counts[finding.verdict] += 1
    return counts
