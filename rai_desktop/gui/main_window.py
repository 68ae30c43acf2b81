"""The main window: rail, steps, footer, menus. A list of parts; what they do is in their own files."""

from pathlib import Path

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QMessageBox, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from rai_desktop.gui import files
from rai_desktop.gui.actions import add_menus
from rai_desktop.gui.commands import Commands
from rai_desktop.gui.notice import Notice
from rai_desktop.gui.rail import Rail
from rai_desktop.gui.session import Session
from rai_desktop.gui.steps import make_steps
from rai_desktop.gui.steps.step import words
from rai_desktop.i18n import _
from rai_desktop.project.model import Project
from rai_desktop.settings import Settings


class MainWindow(Commands, QMainWindow):
    """One window, one session, one project."""

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__()
        self.session = session
        self.settings = settings
        self.steps = make_steps(session)
        self.rail = Rail(self.steps)
        self.pages = QStackedWidget()
        self.notice = Notice()
        self._build()
        self.actions_by_name = add_menus(self)
        self._connect()
        self.show_step("start")
        self._document_changed()

    # --- building -----------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setMinimumSize(900, 600)
        self.resize(1280, 820)
        self.setAcceptDrops(True)
        for step in self.steps:
            self.pages.addWidget(step)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.notice)
        right.addWidget(self.pages, 1)
        right.addWidget(self._footer())
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        self.setCentralWidget(whole)
        if self.settings.window:
            self.restoreGeometry(QByteArray.fromBase64(self.settings.window.encode()))

    def _footer(self) -> QFrame:
        footer = QFrame()
        footer.setObjectName("footer")
        row = QHBoxLayout(footer)
        row.setContentsMargins(32, 10, 32, 10)
        self.saved = words("", "quiet")
        self.next = QPushButton(_("Next missing thing"))
        self.next.setProperty("primary", True)
        self.next.clicked.connect(self.go_to_next_missing)
        row.addWidget(self.saved, 1)
        row.addWidget(self.next)
        return footer

    def _connect(self) -> None:
        session = self.session
        session.project_changed.connect(self._project_changed)
        session.document_changed.connect(self._document_changed)
        session.refused.connect(lambda sentence: self.notice.tell(sentence, "bad"))
        session.failed.connect(self._failed)
        session.told.connect(lambda sentence: self.notice.tell(sentence, "good"))
        session.run_ended.connect(lambda _status: self._refresh_states())
        self.rail.chosen.connect(self.show_step)
        for number, step in enumerate(self.steps, start=1):
            QShortcut(QKeySequence(f"Ctrl+{number}"), self, lambda id_=step.id: self.show_step(id_))
            step.wants_step.connect(self.show_step)

    # --- moving about -------------------------------------------------------------------------------------

    @property
    def step(self) -> QWidget:
        """The step in sight."""
        return self.steps[self.pages.currentIndex()]

    def show_step(self, id_: str) -> None:
        """Bring a step into sight; without a project only the start can be seen."""
        if self.session.project is None and id_ != "start":
            return
        self.steps[self.pages.currentIndex()].flush()
        index = next(place for place, step in enumerate(self.steps) if step.id == id_)
        self.pages.setCurrentIndex(index)
        self.rail.show_chosen(id_)
        if (project := self.session.project) is not None:
            self.steps[index].show_project(project)

    def go_to_next_missing(self) -> None:
        """The next missing thing on this page, else the next step that is not done."""
        here = self.pages.currentIndex()
        self.steps[here].flush()
        if self.session.project is None or self.steps[here].next_missing():
            return
        project = self.session.project
        order = [*self.steps[here + 1:], *self.steps[1:here]]
        undone = next((step for step in order if step.state(project).done != "done"), None)
        target = undone or self.steps[-1]
        self.show_step(target.id)
        target.next_missing()

    # --- what has changed ---------------------------------------------------------------------------------

    def _project_changed(self, project: Project) -> None:
        self.steps[self.pages.currentIndex()].show_project(project)
        self._refresh_states()
        self._show_title()

    def _document_changed(self) -> None:
        there = self.session.document is not None
        for step in self.steps[1:]:
            self.rail.enable(step.id, there, _("Open or start an assessment first."))
        self.next.setVisible(there)
        self._show_title()
        if there and (project := self.session.project) is not None:
            self._refresh_states()
            files.check_again(self.session, project)

    def _refresh_states(self) -> None:
        if (project := self.session.project) is not None:
            for step in self.steps:
                self.rail.show_state(step.id, step.state(project))

    def _show_title(self) -> None:
        document = self.session.document
        if document is None:
            self.setWindowTitle("RAI Desktop")
            self.saved.setText("")
            return
        title = document.project.title or document.path.stem
        self.setWindowTitle(f"{title} ({document.path.name}) – RAI Desktop")
        self.rail.place.setText(title)
        self.saved.setText(_("Read only: changes are not possible.") if document.read_only
                           else _("Every change is saved in {path}").format(path=document.path))
        for name, label in (("undo", document.undo_label), ("redo", document.redo_label)):
            action = self.actions_by_name[name]
            verb = _("Undo") if name == "undo" else _("Redo")
            action.setText(f"{verb}: {label}" if label else verb)
            action.setEnabled(bool(label))

    def _failed(self, sentence: str, details: str) -> None:
        from rai_desktop.gui.dialogs.error import ErrorDialog

        ErrorDialog(sentence, details, self).open()

    # --- coming and going ---------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self.notice.tell(_("Drop a project, a model or a table here."), "quiet")

    def dropEvent(self, event: QDropEvent) -> None:
        """A .rai is opened; a table or a model goes into the project, or into a new one."""
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.take_file(Path(url.toLocalFile()))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask while a run goes on; what is being typed is kept."""
        self.steps[self.pages.currentIndex()].flush()
        if self.session.running and not self._stop_and_close():
            event.ignore()
            return
        self.settings.remember(window=bytes(self.saveGeometry().toBase64().data()).decode())
        self.session.close()
        event.accept()

    def _stop_and_close(self) -> bool:
        box = QMessageBox(QMessageBox.Icon.Question, _("A run goes on"), _(
            "Assessments are still running. What they have found so far is kept."), parent=self)
        stop = box.addButton(_("Stop and close"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(_("Stay"), QMessageBox.ButtonRole.RejectRole)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.exec()
        return box.clickedButton() is stop
