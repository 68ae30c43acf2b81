"""Index: which pieces of a project speak to which clause, gathered once for each change."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from rai_desktop.clauses.piece import Piece
from rai_desktop.clauses.standing import Standing, standing
from rai_desktop.findings.finding import Finding, Verdict
from rai_desktop.i18n import _
from rai_desktop.project import links
from rai_desktop.project.links import Kind
from rai_desktop.project.model import Answer, Project
from rai_desktop.project.register import Action, Risk
from rai_desktop.questionnaire import flow
from rai_desktop.questionnaire.question import Pack, Question
from rai_desktop.questionnaire.tier import in_words

Pieces = defaultdict[str, list[Piece]]
_MEASURED = {Verdict.MET: Standing.FULL, Verdict.CONCERN: Standing.FULL, Verdict.NOT_MET: Standing.AGAINST}


class Index:
    """Pieces by clause (`framework:id`); asked often, made once."""

    def __init__(self, project: Project, packs: Sequence[Pack], findings: Sequence[Finding], stale: Sequence[str]) -> None:
        self.project = project
        self._by_clause: Pieces = defaultdict(list)
        self._direct: dict[Kind, dict[str, int]] = {}
        self._by_link: dict[str, list[str]] = {}  # the clauses that an answer, a finding or a risk speaks to itself
        for piece, refs in (*_answers(project, packs), *_findings(findings, " ".join(stale))):
            self._add(piece, refs)
        for id_, risk in project.risks.items():
            self._add(_risk(id_, risk), self._reached(risk.sources))
        for id_, action in project.actions.items():
            self._add(_action(id_, action), self._reached(action.sources))

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


def _answers(project: Project, packs: Sequence[Pack]) -> Iterator[tuple[Piece, Iterable[str]]]:
    """Every question that applies, answered or not."""
    for pack in packs:
        given = project.answers.get(pack.id, {})
        for _section, questions in flow.visible(pack, project.answers):
            for question in questions:
                if question.refs:
                    yield _answer(pack, question, given.get(question.id)), dict.fromkeys(question.refs)


def _answer(pack: Pack, question: Question, answer: Answer | None) -> Piece:
    answer = answer or Answer()
    said, open_ = standing(question, answer)
    return Piece(
        link=links.answer(pack.id, question.id), title=question.text, words=answer_words(question, answer),
        standing=said, open=open_,
        caution=_("carried over, not confirmed yet") if answer.carried else "",
        documents=[each for each in answer.evidence if each.file])


def answer_words(question: Question, answer: Answer) -> str:
    """An answer in one line; a table tells how many rows it has."""
    if question.columns:
        rows = answer.value if isinstance(answer.value, list) else []
        first = [row.get(question.columns[0].id, "") for row in rows if isinstance(row, dict)]
        return "; ".join(filter(None, first))
    return in_words(question, answer.value)


def _findings(findings: Sequence[Finding], stale: str) -> Iterator[tuple[Piece, Iterable[str]]]:
    """A finding twice where it speaks to some clauses itself and adds to others."""
    for finding in findings:
        refs: dict[bool, list[str]] = {True: [], False: []}
        for each in finding.clauses:
            refs[each.strength == "direct"].append(f"{each.framework}:{each.id}")
        yield from ((_finding(finding, stale, direct), found) for direct, found in refs.items() if found)


def _finding(finding: Finding, stale: str, direct: bool) -> Piece:
    return Piece(link=links.finding(finding.key), title=finding.sentence, words=finding.verdict.value, direct=direct,
                 standing=finding_standing(finding),
                 caution=stale if finding.verdict is not Verdict.NOT_RUN else "")


def finding_standing(finding: Finding) -> Standing:
    """What a finding says of its clauses: a verdict in whole, a number that decides nothing in part, no number nothing."""
    if finding.verdict is Verdict.NOT_ENOUGH_EVIDENCE and finding.value is not None:
        return Standing.PARTLY
    return _MEASURED.get(finding.verdict, Standing.NOTHING)


def _risk(id_: str, risk: Risk) -> Piece:
    return Piece(link=links.risk(id_), title=risk.title, words=_("closed") if risk.closed else "")


def _action(id_: str, action: Action) -> Piece:
    words = _("done {date}").format(date=action.done) if action.done else ", ".join(filter(None, [action.owner, action.due]))
    return Piece(link=links.action(id_), title=action.title, words=words, open=not action.done)


def by_kind(pieces: Iterable[Piece], kind: Kind) -> list[Piece]:
    """The pieces of one kind."""
    return [each for each in pieces if each.kind is kind]

