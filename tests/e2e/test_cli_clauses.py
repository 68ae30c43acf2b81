"""Clauses of a project without a window: counted, listed, and written as tables that no spreadsheet takes for a program."""

import csv
import io
import json

import msgspec
import openpyxl
import pytest

from rai_desktop.cli import main
from rai_desktop.project.document import Document
from rai_desktop.project.model import Answer

FORMULA = '=HYPERLINK("http://x","y")'


@pytest.fixture
def project(tmp_path):
    path = tmp_path / "loans.rai"
    with Document.create(path, title="Loans", analyst="Ann") as document:
        document.apply("Put in", lambda p: msgspec.structs.replace(
            p, packs=["system_profile"], inapplicable={"wp248:1": FORMULA},
            answers={"system_profile": {"name": Answer(value="Scorer"), "problem": Answer(value=FORMULA)}}))
    return path


def said(capsys, *arguments):
    assert main(["clauses", *map(str, arguments)]) == 0
    return capsys.readouterr().out


def test_laws_are_counted_and_clauses_listed(project, capsys):
    totals = {each["framework"]: each for each in json.loads(said(capsys, project, "--json"))}
    assert "wp248" in totals
    assert totals["wp248"]["inapplicable"] == 1
    for each in totals.values():
        assert each["evidence"] + each["partly"] + each["none"] + each["inapplicable"] == each["clauses"]
    assert "WP248" in said(capsys, project)
    rows = {row["clause"]: row for row in json.loads(said(capsys, project, "--framework", "wp248", "--json"))}
    assert (rows["1"]["coverage"], rows["1"]["reason"]) == ("not applicable", FORMULA)
    assert said(capsys, project, "--framework", "wp248").startswith("1  not applicable  ")


def test_csv_has_every_clause_of_every_law_touched_with_formulas_defused(project, tmp_path, capsys):
    out = tmp_path / "clauses.csv"
    assert said(capsys, project, "--out", out).strip() == str(out)
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert len({row["framework"] for row in rows}) == len(json.loads(said(capsys, project, "--json")))
    (row,) = [row for row in rows if (row["framework"], row["clause"]) == ("wp248", "1")]
    assert row["reason"] == f"'{FORMULA}"
    assert any(FORMULA in row["answers"] for row in rows)
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "@"))]


def test_workbook_holds_texts_only(project, tmp_path, capsys):
    out = tmp_path / "one.xlsx"
    said(capsys, project, "--framework", "wp248", "--out", out)
    (sheet,) = openpyxl.load_workbook(out).worksheets
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.value for cell in cells if cell.column == 1 and cell.row > 1} == {"wp248"}
    assert [cell.data_type for cell in cells if cell.value == FORMULA] == ["s"]
    assert not [cell for cell in cells if cell.data_type == "f"]


@pytest.mark.parametrize("name", ["c.doc", "c"])
def test_another_ending_is_refused(project, tmp_path, name, capsys):
    assert main(["clauses", str(project), "--out", str(tmp_path / name)]) == 2
    assert "neither in .csv nor in .xlsx" in "".join(capsys.readouterr())
    assert not (tmp_path / name).exists()


def test_a_framework_nobody_knows_is_refused(project, capsys):
    assert main(["clauses", str(project), "--framework", "atlantis"]) == 2
    told = capsys.readouterr()
    assert "atlantis" in told.err and "Traceback" not in told.err
    assert told.out == ""


def test_totals_agree_with_the_rows(project, capsys):
    totals = json.loads(said(capsys, project, "--json"))
    assert sum(total["evidence"] for total in totals) > 0
    for total in totals:
        rows = json.loads(said(capsys, project, "--framework", total["framework"], "--json"))
        counted = [each["coverage"] for each in rows if each["counted"]]
        levels = [total[level] for level in ("evidence", "partly", "none", "inapplicable")]
        assert levels == [counted.count(word) for word in ("evidence", "partly", "none", "not applicable")]
        assert total["clauses"] == len(counted)
