"""Index: which pieces of a project speak to which clause, gathered once for each change."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from rai_desktop.clauses.piece import Piece
from rai_desktop.clauses.pieces import Pieces, action_piece, risk_piece
from rai_desktop.findings.finding import Finding
from rai_desktop.project import links
from rai_desktop.project.links import Kind
from rai_desktop.project.model import Project
from rai_desktop.questionnaire.question import Pack

_AT_ONCE = 250  # pieces put in their places before what waits is heard


class Index:
    """Pieces by clause (`framework:id`); asked often, made once. `before` is the index of the project as it was, whose pieces
    are used again where nothing changed. Whole at once, or `empty` until `filling` has come to its end."""

    def __init__(self, project: Project, packs: Sequence[Pack], findings: Sequence[Finding], stale: Sequence[str],
                 before: "Index | None" = None, *, empty: bool = False) -> None:
        self.project = project
        self.pieces: Pieces = Pieces(project, packs, findings, " ".join(stale), before.pieces if before else None)
        self._by_clause: defaultdict[str, list[Piece]] = defaultdict(list)
        self._direct: dict[Kind, dict[str, int]] = {}
        self._by_link: dict[str, list[str]] = {}  # the clauses that an answer, a finding or a risk speaks to itself
        for _step in () if empty else self.filling():
            pass

    def filling(self) -> Iterator[None]:
        """Gather the pieces and put each in its places, in small steps."""
        yield from self.pieces.gathering()
        for place, (piece, refs) in enumerate((*self.pieces.answers, *self.pieces.findings)):
            if place % _AT_ONCE == 0:
                yield
            self._add(piece, refs)
        for id_, risk in self.project.risks.items():
            self._add(risk_piece(id_, risk), self._reached(risk.sources))
        for id_, action in self.project.actions.items():
            self._add(action_piece(id_, action), self._reached(action.sources))

    def at(self, ref: str) -> Sequence[Piece]:
        """What speaks to a clause: answers, findings, risks, actions, each in its own order."""
        return self._by_clause.get(ref, ())

    @property
    def clauses(self) -> Iterable[str]:
        """Every clause that something speaks to."""
        return self._by_clause

    def _add(self, piece: Piece, refs: Iterable[str]) -> None:
        refs = list(refs)
        for ref in refs:
            self._by_clause[ref].append(piece)
        if piece.direct:
            self._by_link.setdefault(piece.link, []).extend(refs)
            self._count(piece.kind, refs)

    def _count(self, kind: Kind, refs: Iterable[str]) -> None:
        counts = self._direct.setdefault(kind, {})
        for ref in refs:
            home = ref[:ref.index(":")]
            counts[home] = counts.get(home, 0) + 1

    def direct(self, kind: Kind, framework: str) -> int:
        """How many times pieces of a kind speak to clauses of a framework themselves."""
        return self._direct.get(kind, {}).get(framework, 0)

    @property
    def frameworks(self) -> set[str]:
        """Ids of the frameworks with a clause that something speaks to itself."""
        return {home for counts in self._direct.values() for home in counts}

    def _reached(self, sources: Iterable[str]) -> dict[str, None]:
        """Clauses that links name, or that what they lead to speaks to itself; each once."""
        return {ref: None for source in sources for ref in self._reach(source)}

    def _reach(self, source: str) -> Sequence[str]:
        link = links.read(source)
        if link is None:
            return ()
        if link.kind is Kind.CLAUSE:
            return (link.id,)
        if link.kind is Kind.ANSWER:  # an item of a repeated group speaks as its question does
            source = links.answer(*link.id.split("/")[:2]) if link.id.count("/") else source
        return self._by_link.get(source, ())


def by_kind(pieces: Iterable[Piece], kind: Kind) -> list[Piece]:
    """The pieces of one kind."""
    return [each for each in pieces if each.kind is kind]

