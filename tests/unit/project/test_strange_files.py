"""Project files that strangers made: programs in the schema, wrong and huge cells, and words that would be SQL."""

import sqlite3
import time
import zipfile

import msgspec
import pytest
from msgspec.structs import replace

from rai_desktop.errors import Refusal
from rai_desktop.project.disk import Damaged, NotOurs
from rai_desktop.project.document import Document
from rai_desktop.project.history import FIRST_HASH, row_hash
from rai_desktop.project.model import Answer, ColumnRole, Inputs, ResultRef, Role, Run
from rai_desktop.project.register import Action, Risk

SQL = ["'; DROP TABLE history; --", '"; DELETE FROM state; --', "x'); ATTACH 'other.db' AS o; --", "' OR '1'='1", "?1", ":name", "%s {x} %(y)s",
       "[state]", "`state`", "a'b''c\"d", "--", "/* */", "\\", "\0", "é漢🙂", "sqlite_schema", ";" * 40]


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "case.rai"
    with Document.create(path, title="Loans", analyst="Ann") as document:
        document.apply("Renamed", lambda project: replace(project, title="Small loans"))
        document.keep(b"evidence " * 1000)
    return path


def alter(path, *statements, schema=()):
    """What anybody with SQLite can do to a file."""
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(*statement) if isinstance(statement, tuple) else connection.execute(statement)
    if schema:
        connection.execute("PRAGMA writable_schema=ON")
        for statement in schema:
            connection.execute(statement)
    connection.close()


# --- programs in the schema --------------------------------------------------------------------------------------

STATE = "CREATE TABLE state (id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL, project TEXT "
ENDLESS = ("CREATE VIEW state AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) "
           "SELECT 1 AS id, count(*) AS seq, '' AS project FROM n")
PROGRAMS = {
    "a view in place of the state": ["ALTER TABLE state RENAME TO hidden", "CREATE VIEW state AS SELECT id, seq, project FROM hidden"],
    "a view in place of the history": ["ALTER TABLE history RENAME TO hidden", "CREATE VIEW history AS SELECT * FROM hidden"],
    "an endless view": ["DROP TABLE state", ENDLESS],
    "a trigger after a change": ["CREATE TRIGGER t AFTER INSERT ON history BEGIN UPDATE state SET project = '{}'; END"],
    "a trigger before one": ["CREATE TRIGGER t BEFORE UPDATE ON state BEGIN DELETE FROM history; END"],
    "a generated column": ["DROP TABLE state", STATE + "GENERATED ALWAYS AS ('{}')) STRICT"],
    "a default that computes": ["DROP TABLE state", STATE + "NOT NULL DEFAULT (hex(randomblob(9)))) STRICT"],
    "one more column": ["ALTER TABLE state ADD COLUMN extra TEXT"],
    "one more table": ["CREATE TABLE settings (x)"],
    "a virtual table": ["CREATE VIRTUAL TABLE words USING fts5(x)"],
    "an index that computes": ["CREATE INDEX i ON history (lower(label))"],
    "statistics": ["ANALYZE"],
}
SCHEMAS = {
    "an extension": "UPDATE sqlite_schema SET sql = replace(sql, 'project TEXT NOT NULL', "
                    "'project TEXT NOT NULL DEFAULT (load_extension(''/tmp/x''))') WHERE name = 'state'",
    "a comment": "UPDATE sqlite_schema SET sql = sql || ' /* */' WHERE name = 'state'",
    "no text": "UPDATE sqlite_schema SET sql = CAST(sql AS BLOB) WHERE name = 'state'",
    "bytes that are no text": "UPDATE sqlite_schema SET sql = CAST(x'435245415445ff80' AS TEXT) WHERE name = 'state'",
    "a name that is no text": "UPDATE sqlite_schema SET name = CAST(x'ff80' AS TEXT) WHERE name = 'state'",
    "no SQL": "UPDATE sqlite_schema SET sql = 'CREATE' WHERE name = 'state'",
    "two names for one table": "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'evidence') "
                               "WHERE name = 'history'",
    "a table that is nowhere": "UPDATE sqlite_schema SET rootpage = 0 WHERE name = 'history'",
    "a trigger by hand": "INSERT INTO sqlite_schema VALUES ('trigger', 't', 'history', 0, 'CREATE TRIGGER t AFTER INSERT ON history "
                         "BEGIN DELETE FROM history; END')",
    "a trigger without words": "INSERT INTO sqlite_schema VALUES ('trigger', 't', 'history', 0, NULL)",
    "a name twice": "INSERT INTO sqlite_schema SELECT type, 'history', tbl_name, rootpage, sql FROM sqlite_schema WHERE name = 'state'",
}


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("version", [0, 1, 2])
def test_a_file_with_a_program_in_it_is_refused_and_not_touched(path, program, version):
    """An older version too: it would be brought up to date before it is opened."""
    alter(path, *PROGRAMS[program], f"PRAGMA user_version={version}")
    assert_refused_untouched(path, NotOurs)


