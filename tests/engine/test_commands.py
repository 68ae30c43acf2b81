"""A command as a model: CSV in, CSV out, shut in as far as a foreign program can be, every failure one sentence."""

import contextlib
import os
import shlex
import subprocess
import sys
import threading
import time
from pathlib import Path

import msgspec
import numpy as np
import pandas as pd
import pytest

from rai_desktop.errors import Refusal, UnsafeFile
from rai_desktop.loading import command_runs
from rai_desktop.loading.commands import command_ref
from rai_desktop.loading.hosting import start_inputs
from rai_desktop.project.model import Inputs

FRAME = pd.DataFrame({"a": np.arange(6.0), "b": ["x, y", 'q"', "é", "", "n\nm", "z"]})
@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAI_HOME", str(tmp_path_factory.mktemp("home")))


@pytest.mark.parametrize(("text", "sign"), [
    ("awk -f s.awk | tail -n +2", "|"), ("awk -f s.awk > out.csv", ">"), ("sort <in.csv", "<"), ("true; true", ";"), ("true && true", "&"),
    ("python $HOME/score.py", "$"), ("python ~/score.py", "~"), ("python `which score`", "`"),
])
def test_what_only_a_shell_understands_is_told_and_not_handed_to_the_program(text: str, sign: str, tmp_path: Path) -> None:
    if os.name == "nt" and sign not in "|<>&":
        pytest.skip("no sign of this system's shell")
    with pytest.raises(Refusal, match="which only a shell understands") as told:
        command_ref(text, folder=tmp_path)
    assert f"“{sign}”" in told.value.sentence


@pytest.mark.parametrize("text", ["sh -c 'a | b > c; d & e `f` $g ~/h'", 'sh -c "a | b > c"', r"sh x\|y", "sh a~b 5$"])
def test_signs_within_quotes_or_that_no_shell_minds_are_handed_over(text: str) -> None:
    assert command_runs.split(text)


LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux only")
ARROW = """import sys, pyarrow as pa
table = pa.ipc.open_stream(sys.stdin.buffer).read_all()
def answer(file=False, **columns):
    given = pa.table(columns)
    with (pa.ipc.new_file if file else pa.ipc.new_stream)(sys.stdout.buffer, given.schema) as out:
        out.write_table(given, max_chunksize=2)
"""
START = "import csv, sys\nrows = list(csv.DictReader(sys.stdin))\n"


def told(script: Path) -> str:
    """A Python script as a command, quoted as this system's terminal wants it."""
    given = [sys.executable, str(script)]
    return subprocess.list2cmdline(given) if os.name == "nt" else shlex.join(given)


def started(folder: Path, code: str, classes: str = "", limit: float = 30, reason: str = "a test", arrow: bool = False):
    script = folder / "score.py"
    script.write_text((ARROW if arrow else START) + code)
    ref = command_ref(told(script), classes, arrow=arrow)
    return start_inputs(Inputs(model=ref, allowed_reason=reason), timeout_s=limit)


def test_numbers_arrive_for_every_row(tmp_path: Path) -> None:
    code = "print('prediction')\nfor r in rows: print(float(r['a']) * 2 + len(r['b']))"
    with started(tmp_path, code) as model:
        np.testing.assert_array_equal(model.predict(FRAME), FRAME.a * 2 + FRAME.b.str.len())
        assert model.predict_proba(FRAME) is None
        assert model.facts.kind == "command"


def test_python_reads_the_table_as_it_is_written_on_windows_too(tmp_path: Path) -> None:
    code = ("import os\nprint('prediction')\nutf8 = 'utf-8' in os.environ.get('PYTHONIOENCODING', '') and sys.stdin.encoding == 'utf-8'\n"
            "for r in rows: print(float(utf8))")
    with started(tmp_path, code) as model:
        np.testing.assert_array_equal(model.predict(FRAME), 1.0)


def test_labels_and_probabilities_arrive_and_the_program_is_asked_once(tmp_path: Path) -> None:
    code = ("print('id,prediction,probability_yes,probability_no')\n"
            "for r in rows: p = float(r['a']) / 5; print(f\"1,{'yes' if p > .5 else 'no'},{p},{1 - p}\")")
    with started(tmp_path, code, "no,yes") as model:
        assert list(model.predict(FRAME)) == ["no"] * 3 + ["yes"] * 3
        (tmp_path / "score.py").write_text("raise SystemExit(1)")
        np.testing.assert_allclose(model.predict_proba(FRAME), np.stack([1 - FRAME.a / 5, FRAME.a / 5], axis=1))


