"""Bad places and project files through the command line: full disks, other people's folders, damaged projects."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import Cli, Here, Said, people, refused

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux only")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    people(200).assign(said=1).to_csv(tmp_path / "people.csv", index=False)
    (tmp_path / "plan.json").write_text('["performance"]')
    return tmp_path / "people.csv"


def assess(here: Here, table: Path, out: Path, *more: object) -> Said:
    return here("assess", "--data", table, "--label", "verdict", "--prediction", "said", "--plan",
                table.parent / "plan.json", "--out", out, *more)


@pytest.fixture(scope="module")
def project(cli: Cli, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project file with one run."""
    folder = tmp_path_factory.mktemp("project")
    people(200).assign(said=1).to_csv(folder / "people.csv", index=False)
    (folder / "plan.json").write_text('["performance"]')
    done = cli("assess", "--data", folder / "people.csv", "--label", "verdict", "--prediction", "said", "--plan",
               folder / "plan.json", "--project", folder / "run.rai", "--out", folder / "bundle")
    assert done.returncode == 0, done.stderr
    return folder / "run.rai"


def test_other_peoples_folders_are_never_touched(here: Here, table: Path, tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "letter.txt").write_text("mine")
    said = assess(here, table, full)
    assert (said.code, said.out) == (2, "")
    assert "is not a bundle" in said.err
    assert "performance" not in said.err  # told before the work, not after it
    assert [path.name for path in full.iterdir()] == ["letter.txt"]
    assert assess(here, table, table).code == 2
    assert table.read_text().startswith("sex")


def test_an_older_bundle_is_replaced(here: Here, table: Path, tmp_path: Path) -> None:
    for _again in range(2):
        assert assess(here, table, tmp_path / "out").code == 0
    assert here("verify", tmp_path / "out").code == 0


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_told(here: Here, table: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    refused(assess(here, table, closed / "out"), closed / "out", "Nothing can be written")


def test_a_path_through_a_file_is_told(here: Here, table: Path) -> None:
    said = assess(here, table, table / "out")
    assert (said.code, said.out) == (2, "")
    assert "Nothing can be written" in said.err


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda path: path.write_bytes(path.read_bytes()[:9000]), "damaged"),
        (lambda path: path.write_bytes(b"not a project"), "is not a RAI Desktop project"),
        (lambda path: _pragma(path, "user_version = 9999"), "newer"),
        (lambda path: _pragma(path, "application_id = 7"), "is not a RAI Desktop project"),
        (lambda path: path.unlink(), "There is no file"),
        (lambda path: path.write_bytes(b""), "is not a RAI Desktop project"),
    ],
    ids=["truncated", "text", "newer", "other program", "missing", "empty"],
)
def test_a_project_that_cannot_be_read_is_told_and_left_alone(
    here: Here, project: Path, tmp_path: Path, spoil, words: str
) -> None:
    copy = tmp_path / "run.rai"
    shutil.copyfile(project, copy)
    spoil(copy)
    before = copy.read_bytes() if copy.exists() else None
    refused(here("export", copy, "--out", tmp_path / "out"), tmp_path / "out", words)
    assert (copy.read_bytes() if copy.exists() else None) == before


def test_a_project_is_not_overwritten(here: Here, table: Path, project: Path, tmp_path: Path) -> None:
    before = project.read_bytes()
    refused(assess(here, table, tmp_path / "out", "--project", project), tmp_path / "out", "run.rai")
    assert project.read_bytes() == before


def test_what_is_no_bundle_cannot_be_verified_or_compared(here: Here, table: Path, tmp_path: Path) -> None:
    for words in (("verify", tmp_path), ("compare", tmp_path, tmp_path), ("verify", tmp_path / "none")):
        said = here(*words)
        assert said.code == 2
        assert "bundle" in said.err


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 KiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "none", disk], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("a small disk needs the right to mount one")
    yield disk
    subprocess.run(["umount", disk], check=True)


@LINUX
def test_a_full_disk_is_told_and_nothing_is_left(here: Here, table: Path, small_disk: Path) -> None:
    said = assess(here, table, small_disk / "out")
    assert (said.code, said.out) == (2, "")
    assert "the disk is full" in said.err.splitlines()[-1]
    assert list(small_disk.iterdir()) == []


@LINUX
@pytest.mark.parametrize("free_kib", [0, 8, 24, 32])
def test_a_project_on_a_full_disk_is_told(
    here: Here, table: Path, small_disk: Path, tmp_path: Path, free_kib: int
) -> None:
    (table.parent / "plan.json").write_text('["data_profile", "performance"]')
    (small_disk / "ballast").write_bytes(b"x" * (256 - free_kib) * 1024)
    said = assess(here, table, tmp_path / "out", "--project", small_disk / "run.rai")
    assert (said.code, said.out) == (2, "")
    assert "full" in said.err.splitlines()[-1]
    assert not (tmp_path / "out").exists()


@LINUX
def test_a_file_that_may_not_grow_is_told(cli: Cli, project: Path, tmp_path: Path) -> None:
    def limited() -> None:
        import resource
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    done = cli("export", project, "--out", tmp_path / "out", preexec_fn=limited)
    assert done.returncode == 2, done.stderr
    assert "could not be written" in done.stderr.splitlines()[-1]
    assert not (tmp_path / "out").exists()


def _pragma(path: Path, setting: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA {setting}")
    connection.commit()
    connection.close()
