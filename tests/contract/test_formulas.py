"""Whatever the program writes for a spreadsheet, no text in it is a formula there, and a number stays a number."""

import ast
import csv
import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import msgspec
import openpyxl
import pytest

import rai_desktop
from rai_desktop.clauses.table import Row
from rai_desktop.findings.finding import Response
from rai_desktop.findings.measurement import Interval, Measurement, Result, Table
from rai_desktop.forms.files import write_form
from rai_desktop.forms.form import form_of
from rai_desktop.project.document import new_project
from rai_desktop.project.model import Answer, Project, Run
from rai_desktop.project.register import Acceptance, Action, Risk
from rai_desktop.report.clause_sheets import clauses_csv, clauses_xlsx
from rai_desktop.report.material import gather
from rai_desktop.report.payload import files
from rai_desktop.review.comparing import Comparison, as_csv
from rai_desktop.review.difference import Difference, Part, Way
from rai_desktop.risks.scale import load_scale
from rai_desktop.risks.sheets import actions_csv, risks_csv

BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
EVIL = [f"{sign}1+cmd|' /C calc'!A0" for sign in BEGINNINGS]
BREAKING = ['x\r=1+1', 'x\n=1+1', 'x"\r\n=1+1', "x\t=1+1", 'x",=1+1', "x;=1+1;", 'x;"=1+1;']  # a cell that would become two, the second a formula
HELD = ["x\r'=1+1", "x\n'=1+1", "x\"\r\n'=1+1", "x\t'=1+1", 'x",=1+1', "x;'=1+1;", "x;'\"=1+1;"]
TEXTS = EVIL + BREAKING
SPREADSHEET_WRITERS = {
    "project/cells.py": "csv_bytes: the bundle, register, actions, clauses, comparisons and saved evidence",
    "report/clause_sheets.py": "clauses_xlsx",
    "forms/workbook.py": "write_form",
    "loading/command_runs.py": "in.csv, read by a model and by no spreadsheet; its numbers and texts must be as they are",
}


def test_no_other_module_writes_tables() -> None:
    """Whoever writes another one has to come by here."""
    root = Path(rai_desktop.__file__).parent
    found = {str(path.relative_to(root)) for path in root.rglob("*.py") if _writes_tables(path)}
    assert found == set(SPREADSHEET_WRITERS)


def _writes_tables(path: Path) -> bool:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called = {ast.unparse(node.func).rpartition(".")[2]: ast.unparse(node.func)
              for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return bool({"to_csv", "to_excel", "Workbook", "DictWriter", "to_clipboard", "write_csv"} & called.keys()
                or "csv.writer" in called.values())


def cells_of(content: bytes | str) -> list[str]:
    """Every cell, read as a spreadsheet reads: any line end outside quotes begins a row."""
    text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
    return [cell for row in csv.reader(io.StringIO(text, newline=""), strict=True) for cell in row]


def assert_safe(cells: list[str], *, numbers: tuple[str, ...] = ()) -> None:
    assert not [cell for cell in cells if cell.startswith(BEGINNINGS) and cell not in numbers]
    assert {number for number in numbers if number in cells} == set(numbers)


def otherwise_separated(content: bytes) -> list[str]:
    """Every cell where ; or a tab separates, as in many countries: a quote holds together only where a cell begins with it."""
    return [cell for separator in ";\t" for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=separator)
            for cell in row]


def register(texts: list[str] = TEXTS) -> Project:
    def risk(text: str) -> Risk:
        return Risk(title=text, harm=text, stakeholders=[text], plan=text, owner=text, due=text, closed=text, severity=text,
                    sources=[text], acceptance=Acceptance(reason=text, who=text, when=text))

    def action(text: str) -> Action:
        return Action(title=text, note=text, owner=text, due=text, done=text, sources=[text])

    return Project(id="p", title=TEXTS[0], analyst=TEXTS[1], created="2026-11-20T08:00:00Z", risk_scale="default",
                   risks={text: risk(text) for text in texts}, actions={text: action(text) for text in texts})


def test_register_and_actions() -> None:
    for content in (risks_csv(register(), load_scale("default"), dt.date(2026, 1, 1)), actions_csv(register(), dt.date(2026, 1, 1))):
        cells = cells_of(content)
        assert_safe(cells)
        assert {f"'{text}" for text in EVIL} | set(HELD) <= set(cells)


def clause_rows() -> list[Row]:
    return [Row(framework=text, clause=text, title=text, parent=text, date_kind=text, date=text, date_note=text,
                date_source=text, applies=None, verified=text, counted=True, coverage=text, against=-3, reason=text,
                answers=[text], findings=[text], documents=[text], risks=[text], open_actions=[text],
                measured=text, cautions=[text]) for text in TEXTS]


def test_clauses_as_csv() -> None:
    cells = cells_of(clauses_csv(clause_rows()))
    assert_safe(cells, numbers=("-3",))
    assert {f"'{text}" for text in EVIL} <= set(cells)


def test_clauses_as_a_workbook(tmp_path: Path) -> None:
    (tmp_path / "c.xlsx").write_bytes(clauses_xlsx(clause_rows()))
    cells = workbook_cells(tmp_path / "c.xlsx")
    assert [value for value in cells if value == -3]
    assert {text for text in TEXTS if "\0" not in text and "\r" not in text} <= set(cells)


