"""What the report, the bundle and the model card tell of clauses, people and uses; a stranger's words stay words."""

import csv
import io
import json
from html.parser import HTMLParser

import jsonschema
import msgspec
import pytest

from rai_desktop.findings.measurement import Interval, Measurement
from rai_desktop.project.model import Answer, FileRef
from rai_desktop.project.register import Risk
from rai_desktop.report import html
from rai_desktop.report.answered import answer_chapter
from rai_desktop.report.blocks import Facts, Heading, Sheet, Text
from rai_desktop.report.bundle import export
from rai_desktop.report.by_clause import clause_chapter
from rai_desktop.report.card_pages import card_content
from rai_desktop.report.material import gather
from rai_desktop.report.model_card import model_card
from rai_desktop.report.people import people_chapter
from rai_desktop.report.verify import verify

EVIL = '<img src=x onerror="alert(1)"> & </td><script>alert(2)</script>'


class Reader(HTMLParser):
    """Tags met, text read, and attributes that could run something."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.text, self.live = set(), "", []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.live += [name for name, value in attrs if name.startswith("on") or (value or "").startswith("javascript:")]

    def handle_data(self, data):
        self.text += data


@pytest.fixture
def told(project):
    """A project in which uses, stakeholders and responsibilities are told, by the questions that say they are."""
    from rai_desktop.questionnaire.catalog import packs

    fed = {(pack.id, q.feeds.value): q for pack in packs() for _s, q in pack.places.values() if q.feeds}
    given = {"system_profile": {}, "accountability": {}}
    for home, feed in (("system_profile", "name"), ("system_profile", "uses"), ("system_profile", "unsupported_uses"),
                       ("system_profile", "stakeholders"), ("accountability", "raci")):
        question = fed[home, feed]
        words = f"{feed} {EVIL}"
        given[home][question.id] = Answer(value=[{c.id: c.options[0].id if c.options else words for c in question.columns}]
                                          if question.columns else words)
    return msgspec.structs.replace(project, packs=["system_profile", "accountability"], answers=given,
                                   risks={"a": Risk(title=EVIL, severity="critical", likelihood="likely")})


def card_of(project, results):
    return {each.id: each for each in model_card(gather(project, results)).sections}


# --- model card ----------------------------------------------------------------------------------------------------


def test_the_card_has_nine_parts_and_says_what_nobody_told(project, results):
    found = card_of(project, results)
    assert list(found) == ["model_details", "intended_use", "factors", "metrics", "evaluation_data", "training_data",
                           "quantitative_analyses", "ethical_considerations", "caveats"]
    untold = {each.name for each in found["intended_use"].told if each.value is None}
    assert untold == {"Purpose", "Intended uses", "Unsupported uses", "Stakeholders",
                      "Who does, answers, is asked and is told"}
    page = Reader(html.render(card_content(model_card(gather(project, results)), "2026-11-23T08:01:00Z"))).text
    assert "Not told in this assessment: Purpose; Intended uses; Unsupported uses; Stakeholders;" in page
    assert "What the model learned from was not told" in page


def test_uses_people_and_responsibilities_are_tables_or_words(told, results):
    found = card_of(told, results)["intended_use"]
    said = json.dumps(msgspec.to_builtins(found))
    for feed in ("uses", "unsupported_uses", "stakeholders", "raci"):
        assert f"{feed} <img" in said, feed
    assert {each.name for each in found.told if each.value is None} == {"Purpose"}
    assert len(found.tables) >= 2
    assert all(len(row) == len(grid.columns) for grid in found.tables for row in grid.rows)


def test_a_strangers_words_stay_words(told, results):
    content = card_content(model_card(gather(told, results)), "2026-11-23T08:01:00Z")
    page = Reader(html.render(content))
    assert not page.tags & {"script", "img", "iframe", "object", "embed"}
    assert page.live == []
    assert page.text.count(EVIL) >= 5
    assert "<script>alert(1)</script>" in page.text  # of the title


def test_the_card_as_data_fits_its_schema_and_carries_intervals(told, results, tmp_path):
    data = export(told, results, tmp_path / "b") / "data"
    card = json.loads((data / "model-card.json").read_text(encoding="utf-8"))
    jsonschema.validate(card, json.loads((data / "model-card.schema.json").read_text(encoding="utf-8")))
    numbers = {each["metric"]: each for part in card["sections"] for each in part["numbers"]}
    assert numbers["selection_rate"]["interval"] == {"low": 0.8, "high": 0.82, "level": 0.95, "method": "Wilson"}
    assert "/home/someone" not in (data / "model-card.html").read_text(encoding="utf-8")
    assert verify(tmp_path / "b").problems == []


def test_old_numbers_are_called_stale(told, results):
    inputs = msgspec.structs.replace(told.inputs, data=FileRef(path="/x/credit.csv", sha256="cd" * 32))
    project = msgspec.structs.replace(told, inputs=inputs)
    assert any("The data have changed since the run." in note for note in card_of(project, results)["quantitative_analyses"].notes)
    assert not any("Stale" in note for note in card_of(told, results)["quantitative_analyses"].notes)


# --- chapters ------------------------------------------------------------------------------------------------------


def test_people_and_uses_are_a_chapter(told, project, results):
    blocks = people_chapter(gather(told, results)).blocks
    tables = [cell for block in blocks if isinstance(block, Sheet) for row in block.rows for cell in row]
    assert f"stakeholders {EVIL}" in tables
    assert f"raci {EVIL}" in tables
    assert people_chapter(gather(project, results)).blocks == []
    partly = msgspec.structs.replace(told, answers={"accountability": told.answers["accountability"]})
    (note,) = [block.text for block in people_chapter(gather(partly, results)).blocks if isinstance(block, Text)]
    assert "Intended uses; Unsupported uses; Stakeholders" in note


def test_stakeholders_of_each_use_are_tables_that_name_the_use(project, results):
    uses = [{"id": "a", "use": "Loans", "stakeholders": [{"who": "Applicants", "harm": EVIL, "kind": "subject"}]},
            {"id": "b", "use": "Cards", "stakeholders": [{"who": "Holders"}], "shows": "yes",
             "shows_people": [{"who": "Holders", "group": "Women", "effect": "Belittled", "priority": "first"}]}]
    told = msgspec.structs.replace(project, packs=["system_impact"], answers={"system_impact": {"per_use": Answer(value=uses)}})
    sheets = {block.title: block.rows for block in people_chapter(gather(told, results)).blocks if isinstance(block, Sheet)}
    question = "Who may gain or suffer from this use, and what?"
    assert sheets == {f"Intended use 1: Loans: {question}": [["Applicants", "", EVIL, "Is judged by it"]],
                      f"Intended use 2: Cards: {question}": [["Holders", "", "", ""]]}
    grids = card_of(told, results)["intended_use"].tables
    assert [grid.title for grid in grids if "Loans" in grid.title] == [f"Intended use 1: Loans: {question}"]
    answers = answer_chapter(gather(told, results)).blocks
    below = [block for block in answers if isinstance(block, Sheet)]
    assert [(block.title, block.rows) for block in below] == [
        ("Intended use 2: Cards: Who could be shown falsely, with contempt or not at all, and how? [2.4]",
         [["Holders", "Women", "Belittled", "First", ""]])]
    words = "\n".join(said for block in answers if isinstance(block, Facts) for _name, said in block.rows)
    assert "Loans" in words
    assert "Belittled" not in words  # it stands in its table


def test_clauses_are_a_chapter_with_level_source_and_reason(told, results):
    gap = Measurement(assessment="fairness", metric="demographic_parity_ratio", value=0.5, n=6000, group={"sex": "m"},
                      reference={"sex": "f"}, cohort="feature=sex", unit="ratio",
                      interval=Interval(0.45, 0.55, 0.95, "score"))
    results = {"fairness": msgspec.structs.replace(results["fairness"], measurements=[gap])}
    project = msgspec.structs.replace(told, inapplicable={"nist_ai_rmf:MEASURE 2.12": EVIL})
    chapter = clause_chapter(gather(project, results))
    names = [block.text for block in chapter.blocks if isinstance(block, Heading)]
    assert any("NIST" in name for name in names)
    rows = {row[0]: row for block in chapter.blocks if isinstance(block, Sheet) and len(block.columns) == 4 for row in block.rows}
    assert rows["MEASURE 2.12"][2] == "not applicable"
    assert f"Not applicable: {EVIL}" in rows["MEASURE 2.12"][3]
    assert "Findings: 1" in rows["MEASURE 2.11"][3]
    words = " ".join(block.text for block in chapter.blocks if isinstance(block, Text))
    assert "None of this says that a clause is fulfilled." in words
    assert "compliant" not in words


def test_totals_add_up_and_equal_the_table(told, results, tmp_path):
    """Counted again from clauses.csv alone."""
    data = export(told, results, tmp_path / "b") / "data"
    rows = list(csv.DictReader(io.StringIO((data / "clauses.csv").read_text(encoding="utf-8-sig"))))
    (totals,) = [block for block in clause_chapter(gather(told, results)).blocks
                 if isinstance(block, Sheet) and len(block.columns) == 7]
    found = []
    for home in dict.fromkeys(row["framework"] for row in rows):
        own = [row for row in rows if row["framework"] == home and row["counted"] == "yes"]
        levels = [sum(row["coverage"] == level for row in own) for level in ("evidence", "partly", "none", "not applicable")]
        against = sum(row["against"] != "0" and row["coverage"] != "not applicable" for row in own)
        found.append([str(each) for each in (len(own), *levels, against)])
    assert found == [row[1:] for row in totals.rows]
    assert len(found) > 5
