"""A named pipe in place of a file is refused in a sentence at once, by every reader of files that a person names."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rai_desktop.errors import Refusal
from rai_desktop.project.document import Document
from rai_desktop.project.plain_files import plain

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes in folders")
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    os.mkfifo(path := tmp_path / "pipe.csv")
    return path


def test_files_and_folders_and_nothing_pass(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    for path in (tmp_path, tmp_path / "a", tmp_path / "none"):
        assert plain(path) is path


@pytest.mark.parametrize("command", [
    ["assess", "--data", "{pipe}", "--label", "y", "--prediction", "p", "--out", "o"],
    ["assess", "--data", "{table}", "--label", "y", "--prediction", "p", "--out", "o", "--answers", "{pipe}"],
    ["assess", "--data", "{table}", "--label", "y", "--prediction", "p", "--out", "o", "--plan", "{pipe}"],
    ["export", "{project}", "--out", "o"],
])  # fmt: skip
def test_commands_end_at_once(command: list[str], pipe: Path, tmp_path: Path) -> None:
    (table := tmp_path / "t.csv").write_text("y,p,g\n" + "1,1,a\n0,0,b\n" * 50)
    (project := tmp_path / "p.rai").symlink_to(pipe)
    given = [each.format(pipe=pipe, table=table, project=project) for each in command]
    ended = subprocess.run([sys.executable, "-m", "rai_desktop.cli", *given], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 2 and "is no file but a pipe or a device" in ended.stderr, ended.stderr


@pytest.mark.parametrize("beside", ["p.rai-journal", ".~p.rai.lock"])
def test_pipes_beside_a_project_are_not_waited_for(beside: str, tmp_path: Path) -> None:
    """SQLite reads the one, we the other; a folder unpacked from a stranger's archive may hold both."""
    Document.create(path := tmp_path / "p.rai", title="T").close()
    os.mkfifo(tmp_path / beside)
    ended = subprocess.run([sys.executable, "-m", "rai_desktop.cli", "merge", path, path], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 2 and f"{beside} is no file but a pipe" in ended.stderr, ended.stderr


def test_the_sentence(pipe: Path) -> None:
    with pytest.raises(Refusal, match="pipe.csv is no file"):
        plain(pipe)
