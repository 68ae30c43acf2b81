"""What shut the model in is told wherever a run is described, in order, and its lack is not passed over."""

import msgspec
import pytest

from rai_desktop.loading import isolation
from rai_desktop.project.model import FileRef
from rai_desktop.report.blocks import Facts, Text
from rai_desktop.report.inputs import input_chapter
from rai_desktop.report.making import making_chapter
from rai_desktop.report.material import gather
from rai_desktop.report.payload import json_bytes, making

HELD = {"limits": "in_force|4294967296", "seccomp": "absent|unknown machine",
        "self_test": "held:read,write,network|open:programs,signals"}


def with_run(project, *, model=True, layers=None):
    run = project.runs[0]
    inputs = msgspec.structs.replace(run.inputs, model=FileRef(path="m.joblib", sha256="cd" * 32) if model else None)
    return msgspec.structs.replace(project, runs=[msgspec.structs.replace(run, inputs=inputs, isolation=layers or {})])


def test_the_reason_for_a_command_is_in_the_report(project, results) -> None:
    command = FileRef(path="/x/score.R", format="command", options={"command": "Rscript score.R"})
    inputs = msgspec.structs.replace(project.runs[0].inputs, model=command, allowed_reason="read <by> us")
    project = msgspec.structs.replace(project, runs=[msgspec.structs.replace(project.runs[0], inputs=inputs)])
    said = [block.text for block in input_chapter(gather(project, results)).blocks if isinstance(block, Text)]
    assert any("Reason: read <by> us" in words for words in said)


def told(chapter) -> list[tuple[str, str]]:
    return [row for block in chapter.blocks if isinstance(block, Facts) for row in block.rows]


@pytest.mark.parametrize("chapter", [input_chapter, making_chapter])
def test_every_layer_is_told_and_the_summary_comes_first(project, results, chapter) -> None:
    layers = isolation.told(HELD)
    rows = told(chapter(gather(with_run(project, layers=layers), results)))
    at = rows.index(("Isolation", layers["Isolation"]))
    assert rows[at : at + len(layers)] == list(layers.items())
    assert "starting programs, signals" in layers["Isolation"]
    assert ("seccomp", "not available on this system (unknown machine)") in rows


@pytest.mark.parametrize("chapter", [input_chapter, making_chapter])
def test_a_run_without_a_record_of_it_does_not_look_confined(project, results, chapter) -> None:
    assert any("nothing shut the model in" in text for _n, text in told(chapter(gather(with_run(project), results))))
    without = told(chapter(gather(with_run(project, model=False), results)))
    assert not any(name == "Isolation" for name, _text in without)


def test_the_record_beside_the_report_carries_the_layers(project, results) -> None:
    layers = isolation.told(HELD)
    record = msgspec.json.decode(json_bytes(making(gather(with_run(project, layers=layers), results))))
    assert record["runs"][0]["isolation"] == layers


def test_what_falls_short_is_a_warning() -> None:
    assert "starting programs" in isolation.shortfall(isolation.told(HELD))
    assert isolation.shortfall(isolation.told({"self_test": "held:read,write|open:"})) == ""
    assert "not in force" in isolation.shortfall(isolation.told({}))
    assert isolation.shortfall({})
