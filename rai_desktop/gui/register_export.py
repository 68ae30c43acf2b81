"""Register and actions written where the analyst says."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from rai_desktop.errors import Refusal
from rai_desktop.gui.ending import with_ending
from rai_desktop.gui.session import Session
from rai_desktop.gui.widgets.date_line import today
from rai_desktop.i18n import _
from rai_desktop.project.document import Document

Write = Callable[[Document, Path, dt.date], None]


class RegisterExport:
    """Asks for a file and writes it; what is being typed is kept first."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        self._session, self._parent = session, parent

    def register_csv(self) -> None:
        """The register as a table."""
        from rai_desktop.risks.files import write_risks

        self._ask("risks.csv", _("Table (*.csv)"), write_risks)

    def actions_csv(self) -> None:
        """The actions as a table."""
        from rai_desktop.risks.files import write_actions

        self._ask("actions.csv", _("Table (*.csv)"), write_actions)

    def actions_ics(self) -> None:
        """Actions and due dates as a calendar."""
        from rai_desktop.risks.files import write_actions

        self._ask("actions.ics", _("Calendar (*.ics)"), write_actions)

    def _ask(self, what: str, kind: str, write: Write) -> None:
        document = self._session.document
        if document is None:
            return
        start = document.path.with_name(f"{document.path.stem}-{what}")
        name, _kind = QFileDialog.getSaveFileName(self._parent, _("Export"), str(start), kind)
        if name:
            self._write(with_ending(name, kind), write)

    def _write(self, path: Path, write: Write) -> None:
        if flush := getattr(self._parent, "flush", None):
            flush()
        if (document := self._session.document) is None:
            return
        try:
            write(document, path, today())
        except Refusal as refusal:
            self._session.refused.emit(str(refusal))
        else:
            self._session.told.emit(_("Written: {path}").format(path=path))
