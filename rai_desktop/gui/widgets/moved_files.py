"""Says that files of the project are gone and lie beside it, and takes them from there."""

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec
from PySide6.QtCore import Signal

from rai_desktop.gui.session import Session
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.gui.widgets.told_lines import breakable
from rai_desktop.i18n import _, ngettext
from rai_desktop.paths import name_of
from rai_desktop.project.model import FileRef, Project
from rai_desktop.project.moved import every_file, with_evidence_at, with_files_at


class MovedFiles(Notice):
    """In sight while there are such files among those that it is about, all of the project if nothing else is said; `taken` once
    the project has them where they lie now, which can be undone."""

    taken = Signal()

    def __init__(self, session: Session, files: Callable[[Project], list[FileRef]] = every_file) -> None:
        super().__init__()
        self._session, self._files = session, files
        self._places: Mapping[str, str] = {}
        self._wanted: Mapping[str, str] = {}
        self.acted.connect(self._take)

    def show_project(self, project: Project) -> None:
        """What the newest look at the disk found of today's files; in a project that is only read, nothing can be taken."""
        document, moved = self._session.document, self._session.disk.moved
        paths = dict.fromkeys(each.path for each in self._files(project)) if moved or self._wanted else {}
        self._places = {path: moved[path] for path in paths if path in moved}
        said = _told(self._places) if self._places else ""
        may = document is not None and not document.read_only
        self.say(said, "warn", ngettext("Use it", "Use them", len(self._places)) if may else "")
        if self._wanted and set(self._wanted.values()) <= set(paths):  # a reason may have been asked in between
            self._wanted = {}
            self.taken.emit()

    def _take(self) -> None:
        places = self._wanted = dict(self._places)
        names = ", ".join(name_of(path) for path in places)
        self._session.apply(
            _("Take {names} from beside the assessment").format(names=names),
            lambda project: with_evidence_at(
                msgspec.structs.replace(project, inputs=with_files_at(project.inputs, places)), places))


def _told(places: Mapping[str, str]) -> str:
    names = ", ".join(f"“{name_of(path)}”" for path in places)
    folders = ", ".join(dict.fromkeys(str(Path(place).parent) for place in places.values()))
    said = ngettext("{names} is not where it was. The same file, by its fingerprint, lies in {folder}.",
                    "{names} are not where they were. The same files, by their fingerprints, lie in {folder}.", len(places))
    return breakable(said.format(names=names, folder=folders))
