"""Window and engine over the real pipe: run, progress, stop by degrees, deaths, garbage, orphans, sockets."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from rai_desktop.engine import client as clients
from rai_desktop.engine import protocol
from rai_desktop.engine.client import EngineClient
from rai_desktop.engine.recording import Recorder
from rai_desktop.project.document import Document
from rai_desktop.project.model import ColumnRole, FileRef, Inputs, Plan, Planned, Role
from tests.engine.pipe import Heard

ODD = [sys.executable, str(Path(__file__).with_name("odd_engine.py"))]
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux only")


@pytest.fixture
def inputs(tmp_path: Path) -> Inputs:
    lines = ["y,p,s,g", *(f"{i % 2},{(i // 2) % 2},{i / 400},{'ab'[i % 3 == 0]}" for i in range(400))]
    (tmp_path / "rows.csv").write_text("\n".join(lines))
    roles = {"y": Role.LABEL, "p": Role.PREDICTION, "s": Role.SCORE, "g": Role.SENSITIVE}
    return Inputs(data=FileRef(path=str(tmp_path / "rows.csv")), positive="1",
                  roles={name: ColumnRole(role=role) for name, role in roles.items()})


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def engine(heard: Heard) -> Iterator[EngineClient]:
    """The real engine."""
    client = EngineClient(heard)
    yield client
    client.close()


@pytest.fixture
def odd(engine: EngineClient, monkeypatch: pytest.MonkeyPatch) -> EngineClient:
    """An engine with assessments that misbehave."""
    monkeypatch.setattr(clients, "command", lambda: ODD)
    return engine


def run(engine: EngineClient, inputs: Inputs, *names: str, seed: int = 5) -> int:
    plan = Plan(assessments=[Planned(name) for name in names], seed=seed)
    return engine.send(protocol.Run(id=0, inputs=inputs, plan=plan))


@LINUX
def test_nobody_finds_the_pipe_at_standard_input(engine: EngineClient, heard: Heard) -> None:
    """On Windows a library that looks there while it is loaded would wait for the next request: the engine would hang."""
    number = engine.send(protocol.Describe(id=0))
    assert heard.wait(protocol.Described).id == number
    assert os.readlink(f"/proc/{engine._process.pid}/fd/0") == os.devnull


def test_a_whole_run_over_the_pipe(engine: EngineClient, heard: Heard, inputs: Inputs) -> None:
    described = engine.send(protocol.Describe(id=0))
    looked = engine.send(protocol.Look(id=0, path=inputs.data.path))
    checked = engine.send(protocol.Check(id=0, inputs=inputs))
    number = run(engine, inputs, "data_profile", "performance", "fairness", "explanations")
    end = heard.wait(protocol.RunEnded)
    assert isinstance(heard.answers[0], protocol.Ready)
    assert (end.id, end.status, end.facts["rows"]) == (number, "finished", 400)
    of_run = [each for each in heard.answers if each.id == number]
    assert isinstance(of_run[0], protocol.Started)
    assert of_run[-1] is end
    assert len(of_run[0].inputs.data.sha256) == 64
    _progress_is_true(of_run)
    ended = {each.assessment: each.status for each in of_run if isinstance(each, protocol.AssessmentEnded)}
    assert ended == {"data_profile": "finished", "performance": "finished", "fairness": "finished",
                     "explanations": "refused"}
    assert heard.wait(lambda each: each.id == looked and isinstance(each, protocol.Looked)).table.rows == 400
    available = heard.wait(lambda each: each.id == checked and isinstance(each, protocol.Checked)).availability
    assert {each.assessment: each.why for each in available if not each.available} == {
        "explanations": "It needs a model file.", "model_conduct": "It needs a model file."}
    assert len(heard.wait(lambda each: each.id == described).assessments) == 5


def _progress_is_true(answers: list[protocol.Answer]) -> None:
    """Each assessment's progress of one kind never goes back and never passes its total."""
    last: dict[tuple[str, str], int] = {}
    told = [each for each in answers if isinstance(each, protocol.Progressed)]
    assert told
    for each in told:
        key = (each.assessment, each.what)
        assert each.done >= last.get(key, 0), each
        assert each.total is None or each.done <= each.total, each
        last[key] = each.done