def test_a_table_changed_in_place_and_an_equal_one_are_questions_of_their_own(tmp_path: Path) -> None:
    """The cross-check of explanations shuffles one column after another in one and the same table."""
    code = ("print('prediction,probability_no,probability_yes')\n"
            "for r in rows: print(f\"{float(r['a'])},0.5,0.5\")")
    with started(tmp_path, code, "no,yes") as model:
        frame = FRAME.copy()
        np.testing.assert_array_equal(model.predict(frame), FRAME.a)
        frame.isetitem(0, FRAME.a.to_numpy()[::-1].copy())
        np.testing.assert_array_equal(model.predict(frame), FRAME.a[::-1])
        (tmp_path / "score.py").write_text("raise SystemExit('asked')")
        model.predict_proba(frame)
        with pytest.raises(Refusal, match="asked"):
            model.predict(frame.copy())


@pytest.mark.parametrize("file", [False, True])
def test_a_table_goes_out_and_comes_back_as_arrow_and_no_digit_or_word_is_lost(tmp_path: Path, file: bool) -> None:
    code = f"answer({file}, prediction=table['a'], id=table['b'])"
    frame = FRAME.assign(a=FRAME.a / 3, b=["NA", "007", "", "1e5", "x", "y"])
    with started(tmp_path, code, arrow=True) as model:
        np.testing.assert_array_equal(model.predict(frame), frame.a)
    code = "answer(prediction=table['b'].dictionary_encode(), probability_no=[0.25] * 6, probability_yes=pa.array([.75] * 6, 'float32'))"
    with started(tmp_path, code, "no,yes", arrow=True) as model:
        frame = FRAME.assign(b=["no", "yes"] * 3)
        assert list(model.predict(frame)) == ["no", "yes"] * 3
        np.testing.assert_array_equal(model.predict_proba(frame), [[0.25, 0.75]] * 6)


def test_a_command_that_reads_csv_may_answer_in_arrow_and_the_other_way_round(tmp_path: Path) -> None:
    with started(tmp_path, "print('prediction'); [print(a * 2) for a in table['a'].to_pylist()]", arrow=True) as model:
        np.testing.assert_array_equal(model.predict(FRAME), FRAME.a * 2)
    code = ARROW.replace("table = ", "# ") + "answer(prediction=[r['a'] > '2.0' for r in rows])"
    with started(tmp_path, code) as model:
        assert model.predict(FRAME).tolist() == [False, False, False, True, True, True]


@pytest.mark.parametrize(("code", "said"), [
    ("answer(a=table['a'])", "columns are a"), ("answer(prediction=[1.0])", "1 answers for 6 rows"),
    ("answer(prediction=pa.nulls(6))", "neither numbers nor text"), ("answer(prediction=[[1]] * 6)", "neither numbers nor text"),
    ("answer(prediction=['a', None] * 3)", "no prediction for 3 rows, first row 2"),
    ("answer(prediction=[1.0, float('nan')] * 3)", "no prediction for 3 rows, first row 2"),
    ("answer(prediction=[float('inf')] * 6)", "infinite"), ("sys.stdout.buffer.write(b'ARROW1' + b'x' * 99)", "with a table"),
    ("sys.stdout.buffer.write(bytes([255] * 4 + [127] * 99))", "with a table"),
    ("answer(prediction=pa.DictionaryArray.from_arrays(pa.array([9] * 6, 'int8'), ['a'], safe=False))", "with a table"),
])
def test_every_failure_in_arrow_is_a_sentence(tmp_path: Path, code: str, said: str) -> None:
    with started(tmp_path, code, arrow=True) as model, pytest.raises(Refusal, match=said):
        model.predict(FRAME)


def test_reasons_can_be_had_by_its_answers_alone(tmp_path: Path) -> None:
    code = "print('prediction')\nfor r in rows: print(float(r['a']) * 3)"
    frame = FRAME[["a"]].assign(c=1.0)
    with started(tmp_path, code) as model:
        found = model.explain(frame.head(2), frame, {"rows": 2})
    np.testing.assert_allclose(found["values"], [[-7.5, 0], [-4.5, 0]], atol=1e-9)


@LINUX
def test_a_shell_that_writes_to_who_listens_no_more_ends_as_in_a_terminal(tmp_path: Path) -> None:
    shell = "echo prediction; while :; do echo 1; done | head -n 6"
    model = command_ref(shlex.join(["sh", "-c", shell]), folder=tmp_path)
    with start_inputs(Inputs(model=model, allowed_reason="a test"), timeout_s=20) as started_:
        assert list(started_.predict(FRAME)) == [1.0] * 6


