"""Register and actions as CSV and iCalendar: read back by others, safe in a spreadsheet, the same bytes each time."""

import csv
import datetime as dt
import io

import icalendar
import msgspec
import pytest

from rai_desktop.project import links
from rai_desktop.project.document import Document
from rai_desktop.project.model import Project
from rai_desktop.project.register import Acceptance, Action, Levels, Risk, Treatment
from rai_desktop.risks.calendar import actions_ics, has_entries
from rai_desktop.risks.files import write_actions
from rai_desktop.risks.revisions import revisions
from rai_desktop.risks.scale import load_scale
from rai_desktop.risks.sheets import actions_csv, risks_csv

DAY = dt.date(2026, 11, 25)
SCALE = load_scale("default")
MOMENT = "2026-11-25T10:00:00+01:00"
PROJECT = Project(
    id="abc", title="Credit, default; scoring", created=MOMENT,
    risks={
        "r1": Risk(title="Refused wrongly", severity="major", likelihood="almost_certain", treatment=Treatment.REDUCE, plan="A second look",
                   owner="Ann", due="2026-11-01", residual_severity="critical", residual_likelihood="likely",
                   stakeholders=["Applicants", "Households"], sources=[links.answer("system_profile", "failures")],
                   acceptance=Acceptance(reason="Needed", who="The board", when="2026-11-02")),
        "r2": Risk(title="Not rated", due="2026-12-01"),
        "r3": Risk(title="Done with", closed="2026-10-01", due="2026-12-02"),
    },
    actions={
        "a1": Action(title="Retrain, without age; then compare", note="Two\nlines", owner="Bob", due="2026-12-24", sources=[links.risk("r1")]),
        "a2": Action(title="Done", due="2026-10-01", done="2026-09-30"),
        "a3": Action(title="No day"),
    })


def rows(content):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_register_as_csv():
    first, second, third = sorted(rows(risks_csv(PROJECT, SCALE, DAY)), key=lambda row: row["id"])
    assert (first["rating"], first["residual_rating"], first["state"], first["overdue"]) == ("very_high", "very_high", "accepted", "")
    assert (first["accepted_by"], first["accepted_on"], first["accepted_because"]) == ("The board", "2026-11-02", "Needed")
    assert (first["stakeholders"], first["actions"], first["sources"]) == ("Applicants; Households", "a1", "answer:system_profile/failures")
    assert (second["rating"], second["state"], second["missing"]) == ("", "open", "severity and likelihood; a treatment")
    assert (third["state"], third["missing"], third["scale"]) == ("closed", "", "default")


def test_the_csv_says_for_which_levels_a_risk_was_accepted_and_that_it_is_to_be_accepted_anew():
    taken = Acceptance(reason="Needed", who="The board", when="2026-11-02", levels=Levels(severity="minor", likelihood="rare"))
    project = Project(id="p", risks={"a": Risk(title="A", severity="minor", likelihood="likely", acceptance=taken)})
    (row,) = rows(risks_csv(project, SCALE, DAY))
    assert (row["state"], row["accepted_by"], row["acceptance_asks"]) == ("open", "The board", "worse")
    assert (row["accepted_severity"], row["accepted_likelihood"], row["accepted_residual_severity"]) == ("minor", "rare", "")


def test_without_its_scale_the_csv_keeps_the_levels():
    first = next(row for row in rows(risks_csv(PROJECT, None, DAY)) if row["id"] == "r1")
    assert (first["severity"], first["rating"]) == ("major", "")


def test_the_actions_as_csv():
    first, second, third = rows(actions_csv(PROJECT, dt.date(2027, 1, 1)))
    assert (first["id"], first["overdue"], first["sources"]) == ("a1", "yes", "risk:r1")
    assert (second["id"], third["id"], third["done"], third["overdue"]) == ("a3", "a2", "2026-09-30", "")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_no_cell_runs_as_a_formula(sign):
    evil = f"{sign}cmd|' /C calc'!A0"
    project = Project(
        id="p", risks={"r": Risk(title=evil, harm=evil, stakeholders=[evil], plan=evil, owner=evil, due=evil, severity=evil,
                                 likelihood=evil, sources=[evil], acceptance=Acceptance(reason=evil, who=evil, when=evil))},
        actions={"a": Action(title=evil, note=evil, owner=evil, due=evil, sources=[evil], done=evil)}, risk_scale=evil)
    cells = [cell for content in (risks_csv(project, SCALE, DAY), actions_csv(project, DAY)) for row in rows(content) for cell in row.values()]
    assert sum(evil in cell for cell in cells) >= 16
    assert not [cell for cell in cells if cell.startswith(sign)]


# --- the calendar ------------------------------------------------------------------------------------------------


def parsed(project):
    return icalendar.Calendar.from_ical(actions_ics(project, MOMENT))


