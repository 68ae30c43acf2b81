"""The first page, for people who read no other: what it is, its tier, what was found, what is not known, what to do."""

from collections import Counter

from rai_desktop.clauses.packs import absent_words
from rai_desktop.findings.finding import Finding, Verdict
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.favourable import favourable_words
from rai_desktop.questionnaire import flow
from rai_desktop.questionnaire.outcome import Tier
from rai_desktop.report.answered import described
from rai_desktop.report.blocks import Block, Callout, Chapter, Counts, Heading, Items, Text
from rai_desktop.report.inputs import used
from rai_desktop.report.material import Material
from rai_desktop.report.scored import score_callouts
from rai_desktop.report.wording import ORDER, graver, verdict_words

MOST = 3


def first_page(material: Material) -> Chapter:
    """One page in plain sentences."""
    blocks: list[Block] = [Text(described(material), "lead")]
    blocks += [*_tier(material), *_other_tiers(material), *score_callouts(material)]
    blocks += [Heading(_("What was found")), *_found(material)]
    blocks += [Heading(_("What is not known")), Items(_unknown(material))]
    blocks += [Heading(_("What to do next")), Items(_next(material), ordered=True)]
    blocks.append(Text(_("This report gathers evidence for the clauses it names. It is not a certificate, and it does "
                         "not by itself show that a law is kept."), "note"))
    return Chapter("summary", _("Summary"), blocks)


def _tier(material: Material) -> list[Block]:
    if material.tier is None:
        words = material.tier_problem or _("The questions that decide it were not part of this assessment.")
        return [Callout("info", _("EU AI Act tier: not determined"), words)]
    return [_called(_("EU AI Act tier: {title}").format(title=material.tier.title), material.tier)]


def _other_tiers(material: Material) -> list[Block]:
    titles = {pack.id: pack.title for pack in material.packs}
    return [_called(_("{pack}: {level}").format(pack=titles[id_], level=tier.title), tier)
            for id_, tier in material.other_tiers.items()]


def _called(head: str, tier: Tier) -> Block:
    if not tier.certain:
        head = _("{head} (not ruled out; answers are open)").format(head=head)
    return Callout("info", head, tier.sentence)


def _found(material: Material) -> list[Block]:
    if not material.results or not material.findings:
        return [Text(_("Nothing has been measured yet, so nothing was found."))]
    counts = Counter(finding.verdict for finding in material.findings)
    shown = Counts([(v.value, verdict_words(v.value), counts[v]) for v in ORDER])
    grave = [f for f in graver(material.findings) if f.verdict in (Verdict.NOT_MET, Verdict.CONCERN)]
    first = foremost(grave)
    said = favourable_words(used(material), material.project.inputs)
    blocks: list[Block] = [shown, *([Text(said)] if said else [])]
    blocks += [Callout(f.verdict.value, verdict_words(f.verdict.value), f.sentence) for f in first]
    if rest := len(grave) - len(first):
        blocks.append(Text(ngettext("{n} more is in the chapter Findings.", "{n} more are in the chapter Findings.",
                                    rest).format(n=rest), "note"))
    if not grave and counts[Verdict.MET]:
        blocks.append(Text(_("Of what could be judged, nothing missed its threshold and nothing gave concern.")))
    elif not grave:
        blocks.append(Text(_("Nothing could be judged; this is not a good result, it is none.")))
    return blocks


def foremost(findings: list[Finding]) -> list[Finding]:
    """The few that a busy reader should see: the gravest, what touches groups of people first, one of each rule."""
    ranked = sorted(findings, key=lambda f: (ORDER.index(f.verdict), f.assessment != "fairness", len(f.group)))
    one_each: dict[str, Finding] = {}
    for finding in ranked:
        one_each.setdefault(finding.rule or finding.metric, finding)
    return list(one_each.values())[:MOST]


def _unknown(material: Material) -> list[str]:
    said = absent_words(material.project)
    thin = [f for f in material.findings if f.verdict is Verdict.NOT_ENOUGH_EVIDENCE]
    idle = [f for f in material.findings if f.verdict is Verdict.NOT_RUN]
    if thin:
        said.append(ngettext("{n} question could not be answered with this much data: {what}",
                             "{n} questions could not be answered with this much data, among them: {what}",
                             len(thin)).format(n=len(thin), what=thin[0].sentence))
    if idle:
        said.append(ngettext("{n} requirement of the policy was not measured: {what}",
                             "{n} requirements of the policy were not measured, among them: {what}",
                             len(idle)).format(n=len(idle), what=idle[0].sentence))
    open_ = ((pack, len(flow.missing(pack, material.project.answers))) for pack in material.packs)
    said += [ngettext("{n} question of “{pack}” is not answered.", "{n} questions of “{pack}” are not answered.", left)
             .format(n=left, pack=pack.title) for pack, left in open_ if left]
    said.append(_("Whether the table represents the people the system will meet cannot be seen from the table."))
    return said


def _next(material: Material) -> list[str]:
    steps: list[str] = []
    responses = material.project.responses
    open_ones = [f for f in graver(material.findings)
                 if f.verdict in (Verdict.NOT_MET, Verdict.CONCERN) and f.key not in responses]
    if open_ones:
        steps.append(ngettext("Decide what to do about {n} finding that has no response yet.",
                              "Decide what to do about {n} findings that have no response yet, those above first.",
                              len(open_ones)).format(n=len(open_ones)))
    steps += [_("By {due}, {owner}: {what}").format(due=r.due, owner=r.owner or _("owner not named"), what=r.mitigation)
              for _key, r in sorted(responses.items()) if r.mitigation and r.due]
    if any(f.verdict is Verdict.NOT_ENOUGH_EVIDENCE for f in material.findings):
        steps.append(_("Gather more rows of the groups that are too small to judge, and run again."))
    if any(f.verdict is Verdict.NOT_RUN for f in material.findings):
        steps.append(_("Supply what the assessments that did not run need, or record why they are left out."))
    if material.tier and material.tier.open:
        steps.append(_("Answer: {question}").format(question=material.tier.open[0].text))
    if material.tier and (due := [d for d in material.tier.duties if d.applies_now]):
        steps.append(ngettext("Check the {n} duty that applies already (chapter EU AI Act).",
                              "Check the {n} duties that apply already (chapter EU AI Act).",
                              len(due)).format(n=len(due)))
    return steps or [_("Have this assessment reviewed, and repeat it when the model, the data or the use changes.")]


