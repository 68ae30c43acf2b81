"""Witness: follows a document's history and tells how each signature in it stands."""

import datetime as dt
from collections.abc import Mapping

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from rai_desktop.i18n import _
from rai_desktop.project.document import Document
from rai_desktop.project.history import Change
from rai_desktop.project.reviewing import Merged, Signature
from rai_desktop.review.content import digest
from rai_desktop.review.kept import copy_rows
from rai_desktop.review.keys import known_signers
from rai_desktop.review.replay import Replay, Slot
from rai_desktop.review.requests import same_person
from rai_desktop.review.signing import key_holds
from rai_desktop.review.standing import Assurance, Reviewed, Standing, State, assurance
from rai_desktop.review.wording import moment

_LONGEST_S = 600.0  # from the moment a signature names to the moment its row was written, on one clock


class Witness:
    """Reads only the rows that are new since it was last asked."""

    def __init__(self, document: Document, known: Mapping[str, Ed25519PublicKey] | None = None) -> None:
        self._document = document
        self._known = known  # None: the address book, read when the first signature by key is met
        self._replay = Replay()
        self._told: Reviewed | None = None
        self._misfit = ""
        self._today = ""

    def reviewed(self) -> Reviewed:
        """How things stand after the newest row."""
        last = self._document.last
        if self._told is None or self._told.head != last.hash:
            self._replay.follow(self._document.rows(after=self._replay.seq))
            if self._told is None:
                self._misfit = self._found_misfit()
            self._told = Reviewed(entries=last.seq, head=last.hash, standings=self._standings())
        return self._told

    def _found_misfit(self) -> str:
        """Why the stored project is not the one its history gives; "" where it is, or the history does not hold together."""
        if self._replay.problem:
            return ""
        if self._document.lacks_rows:
            return _("The newest rows of the history are missing.")
        fits = bool(msgspec.to_builtins(self._document.project) == self._replay.plain)
        return "" if fits else _("The stored project is not the one its history gives.")

    def _standings(self) -> list[Standing]:
        replay = self._replay
        if not (replay.slots or replay.gone or self._document.project.signatures):
            return []
        self._today = "" if replay.problem else digest(replay.project())
        there = [slot.signature for slot in replay.slots]  # again, where a merge was undone and done again
        found = [self._standing(slot) for slot in (*replay.slots, *(each for each in replay.gone if each.signature not in there))]
        in_history = [each.signature for each in found]
        strangers = [each for each in self._document.project.signatures if each not in in_history]
        problem = replay.problem or _("It does not stand in the history of this file.")
        return found + [_not_valid(each, problem) for each in strangers]

    def _standing(self, slot: Slot) -> Standing:
        signature = slot.signature
        if problem := self._problem(slot, signature):
            return _not_valid(signature, problem)
        note = " ".join(filter(None, [self._clock(slot), self._shared_key(signature)]))
        told = Standing(signature=signature, state=State.STANDS, assurance=self._assurance(signature), note=note)
        if self._is_own(signature):
            problem, shared = own_problem(slot, signature), slot.row.seq
        else:
            merged, problem = self._problem_in_copy(signature)
            shared = merged.entry if merged else 0
            told = msgspec.structs.replace(told, copy_of=merged.whom if merged else "")
        return _not_valid(signature, problem) if problem else self._since(told, slot, shared)

    def _assurance(self, signature: Signature) -> Assurance:
        if signature.key and self._known is None:
            self._known = known_signers()
        return assurance(signature, self._known or {})

    def _clock(self, slot: Slot) -> str:
        """What to say where the entry of a signature is earlier than one before it."""
        if (later := self._replay.clock_back.get(slot.row.seq)) is None:
            return ""
        words = _("Its time is doubtful: entry {seq}, which came before it, is of {when}; the computer's clock was set back.")
        return words.format(seq=later.seq, when=moment(later.time))

    def _shared_key(self, signature: Signature) -> str:
        """What to say where one key signed under the names of several people."""
        others: list[str] = []
        for name in (each.signature.name for each in self._replay.slots if signature.key and each.signature.key == signature.key):
            if not any(same_person(name, known) for known in (signature.name, *others)):
                others.append(name)
        return _("The same key signed as {names}, too.").format(names=", ".join(others)) if others else ""

    def _problem(self, slot: Slot, signature: Signature) -> str:
        """What is wrong with it whoever made it, wherever."""
        first = next((each for each in self._replay.slots if each.signature == signature), slot)
        if first is not slot:
            return _named(_("It is a copy of the signature in entry {seq} ({label}), {who}, {when}."), first.row)
        if slot.removed is not None:
            return _named(_("It was taken out by entry {seq} ({label}), {who}, {when}."), slot.removed)
        if slot.altered is not None:
            return _named(_("It was altered by entry {seq} ({label}), {who}, {when}."), slot.altered)
        if self._replay.problem:
            return self._replay.problem
        if self._misfit:
            return self._misfit
        if (signature.key or signature.value) and not key_holds(signature):
            return _("Its key did not sign this: name, meaning, time or content were altered.")
        return ""

    def _since(self, told: Standing, slot: Slot, shared: int) -> Standing:
        """Whether what was signed has changed since its row, and by which entry first. One from a review copy may
        never have stood here whole: then it differs since the first change after the row both files share."""
        whole_here = slot.digest == told.signature.digest
        changes = self._replay.changed_after(slot.row.seq if whole_here else shared)
        if self._today != told.signature.digest:
            return msgspec.structs.replace(told, state=State.BROKEN, since=changes[0] if changes else slot.row)
        if not changes or not whole_here:
            return told
        return msgspec.structs.replace(told, state=State.RESTORED, since=changes[0], back=changes[-1])

    def _is_own(self, signature: Signature) -> bool:
        row = self._replay.rows.get(signature.entry)
        return row is not None and row.hash == signature.head

    def _problem_in_copy(self, signature: Signature) -> tuple[Merged | None, str]:
        """The merged review copy it was made in, and what is wrong with it there. One that was merged before it was signed
        holds what was signed and not the signature; that came by a later merge of the same copy."""
        found: tuple[Merged | None, str] | None = None
        for merged in self._document.project.merges:
            replay = self._replay_of(merged)
            if replay and (row := replay.rows.get(signature.entry)) is not None and row.hash == signature.head:
                slot = next((each for each in replay.slots if each.signature == signature), None)
                found = merged, own_problem(slot, signature)
                if slot is not None:
                    break
        return found or (None, _(
            "It names an entry that is not in this history: it was copied from elsewhere, or the history was rewritten."))

    def _replay_of(self, merged: Merged) -> Replay | None:
        """The copy's own history after the shared row, from the rows that were kept; None where they do not fit."""
        shared = self._replay.rows.get(merged.entry)
        if shared is None or shared.hash != merged.base:
            return None
        rows = copy_rows(self._document, merged)
        before = Replay().follow([each for each in self._document.rows() if each[0].seq <= merged.entry])
        replay = Replay(merged.entry, merged.base, before.plain).follow(rows)
        return None if replay.problem else replay


