"""Suggesting: clauses whose duties today's answers rule out, with the reason; only a person says that they do not apply."""

import datetime as dt
from collections.abc import Sequence

from rai_desktop.i18n import _
from rai_desktop.project.model import Project
from rai_desktop.questionnaire.outcome import Tier
from rai_desktop.questionnaire.question import Pack
from rai_desktop.questionnaire.tier import tier_of


def ruled_out(project: Project, packs: Sequence[Pack], on: dt.date) -> dict[str, str]:
    """Reasons by clause (`framework:id`), from the packs that decide a tier and duties. A clause is named only where every
    duty of the pack that rests on it is ruled out: one that an open answer could still bring keeps it."""
    found: dict[str, str] = {}
    for pack in packs:
        if pack.classification is not None:
            tier = tier_of(project.answers, on, pack)
            found |= _of_pack(pack, tier)
    return found


def _of_pack(pack: Pack, tier: Tier) -> dict[str, str]:
    assert pack.classification is not None
    binding = {each.id for each in tier.duties}
    kept = {*tier.clauses, *(ref for each in tier.duties for ref in each.clauses),
            *(ref for each in tier.flags for ref in each.clauses)}
    return {
        ref: _reason(tier, rule.text)
        for rule in pack.classification.duties if rule.id not in binding
        for ref in rule.clauses if ref not in kept
    }


def _reason(tier: Tier, duty: str) -> str:
    roles = ", ".join(each.title for each in tier.roles)
    if roles:
        return _("By the answers of {day} the tier is “{tier}” and the role {roles}, which rules out the duty “{duty}”").format(
            day=tier.on, tier=tier.title, roles=roles, duty=duty.rstrip("."))
    return _("By the answers of {day} the tier is “{tier}”, which rules out the duty “{duty}”").format(
        day=tier.on, tier=tier.title, duty=duty.rstrip("."))
