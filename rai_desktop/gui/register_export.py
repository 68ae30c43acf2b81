"""Register and actions written where the analyst says, whole or not at all."""

import os
import secrets
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from rai_desktop.gui.session import Session
from rai_desktop.gui.widgets.date_line import today
from rai_desktop.i18n import _
from rai_desktop.project.model import Project
from rai_desktop.risks.scale import scale_in_use

EPOCH = "1980-01-01T00:00:00+00:00"


class RegisterExport:
    """Asks for a file and writes it; what is being typed is kept first."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        self._session, self._parent = session, parent

    def register_csv(self) -> None:
        """The register as a table."""
        from rai_desktop.risks.sheets import risks_csv

        if (project := self._ready()) is not None:
            scale, _problem = scale_in_use(project.risk_scale)
            self._write("risks", ".csv", _("Table (*.csv)"), risks_csv(project, scale, today()))

    def actions_csv(self) -> None:
        """The actions as a table."""
        from rai_desktop.risks.sheets import actions_csv

        if (project := self._ready()) is not None:
            self._write("actions", ".csv", _("Table (*.csv)"), actions_csv(project, today()))

    def actions_ics(self) -> None:
        """Actions and due dates as a calendar."""
        from rai_desktop.risks.calendar import actions_ics

        if (project := self._ready()) is not None:
            content = actions_ics(project, project.created or EPOCH)
            self._write("actions", ".ics", _("Calendar (*.ics)"), content)

    def _ready(self) -> Project | None:
        flush = getattr(self._parent, "flush", None)
        if flush:
            flush()
        return self._session.project

    def _write(self, what: str, end: str, kind: str, content: bytes) -> None:
        document = self._session.document
        if document is None:
            return
        start = document.path.with_name(f"{document.path.stem}-{what}{end}")
        name, _kind = QFileDialog.getSaveFileName(self._parent, _("Export"), str(start), kind)
        if not name:
            return
        path = Path(name) if Path(name).suffix else Path(name + end)
        try:
            write_whole(path, content)
        except OSError as error:
            self._session.refused.emit(_("{path} could not be written: {why}. Choose another folder.").format(
                path=path, why=error.strerror or error))
        else:
            self._session.told.emit(_("Written: {path}").format(path=path))


def write_whole(path: Path, content: bytes) -> None:
    """Write beside the place and rename into it, so that a file there stays whole if anything fails."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
