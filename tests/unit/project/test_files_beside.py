"""What lies beside a project file: the journal of a killed writer takes its change back, and nothing else gets in."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from rai_desktop.errors import Refusal
from rai_desktop.project.disk import Damaged, NotOurs, ReadOnlyPlace, TooNew
from rai_desktop.project.document import Document
from rai_desktop.project.upgrade import VERSION

PAGE = 4096
_KILLED = """
import os, signal, sys
from rai_desktop.project.document import Document
document = Document.open(sys.argv[1])
with document._file._writing() as connection:
    connection.execute("UPDATE state SET project = '{}'")
    connection.execute("UPDATE history SET label = 'forged'")
    for number in range(4):  # more than SQLite keeps in memory: pages reach the file before the change is done
        connection.execute("INSERT INTO evidence VALUES (NULL, ?, 1, zeroblob(3000000))", (str(number) * 64,))
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "case.rai"
    with Document.create(path, title="Loans", analyst="Ann") as document:
        document.apply("Renamed", lambda project: replace(project, title="Small loans"))
    return path


def journal(pages: dict[int, bytes], count: int, tail: bytes = b"") -> bytes:
    """A journal that puts pages back, and makes the file `count` pages long: https://www.sqlite.org/fileformat.html, section 3."""
    nonce = 7
    head = bytes.fromhex("d9d505f920a163d7") + b"".join(each.to_bytes(4, "big") for each in (len(pages), nonce, count, 512, PAGE))
    body = b"".join(number.to_bytes(4, "big") + page + (nonce + sum(page[at] for at in range(PAGE - 200, 0, -200))).to_bytes(4, "big")
                    for number, page in pages.items())
    return head.ljust(512, b"\0") + body + tail


def beside(path: Path, ending: str = "-journal") -> Path:
    return path.with_name(path.name + ending)


