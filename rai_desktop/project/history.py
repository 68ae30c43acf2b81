"""The committed rows of a project file: who changed what when, chained by hashes."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

import msgspec

from rai_desktop import __version__
from rai_desktop.project.person import os_user

FIRST_HASH = "0" * 64


class Kind(StrEnum):
    """What a row did. A record (what a run found) is kept like a change, but undo passes it by."""

    CREATE = "create"
    CHANGE = "change"
    UNDO = "undo"
    REDO = "redo"
    RECORD = "record"
    UPGRADE = "upgrade"


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One committed row.

    `time` is UTC ISO, `zone` the desk's offset from it; `target` is the row undone or redone (0:
    none); `version` is the program's; `hash` covers this row, its edits and the hash before it.
    """

    seq: int
    time: str
    zone: str
    user: str
    analyst: str
    kind: Kind
    target: int
    label: str
    reason: str
    version: str
    hash: str


COLUMNS = msgspec.structs.fields(Change)


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """What a row says was done; the rest of the row is who and when."""

    label: str
    kind: Kind = Kind.CHANGE
    target: int = 0
    reason: str = ""


def new_change(last: Change | None, edits: str, analyst: str, deed: Deed) -> Change:
    """The row that follows `last`, made now, by whoever is logged in."""
    now = datetime.now(UTC)
    unsigned = Change(
        seq=last.seq + 1 if last else 1,
        time=now.isoformat(timespec="milliseconds"),
        zone=now.astimezone().strftime("%z"),
        user=os_user(),
        analyst=analyst,
        kind=deed.kind,
        target=deed.target,
        label=deed.label,
        reason=deed.reason,
        version=__version__,
        hash="",
    )
    digest = row_hash(unsigned, edits, last.hash if last else FIRST_HASH)
    return msgspec.structs.replace(unsigned, hash=digest)


def row_hash(row: Change, edits: str, previous: str) -> str:
    """SHA-256, in hex, of the JSON list [previous hash, every column but the hash, edits]."""
    fields = [getattr(row, column.name) for column in COLUMNS if column.name != "hash"]
    return hashlib.sha256(msgspec.json.encode([previous, *fields, edits])).hexdigest()


@dataclass(slots=True)
class Stacks:
    """What undo and redo would take back next, as rows' numbers and labels; the newest last."""

    undo: list[tuple[int, str]] = field(default_factory=list)
    redo: list[tuple[int, str]] = field(default_factory=list)

    def follow(self, row: Change) -> None:
        """Go one row on."""
        match row.kind:
            case Kind.CHANGE:
                self.undo.append((row.seq, row.label))
                self.redo.clear()
            case Kind.UNDO if self.undo:
                self.redo.append(self.undo.pop())
            case Kind.REDO if self.redo:
                self.undo.append(self.redo.pop())
            case Kind.UPGRADE:
                self.undo.clear()
                self.redo.clear()


def stacks_of(rows: Iterable[Change]) -> Stacks:
    """Undo and redo as they stand after `rows`; this is how they survive a restart."""
    stacks = Stacks()
    for row in rows:
        stacks.follow(row)
    return stacks
