"""Where the responses to findings and the register say different things of the same finding."""

from typing import NamedTuple

from rai_desktop.i18n import _
from rai_desktop.project import links
from rai_desktop.project.model import Project
from rai_desktop.project.register import Action, Risk, Treatment


class Disagreement(NamedTuple):
    """A finding's key, the link of the risk or action that says otherwise, and a sentence."""

    finding: str
    link: str
    sentence: str


def disagreements(project: Project) -> list[Disagreement]:
    """Every response that the register contradicts, in the order of the register."""
    found: list[Disagreement] = []
    for key, response in project.responses.items():
        place = links.finding(key)
        found += [Disagreement(key, links.risk(id_), said) for id_, risk in project.risks.items()
                  if place in risk.sources and (said := _of_risk(risk, response.accepted_reason))]
        found += [Disagreement(key, links.action(id_), said) for id_, action in project.actions.items()
                  if place in action.sources and (said := _of_action(action, response.mitigation, response.due))]
    return found


def _of_risk(risk: Risk, accepted: str) -> str:
    """A response may accept a finding only where the register does not treat the risk, and the other way round."""
    if accepted and not risk.closed and risk.treatment not in (None, Treatment.ACCEPT):
        return _("The response to the finding accepts it, but the register treats the risk “{risk}”.").format(
            risk=risk.title)
    return ""


def _of_action(action: Action, mitigation: str, due: str) -> str:
    """An action made from a response carries its words; from then on both must name the same day."""
    if mitigation.partition("\n")[0].strip() == action.title and action.title and due != action.due and not action.done:
        return _("The response to the finding says due {due}, the action “{action}” says {other}.").format(
            due=due or _("no day"), action=action.title, other=action.due or _("no day"))
    return ""
