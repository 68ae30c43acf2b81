"""Writes comments into the project: new ones, replies, resolved and opened again; says whether it was kept."""

from collections.abc import Mapping

from rai_desktop.gui.session import Session
from rai_desktop.i18n import _
from rai_desktop.project.reviewing import Comment, Reply
from rai_desktop.review.comments import now, with_comment, with_reply, with_resolved


def write(session: Session, about: str, text: str) -> bool:
    """A new comment on a place, by whoever is at the desk; False where it was refused."""
    before, comment = _said(session), Comment(about=about, who=session.person, when=now(), text=text)
    session.apply(_("Commented: {text}").format(text=_short(text)), lambda project: with_comment(project, comment))
    return _said(session) != before


def reply(session: Session, id_: str, text: str) -> bool:
    """A reply to a comment; False where it was refused."""
    before, said = _said(session), Reply(who=session.person, when=now(), text=text)
    session.apply(_("Replied: {text}").format(text=_short(text)), lambda project: with_reply(project, id_, said))
    return _said(session) != before


def resolve(session: Session, id_: str, on: bool) -> None:
    """Resolve a comment, or open it again."""
    who, when = session.person, now() if on else ""
    text = session.project.comments[id_].text if session.project else ""
    label = _("Resolved: {text}") if on else _("Opened again: {text}")
    session.apply(label.format(text=_short(text)), lambda project: with_resolved(project, id_, who, when))


def _said(session: Session) -> Mapping[str, Comment]:
    return session.project.comments if session.project else {}


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 50 else f"{line[:49]}…"
