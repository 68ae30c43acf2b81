"""What speaks to clauses and questions today, gathered once for each change, however many parts of the window ask."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rai_desktop.clauses.evidence import Beside, Measured
from rai_desktop.clauses.index import Index
from rai_desktop.clauses.packs import packs_of
from rai_desktop.clauses.staleness import stale_because
from rai_desktop.findings.finding import Finding
from rai_desktop.project.links import Link
from rai_desktop.project.model import Project
from rai_desktop.questionnaire import catalog

if TYPE_CHECKING:
    from rai_desktop.gui.session import Session


class Spoken:
    """The index of clauses and the findings beside questions. What they rest on is compared by identity, which costs
    nothing: a project is never altered, only replaced."""

    def __init__(self, session: "Session") -> None:
        self._session = session
        self._index: tuple[tuple[object, ...], Index] | None = None
        self._measured: tuple[tuple[object, ...], Measured, dict[str, Beside]] | None = None
        self._stale: tuple[tuple[object, ...], list[str]] | None = None

    def index(self, project: Project) -> Index:
        """What speaks to each clause."""
        parts = self._parts(project)
        if self._index is None or not _same(self._index[0], parts):
            self._index = parts, self._begun(project, empty=False)
        return self._index[1]

    def gathering(self, project: Project) -> Iterator[None]:
        """Make the index of a project, a little at each step; after the last it costs nothing to ask for."""
        if self.is_known(project):
            return
        parts, index = self._parts(project), self._begun(project, empty=True)
        yield from index.filling()
        self._index = parts, index

    def _begun(self, project: Project, *, empty: bool) -> Index:
        before = self._index[1] if self._index else None
        return Index(project, packs_of(project), self._findings(project), self.stale(project), before, empty=empty)

    def is_known(self, project: Project) -> bool:
        """Whether asking for the index costs nothing."""
        return self._index is not None and _same(self._index[0], self._parts(project))

    def beside(self, project: Project, place: Link) -> Beside:
        """The findings that stand beside a question; the same object while nothing changed."""
        parts = (self._findings(project), self.stale(project))
        if self._measured is None or not _same(self._measured[0], parts):
            self._measured = parts, Measured(*parts), {}
        _parts, measured, known = self._measured
        if place.id not in known:
            known[place.id] = _beside(measured, place)
        return known[place.id]

    def stale(self, project: Project) -> list[str]:
        """Why what was measured may no longer hold, as far as the newest look at the disk says."""
        if not project.runs:
            return _FRESH
        policy, files = self._session.judged.policy(project), self._session.disk.files
        parts = (project.inputs, project.runs, project.plan, policy, files)
        if self._stale is None or not _same(self._stale[0], parts):
            found = stale_because(project, policy, files)
            known = self._stale[1] if self._stale else _FRESH
            self._stale = parts, known if known == found else found  # the same list while it says the same
        return self._stale[1]

    def _findings(self, project: Project) -> list[Finding]:
        return self._session.judged.findings(project) if project.runs else _NONE

    def _parts(self, project: Project) -> tuple[object, ...]:
        return (project.answers, project.packs, project.risks, project.actions, project.inapplicable,
                self._findings(project), self.stale(project))


_NONE: list[Finding] = []
_FRESH: list[str] = []


def _beside(measured: Measured, place: Link) -> Beside:
    pack_id, _slash, rest = place.id.partition("/")
    pack = catalog.find(pack_id)
    question = pack.places.get(rest.partition("/")[0]) if pack else None
    return measured.beside(question[1]) if question else Beside()


def _same(some: tuple[object, ...], others: tuple[object, ...]) -> bool:
    return all(one is other for one, other in zip(some, others, strict=True))
