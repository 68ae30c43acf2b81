"""Sides of a comparison: a project as it is, as it was after one of its history entries, or in another file."""

from pathlib import Path

import msgspec
from msgspec import UNSET

from rai_desktop.errors import Refusal
from rai_desktop.findings.finding import Finding
from rai_desktop.findings.judge import judge
from rai_desktop.findings.measurement import Result
from rai_desktop.findings.policy import load_policy
from rai_desktop.i18n import _
from rai_desktop.project.document import Document, NotKept
from rai_desktop.project.edits import apply_edits
from rai_desktop.project.history import Change
from rai_desktop.project.model import Project
from rai_desktop.project.runs import in_sight
from rai_desktop.review.editions import Editions, kept_editions


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One side: what it is called, the project, the findings of its last run under its own policy, and the words
    of the questionnaires that its file keeps."""

    name: str
    project: Project
    findings: list[Finding] = []
    untold: str = ""
    editions: Editions = {}


def side_now(document: Document, name: str = "") -> Side:
    """An open assessment as it is now."""
    return side_of(document, document.project, name or _("{name}, now").format(name=document.path.name))


def side_then(document: Document, entry: int) -> Side:
    """An open assessment as it was after a history entry. Refusal when there is no such entry."""
    rows = document.history()
    row = next((each for each in rows if each.seq == entry), None)
    if row is None:
        raise Refusal(_("There is no history entry {number}; the newest is {newest}.").format(
            number=entry, newest=rows[-1].seq), _("Choose one of the list under View > History."))
    return side_of(document, project_after(document, entry), entry_words(document, row))


def side_of_file(path: Path) -> Side:
    """Another file as it is now, opened for reading only."""
    with Document.open(path, read_only=True) as document:
        return side_now(document)


def project_after(document: Document, entry: int) -> Project:
    """The project as a history entry left it: every edit up to it, played again."""
    plain: object = UNSET
    for row in document.history():
        if row.seq <= entry:
            plain = apply_edits(plain, document.edits(row.seq))
    return msgspec.convert(plain, Project)


def entry_words(document: Document, row: Change) -> str:
    """A history entry in words."""
    return _("{name}, entry {number} of {day}: {label}").format(
        name=document.path.name, number=row.seq, day=row.time[:10], label=row.label)


def side_of(document: Document, project: Project, name: str) -> Side:
    """A project as a side, judged by the results that this file keeps of its last run."""
    side = Side(name=name, project=project, editions=kept_editions(document, project))
    try:
        return msgspec.structs.replace(side, findings=_findings(project, _results(document, project)))
    except Refusal as refusal:
        return msgspec.structs.replace(side, untold=str(refusal))


def _results(document: Document, project: Project) -> dict[str, Result]:
    try:
        run = in_sight(project)
        return document.results(run) if run else {}
    except NotKept as error:
        raise Refusal(_("The results of the last run are not in {name}.").format(name=document.path.name),
                      _("Compare with a file that holds them.")) from error


def _findings(project: Project, results: dict[str, Result]) -> list[Finding]:
    if not results:
        return []
    planned = [each.assessment for each in project.plan.assessments or []] or list(results)
    return judge(results, load_policy(project.plan.policy), planned=planned)
