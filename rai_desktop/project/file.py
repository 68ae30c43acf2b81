"""The .rai file: an SQLite database of history, state and evidence; the only place that writes one.

Rollback journal with synchronous=EXTRA, on purpose: after every change the one file is complete,
survives a killed program and a power cut, and can be mailed or opened from a read-only folder. A
write-ahead log would be faster (0.4 against 1.4 ms measured), but leaves acknowledged changes in a
second file after a crash.
"""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _
from rai_desktop.project import evidence
from rai_desktop.project.beside import cut_short
from rai_desktop.project.disk import ReadOnlyPlace, damaged, no_place, not_ours, told
from rai_desktop.project.header import APPLICATION_ID, Header, read_header
from rai_desktop.project.history import COLUMNS, Change
from rai_desktop.project.upgrade import VERSION, upgrade

_HISTORY = """CREATE TABLE history (
    seq INTEGER PRIMARY KEY,
    time TEXT NOT NULL,
    zone TEXT NOT NULL,
    user TEXT NOT NULL,
    analyst TEXT NOT NULL,
    kind TEXT NOT NULL,
    target INTEGER NOT NULL,
    label TEXT NOT NULL,
    reason TEXT NOT NULL,
    version TEXT NOT NULL,
    hash TEXT NOT NULL,
    edits TEXT NOT NULL
) STRICT"""
_STATE = """CREATE TABLE state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seq INTEGER NOT NULL,
    project TEXT NOT NULL
) STRICT"""
_TABLES = {"history": _HISTORY, "state": _STATE, "evidence": evidence.TABLE}
_PRAGMAS = ("trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0", "synchronous=EXTRA")
_NAMES = ", ".join(column.name for column in COLUMNS)
_MARKS = ", ".join("?" * (len(COLUMNS) + 1))
_CHANGES = f"SELECT {_NAMES} FROM history ORDER BY seq"  # noqa: S608 - our own column names
_ROWS = f"SELECT {_NAMES}, edits FROM history WHERE ?1 IS NULL OR seq > ?1 ORDER BY seq"  # noqa: S608
_INSERT = f"INSERT INTO history ({_NAMES}, edits) VALUES ({_MARKS})"  # noqa: S608


