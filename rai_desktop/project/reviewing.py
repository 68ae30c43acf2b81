"""Comment, request, signature, review copy: what people say of an assessment and put their name to."""

from enum import StrEnum

import msgspec


class Reply(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An answer to a comment; `when` is UTC, ISO 8601."""

    who: str
    when: str
    text: str


class Comment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something said about one place, which `about` links to (see links.py); "" is the whole
    assessment. `resolved_by` and `resolved_when` are "" while it is open."""

    about: str
    who: str
    when: str
    text: str
    replies: list[Reply] = []
    resolved_by: str = ""
    resolved_when: str = ""


class ReviewRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody asked somebody to review; `answered` is when a reviewer signed or said no (`outcome`)."""

    by: str
    of: str
    when: str
    words: str = ""
    due: str = ""
    answered: str = ""
    outcome: str = ""


class Meaning(StrEnum):
    """What a signature says (21 CFR 11.50(a)(3))."""

    AUTHORED = "authored"
    REVIEWED = "reviewed"
    APPROVED = "approved"


class Signature(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Name, meaning, time, and exactly what was signed.

    `entry` is the history row that was the newest when it was signed and `head` that row's hash;
    `digest` is the SHA-256 of the signed content. `key` is the fingerprint of the Ed25519 key and `value`
    its signature (base64) over all of this; both are "" where it was signed by name alone.
    """

    meaning: Meaning
    name: str
    when: str
    entry: int
    head: str
    digest: str
    role: str = ""
    key: str = ""
    public_key: str = ""
    value: str = ""


class ReviewCopy(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What marks a file as a review copy: for whom it was made, by whom, when, and from which history row."""

    whom: str
    by: str
    when: str
    entry: int
    head: str


class Decision(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of a place that both sides had changed: `kept` is ours, theirs or both; the place and both values in
    words, as they were shown when it was decided."""

    place: str
    kept: str
    ours: str
    theirs: str


class Merged(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A review copy that was brought back.

    `entry` and `base` are the last history row both files share and its hash, `head` the copy's newest
    hash. `rows` is the evidence (SHA-256) that keeps the copy's own rows after the shared one. `decided` is what was
    changed on both sides.
    """

    whom: str
    when: str
    entry: int
    base: str
    head: str
    rows: str
    decided: list[Decision] = []
