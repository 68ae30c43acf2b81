"""Review copies: a complete project file that says for whom it was made and from which entry."""

from pathlib import Path

import msgspec

from rai_desktop.i18n import _
from rai_desktop.project.document import Document
from rai_desktop.project.model import Project
from rai_desktop.project.reviewing import ReviewCopy
from rai_desktop.review.comments import now


def save_review_copy(document: Document, path: Path, whom: str, by: str) -> ReviewCopy:
    """Write a complete copy, history included, marked by a row of its own. Whole or not at all; Refusal as a copy."""
    mark = ReviewCopy(whom=whom, by=by, when=now(), entry=document.last.seq, head=document.last.hash)
    document.save_copy(path)
    try:
        with Document.open(path) as copy:
            copy.named = lambda: by
            copy.record(_("Made a review copy for {whom}").format(whom=whom), lambda project: _marked(project, mark))
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return mark


def _marked(project: Project, mark: ReviewCopy) -> Project:
    return msgspec.structs.replace(project, review_copy=mark)
