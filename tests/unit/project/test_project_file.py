"""The file: tampering is found, damage and strangers are refused in one sentence, nothing is lost."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from msgspec.structs import replace

from rai_desktop.errors import Refusal
from rai_desktop.project import file as file_module
from rai_desktop.project import upgrade as upgrade_module
from rai_desktop.project.disk import Damaged, NotOurs, ReadOnlyPlace, TooNew
from rai_desktop.project.document import Document
from rai_desktop.project.lock import lock_path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "case.rai"
    with Document.create(path, title="Loans", analyst="Ann") as document:
        for number in range(6):
            document.apply(f"Change {number}", lambda p, n=number: replace(p, title=f"title {n}"))
        document.undo()
        document.keep(b"evidence " * 1000)
    return path


def alter(path: Path, sql: str, *values: object) -> None:
    connection = sqlite3.connect(path)
    connection.execute(sql, values)
    connection.commit()
    connection.close()


def check(path: Path):
    with Document.open(path, read_only=True) as document:
        return document.verify_history()


def test_an_untouched_history_verifies(path):
    found = check(path)
    assert (found.ok, found.rows, found.broken, found.notes) == (True, 8, None, [])


@pytest.mark.parametrize("column", ["time", "zone", "user", "analyst", "label", "reason", "version", "hash", "edits"])
@pytest.mark.parametrize("seq", [1, 4, 8])
def test_one_changed_character_in_any_column_of_any_row_is_found(path, column, seq):
    alter(path, f"UPDATE history SET {column} = {column} || ' ' WHERE seq = ?", seq)
    found = check(path)
    assert not found.ok
    assert found.broken in (seq, seq + 1)
    assert str(found.broken) in found.problem


FORGED = ("INSERT INTO history SELECT {seq}, time, zone, user, analyst, kind, target, 'Approved', reason, version, hash, edits "
          "FROM history WHERE seq = 1")


@pytest.mark.parametrize(("sql", "broken"), [
    ("UPDATE history SET kind = 'record' WHERE seq = 3", 3),
    ("UPDATE history SET target = 2 WHERE seq = 8", 8),
    ("DELETE FROM history WHERE seq = 3", 3),
    ("DELETE FROM history WHERE seq = 8", None),
    *((FORGED.format(seq=seq), 1) for seq in (0, -1, -(2**62) - 1, -(2**63))),
    ("UPDATE state SET project = replace(project, 'title 4', 'title 9')", None),
    ("UPDATE evidence SET content = zeroblob(9)", None),
])  # fmt: skip
def test_rows_taken_or_state_and_evidence_altered_are_found(path, sql, broken):
    alter(path, sql)
    found = check(path)
    assert not found.ok
    assert found.broken == broken
    assert found.problem


def test_one_changed_byte_of_any_history_row_in_the_raw_file_is_found(path, tmp_path):
    raw = path.read_bytes()
    edited = [at for at in range(len(raw)) if raw[at : at + 7] == b"Change "]
    assert len(edited) >= 6
    for at in edited[:6]:
        copy = tmp_path / "copy.rai"
        copy.write_bytes(raw[:at] + b"c" + raw[at + 1 :])
        assert not check(copy).ok


def test_a_clock_that_went_back_is_noted_not_condemned(path):
    from rai_desktop.project import verification

    with Document.open(path, read_only=True) as document:
        rows = document.history()
    rows[3] = replace(rows[3], time="2001-01-01T00:00:00.000+00:00")
    assert len(verification._clock_notes(rows)) == 1


# --- bad files -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"x", b"SQLite format 3\x00" + b"\x00" * 84, b"PK\x03\x04" * 50])
def test_a_file_of_another_kind_is_refused_and_left_alone(tmp_path, content):
    path = tmp_path / "other.rai"
    path.write_bytes(content)
    with pytest.raises(NotOurs, match=r"other\.rai is (a ZIP archive, )?not a RAI Desktop project"):
        Document.open(path)
    assert path.read_bytes() == content
    assert [each.name for each in tmp_path.iterdir()] == ["other.rai"]


def test_another_program_s_database_is_refused(tmp_path):
    path = tmp_path / "other.rai"
    alter(path, "CREATE TABLE t(x)")
    with pytest.raises(NotOurs):
        Document.open(path)


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(Refusal, match="There is no file"):
        Document.open(tmp_path / "nowhere.rai")


@pytest.mark.parametrize("keep", [4096, 9000, -1])
def test_a_truncated_file_says_how_much_is_missing(path, keep):
    raw = path.read_bytes()
    path.write_bytes(raw[:keep])
    with pytest.raises(Damaged, match="cut short"):
        Document.open(path)
    assert not lock_path(path).exists()


def test_a_file_from_a_newer_version_is_refused_untouched(path):
    alter(path, f"PRAGMA user_version={upgrade_module.VERSION + 1}")
    raw = path.read_bytes()
    with pytest.raises(TooNew, match="newer RAI Desktop"):
        Document.open(path)
    assert path.read_bytes() == raw


@pytest.mark.parametrize("sql", [
    "CREATE TABLE extra (x)",
    "CREATE VIEW v AS SELECT * FROM history",
    "CREATE TRIGGER t AFTER INSERT ON history BEGIN DELETE FROM history; END",
    "CREATE INDEX i ON history (label)",
    "DROP TABLE evidence",
])  # fmt: skip
def test_a_schema_that_is_not_exactly_ours_is_refused(path, sql):
    alter(path, sql)
    with pytest.raises(NotOurs):
        Document.open(path)


def test_garbage_inside_pages_is_refused_or_found(path, tmp_path):
    raw = bytearray(path.read_bytes())
    for start in range(4096, len(raw), 4096):
        copy = tmp_path / "copy.rai"
        copy.write_bytes(bytes(raw[:start]) + b"\xff" * 200 + bytes(raw[start + 200 :]))
        try:
            found = check(copy)
        except Refusal:
            continue
        assert not found.ok, f"page at {start}"


@pytest.mark.parametrize("text", ["", "[]", "{", "[" * 100_000, '{"id": 3}', "null"])
def test_a_state_that_is_no_project_is_refused(path, text):
    alter(path, "UPDATE state SET project = ?", text)
    with pytest.raises(Damaged):
        Document.open(path)
    assert not lock_path(path).exists()


def test_a_compressed_bomb_does_not_unpack(path):
    import zlib

    alter(path, "UPDATE evidence SET content = ?, size = 10", zlib.compress(b"0" * 50_000_000, 9))
    with Document.open(path) as document:
        assert not document.verify_history().ok


# --- the disk -------------------------------------------------------------------------------------------


def test_a_full_disk_loses_nothing_and_says_so(path):
    with Document.open(path) as document:
        connection = document._file._connection
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")
        before = document.project
        with pytest.raises(Refusal, match=r"disk that holds case\.rai is full") as told:
            document.apply("Too much", lambda p: replace(p, title="x" * 200_000))
        assert "Nothing saved before was lost" in told.value.way_out
        assert document.project == before
        with pytest.raises(Refusal, match="full"):
            document.keep(b"".join(bytes([i % 251, i % 241]) for i in range(500_000)))
        connection.execute("PRAGMA max_page_count=1000000")
        document.apply("Now it fits", lambda p: replace(p, title="y" * 200_000))
        assert document.verify_history().ok


def test_a_moved_file_is_noticed_and_can_be_saved_as_a_copy(path, tmp_path):
    with Document.open(path) as document:
        path.rename(tmp_path / "elsewhere.rai")
        with pytest.raises(Refusal, match="moved or deleted"):
            document.apply("x", lambda p: replace(p, title="x"))
        document.save_copy(tmp_path / "copy.rai")
    with Document.open(tmp_path / "copy.rai") as copy:
        assert copy.project == document.project
        assert copy.verify_history().ok
        assert copy.undo_label


def test_a_read_only_folder_is_said_and_can_be_read(path, monkeypatch):
    import os

    real = os.open

    def refusing(name, flags, *rest, **more):
        if flags & os.O_CREAT:
            raise OSError(30, "Read-only file system")
        return real(name, flags, *rest, **more)

    monkeypatch.setattr(os, "open", refusing)
    with pytest.raises(ReadOnlyPlace, match="read-only"):
        Document.open(path)
    with Document.open(path, read_only=True) as document:
        assert document.project.title == "title 4"


def test_an_interrupted_transaction_leaves_the_last_state(path, monkeypatch):
    with Document.open(path) as document:
        before = document.project, len(document.history())

        def interrupted(*_given):
            raise KeyboardInterrupt

        monkeypatch.setattr(document._file, "_refuse_strange_rows", interrupted)
        with pytest.raises(KeyboardInterrupt):
            document.apply("x", lambda p: replace(p, title="x"))
        monkeypatch.undo()
        assert (document.project, len(document.history())) == before
        document.apply("y", lambda p: replace(p, title="y"))
    with Document.open(path) as document:
        assert document.project.title == "y"


def test_between_changes_there_is_one_file_and_nothing_beside_it(path):
    with Document.open(path) as document:
        document.apply("x", lambda p: replace(p, title="x"))
        copy = path.parent / "mailed" / path.name
        copy.parent.mkdir()
        shutil.copy(path, copy)
        beside = {each.name for each in path.parent.iterdir() if each.is_file()}
        assert beside == {"case.rai", lock_path(path).name}
    with Document.open(copy) as document:
        assert document.project.title == "x"


# --- upgrades -------------------------------------------------------------------------------------------


def test_an_older_file_is_upgraded_step_by_step_and_the_original_kept(path):
    original = path.read_bytes()

    def rename(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE evidence RENAME TO proofs")

    def rename_back(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE proofs RENAME TO evidence_again")

    kept = upgrade_module.upgrade(path, 1, (rename, rename_back))
    assert kept.read_bytes() == original
    assert kept.name == "case.rai.v1.bak"
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (3,)
    assert connection.execute("SELECT count(*) FROM evidence_again").fetchone() == (1,)
    connection.close()


def test_a_failed_upgrade_leaves_the_file_as_it_was(path):
    def half(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM history")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        upgrade_module.upgrade(path, 1, (half,))
    assert check(path).ok


def test_opening_an_older_file_upgrades_it(path, monkeypatch):
    alter(path, "PRAGMA user_version=0")
    asked = []
    monkeypatch.setattr(file_module, "upgrade", lambda *given: asked.append(given))
    Document.open(path).close()
    assert asked == [(path, 0)]


@pytest.mark.parametrize("trouble", [PermissionError(13, "no"), OSError(30, "read-only"), sqlite3.OperationalError("unable to open")])
def test_a_new_file_where_none_can_be_made_names_the_folder(tmp_path, monkeypatch, trouble):
    """It does not exist: it can neither be opened for reading nor copied."""
    if isinstance(trouble, sqlite3.Error):
        trouble.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN

    def refuse(*_parts):
        raise trouble

    monkeypatch.setattr("rai_desktop.project.file._write_new", refuse)
    with pytest.raises(Refusal) as refusal:
        Document.create(tmp_path / "new.rai")
    assert str(tmp_path) in str(refusal.value)
    assert "Choose a folder" in str(refusal.value)
    assert "Open it" not in str(refusal.value)
