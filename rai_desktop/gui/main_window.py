"""The main window: rail, steps, footer, menus. A list of parts; what they do is in their own files."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from rai_desktop.gui.actions import Menus
from rai_desktop.gui.commands import Commands
from rai_desktop.gui.copied import Copied
from rai_desktop.gui.dropping import DropTarget
from rai_desktop.gui.enter_key import EnterKey
from rai_desktop.gui.figures import place
from rai_desktop.gui.focus_watch import FocusWatch
from rai_desktop.gui.laid_out import LaidOut
from rai_desktop.gui.opening import Opening
from rai_desktop.gui.rail import Rail
from rai_desktop.gui.reading_order import order_as_read
from rai_desktop.gui.regions import Regions
from rai_desktop.gui.session import Session
from rai_desktop.gui.steps import make_steps
from rai_desktop.gui.steps.start import StartStep
from rai_desktop.gui.steps.step import Done, Step, words
from rai_desktop.gui.theme import Theme, give_icon
from rai_desktop.gui.tips import plain_tip
from rai_desktop.gui.wheel import Wheel
from rai_desktop.gui.widgets.flow_row import FlowRow, flowing_policy
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.gui.widgets.pages import Pages
from rai_desktop.gui.widgets.told_lines import breakable
from rai_desktop.i18n import _
from rai_desktop.project import links
from rai_desktop.project.model import Project
from rai_desktop.review.wording import moment
from rai_desktop.settings import Settings

if TYPE_CHECKING:
    from rai_desktop.gui.reasons import Given


class MainWindow(QMainWindow):
    """One window, one session, one project."""

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__()
        self.session, self.settings = session, settings
        session.settings = settings
        session.reasons.ask = self._ask_reason
        self.opening = Opening(session, settings, self)
        self.steps = make_steps(session)
        self.rail = Rail(self.steps)
        self.pages = Pages()
        self.notice = Notice(closable=True)
        self.copy_notice = Notice(action=_("Review"))
        self.commands = Commands(self)
        self._build()
        self.menus = Menus(self, self.commands)
        self.drop = DropTarget(self)
        self.hands = (FocusWatch(self), EnterKey(self), Wheel(self), Copied(self))
        LaidOut(self)
        self.regions = Regions(self, [self.rail, self.middle, self.footer])
        self._connect()
        self.show_step("start")
        self._document_changed()

    def _build(self) -> None:
        self.setMinimumSize(1024, 680)
        self.resize(1280, 840)
        for step in self.steps:
            self.pages.addWidget(step)
        above = QVBoxLayout()
        above.setContentsMargins(32, 8, 32, 0)
        above.addWidget(self.copy_notice)
        above.addWidget(self.notice)
        self.middle = QWidget()
        middle = QVBoxLayout(self.middle)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addLayout(above)
        middle.addWidget(self.pages, 1)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.middle, 1)
        right.addWidget(self._footer())
        whole = QWidget()
        whole.setObjectName("pages")
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        self.setCentralWidget(whole)
        if self.settings.window:
            self.restoreGeometry(QByteArray.fromBase64(self.settings.window.encode()))

    def _footer(self) -> QFrame:
        self.footer = QFrame()
        self.footer.setObjectName("footer")
        self.footer.setSizePolicy(flowing_policy())
        column, row = QVBoxLayout(self.footer), FlowRow(at_end=True)
        column.setContentsMargins(32, 10, 32, 10)
        column.addLayout(row)
        self.saved = words("", "small")
        self.next = QPushButton(_("Next missing thing"))
        self.next.setProperty("primary", True)
        self.next.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        give_icon(self.next, "next", "on_accent", 16)
        row.add(self.saved, 1)
        row.add(self.next)
        return self.footer

    def _connect(self) -> None:
        session, start = self.session, self.steps[0]
        session.project_changed.connect(self._project_changed)
        session.document_changed.connect(self._document_changed)
        session.refused.connect(lambda sentence: self.notice.say(sentence, "bad"))
        session.wanted.connect(self.show_link)
        session.outdated.connect(self._take_back)
        session.told.connect(lambda sentence: self.notice.say(sentence, "good"))
        session.failed.connect(self.show_failure)
        session.bridge.heard.connect(self.rail.show_engine)
        for news in (session.looked, session.run_started, session.run_ended, session.counted):
            news.connect(self._refresh_states)
        session.run_ended.connect(self._tell_end)
        self.next.clicked.connect(self.go_to_next_missing)
        self.copy_notice.acted.connect(lambda: self.show_step("review"))
        self.rail.chosen.connect(self.show_step)
        self.drop.dropped.connect(self.commands.take_file)
        self.drop.refused.connect(session.refused)
        for number, step in enumerate(self.steps, start=1):
            QShortcut(QKeySequence(f"Ctrl+{number}"), self, lambda id_=step.id: self.show_step(id_))
            step.wants_step.connect(self.show_step)
        if isinstance(start, StartStep):
            start.connect_to(self.commands, self.settings)
            self.opening.opened.connect(start.refresh)
        self.menus.recent.aboutToShow.connect(lambda: self.commands.fill_recent(self.menus.recent))
        if Theme.current:
            Theme.current.changed.connect(self._redress)

    @property
    def step(self) -> Step:
        """The step in sight."""
        return self.steps[self.pages.currentIndex()]

    def show_step(self, id_: str) -> None:
        """Bring a step into sight; without a project only the start can be seen."""
        places = [place for place, step in enumerate(self.steps) if step.id == id_]
        if not places or (self.session.project is None and id_ != "start"):
            return
        self.step.flush()
        if self.notice.tone == "good" and places[0] != self.pages.currentIndex():
            self.notice.hide()  # good news was for the page that is left
        self.pages.setCurrentIndex(places[0])
        self.rail.show_chosen(id_)
        if self.rail.isAncestorOf(self.focusWidget()):
            self.rail.buttons[id_].setFocus()
        if (project := self.session.project) is not None:
            self.step.show_project(project)

    def show_link(self, link: str) -> None:
        """Bring what a link names into sight, on the step that holds it, or say that it is not there."""
        place = links.read(link)
        step = next((each for each in self.steps if place and place.kind in each.holds), None)
        if place is not None and step is not None:
            self.show_step(step.id)
            if step.show_place(place):
                return
        self.session.refused.emit(_("What this link names is not in the assessment as it is now."))

    def go_to_next_missing(self) -> None:
        """The next missing thing on this page, else the next step that is not done."""
        self.step.flush()
        project = self.session.project
        if project is None or self.step.next_missing():
            return
        here = self.pages.currentIndex()
        order = [*self.steps[here + 1:], *self.steps[1:here]]
        undone = next((step for step in order if step.state(project).done not in {Done.DONE, Done.LOOK}), None)
        self.show_step((undone or self.steps[-1]).id)
        self.step.next_missing()

    def show_failure(self, sentence: str, details: str) -> None:
        """A failure that is ours to mend, to copy and report."""
        from rai_desktop.gui.dialogs.error import ErrorDialog

        ErrorDialog(sentence, details, self).open()

    def may_leave(self) -> bool:
        """Keep what is being typed, or stay where it was given up; ask where something would be lost or stopped."""
        given_up = self.session.reasons.cancelled
        self.step.flush()
        if self.session.reasons.cancelled != given_up:
            return False
        unsent = next(filter(None, (step.unsent() for step in self.steps)), "") if self.session.project else ""
        if not unsent and not self.session.running:
            return True
        from rai_desktop.gui.dialogs.leaving import may_lose, may_stop_run

        return (not unsent or may_lose(self, unsent)) and (not self.session.running or may_stop_run(self))

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes as one reads, also to what came after its neighbours."""
        order_as_read(self)
        return super().focusNextPrevChild(forward)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask where something would be lost or stopped; what is being typed is kept."""
        if not self.may_leave():
            event.ignore()
            return
        self.settings.remember(window=bytes(self.saveGeometry().toBase64().data()).decode())
        self.session.close()
        event.accept()

    def _project_changed(self, project: Project) -> None:
        self.step.show_project(project)
        self._refresh_states()
        self._show_title()
        self._show_copy(project)

    def _take_back(self, sentence: str) -> None:
        """A message that no longer holds goes, unless another has taken its place."""
        if self.notice.sentence == sentence:
            self.notice.hide()

    def _document_changed(self) -> None:
        there = self.session.document is not None
        self.notice.hide()
        for step in self.steps[1:]:
            self.rail.enable(step.id, there, _("Open or start an assessment first."))
        self.footer.setVisible(there)
        if not there:
            self.show_step("start")
        self._show_copy(self.session.project)
        self._refresh_states()
        self._show_title()

    def _tell_end(self, status: str) -> None:
        """Whoever went to do something else hears of the end of a run, and reads of it on coming back."""
        if self.isActiveWindow():
            return
        QApplication.alert(self)
        if status == "finished":
            self.session.told.emit(_("The run has ended. What it found is under Findings."))
        elif status != "failed":  # a failure has a place of its own
            self.session.refused.emit(_("The run has ended before its end; what it found until then is kept."))

    def _refresh_states(self) -> None:
        """Menus at once; how far each step is, which has to be worked out, step by step while nobody types."""
        project, menus = self.session.project, self.menus.actions
        for step in self.steps:
            self.session.later.do(f"state of {step.id}", partial(self._refresh_state, step))
        for action in self.menus.needing_project:
            action.setEnabled(project is not None)
        menus["run"].setEnabled(project is not None and not self.session.running)
        menus["stop"].setEnabled(self.session.running)
        self.menus.show_undo(self.session.document)

    def _refresh_state(self, step: Step) -> Iterator[None]:
        if (project := self.session.project) is None:
            return
        yield from step.preparing(project)
        if project is self.session.project:  # else it will be asked for again
            self.rail.show_state(step.id, step.state(project))

    def _ask_reason(self, label: str) -> "Given | None":
        from rai_desktop.gui.dialogs.reason import ask_reason

        return ask_reason(label, self)

    def _show_copy(self, project: Project | None) -> None:
        """What a review copy is, and how it goes back."""
        copy = project.review_copy if project else None
        words = _("This is a review copy for {whom}, made by {by} on {when}. Comment, answer and sign here as usual. It "
                  "goes back by File, Merge a review copy, in the assessment it was made from.")
        self.copy_notice.say(words.format(whom=copy.whom, by=copy.by, when=moment(copy.when)) if copy else "", "note",
                             _("Review"))

    def _show_title(self) -> None:
        document = self.session.document
        title = (document.project.title or document.path.stem) if document else ""
        self.setWindowTitle(f"{title} ({document.path.name}) – RAI Desktop" if document else "RAI Desktop")
        if document:
            self.saved.setText(
                _("Open for reading only: nothing can be changed.") if document.read_only
                else _("Every change is saved in {path}").format(path=breakable(place(document.path))))
            self.saved.setToolTip(plain_tip(str(document.path)))

    def _redress(self) -> None:
        self.menus.redraw()
        self.rail.fit()
