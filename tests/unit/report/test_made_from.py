"""The report of an assessment made from an earlier one says so, and that its acceptances were given there."""

import msgspec

from rai_desktop.project.model import Origin
from rai_desktop.project.register import Acceptance, Levels, Risk
from rai_desktop.report.blocks import Callout, Facts, Sheet
from rai_desktop.report.making import making_chapter
from rai_desktop.report.material import gather
from rai_desktop.report.payload import json_bytes, making
from rai_desktop.report.risked import risk_chapter

ORIGIN = Origin(project="p0", title="Loans 2025", head="ab" * 32, when="2026-11-02")


def facts(project, results):
    return dict(row for block in making_chapter(gather(project, results)).blocks if isinstance(block, Facts) for row in block.rows)


def test_how_this_was_made_names_the_assessment_it_was_made_from(project, results):
    assert "Made from" not in facts(project, results)
    made = msgspec.structs.replace(project, origin=ORIGIN)
    assert facts(made, results)["Made from"] == f"“Loans 2025”, on 2026-11-02; its newest history entry was {'ab' * 32}"
    assert msgspec.json.decode(json_bytes(making(gather(made, results))))["made_from"]["head"] == "ab" * 32
    assert "made_from" not in msgspec.json.decode(json_bytes(making(gather(project, results))))


def test_an_acceptance_that_came_along_says_where_it_was_given(project, results):
    def told(carried):
        taken = Acceptance(reason="No other way", who="Ann", when="2025-01-02", carried=carried)
        risky = msgspec.structs.replace(project, risks={"a": Risk(title="A", acceptance=taken)})
        return [block.text for block in risk_chapter(gather(risky, results)).blocks if isinstance(block, Callout)]

    assert told("Loans 2025") == ["No other way\nAccepted in the earlier assessment “Loans 2025”, not confirmed since."]
    assert told("") == ["No other way"]


def test_an_acceptance_that_does_not_count_any_more_is_a_warning(project, results):
    def told(severity):
        taken = Acceptance(reason="No other way", who="Ann", when="2025-01-02", levels=Levels(severity="minor", likelihood="rare"))
        risky = msgspec.structs.replace(project, risks={"a": Risk(title="A", severity=severity, likelihood="rare", acceptance=taken)})
        blocks = risk_chapter(gather(risky, results)).blocks
        (said,) = [block for block in blocks if isinstance(block, Callout)]
        (state,) = [block.rows[0][5] for block in blocks if isinstance(block, Sheet) and block.title == "Register of risks"]
        return said, state.partition("\n")[0]

    said, state = told("minor")
    assert (said.tone, said.text, state) == ("info", "No other way\nAccepted for: Minor × Rare", "accepted")
    said, state = told("major")
    assert (said.tone, state) == ("CONCERN", "open, acceptance to be confirmed")
    assert said.text == ("No other way\nAccepted for: Minor × Rare\n"
                         "The risk is rated worse since: the acceptance counts again once it is confirmed.")
