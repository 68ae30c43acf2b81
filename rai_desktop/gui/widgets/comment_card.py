"""One comment: who, when, words, replies, and the buttons to reply and to resolve it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.paragraph import Paragraph
from rai_desktop.i18n import _
from rai_desktop.project.reviewing import Comment
from rai_desktop.review.wording import moment


class CommentCard(QFrame):
    """`replied(id, text)` and `resolved(id, whether)`."""

    replied = Signal(str, str)
    resolved = Signal(str, bool)

    def __init__(self, id_: str, comment: Comment) -> None:
        super().__init__()
        self.id, self._open = id_, not comment.resolved_when
        self.setProperty("quote", True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 4, 0, 4)
        self._column.setSpacing(4)
        self._column.addWidget(words(said_by(comment.who, comment.when), "small"))
        self._column.addWidget(words(comment.text, "text", selectable=True))
        for reply in comment.replies:
            self._column.addWidget(_reply(reply.who, reply.when, reply.text))
        if not self._open:
            self._column.addWidget(words(_("✓ Resolved by {who}, {when}").format(
                who=comment.resolved_by, when=moment(comment.resolved_when)), "good"))
        self._column.addLayout(self._buttons(comment))
        self.field: Paragraph | None = None

    def flush(self) -> None:
        """Send a reply that is being typed."""
        if text := self.draft():
            assert self.field is not None
            self.field.clear()
            self.replied.emit(self.id, text)

    def draft(self) -> str:
        """A reply that is being typed."""
        return self.field.words() if self.field is not None else ""

    def begin(self, draft: str = "") -> None:
        """A field for the reply."""
        if self.field is not None:
            self.field.setPlainText(draft)
            return
        self.field = Paragraph(_("Your reply"), lines=2)
        self.field.setPlainText(draft)
        self._column.insertWidget(self._column.count() - 1, self.field)
        self.reply.setText(_("Send the reply"))
        self.reply.setAccessibleName(_("Send the reply"))
        QWidget.setTabOrder(self.field, self.reply)
        QWidget.setTabOrder(self.reply, self.resolving)

    def _buttons(self, comment: Comment) -> QHBoxLayout:
        row = QHBoxLayout()
        self.reply = QPushButton(_("Reply"))
        self.reply.clicked.connect(self._reply)
        self.resolving = QPushButton(_("Resolve") if self._open else _("Open again"))
        self.resolving.clicked.connect(self._resolve)
        short = comment.text if len(comment.text) <= 40 else f"{comment.text[:39]}…"
        for button in (self.reply, self.resolving):
            button.setProperty("plain", True)
            button.setAccessibleName(_("{verb}: {comment}").format(verb=button.text(), comment=short))
            row.addWidget(button)
        row.addStretch()
        return row

    def _resolve(self) -> None:
        """A reply that is being typed goes first: the comment may be out of sight afterwards."""
        self.flush()
        self.resolved.emit(self.id, self._open)

    def _reply(self) -> None:
        """Open the field; once it is open, send what stands in it."""
        if self.field is None:
            self.begin()
        elif self.draft():
            self.flush()  # the thread is drawn anew, and its new card takes the keyboard
            return
        if self.field is not None:
            self.field.setFocus()


def said_by(who: str, when: str) -> str:
    """Rita, 2026-11-23 08:00 UTC."""
    return _("{who}, {when}").format(who=who, when=moment(when))


def _reply(who: str, when: str, text: str) -> QWidget:
    frame = QFrame()
    frame.setProperty("quote", True)
    column = QVBoxLayout(frame)
    column.setContentsMargins(12, 2, 0, 2)
    column.setSpacing(2)
    column.addWidget(words(said_by(who, when), "small"))
    column.addWidget(words(text, "text", selectable=True))
    return frame
