"""Review copies out and back: asks for places, shows conflicts, says what came of it."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from rai_desktop.errors import Refusal
from rai_desktop.gui.opening import Opening, default_folder
from rai_desktop.gui.session import Session
from rai_desktop.gui.steps.review_requests import copy_name, keep_request
from rai_desktop.i18n import _
from rai_desktop.project.reviewing import ReviewRequest


class Merging(QObject):
    """Refusals go to the session, which shows them."""

    def __init__(self, session: Session, opening: Opening, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._opening, self._window = session, opening, window

    def save_copy(self, request: ReviewRequest) -> None:
        """Keep the request, ask where, and write the copy, which has the request in it. Without a place there is no copy,
        and the request stays: somebody typed it."""
        from rai_desktop.review.copies import save_review_copy

        document = self._session.document
        if document is None:
            return
        question = _("Where is the review copy for {whom} to be kept?").format(whom=request.of)
        path = self._opening.ask_where(question, copy_name(document.path, request.of))
        if not document.read_only:
            keep_request(self._session, request)
        if path is None:
            self._tell_no_copy(request, kept=not document.read_only)
            return
        try:
            save_review_copy(document, path, request.of, request.by)
        except Refusal as refusal:
            self._session.refused.emit(str(refusal))
            return
        self._session.told.emit(_("The review copy for {whom} is in {path}. It comes back by File, Merge a review copy.").format(
            whom=request.of, path=path))

    def _tell_no_copy(self, request: ReviewRequest, *, kept: bool) -> None:
        if kept:
            self._session.told.emit(_(
                "The review is requested of {whom}, and no copy was saved. Save a review copy makes one; Undo takes the request "
                "back.").format(whom=request.of))

    def ask(self) -> None:
        """Ask which copy came back, and compare it."""
        start = self._opening.settings.folder or str(default_folder())
        name, _kind = QFileDialog.getOpenFileName(
            self._window, _("Which review copy came back?"), start, _("Assessments (*.rai)"))
        if name:
            self.compare(Path(name))

    def compare(self, path: Path) -> None:
        """Show what merging would do, and what is to be decided."""
        from rai_desktop.gui.dialogs.merge import MergeDialog
        from rai_desktop.review.bringing import Choice, bring_back, brought_words, conflict_place
        from rai_desktop.review.incoming import NothingNew, read_copy
        from rai_desktop.review.merging import At

        document, session = self._session.document, self._session
        if document is None:
            return
        try:
            incoming = read_copy(document, path)
        except NothingNew as nothing:
            session.told.emit(str(nothing))
            return
        except Refusal as refusal:
            session.refused.emit(str(refusal))
            return
        findings = {each.key: each.sentence for each in session.judged.findings(document.project)}

        def place(at: At) -> str:
            return conflict_place(incoming, at, document.project, findings)

        def bring(choices: dict[At, Choice]) -> None:
            def deed(reason: str) -> None:
                brought = bring_back(document, incoming, choices, by=session.person, reason=reason)
                session.deeds.tell(brought_words(brought))

            session.reasons.do(deed)

        MergeDialog(incoming, incoming.merge(), place, bring, self._window).open()
