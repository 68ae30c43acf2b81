"""Which risks a list shows, and in what order."""

import datetime as dt
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import NamedTuple

from rai_desktop.i18n import _
from rai_desktop.project.register import Risk
from rai_desktop.risks import register
from rai_desktop.risks.register import State
from rai_desktop.risks.scale import Scale


class Only(StrEnum):
    """What a list is narrowed to."""

    ALL = "all"
    OPEN = "open"
    ACCEPTED = "accepted"
    CLOSED = "closed"
    OVERDUE = "overdue"
    LACKING = "lacking"


class Order(StrEnum):
    """What comes first."""

    GRAVITY = "gravity"
    DUE = "due"
    TITLE = "title"
    OWNER = "owner"


class View(NamedTuple):
    """What is wanted of a list; `words` must all stand somewhere in the risk."""

    only: Only = Only.ALL
    order: Order = Order.GRAVITY
    words: str = ""


def only_words(only: Only) -> str:
    """A narrowing as people read it."""
    return {Only.ALL: _("All risks"), Only.OPEN: _("Still open"), Only.ACCEPTED: _("Accepted"), Only.CLOSED: _("Closed"),
            Only.OVERDUE: _("Overdue"), Only.LACKING: _("Something missing")}[only]


def order_words(order: Order) -> str:
    """An order as people read it."""
    return {Order.GRAVITY: _("Gravest first"), Order.DUE: _("Due soonest first"), Order.TITLE: _("By title"),
            Order.OWNER: _("By owner")}[order]


def listed(scale: Scale | None, risks: Mapping[str, Risk], view: View, day: dt.date) -> list[str]:
    """Ids of the risks that the view shows, in its order; where it makes no difference, the gravest first."""
    wanted = [id_ for id_ in register.in_order(scale, dict(risks)) if _is_wanted(scale, risks[id_], view, day)]
    first: dict[Order, Callable[[Risk], str]] = {
        Order.DUE: lambda risk: "9999" if risk.closed else risk.due or "9999",
        Order.TITLE: lambda risk: risk.title.casefold(),
        Order.OWNER: lambda risk: risk.owner.casefold() or "\U0010ffff",
    }
    by = first.get(view.order)
    return sorted(wanted, key=lambda id_: by(risks[id_])) if by else wanted


def _is_wanted(scale: Scale | None, risk: Risk, view: View, day: dt.date) -> bool:
    said = "\n".join([risk.title, risk.harm, *risk.stakeholders, risk.plan, risk.owner]).casefold()
    return all(word in said for word in view.words.casefold().split()) and _is_one_of(scale, risk, view.only, day)


def _is_one_of(scale: Scale | None, risk: Risk, only: Only, day: dt.date) -> bool:
    match only:
        case Only.ALL:
            return True
        case Only.OVERDUE:
            return register.overdue(scale, risk, day)
        case Only.LACKING:
            return bool(register.missing(scale, risk))
        case Only.OPEN | Only.ACCEPTED | Only.CLOSED:
            return register.state(scale, risk) is State(only.value)
