"""The register and the actions of a project without a window."""

import csv
import datetime as dt
import io
import json

import icalendar
import msgspec
import pytest

from rai_desktop.cli import main
from rai_desktop.project.document import Document
from rai_desktop.project.register import Acceptance, Action, Levels, Risk


@pytest.fixture
def project(tmp_path):
    path = tmp_path / "loans.rai"
    past = (dt.datetime.now().astimezone().date() - dt.timedelta(days=3)).isoformat()
    with Document.create(path, title="Loans", analyst="Ann") as document:
        document.apply("Put in", lambda p: msgspec.structs.replace(
            p, risks={"a": Risk(title="Refused", severity="critical", likelihood="likely", due=past)},
            actions={"b": Action(title="=1+1", owner="Bob", due=past)}))
    return path


def test_the_register_is_listed(project, capsys):
    assert main(["risks", str(project)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Very high, after treatment not rated; open, OVERDUE: Refused\n")
    assert "missing: " in said
    assert main(["risks", str(project), "--json"]) == 0
    (risk,) = json.loads(capsys.readouterr().out)
    assert (risk["id"], risk["rating"], risk["overdue"]) == ("a", "very_high", True)


def test_a_risk_that_is_rated_worse_than_it_was_accepted_is_told(project, capsys):
    taken = Acceptance(reason="Small", who="The board", when="2026-11-02", levels=Levels(severity="minor", likelihood="likely"))
    with Document.open(project) as document:
        document.apply("Accepted", lambda p: msgspec.structs.replace(
            p, risks={"a": msgspec.structs.replace(p.risks["a"], acceptance=taken)}))
    assert main(["risks", str(project)]) == 0
    said = capsys.readouterr().out
    assert "; open, acceptance to be confirmed, OVERDUE: Refused\n" in said
    assert "its acceptance, given before it was rated worse, to be confirmed\n" in said
    assert main(["risks", str(project), "--json"]) == 0
    (risk,) = json.loads(capsys.readouterr().out)
    assert (risk["state"], risk["acceptance_asks"]) == ("open", "worse")
    assert risk["acceptance"]["levels"] == {"severity": "minor", "likelihood": "likely"}


def test_actions_are_listed_and_written(project, tmp_path, capsys):
    assert main(["actions", str(project)]) == 0
    assert capsys.readouterr().out.startswith("OVERDUE, due ")
    table, calendar = tmp_path / "a.csv", tmp_path / "a.ics"
    assert main(["actions", str(project), "--out", str(table)]) == 0
    (row,) = csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig")))
    assert (row["title"], row["overdue"]) == ("'=1+1", "yes")
    assert main(["actions", str(project), "--out", str(calendar)]) == 0
    assert [str(each["summary"]) for each in icalendar.Calendar.from_ical(calendar.read_bytes()).walk("VTODO")] == ["=1+1"]


def test_another_ending_is_refused(project, tmp_path, capsys):
    assert main(["risks", str(project), "--out", str(tmp_path / "r.doc")]) != 0
    assert "does not end in .csv" in "".join(capsys.readouterr())
    assert not (tmp_path / "r.doc").exists()
