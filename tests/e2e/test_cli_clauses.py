"""clauses on the command line: totals that add up and agree with the rows, and an unknown framework in one sentence."""

import json

import msgspec
import pytest

from rai_desktop.cli import main
from rai_desktop.project.document import Document
from rai_desktop.project.model import Answer


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setenv("RAI_HOME", str(tmp_path / "home"))
    path = tmp_path / "a.rai"
    with Document.create(path, title="A title", analyst="Ann") as document:
        document.apply("Put in", lambda p: msgspec.structs.replace(
            p, packs=["system_profile"], answers={"system_profile": {"stop": Answer(value="no")}},
            inapplicable={"eu_ai_act:Art.15(1)": "Not high-risk"}))
    return str(path)


def test_rows_hold_each_clause_with_its_reason(project, capsys):
    assert main(["clauses", project, "--framework", "eu_ai_act", "--json"]) == 0
    rows = {each["clause"]: each for each in json.loads(capsys.readouterr().out)}
    assert (rows["Art.15(1)"]["coverage"], rows["Art.15(1)"]["reason"]) == ("not applicable", "Not high-risk")


def test_totals_add_up_and_agree_with_the_rows(project, capsys):
    assert main(["clauses", project, "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert any(each["evidence"] + each["partly"] for each in listed)
    for total in listed:
        levels = [total[level] for level in ("evidence", "partly", "none", "inapplicable")]
        assert main(["clauses", project, "--framework", total["framework"], "--json"]) == 0
        counted = [each["coverage"] for each in json.loads(capsys.readouterr().out) if each["counted"]]
        assert levels == [counted.count(word) for word in ("evidence", "partly", "none", "not applicable")]
        assert sum(levels) == total["clauses"] == len(counted)


def test_an_unknown_framework_ends_in_words(project, capsys):
    assert main(["clauses", project, "--framework", "no_such_law"]) == 2
    said = capsys.readouterr()
    assert "no_such_law" in said.err and "Traceback" not in said.err
    assert said.out == ""
