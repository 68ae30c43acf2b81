"""Reading into batches against reading the same columns alone; RAI_BENCH_ROWS scales (default 1,000,000).

Run: pytest benchmarks/test_reading.py -s
"""

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rai_desktop.loading.look import look
from rai_desktop.loading.subject import Subject, open_subject
from rai_desktop.loading.tables import open_fully
from rai_desktop.project.model import ColumnRole, FileRef, Inputs, Role

ROWS = int(os.environ.get("RAI_BENCH_ROWS", "1000000"))
ROLES = {
    "sex": Role.SENSITIVE,
    "race": Role.SENSITIVE,
    "age": Role.SENSITIVE,
    "label": Role.LABEL,
    "prediction": Role.PREDICTION,
    "score": Role.SCORE,
}
_CHILD = """
import sys
sys.path.insert(0, {benchmarks!r})
from test_reading import subject_of
from pathlib import Path
def peak():  # getrusage would tell the parent's peak after fork
    return next(int(l.split()[1]) // 1024 for l in open("/proc/self/status") if l.startswith("VmHWM"))
subject = subject_of(Path({path!r}))
before = peak()
subject.tally
print(before, peak())
"""


def make_table(path: Path, rows: int) -> None:
    """Six columns of predictions, written a million rows at a time."""
    rng = np.random.default_rng(0)
    writer = None
    for start in range(0, rows, 1_000_000):
        n = min(1_000_000, rows - start)
        table = pa.table(
            {
                "sex": pa.array(rng.choice(["female", "male"], n)),
                "race": pa.array(rng.choice(["a", "b", "c", "d", "e"], n)),
                "age": pa.array(rng.integers(18, 90, n)),
                "label": pa.array(rng.choice(["no", "yes"], n)),
                "prediction": pa.array(rng.choice(["no", "yes"], n)),
                "score": pa.array(rng.random(n)),
            }
        )
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    assert writer is not None
    writer.close()


def subject_of(path: Path) -> Subject:
    roles = {
        n: ColumnRole(role=r, bins=[25, 40, 60] if n == "age" else []) for n, r in ROLES.items()
    }
    return open_subject(Inputs(data=FileRef(path=str(path)), roles=roles, positive="yes"))


def seconds(work, repeats: int = 3) -> float:
    """Median time of some runs."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return sorted(times)[len(times) // 2]


@pytest.fixture(scope="module")
def parquet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("reading") / "predictions.parquet"
    make_table(path, ROWS)
    open_fully(str(path))  # the hash is taken once, when the file is chosen
    return path


def test_batches_cost_little_more_than_reading(parquet: Path) -> None:
    alone = seconds(lambda: pq.read_table(parquet, columns=list(ROLES)))
    streamed = seconds(lambda: [None for _ in pq.ParquetFile(parquet).iter_batches(131_072)])
    opening = seconds(lambda: subject_of(parquet))
    subject = subject_of(parquet)
    batches = seconds(lambda: [None for _ in subject.batches()])
    whole = seconds(lambda: subject_of(parquet).tally)
    print(
        f"\n{ROWS:,} rows: read alone {alone:.3f} s, streamed {streamed:.3f} s, open {opening:.3f} s, "
        f"batches {batches:.3f} s ({batches / alone:.2f}x), open and count {whole:.3f} s ({whole / alone:.2f}x)"
    )
    assert sum(batch.rows for batch in subject.batches()) == ROWS


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads the peak from /proc")
def test_memory_is_bounded_by_the_batch(parquet: Path) -> None:
    code = _CHILD.format(benchmarks=str(Path(__file__).parent), path=str(parquet))
    root = str(Path(__file__).parent.parent)
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": root},
    )
    before, peak = map(int, done.stdout.split())
    print(f"\npeak {peak} MB, of which {before} MB before counting")
    assert peak < 1500


def test_delimited_text(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    rng = np.random.default_rng(0)
    n = min(ROWS, 1_000_000)
    pd.DataFrame(
        {
            "id": np.arange(n),
            "sex": rng.choice(["f", "m"], n),
            "x": rng.normal(size=n).round(6),
            "k": rng.integers(0, 1000, n),
            "label": rng.choice(["no", "yes"], n),
        }
    ).to_csv(path, index=False)
    theirs = seconds(lambda: pd.read_csv(path))
    ours = seconds(lambda: open_fully(str(path), {"missing": str(time.perf_counter_ns())}), 1)
    looked = seconds(lambda: look(str(path)), 1)
    print(
        f"\nCSV {path.stat().st_size / 1e6:.0f} MB: pandas {theirs:.2f} s, opened {ours:.2f} s, looked {looked:.2f} s"
    )
    assert open_fully(str(path)).table.rows == n
