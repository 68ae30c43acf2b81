"""Begins, opens and copies assessments: asks where, refuses kindly, remembers."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from rai_desktop.errors import Refusal
from rai_desktop.gui.answering import FIRST_PACKS
from rai_desktop.gui.elsewhere import elsewhere
from rai_desktop.gui.ending import free
from rai_desktop.gui.session import Session
from rai_desktop.i18n import _
from rai_desktop.project.document import Document
from rai_desktop.project.example import create_example
from rai_desktop.project.lock import InUse
from rai_desktop.project.model import Project
from rai_desktop.project.person import host_name
from rai_desktop.project.runs import with_run_ended
from rai_desktop.review.carrying import carried_words, make_from
from rai_desktop.settings import Settings


class Opening(QObject):
    """`opened` after a document is open; refusals go to the session, which shows them."""

    opened = Signal()

    def __init__(self, session: Session, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self.session, self.settings, self._window = session, settings, window

    def new(self, title: str = "") -> bool:
        """Ask where the new assessment is to be kept, and begin it."""
        path = self.ask_where(_("Where is the new assessment to be kept?"), title or _("Assessment"))
        if path is None:
            return False
        named = "" if path.stem.startswith(_("Assessment")) else path.stem  # a name that somebody thought of
        return self._take(lambda: self._created(path, title or named))

    def new_beside(self, source: Path) -> bool:
        """Begin an assessment for a dropped file, in the usual folder, without a question."""
        path = free(default_folder() / f"{source.stem}.rai")
        return self._take(lambda: self._created(path, source.stem))

    def _created(self, path: Path, title: str) -> Document:
        """With the questionnaires of the first visit in use from the start, as the page System shows them."""
        return Document.create(free(path), title=title, analyst=self.settings.analyst, packs=FIRST_PACKS)

    def new_from(self, source: Path | None = None) -> None:
        """Ask where a new assessment made from the open one, or from a file, is to be kept; make it and open it."""
        document = self.session.document
        path = source or (document.path if document else None)
        if path is None:
            return
        new = self.ask_where(_("Where is the new assessment to be kept?"), _("{name}, next").format(name=path.stem))
        if new is not None:
            elsewhere(self, lambda: _make_from(path, new), lambda said: self._open_made(new, said),
                      self.session.refused.emit)

    def _open_made(self, path: Path, said: str) -> None:
        if self.open(path):
            self.session.told.emit(_("{said} Choose data and model anew.").format(said=said))

    def example(self) -> bool:
        """Copy the example into a folder of its own and open it."""
        folder = free(default_folder() / _("Example"))
        return self._take(lambda: create_example(folder / "example.rai"))

    def ask_open(self) -> bool:
        """Ask for a file and open it."""
        start = self.settings.folder or str(default_folder())
        name, _kind = QFileDialog.getOpenFileName(
            self._window, _("Open an assessment"), start, _("Assessments (*.rai)"))
        return self.open(Path(name)) if name else False

    def open(self, path: Path) -> bool:
        """Open an assessment; one that another window has open is offered for reading."""
        try:
            return self._take(lambda: Document.open(path), shows_in_use=False)
        except InUse as refusal:
            return self._offer_reading(path, refusal)

    def save_copy(self) -> None:
        """Ask for a place and write a complete copy there."""
        if self.session.document is None:
            return
        stem = self.session.document.path.stem
        path = self.ask_where(_("Where is the copy to be kept?"), _("{name} (copy)").format(name=stem))
        if path is None:
            return
        try:
            self.session.document.save_copy(path)
            self.session.told.emit(_("A copy is in {path}.").format(path=path))
        except Refusal as refusal:
            self.session.refused.emit(str(refusal))

    def ask_where(self, question: str, stem: str) -> Path | None:
        """A place for a project file; None when the question is sent away."""
        folder = Path(self.settings.folder) if self.settings.folder else default_folder()
        start = str(free((folder if folder.is_dir() else default_folder()) / f"{stem}.rai"))
        name, _kind = QFileDialog.getSaveFileName(self._window, question, start, _("Assessments (*.rai)"))
        return _ending(name) if name else None

    def _offer_reading(self, path: Path, refusal: InUse) -> bool:
        box = QMessageBox(QMessageBox.Icon.Information, _("Already open"), refusal.sentence, parent=self._window)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setInformativeText(_("You can open it here for reading only: nothing can be changed then."))
        reading = box.addButton(_("Open for reading"), QMessageBox.ButtonRole.AcceptRole)
        over = None
        if refusal.owner and refusal.owner.host != host_name():
            over = box.addButton(_("Take it over"), QMessageBox.ButtonRole.DestructiveRole)
            over.setToolTip(_("Only if that computer no longer has it open."))
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        if box.clickedButton() is reading:
            return self._take(lambda: Document.open(path, read_only=True))
        if over is not None and box.clickedButton() is over:
            return self._take(lambda: Document.open(path, take_over=True))
        return False

    def _take(self, make: Callable[[], Document], *, shows_in_use: bool = True) -> bool:
        try:
            document = make()
        except Refusal as refusal:
            if isinstance(refusal, InUse) and not shows_in_use:
                raise
            self.session.refused.emit(str(refusal))
            return False
        self.session.take(document)
        _bury_runs(document)
        self.settings.remember_file(str(document.path.resolve()))
        self.settings.remember(folder=str(document.path.resolve().parent))
        self.opened.emit()
        return True


def default_folder() -> Path:
    """Where assessments are kept unless the analyst says otherwise; made when it is not there."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    folder = Path(documents) / "RAI Desktop"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _make_from(source: Path, new: Path) -> str:
    """Read the old file as it is on disk; what of it waits for somebody, in words."""
    with Document.open(source, read_only=True) as old:
        project = make_from(old, new)
    return carried_words(project)


def _ending(name: str) -> Path:
    """With our ending; what stands behind another dot, as in “Score 3.2”, is part of the name."""
    return Path(name if name.lower().endswith(".rai") else f"{name}.rai")


def _bury_runs(document: Document) -> None:
    """A run that was going on when the program was ended by force is marked so; its results stay."""
    if document.read_only:
        return
    now = datetime.now(UTC).isoformat(timespec="seconds")

    def mark(project: Project) -> Project:
        for run in project.runs:
            if run.status == "running":
                project = with_run_ended(project, run.id, "died", now)
        return project

    document.record(_("Marked a run that was cut short"), mark)
