"""The chapter of findings: each judged number, its threshold, its clauses, and what the analyst says to it."""

from rai_desktop.findings.finding import Finding, Response
from rai_desktop.findings.metric_names import metric_name
from rai_desktop.i18n import _, count
from rai_desktop.report.blocks import Block, Callout, Chapter, Facts, Heading, Sheet, Text
from rai_desktop.report.material import Material
from rai_desktop.report.wording import ORDER, framework_words, graver, group_words, joined, valued, verdict_words


def findings_chapter(material: Material) -> Chapter:
    """All findings, the gravest first, then the responses."""
    found = graver(material.findings)
    if not found:
        return Chapter("findings", _("Findings"), [])
    policy = material.policy
    blocks: list[Block] = [
        Text(_("Judged by the policy “{title}”, version {version} of {date}. Each threshold has its source and status; "
               "an interval that reaches over a threshold is never called met.").format(
                   title=policy.title, version=policy.version, date=policy.date)),
        *stale_callout(material),
        _overview(found),
        _evidence(found),
    ]
    for finding in found:
        if response := material.project.responses.get(finding.key):
            blocks += _response(finding, response)
    gone = sorted(set(material.project.responses) - {finding.key for finding in found})
    if gone:
        blocks.append(Text(_("Responses kept for findings that this run did not give: {keys}.").format(
            keys=", ".join(gone)), "note"))
    return Chapter("findings", _("Findings"), blocks)


def stale_callout(material: Material) -> list[Block]:
    """Why what was measured may no longer hold; nothing where it does."""
    return [Callout("info", _("Stale"), " ".join(material.stale))] if material.stale else []


def _overview(found: list[Finding]) -> Sheet:
    rows = [[str(at), verdict_words(f.verdict.value), f.sentence, valued(f.value, f.interval, f.unit),
             count(f.n) if f.n else "–", " · ".join(filter(None, [f.threshold, f.status, f.source])) or "–"]
            for at, f in enumerate(found, 1)]
    verdict = max(11, 2 + max(len(word) for each in ORDER for word in verdict_words(each.value).split()))  # no word is broken
    return Sheet(title=_("Findings"),
                 columns=[_("No."), _("Verdict"), _("Finding"), _("Value (interval)"), _("n"),
                          _("Threshold, status, source")],
                 rows=rows, right=[True, False, False, False, True, False], weights=[4, verdict, 47 - verdict, 16, 8, 25])


def _evidence(found: list[Finding]) -> Sheet:
    """By framework: the clauses that a finding speaks to directly, each with the numbers of its findings."""
    numbers: dict[str, dict[str, list[int]]] = {}
    for at, finding in enumerate(found, 1):
        for clause in finding.clauses:
            if clause.strength == "direct":
                numbers.setdefault(clause.framework, {}).setdefault(clause.id, []).append(at)
    rows = [[framework_words(name), _("; ").join(f"{id_} [{joined(by)}]" for id_, by in sorted(clauses.items()))]
            for name, clauses in sorted(numbers.items())]
    return Sheet(title=_("What these findings are evidence for"), columns=[_("Framework"), _("Clause [finding]")],
                 rows=rows, right=[False, False], weights=[3, 9],
                 note=_("Named are the clauses that a finding speaks to directly; findings.csv names the others too. "
                        "Evidence for a clause does not mean that the clause is fulfilled."))


def _response(finding: Finding, response: Response) -> list[Block]:
    head = f"{metric_name(finding.metric)}, {group_words(finding.group, finding.reference, finding.cohort)}"
    named = [(_("Analyst's view"), response.comment), (_("Owner"), response.owner), (_("Mitigation"), response.mitigation),
             (_("Due"), response.due), (_("Risk accepted because"), response.accepted_reason)]
    return [Heading(_("Response: {finding}").format(finding=head)),
            Callout(finding.verdict.value, verdict_words(finding.verdict.value), finding.sentence),
            Facts([(name, text) for name, text in named if text])]
