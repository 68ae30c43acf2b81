"""The report's chapter on risks, and the register's files in a bundle."""

import csv
import io

import icalendar
import msgspec
import pytest

from rai_desktop.project.model import Project
from rai_desktop.project.register import Acceptance, Action, Dismissal, Risk, Treatment
from rai_desktop.report.blocks import Callout, Facts, Sheet
from rai_desktop.report.bundle import export
from rai_desktop.report.material import gather
from rai_desktop.report.risked import risk_chapter
from rai_desktop.report.verify import verify

PROJECT = Project(
    id="p", title="Loans", created="2026-11-20T10:00:00Z", dismissed={"k": Dismissal(
        title="Fines", reason="A loss of the bank", who="Ann", when="2026-11-12")},
    risks={
        "a": Risk(title="=Refused", harm="No credit", severity="critical", likelihood="likely", treatment=Treatment.REDUCE,
                  plan="Look twice", owner="Bob", due="2026-11-19", residual_severity="minor", residual_likelihood="rare"),
        "b": Risk(title="Taken", severity="minor", likelihood="rare", treatment=Treatment.ACCEPT,
                  acceptance=Acceptance(who="The board", reason="Small", when="2026-11-12")),
        "c": Risk(title="Not rated")},
    actions={"d": Action(title="Look twice", owner="Bob", due="2026-11-19", sources=["risk:a"])})


def sheets(project):
    return {block.title: block for block in risk_chapter(gather(project, {})).blocks if isinstance(block, Sheet)}


def test_nothing_to_say_is_no_chapter():
    assert risk_chapter(gather(Project(id="p"), {})).blocks == []


def test_maps_count_before_and_after():
    found = sheets(PROJECT)
    for title, wanted in (("Map of risks before treatment", ["1 risk", "1 risk"]), ("Map of risks after treatment", ["2 risks"])):
        counted = [cell.partition(": ")[2] for row in found[title].rows for cell in row if ": " in cell]
        assert counted == wanted
        assert "1 open risk is not on this map" in found[title].note
    assert found["Map of risks before treatment"].rows[0][0] == "Critical"


def test_register_actions_acceptance_and_what_was_dismissed():
    found = sheets(PROJECT)
    first = found["Register of risks"].rows[0]
    assert "=Refused" in first[1] and "overdue" in first[5] and "Look twice" in first[3]
    assert found["Actions"].rows[0][1:3] == ["Bob", "open\noverdue\ndue 2026-11-19"]
    assert "=Refused" in found["Actions"].rows[0][3]
    assert found["Suggestions dismissed"].rows == [["Fines", "A loss of the bank", "Ann", "2026-11-12"]]
    blocks = risk_chapter(gather(PROJECT, {})).blocks
    (taken,) = [block for block in blocks if isinstance(block, Callout)]
    assert taken.head.endswith("was accepted by The board on 2026-11-12") and taken.text == "Small"
    (facts,) = [block for block in blocks if isinstance(block, Facts)]
    assert ("Overdue on 2026-11-20", "2") in facts.rows


def test_a_scale_that_is_gone_is_said():
    blocks = risk_chapter(gather(msgspec.structs.replace(PROJECT, risk_scale="bank"), {})).blocks
    assert isinstance(blocks[0], Callout) and "bank" in blocks[0].text
    assert not any(isinstance(block, Sheet) and block.title.startswith("Map") for block in blocks)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    return export(PROJECT, {}, tmp_path_factory.mktemp("out") / "bundle")


def test_a_bundle_holds_register_and_actions_and_verifies(bundle):
    data = bundle / "data"
    rows = list(csv.DictReader(io.StringIO((data / "risks.csv").read_text(encoding="utf-8-sig"))))
    assert {row["title"] for row in rows} == {"'=Refused", "Taken", "Not rated"}
    assert "Look twice" in (data / "actions.csv").read_text(encoding="utf-8-sig")
    calendar = icalendar.Calendar.from_ical((data / "actions.ics").read_bytes())
    assert [str(each["summary"]) for each in calendar.walk("VTODO")] == ["Look twice"]
    assert "data/actions.ics" in (bundle / "manifest-sha256.txt").read_text()
    assert verify(bundle).problems == []
    assert "Map of risks before treatment" in (data / "report.html").read_text()


def test_a_changed_register_is_found(bundle, tmp_path):
    import shutil

    spoilt = tmp_path / "spoilt"
    shutil.copytree(bundle, spoilt)
    path = spoilt / "data" / "risks.csv"
    path.write_bytes(path.read_bytes() + b"x\r\n")
    assert any("data/risks.csv" in problem for problem in verify(spoilt).problems)


def test_without_anything_due_there_is_no_calendar(tmp_path):
    made = export(Project(id="p", created="2026-11-20T10:00:00Z"), {}, tmp_path / "b")
    assert not (made / "data" / "actions.ics").exists()
    assert (made / "data" / "risks.csv").exists()
