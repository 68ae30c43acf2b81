"""Pieces: all that speaks to clauses in a project, each with the clauses it speaks to; what did not change is kept."""

import datetime as dt
from collections.abc import Iterator, Sequence

import msgspec

from rai_desktop.clauses.piece import Piece
from rai_desktop.clauses.speaking import Said, said
from rai_desktop.findings.finding import Finding, Verdict
from rai_desktop.i18n import _
from rai_desktop.project import links
from rai_desktop.project.model import Answer, Project
from rai_desktop.project.register import Action, Risk
from rai_desktop.questionnaire import flow
from rai_desktop.questionnaire.question import Kind, Pack, Question, Standing
from rai_desktop.questionnaire.reading import Reading
from rai_desktop.questionnaire.tier import in_words

Spoken = tuple[Piece, list[str]]
Basis = tuple[list[object], dt.date]
Known = tuple[Question, Answer | None, Answer | None, list[Said], list[Spoken]]  # what pieces were made of, and the pieces
INFORMATION = "FOR INFORMATION"
_MEASURED = {Verdict.MET: Standing.FULL, Verdict.CONCERN: Standing.FULL, Verdict.NOT_MET: Standing.AGAINST}


class Pieces:
    """Of answers and findings. Made again for each change of a project, mostly out of those of the change before: an answer
    or a list of findings that is the same object has the same pieces. They are there once `gathering` has come to its end."""

    def __init__(self, project: Project, packs: Sequence[Pack], findings: Sequence[Finding], stale: str,
                 before: "Pieces | None" = None) -> None:
        self.known: dict[str, Known] = {}
        self.answers: list[Spoken] = []
        self.rest_on = findings, stale
        same = before is not None and before.rest_on[0] is findings and before.rest_on[1] == stale
        self.findings: list[Spoken] = before.findings if before is not None and same else list(_findings(findings, stale))
        self._project, self._packs = project, packs
        self._before = before.known if before else {}
        self.is_whole = False
        self.basis = [project.answers, *packs], dt.datetime.now(dt.UTC).date()
        if before is not None and before.is_whole and _same(before.basis, self.basis):
            self.known, self.answers, self.is_whole = before.known, before.answers, True

    def gathering(self) -> Iterator[None]:
        """Gather the pieces of every question that applies and names a clause, answered or not, in small steps."""
        read: flow.Read = self._project.answers
        for pack in () if self.is_whole else self._packs:
            read = seen = flow.reading(pack, read)  # what was worked out serves the other packs too
            for _section, question in pack.places.values():
                if question.refs and seen.shown(question.id):
                    self.answers += self._kept(question, seen, self._project, self._before)
                yield
        self.is_whole = True

    def _kept(self, question: Question, seen: Reading, project: Project, known: "dict[str, Known]") -> list[Spoken]:
        link = links.answer(seen.pack.id, question.id)
        own, shared = project.answers.get(seen.pack.id, {}).get(question.id), _shared(question, seen, project)
        # what a group says also hangs on which questions its items are asked; elsewhere on the answer alone
        of_items = _said(question, own, shared, seen) if question.kind is Kind.GROUP else []
        had = known.get(link)
        if had is None or had[0] is not question or had[1] is not own or had[2:4] != (shared, of_items):
            answer, found = _together(own, shared), of_items or _said(question, own, shared, seen)
            had = (question, own, shared, of_items, [_answer(link, question, answer, each) for each in found])
        self.known[link] = had
        return had[4]


def _same(one: Basis, other: Basis) -> bool:
    """Whether the very answers to the very packs were read, on the same day."""
    return one[1] == other[1] and len(one[0]) == len(other[0]) and all(a is b for a, b in zip(one[0], other[0], strict=True))


def _shared(question: Question, seen: Reading, project: Project) -> Answer | None:
    """The answer given where the same is asked, as this question would hold it; None where it is answered here."""
    origin = seen.origin(question.id)
    if origin is None:
        return None
    home, id_ = origin
    return msgspec.structs.replace(project.answers[home][id_], value=seen.value(question.id))


def _together(own: Answer | None, shared: Answer | None) -> Answer:
    """The answer that counts, with the documents of both places."""
    if shared is None or own is None:
        return shared or own or Answer()
    return msgspec.structs.replace(shared, evidence=[*own.evidence, *shared.evidence])


def _said(question: Question, own: Answer | None, shared: Answer | None, seen: Reading) -> list[Said]:
    return said(question, _together(own, shared).value, seen, flow.trouble(question, seen))


def _answer(link: str, question: Question, answer: Answer, says: Said) -> Spoken:
    return Piece(
        link=link, title=question.text, words=answer_words(question, answer),
        standing=says.standing, open=says.open,
        caution=_("carried over, not confirmed yet") if answer.carried else "",
        documents=[each for each in answer.evidence if each.file]), list(says.refs)


def answer_words(question: Question, answer: Answer) -> str:
    """An answer in one line; a table tells how many rows it has."""
    if question.columns:
        rows = answer.value if isinstance(answer.value, list) else []
        first = [row.get(question.columns[0].id, "") for row in rows if isinstance(row, dict)]
        return _("; ").join(filter(None, first))
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
    return Piece(link=links.risk(id_), title=risk.title or _("Risk without a title"), words=_("closed") if risk.closed else "")


def action_piece(id_: str, action: Action) -> Piece:
    """An action: open until it is done."""
    words = _("done {date}").format(date=action.done) if action.done else ", ".join(filter(None, [action.owner, action.due]))
    return Piece(link=links.action(id_), title=action.title or _("Action without a title"), words=words, open=not action.done)
