"""A pack file of the site that cannot be used is told where one looks for it, with file, place and remedy."""

import pytest

from rai_desktop.cli import main
from rai_desktop.paths import site_dir
from rai_desktop.questionnaire import catalog, suggestions

PACK = """
id = "bad"
title = "B"
version = "1"
as_of = 2026-01-01
[[sections]]
id = "s"
title = "S"
[[sections.questions]]
id = "q"
type = "txt"
text = "Q?"
"""


@pytest.mark.expects_log
def test_the_list_says_why_a_pack_is_not_in_it(capsys):
    folder = site_dir() / "questionnaires"
    folder.mkdir(parents=True)
    (folder / "bad.toml").write_text(PACK, encoding="utf-8")
    catalog.forget()
    assert main(["questionnaire", "list"]) == 0
    said = capsys.readouterr()
    assert "system_profile" in said.out
    assert "bad.toml: sections “s”, questions “q”, type: “txt”" in said.err and "Use one of" in said.err


@pytest.mark.expects_log
def test_the_list_says_why_a_file_of_suggestions_is_not_heeded(capsys):
    folder = site_dir() / "suggestions"
    folder.mkdir(parents=True)
    (folder / "house.toml").write_text('[[rules]]\npack = "retirement"\n', encoding="utf-8")
    suggestions.forget()
    assert main(["questionnaire", "list"]) == 0
    said = capsys.readouterr().err
    assert "house.toml" in said and "missing required field `why`" in said and "docs/packs.md" in said
