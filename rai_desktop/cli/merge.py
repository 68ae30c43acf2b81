"""merge: brings a review copy back into the assessment it was made from."""

import argparse
from typing import TYPE_CHECKING

from rai_desktop.cli.running import refuse_without_reason
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.approval import ReasonNeeded
from rai_desktop.project.document import Document

if TYPE_CHECKING:
    from rai_desktop.review.incoming import Incoming
    from rai_desktop.review.merging import Conflict


def merge(chosen: argparse.Namespace) -> int:
    """Exit 0 when it is merged or holds nothing new, 1 when places are in conflict and nothing says what to do."""
    from rai_desktop.report.bag import printable
    from rai_desktop.review.bringing import Choice, bring_back, brought_words
    from rai_desktop.review.incoming import read_copy
    from rai_desktop.review.wording import decided_lines

    with Document.open(chosen.project) as document:
        incoming = read_copy(document, chosen.copy)
        conflicts = incoming.merge().conflicts
        if conflicts and not chosen.conflicts:
            _print_conflicts(document, incoming, conflicts)
            return 1
        choices = {conflict.at: Choice(chosen.conflicts) for conflict in conflicts}
        try:
            brought = bring_back(document, incoming, choices, by=document.project.analyst or document.last.user,
                                 reason=chosen.reason)
        except ReasonNeeded:  # comments and signatures alone need none
            refuse_without_reason(document, chosen.reason)
            raise
    print(brought_words(brought))
    for line in decided_lines(brought.decided):
        print(printable(_plain(line)))
    return 0


def _print_conflicts(document: Document, incoming: "Incoming", conflicts: "list[Conflict]") -> None:
    from rai_desktop.report.bag import printable
    from rai_desktop.review.bringing import conflict_place, side_places, side_words
    from rai_desktop.review.touched import last_words

    print(ngettext("{n} place was changed on both sides; nothing was merged. Choose with --conflicts.",
                   "{n} places were changed on both sides; nothing was merged. Choose with --conflicts.",
                   len(conflicts)).format(n=len(conflicts)))
    for conflict in conflicts:
        said, (here, there) = side_words(incoming, conflict), side_places(conflict)
        print(printable(_plain(conflict_place(incoming, conflict.at, document.project))))
        for head, words, who in ((_("It was"), said.was, ""), (_("Here"), said.ours, last_words(incoming.our_rows, here)),
                                 (_("In the copy"), said.theirs, last_words(incoming.rows, there))):
            print(f"  {printable(_plain(_side(head, who)))}")
            print(*(f"    {printable(_plain(line))}" for line in (words or _("(nothing)")).splitlines()), sep="\n")


def _plain(words: str) -> str:
    """With plain spaces for those that do not break: a terminal would be shown their code."""
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def _side(head: str, who: str) -> str:
    return _("{side}, last changed by {who}:").format(side=head, who=who) if who else _("{side}:").format(side=head)