def own_problem(slot: Slot | None, signature: Signature) -> str:
    """What is wrong with a signature in the history it was made in."""
    if slot is None:
        return _("It does not stand in the history of the review copy it names.")
    if signature.entry != slot.row.seq - 1:  # signing is one entry, right after the one that was shown
        return _named(_("It stands in entry {seq} ({label}), {who}, {when}, but names another as what was signed."), slot.row)
    if slot.digest != signature.digest:
        return _("The hash it names is not that of what stood there: one of the two was altered.")
    if _seconds_apart(signature.when, slot.row.time) > _LONGEST_S:
        words = _("It says it was made at {when}, but entry {seq} that holds it is of {time}.")
        return words.format(when=moment(signature.when), seq=slot.row.seq, time=moment(slot.row.time))
    return ""


def reviewed(document: Document) -> Reviewed:
    """How the signatures of a document stand, found anew."""
    return Witness(document).reviewed()


def who(row: Change) -> str:
    """Who made a row: the analyst's name, and the account."""
    return row.user if row.analyst in ("", row.user) else f"{row.analyst} ({row.user})"


def _named(words: str, row: Change) -> str:
    return words.format(seq=row.seq, label=row.label, who=who(row), when=moment(row.time))


def _not_valid(signature: Signature, problem: str) -> Standing:
    return Standing(signature=signature, state=State.NOT_VALID, assurance=assurance(signature, {}), problem=problem)


def _seconds_apart(one: str, other: str) -> float:
    try:
        return abs((dt.datetime.fromisoformat(one) - dt.datetime.fromisoformat(other)).total_seconds())
    except (ValueError, TypeError):  # not a time, or one without its zone
        return float("inf")
