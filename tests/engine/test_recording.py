"""What a run says is in the project file as it comes, whatever ends the run."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rai_desktop.engine import protocol
from rai_desktop.engine.recording import Recorder
from rai_desktop.findings.measurement import Measurement, Table
from rai_desktop.project.document import Document
from rai_desktop.project.model import FileRef, Inputs, Plan

INPUTS = Inputs(data=FileRef(path="/rows.csv"))


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    with Document.create(tmp_path / "a.rai") as one:
        yield one


@pytest.fixture
def recorder(document: Document) -> Recorder:
    one = Recorder(document, INPUTS, Plan(seed=4), now=lambda: "2026-01-02T03:04:05+00:00")
    used = Inputs(data=FileRef(path="/rows.csv", sha256="a" * 64))
    one.hear(protocol.Started(id=1, assessments=["fairness", "performance"], inputs=used, versions={"python": "3"},
                              facts={"rows": 3}, isolation={"network": "none"}))
    one.hear(measured("fairness", 0.25))
    return one


def measured(assessment: str, value: float) -> protocol.Measured:
    return protocol.Measured(id=1, measurement=Measurement(assessment=assessment, metric="m", value=value, n=3))


def ended(assessment: str, status: str = "finished") -> protocol.AssessmentEnded:
    return protocol.AssessmentEnded(id=1, assessment=assessment, status=status, parameters={"seed": 4}, seconds=1.5)


def test_a_finished_run_is_kept_whole(document: Document, recorder: Recorder) -> None:
    table = Table(id="t", title="T", columns=["a"], rows=[["1"]])
    recorder.hear(protocol.Evidenced(id=1, assessment="performance", evidence=table))
    recorder.hear(measured("performance", 0.5))
    recorder.hear(ended("performance"))
    recorder.hear(ended("fairness"))
    recorder.hear(protocol.RunEnded(id=1, status="finished", facts={"more": 1}))
    run = document.project.runs[-1]
    assert (run.status, run.seed, run.started, run.ended) == (
        "finished", 4, "2026-01-02T03:04:05+00:00", "2026-01-02T03:04:05+00:00")
    assert run.inputs.data.sha256 == "a" * 64  # as used, not as asked for
    assert (run.facts, run.isolation, run.versions) == ({"rows": 3, "more": 1}, {"network": "none"}, {"python": "3"})
    results = document.results()
    assert results["performance"].evidence == [table]
    assert [each.value for each in results["fairness"].measurements] == [0.25]
    assert results["fairness"].parameters == {"seed": 4}
    assert document.verify_history().ok


def test_what_is_recorded_survives_at_once(document: Document, recorder: Recorder, tmp_path: Path) -> None:
    recorder.hear(ended("fairness", "cancelled"))
    copy = Document.open(document.path, read_only=True)
    try:
        assert copy.results()["fairness"].status == "cancelled"
        assert copy.project.runs[-1].status == "running"
    finally:
        copy.close()


def test_a_death_buries_what_was_pending_with_its_reason(document: Document, recorder: Recorder) -> None:
    recorder.hear(ended("performance"))
    recorder.hear(protocol.Died(exit_code=-11, last_lines=["a", "out of luck"]))
    results = document.results()
    assert results["performance"].status == "finished"
    assert results["fairness"].status == "died"
    assert results["fairness"].reason == "The engine ended by itself (exit code -11). out of luck"
    assert [each.value for each in results["fairness"].measurements] == [0.25]
    assert document.project.runs[-1].status == "died"


def test_a_stop_that_needed_force_is_no_death(document: Document, recorder: Recorder) -> None:
    recorder.hear(protocol.Died(exit_code=-15, stopped=True))
    assert {each.status for each in document.results().values()} == {"cancelled"}
    assert document.project.runs[-1].status == "cancelled"


@pytest.mark.parametrize(
    ("last", "status"),
    [(protocol.Refused(id=1, sentence="No."), "refused"), (protocol.Failed(id=1, sentence="Odd."), "failed")],
)
def test_a_run_that_is_refused_or_fails_is_ended(
    document: Document, recorder: Recorder, last: protocol.Answer, status: str
) -> None:
    recorder.hear(last)
    recorder.hear(protocol.Died(exit_code=0))
    assert recorder.ended
    assert document.project.runs[-1].status == status


def test_a_refusal_before_the_start_leaves_no_run(document: Document) -> None:
    one = Recorder(document, INPUTS, Plan())
    one.hear(protocol.Refused(id=1, sentence="No."))
    assert document.project.runs == []


def test_the_analysts_undo_does_not_lose_a_run(document: Document, recorder: Recorder) -> None:
    assert document.undo_label == ""
    recorder.hear(ended("fairness"))
    assert document.undo_label == ""