@pytest.mark.parametrize("schema", SCHEMAS)
@pytest.mark.parametrize("version", [1, 2])
def test_a_schema_written_by_hand_is_refused_and_not_touched(path, schema, version):
    alter(path, f"PRAGMA user_version={version}", schema=[SCHEMAS[schema]])
    assert_refused_untouched(path, NotOurs, Damaged)


def assert_refused_untouched(path, *kinds):
    content, beside = path.read_bytes(), sorted(path.parent.iterdir())
    for read_only in (True, False):
        with pytest.raises(kinds):
            Document.open(path, read_only=read_only)
    assert path.read_bytes() == content
    assert sorted(path.parent.iterdir()) == beside


def test_a_check_that_computes_for_long_is_never_computed(path):
    """SQLite computes the checks of a schema when it looks whether a file is sound; ours is compared before."""
    alter(path, "PRAGMA ignore_check_constraints=ON", "CREATE TABLE slow (x CHECK (length(randomblob(100000000)) > x))",
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400) INSERT INTO slow SELECT i FROM n")
    started = time.monotonic()
    with pytest.raises(NotOurs):
        Document.open(path)
    assert time.monotonic() - started < 10


def test_sqlite_is_told_to_trust_nothing(path):
    for read_only in (True, False):
        with Document.open(path, read_only=read_only) as document:
            connection = document._file._connection
            told = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("trusted_schema", "cell_size_check", "mmap_size")}
            assert told == {"trusted_schema": 0, "cell_size_check": 1, "mmap_size": 0}
            with pytest.raises(sqlite3.OperationalError, match="not authorized"):
                connection.execute("SELECT load_extension('/tmp/x')")


# --- cells -------------------------------------------------------------------------------------------------------

CELLS = {
    "no history": "DELETE FROM history",
    "no state": "DELETE FROM state",
    "a label that is no text": "UPDATE history SET label = CAST(x'ff00fe' AS TEXT) WHERE seq = 2",
    "a state that is no text": "UPDATE state SET project = CAST(x'ff00fe' AS TEXT)",
    "edits that are no text": "UPDATE history SET edits = CAST(x'ff' AS TEXT)",
    "a deed nobody knows": "UPDATE history SET kind = 'sql' WHERE seq = 2",
    "a state without an id": "UPDATE state SET project = '{}'",
}


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_that_cannot_be_is_damage_in_a_sentence(path, cell):
    alter(path, CELLS[cell])
    with pytest.raises(Damaged) as told:
        with Document.open(path) as document:
            document.verify_history()
    assert "case.rai" in str(told.value)


ODD_CELLS = {
    "a huge label": ("UPDATE history SET label = hex(zeroblob(20000000)) WHERE seq = 2", True),
    "a huge number": ("UPDATE history SET target = 9223372036854775807, kind = 'undo' WHERE seq = 2", True),
    "the least number": ("UPDATE history SET seq = -9223372036854775808 WHERE seq = 1", True),
    "a time that is none": ("UPDATE history SET time = 'x', zone = 'y'", True),
    "a size that lies": ("UPDATE evidence SET size = 9223372036854775807", True),
    "a size below nothing": ("UPDATE evidence SET size = -1", True),
    "a hash that is SQL": ("UPDATE evidence SET sha256 = '''; DROP TABLE state; --'", True),
    "the write-ahead log": ("PRAGMA journal_mode=WAL", False),
}


@pytest.mark.parametrize("cell", ODD_CELLS)
def test_an_odd_cell_is_found_and_told_shortly(path, cell):
    statement, broken = ODD_CELLS[cell]
    alter(path, statement)
    with Document.open(path) as document:
        found = document.verify_history()
        document.undo()
        for sha256 in document._file.evidence():
            try:
                document._file.read(sha256)
            except Refusal as refused:
                assert len(str(refused)) < 1000
    assert found.ok is not broken
    assert len(found.problem) < 500


EDITS = {
    "nothing": "", "no list": "{}", "deep": "[" * 100_000, "deep value": '[{"at":[],"now":' + "[" * 100_000, "a path of lists": '[{"at":[[]],"now":1}]',
    "nowhere": '[{"at":["a","b",3],"now":1}]', "below a text": '[{"at":["title","x"],"now":1}]', "a number as a name": '[{"at":[0],"now":1}]',
    "a huge index": '[{"at":["runs",99999999999999999999],"now":{}}]', "an index below nothing": '[{"at":["runs",-1],"now":{}}]',
    "no project": '[{"at":["title"],"was":"Small loans","now":{"a":[1]}}]', "private names": '[{"at":["__class__"],"now":"x"}]',
    "the whole": '[{"at":[],"now":"gone"}]', "the whole taken away": '[{"at":[]}]',
}


@pytest.mark.parametrize("edits", EDITS)
def test_edits_whose_hash_fits_but_which_make_no_project(path, edits):
    """A stranger can compute hashes as well as we can: what a row says must be checked, not only that it was not altered."""
    with Document.open(path, read_only=True) as document:
        first, second = document.history()
    second = replace(second, hash=row_hash(second, EDITS[edits], first.hash))
    assert row_hash(first, "", FIRST_HASH) != first.hash
    alter(path, ("UPDATE history SET edits = ?, hash = ? WHERE seq = 2", (EDITS[edits], second.hash)))
    with Document.open(path) as document:
        assert not document.verify_history().ok
        before = document.project
        try:
            document.undo()
        except Refusal as refused:
            assert refused.sentence
            assert document.project == before
    with Document.open(path) as document:
        assert document.project.id == before.id


