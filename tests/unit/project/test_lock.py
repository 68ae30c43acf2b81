"""The lock file beside a project where Windows does not let it be removed."""

import sys
from pathlib import Path

import pytest

from rai_desktop.project.lock import Lock, lock_path


def test_a_lock_file_that_a_scanner_reads_stays_and_hinders_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = tmp_path / "a.rai"
    held = Lock(project)

    def refused(_path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "The process cannot access the file because it is being used by another process")

    with monkeypatch.context() as windows:
        windows.setattr(sys, "platform", "win32")
        windows.setattr(Path, "unlink", refused)
        held.release()
    assert lock_path(project).exists()
    Lock(project).release()
    assert not lock_path(project).exists()
