"""actions.ics: actions as tasks (VTODO) and due dates as days (VEVENT) of an iCalendar file, RFC 5545.

Many calendars show no tasks, so each open due date is also a day of its own, which keeps nobody busy; that of what is done
or has no due date any more is told as cancelled, so that a calendar that has it takes it away. Ids come from the project,
DTSTAMP, LAST-MODIFIED and SEQUENCE from its history and never from the clock: the same project gives the same bytes, and what
is imported again replaces what was there (RFC 5545, 3.8.4.7, 3.8.7.2 to 3.8.7.4).
"""

import datetime as dt
from typing import TYPE_CHECKING

from rai_desktop import __version__
from rai_desktop.i18n import _
from rai_desktop.project.model import Project
from rai_desktop.project.register import Action
from rai_desktop.questionnaire.answers import date
from rai_desktop.risks.register import State, state
from rai_desktop.risks.revisions import Revision, Revisions
from rai_desktop.risks.scale import scale_in_use

if TYPE_CHECKING:
    from icalendar import Event, Todo


def has_entries(project: Project, revised: Revisions | None = None) -> bool:
    """Whether there is anything to put into a calendar; RFC 5545 knows no empty one."""
    known = revised or {}
    return bool(project.actions) or any(
        date(risk.due) or known.get(("risks", id_), Revision("")).due for id_, risk in project.risks.items())


def actions_ics(project: Project, moment: str, revised: Revisions | None = None) -> bytes:
    """The calendar. `revised` is what the history tells of each entry; those it does not tell of are stamped with `moment`,
    an ISO time."""
    from icalendar import Calendar, vText

    calendar, known = Calendar(), revised or {}
    scale, _problem = scale_in_use(project.risk_scale)
    calendar.add("prodid", f"-//RAI Desktop//{__version__}//EN")
    calendar.add("version", "2.0")
    calendar["x-wr-calname"] = vText(_titled(project))
    for id_, action in sorted(project.actions.items()):
        revision = known.get(("actions", id_), Revision(moment))
        calendar.add_component(_task(project, id_, action, revision))
        if day := date(action.due) or date(revision.due):
            title = _("Due: {title}").format(title=_named(action.title))
            open_ = bool(date(action.due)) and not action.done
            calendar.add_component(_day(project, f"action-due-{id_}", title, day, revision, open_=open_))
    for id_, risk in sorted(project.risks.items()):
        revision = known.get(("risks", id_), Revision(moment))
        if day := date(risk.due) or date(revision.due):
            title = _("Risk due: {title}").format(title=_named(risk.title))
            open_ = bool(date(risk.due)) and state(scale, risk) is State.OPEN
            calendar.add_component(_day(project, f"risk-due-{id_}", title, day, revision, open_=open_))
    return bytes(calendar.to_ical(sorted=True))


def _task(project: Project, id_: str, action: Action, revision: Revision) -> "Todo":
    from icalendar import Todo

    task = Todo()
    _head(task, project, f"action-{id_}", revision)
    task.add("summary", _plain(_named(action.title)))
    text = "\n".join(filter(None, [action.note, _("Owner: {owner}").format(owner=action.owner) if action.owner else ""]))
    if text:
        task.add("description", _plain(text))
    if due := date(action.due):
        task.add("due", due)
    task.add("status", "COMPLETED" if action.done else "NEEDS-ACTION")
    if done := date(action.done):
        task.add("completed", dt.datetime.combine(done, dt.time(), dt.UTC))
    return task


def _day(project: Project, uid: str, title: str, day: dt.date, revision: Revision, *, open_: bool) -> "Event":
    from icalendar import Event

    event = Event()
    _head(event, project, uid, revision)
    event.add("summary", _plain(title))
    event.add("dtstart", day)
    event.add("transp", "TRANSPARENT")
    event.add("status", "CONFIRMED" if open_ else "CANCELLED")
    return event


def _head(entry: "Todo | Event", project: Project, uid: str, revision: Revision) -> None:
    entry.add("uid", _plain(f"{uid}@{project.id}.rai-desktop"))
    stamp = _utc(revision.time)
    entry.add("dtstamp", stamp)
    entry.add("last-modified", stamp)
    entry.add("sequence", revision.number)
    entry.add("categories", [_titled(project)])


def _titled(project: Project) -> str:
    return _plain(project.title) or _("Untitled assessment")


def _plain(text: str) -> str:
    """Text whose only control sign is the line break, which iCalendar escapes."""
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text.replace("\r\n", "\n"))


def _named(title: str) -> str:
    return title or _("without a title")


def _utc(moment: str) -> dt.datetime:
    when = dt.datetime.fromisoformat(moment)
    return (when if when.tzinfo else when.replace(tzinfo=dt.UTC)).astimezone(dt.UTC).replace(microsecond=0)
