"""risks and actions: the register and the action list of a project, shown or written as CSV and iCalendar."""

import argparse
import datetime as dt
import json

import msgspec

from rai_desktop.i18n import _
from rai_desktop.project.document import Document
from rai_desktop.project.model import Project
from rai_desktop.risks import register
from rai_desktop.risks.acceptance import asks
from rai_desktop.risks.files import write_actions, write_risks
from rai_desktop.risks.scale import Rating, Scale, scale_in_use


def risks(chosen: argparse.Namespace) -> int:
    """The register, the gravest first."""
    project, day = _opened(chosen), _today()
    scale, problem = scale_in_use(project.risk_scale)
    if chosen.out:
        with Document.open(chosen.project, read_only=True) as document:
            write_risks(document, chosen.out, day)
        print(chosen.out)
        return 0
    order = register.in_order(scale, project.risks)
    if chosen.json:
        print(json.dumps([_risk(project, id_, scale, day) for id_ in order], indent=2, ensure_ascii=False))
        return 0
    if problem:
        print(problem)
    for id_ in order:
        _print_risk(project, id_, scale, day)
    return 0


def actions(chosen: argparse.Namespace) -> int:
    """The action list, open ones and the soonest due first."""
    project, day = _opened(chosen), _today()
    if chosen.out:
        with Document.open(chosen.project, read_only=True) as document:
            write_actions(document, chosen.out, day)
        print(chosen.out)
        return 0
    order = register.actions_in_order(project.actions)
    if chosen.json:
        print(json.dumps([{"id": id_, "overdue": register.late(project.actions[id_], day),
                           **msgspec.to_builtins(project.actions[id_])} for id_ in order], indent=2, ensure_ascii=False))
        return 0
    for id_ in order:
        each = project.actions[id_]
        late = _("OVERDUE") if register.late(each, day) else _("open")
        print(_("{state}, {due}, {owner}: {title}").format(
            state=_("done {day}").format(day=each.done) if each.done else late, owner=each.owner or _("nobody"),
            due=_("due {day}").format(day=each.due) if each.due else _("due no day"), title=each.title or _("without a title")))
    return 0


def _opened(chosen: argparse.Namespace) -> Project:
    with Document.open(chosen.project, read_only=True) as document:
        return document.project


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()


def _risk(project: Project, id_: str, scale: Scale | None, day: dt.date) -> dict[str, object]:
    risk = project.risks[id_]
    return {"id": id_, "rating": _id(register.before(scale, risk)), "residual_rating": _id(register.after(scale, risk)),
            "state": str(register.state(scale, risk)), "overdue": register.overdue(scale, risk, day),
            "acceptance_asks": str(asks(scale, risk) or ""), "missing": register.missing(scale, risk),
            **msgspec.to_builtins(risk)}


def _print_risk(project: Project, id_: str, scale: Scale | None, day: dt.date) -> None:
    risk = project.risks[id_]
    words = _("{before}, after treatment {after}; {state}: {title}")
    if register.overdue(scale, risk, day):
        words = _("{before}, after treatment {after}; {state}, OVERDUE: {title}")
    print(words.format(before=_named(register.before(scale, risk)), after=_named(register.after(scale, risk)),
                       state=register.state_words(scale, risk), title=risk.title or _("without a title")))
    if lacking := register.missing(scale, risk):
        print("    " + _("missing: {what}").format(what=", ".join(lacking)))


def _id(rating: Rating | None) -> str:
    return rating.id if rating else ""


def _named(rating: Rating | None) -> str:
    return rating.name if rating else _("not rated")
