"""A whole fairness and performance assessment of ten million rows against reading those columns alone, in one run.

RAI_BENCH_ROWS changes the number of rows. Everything runs in a process of its own, whose peak memory is its own.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.tables import write_predictions

ROWS = int(os.environ.get("RAI_BENCH_ROWS", "10000000"))
ROOT = Path(__file__).resolve().parents[1]
_ASSESS = """
import json, sys, time
from pathlib import Path
import pyarrow.parquet as pq
from benchmarks.tables import COLUMNS, inputs_of
from rai_desktop.assessments.fairness import FAIRNESS
from rai_desktop.assessments.performance import PERFORMANCE
from rai_desktop.loading import hashing, tables
from rai_desktop.loading.subject import open_subject
path, what, times = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])

def assess():
    hashing._known.clear()  # as if the file were new: it is hashed, opened and looked through again
    tables._opened.clear()
    subject = open_subject(inputs_of(path))
    return sum(1 for each in (FAIRNESS, PERFORMANCE) for _ in each.run(subject, each.parameters()))

def read():
    return pq.read_table(path, columns=list(COLUMNS)).num_rows

def read_coded():
    return pq.read_table(path, columns=list(COLUMNS), read_dictionary=["sex", "age", "label", "prediction"]).num_rows

def seconds(act):
    began = time.perf_counter()
    act()
    return time.perf_counter() - began

acts = [assess] if what == "assess" else [assess, read, read_coded]
found = [[seconds(act) for act in acts] for _ in range(times)]
peak = 0
if Path("/proc/self/status").exists():
    peak = next(int(line.split()[1]) // 1024 for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps({"seconds": found, "peak": peak}))
"""


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_predictions(tmp_path_factory.mktemp("whole") / "predictions.parquet", ROWS)


def in_own_process(table: Path, what: str, times: int) -> dict[str, object]:
    done = subprocess.run([sys.executable, "-c", _ASSESS, str(table), what, str(times)], capture_output=True,
                          text=True, check=True, env=os.environ | {"PYTHONPATH": str(ROOT)})
    return json.loads(done.stdout)


def test_the_whole_assessment_takes_at_most_twice_the_reading(table: Path) -> None:
    found = in_own_process(table, "compare", 7)["seconds"]
    whole, read, coded = (min(times) for times in zip(*found, strict=True))
    print(f"\n{ROWS:,} rows: hashed, opened and assessed {whole:.2f} s; read alone {read:.2f} s ({whole / read:.2f} times); "
          f"read alone with text as dictionaries {coded:.2f} s ({whole / coded:.2f} times)")
    assert whole <= 2 * read


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads the peak from /proc")
def test_memory_stays_bounded(table: Path) -> None:
    peak = in_own_process(table, "assess", 1)["peak"]
    print(f"\n{ROWS:,} rows: peak {peak} MB")
    assert 0 < peak < 1500
