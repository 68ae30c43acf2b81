"""merge: brings a review copy back into the assessment it was made from."""

import argparse
from typing import TYPE_CHECKING

from rai_desktop.errors import Refusal
from rai_desktop.project.approval import is_approved
from rai_desktop.project.document import Document

if TYPE_CHECKING:
    from rai_desktop.review.incoming import Incoming
    from rai_desktop.review.merging import Conflict


def merge(chosen: argparse.Namespace) -> int:
    """Exit 0 when it is merged or holds nothing new, 1 when places are in conflict and nothing says what to do."""
    from rai_desktop.review.bringing import Choice, bring_back, brought_words
    from rai_desktop.review.incoming import read_copy

    with Document.open(chosen.project) as document:
        incoming = read_copy(document, chosen.copy)
        conflicts = incoming.merge().conflicts
        if conflicts and not chosen.conflicts:
            _print_conflicts(document, incoming, conflicts)
            return 1
        if is_approved(document.project) and not chosen.reason:
            raise Refusal(f"{document.path.name} has been approved; a change of it needs a reason.",
                          "Give one with --reason; it is kept in the history.")
        choices = {conflict.at: Choice(chosen.conflicts) for conflict in conflicts}
        brought = bring_back(document, incoming, choices, by=document.project.analyst or document.last.user,
                             reason=chosen.reason)
    print(brought_words(brought))
    return 0


def _print_conflicts(document: Document, incoming: "Incoming", conflicts: "list[Conflict]") -> None:
    from rai_desktop.report.bag import printable
    from rai_desktop.review.bringing import last_change, value_words
    from rai_desktop.review.wording import part_words

    print(f"{len(conflicts)} places were changed on both sides; nothing was merged. Choose with --conflicts.")
    for conflict in conflicts:
        print(printable(part_words(document.project, conflict.at)))
        print(f"  was: {printable(value_words(conflict.was))}")
        for side, value, rows in (("ours", conflict.ours, incoming.our_rows), ("theirs", conflict.theirs, incoming.rows)):
            row = last_change(rows, conflict.at)
            print(printable(f"  {side}: {value_words(value)}" + (f" ({row.analyst or row.user}, {row.time})" if row else "")))
