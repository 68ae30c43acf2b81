"""Reasons for change: after an approval, asks why before a change is made, and tells what a cancelled one would have been."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from rai_desktop.errors import Refusal
from rai_desktop.gui.put_in import put_in_words
from rai_desktop.i18n import _
from rai_desktop.project.approval import ReasonNeeded, is_approved
from rai_desktop.project.model import Project

if TYPE_CHECKING:
    from rai_desktop.gui.session import Session

Deed = Callable[[str], None]  # does it, for this reason


class Given(NamedTuple):
    """A reason; `stands`: for the changes that follow in this session too."""

    words: str
    stands: bool


class Reasons:
    """`ask(label)` is the window's dialog; without one a change that needs a reason is refused."""

    def __init__(self, session: "Session") -> None:
        self._session = session
        self.ask: Callable[[str], Given | None] | None = None
        self.cancelled = 0  # how many changes were given up, so that leaving can be given up with them
        self._given_up = ""
        self._waiting: list[Deed] | None = None

    def do(self, deed: Deed, *, typed: bool = True) -> None:
        """Do it, with a reason where one is needed; `typed`: it is something put in, to be told if it is given up. What is
        sent while the question is open (a field that is left for the dialog sends twice) shares its outcome."""
        if self._waiting is not None:
            self._waiting.append(deed)
            return
        try:
            deed("")
            self._is_done()
        except ReasonNeeded as needed:
            self._ask_then(needed, deed, typed)
        except Refusal as refusal:
            self._refuse(str(refusal))

    def for_run(self) -> str | None:
        """The reason for a run; "" where none is needed, None when the question was sent away."""
        document = self._session.document
        if document is None or document.standing_reason or not is_approved(document.project):
            return document.standing_reason if document else ""
        given = self._given(_("Run the assessments"))
        if given is None:
            self._session.refused.emit(_("Nothing was run."))
        return given.words if given else None

    def _ask_then(self, needed: ReasonNeeded, deed: Deed, typed: bool) -> None:
        document, self._waiting = self._session.document, [deed]
        try:
            given = self._given(needed.label)
        finally:
            waiting, self._waiting = self._waiting, None
        if self._session.document is not document:
            return
        if given is None:
            self.cancelled += 1
            self._given_up = _given_up(needed, document.project if typed else None) if self.ask and document else str(needed)
            self._refuse(self._given_up)
            return
        for each in waiting:
            try:
                each(given.words)
                self._is_done()
            except Refusal as refusal:
                self._refuse(str(refusal))

    def _is_done(self) -> None:
        """Something was changed: that nothing was is not to stand there any longer."""
        if self._given_up:
            self._session.outdated.emit(self._given_up)
            self._given_up = ""

    def _given(self, label: str) -> Given | None:
        given = self.ask(label) if self.ask else None
        if given and given.stands and self._session.document:
            self._session.document.standing_reason = given.words
        return given

    def _refuse(self, sentence: str) -> None:
        self._session.refused.emit(sentence)
        self._session.tell_project()


def _given_up(needed: ReasonNeeded, project: Project | None) -> str:
    put_in = put_in_words(needed.edits, project) if project else ""
    words = _("Nothing was changed: “{label}” was not done.").format(label=needed.label)
    told = _("You had put in: “{text}”").format(text=put_in)
    return f"{words} {told}" if put_in else words
