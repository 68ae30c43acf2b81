"""Does a project's history still hang together? Recomputed row by row from the first."""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import msgspec
from msgspec import UNSET

from rai_desktop.i18n import _
from rai_desktop.project.edits import ConflictError, apply_edits, decode_edits
from rai_desktop.project.file import ProjectFile
from rai_desktop.project.history import FIRST_HASH, Change, row_hash

_LONGEST = 120  # letters of a label in a sentence; a stranger's may have millions


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found. `broken` is the first row that does not fit; `head` the newest hash.

    The chain shows alterations by anyone who did not rewrite all that follows. Someone who can
    write the file could do that too; only a head handed out before (in a signed bundle, on paper)
    shows it.
    """

    ok: bool
    rows: int
    head: str
    broken: int | None = None
    problem: str = ""
    notes: list[str] = field(default_factory=list)


def verify(file: ProjectFile) -> Verification:
    """Check every row's hash, replay every edit, compare what comes out with the stored state."""
    rows = list(file.rows())
    broken, problem, replayed = _first_broken(rows)
    problem = problem or _state_problem(file, rows, replayed) or _evidence_problem(file)
    return Verification(
        ok=not problem,
        rows=len(rows),
        head=rows[-1][0].hash if rows else FIRST_HASH,
        broken=broken,
        problem=problem,
        notes=_clock_notes([row for row, _edits in rows]),
    )


def _first_broken(rows: list[tuple[Change, str]]) -> tuple[int | None, str, Any]:
    """The first row that does not fit, why, and the project replayed up to there."""
    previous, plain = FIRST_HASH, UNSET
    for position, (row, edits) in enumerate(rows, 1):
        if row.seq != position:
            return position, _("Row {seq} of the history is missing.").format(seq=position), plain
        if row_hash(row, edits, previous) != row.hash:
            words = _("Row {seq} of the history ({label}) or the one before it was altered.")
            return row.seq, words.format(seq=row.seq, label=row.label[:_LONGEST]), plain
        try:
            plain = apply_edits(plain, decode_edits(edits))
        except (ConflictError, msgspec.MsgspecError, RecursionError):
            words = _("Row {seq} of the history ({label}) does not follow from the rows before it.")
            return row.seq, words.format(seq=row.seq, label=row.label[:_LONGEST]), plain
        previous = row.hash
    return None, "", plain


def _state_problem(file: ProjectFile, rows: list[tuple[Change, str]], replayed: Any) -> str:
    seq, state = file.state()
    if not rows or seq != rows[-1][0].seq:
        return _("The newest rows of the history are missing.")
    try:
        same = msgspec.json.decode(state) == replayed
    except msgspec.DecodeError:
        same = False
    return "" if same else _("The stored project is not the one its history gives.")


def _evidence_problem(file: ProjectFile) -> str:
    altered = file.altered_evidence()
    return _("The evidence {start}… was altered.").format(start=altered[0][:12]) if altered else ""


def _clock_notes(rows: list[Change]) -> list[str]:
    words = _("The computer's clock went back before row {seq} ({time}).")
    return [
        words.format(seq=later.seq, time=later.time)
        for earlier, later in pairwise(rows)
        if later.time < earlier.time
    ]
