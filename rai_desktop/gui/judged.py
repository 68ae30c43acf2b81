"""Today's findings, judged once for each run and policy, however many pages ask."""

from typing import TYPE_CHECKING

from rai_desktop.errors import Refusal
from rai_desktop.findings.absence import Context
from rai_desktop.findings.finding import Finding, Verdict
from rai_desktop.findings.judge import judge
from rai_desktop.findings.measurement import Result
from rai_desktop.findings.policy import Policy, load_policy
from rai_desktop.findings.summary import by_severity
from rai_desktop.project.model import Project
from rai_desktop.project.runs import in_sight

if TYPE_CHECKING:
    from rai_desktop.gui.session import Session

Place = tuple[str, tuple[str, ...]]


class Judged:
    """The last run's results under today's policy."""

    def __init__(self, session: "Session") -> None:
        self._session = session
        self._known: tuple[Place, Policy, dict[str, str], list[Finding]] | None = None
        self._results: tuple[Place, dict[str, Result]] | None = None

    def findings(self, project: Project) -> list[Finding]:
        """The gravest first; what is not run yet while a run goes on is left out, for its turn may come."""
        found = self._all(project)
        if not self._session.running:
            return found
        return [each for each in found if each.verdict is not Verdict.NOT_RUN]

    def results(self, project: Project) -> dict[str, Result]:
        """Results of the last run, read once."""
        place = place_of(project)
        if self._results is None or self._results[0] != place:
            self._results = place, self._session.results()
        return self._results[1]

    def policy(self, project: Project) -> Policy:
        """The chosen policy; the default one, and a sentence, where it cannot be read."""
        try:
            return load_policy(project.plan.policy)
        except Refusal as refusal:
            self._session.refused.emit(str(refusal))
            return load_policy("default")

    def _all(self, project: Project) -> list[Finding]:
        if not place_of(project)[1]:
            return []
        policy, place, reasons = self.policy(project), place_of(project), self._reasons()
        if self._known is None or self._known[:3] != (place, policy, reasons):
            results = self.results(project)
            planned = [each.assessment for each in project.plan.assessments or []] or list(results)
            judged = judge(results, policy, planned=planned, context=Context(reasons=reasons))
            self._known = place, policy, reasons, by_severity(judged)
        return self._known[3]

    def _reasons(self) -> dict[str, str]:
        """Why an assessment cannot run on today's inputs."""
        checked = self._session.checked
        return {each.assessment: each.why for each in checked.availability if not each.available} if checked else {}


def place_of(project: Project) -> Place:
    """What the numbers in sight belong to: a run and the results it has so far."""
    run = in_sight(project)
    if run is None:
        return "", ()
    return run.id, tuple(ref.sha256 for ref in run.results.values())
