"""Hands over a run: the bundle, its check, and the findings in words."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rai_desktop.errors import Refusal
from rai_desktop.findings.finding import Finding, Verdict
from rai_desktop.findings.judge import judge
from rai_desktop.findings.policy import load_policy
from rai_desktop.project.document import Document


def hand_over(document: Document, out: Path) -> list[Finding]:
    """Write and verify the bundle; print where it is and what was found."""
    from rai_desktop.report.bundle import export
    from rai_desktop.report.verify import verify

    results = document.results()
    bundle = export(document.project, results, out)
    if problems := verify(bundle).problems:
        raise Refusal(f"The bundle in {bundle} does not verify: {'; '.join(problems)}.", "Export it again.")
    findings = judge(results, load_policy(document.project.plan.policy), planned=list(results))
    print(bundle)
    _print_counts(findings)
    return findings


def _print_counts(findings: Sequence[Finding]) -> None:
    counts = Counter(finding.verdict for finding in findings)
    print(", ".join(f"{counts[verdict]} {verdict.value}" for verdict in Verdict if counts[verdict]) + ".")
    for finding in findings:
        if finding.verdict is Verdict.NOT_MET:
            print(f"NOT MET: {finding.sentence}")
