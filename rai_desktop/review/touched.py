"""Who touched a place of the project last, by the rows of its history."""

from collections.abc import Iterable

from rai_desktop.i18n import _
from rai_desktop.project.edits import Edit, decode_edits
from rai_desktop.project.history import Change
from rai_desktop.review.merging import At
from rai_desktop.review.replay import Rows
from rai_desktop.review.witness import who
from rai_desktop.review.wording import moment


def last_change(rows: Rows, at: At) -> Change | None:
    """The newest of these rows that touched a place."""
    return next((row for row, edits in reversed(rows) if _touch(decode_edits(edits), at)), None)


def last_words(rows: Rows, at: At) -> str:
    """Who touched a place last, and when; of a merge also whose review copy it came from. "" where nobody did."""
    for row, text in reversed(rows):
        if _touch(edits := decode_edits(text), at):
            whom = _merged_for(edits)
            words = _("{who}, {when}, from the review copy for {whom}") if whom else _("{who}, {when}")
            return words.format(who=who(row), when=moment(row.time), whom=whom)
    return ""


def _merged_for(edits: Iterable[Edit]) -> str:
    """For whom the review copy was made that a row merged; "" where it merged none."""
    for edit in edits:
        if edit.at[:1] == ["merges"] and edit.now:
            merged = edit.now[-1] if isinstance(edit.now, list) else edit.now
            return str(merged.get("whom", "")) if isinstance(merged, dict) else ""
    return ""


def _touch(edits: Iterable[Edit], at: At) -> bool:
    return any(_touches(edit.at, at) for edit in edits)


def _touches(edited: list[str | int], at: At) -> bool:
    """Records in lists are edited by position and merged by name: for them their list is the place."""
    length = min(len(edited), len(at))
    return all(isinstance(one, int) or one == other for one, other in zip(edited[:length], at[:length], strict=True))