def changed(path: Path, *statements: str) -> dict[int, bytes]:
    """Every page as it would be after statements of a stranger."""
    shutil.copy(path, other := path.with_name("other"))
    with sqlite3.connect(other) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()
    content = other.read_bytes()
    other.unlink()
    return {at // PAGE + 1: content[at:at + PAGE] for at in range(0, len(content), PAGE)}


def untouched(path: Path, *kinds: type[Refusal], match: str) -> None:
    """Refused whichever way it is opened, with no byte altered and nothing more in the folder."""
    content, around = path.read_bytes(), sorted(path.parent.iterdir())
    for read_only in (True, False):
        with pytest.raises(kinds, match=match):
            Document.open(path, read_only=read_only)
    assert (path.read_bytes(), sorted(path.parent.iterdir())) == (content, around)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of POSIX")
@pytest.mark.parametrize("linked", [False, True])
def test_a_writer_killed_within_a_change_leaves_the_file_as_it_was(path: Path, tmp_path: Path, linked: bool) -> None:
    length = path.stat().st_size
    killed = subprocess.run([sys.executable, "-c", _KILLED, path], cwd=Path(__file__).parents[3], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert path.stat().st_size > length and b"forged" in path.read_bytes(), "the change must have reached the file"
    assert beside(path).stat().st_size > 0
    if linked:
        (tmp_path / "elsewhere").mkdir()
        (link := tmp_path / "elsewhere" / "link.rai").symlink_to(path)
    opened = link if linked else path
    with pytest.raises(Refusal, match="was cut short") as told:
        Document.open(opened, read_only=True)
    assert not isinstance(told.value, ReadOnlyPlace)  # to read only is no way out
    with Document.open(opened) as document:
        assert document.project.title == "Small loans"
        assert document.verify_history().ok
    assert not beside(path).exists()
    assert path.stat().st_size == length
    with Document.open(opened, read_only=True) as document:
        assert document.project.title == "Small loans"


def test_what_a_journal_brings_back_is_checked_as_any_file_is(path: Path) -> None:
    kept = path.read_bytes()
    for statements, kind in (
        (["CREATE TRIGGER t AFTER INSERT ON history BEGIN DELETE FROM history; END"], NotOurs),
        (["CREATE VIEW v AS SELECT 1"], NotOurs),
        (["PRAGMA application_id=1"], NotOurs),
        ([f"PRAGMA user_version={VERSION + 1}"], TooNew),
        (["UPDATE state SET project = '[]'"], Damaged),
    ):
        path.write_bytes(kept)
        pages = changed(path, *statements)
        path.write_bytes(kept.ljust(len(pages) * PAGE, b"\0"))
        beside(path).write_bytes(journal(pages, len(pages)))
        with pytest.raises(kind):
            Document.open(path)
        assert not beside(path).exists(), "SQLite must have followed it, or the test shows nothing"
        assert not path.with_name(".~case.rai.lock").exists()


def test_an_older_format_that_a_journal_brings_back_is_upgraded(path: Path) -> None:
    """As after a power cut within an upgrade."""
    pages = changed(path, "PRAGMA user_version=1")
    beside(path).write_bytes(journal(pages, len(pages)))
    with Document.open(path) as document:
        assert document.project.title == "Small loans"
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
    connection.close()
    assert beside(path, ".v1.bak").exists()


@pytest.mark.parametrize("pages", [10**6, 2**32 - 1])
def test_a_journal_that_would_lengthen_the_file_is_not_followed(path: Path, pages: int) -> None:
    beside(path).write_bytes(journal({}, pages))
    untouched(path, Damaged, match="tells of more than the file ever held")


@pytest.mark.skipif(not hasattr(os, "symlink") or sys.platform == "win32", reason="links need a right on Windows")
@pytest.mark.parametrize("target", ["victim", "nowhere"])
def test_a_journal_that_is_a_link_is_not_followed(path: Path, tmp_path: Path, target: str) -> None:
    (victim := tmp_path / "victim").write_bytes(b"")  # SQLite would write its journal there, and leave it
    beside(path).symlink_to(tmp_path / target)
    untouched(path, Damaged, match="no file but a link or a folder")
    assert victim.read_bytes() == b""


def test_a_folder_in_place_of_a_journal_is_told(path: Path) -> None:
    beside(path).mkdir()
    untouched(path, Damaged, match="no file but a link or a folder")


@pytest.mark.parametrize("content", [b"", b"\0" * 600, b"x", b"no journal at all " * 99])
def test_a_journal_of_nothing_is_passed_over(path: Path, content: bytes) -> None:
    beside(path).write_bytes(content)
    with Document.open(path) as document:
        assert document.project.title == "Small loans"


def logged(path: Path, *statements: str) -> None:
    """Leave changes in a write-ahead log beside the file, as a program that was killed does."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    for statement in statements:
        connection.execute(statement)
    for ending in ("", "-wal", "-shm"):
        shutil.copy(beside(path, ending), beside(path, ending + ".kept"))
    connection.close()
    for ending in ("", "-wal", "-shm"):
        beside(path, ending + ".kept").replace(beside(path, ending))


@pytest.mark.parametrize("gone", ["", "-shm", "-wal"])
@pytest.mark.parametrize("header", [1, 2])
def test_a_write_ahead_log_is_not_taken_in(path: Path, gone: str, header: int) -> None:
    """Whichever way the file itself says to be kept: SQLite takes a log in wherever one lies."""
    logged(path, "CREATE TRIGGER t AFTER INSERT ON history BEGIN UPDATE state SET project = '{}'; END")
    if gone:
        beside(path, gone).unlink()
    content = bytearray(path.read_bytes())
    content[18:20] = header, header
    path.write_bytes(content)
    untouched(path, Refusal, match=r"Beside case\.rai lies case\.rai-(wal|shm): another program's changes")
    for ending in ("-wal", "-shm"):
        beside(path, ending).unlink(missing_ok=True)
    with Document.open(path) as document:  # the way out
        assert document.project.title == "Small loans"


def test_a_log_that_leads_nowhere_is_told(path: Path, tmp_path: Path) -> None:
    beside(path, "-wal").symlink_to(tmp_path / "nowhere")
    untouched(path, Refusal, match=r"Beside case\.rai lies")


def test_a_file_switched_to_a_log_is_read_without_one_and_switched_back(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    connection.close()
    content, around = path.read_bytes(), sorted(path.parent.iterdir())
    with Document.open(path, read_only=True) as document:
        assert document.project.title == "Small loans"
        assert sorted(path.parent.iterdir()) == around
    assert (path.read_bytes(), sorted(path.parent.iterdir())) == (content, around)
    with Document.open(path) as document:
        document.apply("Renamed", lambda project: replace(project, title="Loans"))
        assert not beside(path, "-wal").exists()
    assert sorted(path.parent.iterdir()) == around
    assert path.read_bytes()[18:20] == b"\1\1"


def test_a_program_in_a_file_switched_to_a_log_is_refused_untouched(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE VIEW v AS SELECT 1")
    connection.close()
    untouched(path, NotOurs, match="is not a RAI Desktop project")
