"""Kill -9 at any moment loses no acknowledged change and leaves a history that verifies."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rai_desktop.project.document import Document

_WRITER = """
import sys
from msgspec.structs import replace
from rai_desktop.project.document import Document
from rai_desktop.project.model import Answer
document = Document.open(sys.argv[1])
count = int(document.project.title or 0)
while True:
    count += 1
    filler = {f"q{i}": Answer(value=f"{count} " * 40) for i in range(60)}
    document.apply(f"Change {count}", lambda p: replace(p, title=str(count), answers={"pack": filler}))
    document.keep(str(count).encode() * 999)
    sys.stdout.write(f"{count}\\n")
    sys.stdout.flush()
"""
_ROUNDS = 8


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of POSIX")
def test_a_killed_writer_loses_nothing_it_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "case.rai"
    Document.create(path).close()
    chance = random.Random(9)
    acknowledged = 0
    for _round in range(_ROUNDS):
        acknowledged = max(acknowledged, _write_until_killed(path, chance.uniform(0.0, 0.25)))
        with Document.open(path) as document:
            kept = int(document.project.title or 0)
            assert kept in (acknowledged, acknowledged + 1), "the change in flight may or may not be in"
            assert document.undo_label == f"Change {kept}"
            check = document.verify_history()
            assert check.ok, check.problem
            assert check.rows == kept + 1
        acknowledged = kept
    assert acknowledged > _ROUNDS


def _write_until_killed(path: Path, after_s: float) -> int:
    """The last number the writer said was on disk before it was killed, `after_s` from its first."""
    command = [sys.executable, "-c", _WRITER, str(path)]
    root = Path(__file__).parents[2]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=root, text=True)
    assert writer.stdout is not None
    lines = [writer.stdout.readline()]
    time.sleep(after_s)
    os.kill(writer.pid, signal.SIGKILL)
    lines += writer.stdout.read().splitlines(keepends=True)
    writer.wait(timeout=10)
    writer.stdout.close()
    whole = [line for line in lines if line.endswith("\n")]
    return int(whole[-1]) if whole else 0
