"""Pieces: all that speaks to clauses in a project, each with the clauses it speaks to; what did not change is kept."""

from collections.abc import Iterator, Sequence

from rai_desktop.clauses.piece import Piece
from rai_desktop.clauses.standing import Standing, standing
from rai_desktop.findings.finding import Finding, Verdict
from rai_desktop.i18n import _
from rai_desktop.project import links
from rai_desktop.project.model import Answer, Project
from rai_desktop.project.register import Action, Risk
from rai_desktop.questionnaire import flow
from rai_desktop.questionnaire.question import Pack, Question
from rai_desktop.questionnaire.tier import in_words

Spoken = tuple[Piece, list[str]]
INFORMATION = "FOR INFORMATION"
_MEASURED = {Verdict.MET: Standing.FULL, Verdict.CONCERN: Standing.FULL, Verdict.NOT_MET: Standing.AGAINST}


class Pieces:
    """Of answers and findings. Made again for each change of a project, mostly out of those of the change before: an answer
    or a list of findings that is the same object has the same pieces."""

    def __init__(self, project: Project, packs: Sequence[Pack], findings: Sequence[Finding], stale: str,
                 before: "Pieces | None" = None) -> None:
        self.known: dict[str, tuple[Question, Answer | None, Spoken]] = {}
        self.answers = list(self._answers(project, packs, before.known if before else {}))
        self.rest_on = findings, stale
        same = before is not None and before.rest_on[0] is findings and before.rest_on[1] == stale
        self.findings: list[Spoken] = before.findings if before is not None and same else list(_findings(findings, stale))

    def _answers(self, project: Project, packs: Sequence[Pack], known: "dict[str, tuple[Question, Answer | None, Spoken]]",
                 ) -> Iterator[Spoken]:
        """Every question that applies and names a clause, answered or not."""
        for pack in packs:
            given = project.answers.get(pack.id, {})
            for _section, questions in flow.visible(pack, project.answers):
                for question in questions:
                    if question.refs:
                        yield self._kept(pack, question, given.get(question.id), known)

    def _kept(self, pack: Pack, question: Question, answer: Answer | None,
              known: "dict[str, tuple[Question, Answer | None, Spoken]]") -> Spoken:
        link = links.answer(pack.id, question.id)
        had = known.get(link)
        if had is None or had[0] is not question or had[1] is not answer:
            had = question, answer, (_answer(link, question, answer), list(dict.fromkeys(question.refs)))
        self.known[link] = had
        return had[2]


def _answer(link: str, question: Question, answer: Answer | None) -> Piece:
    answer = answer or Answer()
    said, open_ = standing(question, answer)
    return Piece(
        link=link, title=question.text, words=answer_words(question, answer),
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


def _findings(findings: Sequence[Finding], stale: str) -> Iterator[Spoken]:
    """A finding twice where it speaks to some clauses itself and adds to others."""
    for finding in findings:
        refs: dict[bool, list[str]] = {True: [], False: []}
        for each in finding.clauses:
            refs[each.strength == "direct"].append(f"{each.framework}:{each.id}")
        yield from ((_finding(finding, stale, direct), found) for direct, found in refs.items() if found)


def _finding(finding: Finding, stale: str, direct: bool) -> Piece:
    return Piece(link=links.finding(finding.key), title=finding.sentence, words=_judged(finding), direct=direct,
                 standing=finding_standing(finding),
                 caution=stale if finding.verdict is not Verdict.NOT_RUN else "")


def _judged(finding: Finding) -> str:
    """Its verdict; what has no pass mark has none, once it was measured."""
    return INFORMATION if finding.informational and finding.verdict is not Verdict.NOT_RUN else finding.verdict.value


def finding_standing(finding: Finding) -> Standing:
    """What a finding says of its clauses: a verdict in whole, a number that decides nothing in part, no number nothing."""
    if finding.verdict is Verdict.NOT_ENOUGH_EVIDENCE and finding.value is not None:
        return Standing.PARTLY
    return _MEASURED.get(finding.verdict, Standing.NOTHING)


def risk_piece(id_: str, risk: Risk) -> Piece:
    """A risk: shown, never counted."""
    return Piece(link=links.risk(id_), title=risk.title, words=_("closed") if risk.closed else "")


def action_piece(id_: str, action: Action) -> Piece:
    """An action: open until it is done."""
    words = _("done {date}").format(date=action.done) if action.done else ", ".join(filter(None, [action.owner, action.due]))
    return Piece(link=links.action(id_), title=action.title, words=words, open=not action.done)
