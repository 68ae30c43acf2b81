"""Two bundles side by side: what went in, what moved, what is no bundle."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from rai_desktop import i18n
from rai_desktop.errors import Refusal
from rai_desktop.findings.measurement import Axis, Interval, Measurement, Point, Points, Result
from rai_desktop.project.model import ColumnRole, FileRef, Plan, Role
from rai_desktop.report.bundle import export
from rai_desktop.report.compare import compare
from rai_desktop.report.material import gather
from rai_desktop.report.payload import json_bytes
from rai_desktop.report.record import record


@pytest.fixture
def written(tmp_path):
    """Writes only results.json: all that a comparison reads."""
    def write(name: str, project, results) -> Path:
        (tmp_path / name / "data").mkdir(parents=True)
        (tmp_path / name / "data" / "results.json").write_bytes(json_bytes(record(gather(project, results))))
        return tmp_path / name
    return write


@pytest.fixture
def french() -> Iterator[None]:
    i18n.choose("fr")
    yield
    i18n.choose("en")


def ranked(value: float) -> dict[str, Result]:
    measured = Measurement(assessment="performance", metric="roc_auc", value=value, n=6000, unit="score",
                           interval=Interval(value - 0.01, value + 0.01, 0.95, "DeLong"))
    return {"performance": Result(assessment="performance", status="finished", measurements=[measured])}


def with_inputs(project, **changes):
    inputs = msgspec.structs.replace(project.inputs, **changes)
    run = msgspec.structs.replace(project.runs[0], inputs=inputs)
    return msgspec.structs.replace(project, inputs=inputs, runs=[run])


def test_the_same_is_the_same(written, project, results) -> None:
    assert compare(written("a", project, results), written("b", project, results)).same


def test_other_data_are_named_with_their_hash(written, project, results) -> None:
    other = with_inputs(project, data=FileRef(path="/x/new.csv", sha256="cd" * 32))
    found = compare(written("a", project, results), written("b", other, results))
    assert found.lines() == ["Data differs: credit.csv (abababababab) became new.csv (cdcdcdcdcdcd)"]
    assert not found.same


def test_roles_and_cuts_are_told_by_column(written, project, results) -> None:
    other = with_inputs(project, roles={"sex": ColumnRole(role=Role.SENSITIVE_FEATURE, bins=[2.0])})
    found = compare(written("a", project, results), written("b", other, results))
    assert found.inputs == ["Columns, sex differs: sensitive became sensitive feature",
                            "Groups are cut at, sex differs: nothing became [2.0]"]


def test_another_policy_changes_verdicts(written, project, made) -> None:
    other = msgspec.structs.replace(project, plan=Plan(policy="us-employment"))
    found = compare(written("a", project, made(0.7)), written("b", other, made(0.7)))
    assert found.inputs[0].startswith("Policy differs: default")
    assert found.only_in_a or found.only_in_b or found.verdicts
    assert found.values == []


def test_a_verdict_that_turned_is_told(written, project) -> None:
    found = compare(written("a", project, ranked(0.9)), written("b", project, ranked(0.5)))
    assert [line.partition(":")[0] for line in found.verdicts] == ["MET became NOT MET"]
    assert len(found.values) == 1


def test_a_parameter_and_a_stop_are_told(written, project, results) -> None:
    fair = results["fairness"]
    other = {"fairness": msgspec.structs.replace(fair, parameters={"level": 0.9}, status="cancelled")}
    found = compare(written("a", project, results), written("b", project, other))
    assert found.inputs == ["Fairness, State differs: finished became cancelled",
                            "Fairness, level differs: nothing became 0.9"]


def test_verdicts_and_fields_are_told_in_the_chosen_language(written, project, french) -> None:
    other = with_inputs(msgspec.structs.replace(project, plan=Plan(seed=3)), threshold=0.4,
                        roles={"sex": ColumnRole(role=Role.SENSITIVE_FEATURE, bins=[2.0])})
    turned = {"performance": msgspec.structs.replace(ranked(0.5)["performance"], status="cancelled")}
    told = compare(written("a", project, ranked(0.9)), written("b", other, turned)).lines()
    said = " ".join(told)
    assert "SATISFAIT est devenu NON SATISFAIT" in said
    for word in ("MET", "roles", "bins", "threshold", "seed", "policy", "status", "cancelled", "sensitive feature", "differs", "became"):
        assert not re.search(rf"\b{word}\b", said), word


@pytest.mark.parametrize("content", [None, b"", b"[]", b"{}", b"\xff", b"[" * 100_000])
def test_what_cannot_be_compared_is_refused(written, project, results, tmp_path, content) -> None:
    a = written("a", project, results)
    (tmp_path / "b" / "data").mkdir(parents=True)
    if content is not None:
        (tmp_path / "b" / "data" / "results.json").write_bytes(content)
    with pytest.raises(Refusal):
        compare(a, tmp_path / "b")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes in folders")
def test_neither_links_nor_pipes_are_read(written, project, results, tmp_path) -> None:
    bundle = written("a", project, results)
    for put in (os.mkfifo, lambda path: path.symlink_to("/dev/zero")):
        (path := bundle / "data" / "results.json").unlink()
        put(path)
        with pytest.raises(Refusal, match="results.json is no plain file"):
            compare(bundle, bundle)


def test_a_hole_of_gigabytes_is_not_read(written, project, results) -> None:
    bundle = written("a", project, results)
    with (bundle / "data" / "results.json").open("ab") as file:
        file.truncate(20 << 30)
    with pytest.raises(Refusal, match="results.json is far too large"):
        compare(bundle, bundle)


def test_another_form_is_refused(written, project, results) -> None:
    a, b = written("a", project, results), written("b", project, results)
    path = b / "data" / "results.json"
    path.write_bytes(path.read_bytes().replace(b"rai-desktop/results/1", b"rai-desktop/results/9"))
    with pytest.raises(Refusal, match="another form"):
        compare(a, b)


def test_pictures_of_like_names_do_not_hide_each_other(project, tmp_path) -> None:
    def chart(name: str) -> Points:
        return Points(id=name, title=name, question="?", axis=Axis("x"), points=[Point(label="f", value=0.5)])

    charts = [chart(name) for name in ("a b", "a/b", "A-B", "../b", "x" * 300)]
    out = export(project, {"fairness": Result(assessment="fairness", status="finished", evidence=charts)}, tmp_path / "b")
    names = [path.name for path in (out / "data" / "pictures").iterdir()]
    assert len({name.lower() for name in names}) == len(charts)
    assert max(map(len, names)) < 110
