"""Comments one below the other; drawn anew only when they change, keeping what is being typed and the keyboard's place."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from rai_desktop.gui.session import Session
from rai_desktop.gui.tab_order import order_tabs
from rai_desktop.gui.widgets.comment_card import CommentCard
from rai_desktop.gui.widgets.comment_writing import reply, resolve
from rai_desktop.project.reviewing import Comment

Head = Callable[[Comment], QWidget]


class CommentThread(QWidget):
    """Replies and resolutions go into the project. `head` makes what stands above a comment, such as its place."""

    def __init__(self, session: Session, head: Head | None = None) -> None:
        super().__init__()
        self._session, self._head = session, head
        self._comments: dict[str, Comment] = {}
        self._heads: list[QWidget] = []
        self.cards: list[CommentCard] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_comments(self, comments: Mapping[str, Comment]) -> None:
        """Show these, in this order."""
        if list(comments.items()) == list(self._comments.items()):
            return
        self._comments = dict(comments)
        drafts = {card.id: text for card in self.cards if (text := card.draft())}
        focused = QApplication.focusWidget()
        here = next((card.id for card in self.cards if focused is not None and card.isAncestorOf(focused)), "")
        for part in (*self.cards, *self._heads):
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self.cards, self._heads = [], []
        for id_, comment in self._comments.items():
            self._add(id_, comment, drafts.get(id_, ""))
        for card in self.cards:
            if card.id == here:
                card.reply.setFocus()
        QTimer.singleShot(0, self, lambda: order_tabs(self.parts()))

    def flush(self) -> None:
        """Send replies that are being typed."""
        for card in list(self.cards):
            card.flush()

    def parts(self) -> list[QWidget]:
        """What takes the keyboard, in the order it is read."""
        found: list[QWidget] = []
        for number, card in enumerate(self.cards):
            found += self._heads[number:number + 1]
            found += [part for part in (card.field, card.reply, card.resolving) if part is not None]
        return found

    def _add(self, id_: str, comment: Comment, draft: str) -> None:
        card = CommentCard(id_, comment)
        card.replied.connect(lambda id_, text: self._reply(card, id_, text))
        card.resolved.connect(lambda id_, on: resolve(self._session, id_, on))
        if draft:
            card.begin(draft)
        if self._head is not None:
            self._heads.append(self._head(comment))
            self._column.addWidget(self._heads[-1])
        self._column.addWidget(card)
        self.cards.append(card)

    def _reply(self, card: CommentCard, id_: str, text: str) -> None:
        """A reply that is refused stays where it was typed."""
        if not reply(self._session, id_, text):
            card.begin(text)
