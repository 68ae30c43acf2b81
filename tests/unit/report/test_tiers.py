"""The tier of a site's own pack stands in the report as that of the EU AI Act does."""

import json

import msgspec
import pytest

from rai_desktop.project.model import Answer
from rai_desktop.questionnaire import catalog
from rai_desktop.report import html, payload
from rai_desktop.report.content import build
from rai_desktop.report.material import gather

PACK = """
id = "house"
title = "House rules"
version = "1"
as_of = 2026-01-01

[[sections]]
id = "s"
title = "S"

[[sections.questions]]
id = "about"
type = "yesno"
text = "Does it judge people?"
says = { no = "full" }

[[sections.questions]]
id = "small"
type = "yesno"
text = "Is it a toy?"
says = { no = "full" }

[classification.schedules.start]
applies_from = 2026-02-01

[[classification.tiers]]
id = "HIGH"
title = "House high"
severity = 3
sentence = "It judges people."
when = { question = "about", is = ["yes"] }

[[classification.tiers]]
id = "LOW"
title = "House low"
severity = 0
sentence = "It judges nobody."
when = {}

[[classification.duties]]
id = "tell"
text = "Tell the people."
clauses = ["gdpr:22(3)"]
schedule = "start"
when = {}
tiers = ["HIGH"]
note = "In writing."
"""


@pytest.fixture
def own_pack(tmp_path):
    folder = tmp_path / "site" / "questionnaires"
    folder.mkdir(parents=True)
    (folder / "house.toml").write_text(PACK, encoding="utf-8")
    catalog.forget()
    yield
    catalog.forget()


@pytest.mark.parametrize(("said", "title", "told"), [
    ({"about": "yes"}, "House high", True),
    ({"about": "no"}, "House low", False),
    ({}, "House high (not ruled out; answers are open)", True),
])
@pytest.mark.usefixtures("own_pack")
def test_first_page_chapter_and_file(project, results, said, title, told):
    answers = {"house": {id_: Answer(value=value) for id_, value in said.items()}}
    material = gather(msgspec.structs.replace(project, packs=["house"], answers=answers), results)
    page = html.render(build(material))
    assert f"House rules: {title}" in page[page.index('id="summary"'):page.index('id="findings"')]
    chapter = page[page.index('id="tier-house"'):]
    assert ("Tell the people." in chapter) is told
    assert ("In writing." in chapter) is told
    assert ("GDPR Art. 22(3)" in chapter) is told
    written = json.loads(payload._data(material)["answers.json"])
    assert written["other_tiers"]["house"]["title"] == title.partition(" (")[0]
    assert written["tier"] is None