@pytest.mark.parametrize("content", [None, b"", b"[" * 100_000, b"[]", b'{"assessment": 3}', b"\xff", b'{"assessment": "fairness"}'])
def test_a_result_that_is_none_is_a_sentence(path, content):
    """Its hash fits: it was put in as evidence, and the run names it."""
    with Document.open(path) as document:
        sha256 = "f" * 64 if content is None else document.keep(content)
        run = Run(id="r", started="2026-01-01T00:00:00Z", results={"fairness": ResultRef(sha256=sha256, status="finished")})
        document.apply("Ran", lambda project: replace(project, runs=[run]))
        with pytest.raises(Refusal, match=r"case\.rai"):
            document.results()


# --- words that would be SQL --------------------------------------------------------------------------------------


def test_words_that_would_be_sql_are_words(tmp_path):
    path = tmp_path / "words.rai"
    with Document.create(path, title=SQL[0], analyst=SQL[1]) as document:
        for words in SQL:
            def change(project, words=words):
                return replace(
                    project, title=words, packs=[*project.packs, words],
                    answers=project.answers | {words: {words: Answer(value=words, note=words), f"{words}2": Answer(value=[{words: words}])}},
                    inputs=Inputs(roles={words: ColumnRole(role=Role.SENSITIVE)}, positive=words, allowed_names=[words]),
                    risks=project.risks | {words: Risk(title=words, stakeholders=[words])},
                    actions=project.actions | {words: Action(title=words)}, inapplicable=project.inapplicable | {words: f"So {words}"})

            document.apply(words, change, reason=words)
            document.keep(words.encode())
        told = document.project
        document.undo()
        document.redo()
    with Document.open(path) as document:
        assert document.project == told
        assert document.verify_history().ok
        assert [row.label for row in document.history()[1:1 + len(SQL)]] == SQL
        assert {document._file.read(sha256) for sha256 in document._file.evidence()} == {words.encode() for words in SQL}
        document.save_copy(tmp_path / "copy.rai")
    with sqlite3.connect(tmp_path / "copy.rai") as connection:
        assert {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE sql NOT NULL")} == {"history", "state", "evidence"}
        assert msgspec.json.decode(connection.execute("SELECT project FROM state").fetchone()[0])["title"] == SQL[-1]
    connection.close()


@pytest.mark.parametrize("name", ["a'; DROP TABLE state; --.rai", "a?mode=memory&cache=shared.rai", "a#b%41 100%.rai", ":memory:.rai", "file:x.rai"])
def test_names_of_files_are_names(tmp_path, name):
    with Document.create(tmp_path / name, title="T") as document:
        document.save_copy(tmp_path / f"copy of {name}")
    assert {each.name for each in tmp_path.glob("*.rai")} == {name, f"copy of {name}"}
    with Document.open(tmp_path / f"copy of {name}", read_only=True) as document:
        assert document.project.title == "T"


def journal_that_names(victim, pages):
    """A journal of nothing, as the last of a transaction over several databases: SQLite rolls back and deletes what it names."""
    name, magic = str(victim).encode(), bytes.fromhex("d9d505f920a163d7")
    head = (magic + b"".join(number.to_bytes(4, "big") for number in (0, 1, pages, 512, 4096))).ljust(512, b"\0")
    tail = len(name).to_bytes(4, "big") + (sum(name) & 0xFFFFFFFF).to_bytes(4, "big") + magic
    return head + (0x40000000 // 4096 + 1).to_bytes(4, "big") + name + tail


@pytest.mark.parametrize("linked", [False, True])
def test_a_journal_that_names_another_file_deletes_nothing(path, tmp_path, linked):
    victim = tmp_path / "precious.txt"
    victim.write_bytes(b"precious\0")
    path.with_name("case.rai-journal").write_bytes(journal_that_names(victim, path.stat().st_size // 4096))
    if linked:
        (tmp_path / "elsewhere").mkdir()
        (tmp_path / "elsewhere" / "link.rai").symlink_to(path)
        path = tmp_path / "elsewhere" / "link.rai"
    for read_only in (True, False):
        with pytest.raises(Damaged, match="journal"):
            Document.open(path, read_only=read_only)
    assert victim.exists()


def test_a_bundle_or_project_still_in_its_archive_is_told_to_be_that(tmp_path):
    with zipfile.ZipFile(tmp_path / "bundle.zip", "w") as archive:
        archive.writestr("bundle/bagit.txt", "BagIt-Version: 1.0")
    with pytest.raises(NotOurs, match=r"bundle\.zip is a ZIP archive, not a RAI Desktop project") as refused:
        Document.open(tmp_path / "bundle.zip", read_only=True)
    assert "Unpack it" in refused.value.way_out
