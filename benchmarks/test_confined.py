"""What shutting a model in costs: fitting, predicting and explaining in a confined process against one that is not."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

WORKER = Path(__file__).with_name("confined_worker.py")
TURNS = int(os.environ.get("RAI_BENCHMARK_TURNS", "21"))


class Worker:
    """One of the two processes."""

    def __init__(self, how: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(WORKER), how], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        )  # fmt: skip
        self.told = self._line()

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def seconds(self, work: str) -> float:
        """Processor seconds of one work."""
        assert self.process.stdin is not None
        print(work, file=self.process.stdin, flush=True)
        return float(self._line())

    def close(self) -> None:
        """End it."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()


@pytest.fixture(scope="module")
def both() -> Iterator[tuple[Worker, Worker]]:
    workers = Worker("confined"), Worker("free")
    yield workers
    for worker in workers:
        worker.close()


@pytest.mark.parametrize("work", ["refit", "predict", "SHAP"])
def test_confined_work_costs_no_more_than_free_work(both: tuple[Worker, Worker], work: str) -> None:
    confined, free = both
    assert confined.told.endswith("|open:")
    pairs = [(confined.seconds(work), free.seconds(work)) for _ in range(TURNS)]
    inside, outside = (median(times) for times in zip(*pairs, strict=True))
    ratios = sorted(a / b for a, b in pairs)
    print(f"{work}: confined {inside:.3f} s, free {outside:.3f} s, "
          f"pairs {ratios[0]:.2f} to {ratios[-1]:.2f}, median {ratios[TURNS // 2]:.3f}")
    assert ratios[TURNS // 2] < 1.05
