"""The states that were signed, each in the history it was signed in: this file's own, or that of a merged review copy."""

from collections.abc import Iterator

import msgspec

from rai_desktop.i18n import _
from rai_desktop.project.document import Document
from rai_desktop.project.edits import apply_edits, decode_edits
from rai_desktop.project.model import Project
from rai_desktop.project.reviewing import Merged, Signature
from rai_desktop.review.kept import copy_rows
from rai_desktop.review.sides import Side, project_after, side_of, side_then
from rai_desktop.review.wording import meaning_words


class SignedState(msgspec.Struct, frozen=True, kw_only=True):
    """A history row that was signed, by whom, and the merged copy whose row it is, if it is not one of this file."""

    who: str
    entry: int
    head: str
    copy: Merged | None = None

    @property
    def words(self) -> str:
        """What a list of versions calls it."""
        if self.copy is None:
            return _("Signed: {who} (entry {number})").format(who=self.who, number=self.entry)
        return _("Signed in the review copy: {who} (entry {number} there)").format(who=self.who, number=self.entry)


def signed_states(document: Document) -> list[SignedState]:
    """What was signed, the newest first. A signature whose row is in no history here names no state: it is left out."""
    signers: dict[str, list[Signature]] = {}
    for signature in sorted(document.project.signatures, key=lambda each: each.when, reverse=True):
        signers.setdefault(signature.head, []).append(signature)
    own = {row.hash for row in document.history()}
    copies = {row.hash: merged for merged in document.project.merges for row, _edits in copy_rows(document, merged)}
    return [SignedState(who=", ".join(map(_signer, signed)), entry=signed[0].entry, head=head,
                        copy=None if head in own else copies[head])
            for head, signed in signers.items() if head in own or head in copies]


def side_signed(document: Document, state: SignedState) -> Side:
    """The side that was signed, from the history it was signed in."""
    if state.copy is None:
        return side_then(document, state.entry)
    return side_of(document, _in_copy(document, state.copy, state.entry), state.words)


def _in_copy(document: Document, merged: Merged, entry: int) -> Project:
    plain: object = msgspec.to_builtins(project_after(document, merged.entry))
    for edits in _edits_up_to(document, merged, entry):
        plain = apply_edits(plain, decode_edits(edits))
    return msgspec.convert(plain, Project)


def _edits_up_to(document: Document, merged: Merged, entry: int) -> Iterator[str]:
    return (edits for row, edits in copy_rows(document, merged) if row.seq <= entry)


def _signer(signature: Signature) -> str:
    return _("{meaning} by {name}").format(meaning=meaning_words(signature.meaning), name=signature.name)