class ProjectFile:
    """An open .rai file. Threads may share it: each call takes a lock of its own."""

    def __init__(self, path: Path, *, read_only: bool, unchanging: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self._turn = threading.RLock()
        with told(path):
            self._connection = _connect(path, "ro&immutable=1" if unchanging else "ro" if read_only else "rw")

    @classmethod
    def create(cls, path: Path, first: Change, edits: str, state: str) -> None:
        """Make a new file, complete or not at all; refuses to write over an existing one."""
        if path.exists():
            raise Refusal(
                _("There is already a file {name} in this folder.").format(name=path.name),
                _("Choose another name, or open that file."),
            )
        part = path.with_name(f".~{path.name}.part")
        try:
            with told(path):
                part.unlink(missing_ok=True)
                try:
                    _write_new(part, first, edits, state)
                    part.rename(path)
                finally:
                    with suppress(OSError):
                        part.unlink(missing_ok=True)
                _sync_folder(path.parent)
        except ReadOnlyPlace as refusal:
            raise no_place(path) from refusal

    @classmethod
    def open(cls, path: Path, *, read_only: bool) -> "ProjectFile":
        """Open with distrust: header, schema and every page are checked before all else."""
        header = read_header(path, VERSION)
        if cut_short(path) and not read_only:
            _take_back(path)
            header = read_header(path, VERSION)  # its first page may have been another one
        if header.version < VERSION and not read_only:
            cls._opened(path, header, read_only=False).close()  # a stranger's file is refused before a byte of it is changed
            upgrade(path, header.version)
        return cls._opened(path, header, read_only=read_only)

    @classmethod
    def _opened(cls, path: Path, header: Header, *, read_only: bool) -> "ProjectFile":
        """The file, when its schema is ours: so far no upgrade has altered a table. A log that another program switched on is
        switched off; where the file is only read, SQLite is told that nobody changes it, or it would make files beside it."""
        file = cls(path, read_only=read_only, unchanging=read_only and header.logged)
        try:
            file._check()
            if header.logged and not read_only:
                file._without_log()
        except BaseException:
            file.close()
            raise
        return file

    def commit(self, row: Change, edits: str, state: str) -> None:
        """Add one row and the state after it, in one transaction; on return both are on disk."""
        with self._writing() as connection:
            self._refuse_strange_rows(row.seq - 1)
            _insert(connection, row, edits)
            connection.execute("UPDATE state SET seq = ?, project = ?", (row.seq, state))

    def state(self) -> tuple[int, str]:
        """The number of the newest row, and the project after it as JSON."""
        with self._reading() as connection:
            row = connection.execute("SELECT seq, project FROM state").fetchone()
        if row is None:
            raise damaged(self.path, _("it holds no project"))
        return row[0], row[1]

    def rows(self, after: int | None = None) -> Iterator[tuple[Change, str]]:
        """Rows after row `after`, or every one, with the JSON of their edits, oldest first, read at once in one moment."""
        with self._reading() as connection:
            found = connection.execute(_ROWS, (after,)).fetchall()
        for *values, edits in found:
            yield self._change(values), edits

    def changes(self) -> list[Change]:
        """Every row without its edits, oldest first."""
        with self._reading() as connection:
            found = connection.execute(_CHANGES).fetchall()
        return [self._change(values) for values in found]

    def edits(self, seq: int) -> str:
        """The JSON of one row's edits; KeyError when there is no such row."""
        with self._reading() as connection:
            row = connection.execute("SELECT edits FROM history WHERE seq = ?", (seq,)).fetchone()
        if row is None:
            raise KeyError(seq)
        return str(row[0])

    def keep(self, content: bytes) -> str:
        """Store evidence; its SHA-256. It is packed before the file is locked."""
        packed = evidence.pack(content)
        with self._writing() as connection:
            evidence.insert(connection, packed)
        return packed.sha256

    def read(self, sha256: str) -> bytes:
        """Stored evidence, checked against its hash; KeyError when there is none."""
        with self._reading() as connection:
            return evidence.select(connection, sha256, self.path)

    def evidence(self) -> list[str]:
        """The hashes of all stored evidence."""
        with self._reading() as connection:
            return [row[0] for row in connection.execute("SELECT sha256 FROM evidence ORDER BY id")]

    def altered_evidence(self) -> list[str]:
        """Hashes of stored evidence that no longer fit its bytes."""
        with self._reading() as connection:
            return list(evidence.altered(connection))

    def copy_to(self, path: Path) -> None:
        """Write a compact, complete copy under a new name, history and evidence included."""
        if path.exists():
            raise Refusal(
                _("There is already a file {name} in this folder.").format(name=path.name),
                _("Choose another name."),
            )
        part = path.with_name(f".~{path.name}.part")
        with told(path), self._turn:
            part.unlink(missing_ok=True)
            self._connection.execute("VACUUM INTO ?", (str(part),))
            _sync_file(part)
            part.rename(path)
            _sync_folder(path.parent)

    def close(self) -> None:
        """Close; calling again does nothing."""
        with self._turn:
            self._connection.close()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._turn, told(self.path):
            yield self._connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._turn, told(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def _refuse_strange_rows(self, expected: int) -> None:
        """Two writers would fork the chain; whoever did not read the other's row must stop."""
        last = self._connection.execute("SELECT max(seq) FROM history").fetchone()[0]
        if last != expected:
            raise Refusal(
                _("Another program has changed {name} since it was opened here.").format(
                    name=self.path.name
                ),
                _("Close it and open it again; the change you just made has to be made again."),
            )

    def _check(self) -> None:
        with self._reading() as connection:
            if not self.read_only:
                connection.execute("BEGIN IMMEDIATE")  # told now, not at the first change
                connection.execute("ROLLBACK")
            found = connection.execute("SELECT type, name, sql FROM sqlite_schema").fetchall()
            tables = {name: sql for kind, name, sql in found if kind == "table"}
            others = [name for kind, name, sql in found if kind != "table" and sql is not None]
            if tables != _TABLES or others:
                raise not_ours(self.path)  # before the check below, which computes what a schema says
            sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if sound != "ok":
            raise damaged(self.path, _("its database cannot be read"))

    def _without_log(self) -> None:
        with self._reading() as connection:
            connection.execute("PRAGMA journal_mode=DELETE")

    def _change(self, values: list[object]) -> Change:
        try:
            names = (column.name for column in COLUMNS)
            return msgspec.convert(dict(zip(names, values, strict=True)), Change)
        except msgspec.ValidationError as error:
            raise damaged(self.path, _("row {seq} of its history").format(seq=values[0])) from error


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    """A connection that trusts nothing the file says."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=5.0,
    )
    try:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def _take_back(path: Path) -> None:
    """What a killed writer had begun, as its journal tells; SQLite does so before it reads."""
    with told(path):
        connection = _connect(path, "rw")
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
        finally:
            connection.close()


def _write_new(part: Path, first: Change, edits: str, state: str) -> None:
    connection = _connect(part, "rwc")
    try:
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={VERSION}")
        connection.execute("BEGIN IMMEDIATE")
        for table in _TABLES.values():
            connection.execute(table)
        _insert(connection, first, edits)
        connection.execute("INSERT INTO state VALUES (1, ?, ?)", (first.seq, state))
        connection.execute("COMMIT")
    finally:
        connection.close()


def _insert(connection: sqlite3.Connection, row: Change, edits: str) -> None:
    values = [*(getattr(row, column.name) for column in COLUMNS), edits]
    connection.execute(_INSERT, values)


def _sync_file(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make a new name in a folder durable; Windows has no such call and needs none."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
