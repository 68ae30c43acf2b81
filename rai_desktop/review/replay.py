"""A history followed row by row: its chain checked, the project built again, and every signature watched."""

from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec import UNSET

from rai_desktop.i18n import _
from rai_desktop.project.approval import touches_content
from rai_desktop.project.edits import ConflictError, apply_edits, decode_edits
from rai_desktop.project.history import FIRST_HASH, Change, row_hash
from rai_desktop.project.model import Project
from rai_desktop.project.reviewing import Signature
from rai_desktop.review.content import digest

Rows = list[tuple[Change, str]]


@dataclass(slots=True)
class Slot:
    """A signature as a row put it there: which row, the content's digest then, and what became of the signature."""

    signature: Signature
    row: Change
    digest: str
    altered: Change | None = None
    removed: Change | None = None


class Replay:
    """Starts before the first row, or after row `seq` with hash `head` and the project as it was then."""

    def __init__(self, seq: int = 0, head: str = FIRST_HASH, plain: Any = UNSET) -> None:
        self.seq, self.head, self.plain = seq, head, plain
        self.rows: dict[int, Change] = {}
        self.content_rows: list[Change] = []
        self.slots: list[Slot] = []
        self.gone: list[Slot] = []
        self.clock_back: dict[int, Change] = {}  # by row that is earlier than one before it: the latest of those
        self._latest: Change | None = None
        self.problem = ""
        # those that were there at the start are not watched
        self._before = len(plain.get("signatures", [])) if isinstance(plain, dict) else 0

    def follow(self, rows: Rows) -> "Replay":
        """Go on by these rows, up to the first that does not fit, which `problem` then names."""
        for row, edits in rows:
            if self.problem:
                break
            self.problem = self._step(row, edits)
        return self

    def project(self) -> Project:
        """The project as it is after the last row that was followed."""
        return msgspec.convert(msgspec.json.decode(msgspec.json.encode(self.plain)), Project)

    def changed_after(self, seq: int) -> list[Change]:
        """The rows after row `seq` that changed what is signed."""
        return [row for row in self.content_rows if row.seq > seq]

    def _step(self, row: Change, text: str) -> str:
        words = _("Entry {seq} of the history ({label}) does not follow from those before it.")
        told = words.format(seq=row.seq, label=row.label[:120])
        if row.seq != self.seq + 1 or row_hash(row, text, self.head) != row.hash:
            return told
        try:
            edits = decode_edits(text)
            self.plain = apply_edits(self.plain, edits)
            if any(not edit.at or edit.at[0] == "signatures" for edit in edits):
                self._watch(row)
        except (ConflictError, msgspec.MsgspecError, RecursionError):  # hashed well, but not what this program writes
            return told
        self.seq, self.head, self.rows[row.seq] = row.seq, row.hash, row
        self._watch_clock(row)
        if touches_content(edits):
            self.content_rows.append(row)
        return ""

    def _watch_clock(self, row: Change) -> None:
        """As the times are written: one way, in UTC."""
        if self._latest is not None and row.time < self._latest.time:
            self.clock_back[row.seq] = self._latest
        else:
            self._latest = row

    def _watch(self, row: Change) -> None:
        """Signatures are only ever added at the end; anything else is told of the slot."""
        project = self.project()
        there = project.signatures[self._before :]
        for slot, signature in zip(self.slots, there, strict=False):
            if slot.signature != signature and slot.altered is None:
                slot.altered = row
        for slot in self.slots[len(there) :]:
            slot.removed = row
            self.gone.append(slot)
        del self.slots[len(there) :]
        if new := there[len(self.slots) :]:
            made = digest(project)
            self.slots += [Slot(signature, row, made) for signature in new]
