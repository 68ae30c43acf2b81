"""Register and actions as files for other programs, by the ending of their name, whole or not at all."""

import datetime as dt
import os
import secrets
from pathlib import Path

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _
from rai_desktop.project.document import Document
from rai_desktop.risks.calendar import actions_ics, has_entries
from rai_desktop.risks.revisions import revisions
from rai_desktop.risks.scale import scale_in_use
from rai_desktop.risks.sheets import actions_csv, risks_csv

_EPOCH = "1980-01-01T00:00:00+00:00"


def write_risks(document: Document, path: Path, day: dt.date) -> None:
    """The register as CSV; Refusal when it cannot be written."""
    _check_ending(path, ".csv")
    scale, _problem = scale_in_use(document.project.risk_scale)
    _write_whole(path, risks_csv(document.project, scale, day))


def write_actions(document: Document, path: Path, day: dt.date) -> None:
    """The actions as CSV or iCalendar; Refusal when they cannot be written."""
    _check_ending(path, ".csv", ".ics")
    project = document.project
    if path.suffix.lower() == ".csv":
        _write_whole(path, actions_csv(project, day))
        return
    revised = revisions(document)
    if not has_entries(project, revised):
        raise Refusal(_("There is no action and no due date, and a calendar may not be empty."),
                      _("Add an action or a due date first."))
    _write_whole(path, actions_ics(project, project.created or _EPOCH, revised))


def _check_ending(path: Path, *endings: str) -> None:
    if path.suffix.lower() not in endings:
        raise Refusal(_("{name} does not end in {endings}.").format(name=path.name, endings=_(" or ").join(endings)),
                      _("The ending says which kind of file is meant; give it one of these."))


def _write_whole(path: Path, content: bytes) -> None:
    """Write beside the place and rename into it, so that a file there stays whole if anything fails."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise Refusal(_("{path} could not be written: {why}.").format(path=path, why=error.strerror or str(error)),
                      _("Choose another folder, or close the program that has the file open.")) from error
