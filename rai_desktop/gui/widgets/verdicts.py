"""Verdicts on screen: a shape and a word each, never a colour alone."""

from rai_desktop.findings.finding import Finding, Verdict
from rai_desktop.i18n import _

SHAPES = {
    Verdict.MET: "●",
    Verdict.CONCERN: "▲",
    Verdict.NOT_MET: "■",
    Verdict.NOT_ENOUGH_EVIDENCE: "◌",
    Verdict.NOT_RUN: "–",
}
TONES = {
    Verdict.MET: "good",
    Verdict.CONCERN: "warn",
    Verdict.NOT_MET: "bad",
    Verdict.NOT_ENOUGH_EVIDENCE: "unknown",
    Verdict.NOT_RUN: "unknown",
}


def verdict_words(verdict: Verdict) -> str:
    """The verdict in the chosen language."""
    return {
        Verdict.MET: _("met"),
        Verdict.CONCERN: _("concern"),
        Verdict.NOT_MET: _("not met"),
        Verdict.NOT_ENOUGH_EVIDENCE: _("not enough evidence"),
        Verdict.NOT_RUN: _("not run"),
    }[verdict]


def kind(finding: Finding) -> str:
    """Its verdict in words; what has no pass mark is for information, unless it was not even measured."""
    if finding.informational and finding.verdict is not Verdict.NOT_RUN:
        return _("for information")
    return verdict_words(finding.verdict)


def shape(finding: Finding) -> str:
    """The verdict's shape, or that of information."""
    return "ⓘ" if finding.informational and finding.verdict is not Verdict.NOT_RUN else SHAPES[finding.verdict]
