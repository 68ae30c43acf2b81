"""Comments with their replies: pure changes for `Document.apply`, and the comments on one place."""

import uuid
from datetime import UTC, datetime

import msgspec

from rai_desktop.project.model import Project
from rai_desktop.project.reviewing import Comment, Reply


def now() -> str:
    """This moment, UTC, as comments and signatures keep it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def with_comment(project: Project, comment: Comment, id_: str = "") -> Project:
    """The project with one more comment under a new id."""
    return msgspec.structs.replace(project, comments={**project.comments, id_ or uuid.uuid4().hex: comment})


def with_reply(project: Project, id_: str, reply: Reply) -> Project:
    """The project with one more reply to a comment; KeyError when there is no such comment."""
    comment = project.comments[id_]
    return _changed(project, id_, msgspec.structs.replace(comment, replies=[*comment.replies, reply]))


def with_resolved(project: Project, id_: str, who: str, when: str) -> Project:
    """The project with a comment resolved, or opened again where `when` is ""; KeyError: no such comment."""
    resolved = msgspec.structs.replace(project.comments[id_], resolved_by=who if when else "", resolved_when=when)
    return _changed(project, id_, resolved)


def on_place(project: Project, about: str) -> dict[str, Comment]:
    """The comments on one place, oldest first."""
    found = {id_: each for id_, each in project.comments.items() if each.about == about}
    return dict(sorted(found.items(), key=lambda item: item[1].when))


def is_open(comment: Comment) -> bool:
    """Whether it still waits for somebody."""
    return not comment.resolved_when


def _changed(project: Project, id_: str, comment: Comment) -> Project:
    return msgspec.structs.replace(project, comments={**project.comments, id_: comment})
