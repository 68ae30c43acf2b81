"""actions.ics: actions as tasks (VTODO) and due dates as days (VEVENT) of an iCalendar file, RFC 5545.

Many calendars show no tasks, so each open due date is also a day of its own, which keeps nobody busy. Ids come from
the project, times from its data and never from the clock: the same project gives the same bytes, and what is
imported again replaces what was there.
"""

import datetime as dt
from typing import TYPE_CHECKING

from rai_desktop import __version__
from rai_desktop.i18n import _
from rai_desktop.project.model import Project
from rai_desktop.project.register import Action, Risk
from rai_desktop.questionnaire.answers import date
from rai_desktop.risks.register import State, state

if TYPE_CHECKING:
    from icalendar import Calendar, Event, Todo


def has_entries(project: Project) -> bool:
    """Whether there is anything to put into a calendar; RFC 5545 knows no empty one."""
    return bool(project.actions) or any(_open_day(risk) for risk in project.risks.values())


def actions_ics(project: Project, moment: str) -> bytes:
    """The calendar; `moment` is the ISO time that its entries are stamped with."""
    from icalendar import Calendar, vText

    calendar, stamp = Calendar(), _utc(moment)
    calendar.add("prodid", f"-//RAI Desktop//{__version__}//EN")
    calendar.add("version", "2.0")
    calendar["x-wr-calname"] = vText(_titled(project))
    for id_, action in sorted(project.actions.items()):
        calendar.add_component(_task(project, id_, action, stamp))
        if not action.done and (day := date(action.due)):
            _add_day(calendar, f"action-due-{id_}", _("Due: {title}").format(title=_named(action.title)), day, project, stamp)
    for id_, risk in sorted(project.risks.items()):
        if day := _open_day(risk):
            _add_day(calendar, f"risk-due-{id_}", _("Risk due: {title}").format(title=_named(risk.title)), day, project, stamp)
    return bytes(calendar.to_ical(sorted=True))


def _task(project: Project, id_: str, action: Action, stamp: dt.datetime) -> "Todo":
    from icalendar import Todo

    task = Todo()
    _head(task, project, f"action-{id_}", stamp)
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


def _add_day(calendar: "Calendar", uid: str, title: str, day: dt.date, project: Project, stamp: dt.datetime) -> None:
    from icalendar import Event

    event = Event()
    _head(event, project, uid, stamp)
    event.add("summary", _plain(title))
    event.add("dtstart", day)
    event.add("transp", "TRANSPARENT")
    calendar.add_component(event)


def _head(entry: "Todo | Event", project: Project, uid: str, stamp: dt.datetime) -> None:
    entry.add("uid", _plain(f"{uid}@{project.id}.rai-desktop"))
    entry.add("dtstamp", stamp)
    entry.add("categories", [_titled(project)])


def _titled(project: Project) -> str:
    return _plain(project.title) or _("Untitled assessment")


def _plain(text: str) -> str:
    """Text whose only control sign is the line break, which iCalendar escapes."""
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text.replace("\r\n", "\n"))


def _named(title: str) -> str:
    return title or _("without a title")


def _open_day(risk: Risk) -> dt.date | None:
    return date(risk.due) if state(risk) is State.OPEN else None


def _utc(moment: str) -> dt.datetime:
    when = dt.datetime.fromisoformat(moment)
    return (when if when.tzinfo else when.replace(tzinfo=dt.UTC)).astimezone(dt.UTC).replace(microsecond=0)
