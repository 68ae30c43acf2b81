"""How a signature stands, in sentences: the same in window, report and command line."""

from rai_desktop.i18n import _
from rai_desktop.project.history import Change
from rai_desktop.project.reviewing import Signature
from rai_desktop.review.standing import Assurance, Standing, State
from rai_desktop.review.wording import meaning_words, moment


def headline(signature: Signature) -> str:
    """Approved by Rita Meyer (head of validation), 2026-11-23 08:00 UTC."""
    words = _("{meaning} by {name} ({role}), {when}") if signature.role else _("{meaning} by {name}, {when}")
    meaning = meaning_words(signature.meaning).capitalize()
    return words.format(meaning=meaning, name=signature.name, role=signature.role, when=moment(signature.when))


def state_words(standing: Standing) -> str:
    """Whether it stands, and if not, since which entry: its number, label, who and when; then what makes it doubtful."""
    return " ".join(filter(None, [_state(standing), standing.note]))


def _state(standing: Standing) -> str:
    match standing.state:
        case State.NOT_VALID:
            return _("Not valid. {problem}").format(problem=standing.problem)
        case State.BROKEN if standing.since:
            broken = _("Broken from entry {entry} on: what was signed has changed since.").format(entry=standing.since.seq)
            return f"{broken} {_row(standing.since)}"
        case State.BROKEN:
            return _("Broken: what is here is not what was signed.")
        case State.RESTORED if standing.since and standing.back:
            again = _("Stands again: changed by entry {entry} and changed back by entry {back}.").format(
                entry=standing.since.seq, back=standing.back.seq)
            return f"{again} {_row(standing.since)} {_row(standing.back)}"
    if standing.copy_of:
        return _("Stands: nothing has changed since. It was made in the review copy for {whom}.").format(whom=standing.copy_of)
    return _("Stands: nothing has changed since.")


def assurance_words(standing: Standing) -> str:
    """What vouches for it."""
    key = standing.signature.key[:16]
    return {
        Assurance.KNOWN_KEY: _("By a key of the known signers ({key}…).").format(key=key),
        Assurance.UNKNOWN_KEY: _("By a key that is not among the known signers here ({key}…). Ask the signer whether the "
                                  "fingerprint of their key begins so.").format(key=key),
        Assurance.NAME: _("By name alone: nothing proves who typed it."),
    }[standing.assurance]


def grouped(digest: str) -> str:
    """A digest in eights, so that it wraps and can be compared by eye."""
    return " ".join(digest[start:start + 8] for start in range(0, len(digest), 8))


def _row(row: Change) -> str:
    who = row.user if row.analyst in ("", row.user) else f"{row.analyst} ({row.user})"
    told = _("Entry {seq}: “{label}”, by {who}, {when}.").format(seq=row.seq, label=row.label, who=who, when=moment(row.time))
    why = _("Reason: “{reason}”.").format(reason=row.reason) if row.reason else ""
    return " ".join(filter(None, [told, why]))