@pytest.mark.parametrize("strange", ["\ufffe", "\uffff", "\x01", "\x0b"])
def test_a_workbook_of_clauses_opens_whatever_was_typed(tmp_path: Path, strange: str) -> None:
    """Characters that XML cannot hold become a space."""
    rows = [msgspec.structs.replace(row, answers=[f"a{strange}b"]) for row in clause_rows()]
    (tmp_path / "c.xlsx").write_bytes(clauses_xlsx(rows))
    assert "a b" in workbook_cells(tmp_path / "c.xlsx")


def workbook_cells(path: Path) -> list[object]:
    """Every value, when neither the file nor its reader knows of a formula or of a link that leads outside."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels"))}
    assert not [name for name, text in parts.items() if name.startswith("xl/worksheets/sheet") and re.search(r"<f[ >/]", text)]
    assert not [name for name, text in parts.items() if 'TargetMode="External"' in text or "ddeLink" in text]
    cells = [cell for sheet in openpyxl.load_workbook(path).worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    return [cell.value for cell in cells]


def test_forms(tmp_path: Path) -> None:
    """Notes, answers, and the form's title, which is in the properties of the file too."""
    for text in TEXTS:
        full = {"system_profile": {"name": Answer(value=text, note=text), "description": Answer(value=text)}}
        project = new_project(text)
        project = type(project)(id=project.id, title=text, created=project.created, packs=["system_profile"], answers=full)
        write_form(form_of(project, everything=True), tmp_path / "form.xlsx")
        shown = [cell for cell in workbook_cells(tmp_path / "form.xlsx") if isinstance(cell, str)]
        assert sum("1+" in cell for cell in shown) >= 4


def test_a_comparison() -> None:
    found = Comparison(first=EVIL[0], second=EVIL[1], differences=[
        Difference(part=Part.ANSWERS, way=Way.CHANGED, place=text, before=text, after=text) for text in TEXTS])
    cells = cells_of(as_csv(found))
    assert_safe(cells)
    assert sum(cell.startswith("'") for cell in cells) == 3 * len(EVIL) + 2


def evidence_table() -> Table:
    return Table(id="t", title="T", columns=["=head()", "n", "x"], formats=["text", "count", "ratio"],
                 rows=[[text, -7, -1.5] for text in TEXTS])


def test_a_table_saved_from_a_finding(tmp_path: Path) -> None:
    from rai_desktop.gui.widgets.cells import save_table

    save_table(evidence_table(), tmp_path / "t.csv")
    cells = cells_of((tmp_path / "t.csv").read_bytes())
    assert_safe(cells, numbers=("-7", "-1.5"))
    assert {f"'{text}" for text in EVIL} | set(HELD) | {"'=head()"} <= set(cells)


def test_a_table_on_the_clipboard(qapp) -> None:  # type: ignore[no-untyped-def]
    """Pasted text has no quotes: a tab begins a cell and any line end a row, wherever they stand."""
    from rai_desktop.gui.widgets.cells import copy_table

    copy_table(evidence_table())
    rows = [line.split("\t") for line in re.split("\r\n|\r|\n", qapp.clipboard().text())]
    assert [len(row) for row in rows] == [3] * (1 + len(TEXTS))
    assert_safe([cell for row in rows for cell in row], numbers=("-7", "-1.5"))


@pytest.fixture(scope="module")
def bundle() -> dict[str, bytes]:
    project, texts = register(), EVIL + BREAKING
    found = [Measurement(assessment="fairness", metric="demographic_parity_ratio", value=-0.5, n=6000, group={text: text},
                         reference={text: f"{text}2"}, unit=text, note=text, cohort=f"feature={text}", interval=Interval(-0.7, -0.3, 0.95, text))
             for text in texts]
    (key, *_more) = [each.key for each in gather(project, results(found)).findings if each.value == -0.5]
    project = type(project)(
        id="p", title=EVIL[0], analyst=EVIL[1], created=project.created, risks=project.risks, actions=project.actions,
        packs=["eu_ai_act"], answers={"eu_ai_act": {"nobody": Answer(value="yes", note=EVIL[0])}},
        runs=[Run(id=EVIL[0], started="2026-11-23T08:00:00Z", ended="2026-11-23T08:01:00Z", status="finished")],
        responses={key: Response(comment=EVIL[0], owner=EVIL[1], mitigation=EVIL[2], due=EVIL[3])},
        inapplicable={"eu_ai_act:Art.9": EVIL[0]})
    return files(gather(project, results(found)))


def results(found: list[Measurement]) -> dict[str, Result]:
    return {"fairness": Result(assessment="fairness", status="finished", measurements=found)}


def test_every_table_of_the_bundle(bundle: dict[str, bytes]) -> None:
    tables = {name: cells_of(content) for name, content in bundle.items() if name.endswith(".csv")}
    assert set(tables) == {"findings.csv", "measurements.csv", "risks.csv", "actions.csv", "clauses.csv"}
    for name, cells in tables.items():
        assert_safe(cells, numbers=("-0.5", "-0.7", "-0.3") if name in ("findings.csv", "measurements.csv") else ())
        assert not [cell for cell in otherwise_separated(bundle[name]) if cell.startswith(("=", "@", "＝", "+1+", "-1+"))], name
        assert [cell for cell in cells if cell.startswith("'=") or "=1+" in cell], name
    assert sum(cell.startswith("'") for cell in tables["measurements.csv"]) >= 3 * len(EVIL)
