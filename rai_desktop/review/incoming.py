"""A review copy that comes back: is it ours, what do both files share, and what would merging it do."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _
from rai_desktop.project.disk import TooNew
from rai_desktop.project.document import Document
from rai_desktop.project.header import read_header
from rai_desktop.project.history import Change, Kind
from rai_desktop.project.reviewing import Merged
from rai_desktop.project.upgrade import VERSION
from rai_desktop.review.editions import Editions, kept_editions
from rai_desktop.review.merging import Merge, Plain, merge
from rai_desktop.review.replay import Replay, Rows


class NothingNew(Refusal):
    """The copy holds nothing that is not here already; nothing is wrong."""

    exit_code = 0


@dataclass(frozen=True, slots=True)
class Incoming:
    """A copy as it was read: for `whom` it was made, the last `shared` row, `rows` of each side after it, the
    projects to merge, the hash of our newest row when it was read, and the words of questionnaires each file keeps."""

    path: Path
    whom: str
    shared: Change
    rows: Rows
    our_rows: Rows
    base: Plain
    ours: Plain
    theirs: Plain
    our_head: str
    our_editions: Editions = field(default_factory=dict)
    editions: Editions = field(default_factory=dict)

    @property
    def head(self) -> str:
        """The hash of the copy's newest row."""
        return self.rows[-1][0].hash

    def merge(self) -> Merge:
        """What merging does while no conflict is decided."""
        return merge(self.base, self.ours, self.theirs)


def read_copy(document: Document, path: Path) -> Incoming:
    """Read a copy without changing it. Refused: a stranger's, a damaged, an older or newer one, one with nothing new."""
    _refuse_itself(document, path)
    if read_header(path, VERSION).version < VERSION:
        raise Refusal(_("{name} was last saved before RAI Desktop was upgraded.").format(name=path.name),
                      _("Open it once with this version, which brings it up to date, and merge it then."))
    with Document.open(path, read_only=True) as copy:
        return _read(document, copy)


def _read(document: Document, copy: Document) -> Incoming:
    _refuse_broken(document, _("the history of this assessment does not hold together"))
    _refuse_broken(copy, _("its history does not hold together"))
    rows, our_rows = copy.rows(), document.rows()
    shared = _shared(our_rows, rows)
    if copy.project.id != document.project.id or not shared:
        raise Refusal(_("{name} is not a copy of this assessment: they share no history.").format(name=copy.path.name),
                      _("Open the assessment it was made from, and merge it there."))
    new, ours_new = rows[shared:], our_rows[shared:]
    _refuse_upgraded(copy.path, [*new, *ours_new])
    _refuse_nothing(document, copy, new)
    theirs = Replay().follow(rows)
    if theirs.plain != msgspec.to_builtins(copy.project):
        raise TooNew(_("{name} holds things this version of RAI Desktop does not know.").format(name=copy.path.name),
                     _("Merge it with the newer program."))
    mark = copy.project.review_copy
    return Incoming(
        path=copy.path,
        whom=mark.whom if mark else copy.path.stem,
        shared=rows[shared - 1][0],
        rows=new,
        our_rows=ours_new,
        base=_base(document, copy, rows[:shared]),
        ours=msgspec.to_builtins(document.project),
        theirs=theirs.plain,
        our_head=document.last.hash,
        our_editions=kept_editions(document, document.project),
        editions=kept_editions(copy, copy.project),
    )


def _shared(ours: Rows, theirs: Rows) -> int:
    """How many rows from the first on are the same in both."""
    pairs = zip(ours, theirs, strict=False)
    return next((count for count, (a, b) in enumerate(pairs) if a[0].hash != b[0].hash), min(len(ours), len(theirs)))


def _base(document: Document, copy: Document, shared: Rows) -> Any:
    """The project both were made from: as of the newest merge between the two, else of the last shared row."""
    there = [(m, copy) for m in document.project.merges] + [(m, document) for m in copy.project.merges]
    merges = sorted(((m, side, row) for m, side in there if (row := _row(side, m))), key=lambda each: each[0].when)
    if not merges:
        return Replay().follow(shared).plain
    _merged, side, newest = merges[-1]
    return Replay().follow([each for each in side.rows() if each[0].seq <= newest.seq]).plain


def _row(side: Document, merged: Merged) -> Change | None:
    return next((row for row, _edits in side.rows() if row.hash == merged.head), None)


def _refuse_itself(document: Document, path: Path) -> None:
    if path.exists() and path.samefile(document.path):
        raise Refusal(_("{name} is the assessment that is open.").format(name=path.name),
                      _("Choose the copy that came back."))


def _refuse_broken(side: Document, words: str) -> None:
    found = side.verify_history()
    if not found.ok:
        raise Refusal(_("Nothing was merged: {name}, {words}. {problem}").format(
            name=side.path.name, words=words, problem=found.problem), _("Use a backup copy of it."))


def _refuse_upgraded(path: Path, rows: Rows) -> None:
    if any(row.kind is Kind.UPGRADE for row, _edits in rows):
        raise Refusal(_("{name} was copied before the assessment was upgraded.").format(name=path.name),
                      _("Make the changes by hand, or send a new review copy."))


def _refuse_nothing(document: Document, copy: Document, new: Rows) -> None:
    known = {each.head for each in document.project.merges}
    if copy.last.hash in known:
        raise NothingNew(_("{name} has been merged already; it holds nothing new.").format(name=copy.path.name))
    marked = [row for row, edits in new if "review_copy" in edits and row.kind is Kind.RECORD]
    if len(new) == len(marked):
        raise NothingNew(_("Nothing has been changed in {name}.").format(name=copy.path.name))
