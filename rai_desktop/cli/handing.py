"""Hands over a run: the bundle, its check, and the findings in words."""

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rai_desktop.errors import Refusal
from rai_desktop.findings.finding import Finding, Verdict
from rai_desktop.i18n import _
from rai_desktop.project.document import Document

if TYPE_CHECKING:
    from rai_desktop.review.standing import Reviewed


def check_out(out: Path) -> None:
    """Refuse a folder that cannot take a bundle before any work is done for it."""
    from rai_desktop.report.replacing import refuse_foreign

    refuse_foreign(out)
    above = next(folder for folder in out.absolute().parents if folder.exists())
    if not above.is_dir() or not os.access(above, os.W_OK | os.X_OK):
        raise Refusal(_("Nothing can be written to {folder}.").format(folder=above), _("Choose a folder of your own with --out."))


def hand_over(document: Document, out: Path, key: Path | None = None, passphrase: str = "",
              signed: "Reviewed | None" = None) -> list[Finding]:
    """Write and verify the bundle; print where it is and what was found. `signed`: how the signatures stand."""
    from rai_desktop.report.bundle import write
    from rai_desktop.report.material import gather
    from rai_desktop.report.verify import verify
    from rai_desktop.review.witness import reviewed
    from rai_desktop.risks.revisions import revisions

    material = gather(document.project, document.results(), signed or reviewed(document), revisions(document))
    bundle = write(material, out, key=key, passphrase=passphrase)
    if problems := verify(bundle).problems:
        raise Refusal(_("The bundle in {bundle} does not verify: {problems}.").format(
            bundle=bundle, problems=_("; ").join(problems)), _("Export it again."))
    findings = material.findings  # the very ones the bundle holds
    print(bundle)
    _print_counts(findings)
    return findings


def _print_counts(findings: Sequence[Finding]) -> None:
    counts = Counter(finding.verdict for finding in findings)
    numbers = ", ".join(f"{counts[verdict]} {_(verdict.value)}" for verdict in Verdict if counts[verdict])
    print(_("Findings: {numbers}").format(numbers=numbers) if numbers else _("No finding."))
    for finding in findings:
        if finding.verdict is Verdict.NOT_MET:
            print(_("{verdict}: {sentence}").format(verdict=_(finding.verdict.value), sentence=finding.sentence))
