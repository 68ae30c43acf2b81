"""What a killed program left in the temporary folder is cleared away by the next one, and nothing else is."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from rai_desktop.loading import scratch, session

_KILLED = """
import os, signal
from rai_desktop.loading import scratch
from rai_desktop.loading.launching import HostProgram
program = HostProgram("", 1)
(program.scratch / "model").write_bytes(b"a stranger's model")
(scratch.make(scratch.COMMAND) / "table").write_text("name,income")
with scratch.folder(scratch.LOOK), scratch.folder(scratch.ASSESS):
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    scratch.clear_away.cache_clear()
    return tmp_path


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of POSIX")
def test_what_a_killed_program_left_is_cleared_away(place: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", _KILLED], cwd=Path(__file__).parents[3],
                            env={**os.environ, "TMPDIR": str(place)}, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert sorted(path.name.rsplit("-", 2)[0] for path in place.iterdir()) == ["rai-assess", "rai-command", "rai-host", "rai-look"]
    with scratch.folder(scratch.LOOK) as own:
        assert list(place.iterdir()) == [own]
    assert list(place.iterdir()) == []


def test_a_table_that_is_opened_clears_away_too(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _left(place / "rai-command-4194305-abcdefgh")
    monkeypatch.setenv("RAI_HOME", str(place / "home"))
    session.session_dir.cache_clear()
    try:
        session.session_dir()
        assert [path.name for path in place.iterdir()] == ["home"]
    finally:
        session.clear_session()
        session.session_dir.cache_clear()


def test_what_lives_what_names_no_process_and_what_is_no_folder_of_ours_stays(place: Path) -> None:
    kept = {place / f"rai-host-{os.getppid()}-abcdefgh", place / "rai-host-abcd-efgh", place / "rai-host-12345678",
            place / "notes-4194305-abcdefgh", place / "elsewhere"}
    for path in kept:
        _left(path)
    link = place / "rai-look-4194305-abcdefgh"
    link.symlink_to(place / "elsewhere", target_is_directory=True)
    scratch.clear_away()
    assert set(place.iterdir()) == {*kept, link}
    assert all((path / "file").exists() for path in kept)


def _left(path: Path) -> None:
    path.mkdir()
    (path / "file").touch()
