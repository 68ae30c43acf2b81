"""Approval: once an assessment is approved, a change of what was signed needs a reason."""

import re
from collections.abc import Iterable, Sequence

from msgspec import UNSET

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _
from rai_desktop.project.edits import Edit
from rai_desktop.project.model import Project
from rai_desktop.project.reviewing import Meaning

# What is said about an assessment and who signed it; all else is what is signed.
REVIEWING = frozenset({"signatures", "comments", "requests", "merges", "review_copy"})
_PLACES = frozenset({"path", "python"})


class ReasonNeeded(Refusal):
    """A change that was not made, since it came without a reason; `edits` are what it would have changed."""

    label: str = ""
    edits: Sequence[Edit] = ()


def is_approved(project: Project) -> bool:
    """Whether somebody has approved it, even if it was changed since."""
    return any(each.meaning is Meaning.APPROVED for each in project.signatures)


def needs_reason(edits: Iterable[Edit]) -> bool:
    """Whether, after an approval, these edits need one: content, or a signature altered or taken out."""
    every = list(edits)
    altered = any(edit.at[:1] == ["signatures"] and edit.was is not UNSET for edit in every)
    return altered or touches_content(every)


def touches_content(edits: Iterable[Edit]) -> bool:
    """Whether edits change what is signed; that a file was moved to another folder does not."""
    return any(not (edit.at and edit.at[0] in REVIEWING) and not _is_move(edit) for edit in edits)


def reason_needed(label: str, edits: Sequence[Edit]) -> ReasonNeeded:
    """The refusal of a change without a reason."""
    needed = ReasonNeeded(
        _("“{label}” was not done: this assessment has been approved.").format(label=label),
        _("After an approval every change needs a reason, which is kept in the history."),
    )
    needed.label, needed.edits = label, edits
    return needed


def last_part(path: str) -> str:
    """The file's name in a path of any system."""
    return re.split(r"[/\\]", path)[-1]


def _is_move(edit: Edit) -> bool:
    if not edit.at or edit.at[-1] not in _PLACES or edit.was is UNSET or edit.now is UNSET:
        return False
    return last_part(str(edit.was)) == last_part(str(edit.now))
