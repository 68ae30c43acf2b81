"""Brings a review copy back: decides conflicts as told, keeps the copy's rows, and makes one row that undo takes back."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import UNSET

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _, ngettext
from rai_desktop.project import links
from rai_desktop.project.document import Document
from rai_desktop.project.first_words import with_first_words
from rai_desktop.project.model import Project
from rai_desktop.project.register import Dismissal
from rai_desktop.project.reviewing import Comment, Decision, Merged
from rai_desktop.review.comments import now, with_comment
from rai_desktop.review.editions import Editions, with_others
from rai_desktop.review.incoming import Incoming
from rai_desktop.review.kept import encode_rows
from rai_desktop.review.merging import At, Conflict, Merge, Plain, merge
from rai_desktop.review.spelling import Spelling
from rai_desktop.review.touched import last_change
from rai_desktop.review.witness import who
from rai_desktop.review.wording import link_of, part_words

_ANSWER = 3  # parts of the place of an answer: answers, questionnaire, question


class Choice(StrEnum):
    """What becomes of a conflict; BOTH keeps ours and puts theirs into a comment on the place, where it has comments."""

    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both"


def choices_for(conflict: Conflict) -> tuple[Choice, ...]:
    """What a conflict offers. A title, a seed, the role of a column can only be one of the two. Of a suggestion that is a risk
    on one side and dismissed on the other, the risk can stay with the dismissal as a comment on it."""
    return tuple(Choice) if conflict.risks or link_of(conflict.at) else (Choice.OURS, Choice.THEIRS)


class Brought(NamedTuple):
    """What merging did."""

    taken: int
    conflicts: int
    signatures: int
    decided: list[Decision]


def bring_back(
    document: Document, incoming: Incoming, choices: Mapping[At, Choice], *, by: str, reason: str = "",
) -> Brought:
    """Merge; conflicts without a choice are kept both, or as here where both cannot be. Refused when our file has changed
    since it was compared."""
    if document.last.hash != incoming.our_head:
        raise Refusal(_("The assessment has changed since the copy was compared with it."), _("Merge the copy again."))
    _take_evidence(document, incoming.path)
    kept = {conflict.at: _kept(conflict, choices) for conflict in incoming.merge().conflicts}
    theirs_at = frozenset(each.at for each in incoming.merge().conflicts if _is_theirs(each, kept[each.at]))
    made = merge(incoming.base, incoming.ours, incoming.theirs, theirs_at)
    project = msgspec.convert(made.plain, Project)
    for conflict in made.conflicts:
        if kept[conflict.at] is Choice.BOTH:
            for comment in _comments(conflict, incoming, by):
                project = with_comment(project, comment)
    decided = [_decision(conflict, incoming, kept[conflict.at], project) for conflict in made.conflicts]
    merged = Merged(whom=incoming.whom, when=now(), entry=incoming.shared.seq, base=incoming.shared.hash,
                    head=incoming.head, rows=document.keep(encode_rows(incoming.rows)), decided=decided)
    project = msgspec.structs.replace(project, merges=[*project.merges, merged])
    signatures = len(project.signatures) - len(document.project.signatures)
    brought = Brought(len(made.taken), len(made.conflicts), signatures, decided)
    project = with_first_words(document, project)
    document.apply(_label(merged, brought), lambda _project: project, reason=reason)
    return brought


def brought_words(brought: Brought) -> str:
    """What was merged, in a sentence."""
    taken = ngettext("{n} change was taken", "{n} changes were taken", brought.taken).format(n=brought.taken)
    conflicts = ngettext("{n} conflict was decided", "{n} conflicts were decided", brought.conflicts).format(
        n=brought.conflicts)
    return _("The review copy is merged: {taken}, {conflicts}.").format(taken=taken, conflicts=conflicts)


class Sides(NamedTuple):
    """Each side of a conflict in the words people see; "" where there is nothing."""

    was: str
    ours: str
    theirs: str


def side_words(incoming: Incoming, conflict: Conflict) -> Sides:
    """What was, is here, and is in the copy, each in the words of its own project."""
    ours, theirs = _words_kept(incoming)
    values = (conflict.was, incoming.base, ours), (conflict.ours, incoming.ours, ours), (conflict.theirs, incoming.theirs, theirs)
    spelt = ((Spelling(msgspec.convert(plain, Project), editions=kept), value, plain) for value, plain, kept in values)
    return Sides(*(spelling.at(conflict.at, value) or _risks_told(conflict, spelling, plain) for spelling, value, plain in spelt))


def taken_words(incoming: Incoming, made: Merge) -> dict[At, tuple[str, str]]:
    """What each answer that is taken from the copy was, and is there, by its place; "" where there was none."""
    ours, theirs = _words_kept(incoming)
    before, there = (Spelling(msgspec.convert(plain, Project), editions=kept)
                for plain, kept in ((incoming.base, ours), (incoming.theirs, theirs)))
    return {at: (before.at(at, _answer_in(incoming.base, at)), there.at(at, _answer_in(incoming.theirs, at)))
            for at in made.taken if at[0] == "answers" and len(at) == _ANSWER}


def _answer_in(plain: Plain, at: At) -> object:
    return plain.get("answers", {}).get(at[1], {}).get(at[2], UNSET)


def side_places(conflict: Conflict) -> tuple[At, At]:
    """Where the conflict is here, and in the copy: a suggestion that was taken is where its risk is."""
    ours, theirs = (("risks", conflict.risks[0]) if conflict.risks and value is UNSET else conflict.at
                    for value in (conflict.ours, conflict.theirs))
    return ours, theirs


def _risks_told(conflict: Conflict, spelling: Spelling, plain: Plain) -> str:
    """The risks that a side took a suggestion as; "" where it has none of them."""
    there = [spelling.at(("risks", id_), plain["risks"][id_]) for id_ in conflict.risks if id_ in plain.get("risks", {})]
    return "\n".join([_("In the register:"), *there]) if there else ""


def conflict_place(incoming: Incoming, at: At, project: Project, findings: Mapping[str, str] | None = None) -> str:
    """The place of a conflict, or of what is taken, by name: a question also where today's questionnaire asks it no more, a
    risk also where only the copy has it."""
    if at[0] == "answers" and (question := Spelling(project, editions=_words_kept(incoming)[0]).question(at[1], at[2])):
        return question.text
    return part_words(_home(incoming, at, project), at, findings)


def _home(incoming: Incoming, at: At, project: Project) -> Project:
    """The project whose words name a place: where this one does not have the risk, action or comment, one of those merged."""
    if at[0] not in {"risks", "actions", "comments", "dismissed"} or len(at) == 1 or at[1] in getattr(project, at[0]):
        return project
    sides = (incoming.ours, incoming.theirs, incoming.base)
    return next((msgspec.convert(side, Project) for side in sides if at[1] in side.get(at[0], {})), project)


def _words_kept(incoming: Incoming) -> tuple[Editions, Editions]:
    ours, theirs = incoming.our_editions, incoming.editions
    return with_others(ours, theirs), with_others(theirs, ours)


def _label(merged: Merged, brought: Brought) -> str:
    words = _("Merged the review copy for {whom}: {taken} taken, {conflicts} in conflict, its entries kept as {rows}")
    return words.format(whom=merged.whom, taken=brought.taken, conflicts=brought.conflicts, rows=merged.rows[:12])


def _comments(conflict: Conflict, incoming: Incoming, by: str) -> list[Comment]:
    """What stays beside what is kept, each comment on its place."""
    if conflict.risks:
        text = _dismissed_words(conflict, incoming)
        return [Comment(about=links.risk(id_), who=by, when=now(), text=text) for id_ in conflict.risks]
    return [_comment(conflict, incoming, by)]


def _dismissed_words(conflict: Conflict, incoming: Incoming) -> str:
    """Who said of a risk that it is none, when and why."""
    here = conflict.theirs is UNSET
    said = msgspec.convert(conflict.ours if here else conflict.theirs, Dismissal)
    words = _("{who} said on {day} that this is no risk here: {reason}") if here else _(
        "{who} said on {day}, in the review copy for {whom}, that this is no risk here: {reason}")
    return words.format(who=said.who or _("Somebody"), day=said.when, reason=said.reason, whom=incoming.whom)


def _comment(conflict: Conflict, incoming: Incoming, by: str) -> Comment:
    row = last_change(incoming.rows, conflict.at)
    maker, theirs = who(row) if row else incoming.whom, side_words(incoming, conflict).theirs
    words = _("In the review copy for {whom}, {who} took this out.") if not theirs else _(
        "In the review copy for {whom}, {who} gave in place of what is here: {value}")
    value = f"\n{theirs}" if "\n" in theirs else theirs
    return Comment(about=link_of(conflict.at), who=by, when=now(), text=words.format(whom=incoming.whom, who=maker, value=value))


def _kept(conflict: Conflict, choices: Mapping[At, Choice]) -> Choice:
    offered, chosen = choices_for(conflict), choices.get(conflict.at, Choice.BOTH)
    return chosen if chosen in offered else Choice.OURS


def _is_theirs(conflict: Conflict, kept: Choice) -> bool:
    """Whether the copy's is kept; of a suggestion with both it is the risk, whoever has it."""
    return kept is Choice.THEIRS or (kept is Choice.BOTH and bool(conflict.risks) and conflict.theirs is UNSET)


def _decision(conflict: Conflict, incoming: Incoming, kept: Choice, project: Project) -> Decision:
    said = side_words(incoming, conflict)
    shown = "risk" if kept is Choice.BOTH and conflict.risks else kept.value
    return Decision(place=conflict_place(incoming, conflict.at, project), kept=shown, ours=said.ours, theirs=said.theirs)


def _take_evidence(document: Document, path: Path) -> None:
    """Results and files that only the copy holds."""
    here = set(document.evidence())
    with Document.open(path, read_only=True) as copy:
        for sha256 in copy.evidence():
            if sha256 not in here:
                document.keep(copy.read(sha256))
