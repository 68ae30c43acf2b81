"""Hands over a run: the bundle, its check, and the findings in words."""

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rai_desktop.errors import Refusal
from rai_desktop.findings.finding import Finding, Verdict
from rai_desktop.project.document import Document


def check_out(out: Path) -> None:
    """Refuse a folder that cannot take a bundle before any work is done for it."""
    from rai_desktop.report.replacing import refuse_foreign

    refuse_foreign(out)
    above = next(folder for folder in out.absolute().parents if folder.exists())
    if not above.is_dir() or not os.access(above, os.W_OK | os.X_OK):
        raise Refusal(f"Nothing can be written to {above}.", "Choose a folder of your own with --out.")


def hand_over(document: Document, out: Path, key: Path | None = None, passphrase: str = "") -> list[Finding]:
    """Write and verify the bundle; print where it is and what was found."""
    from rai_desktop.report.bundle import export
    from rai_desktop.report.material import gather
    from rai_desktop.report.verify import verify

    results = document.results()
    bundle = export(document.project, results, out, key=key, passphrase=passphrase)
    if problems := verify(bundle).problems:
        raise Refusal(f"The bundle in {bundle} does not verify: {'; '.join(problems)}.", "Export it again.")
    findings = gather(document.project, results).findings  # the very ones the bundle holds
    print(bundle)
    _print_counts(findings)
    return findings


def _print_counts(findings: Sequence[Finding]) -> None:
    counts = Counter(finding.verdict for finding in findings)
    print(", ".join(f"{counts[verdict]} {verdict.value}" for verdict in Verdict if counts[verdict]) + ".")
    for finding in findings:
        if finding.verdict is Verdict.NOT_MET:
            print(f"NOT MET: {finding.sentence}")