def test_actions_are_tasks_and_due_dates_are_days():
    read = parsed(PROJECT)
    tasks = {str(task["uid"]): task for task in read.walk("VTODO")}
    assert set(tasks) == {f"action-{id_}@abc.rai-desktop" for id_ in ("a1", "a2", "a3")}
    first, second, third = (tasks[f"action-{id_}@abc.rai-desktop"] for id_ in ("a1", "a2", "a3"))
    assert first["summary"] == "Retrain, without age; then compare"
    assert first["due"].dt == dt.date(2026, 12, 24)
    assert first["description"] == "Two\nlines\nOwner: Bob"
    assert (first["status"], second["status"]) == ("NEEDS-ACTION", "COMPLETED")
    assert second["completed"].dt == dt.datetime(2026, 9, 30, tzinfo=dt.UTC)
    assert "due" not in third
    days = {str(day["uid"]): day["dtstart"].dt for day in read.walk("VEVENT") if day["status"] == "CONFIRMED"}
    over = {str(day["uid"]) for day in read.walk("VEVENT") if day["status"] == "CANCELLED"}
    assert over == {f"{id_}@abc.rai-desktop" for id_ in ("action-due-a2", "risk-due-r1", "risk-due-r3")}
    assert days == {"action-due-a1@abc.rai-desktop": dt.date(2026, 12, 24), "risk-due-r2@abc.rai-desktop": dt.date(2026, 12, 1)}
    assert {str(day["transp"]) for day in read.walk("VEVENT")} == {"TRANSPARENT"}
    assert {each["dtstamp"].dt for each in [*read.walk("VTODO"), *read.walk("VEVENT")]} == {dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC)}
    assert read["x-wr-calname"].ical_value.replace("\\", "") == "Credit, default; scoring"


def test_the_same_project_gives_the_same_bytes_whatever_the_order_and_the_clock():
    other = Project(id="abc", title=PROJECT.title, created=MOMENT, risks=dict(reversed(PROJECT.risks.items())),
                    actions=dict(reversed(PROJECT.actions.items())))
    made = actions_ics(PROJECT, MOMENT)
    assert actions_ics(other, MOMENT) == made
    assert dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M").encode() not in made
    assert risks_csv(other, SCALE, DAY) == risks_csv(PROJECT, SCALE, DAY)


def test_words_cannot_break_out_of_their_line():
    evil = "x\r\nEND:VTODO\r\nBEGIN:VALARM\nACTION:PROCEDURE"
    read = parsed(Project(id="p", title=evil, created=MOMENT, actions={"a": Action(title=evil, note=evil, owner=evil, due="2026-12-01")}))
    assert [part.name for part in read.walk()] == ["VCALENDAR", "VTODO", "VEVENT"] or \
        [part.name for part in read.walk()] == ["VCALENDAR", "VEVENT", "VTODO"]


@pytest.mark.parametrize("due", ["9999-12-31", "0001-01-01", "2026-13-01", "tomorrow", ""])
def test_any_due_date_makes_a_calendar(due):
    read = parsed(Project(id="p", created=MOMENT, actions={"a": Action(title="Do", due=due)}))
    assert len(read.walk("VTODO")) == 1


def test_an_empty_calendar_is_not_made():
    assert not has_entries(Project(id="p"))
    assert not has_entries(Project(id="p", risks={"r": Risk(title="No day")}))
    assert has_entries(PROJECT)


# --- exported again: newer entries are told as such ---------------------------------------------------------------


@pytest.fixture
def document(tmp_path):
    with Document.create(tmp_path / "loans.rai", title="Loans") as made:
        yield made


def put(document, register, id_, entry):
    def change(project):
        return msgspec.structs.replace(project, **{register: {**getattr(project, register), id_: entry}})

    document.apply("Changed", change)


def exported(document, tmp_path):
    """What an export says of each entry, by its uid: number, time, and the raw component."""
    write_actions(document, tmp_path / "a.ics", DAY)
    read = icalendar.Calendar.from_ical((tmp_path / "a.ics").read_bytes())
    found = {}
    for each in read.subcomponents:
        assert each["dtstamp"].dt == each["last-modified"].dt
        found[str(each["uid"])] = (int(each["sequence"]), each["dtstamp"].dt, each)
    assert len(found) == len(read.subcomponents)
    return found


def test_an_entry_exported_again_after_a_change_has_its_uid_and_a_higher_sequence(document, tmp_path):
    put(document, "actions", "a1", Action(title="Retrain", due="2026-12-24"))
    put(document, "actions", "a2", Action(title="Ask", due="2026-12-25"))
    first = exported(document, tmp_path)
    assert {number for number, _time, _entry in first.values()} == {0}
    assert exported(document, tmp_path) == first
    put(document, "actions", "a1", Action(title="Retrain", due="2027-01-15"))
    put(document, "actions", "a1", Action(title="Retrain soon", due="2027-01-15"))
    second = exported(document, tmp_path)
    assert second.keys() == first.keys()
    for uid, (number, time, entry) in second.items():
        if "a1@" in uid:
            assert (number, time >= first[uid][1]) == (2, True)
            assert (entry.get("due") or entry["dtstart"]).dt == dt.date(2027, 1, 15)
        else:
            assert (number, time, entry) == first[uid]