def test_bad_requests_are_refused_each_on_its_own(engine: EngineClient, heard: Heard, inputs: Inputs) -> None:
    numbers = [
        engine.send(protocol.Look(id=0, path="/nowhere/data.csv")),
        engine.send(protocol.Inspect(id=0, path="/nowhere/model.pkl")),
        engine.send(protocol.Check(id=0, inputs=Inputs())),
        run(engine, inputs, "unheard_of"),
        engine.send(protocol.Run(id=0, inputs=inputs, plan=Plan(assessments=[Planned("fairness", {"no": 1})]))),
        engine.send(protocol.Export(id=0, project="/nowhere/a.rai", out="/nowhere/out")),
    ]
    for number in (*numbers[:4], numbers[5]):
        refused = heard.wait(lambda each, n=number: each.id == n)
        assert isinstance(refused, protocol.Refused), refused
        assert refused.sentence.endswith(".")
    ended = heard.wait(lambda each: each.id == numbers[4] and isinstance(each, protocol.AssessmentEnded))
    assert (ended.status, "has no parameter no" in ended.reason) == ("refused", True)


def test_garbage_from_the_window_does_no_harm(engine: EngineClient, heard: Heard) -> None:
    engine.start()
    heard.wait(protocol.Ready)
    stream = engine._process.stdin
    stream.write(b"\xff\xfe garbage\n\n{}\n{\"type\": \"run\"}\n[1]\n" + b"x" * 3_000_000 + b"\n")
    stream.flush()
    number = engine.send(protocol.Describe(id=0))
    assert isinstance(heard.wait(lambda each: each.id == number), protocol.Described)


@pytest.mark.expects_log
def test_garbage_from_the_engine_and_failing_assessments_cost_only_themselves(
    odd: EngineClient, heard: Heard, inputs: Inputs
) -> None:
    run(odd, inputs, "fails", "prints", "dials", seed=77)
    assert heard.wait(protocol.RunEnded).status == "finished"
    ended = {each.assessment: each for each in heard.answers if isinstance(each, protocol.AssessmentEnded)}
    assert (ended["fails"].status, ended["fails"].reason) == ("failed", "ValueError: odd")
    assert ended["prints"].status == "finished"
    assert ended["dials"].status == "failed"
    assert "no network" in ended["dials"].reason
    values = {each.measurement.assessment: each.measurement.value for each in heard.answers
              if isinstance(each, protocol.Measured)}
    assert values == {"fails": 77, "prints": 77}  # the plan's seed reached the parameters
    assert ended["prints"].parameters == {"seed": 77}


@pytest.mark.expects_log
def test_stop_at_the_next_yield_keeps_what_was_measured(odd: EngineClient, heard: Heard, inputs: Inputs) -> None:
    number = run(odd, inputs, "endless")
    heard.wait(lambda each: isinstance(each, protocol.Progressed) and each.assessment == "endless")
    began = time.monotonic()
    odd.stop(number)
    assert heard.wait(protocol.RunEnded).status == "cancelled"
    assert time.monotonic() - began < 2
    assert heard.wait(protocol.AssessmentEnded).status == "cancelled"
    assert heard.wait(protocol.Measured).measurement.value == 5
    assert odd.running


