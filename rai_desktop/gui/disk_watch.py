"""Watches the files of the project: looked at on a thread of their own, however slow their disk is."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from rai_desktop.gui.elsewhere import elsewhere
from rai_desktop.project.files_now import FilesNow, files_now
from rai_desktop.project.model import Project
from rai_desktop.project.moved import every_file, found_beside

if TYPE_CHECKING:
    from rai_desktop.gui.session import Session

_EVERY_MS = 5000


class DiskWatch(QObject):
    """`files` is what the newest look found of those that the last run read, `moved` where files that are gone lie now;
    `changed` when either is another than before."""

    changed = Signal()

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self.files: FilesNow = {}
        self.moved: Mapping[str, str] = {}
        self._parts: tuple[object, ...] = ()
        self._looking = self._again = False
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.look)
        session.project_changed.connect(self._heard)
        session.document_changed.connect(self._left)
        if isinstance(app := QApplication.instance(), QApplication):
            app.applicationStateChanged.connect(self._turned)

    def look(self) -> None:
        """Look now; one look at a time, for a disk may hang."""
        project, document = self._session.project, self._session.document
        if project is None or document is None or not every_file(project) or self._session.running:
            return
        place = document.path
        self._again = self._looking
        if not self._looking:
            self._looking = True
            elsewhere(self, lambda: _look(project, place), self._seen, self._session.refused.emit)

    def _seen(self, found: tuple[Project, FilesNow, Mapping[str, str]]) -> None:
        self._looking = False
        project, *seen = found
        now = self._session.project
        if now is not None and now.id == project.id and seen != [self.files, self.moved]:
            self.files, self.moved = found[1:]
            self.changed.emit()
        if self._again:
            self.look()

    def _heard(self, project: Project) -> None:
        """Other inputs or another run: identity is enough, a project is never altered."""
        parts = (project.inputs, project.runs[-1].id if project.runs else "", self._session.running)
        if len(parts) != len(self._parts) or any(one is not other for one, other in zip(parts, self._parts, strict=True)):
            self._parts = parts
            self.look()

    def _left(self) -> None:
        self.files, self.moved, self._parts = {}, {}, ()
        if self._session.project is None:
            self._timer.stop()
        else:
            self._timer.start()

    def _turned(self, state: Qt.ApplicationState) -> None:
        """Somebody comes back to the window, perhaps from the program that changed the file."""
        if state == Qt.ApplicationState.ApplicationActive:
            self.look()


def _look(project: Project, place: Path) -> tuple[Project, FilesNow, Mapping[str, str]]:
    return project, files_now(project), found_beside(place, every_file(project))
