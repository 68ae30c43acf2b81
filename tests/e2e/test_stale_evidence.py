"""Evidence of a run grows old when a file is overwritten in place or the plan changes: command line and report agree."""

import json
import re
import shutil
from pathlib import Path

import msgspec
import pytest

from rai_desktop.project.document import Document
from rai_desktop.project.model import ColumnRole, Plan, Planned, Project, Role
from tests.e2e.conftest import Cli, Here

NIST = "nist_ai_rmf"


@pytest.fixture(scope="module")
def ran(cli: Cli, credit: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a table, a model and the project of a run of both."""
    folder = tmp_path_factory.mktemp("ran")
    for name in ("people.csv", "people.joblib"):
        shutil.copy(credit / name, folder / name)
    done = cli("assess", "--data", folder / "people.csv", "--label", "verdict", "--model", folder / "people.joblib",
               "--sensitive", "sex", "--positive", "1", "--plan", credit / "plan.json", "--project", folder / "run.rai",
               "--out", folder / "bundle")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def mine(ran: Path) -> Path:
    """The same files as they were after the run, at the same paths."""
    kept = {name: (ran / name).read_bytes() for name in ("people.csv", "people.joblib", "run.rai")}
    yield ran
    for name, content in kept.items():
        (ran / name).write_bytes(content)
    shutil.rmtree(ran / "again", ignore_errors=True)


def spoken(here: Here, folder: Path) -> tuple[list[str], str]:
    """Cautions about measured evidence in the table of clauses, and what was said beside it."""
    said = here("clauses", folder / "run.rai", "--framework", NIST, "--json")
    assert said.code == 0
    return [each["coverage"] for each in json.loads(said.out) if each["findings"]], said.err


def report(here: Here, folder: Path) -> str:
    """The report as it would be written now."""
    assert here("export", folder / "run.rai", "--out", folder / "again").code == 0
    return "".join(path.read_text("utf-8") for path in (folder / "again").rglob("*.html"))


def changed(folder: Path, **parts: object) -> None:
    with Document.open(folder / "run.rai") as document:
        document.apply("Change", lambda p: msgspec.structs.replace(p, **parts))


def project_of(folder: Path) -> Project:
    with Document.open(folder / "run.rai", read_only=True) as document:
        return document.project


def test_nothing_is_old_just_after_a_run(mine: Path, here: Here) -> None:
    coverages, said = spoken(here, mine)
    assert "evidence" in coverages
    assert "Stale" not in said
    assert "Stale" not in report(here, mine)


@pytest.mark.parametrize(("name", "words"), [("people.csv", "“people.csv” has been changed on the disk since the run."),
                                             ("people.joblib", "“people.joblib” has been changed on the disk since the run.")])
def test_a_file_overwritten_in_place(mine: Path, here: Here, name: str, words: str) -> None:
    content = (mine / name).read_bytes()
    (mine / name).write_bytes(content[:-2] + b"1\n")
    coverages, said = spoken(here, mine)
    assert f"Stale: {words}" in said
    assert "evidence" not in coverages
    assert f"Stale: {words}" in re.sub(r"\s+", " ", report(here, mine))


def test_a_file_that_is_gone_is_told_and_takes_nothing_from_the_evidence(mine: Path, here: Here) -> None:
    before, _said = spoken(here, mine)
    (mine / "people.csv").unlink()
    coverages, said = spoken(here, mine)
    assert "“people.csv” is not where it was, so whether it has changed since the run cannot be told." in said
    assert coverages == before
    assert "Stale" not in said


@pytest.mark.parametrize(("parts", "words"), [
    (lambda p: {"plan": msgspec.structs.replace(p.plan, seed=1)}, "The seed has changed"),
    (lambda p: {"plan": Plan(assessments=[Planned("fairness", {"minimum_rows": 3}), Planned("performance")], seed=p.plan.seed)},
     "The parameters of 1 assessment have changed"),
    (lambda p: {"inputs": msgspec.structs.replace(p.inputs, threshold=0.9)}, "The threshold has changed"),
    (lambda p: {"inputs": msgspec.structs.replace(p.inputs, positive="2")}, "The favourable outcome has changed"),
    (lambda p: {"inputs": msgspec.structs.replace(p.inputs, roles=p.inputs.roles | {"sex": ColumnRole(role=Role.IGNORE)})},
     "The role or cuts of “sex” have changed"),
    (lambda p: {"plan": msgspec.structs.replace(p.plan, policy="uk_financial")}, "Another policy has been chosen"),
])
def test_what_the_run_would_now_do_otherwise(mine: Path, here: Here, parts, words: str) -> None:
    parts = parts(project_of(mine))
    if "plan" in parts and parts["plan"].policy != "default":
        known = json.loads(here("describe", "--json").out)["policies"]
        other = next(each["id"] for each in known if each["id"] != "default")
        parts = {"plan": msgspec.structs.replace(parts["plan"], policy=other)}
    changed(mine, **parts)
    _coverages, said = spoken(here, mine)
    assert f"Stale: {words}" in said
    assert f"Stale: {words}" in report(here, mine)
