"""Requests for review on the step Review: who was asked, what came of it; review copies out and back."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from rai_desktop.gui.session import Session
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.tab_order import order_tabs
from rai_desktop.gui.widgets.date_line import today
from rai_desktop.gui.widgets.flow_row import flowing
from rai_desktop.i18n import _
from rai_desktop.project.model import Project
from rai_desktop.project.reviewing import Meaning, ReviewRequest
from rai_desktop.review.comments import now
from rai_desktop.review.requests import is_late, with_request, with_request_closed
from rai_desktop.review.wording import meaning_words, moment


class RequestsPanel(QFrame):
    """`copy_wanted(request)` and `merge_wanted`: places are asked for by the window, which knows where files are."""

    copy_wanted = Signal(object)  # ReviewRequest
    merge_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._shown: list[ReviewRequest] | None = None
        self.setProperty("card", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(words(_("Requests for review"), "section"))
        self._nobody = words(_("Nobody has been asked yet. Ask a colleague to look at it: here, or in a review copy that they "
                               "send back."), "quiet")
        column.addWidget(self._nobody)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        column.addLayout(self._rows)
        self._lines: list[RequestLine] = []
        buttons, row = flowing()
        self.requesting = QPushButton(_("Request a review …"))
        self.requesting.clicked.connect(self.request)
        self.copying = QPushButton(_("Save a review copy …"))
        self.copying.clicked.connect(lambda: self.request(copying=True))
        self.merging = QPushButton(_("Merge a review copy …"))
        self.merging.clicked.connect(self.merge_wanted)
        for button in (self.requesting, self.copying, self.merging):
            row.addWidget(button)
        column.addWidget(buttons)

    def show_project(self, project: Project) -> None:
        """The newest first."""
        if project.requests == self._shown:
            return
        self._shown = project.requests
        for line in self._lines:
            self._rows.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [RequestLine(each, self._close) for each in reversed(project.requests)]
        for line in self._lines:
            self._rows.addWidget(line)
        self._nobody.setVisible(not self._lines)
        self._order()

    def request(self, *, copying: bool = False) -> None:
        """Ask whom, until when, with which words."""
        from rai_desktop.gui.dialogs.request import RequestDialog

        RequestDialog(self._session.person, self._ask, self, copying=copying).open()

    def _ask(self, request: ReviewRequest, with_copy: bool) -> None:
        if with_copy:
            self.copy_wanted.emit(request)
        else:
            keep_request(self._session, request)

    def _close(self, request: ReviewRequest) -> None:
        from rai_desktop.gui.dialogs.outcome import OutcomeDialog

        def close(outcome: str) -> None:
            label = _("Closed the request to {whom}: {outcome}").format(whom=request.of, outcome=outcome)
            self._session.apply(label, lambda project: with_request_closed(project, request, now(), outcome))

        OutcomeDialog(request, close, self).open()

    def _order(self) -> None:
        closing = [line.closing for line in self._lines if line.closing]
        order_tabs([*closing, self.requesting, self.copying, self.merging])


class RequestLine(QFrame):
    """One request; while it is open it can be closed, with what came of it."""

    def __init__(self, request: ReviewRequest, close: Callable[[ReviewRequest], None]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(words(f"{'●' if request.answered else '◌'}  {_headline(request)}", "strong", selectable=True))
        if request.words:
            column.addWidget(words(request.words, "text", selectable=True))
        column.addWidget(words(_told(request), "small", selectable=True))
        row.addLayout(column, 1)
        self.closing: QPushButton | None = None
        if not request.answered:
            self.closing = QPushButton(_("Close …"))
            self.closing.setProperty("plain", True)
            self.closing.setAccessibleName(_("Close the request to {whom}").format(whom=request.of))
            self.closing.clicked.connect(lambda: close(request))
            row.addWidget(self.closing, 0, Qt.AlignmentFlag.AlignTop)


def keep_request(session: Session, request: ReviewRequest) -> None:
    """A request, in the project."""
    session.apply(_("Requested a review of {whom}").format(whom=request.of), lambda project: with_request(project, request))


def copy_name(document: Path, whom: str) -> str:
    """What a review copy is called unless the analyst says otherwise: its project, and for whom."""
    safe = "".join(letter if letter.isalnum() or letter in " -_" else "-" for letter in whom).strip()
    return _("{name} for {whom}").format(name=document.stem, whom=safe or _("review"))


def _headline(request: ReviewRequest) -> str:
    if request.answered:
        return _("{whom}: {outcome}").format(whom=request.of, outcome=_outcome(request.outcome))
    return _("{whom}: asked, not answered yet").format(whom=request.of)


def _outcome(outcome: str) -> str:
    return meaning_words(Meaning(outcome)) if outcome in list(Meaning) else outcome


def _told(request: ReviewRequest) -> str:
    if request.answered:
        return _("Asked by {by}, {when}. Answered {answered}.").format(
            by=request.by, when=moment(request.when), answered=moment(request.answered))
    if is_late(request, today()):
        return _("Asked by {by}, {when}. Due {due}: it is overdue.").format(
            by=request.by, when=moment(request.when), due=request.due)
    if request.due:
        return _("Asked by {by}, {when}. Due {due}.").format(by=request.by, when=moment(request.when), due=request.due)
    return _("Asked by {by}, {when}.").format(by=request.by, when=moment(request.when))
