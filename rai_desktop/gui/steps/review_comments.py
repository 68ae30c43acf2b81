"""All comments on the step Review: filtered, each with a button that leads to its place, and one on the whole."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from rai_desktop.gui.session import Session
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.tab_order import order_tabs
from rai_desktop.gui.widgets.comment_thread import CommentThread
from rai_desktop.gui.widgets.comment_writing import write
from rai_desktop.gui.widgets.paragraph import Paragraph
from rai_desktop.gui.widgets.place_button import PlaceButton
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.model import Project
from rai_desktop.project.reviewing import Comment
from rai_desktop.review.comments import is_open
from rai_desktop.review.wording import place_words

_MOST = 15  # comments drawn at once; more are asked for


class CommentsPanel(QFrame):
    """`wants_place(link)` when a place is pressed."""

    wants_place = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._findings: dict[str, str] = {}
        self._most = _MOST
        self.setProperty("card", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addLayout(self._head())
        self._nothing = words("", "quiet")
        column.addWidget(self._nothing)
        self.said = CommentThread(session, self._place)
        column.addWidget(self.said)
        self.more = QPushButton()
        self.more.setProperty("plain", True)
        self.more.clicked.connect(self._show_more)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(words(_("On the whole assessment"), "strong"))
        self.field = Paragraph(_("Your comment on the whole assessment"), lines=3)
        column.addWidget(self.field)
        self.adding = QPushButton(_("Add the comment"))
        self.adding.clicked.connect(self._add)
        column.addWidget(self.adding, 0, Qt.AlignmentFlag.AlignLeft)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(words(_("Comments"), "section"), 1)
        self.filter = QComboBox()
        self.filter.setAccessibleName(_("Which comments"))
        for text, which in ((_("Still open"), "open"), (_("Resolved"), "resolved"), (_("All"), "all")):
            self.filter.addItem(text, which)
        self.filter.activated.connect(self._filter_chosen)
        row.addWidget(self.filter)
        return row

    def show_project(self, project: Project) -> None:
        """The newest first."""
        self._findings = {each.key: each.sentence for each in self._session.judged.findings(project)}
        wanted = self._wanted(project)
        shown = dict(list(wanted.items())[: self._most])
        left = len(wanted) - len(shown)
        self.said.show_comments(shown)
        self.more.setText(ngettext("Show {n} more", "Show {n} more", left).format(n=left))
        self.more.setVisible(bool(left))
        self._nothing.setText(self._nothing_words(project))
        self._nothing.setVisible(not wanted)
        self._order()

    def flush(self) -> None:
        """Send what is being typed."""
        self.said.flush()
        self._add()

    def _wanted(self, project: Project) -> dict[str, Comment]:
        which = self.filter.currentData()
        found = {id_: each for id_, each in project.comments.items() if which == "all" or is_open(each) == (which == "open")}
        return dict(sorted(found.items(), key=lambda item: item[1].when, reverse=True))

    def _nothing_words(self, project: Project) -> str:
        if not project.comments:
            return _("Nobody has commented yet. Under every question and every finding there is “Add a comment”; here you can "
                     "comment on the whole.")
        if self.filter.currentData() == "resolved":
            return _("No comment has been resolved yet.")
        return _("Every comment is resolved. Choose “Resolved” or “All” to read them.")

    def _place(self, comment: Comment) -> QWidget:
        project = self._session.project
        text = place_words(project, comment.about, self._findings) if project else ""
        if not comment.about:
            return words(text, "quiet")
        button = PlaceButton(text)
        button.clicked.connect(lambda: self.wants_place.emit(comment.about))
        return button

    def _filter_chosen(self, _index: int) -> None:
        self.said.flush()
        self._most = _MOST
        self._session.tell_project()

    def _show_more(self) -> None:
        self._most += _MOST
        self._session.tell_project()

    def _order(self) -> None:
        parts = [self.filter, *self.said.parts(), self.more, self.field, self.adding]
        parts = [part for part in parts if part.focusPolicy() & Qt.FocusPolicy.TabFocus]
        order_tabs(parts)

    def _add(self) -> None:
        if text := self.field.words():
            self.field.clear()
            if not write(self._session, "", text):
                self.field.setPlainText(text)
