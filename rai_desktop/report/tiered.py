"""The chapters on tiers, of the EU AI Act and of a site's own packs: answers that led there, what is open, dated duties."""

from rai_desktop.frameworks.catalog import label
from rai_desktop.i18n import _
from rai_desktop.questionnaire.outcome import Duty, Tier
from rai_desktop.questionnaire.tier import marked
from rai_desktop.report.blocks import Block, Callout, Chapter, Heading, Items, Sheet, Text
from rai_desktop.report.material import Material


def tier_chapters(material: Material) -> list[Chapter]:
    """That of the EU AI Act, empty when its pack was not part of the assessment, and one of each other pack with a tier."""
    titles = {pack.id: pack.title for pack in material.packs}
    return [
        Chapter("tier", _("EU AI Act"), _blocks(material.tier) if material.tier else []),
        *(Chapter(f"tier-{id_}", titles[id_], _blocks(tier)) for id_, tier in material.other_tiers.items()),
    ]


def _blocks(tier: Tier) -> list[Block]:
    blocks: list[Block] = [Callout("info", tier.title, tier.sentence)]
    if not tier.certain:
        blocks.append(Text(_("Certain already: {title}.").format(title=tier.at_least_title)))
    blocks.append(Text(_("As the rules stand on {day}, by pack {pack} version {version}.").format(
        day=tier.on, pack=tier.pack, version=tier.version), "note"))
    blocks += _reasons(tier)
    if tier.flags:
        blocks += [Heading(_("Further marks")), Items([marked(f.title, f.certain) for f in tier.flags])]
    if tier.roles:
        blocks += [Heading(_("Roles")), Items([marked(r.title, r.certain) for r in tier.roles])]
    if tier.open:
        blocks += [Heading(_("Open questions that could change it")), Items([o.text for o in tier.open])]
    if tier.duties:
        blocks.append(_duties(tier.duties))
    if tier.changes:
        blocks += [Heading(_("Coming changes")), Items([f"{c.date}: {c.title}" for c in tier.changes])]
    return blocks


def _clauses(refs: list[str]) -> str:
    """Clauses of the act by number alone; those of others with their framework."""
    return ", ".join(ref.removeprefix("eu_ai_act:") if ref.startswith("eu_ai_act:") else label(ref) for ref in refs)


def _reasons(tier: Tier) -> list[Block]:
    parts = {_("Answers that led to the tier"): [r for r in tier.reasons if not r.rules_out],
             _("Answers that rule a worse tier out"): [r for r in tier.reasons if r.rules_out]}
    return [Sheet(title=title, columns=[_("Question"), _("Answer"), _("Clause")],
                  rows=[[r.text, r.answer, _clauses(r.refs)] for r in reasons], right=[False] * 3, weights=[5, 3, 2])
            for title, reasons in parts.items() if reasons]


def _duties(duties: list[Duty]) -> Sheet:
    rows = [[marked(d.text, d.certain) + (f" {d.note}" if d.note else ""), _clauses(d.clauses), d.when]
            for d in duties]
    return Sheet(title=_("Duties and when they apply"), columns=[_("Duty"), _("Clause"), _("When")], rows=rows,
                 right=[False] * 3, weights=[5, 2, 3])