@pytest.mark.expects_log
def test_an_engine_stuck_in_c_is_ended_and_another_can_be_started(
    odd: EngineClient, heard: Heard, inputs: Inputs, tmp_path: Path
) -> None:
    with Document.create(tmp_path / "a.rai") as document:
        recorder = Recorder(document, inputs, Plan(seed=5))
        number = run(odd, inputs, "stuck")
        heard.wait(protocol.Measured)
        time.sleep(0.5)
        odd.stop(number, grace_s=0.5)
        died = heard.wait(protocol.Died, timeout_s=10)
        assert died.stopped
        assert "about to be stuck" in died.last_lines
        _replay(heard, recorder)
        result = document.results()["stuck"]
        assert (result.status, [each.value for each in result.measurements]) == ("cancelled", [5])
        assert "Stopped on request" in result.reason
    heard.answers.clear()
    described = odd.send(protocol.Describe(id=0))
    assert isinstance(heard.wait(lambda each: each.id == described), protocol.Described)


@pytest.mark.expects_log
def test_the_engines_death_is_told_with_its_last_words_and_what_it_measured_is_kept(
    odd: EngineClient, heard: Heard, inputs: Inputs, tmp_path: Path
) -> None:
    with Document.create(tmp_path / "a.rai") as document:
        recorder = Recorder(document, inputs, Plan(seed=5))
        run(odd, inputs, "dies", "endless")
        died = heard.wait(protocol.Died)
        assert (died.exit_code, died.last_lines[-1], died.stopped) == (9, "last words", False)
        _replay(heard, recorder)
        results = document.results()
        assert results["dies"].status == "died"
        assert results["dies"].reason.endswith("(exit code 9). last words")
        assert [each.value for each in results["dies"].measurements] == [5]
        assert document.project.runs[-1].status == "died"
    assert not odd.running


def _replay(heard: Heard, recorder: Recorder) -> None:
    for answer in heard.answers:
        recorder.hear(answer)


@pytest.mark.expects_log
@LINUX
def test_closing_ends_even_a_stuck_engine(odd: EngineClient, heard: Heard, inputs: Inputs) -> None:
    run(odd, inputs, "stuck")
    heard.wait(protocol.Measured)
    time.sleep(0.5)
    pid = odd._process.pid
    odd.close(grace_s=0.5)
    assert not Path(f"/proc/{pid}").exists()
    assert not [each for each in heard.answers if isinstance(each, protocol.Died)]


_PARENT = """
import sys, time
from rai_desktop.engine import client, protocol
from rai_desktop.project.model import ColumnRole, FileRef, Inputs, Plan, Planned, Role
client.command = lambda: [sys.executable, sys.argv[1]]
def hear(answer):
    if isinstance(answer, protocol.Measured):
        time.sleep(0.5)
        print(engine._process.pid, flush=True)
engine = client.EngineClient(hear)
inputs = Inputs(data=FileRef(path=sys.argv[2]), roles={"y": ColumnRole(role=Role.LABEL), "p": ColumnRole(role=Role.PREDICTION)})
engine.send(protocol.Run(id=0, inputs=inputs, plan=Plan(assessments=[Planned(sys.argv[3])])))
time.sleep(60)
"""


@LINUX
@pytest.mark.parametrize("act", ["endless", "stuck"])
def test_the_engine_ends_with_its_killed_parent(inputs: Inputs, act: str) -> None:
    with subprocess.Popen([sys.executable, "-c", _PARENT, ODD[1], inputs.data.path, act], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, text=True) as parent:
        pid = int(parent.stdout.readline())
        assert _alive(pid)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    end = time.monotonic() + 8
    while _alive(pid) and time.monotonic() < end:
        time.sleep(0.05)
    assert not _alive(pid)


def _alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def test_the_engine_is_ready_before_any_large_library(tmp_path: Path) -> None:
    code = ("import sys, rai_desktop.engine.__main__, rai_desktop.engine.worker, rai_desktop.engine.client;"
            "print([m for m in ('numpy', 'pandas', 'sklearn', 'scipy', 'pyarrow', 'shap') if m in sys.modules])")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                          env={**os.environ, "RAI_HOME": str(tmp_path)})
    assert done.stdout.strip() == "[]"
