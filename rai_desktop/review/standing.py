"""How each signature stands today, found by replaying the history; the stored project is not taken at its word."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from rai_desktop.project.history import Change
from rai_desktop.project.reviewing import Signature


class State(StrEnum):
    """Whether what was signed is what stands there."""

    STANDS = "stands"
    RESTORED = "changed and changed back"
    BROKEN = "broken"
    NOT_VALID = "not valid"


class Assurance(StrEnum):
    """Who vouches that the person signed. A key of the address book says who; a key unknown here says that
    whoever holds it signed; a name alone is what somebody typed."""

    KNOWN_KEY = "known key"
    UNKNOWN_KEY = "unknown key"
    NAME = "name alone"


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """One signature and what became of it.

    `since` is the first row that changed what was signed, `back` the one that put it back; `copy_of` is
    for whom the review copy was made in which it was signed; `problem` says why it is not valid, `note` what makes its
    time or its name doubtful.
    """

    signature: Signature
    state: State
    assurance: Assurance
    since: Change | None = None
    back: Change | None = None
    copy_of: str = ""
    problem: str = ""
    note: str = ""

    @property
    def holds(self) -> bool:
        """Whether it is a signature under what stands there now."""
        return self.state in {State.STANDS, State.RESTORED}


class Reviewed(msgspec.Struct, frozen=True, kw_only=True):
    """The head of a history, and the signatures in it as they stand after it."""

    entries: int = 0
    head: str = ""
    standings: list[Standing] = []


def assurance(signature: Signature, known: Mapping[str, Ed25519PublicKey]) -> Assurance:
    """What vouches for a signature whose key, if it has one, holds."""
    if not signature.key:
        return Assurance.NAME
    return Assurance.KNOWN_KEY if signature.key in known else Assurance.UNKNOWN_KEY
