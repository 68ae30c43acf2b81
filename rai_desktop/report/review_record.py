"""review.json: the head of the history, every signature with how it stands, requests and comments."""

import msgspec

from rai_desktop.project.history import Change
from rai_desktop.project.reviewing import Comment, ReviewRequest, Signature
from rai_desktop.report.material import Material
from rai_desktop.review.standing import Standing

SCHEMA = "rai-desktop/review/1"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the history by number, words, person, time, reason and hash."""

    entry: int
    label: str
    who: str
    when: str
    reason: str
    hash: str


class SignatureRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A signature and how it stood when the bundle was written; `since` and `back` are null where nothing changed."""

    signature: Signature
    state: str
    assurance: str
    since: Entry | None
    back: Entry | None
    copy_of: str
    problem: str
    note: str = ""


class ReviewRecord(msgspec.Struct, frozen=True, kw_only=True):
    """The whole file."""

    schema: str
    entries: int
    head: str
    signatures: list[SignatureRecord]
    requests: list[ReviewRequest]
    comments: dict[str, Comment]


def review_record(material: Material) -> ReviewRecord:
    """What was said and signed, as data."""
    reviewed, project = material.reviewed, material.project
    return ReviewRecord(schema=SCHEMA, entries=reviewed.entries, head=reviewed.head, requests=project.requests,
                        signatures=[_recorded(each) for each in reviewed.standings], comments=project.comments)


def _recorded(standing: Standing) -> SignatureRecord:
    return SignatureRecord(signature=standing.signature, state=standing.state.value, assurance=standing.assurance.value,
                           since=_entry(standing.since), back=_entry(standing.back), copy_of=standing.copy_of,
                           problem=standing.problem, note=standing.note)


def _entry(row: Change | None) -> Entry | None:
    if row is None:
        return None
    return Entry(entry=row.seq, label=row.label, who=row.analyst or row.user, when=row.time, reason=row.reason, hash=row.hash)