def _holding(token: str) -> list[str]:
    """The processes whose command line holds a token."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if token.encode() in (place / "cmdline").read_bytes():
                found.append(place.name)
    return found


@LINUX
def test_all_that_a_command_started_ends_when_the_engine_is_killed(tmp_path: Path) -> None:
    token = f"token-{os.getpid()}"
    engine = """import sys, pandas as pd
from rai_desktop.loading.commands import command_ref
from rai_desktop.loading.hosting import start_inputs
from rai_desktop.project.model import Inputs
model = start_inputs(Inputs(model=command_ref(sys.stdin.read()), allowed_reason="a test"), timeout_s=60)
print("asking", flush=True)
model.predict(pd.DataFrame({"a": [1]}))
"""
    shell = f": {token}; (while :; do sleep 0.1; done) | cat"
    with subprocess.Popen([sys.executable, "-c", engine], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                          env={**os.environ, "TMPDIR": str(tmp_path)}) as started_:
        assert started_.stdin
        assert started_.stdout
        started_.stdin.write(shlex.join(["sh", "-c", shell]))
        started_.stdin.close()
        assert started_.stdout.readline()
        for _turn in range(300):
            if len(_holding(token)) > 2:
                break
            time.sleep(0.05)
        else:
            pytest.fail("the command did not begin")
        started_.kill()
    for _turn in range(100):
        if not _holding(token):
            return
        time.sleep(0.05)
    pytest.fail("a part of the command outlived the engine")


@LINUX
@pytest.mark.parametrize("attempt", [
    "import socket; socket.create_connection(('127.0.0.1', 9), 1)", "open('/tmp/rai-command-escaped', 'w')",
    "open({folder!r} + '/written', 'w')",
])
def test_it_reaches_no_network_and_writes_nowhere(tmp_path: Path, attempt: str) -> None:
    code = ("try:\n    " + attempt.format(folder=str(tmp_path)) + "\n    said = 1\nexcept OSError: said = 0\n"
            "print('prediction')\nfor r in rows: print(said)")
    with started(tmp_path, code) as model:
        assert model.predict(FRAME).sum() == 0
        layers = model.facts.isolation
    assert layers["Isolation"].startswith("partly isolated: these stay open: reading files, starting programs")
    assert layers["seccomp"] == "not used: a program must be able to start its own parts"
    assert not Path("/tmp/rai-command-escaped").exists()


@pytest.mark.parametrize(("code", "said"), [
    ("print('a'); print(1)", "column “prediction”.*columns are a"), ("", "nothing at all"),
    ("print('prediction,prediction')\nfor r in rows: print('1,0')", "columns are prediction, prediction"),
    ("print('prediction'); print(1)", "1 answers for 6 rows"),
    ("print('prediction')\nfor r in rows: print('nan')", "no prediction for 6 rows, first row 1"),
    ("print('prediction')\nfor r in rows: print('inf')", "infinite"),
    ("sys.exit('no such column: income')", "ended with code 1. no such column: income"),
    ("import os; os.abort()", "ended with code -6"),
    ("sys.stdout.buffer.write(b'\\xff\\xfe')", "column “prediction”"),
    ("import time; time.sleep(60)", "longer than 5 seconds"),
    ("while True: sys.stdout.write('x' * 2**20)", "longer than 5 seconds|ended with code"),
])
def test_every_failure_is_a_sentence(tmp_path: Path, code: str, said: str) -> None:
    with started(tmp_path, code, limit=5) as model, pytest.raises(Refusal, match=said):
        model.predict(FRAME)


def test_a_command_that_fills_its_folder_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_runs, "_FOLDER", 16 * 2**20)
    code = "import tempfile, time\nfor at in range(200): open(tempfile.gettempdir() + '/part-%d' % at, 'wb').write(bytes(2**20)); time.sleep(0.02)"
    with started(tmp_path, code) as model, pytest.raises(Refusal, match="filled its folder with more than 16 MiB"):
        model.predict(FRAME)


@pytest.mark.parametrize(("line", "said"), [
    ("'yes,0.9'", "lacks the columns probability_no, probability_yes"), ("", "do not sum|must lie|not probabilities"),
    ("'yes,0.1,0.9,0.9'", "lacks the columns probability_yes"),
])
def test_probabilities_are_checked(tmp_path: Path, line: str, said: str) -> None:
    twice = "'prediction,probability_no,probability_yes,probability_yes'"
    head = {0: "'prediction,probability_no,probability_yes'", 1: "'prediction,score'", 3: twice}[line.count(",")]
    code = f"print({head})\nfor r in rows: print({line or repr('yes,0.9,0.9')})"
    with started(tmp_path, code, "no,yes") as model, pytest.raises(Refusal, match=said):
        model.predict_proba(FRAME)


def test_a_command_needs_a_reason_and_its_files_unchanged(tmp_path: Path) -> None:
    with pytest.raises(UnsafeFile, match="runs “"):
        started(tmp_path, "", reason=" ")
    ref = command_ref(told(tmp_path / "score.py"))
    assert Path(ref.path).name == "score.py"
    (tmp_path / "score.py").write_text("changed")
    with pytest.raises(Refusal, match="changed"):
        start_inputs(Inputs(model=ref, allowed_reason="a test"))
    with pytest.raises(Refusal, match="no program"):
        command_ref("no-such-program-here score.R")
    with pytest.raises(Refusal, match="quotation"):
        command_ref("Rscript 'score.R")


def test_a_project_from_elsewhere_cannot_start_a_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "s.py").touch()
    ref = command_ref(told(tmp_path / "s.py"))
    start_inputs(Inputs(model=ref, allowed_reason="a test")).close()
    other = msgspec.structs.replace(ref, options={**ref.options, "command": f"touch {tmp_path / 'marker'}"})
    with pytest.raises(UnsafeFile, match="not named on this computer"):
        start_inputs(Inputs(model=other, allowed_reason="a test"))
    monkeypatch.setenv("RAI_HOME", str(tmp_path / "another"))
    with pytest.raises(UnsafeFile, match="not named on this computer"):
        start_inputs(Inputs(model=ref, allowed_reason="a test"))
    assert not (tmp_path / "marker").exists()


def test_a_closed_command_is_not_asked_and_leaves_nothing(tmp_path: Path) -> None:
    model = started(tmp_path, "print('prediction')")
    scratch = model._scratch
    assert scratch.exists()
    model.close()
    model.close()
    assert not scratch.exists()
    with pytest.raises(Refusal, match="closed"):
        model.predict(FRAME)


def test_the_record_survives_the_project_file(tmp_path: Path) -> None:
    (tmp_path / "s.py").touch()
    inputs = Inputs(model=command_ref(told(tmp_path / "s.py"), "a,b"))
    assert msgspec.json.decode(msgspec.json.encode(inputs), type=Inputs) == inputs


MEET = """import os, time
def others():
    for number in filter(str.isdigit, os.listdir('/proc')):
        try: yield __file__ in open(f'/proc/{number}/cmdline').read()
        except OSError: pass
