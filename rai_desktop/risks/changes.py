"""Changes of register and actions: each takes a project and gives the one after it."""

import secrets
from collections.abc import Callable

import msgspec

from rai_desktop.findings.finding import Finding, Response
from rai_desktop.i18n import _
from rai_desktop.project import links
from rai_desktop.project.model import Project
from rai_desktop.project.register import Action, Dismissal, Risk
from rai_desktop.risks.acceptance import with_levels

Change = Callable[[Project], Project]


def new_id() -> str:
    """An id that was never used and will not be, also where two copies of a project are merged."""
    return secrets.token_hex(6)


def with_risk(id_: str, risk: Risk) -> Change:
    """Put a risk in, or in place of the one of that id; an acceptance keeps the levels it is given for."""
    return lambda project: msgspec.structs.replace(
        project, risks={**project.risks, id_: with_levels(project.risks.get(id_), risk)})


def copy_of(risk: Risk) -> Risk:
    """A risk to be changed: open, accepted by nobody, and no suggestion's."""
    title = _("Copy of {title}").format(title=risk.title) if risk.title else ""
    return msgspec.structs.replace(risk, title=title, acceptance=None, closed="", suggestion="")


def without_risk(id_: str) -> Change:
    """Take a risk out, and the links of actions to it; the actions stay."""
    gone = links.risk(id_)

    def change(project: Project) -> Project:
        risks = {each: risk for each, risk in project.risks.items() if each != id_}
        actions = {each: _unlinked(action, gone) for each, action in project.actions.items()}
        return msgspec.structs.replace(project, risks=risks, actions=actions)

    return change


def with_action(id_: str, action: Action) -> Change:
    """Put an action in, or in place of the one of that id."""
    return lambda project: msgspec.structs.replace(project, actions={**project.actions, id_: action})


def without_action(id_: str) -> Change:
    """Take an action out."""
    return lambda project: msgspec.structs.replace(
        project, actions={each: action for each, action in project.actions.items() if each != id_})


def with_dismissal(key: str, dismissal: Dismissal) -> Change:
    """Say of a suggestion that it is no risk here."""
    return lambda project: msgspec.structs.replace(project, dismissed={**project.dismissed, key: dismissal})


def without_dismissal(key: str) -> Change:
    """Suggest it again."""
    return lambda project: msgspec.structs.replace(
        project, dismissed={each: said for each, said in project.dismissed.items() if each != key})


def on_scale(name: str) -> Change:
    """Rate by another scale; levels that it has too stay rated."""
    return lambda project: msgspec.structs.replace(project, risk_scale=name)


def action_of(finding: Finding, response: Response) -> Action:
    """The action that a response promises: its mitigation by its owner until its date."""
    title, _break, rest = response.mitigation.partition("\n")
    return Action(title=title.strip(), note=rest.strip(), owner=response.owner, due=response.due,
                  sources=[links.finding(finding.key)])


def _unlinked(action: Action, link: str) -> Action:
    if link not in action.sources:
        return action
    return msgspec.structs.replace(action, sources=[each for each in action.sources if each != link])
