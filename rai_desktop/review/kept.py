"""The rows of a merged review copy, kept as evidence so that signatures made in it can be checked for ever."""

import msgspec

from rai_desktop.project.disk import Damaged
from rai_desktop.project.document import Document
from rai_desktop.project.history import Change
from rai_desktop.project.reviewing import Merged
from rai_desktop.review.replay import Rows

_kept = msgspec.json.Decoder(list[tuple[Change, str]])


def encode_rows(rows: Rows) -> bytes:
    """Rows as they are kept: a JSON list of [row, edits as the text over which its hash was taken]."""
    return msgspec.json.format(msgspec.json.encode(rows), indent=1)


def copy_rows(document: Document, merged: Merged) -> Rows:
    """The rows kept of a merged copy; none where the evidence is missing, altered or not rows."""
    try:
        return _kept.decode(document.read(merged.rows))
    except (KeyError, Damaged, msgspec.MsgspecError):  # told by the signatures that then cannot be checked
        return []
