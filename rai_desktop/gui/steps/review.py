"""The step Review: signatures and how they stand, requests, and every comment with the way to its place."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from rai_desktop.gui.session import Session
from rai_desktop.gui.steps.review_comments import CommentsPanel
from rai_desktop.gui.steps.review_requests import RequestsPanel
from rai_desktop.gui.steps.step import Done, Step, StepState, card, words
from rai_desktop.gui.widgets import comments_aside as comments_aside  # noqa: PLC0414 - so that questions and findings have it
from rai_desktop.gui.widgets.date_line import today
from rai_desktop.gui.widgets.signature_line import SignatureLine
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.model import Project
from rai_desktop.project.reviewing import Meaning
from rai_desktop.review.comments import is_open
from rai_desktop.review.requests import is_late, open_requests
from rai_desktop.review.standing import Reviewed, State
from rai_desktop.review.wording import decided_lines, moment


class ReviewStep(Step):
    """Signs, asks, merges and shows; the dialogs do the asking."""

    id = "review"
    title = _("Review")
    lead = _("Who has looked at it, what they said, and who puts their name to it.")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._shown: Reviewed | None = None
        self.signing = QPushButton(_("Sign …"))
        self.signing.setProperty("primary", True)
        self.signing.clicked.connect(self.sign)
        frame, self._signatures = card()
        self._signatures.addWidget(words(_("Signatures"), "section"))
        self._nobody = words(_("Nobody has signed yet. A signature says who wrote, reviewed or approved exactly what stands "
                               "here now. It stays for ever, and a later change shows in it."), "quiet")
        self._signatures.addWidget(self._nobody)
        self._signatures.addWidget(self.signing, 0, Qt.AlignmentFlag.AlignLeft)
        self._lines: list[SignatureLine] = []
        self.requests = RequestsPanel(session)
        self.comments = CommentsPanel(session)
        self.comments.wants_place.connect(session.wanted)
        self._decided, decided = card()
        decided.addWidget(words(_("Decided in merges"), "section"))
        self.decisions = words("", "text", selectable=True)
        decided.addWidget(self.decisions)
        for part in (frame, self.requests, self.comments, self._decided):
            self.body.addWidget(part)
        self.body.addStretch()

    def state(self, project: Project) -> StepState:
        """The gravest thing first: a signature that does not hold, then what is open, then who approved."""
        reviewed = self.session.reviewed() if project.signatures else Reviewed()
        if any(each.state is State.NOT_VALID for each in reviewed.standings):
            return StepState(Done.ATTENTION, _("a signature is not valid"))
        if reviewed.standings and not any(each.holds for each in reviewed.standings):
            return StepState(Done.ATTENTION, _("changed since it was signed"))
        if late := sum(is_late(each, today()) for each in project.requests):
            return StepState(Done.ATTENTION, ngettext("{n} review overdue", "{n} reviews overdue", late).format(n=late))
        if waiting := len(open_requests(project)):
            return StepState(Done.STARTED, ngettext("{n} review requested", "{n} reviews requested", waiting).format(n=waiting))
        if unsettled := sum(is_open(each) for each in project.comments.values()):
            return StepState(Done.STARTED, ngettext("{n} open comment", "{n} open comments", unsettled).format(n=unsettled))
        if _approved(reviewed):
            return StepState(Done.DONE, _("approved"))
        return StepState(Done.STARTED if reviewed.standings else Done.TODO,
                         _("signed, not approved") if reviewed.standings else _("not signed yet"))

    def show_project(self, project: Project) -> None:
        """Signatures, requests and comments as they are."""
        reviewed = self.session.reviewed()
        if reviewed != self._shown:
            self._shown = reviewed
            self._show_signatures(reviewed)
        self.requests.show_project(project)
        self.comments.show_project(project)
        self.decisions.setText(_decided(project))
        self._decided.setVisible(bool(self.decisions.text()))
        document = self.session.document
        self.signing.setEnabled(document is not None and not document.read_only and not self.session.running)
        self.signing.setToolTip(_("A run goes on: what it finds changes what would be signed.") if self.session.running else "")

    def next_missing(self) -> bool:
        """Signing itself."""
        self.signing.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def flush(self) -> None:
        """Send what is being typed."""
        self.comments.flush()

    def sign(self) -> None:
        """Show what would be signed, and sign it."""
        from rai_desktop.gui.dialogs.sign import SignDialog
        from rai_desktop.gui.signing_facts import facts

        self.flush()
        document = self.session.document
        if document is not None:
            SignDialog(self.session, document, facts(self.session, document.project), self).open()

    def _show_signatures(self, reviewed: Reviewed) -> None:
        for line in self._lines:
            self._signatures.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [SignatureLine(standing) for standing in reversed(reviewed.standings)]
        for place, line in enumerate(self._lines):
            self._signatures.insertWidget(1 + place, line)
        self._nobody.setVisible(not self._lines)


def _decided(project: Project) -> str:
    """What became of each place that a merged review copy had changed too."""
    said = _("Review copy for {whom}, {when}: {decision}")
    return "\n".join(said.format(whom=merged.whom, when=moment(merged.when), decision=line)
                     for merged in project.merges for line in decided_lines(merged.decided))


def _approved(reviewed: Reviewed) -> bool:
    return any(each.holds and each.signature.meaning is Meaning.APPROVED for each in reviewed.standings)
