"""Bundles name files and never folders, and give the command that repeats the run."""

import json
import shlex
from pathlib import Path

import msgspec
import pytest

from rai_desktop.cli.arguments import parser
from rai_desktop.findings.measurement import Result
from rai_desktop.project.model import Answer, Attachment, ColumnRole, FileRef, Plan, Role
from rai_desktop.report.bundle import export
from rai_desktop.report.material import gather
from rai_desktop.report.placeless import placeless
from rai_desktop.report.repeating import repeating

HIDDEN = "/home/someone/secret client"


def moved(project, folder: str):
    """The project as if its files lay in `folder`."""
    command = FileRef(path="", format="command", options={"command": "/opt/models/a/predict --fast"})
    inputs = msgspec.structs.replace(project.inputs, data=FileRef(path=f"{folder}/credit.csv", sha256="ab" * 32),
                                     python=f"{folder}/env/bin/python3", model=command,
                                     code=[FileRef(path=f"{folder}/features.py", sha256="ef" * 32)])
    runs = [msgspec.structs.replace(project.runs[0], inputs=inputs, facts={"opened": f"{folder}/credit.csv"})]
    answer = Answer(value="yes", note="see https://example.org/home/someone/x",
                    evidence=[Attachment(file=FileRef(path=f"{folder}/minutes.pdf", sha256="cd" * 32))])
    return msgspec.structs.replace(project, inputs=inputs, runs=runs, answers={"eu_ai_act": {"nobody": answer}})


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_no_file_of_the_bundle_names_a_folder_of_the_analyst(project, results, tmp_path) -> None:
    failed = Result(assessment="explanations", status="failed", reason='File "/home/someone/lib/x.py" broke')
    made = contents(export(moved(project, HIDDEN), {**results, "explanations": failed}, tmp_path / "b"))
    assert [name for name, content in made.items() if b"/home/someone/" in content.replace(b"example.org/home/someone", b"")] == []
    assert b"https://example.org/home/someone/x" in made["data/project.json"]
    assert json.loads(made["data/project.json"])["inputs"]["data"]["path"] == "credit.csv"
    given = json.loads(made["data/results.json"])["inputs"]
    assert given["model"]["options"] == {"command": "predict --fast"}
    assert given["code"][0]["name"] == "features.py"


def test_where_the_files_lie_changes_no_byte(project, results, tmp_path) -> None:
    one = contents(export(moved(project, HIDDEN), results, tmp_path / "one"))
    two = contents(export(moved(project, "/mnt/d"), results, tmp_path / "two"))
    assert [name for name in one if one[name] != two.get(name)] == []


@pytest.mark.parametrize(("reason", "kept"), [
    ("cannot open /opt/a/b.csv now", "cannot open b.csv now"),
    ("cannot open C:\\Users\\me\\b.csv now", "cannot open b.csv now"),
    ("see https://example.org/a/b/c", "see https://example.org/a/b/c"),
    ("rates 1/2/3 and/or a/b/c", "rates 1/2/3 and/or a/b/c"),
    ("", ""),
])
def test_paths_in_reasons(project, reason: str, kept: str) -> None:
    material = gather(project, {"fairness": Result(assessment="fairness", status="failed", reason=reason)})
    assert placeless(material).results["fairness"].reason == kept


def test_a_policy_file_is_named_without_its_folder(project, tmp_path) -> None:
    policy = tmp_path / "ours.toml"
    policy.write_text('id = "ours"\ntitle = "Ours"\nversion = "1"\ndate = "2026-01-01"\nextends = "default"\n')
    planned = msgspec.structs.replace(project, plan=Plan(policy=str(policy)))
    assert placeless(gather(planned, {})).project.plan.policy == "ours.toml"


def test_nothing_else_is_altered(project, results) -> None:
    material = gather(project, results)
    assert placeless(material).results == material.results
    assert placeless(material).findings == material.findings


def test_the_command_line_repeats_the_run(project) -> None:
    made = repeating(placeless(gather(moved(project, HIDDEN), {})))
    assert shlex.split(made["line"]) == made["arguments"]
    chosen = parser().parse_args(["assess", "--label", "y", *made["arguments"][2:]])
    assert (chosen.data, chosen.seed, chosen.positive, chosen.sensitive) == (Path("credit.csv"), 7, "repaid", "sex")
    assert chosen.title == project.title


def test_the_line_of_a_command_and_of_code_beside_a_model_names_them_as_such(project) -> None:
    command = FileRef(path="/x/score.R", format="command", options={"command": "Rscript score.R", "classes": "no,yes", "table": "arrow"})
    code = [FileRef(path="/x/f.py", options={"module": "ours.features"})]
    chosen = []
    project = msgspec.structs.replace(project, inputs=msgspec.structs.replace(project.inputs, roles={
        "sex": ColumnRole(role=Role.SENSITIVE_FEATURE), "age": ColumnRole(role=Role.FEATURE), "x": ColumnRole(role=Role.IGNORE)}))
    for inputs in ({"model": command, "allowed_reason": "ours"}, {"model": FileRef(path="/x/m.joblib"), "code": code}):
        changed = msgspec.structs.replace(project, inputs=msgspec.structs.replace(project.inputs, **inputs), runs=[])
        chosen.append(parser().parse_args(["assess", "--label", "y", *repeating(gather(changed, {}))["arguments"][2:]]))
    assert (chosen[0].model, chosen[0].model_command, chosen[0].model_classes) == (None, "Rscript score.R", "no,yes")
    assert (chosen[0].command_table, chosen[0].reason) == ("arrow", "ours")
    assert (chosen[0].features, chosen[0].sensitive) == ("sex,age", "sex")
    assert (chosen[1].model, chosen[1].code) == (Path("m.joblib"), ["ours.features=f.py"])


def test_an_option_of_a_dash_stays_a_value(project) -> None:
    inputs = msgspec.structs.replace(project.inputs, positive="-1")
    project = msgspec.structs.replace(project, inputs=inputs, runs=[])
    assert "--positive=-1" in repeating(gather(project, {}))["arguments"]


def test_a_score_of_the_other_outcome_is_repeated_as_that(project) -> None:
    inputs = msgspec.structs.replace(project.inputs, roles={"risk": ColumnRole(role=Role.OTHER_SCORE)})
    made = repeating(gather(msgspec.structs.replace(project, inputs=inputs, runs=[]), {}))
    chosen = parser().parse_args(["assess", "--label", "y", *made["arguments"][2:]])
    assert (chosen.other_score, chosen.score) == ("risk", None)
