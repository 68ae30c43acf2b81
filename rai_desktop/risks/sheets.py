"""risks.csv and actions.csv, safe to open in a spreadsheet."""

import datetime as dt
from collections.abc import Iterable

from rai_desktop.project import links
from rai_desktop.project.cells import csv_bytes
from rai_desktop.project.model import Project
from rai_desktop.project.register import Acceptance, Action, Levels, Risk
from rai_desktop.risks import register
from rai_desktop.risks.acceptance import asks
from rai_desktop.risks.scale import Rating, Scale

RISK_COLUMNS = ["id", "title", "harm", "stakeholders", "severity", "likelihood", "rating", "treatment", "plan", "owner", "due",
                "overdue", "residual_severity", "residual_likelihood", "residual_rating", "state", "accepted_by",
                "accepted_on", "accepted_because", "accepted_severity", "accepted_likelihood", "accepted_residual_severity",
                "accepted_residual_likelihood", "acceptance_asks", "closed", "missing", "sources", "actions", "scale"]
ACTION_COLUMNS = ["id", "title", "note", "owner", "due", "done", "overdue", "sources"]


def risks_csv(project: Project, scale: Scale | None, day: dt.date) -> bytes:
    """One row a risk, in the order of the register; level and rating ids are the scale's, `overdue` is as of `day`."""
    order = register.in_order(scale, project.risks)
    return csv_bytes(RISK_COLUMNS, (_risk_row(project, id_, scale, day) for id_ in order))


def actions_csv(project: Project, day: dt.date) -> bytes:
    """One row an action, open ones first."""
    order = register.actions_in_order(project.actions)
    return csv_bytes(ACTION_COLUMNS, (_action_row(id_, project.actions[id_], day) for id_ in order))


def _risk_row(project: Project, id_: str, scale: Scale | None, day: dt.date) -> list[object]:
    risk = project.risks[id_]
    return [id_, risk.title, risk.harm, _joined(risk.stakeholders), risk.severity, risk.likelihood,
            _id(register.before(scale, risk)), str(risk.treatment or ""), risk.plan, risk.owner, risk.due,
            _yes(register.overdue(scale, risk, day)), risk.residual_severity, risk.residual_likelihood,
            _id(register.after(scale, risk)), str(register.state(scale, risk)), *_acceptance(scale, risk), risk.closed,
            _joined(register.missing(scale, risk)), _joined(risk.sources), _joined(_actions(project, id_)),
            project.risk_scale]


def _action_row(id_: str, action: Action, day: dt.date) -> list[object]:
    return [id_, action.title, action.note, action.owner, action.due, action.done, _yes(register.late(action, day)),
            _joined(action.sources)]


def _acceptance(scale: Scale | None, risk: Risk) -> list[str]:
    """Who, when, why, for which levels, and why it is to be decided anew."""
    taken = risk.acceptance or Acceptance(reason="", who="", when="")
    levels = taken.levels or Levels()
    return [taken.who, taken.when, taken.reason, levels.severity, levels.likelihood, levels.residual_severity,
            levels.residual_likelihood, str(asks(scale, risk) or "")]


def _actions(project: Project, risk: str) -> list[str]:
    """Ids of the actions that serve a risk."""
    return [id_ for id_, action in project.actions.items() if links.risk(risk) in action.sources]


def _joined(words: Iterable[str]) -> str:
    return "; ".join(words)


def _id(rating: Rating | None) -> str:
    return rating.id if rating else ""


def _yes(said: bool) -> str:
    return "yes" if said else ""