began = time.monotonic()
while sum(others()) < 2:
    if time.monotonic() - began > 20: sys.exit('alone')
    time.sleep(.02)
time.sleep(.3)
print('prediction')
for r in rows: print(float(r['a']) + len(rows))
"""


@LINUX
def test_questions_known_beforehand_are_asked_together_and_each_has_a_run_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each run waits until it sees another: one after the other they would not end."""
    monkeypatch.setattr("rai_desktop.loading.launching.cores", lambda: 2)
    frames = [FRAME, FRAME.iloc[::-1], FRAME.iloc[:3], FRAME.iloc[:2]]
    with started(tmp_path, MEET) as model:
        model.prepare(frames)
        for frame in frames:
            np.testing.assert_array_equal(model.predict(frame), frame.a + len(frame))


def test_a_run_ahead_that_fails_says_so_when_it_is_asked_and_the_others_answer(tmp_path: Path) -> None:
    code = "if len(rows) == 3: sys.exit('three')\nprint('prediction')\nfor r in rows: print(len(rows))"
    frames = [FRAME, FRAME.iloc[:3], FRAME.iloc[:2]]
    with started(tmp_path, code) as model:
        model.prepare(frames)
        assert model.predict(frames[0])[0] == 6
        with pytest.raises(Refusal, match="three"):
            model.predict(frames[1])
        assert model.predict(frames[2])[0] == 2
        assert model.predict(FRAME.copy())[0] == 6


def test_closing_ends_what_runs_ahead(tmp_path: Path) -> None:
    model = started(tmp_path, "import time; time.sleep(60)")
    model.prepare([FRAME, FRAME.iloc[:3], FRAME.iloc[:2]])
    before = time.monotonic()
    time.sleep(0.5)
    model.close()
    assert time.monotonic() - before < 20
    with pytest.raises(Refusal, match="closed"):
        model.predict(FRAME)


def test_whoever_waits_for_a_run_ahead_is_told_when_the_model_is_closed(tmp_path: Path) -> None:
    """The ninth table's run has not begun when the model is closed."""
    model = started(tmp_path, "import time; time.sleep(60)")
    frames = [FRAME.copy() for _ in range(9)]
    model.prepare(frames)
    ending = threading.Timer(1.0, model.close)
    ending.start()
    with pytest.raises(Refusal, match="closed"):
        model.predict(frames[-1])
    ending.join()