def test_undo_is_a_newer_state_too_and_what_is_done_takes_its_day_away(document, tmp_path):
    put(document, "risks", "r1", Risk(title="Refused wrongly", due="2026-12-01"))
    put(document, "actions", "a1", Action(title="Retrain", due="2026-12-24"))
    put(document, "actions", "a1", Action(title="Retrain", due="2026-12-24", done="2026-11-27"))
    done = {uid.partition("@")[0]: found for uid, found in exported(document, tmp_path).items()}
    assert (done["action-due-a1"][0], done["action-due-a1"][2]["status"]) == (1, "CANCELLED")
    assert (done["action-a1"][0], done["action-a1"][2]["status"]) == (1, "COMPLETED")
    assert (done["risk-due-r1"][0], done["risk-due-r1"][2]["status"]) == (0, "CONFIRMED")
    document.undo()
    again = {uid.partition("@")[0]: found for uid, found in exported(document, tmp_path).items()}
    assert (again["action-due-a1"][0], again["action-due-a1"][2]["status"]) == (2, "CONFIRMED")


def test_a_due_date_that_is_cleared_takes_its_day_away_and_one_set_anew_brings_it_back(document, tmp_path):
    put(document, "actions", "a1", Action(title="Retrain", due="2026-12-24"))
    put(document, "risks", "r1", Risk(title="Refused wrongly", due="2026-12-01"))
    put(document, "actions", "a1", Action(title="Retrain"))
    put(document, "actions", "a1", Action(title="Retrain", owner="Ann"))
    put(document, "risks", "r1", Risk(title="Refused wrongly"))
    cleared = {uid.partition("@")[0]: found for uid, found in exported(document, tmp_path).items()}
    number, _time, day = cleared["action-due-a1"]
    assert (number, day["status"], day["dtstart"].dt) == (2, "CANCELLED", dt.date(2026, 12, 24))
    assert "due" not in cleared["action-a1"][2]
    number, _time, day = cleared["risk-due-r1"]
    assert (number, day["status"], day["dtstart"].dt) == (1, "CANCELLED", dt.date(2026, 12, 1))
    put(document, "actions", "a1", Action(title="Retrain", owner="Ann", due="2027-02-01"))
    anew = {uid.partition("@")[0]: found for uid, found in exported(document, tmp_path).items()}
    number, _time, day = anew["action-due-a1"]
    assert (number, day["status"], day["dtstart"].dt) == (3, "CONFIRMED", dt.date(2027, 2, 1))


def test_the_last_day_that_was_cleared_is_still_told_of(document, tmp_path):
    put(document, "risks", "r1", Risk(title="Refused wrongly", due="2026-12-01"))
    put(document, "risks", "r1", Risk(title="Refused wrongly"))
    assert [str(found["status"]) for _n, _t, found in exported(document, tmp_path).values()] == ["CANCELLED"]


def test_what_the_history_tells_of_no_entry_is_stamped_with_the_moment(document):
    assert revisions(document) == {}
    task = icalendar.Calendar.from_ical(actions_ics(PROJECT, MOMENT)).walk("VTODO")[0]
    assert (int(task["sequence"]), task["last-modified"].dt) == (0, dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC))


def test_a_project_begun_with_its_actions_tells_of_them_from_its_first_row(tmp_path):
    with Document.begin(tmp_path / "begun.rai", PROJECT, "Begun") as begun:
        known = revisions(begun)
        assert {("actions", "a1"), ("risks", "r2")} <= known.keys()
        assert {each.number for each in known.values()} == {0}


def test_a_day_that_is_due_no_more_is_taken_away_and_comes_back_with_another(document, tmp_path):
    def days():
        found = {uid.partition("@")[0]: entry for uid, (_number, _time, entry) in exported(document, tmp_path).items()}
        return {uid: (entry["dtstart"].dt.isoformat(), str(entry["status"])) for uid, entry in found.items() if "-due-" in uid}

    put(document, "risks", "r1", Risk(title="Refused wrongly", due="2026-12-01"))
    put(document, "actions", "a1", Action(title="Retrain", due="2026-12-24"))
    put(document, "actions", "a2", Action(title="Never due"))
    put(document, "risks", "r1", Risk(title="Refused wrongly"))
    put(document, "actions", "a1", Action(title="Retrain", due="soon"))
    assert days() == {"risk-due-r1": ("2026-12-01", "CANCELLED"), "action-due-a1": ("2026-12-24", "CANCELLED")}
    put(document, "actions", "a1", Action(title="Retrain", due="2027-02-01"))
    document.undo()
    document.undo()
    assert days() == {"risk-due-r1": ("2026-12-01", "CANCELLED"), "action-due-a1": ("2026-12-24", "CONFIRMED")}
