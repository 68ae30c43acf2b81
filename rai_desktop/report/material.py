"""All that a report is written from: project, results, findings and tier, gathered once."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from rai_desktop.clauses.index import Index
from rai_desktop.clauses.packs import packs_of
from rai_desktop.clauses.staleness import stale_because
from rai_desktop.errors import Refusal
from rai_desktop.findings.finding import Finding
from rai_desktop.findings.judge import judge
from rai_desktop.findings.measurement import Result
from rai_desktop.findings.policy import Policy, load_policy
from rai_desktop.project.files_now import FilesNow, files_now
from rai_desktop.project.model import Project, Run
from rai_desktop.project.runs import in_sight
from rai_desktop.questionnaire import tier as tiers
from rai_desktop.questionnaire.question import Pack
from rai_desktop.review.content import as_exported
from rai_desktop.review.standing import Reviewed
from rai_desktop.risks.revisions import Revisions

EPOCH = "1980-01-01T00:00:00Z"
EU = "eu_ai_act"


@dataclass(frozen=True, slots=True)
class Material:
    """What there is to say."""

    project: Project
    results: Mapping[str, Result]
    policy: Policy
    findings: list[Finding]
    packs: list[Pack]
    tier: tiers.Tier | None
    tier_problem: str
    other_tiers: dict[str, tiers.Tier]
    run: Run | None
    moment: str
    reviewed: Reviewed
    files: FilesNow
    revised: Revisions

    @property
    def stale(self) -> list[str]:
        """Why what was measured may no longer hold, as far as files that are still where they were say."""
        return stale_because(self.project, self.policy, self.files)

    @property
    def index(self) -> Index:
        """What speaks to each clause; made when asked, so ask once."""
        return Index(self.project, self.packs, self.findings, self.stale)

    @property
    def day(self) -> str:
        """The date the report speaks of."""
        return self.moment[:10]


def gather(project: Project, results: Mapping[str, Result], reviewed: Reviewed | None = None,
           revised: Revisions | None = None) -> Material:
    """Judge the results by the project's policy and settle its tier on the day of the last run. `reviewed` is how its
    signatures stand, and `revised` when its risks and actions were changed, which only the history of the project file tells."""
    run = in_sight(project)
    moment = (run and (run.ended or run.started)) or project.created or EPOCH
    policy = load_policy(project.plan.policy)
    planned = [each.assessment for each in project.plan.assessments or []] or sorted(results)
    ordered = {name: results[name] for name in sorted(results)}
    tier, problem = _tier(project, moment)
    return Material(project=project, results=ordered, policy=policy, findings=judge(ordered, policy, planned=planned),
                    packs=packs_of(project), tier=tier, tier_problem=problem, other_tiers=_other_tiers(project, moment),
                    run=run, moment=moment,
                    reviewed=as_exported(reviewed or Reviewed(), project), files=files_now(project), revised=revised or {})


def _other_tiers(project: Project, moment: str) -> dict[str, tiers.Tier]:
    """Of the packs in use that decide one, as a site's own may, by pack; that of the EU AI Act has its own place."""
    day = dt.date.fromisoformat(moment[:10])
    return {pack.id: tiers.tier_of(project.answers, day, pack) for pack in packs_of(project)
            if pack.classification is not None and pack.id != EU}


def _tier(project: Project, moment: str) -> tuple[tiers.Tier | None, str]:
    if EU not in {*project.packs, *project.answers}:
        return None, ""
    try:
        return tiers.tier_of(project.answers, dt.date.fromisoformat(moment[:10])), ""
    except Refusal as refusal:
        return None, str(refusal)
