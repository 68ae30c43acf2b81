"""Comments under a question or a finding: how many there are; unfolded, all of them and room for another."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from rai_desktop.gui.session import Session
from rai_desktop.gui.tab_order import order_tabs
from rai_desktop.gui.widgets.asides import UNDER_FINDINGS, UNDER_QUESTIONS, Aside
from rai_desktop.gui.widgets.comment_thread import CommentThread
from rai_desktop.gui.widgets.comment_writing import write
from rai_desktop.gui.widgets.fold import Fold
from rai_desktop.gui.widgets.paragraph import Paragraph
from rai_desktop.i18n import _
from rai_desktop.project.model import Project
from rai_desktop.project.reviewing import Comment
from rai_desktop.review.comments import on_place
from rai_desktop.review.wording import count_words


class CommentsAside(Aside):
    """Folded until it is wanted; its parts are made when it is first unfolded."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._link = ""
        self._all: dict[str, Comment] | None = None
        self._comments: dict[str, Comment] = {}
        self.said: CommentThread | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.fold = Fold(count_words([]))
        self.fold.button.toggled.connect(self._unfold)
        column.addWidget(self.fold)

    def show_place(self, project: Project, link: str) -> None:
        """Count the comments on the place; draw them anew where they are others than before."""
        if link == self._link and project.comments is self._all:
            return
        if self._all is None:
            self.show()
        moved = link != self._link
        self._link, self._all = link, project.comments
        comments = on_place(project, link)
        if moved and self.said is not None:
            self.field.clear()
        if moved or comments != self._comments:
            self._comments = comments
            self.fold.rename(count_words(list(comments.values())))
            self._draw()

    def flush(self) -> None:
        """Send what is being typed."""
        if self.said is not None:
            self.said.flush()
            self._add()

    def _unfold(self, on: bool) -> None:
        if not on:
            return
        if self.said is None:
            self._make()
        self._draw()
        if not self._comments:
            QTimer.singleShot(0, self, self.field.setFocus)  # it is shown a moment later

    def _make(self) -> None:
        self.said = CommentThread(self.session)
        self.field = Paragraph(_("Your comment"), lines=2)
        self.adding = QPushButton(_("Add the comment"))
        self.adding.clicked.connect(self._add)
        self.fold.inside.addWidget(self.said)
        self.fold.inside.addWidget(self.field)
        row = QHBoxLayout()
        row.addWidget(self.adding)
        row.addStretch()
        self.fold.inside.addLayout(row)

    def _draw(self) -> None:
        if self.said is not None and self.fold.button.isChecked():
            self.said.show_comments(self._comments)
            QTimer.singleShot(0, self, self._order)

    def _order(self) -> None:
        """New parts come to the end of the tab chain; put them after the button that unfolds them."""
        assert self.said is not None
        order_tabs([self.fold.button, *self.said.parts(), self.field, self.adding])

    def _add(self) -> None:
        if text := self.field.words():
            self.field.clear()
            if not write(self.session, self._link, text):
                self.field.setPlainText(text)


UNDER_QUESTIONS.append(CommentsAside)
UNDER_FINDINGS.append(CommentsAside)
