"""What a risk comes to: its rating before and after treatment, its state, whether it is overdue, what is missing."""

import datetime as dt
from enum import StrEnum
from typing import NamedTuple

from rai_desktop.i18n import _
from rai_desktop.project.model import Project
from rai_desktop.project.register import Action, Risk, Treatment
from rai_desktop.questionnaire.answers import date
from rai_desktop.risks.acceptance import Ask, asks, is_accepted
from rai_desktop.risks.scale import Rating, Scale


class State(StrEnum):
    """Where a risk stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    CLOSED = "closed"


class Tally(NamedTuple):
    """Counts for the rail and the report; what is closed counts only in `risks`."""

    risks: int
    unrated: int
    overdue: int
    open_actions: int
    unaccepted: int


def before(scale: Scale | None, risk: Risk) -> Rating | None:
    """The rating before treatment; None while it is not rated on this scale."""
    return scale.rating(risk.severity, risk.likelihood) if scale else None


def after(scale: Scale | None, risk: Risk) -> Rating | None:
    """The rating after treatment; None while what is left is not rated on this scale."""
    return scale.rating(*levels_after(risk)) if scale else None


def levels_after(risk: Risk) -> tuple[str, str]:
    """Severity and likelihood of what is left; what is accepted as it is, is left as it is."""
    left = risk.residual_severity, risk.residual_likelihood
    return (risk.severity, risk.likelihood) if risk.treatment is Treatment.ACCEPT and not any(left) else left


def standing(scale: Scale | None, risk: Risk) -> Rating | None:
    """What counts today: the rating after treatment where there is one, else that before."""
    return after(scale, risk) or before(scale, risk)


def state(scale: Scale | None, risk: Risk) -> State:
    """Closed, accepted, or open."""
    if risk.closed:
        return State.CLOSED
    return State.ACCEPTED if is_accepted(scale, risk) else State.OPEN


def state_words(scale: Scale | None, risk: Risk) -> str:
    """The state in the chosen language, and whether an acceptance waits to be confirmed."""
    now = state(scale, risk)
    if now is State.OPEN and asks(scale, risk) is not None:
        return _("open, acceptance to be confirmed")
    return {State.OPEN: _("open"), State.ACCEPTED: _("accepted"), State.CLOSED: _("closed")}[now]


def treatment_words(treatment: Treatment | None) -> str:
    """What is done about a risk, in the chosen language."""
    if treatment is None:
        return _("Not decided")
    return {Treatment.AVOID: _("Avoid"), Treatment.REDUCE: _("Reduce"), Treatment.SHARE: _("Share"),
            Treatment.ACCEPT: _("Accept")}[treatment]


def overdue(scale: Scale | None, risk: Risk, day: dt.date) -> bool:
    """Whether its date has passed while it is open; the day itself is in time. An accepted risk is done with."""
    return state(scale, risk) is State.OPEN and _passed(risk.due, day)


def late(action: Action, day: dt.date) -> bool:
    """Whether an action's date has passed while it is not done."""
    return not action.done and _passed(action.due, day)


def _passed(due: str, day: dt.date) -> bool:
    found = date(due)
    return found is not None and found < day


def missing(scale: Scale | None, risk: Risk) -> list[str]:
    """What the risk still needs, in the order of the card; nothing once it is closed."""
    if risk.closed:
        return []
    treated, ask = risk.treatment not in (None, Treatment.ACCEPT), asks(scale, risk)
    needs = [
        (not risk.title, _("a title")),
        (before(scale, risk) is None, _("severity and likelihood")),
        (risk.treatment is None, _("a treatment")),
        (treated and not risk.plan, _("a plan")),
        (treated and not risk.owner, _("an owner")),
        (treated and date(risk.due) is None, _("a due date")),
        (treated and risk.treatment is not Treatment.AVOID and after(scale, risk) is None, _("what is left after treatment")),
        (not is_accepted(scale, risk) and ask is None and needs_acceptance(scale, risk), _("an acceptance with reason and name")),
    ]
    return [*(words for lacking, words in needs if lacking), *([_asked(ask)] if ask else [])]


def _asked(ask: Ask) -> str:
    return {
        Ask.CARRIED: _("its acceptance, carried over, to be confirmed"),
        Ask.WORSE: _("its acceptance, given before it was rated worse, to be confirmed"),
        Ask.NOT_COMPARABLE: _("its acceptance, given for levels that cannot be compared with today's, to be confirmed"),
    }[ask]


def needs_acceptance(scale: Scale | None, risk: Risk) -> bool:
    """Whether somebody must accept what is left: it is grave, or treated by accepting it."""
    left = after(scale, risk)
    grave = scale is not None and scale.must_be_accepted(left)
    return grave or (risk.treatment is Treatment.ACCEPT and left is not None)


def in_order(scale: Scale | None, risks: dict[str, Risk]) -> list[str]:
    """Ids: open before accepted before closed, the gravest first, then those not rated, then the soonest due."""
    def place(id_: str) -> tuple[int, int, str, str, str]:
        risk = risks[id_]
        rank = scale.rank(standing(scale, risk)) if scale else -1
        return list(State).index(state(scale, risk)), -rank, risk.due or "9999", risk.title.casefold(), id_

    return sorted(risks, key=place)


def actions_in_order(actions: dict[str, Action]) -> list[str]:
    """Ids: open ones first, the soonest due first, those without a date last."""
    return sorted(actions, key=lambda id_: (bool(actions[id_].done), actions[id_].due or "9999",
                                            actions[id_].title.casefold(), id_))


def tally(project: Project, scale: Scale | None, day: dt.date) -> Tally:
    """How the register and the actions stand on a day."""
    open_ = [risk for risk in project.risks.values() if not risk.closed]
    actions = [action for action in project.actions.values() if not action.done]
    return Tally(
        risks=len(project.risks),
        unrated=sum(before(scale, risk) is None for risk in open_),
        overdue=sum(overdue(scale, risk, day) for risk in open_) + sum(late(action, day) for action in actions),
        open_actions=len(actions),
        unaccepted=sum(asks(scale, risk) is not None or (needs_acceptance(scale, risk) and not is_accepted(scale, risk))
                       for risk in open_),
    )
