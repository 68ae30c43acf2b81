"""The promised formats: results.json against its schema, and the fields that scripts rely on."""

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest

from rai_desktop.findings.measurement import Interval, Measurement, Result
from rai_desktop.project.model import Project
from rai_desktop.report.bundle import export

FILES = ("report.html", "report.pdf", "results.json", "results.schema.json", "findings.csv", "measurements.csv",
         "answers.json", "project.json", "how-this-was-made.json", "README.txt")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    measured = Measurement(assessment="fairness", metric="demographic_parity_ratio", value=0.7, n=900, unit="ratio",
                           group={"sex": "m"}, reference={"sex": "f"},
                           interval=Interval(0.6, float("inf"), 0.95, "score"))
    result = Result(assessment="fairness", status="finished", measurements=[measured])
    return export(Project(id="p"), {"fairness": result}, tmp_path_factory.mktemp("out") / "bundle") / "data"


def test_every_promised_file_is_there(data: Path) -> None:
    assert [name for name in FILES if not (data / name).is_file()] == []


def test_results_hold_to_their_schema(data: Path) -> None:
    schema = json.loads((data / "results.schema.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(json.loads((data / "results.json").read_bytes()))) == []


def test_results_have_the_fixed_fields(data: Path) -> None:
    results = json.loads((data / "results.json").read_bytes())
    assert {"schema", "inputs", "measurements", "findings"} <= set(results)
    assert {"assessment", "metric", "group", "cohort", "value", "interval", "n", "unit", "note"} <= set(
        results["measurements"][0])
    assert results["measurements"][0]["interval"] == {"low": 0.6, "high": None, "level": 0.95, "method": "score"}
    assert results["findings"]
    for finding in results["findings"]:
        assert {"assessment", "metric", "group", "verdict", "policy", "threshold", "clauses", "sentence"} <= set(finding)


def test_sheets_have_a_row_for_each(data: Path) -> None:
    results = json.loads((data / "results.json").read_bytes())
    for name in ("measurements", "findings"):
        rows = list(csv.reader(io.StringIO((data / f"{name}.csv").read_text(encoding="utf-8-sig"), newline="")))
        assert len(rows) == 1 + len(results[name])
        assert all(len(row) == len(rows[0]) for row in rows)


def test_how_this_was_made_holds_the_policy_and_its_hash(data: Path) -> None:
    made = json.loads((data / "how-this-was-made.json").read_bytes())
    assert {"program", "policy", "runs", "packs", "plan"} <= set(made)
    assert len(made["policy"]["sha256"]) == 64
    assert made["policy"]["text"]["rules"]
